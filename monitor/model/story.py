"""A story: the subject that is followed; its keywords and rule; and how a post belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from monitor.model.post import Post

#: update: this post deserves an alert. related: digest only.
Tier = Literal["update", "related"]

Field = Literal["title", "text"]


@dataclass(frozen=True, kw_only=True)
class Keyword:
    """An idea in all its spellings; they are one piece of evidence.

    ``forms``: citation forms by language, inflected by us. ``exact``: by language, exactly so: case kept, no
    inflection. ``patterns``: regular expressions, the last resort. ``facet`` groups ideas: who, what, where ...
    ``variants``: by language, whether other usual spellings of the forms are looked for too: all that the rules make,
    or these; True: all of every language.
    """

    name: str
    facet: str = ""
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exact: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: tuple[str, ...] = ()
    variants: bool | Mapping[str, bool | tuple[str, ...]] = False


@dataclass(frozen=True, kw_only=True)
class RuleText:
    """The rule as written. "" means the default: update = one keyword of each facet, related = any, never = none."""

    update: str = ""
    related: str = ""
    never: str = ""


@dataclass(frozen=True, kw_only=True)
class Story:
    """The subject that is followed. Empty ``sources`` and ``channels`` mean all.

    ``features`` switches single judgements off or on by name (``enumeration``, ``genre`` ...).
    ``file`` is where it was read from, for messages. ``was`` are its former keys.
    """

    key: str
    title: str
    languages: tuple[str, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    rule: RuleText = RuleText()
    sources: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    status: Literal["active", "paused"] = "active"
    features: Mapping[str, bool] = field(default_factory=dict)
    was: tuple[str, ...] = ()
    file: str = ""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Where a keyword stood: code points ``start`` to ``end`` (exclusive) of ``field`` as published.

    ``form`` is the citation form (or pattern) of the story file, ``lang`` its language, ``rule`` how the
    written word derives from it ("exact", "ru: genitive singular", "ar: proclitic wa-" ...).
    """

    keyword: str
    form: str
    lang: str
    field: Field
    start: int
    end: int
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Match:
    """Post belongs to story. ``story`` is its key; ``score`` 0..1 ranks within a tier.

    ``why`` is one line for people: which part of the rule held, and what moved the tier.
    """

    post: Post
    story: str
    tier: Tier
    score: float
    hits: tuple[Hit, ...]
    why: str = ""
