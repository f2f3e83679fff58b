"""Cookies that a redirect sets, on the way to where it leads: many places send whoever has none in a circle."""

import re
from collections.abc import Sequence

from monitor.fetch.urls import Target

#: So many of one walk, each of so many characters at most.
_MOST, _LONGEST = 20, 4_096
_PAIR = re.compile(
    r"\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)\s*=\s*([\x21-\x3a\x3c-\x7e]*(?: [\x21-\x3a\x3c-\x7e]+)*)\s*(?:;|$)"
)
#: What a place takes back: it ends at once, or has ended in the last century (nobody writes another date for it).
_OVER = re.compile(
    r";\s*(?:max-age\s*=\s*(?:0|-\d+)\s*(?:;|$)|expires\s*=[^;]{0,30}\b(?:19)?[7-9]\d \d\d:)", re.IGNORECASE
)


class Crumbs:
    """The cookies of one walk from redirect to redirect; they end with it.

    Each goes back to the very host that set it and to no other, whatever its Domain says, and never from https to http.
    """

    def __init__(self) -> None:
        self._set: dict[tuple[str, str], tuple[str, bool]] = {}

    def take(self, target: Target, headers: Sequence[tuple[str, str]]) -> None:
        """Takes what the answer of ``target`` sets; ``headers`` as in ``Answer``."""
        for name, value in headers:
            if name != "set-cookie" or len(value) > _LONGEST or not (pair := _PAIR.match(value)):
                continue
            key = target.host, pair[1]
            self._set.pop(key, None)
            if not _OVER.search(value) and len(self._set) < _MOST:
                self._set[key] = pair[2], target.scheme == "https"

    def of(self, target: Target) -> str:
        """The value of the Cookie header for ``target``, "" if there is none."""
        safe = target.scheme == "https"
        mine = [
            (name, value)
            for (host, name), (value, secret) in self._set.items()
            if host == target.host and safe >= secret
        ]
        return "; ".join(f"{name}={value}" for name, value in mine)


def beside(own: str, crumbs: str) -> str:
    """The Cookie header of a call that has cookies of its own: what its walk has set anew takes the place of those."""
    set_anew = {pair.partition("=")[0].strip() for pair in crumbs.split(";")}
    kept = [pair.strip() for pair in own.split(";") if pair.partition("=")[0].strip() not in set_anew]
    return "; ".join([*filter(None, kept), crumbs])
