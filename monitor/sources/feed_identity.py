"""What makes an entry this entry: its id as the feed gives it, else its link, else its words.

The id is kept verbatim. But some feeds give one id to all, and some a new one at every fetch; ids that say nothing
are told here, so that every entry comes, and comes once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from zlib import crc32

from monitor.model import Post
from monitor.sources.validators import digest

#: Ids that stand for "we have none".
_EMPTY_IDS = frozenset(
    {"", "n/a", "na", "0", "-1", "null", "none", "nil", "undefined", "false", "true", "-", "--", "id", "guid", "#", "/"}
)
#: Parameters that say by which way a reader came. They may change from fetch to fetch; the rest of a link is kept as it
#: is, since an id must never change with a later version of ours.
_TRACKING = re.compile(r"(?<=[?&])(?:utm_\w+|fbclid|gclid|yclid|_openstat|mc_[ce]id)=[^&#]*&?")
#: ``.../c4g123#3``: an address and the number of its edition, which the BBC raises with each edit.
_EDITION = re.compile(r"(https?://[^#]+)#\d{1,3}")
#: So many characters of a text make its mark.
MARKED = 300
#: How many entries of the last fetch are remembered, to tell ids that change from entries that are new.
_REMEMBERED = 100
#: So many entries must have come again under another id before ids are not believed, and so large a part of them.
_FEWEST, _SHARE = 2, 0.8
#: Where a mark has its words, its id and its link; and what it has for a link where there is none.
_WORDS, _ID, _LINK, _NO_LINK = slice(0, 8), slice(8, 16), slice(16, 24), "00000000"


def identity(given: str, link: str, title: str, text: str, published: str, *, feed_link: str) -> str:
    """The id of an entry: the one given, its link without tracking, or a name for its title and date ("text:...").

    Without one of these two the text counts as well. ``feed_link`` is the feed's own page, no entry's. An edition's
    number behind the address that the link leads to is no part of an id: an edited article is no other one.
    """
    if "#" in given and (edition := _EDITION.fullmatch(given)) and edition[1] == link.partition("?")[0]:
        return edition[1]
    if given.lower() not in _EMPTY_IDS and (given != feed_link or not feed_link):
        return given
    if link and link != feed_link:
        return _untracked(link)
    return _words_name(title, published if title and published else text)


def _words_name(title: str, rest: str) -> str:
    return "text:" + digest(f"{title}\n{rest}")


def _untracked(link: str) -> str:
    """The link without tracking parameters."""
    return _TRACKING.sub("", link).rstrip("?&") if "?" in link else link


def told_apart(posts: Sequence[Post]) -> tuple[tuple[Post, ...], bool]:
    """Posts of one feed with one id each, and whether the feed gave one id to different texts.

    The same id with the same words is the same post. The same id with other words ("N/A" on every entry) is told apart
    by the words, so that every entry comes; its id is then ``<id>#<name of the words>``, at every fetch the same.
    """
    if len({post.id for post in posts}) == len(posts):
        return tuple(posts), False
    times = Counter(post.id for post in posts)
    words = {post.id: set[str]() for post in posts if times[post.id] > 1}
    kept: list[tuple[Post, str]] = []
    for post in posts:
        name = digest(post.title + "\n" + post.text)[:16] if post.id in words else ""
        if name and name in words[post.id]:
            continue
        if name:
            words[post.id].add(name)
        kept.append((post, name))
    shared = {id_ for id_, names in words.items() if len(names) > 1}
    apart = tuple(replace(post, id=f"{post.id}#{name}") if post.id in shared else post for post, name in kept)
    return apart, bool(shared)


def marks_of(posts: Iterable[Post]) -> list[str]:
    """The marks of each post as the cursor keeps them: one string of three short names: words, id, link."""
    return [
        "%08x%08x%08x"  # noqa: UP031  # a third faster than the other ways, and there are 35 in a feed
        % (
            crc32(post.text[:MARKED].encode(), crc32(post.title.encode())),
            crc32(post.id.encode()),
            crc32(post.url.encode()),
        )
        for post in posts
    ]


def _read(marks: Any) -> list[str]:
    return [mark for mark in marks if isinstance(mark, str) and len(mark) == 24] if isinstance(marks, list) else []


def _words(mark: str) -> str:
    return mark[:8]


def settle(
    posts: Sequence[Post], marks: Sequence[str], cursor: Mapping[str, Any]
) -> tuple[tuple[Post, ...], dict[str, Any]]:
    """The posts under ids that can be believed, and what the cursor keeps about ids.

    ``marks`` are those of ``posts``. When most entries of the last fetch come again with the same words under other
    ids, ids are not believed any more: entries that were already taken in are left out (as long as they stand in the
    feed), and new ones are named by their link, or by their words if the links change too.
    """
    trust = cursor.get("ids") if cursor.get("ids") in {"link", "words"} else ""
    hushed = set(cursor.get("hushed") or ()) if trust else set()
    if not trust:
        before = _read(cursor.get("marks"))
        posts, marks = _under_known_ids(posts, marks, before)
        trust = _changed(before, marks) if before else ""
        if trust:
            hushed = {_lasting(old, trust) for old in before}
            if trust == "link":
                hushed |= {_only_link(old) for old in _once(before, _LINK).values()}
    if not trust:
        return tuple(posts), {"marks": list(marks[:_REMEMBERED])}
    # older versions kept the words alone
    standing = {name for mark in marks for name in (_lasting(mark, trust), _words(mark), _only_link(mark))}
    renamed = tuple(
        replace(post, id=_name(post, trust))
        for post, mark in zip(posts, marks, strict=True)
        if hushed.isdisjoint((_lasting(mark, trust), _words(mark), _only_link(mark)))
    )
    return told_apart(renamed)[0], {"ids": trust, "hushed": sorted(hushed & standing)}


def _under_known_ids(
    posts: Sequence[Post], marks: Sequence[str], before: Sequence[str]
) -> tuple[Sequence[Post], Sequence[str]]:
    """The posts and their marks; one whose id is an address of the last fetch but for the scheme keeps that id: a site
    that moves to https, or of whose servers one does, has no other entries for it."""
    known = {mark[_ID] for mark in before}
    moved: dict[int, Post] = {}
    for place, mark in enumerate(marks):
        id_ = posts[place].id
        if mark[_ID] in known or not id_.startswith(("http://", "https://")):
            continue
        other = f"http{id_[5:]}" if id_.startswith("https") else f"https{id_[4:]}"
        if f"{crc32(other.encode()):08x}" in known:
            moved[place] = replace(posts[place], id=other)
    if not moved or not {post.id for post in posts}.isdisjoint(post.id for post in moved.values()):
        return posts, marks
    kept = tuple(moved.get(place, post) for place, post in enumerate(posts))
    return kept, marks_of(kept)


def _lasting(mark: str, trust: str) -> str:
    """What of a mark stays the same while ids change. The same words under another link are another entry, where links
    can be believed."""
    return _words(mark) + mark[16:] if trust == "link" else _words(mark)


def _only_link(mark: str) -> str:
    """A link that no two entries have: its entry may have other words at each fetch."""
    return ">" + mark[_LINK]


def _changed(before: Sequence[str], now: Sequence[str]) -> str:
    """``link`` or ``words``, by what entries are to be named, if the feed gives old entries new ids; else "".

    An entry comes again if its words do, or its link: there may be a counter among the words. Words and links that
    stand in the feed more than once say nothing: pictures without words, "Weather", "Weather".
    """
    pairs = {pair for part in (_WORDS, _LINK) for pair in _again(_once(before, part), _once(now, part))}
    other = [(was, mark) for was, mark in pairs if was[8:16] != mark[8:16]]
    if len(other) < _FEWEST or len(other) < len(pairs) * _SHARE:
        return ""
    return "link" if sum(was[_LINK] == mark[_LINK] for was, mark in other) * 2 > len(other) else "words"


def _again(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((old[name], mark) for name, mark in new.items() if name in old)


def _once(marks: Sequence[str], part: slice) -> dict[str, str]:
    """The marks of which a part (words, link) stands there once: part -> mark. No link at all is none."""
    known = {mark[part]: mark for mark in marks}
    if len(known) < len(marks):
        times = Counter(mark[part] for mark in marks)
        known = {name: mark for name, mark in known.items() if times[name] == 1}
    if part is _LINK:
        known.pop(_NO_LINK, None)
    return known


def _name(post: Post, trust: str) -> str:
    if trust == "link" and post.url:
        return _untracked(post.url)
    return _words_name(post.title, post.text)
