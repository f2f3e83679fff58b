"""Addresses: when two of them mean the same page. Pure; never raises."""

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, unquote_to_bytes

from monitor.text.hosts import LONGEST, plain_host, web_parts

#: Beginnings of parameter names that say where a reader came from, never what the page is.
_TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "at_", "ns_", "hsa_", "__twitter", "_hs", "oly_", "vero_", "wt_")


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: The same, whole names (lower-case).
_TRACKING = _listed(
    """
    fbclid gclid gclsrc dclid gbraid wbraid yclid ysclid msclkid ttclid twclid li_fat_id igshid igsh mc_cid mc_eid
    mkt_tok mibextid _ga _gl _openstat openstat cmp cmpid cmp_id ocid xtor spm scid sfnsn ref_src ref_url referer
    referrer refsrc traffic_source sharetype share_id smid smtyp sr_share share ncid guccounter guce_referrer
    guce_referrer_sig ito icid intcid s_cid s_kwcid soc_src soc_trk tsrc amp outputtype usqp amp_js_v amp_gsa amp_r
    __tn__ fb_action_ids fb_action_types fb_source rss from_rss fromrss print printable
    """
)

#: What a server writes into the links of a reader without cookies: another one at every fetch. ``sid`` may also be the
#: number of a story; a session's is long and has letters.
_SESSIONS = _listed("phpsessid jsessionid aspsessionid sessionid session_id cfid cftoken osssid oscsid zenid")
_SESSION_SEGMENT = re.compile(r"\((?:[A-Z]\([^()]*\))+\)")
_SESSION_SUFFIX = re.compile(r";(?:jsessionid|phpsessid|sid|session_?id)=[^;]*", re.IGNORECASE)
_SESSION_VALUE = re.compile(r"(?=.*[a-z])(?=.*\d)[a-z0-9]{16,}", re.IGNORECASE)

#: Names that are sometimes content and sometimes origin; the value decides.
_ORIGIN_NAMES = _listed("from src source via origin channel medium campaign ref f")
_ORIGIN_VALUES = _listed(
    """
    rss feed atom twitter x telegram tg t.me facebook fb instagram ig vk vkontakte ok whatsapp wa viber youtube
    linkedin reddit pinterest threads email mail newsletter push share copy social main mainpage home homepage
    yandex yxnews google googlenews dzen zen smi2 mirtesen android ios app mobile amp
    """
)

#: Pages that only lead on: (host, path, parameter that holds the address).
_WRAPPERS = {
    ("google.com", "/url"): ("q", "url"),
    ("l.facebook.com", "/l.php"): ("u",),
    ("lm.facebook.com", "/l.php"): ("u",),
    ("l.instagram.com", "/"): ("u",),
    ("vk.com", "/away.php"): ("to",),
    ("youtube.com", "/redirect"): ("q",),
    ("out.reddit.com", "/"): ("url",),
    ("t.umblr.com", "/redirect"): ("z",),
    ("slack-redir.net", "/link"): ("url",),
}
_ARCHIVE = re.compile(r"/web/\d{4,14}[a-z_]*/(https?:/{1,2}.+)", re.DOTALL)
_AMP_CACHE = re.compile(r"/(?:[a-z]/)?(s/)?([^/]+\.[^/]+(?:/.*)?)", re.DOTALL)

#: Nine of ten addresses: nothing in them is written in more than one way but the host and the last slash.
_SIMPLE = re.compile(r"https?://([a-z0-9.-]+)((?:/(?!amp(?:/|\Z))[A-Za-z0-9_~-]+)*)/?", re.ASCII | re.IGNORECASE)
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]*", re.ASCII)
#: Hosts whose paths mean the same in more than one way.
_SPECIAL = _listed("x.com t.me youtu.be google.com")

_X_POST = re.compile(r"/(?:[^/]+|i/web)/status(?:es)?/(\d+)(?:/.*)?", re.DOTALL)
_KEEP = "-._~!$&'()*+,;=:@"


def canonical(url: str) -> str:
    """The key under which two addresses of one page are equal. For comparing, not for fetching.

    Scheme and host in lower case, http as https, no fragment, user or default port; ``www.``, ``m.``, AMP, mirrors
    and redirect pages undone; tracking parameters out, the rest sorted; percent-encoding and trailing slash in one
    form. What is no web address comes back stripped, otherwise as it was. Never raises; canonical of it is itself.
    """
    if len(url) < 1_000 and (simple := _SIMPLE.fullmatch(url)) and (host := _ordinary_host(simple[1])):
        return f"https://{host}{simple[2]}"
    text = url.encode("utf-8", "replace").decode("utf-8").replace("\x00", "").strip()
    if not text or len(text) > LONGEST:
        return text
    for _ in range(8):  # wrappers can be nested, and undoing one disguise may show the next; few are
        before, text = text, _plainer(text).strip()
        if text == before:
            break
    return text


def _plainer(text: str) -> str:
    parts = web_parts(text)
    return text if parts is None else _unwrapped(parts) or _join(parts)


def is_bare(key: str) -> bool:
    """Whether a canonical address names no page of its own: nothing, or the front page of a host."""
    rest = key.partition("://")[2]
    return not rest.partition("/")[2].strip("/") and "?" not in rest and "#" not in rest


@lru_cache(maxsize=8192)
def _ordinary_host(host: str) -> str:
    """The plain host; "" if it has no path that could be taken as it stands, or is none."""
    plain = plain_host(host)
    odd = plain != plain_host(plain) or plain in _SPECIAL or plain.endswith(".cdn.ampproject.org")
    return "" if odd else plain


def _unwrapped(parts: SplitResult) -> str:
    """The address that a redirect page, an archive or an AMP cache leads to, "" if it is none of these."""
    host, path = parts.netloc, parts.path or "/"
    if names := _WRAPPERS.get((host, path.rstrip("/") or "/")):
        for name, value in _pairs(parts.query):
            target = unquote(value)
            if name in names and target.startswith(("http://", "https://")):
                return target
    if host == "web.archive.org" and (found := _ARCHIVE.match(path)):
        scheme, _, rest = found[1].partition(":")
        return f"{scheme}://{rest.lstrip('/')}" + (f"?{parts.query}" if parts.query else "")
    amp = host.endswith(".cdn.ampproject.org") or (host == "google.com" and path.startswith("/amp/"))
    if amp and (found := _AMP_CACHE.fullmatch(path.removeprefix("/amp") if host == "google.com" else path)):
        return f"https://{found[2]}" + (f"?{parts.query}" if parts.query else "")
    return ""


def _join(parts: SplitResult) -> str:
    host, path = parts.netloc, _plain_path(parts.path)
    pairs = _content_pairs(host, parts.query)
    if host == "x.com":
        found = _X_POST.fullmatch(path)
        path, pairs = (f"/i/status/{found[1]}" if found else path.lower()), []
    elif host == "t.me":
        path = path.lower().removeprefix("/s/") if path.lower().startswith("/s/") else path.lower()
        path = path if path.startswith("/") or not path else "/" + path
        pairs = [pair for pair in pairs if pair.startswith("comment=")]
    elif host == "youtu.be" and path.count("/") == 1:
        host, pairs, path = "youtube.com", [f"v={path[1:]}"], "/watch"
    query = "?" + "&".join(pairs) if pairs else ""
    # A route behind "#!" or "#/" is the page itself; any other fragment is a place on it.
    fragment = "#" + quote(unquote_to_bytes(parts.fragment), safe=_KEEP + "/?") if parts.fragment[:1] in "!/" else ""
    return f"https://{host}{path}{query}{fragment if len(fragment) > 1 else ''}"


def _plain_path(path: str) -> str:
    segments: list[str] = []
    path = _SESSION_SUFFIX.sub("", path) if ";" in path else path
    for raw in path.split("/"):
        if raw[:1] == "(" and _SESSION_SEGMENT.fullmatch(raw):
            continue
        segment = raw if _UNRESERVED.fullmatch(raw) else quote(unquote_to_bytes(raw), safe=_KEEP)
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    if len(segments) > 1 and segments[0].lower() == "amp":
        segments = segments[1:]
    while segments and segments[-1].lower() in ("amp", "amp.html", "index.html", "index.htm", "index.php"):
        segments = segments[:-1]
    if segments and segments[-1].lower().endswith(".amp") and len(segments[-1]) > 4:
        segments[-1] = segments[-1][:-4]
    return "/" + "/".join(segments) if segments else ""


def _pairs(query: str) -> list[tuple[str, str]]:
    pairs = []
    for piece in query.split("&")[:200]:
        name, _, value = piece.removeprefix("amp;").partition("=")
        if name:
            pairs.append((name, value))
    return pairs


def _content_pairs(host: str, query: str) -> list[str]:
    kept = []
    for name, value in _pairs(query):
        low = unquote(name).lower()
        if low in _TRACKING or low.startswith(_TRACKING_PREFIXES):
            continue
        if low in _SESSIONS or (low == "sid" and _SESSION_VALUE.fullmatch(value)):
            continue
        if low in _ORIGIN_NAMES and unquote(value).lower() in _ORIGIN_VALUES:
            continue
        if host.endswith("youtube.com") and low in ("feature", "si", "pp", "t", "ab_channel"):
            continue
        kept.append(_plain_query(name) + ("=" + _plain_query(value) if value else ""))
    return sorted(kept)


def _plain_query(text: str) -> str:
    if _UNRESERVED.fullmatch(text):
        return text
    return quote(unquote_to_bytes(text.replace("+", " ")), safe="-._~!$'()*,;:@/?")
