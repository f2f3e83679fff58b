"""What one form of a keyword does on stored posts: how many it stands in, how many match only through it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from monitor.matching.evaluate import holds
from monitor.matching.find import Finder
from monitor.matching.grounds import Grounds, Page
from monitor.matching.plan import plan
from monitor.matching.tiers import Sight, outcome
from monitor.model import Hit, Keyword, Post, Story, Tier
from monitor.text.detect import language_of

#: So many posts are shown, with so many characters on each side of the word.
_SHOWN, _AROUND = 3, 30

#: So many other keywords are named that stand beside one.
_COMPANY = 3


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Of ``looked`` posts a form stands in ``posts``; ``only`` of them belong to the story through it alone.
    ``examples`` are ids and a few words around it, of those first."""

    looked: int
    posts: int
    only: int
    examples: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        if not self.posts:
            return f"it stands in none of the last {self.looked:,} posts"
        shown = "".join(f" “{around}”" for _, around in self.examples)
        stands = f"of the last {self.looked:,} posts it stands in {self.posts:,}"
        return f"{stands}, {self.only:,} match only through it:{shown}"


class Sample:
    """Stored posts as one story sees them. ``found`` are its hits in each."""

    def __init__(self, story: Story, posts: Sequence[Post], found: Sequence[Sequence[Hit]] | None = None) -> None:
        self.story, self.posts = story, posts
        if found is None:
            finder = Finder([story])
            found = [finder.find(post).get(story.key, ()) for post in posts]
        self._found = found

    @cached_property
    def _standing(self) -> Mapping[tuple[str, str, str], Sequence[int]]:
        """(keyword, form, language) -> the numbers of the posts it stands in."""
        standing: dict[tuple[str, str, str], list[int]] = {}
        for number, hits in enumerate(self._found):
            for each in {(hit.keyword, hit.form, hit.lang) for hit in hits}:
                standing.setdefault(each, []).append(number)
        return standing

    @property
    def counts(self) -> Mapping[tuple[str, str, str], int]:
        """(keyword, form, language) -> in how many posts it stands."""
        return {each: len(numbers) for each, numbers in self._standing.items()}

    def company(self, keyword: str) -> tuple[str, ...]:
        """The keywords that stand beside this one most often, where the post belongs to the story."""
        beside: Counter[str] = Counter()
        for number, hits in enumerate(self._found):
            names = {hit.keyword for hit in hits}
            if keyword in names and len(names) > 1 and self._tier(self.story, number, hits):
                beside.update(names - {keyword})
        return tuple(name for name, _ in beside.most_common(_COMPANY))

    def in_small_letters(self, keyword: str, form: str, lang: str) -> bool:
        """Whether any post begins it with a small letter."""
        return any(
            (post.title if hit.field == "title" else post.text)[hit.start : hit.start + 1].islower()
            for number in self._standing.get((keyword, form, lang), ())
            for post in (self.posts[number],)
            for hit in self._found[number]
            if (hit.keyword, hit.form, hit.lang) == (keyword, form, lang)
        )

    def cost(self, keyword: str, form: str, lang: str) -> Cost:
        """What a form does here: the story with it, against the story without it."""
        numbers = self._standing.get((keyword, form, lang), ())
        only: list[int] = []
        if numbers:
            without = _without(self.story, keyword, form, lang)
            finder = Finder([without])
            for number in numbers:
                if self._tier(self.story, number, self._found[number]):
                    left = finder.find(self.posts[number]).get(without.key, ())
                    if not self._tier(without, number, left):
                        only.append(number)
        chosen = [*only, *(number for number in numbers if number not in set(only))][:_SHOWN]
        return Cost(
            looked=len(self.posts),
            posts=len(numbers),
            only=len(only),
            examples=tuple((self.posts[number].id, self._around(number, keyword, form)) for number in chosen),
        )

    def _tier(self, story: Story, number: int, hits: Sequence[Hit]) -> Tier | None:
        page = Page(self.posts[number], language_of)
        return outcome(plan(story), Grounds(page, hits), Sight(page)).tier

    def _around(self, number: int, keyword: str, form: str) -> str:
        hit = next(hit for hit in self._found[number] if hit.keyword == keyword and hit.form == form)
        post = self.posts[number]
        text = post.title if hit.field == "title" else post.text
        return " ".join(text[max(hit.start - _AROUND, 0) : hit.end + _AROUND].split())


def _without(story: Story, name: str, form: str, lang: str) -> Story:
    """The story without one form; the languages it is looked for in stay."""
    return replace(story, keywords=tuple(_less(one, form, lang) if one.name == name else one for one in story.keywords))


def _less(keyword: Keyword, form: str, lang: str) -> Keyword:
    def left(by_language: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return {code: tuple(one for one in forms if (code, one) != (lang, form)) for code, forms in by_language.items()}

    patterns = tuple(one for one in keyword.patterns if (lang, form) != ("", one))
    return replace(keyword, forms=left(keyword.forms), exact=left(keyword.exact), patterns=patterns)


def alone(story: Story, keyword: str) -> bool:
    """Whether a post that names nothing but this keyword would belong to the story, by any tier."""
    ready = plan(story)
    post = Post(source="", id="", text="x")
    hit = Hit(keyword=keyword, form="x", lang="", field="text", start=0, end=1)
    grounds = Grounds(Page(post, lambda _, given: given), (hit,))
    return any(holds(clause.node, grounds, ready.groups) for clause in (ready.update, ready.related))
