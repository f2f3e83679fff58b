"""Where what is tried stands in the posts looked at, and what a story with it would do to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from monitor.matching import Finder, Matcher
from monitor.model import Hit, Keyword, Post, Story, Tier

#: So many posts are shown for each.
_SHOWN = 3

#: What is tried: the name of a keyword (old or new), a language, a form.
Try = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One form that could be added: to the keyword of this name, or as a new keyword of this facet.

    ``posts`` is in how many of the posts looked at it stands; ``alerts`` and ``digest`` are how many more would be an
    update, or related. ``examples`` are ids and sentences, those that would be new first.
    """

    kind: Literal["spelling", "name"]
    keyword: str
    facet: str
    lang: str
    form: str
    why: str
    posts: int
    alerts: int
    digest: int
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A post as the story sees it now."""

    post: Post
    hits: tuple[Hit, ...]
    tier: Tier | None


@dataclass(kw_only=True)
class Stood:
    """Where a candidate stands: numbers of posts, and the place in each."""

    places: dict[int, Hit] = field(default_factory=dict)


def as_story(forms: Sequence[Try]) -> Story:
    """A story of what is tried; its keywords are named by their numbers."""
    keywords = tuple(Keyword(name=str(number), forms={lang: (form,)}) for number, (_, lang, form) in enumerate(forms))
    return Story(key="(tried)", title="tried", keywords=keywords)


def note(stood: dict[Try, Stood], forms: Sequence[Try], number: int, hits: Iterable[Hit]) -> None:
    """Adds the hits of one post to where the forms stand; a form's first place in a post counts."""
    for hit in hits:
        stood.setdefault(forms[int(hit.keyword)], Stood()).places.setdefault(number, hit)


def stand(forms: Sequence[Try], seen: Sequence[Seen]) -> dict[Try, Stood]:
    """Where each (name, language, form) stands; those that stand nowhere are left out."""
    if not forms:
        return {}
    tried = as_story(forms)
    finder = Finder([tried])
    stood: dict[Try, Stood] = {}
    for number, one in enumerate(seen):
        note(stood, forms, number, finder.find(one.post).get(tried.key, ()))
    return stood


def gained(changed: Story, seen: Sequence[Seen], numbers: Iterable[int]) -> tuple[list[int], list[int]]:
    """Which of these posts would be an update that are none now, and which related that are nothing now."""
    matcher = Matcher([changed])
    alerts, digest = [], []
    for number in numbers:
        matches = matcher.match(seen[number].post)
        tier = matches[0].tier if matches else None
        if tier == "update" and seen[number].tier != "update":
            alerts.append(number)
        elif tier == "related" and seen[number].tier is None:
            digest.append(number)
    return alerts, digest


def examples(stands: Stood, seen: Sequence[Seen], numbers: Iterable[int]) -> tuple[tuple[str, str], ...]:
    """Ids of some of these posts, the first ones, and the words around the place in each."""
    chosen = list(dict.fromkeys(numbers))[:_SHOWN]
    return tuple((seen[number].post.id, _around(seen[number].post, stands.places[number])) for number in chosen)


def _around(post: Post, hit: Hit) -> str:
    text = post.title if hit.field == "title" else post.text
    return " ".join(text[max(hit.start - 40, 0) : hit.end + 40].split())
