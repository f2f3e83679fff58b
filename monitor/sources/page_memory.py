"""What a page's cursor remembers: entries known, articles still owed, how the listing stood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from monitor.model import Cursor, Post
from monitor.sources.validators import digest

#: Entries that are remembered besides those that stand in the listing.
REMEMBERED = 400
#: How often an article that could not be had is asked for.
TRIES = 3
#: So many known entries, and so large a part of them, are never edited between two polls.
_FEWEST, _SHARE = 4, 0.5


@dataclass(frozen=True, kw_only=True)
class Memory:
    """``known``: entry (by a short name of its id) -> what the listing said of it; ``owed``: entry -> tries left.

    ``stood`` is how many entries the listing showed, ``dated`` whether any had a date.
    """

    known: Mapping[str, str] = field(default_factory=dict)
    owed: Mapping[str, int] = field(default_factory=dict)
    stood: int = 0
    dated: bool = False

    @classmethod
    def of(cls, cursor: Cursor) -> "Memory":
        """What a cursor holds; a cursor of another shape holds nothing."""
        known, owed, stood = cursor.get("known"), cursor.get("owed"), cursor.get("stood")
        return cls(
            known={str(key): str(said) for key, said in known.items()} if isinstance(known, Mapping) else {},
            owed={str(key): tries for key, tries in owed.items() if isinstance(tries, int)}
            if isinstance(owed, Mapping)
            else {},
            stood=stood if isinstance(stood, int) else 0,
            dated=cursor.get("dated") is True,
        )

    def as_cursor(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {"known": dict(self.known), "owed": dict(self.owed), "stood": self.stood, "dated": self.dated}

    def sort(self, listed: Sequence[Post]) -> tuple[list[Post], list[Post]]:
        """Entries that are new or say something else than before; and known ones whose article is still owed.

        Where most of the known ones say something else at once, nobody has edited them: a counter or an age ("2 hours
        ago") stands among their words, or the words are read in another way than before. Where most entries come under
        another address with the words of entries that are gone, the place has moved them, or its links change at each
        fetch: they are not new.
        """
        fresh = [post for post in listed if self.known.get(_name(post)) != _said(post)]
        edited = {post.id for post in fresh if _name(post) in self.known}
        known = sum(_name(post) in self.known for post in listed)
        if len(edited) >= _FEWEST and len(edited) > known * _SHARE:
            fresh = [post for post in fresh if post.id not in edited]
        standing = {_name(post) for post in listed}
        gone = {said for name, said in self.known.items() if name not in standing}
        moved = {post.id for post in fresh if post.title and _said(post) in gone}
        if len(moved) >= _FEWEST and len(moved) > len(listed) * _SHARE:
            fresh = [post for post in fresh if post.id not in moved]
        owed = [post for post in listed if self.known.get(_name(post)) == _said(post) and _name(post) in self.owed]
        return fresh, owed

    def after(self, listed: Sequence[Post], owing: Mapping[str, int]) -> "Memory":
        """What to remember after a poll; ``owing`` says by id how many tries an article still owed has used up."""
        standing = {_name(post): _said(post) for post in listed}
        older = {key: said for key, said in self.known.items() if key not in standing}
        names = {post.id: _name(post) for post in listed}
        left = {names[one]: self.owed.get(names[one], TRIES) - used for one, used in owing.items()}
        return Memory(
            known={**standing, **dict(list(older.items())[:REMEMBERED])},
            owed={key: tries for key, tries in left.items() if tries > 0},
            stood=len(listed),
            dated=any(post.published_at is not None for post in listed),
        )


def signed(listed: Sequence[Post]) -> str:
    """A name for what a listing shows, whatever else changes on its page."""
    return digest("\n".join(sorted(f"{_name(post)} {_said(post)}" for post in listed)))


def _name(post: Post) -> str:
    return digest(post.id)[:16]


def _said(post: Post) -> str:
    return digest(f"{post.title}\n{post.text}")[:12]
