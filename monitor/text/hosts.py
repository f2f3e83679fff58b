"""Hosts: one name for one place, however its pages are dressed. Pure; never raises."""

import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

#: Longer addresses are taken as they are: nothing real is longer, and nobody shall buy our time with one.
LONGEST = 8_192

_HOST = re.compile(r"[a-z0-9_~-]+(?:\.[a-z0-9_~-]+)*")

#: First labels of a host that show the same pages in another dress.
_DRESS = re.compile(r"(?:www\d{0,2}|m|mobile|amp|wap|touch|pda)\.(?=[^.]+\.)")

#: ``m.co.uk`` keeps its ``m``: what remains must be more than a public suffix.
_SUFFIX_ONLY = re.compile(r"(?:co|com|org|net|gov|gob|gouv|ac|edu|mil|or|ne|go)\.[a-z]{2}")

#: One place under several hosts. Nitter and the like show X's posts under X's own paths.
_SAME_PLACE = {
    "twitter.com": "x.com",
    "fxtwitter.com": "x.com",
    "vxtwitter.com": "x.com",
    "fixupx.com": "x.com",
    "fixvx.com": "x.com",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "m.vk.com": "vk.com",
    "vk.ru": "vk.com",
    "fb.com": "facebook.com",
    "old.reddit.com": "reddit.com",
    "new.reddit.com": "reddit.com",
    "music.youtube.com": "youtube.com",
    "threads.net": "threads.com",
}

_NITTER = re.compile(r"(?:^|\.)nitter\.|^xcancel\.com$")


def web_parts(text: str) -> SplitResult | None:
    """The parts with scheme ``https`` and the plain host in ``netloc``; None for what is no web address."""
    if text.startswith("//"):
        text = "https:" + text
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    host = plain_host(host)
    if not host:
        return None
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    return SplitResult("https", host, parts.path, parts.query, parts.fragment)


@lru_cache(maxsize=8192)
def plain_host(host: str) -> str:
    """The host in its plainest form: lower case, ASCII, without ``www.`` or ``m.``, mirrors as what they mirror; "" for
    what is no host. An IPv6 address comes in brackets."""
    host = host.rstrip(".").lower()
    if ":" in host:
        return f"[{host}]"
    if not host.isascii() and len(host) <= 253:
        import idna  # its tables are large, and nearly all hosts are written in ASCII

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError:
            return ""
    if not _HOST.fullmatch(host):
        return ""
    for _ in range(3):
        bare = _DRESS.sub("", host, count=1) if _DRESS.match(host) else host
        if bare == host or _SUFFIX_ONLY.fullmatch(bare):
            break
        host = bare
    if _NITTER.search(host):
        return "x.com"
    return _SAME_PLACE.get(host, host)
