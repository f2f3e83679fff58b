"""Which outlet stands behind an address. Pure; never raises."""

import re
from urllib.parse import unquote

from monitor.text.hosts import LONGEST, web_parts

#: Hosts where many outlets live side by side, and the words in front of the account's name in the path.
_TENANTS: dict[str, frozenset[str]] = {
    "x.com": frozenset(),
    "t.me": frozenset({"s", "c"}),
    "facebook.com": frozenset({"pages", "groups", "pg", "people"}),
    "instagram.com": frozenset(),
    "vk.com": frozenset(),
    "ok.ru": frozenset({"group", "profile"}),
    "youtube.com": frozenset({"channel", "c", "user"}),
    "tiktok.com": frozenset(),
    "threads.com": frozenset(),
    "bsky.app": frozenset({"profile"}),
    "reddit.com": frozenset({"r", "u", "user"}),
    "linkedin.com": frozenset({"company", "in", "school"}),
    "dzen.ru": frozenset({"id"}),
    "medium.com": frozenset(),
    "rutube.ru": frozenset({"channel", "u"}),
    "dailymotion.com": frozenset(),
    "weibo.com": frozenset({"u"}),
    "sites.google.com": frozenset({"view", "site"}),
    "github.com": frozenset(),
}

#: Where nobody publishes: addresses there only lead on, each to another outlet, and do not say to which.
_WAYSIDES = {"news.google.com": "/", "bing.com": "/news/apiclick.aspx"}
_WAYSIDE = re.compile(r"news\.google\.com|bing\.com", re.IGNORECASE)

#: First path words on these hosts that are no account.
_NO_ACCOUNT = frozenset(
    {
        "i", "status", "web", "watch", "shorts", "live", "video", "videos", "photo", "photos", "story.php",
        "permalink.php", "posts", "post", "p", "reel", "reels", "share", "sharer.php", "sharer", "intent",
        "hashtag", "search", "explore", "home", "feed", "groups", "a", "news", "media", "playlist", "embed",
        "wall", "topic",
    }
)  # fmt: skip


def outlet(url: str) -> str:
    """What counts as one outlet: the host, or host and account where many outlets share one (``t.me/name``).

    Hosts are in lower case without ``www.`` or ``m.``; "" for what is no web address. Never raises.
    """
    text = url.encode("utf-8", "replace").decode("utf-8").strip()
    parts = web_parts(text) if len(text) <= LONGEST else None
    if parts is None:
        return ""
    host = parts.netloc
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    if host not in _TENANTS:
        account = segments[0] if segments and re.fullmatch(r"@[\w.@-]{1,100}", segments[0]) else ""
        return f"{host}/{account.lower()}" if account else host
    lead = ""
    if len(segments) > 1 and segments[0].lower() in _TENANTS[host]:
        word = segments[0].lower()
        lead = f"{word}/" if word != "s" else ""
        segments = segments[1:]
    if not segments or (not lead and segments[0].lower() in _NO_ACCOUNT):
        return host
    account = segments[0].split("?")[0][:100].lower()
    return f"{host}/{lead}{account}"


def only_leads_on(url: str) -> bool:
    """Whether an address is that of an aggregator which leads on to another outlet without naming it. Never raises."""
    if url.isascii() and url.isprintable() and not _WAYSIDE.search(url):
        return False  # as nearly always, and told in a tenth of the time
    parts = web_parts(url.encode("utf-8", "replace").decode("utf-8").strip()) if len(url) <= LONGEST else None
    return parts is not None and parts.path.startswith(_WAYSIDES.get(parts.netloc, "\0"))
