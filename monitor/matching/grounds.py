"""What a post offers a rule: the hits, where they stand, its source and its language."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cached_property

from monitor.model import Hit, Post
from monitor.text.words import word_spans


class Page:
    """What all stories share of a post; each thing is found out once, and only if a rule asks for it."""

    def __init__(self, post: Post, language_of: Callable[[str, str], str]) -> None:
        self.post = post
        self._language_of = language_of

    @property
    def given(self) -> str:
        """The language that the source names, "" for none."""
        given = self.post.lang.casefold().replace("_", "-").split("-")[0]
        return given if given != "und" else ""

    @cached_property
    def lang(self) -> str:
        """The language of the post, as given if the text is not plainly in another, or else as it reads; "" if neither
        says."""
        return self._language_of(f"{self.post.title}\n{self.post.text}".strip(), self.given)

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        return {
            "title": [start for start, _, _ in word_spans(self.post.title)],
            "text": [start for start, _, _ in word_spans(self.post.text)],
        }

    @cached_property
    def first_line_end(self) -> int:
        """Where the first line with anything in it ends, in code points of the text."""
        text = self.post.text
        begin = len(text) - len(text.lstrip())
        end = text.find("\n", begin)
        return len(text) if end < 0 else end

    def place(self, hit: Hit) -> tuple[int, int]:
        """The number of the first and the last word that a hit covers."""
        starts = self._starts[hit.field]
        first = max(bisect_right(starts, hit.start) - 1, 0)
        return first, max(bisect_right(starts, hit.end - 1) - 1, first)

    def distance(self, left: Iterable[Hit], right: Iterable[Hit]) -> int | None:
        """The fewest words between an occurrence of each, in either order: neighbours are 1 apart, overlapping
        ones 0. None if they never share a field. A hit in a picture's description (an empty span) has no place."""
        best: int | None = None
        for field in ("title", "text"):
            places = sorted(
                [(*self.place(hit), 0) for hit in left if hit.field == field and hit.start < hit.end]
                + [(*self.place(hit), 1) for hit in right if hit.field == field and hit.start < hit.end]
            )
            reach: list[int | None] = [None, None]
            for first, last, side in places:
                other = reach[1 - side]
                if other is not None:
                    apart = max(first - other, 0)
                    best = apart if best is None else min(best, apart)
                mine = reach[side]
                reach[side] = last if mine is None else max(mine, last)
        return best


class Grounds:
    """The hits of one story in a post, all of them or some."""

    def __init__(self, page: Page, hits: Iterable[Hit]) -> None:
        self.page = page
        self.post = page.post
        self.hits = tuple(hits)
        self.names = frozenset(hit.keyword for hit in self.hits)

    def only(self, hits: Iterable[Hit]) -> "Grounds":
        """The same post with some of its hits."""
        return Grounds(self.page, hits)

    @cached_property
    def title(self) -> "Grounds":
        """The hits of the title; of the first line, if the post has no title."""
        if self.post.title.strip():
            return self.only(hit for hit in self.hits if hit.field == "title")
        end = self.page.first_line_end
        return self.only(hit for hit in self.hits if hit.field == "text" and hit.start < end)

    def of(self, keywords: frozenset[str]) -> tuple[Hit, ...]:
        """The hits of these keywords, in the order of the post."""
        return tuple(hit for hit in self.hits if hit.keyword in keywords)
