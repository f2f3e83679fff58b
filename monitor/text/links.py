"""An address as it may be shown and followed: http(s) only, its true host named, look-alikes marked."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

import idna
import regex

from monitor.text.clean import outgoing

#: Longer addresses are cut by mail clients and refused by Slack.
LONGEST = 2_000
_SCRIPTS = {
    name: regex.compile(rf"\p{{Script={name}}}")
    for name in (
        "Latin",
        "Cyrillic",
        "Greek",
        "Arabic",
        "Hebrew",
        "Han",
        "Hiragana",
        "Katakana",
        "Hangul",
        "Armenian",
        "Georgian",
        "Thai",
        "Devanagari",
    )
}
#: Scripts that one word may mix (UTS #39, "highly restrictive").
_TOGETHER = (
    {"Latin", "Han", "Hiragana", "Katakana"},
    {"Latin", "Han", "Hangul"},
)
#: Cyrillic and Greek letters that pass for Latin ones: a word of these alone, under a Latin ending, deceives.
_LOOK_ALIKE = frozenset("асԁеһіјӏорԛѕԝхуъьвкмнтгёїүұαινορτυχκ")


@dataclass(frozen=True, kw_only=True)
class Link:
    """``url`` in ASCII, as a browser asks for it; ``host`` for people; ``suspicious`` when it may deceive them.

    A suspicious host is shown in its ASCII form (``xn--...``), any other in its own letters.
    """

    url: str
    host: str
    suspicious: bool = False


def read_link(url: str) -> Link | None:
    """The link behind ``url``, None if it is no http(s) address with a usable host or longer than 2,000."""
    if len(url) > 2 * LONGEST:
        return None
    url = "".join(outgoing(url).split())
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "\\" in parts.netloc:
        return None
    ascii_host = _ascii(host)
    if ascii_host is None:
        return None
    netloc = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    if port is not None:
        netloc += f":{port}"
    safe = "%/:=&?~+!$,;'@()*[]"
    address = urlunsplit(
        (parts.scheme, netloc, quote(parts.path, safe), quote(parts.query, safe), quote(parts.fragment, safe))
    )
    if len(address) > LONGEST:
        return None
    shown = _own_letters(ascii_host)
    # https://akorda.kz@evil.example/ leads to evil.example, whatever the eye reads first.
    suspicious = "@" in parts.netloc or deceives(shown)
    return Link(url=address, host=ascii_host if suspicious else shown, suspicious=suspicious)


def deceives(host: str) -> bool:
    """Whether a label mixes scripts that no word mixes, or passes for Latin letter by letter."""
    labels = host.split(".")
    return any(_mixed(label) for label in labels) or (
        labels[-1].isascii()
        and any(not label.isascii() and set(label) <= _LOOK_ALIKE | set("-0123456789") for label in labels)
    )


def _mixed(label: str) -> bool:
    found = {name for name, script in _SCRIPTS.items() if script.search(label)}
    return len(found) > 1 and not any(found <= together for together in _TOGETHER)


def _ascii(host: str) -> str | None:
    try:
        return ipaddress.ip_address(host).compressed
    except ValueError:
        pass
    if host.isascii():
        # Underscores and the like stand in real host names; idna would refuse them.
        return host if regex.fullmatch(r"[a-z0-9_.-]+", host) else None
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return None


def _own_letters(host: str) -> str:
    if "xn--" not in host:
        return host
    try:
        return outgoing(idna.decode(host))
    except (idna.IDNAError, UnicodeError):
        return host
