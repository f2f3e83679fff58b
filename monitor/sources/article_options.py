"""The options of an article, and what a CSS selector, a zone and a pattern in them must be."""

from typing import Annotated

import regex
from pydantic import AfterValidator, BaseModel, ConfigDict

from monitor.model import DateBasis, zone_named
from monitor.sources.tree import selector


def _css(value: str) -> str:
    if value:
        selector(value)
    return value


def _zone(value: str) -> str:
    zone_named(value)
    return value


def _pattern(value: str) -> str:
    if not value:
        return value
    try:
        groups = regex.compile(value).groups
    except regex.error as problem:
        raise ValueError(f"{value!r} is no regular expression: {problem}") from problem
    if groups != 1:
        raise ValueError(f"{value!r} must have one group, around the seconds since 1970")
    return value


Css = Annotated[str, AfterValidator(_css)]
Zone = Annotated[str, AfterValidator(_zone)]
Pattern = Annotated[str, AfterValidator(_pattern)]

#: What dates are believed, best first (docs/reference/dates.md). ``stamp`` only where a pattern is given.
ORDER: tuple[DateBasis, ...] = ("jsonld", "meta", "microdata", "time", "listing", "stamp", "url", "text")


class ArticleOptions(BaseModel):
    """How one article is read. All empty: by its own metadata and the shape of its text.

    ``title``, ``body``, ``date``, ``author``, ``section`` are CSS selectors; every element of ``body`` is a part of the
    text, of the others the first with words counts. ``drop`` names elements that are no part of anything. ``zone`` is
    meant by dates without one. ``dates`` are the bases that may be believed, best first; ``stamp`` is a pattern that
    finds seconds since 1970 in the addresses of the article's pictures. ``lang`` is given to every post.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Css = ""
    body: Css = ""
    date: Css = ""
    author: Css = ""
    section: Css = ""
    drop: Css = ""
    zone: Zone = ""
    lang: str = ""
    dates: tuple[DateBasis, ...] = ORDER
    stamp: Pattern = ""
