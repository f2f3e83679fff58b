"""Which changes of known entries are edits, and which are words that a feed writes anew at every fetch.

Counters, "2 hours ago", a random list of other articles below each text: a feed with these would give an edit of every
entry at every poll, each kept with its whole text. Nobody edits most of a feed between two polls.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zlib import adler32

from monitor.model import Post
from monitor.sources.feed_identity import MARKED

#: How many entries of the last fetches are remembered, the newest. A cursor is written with every poll that brings
#: something: one that does not fit onto a page of the database needs room that a full disk does not have.
_REMEMBERED = 40
#: So many known entries, and so large a part of them, are never edited at once.
_FEWEST, _SHARE = 4, 0.6
#: Which way of ours to read the words of entries this is: one more, whenever what stands round them (a footer, signs
#: of a layout) is left out otherwise. What changes at the first fetch with another one is no edit, if ever so little.
_READING = 1


def versions_of(posts: Iterable[Post], marks: Iterable[str]) -> list[str]:
    """A short name for the id of each post, and one for all its words, in one string. ``marks`` are those of the posts,
    which know the beginning of their words."""
    return [
        mark[8:16] + mark[:8] + (f"{adler32(post.text[MARKED:].encode()):x}" if len(post.text) > MARKED else "")
        for post, mark in zip(posts, marks, strict=True)
    ]


def unsettled(versions: Sequence[str], cursor: Mapping[str, Any]) -> tuple[frozenset[str], dict[str, Any]]:
    """Short names of the ids whose words no edit has changed, and what the cursor keeps.

    An entry is of these as long as it is remembered and changes only together with most others: one that changes
    almost alone was edited. Where most of those that are remembered have changed, so have the ones that are not.
    """
    before = {version[:8]: version for version in _strings(cursor.get("versions"))}
    known = [version for version in versions if version[:8] in before]
    changed = {version[:8] for version in known if before[version[:8]] != version}
    held = set(_strings(cursor.get("unsettled")))
    if "versions" not in cursor:  # an older version of ours read the words, perhaps in another way
        held = {mark[8:16] for mark in _strings(cursor.get("marks"))}
    many = len(changed) >= _FEWEST and len(changed) >= len(known) * _SHARE
    many = many or (bool(changed) and cursor.get("reading", 0) != _READING)
    now = {version[:8]: version for version in versions}
    # those that are gone are remembered too: a feed that is empty for once, or broken off, shows them again
    kept = list({**now, **{name: version for name, version in before.items() if name not in now}}.values())
    held = held | changed if many else held - changed
    lasting = held & {version[:8] for version in kept[:_REMEMBERED]}
    cursor_keeps: dict[str, Any] = {"versions": kept[:_REMEMBERED], "reading": _READING}
    if lasting:
        cursor_keeps["unsettled"] = sorted(lasting)
    return frozenset(held | (now.keys() - before.keys()) if many else held), cursor_keeps


def _strings(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
