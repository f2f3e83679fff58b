"""The options of the kind ``page``: how a listing and its articles are read."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from monitor.model import DateBasis
from monitor.sources.article_options import ORDER, ArticleOptions, Css, Pattern, Zone
from monitor.sources.layouts import Layout, layout_of


class PageOptions(BaseModel):
    """CSS selectors of a listing and of its articles, and how dates are meant. A known place needs none.

    Listing: ``item`` is one entry; ``link``, ``title``, ``date``, ``summary`` are looked for inside it (``link``: else
    the first link of a headline, else the first link; ``title``: else the words of the link).
    Article: ``body`` (every element is a part of the text), ``article_title``, ``article_date``, ``author``,
    ``section``, ``drop`` (what is no part of anything); each is found by itself when left out.
    ``zone`` is meant by dates without one. ``dates`` are the bases that may be believed, best first. ``stamp`` finds
    seconds since 1970 in the addresses of pictures. ``articles`` is how many articles are fetched in one poll, 0 for
    none: then a post is what the listing says. Without ``item`` the page itself is the one article.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    item: Css = ""
    link: Css = ""
    title: Css = ""
    date: Css = ""
    summary: Css = ""
    body: Css = ""
    article_title: Css = ""
    article_date: Css = ""
    author: Css = ""
    section: Css = ""
    drop: Css = ""
    zone: Zone = ""
    lang: str = ""
    dates: tuple[DateBasis, ...] = ORDER
    stamp: Pattern = ""
    articles: int = Field(default=20, ge=0, le=100)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.item and (self.link or self.title or self.summary):
            raise ValueError("link, title and summary are looked for inside an item: give `item`, too")
        return self

    def of_article(self) -> ArticleOptions:
        """The part that is about articles."""
        return ArticleOptions(
            title=self.article_title,
            body=self.body,
            date=self.article_date,
            author=self.author,
            section=self.section,
            drop=self.drop,
            zone=self.zone,
            lang=self.lang,
            dates=self.dates,
            stamp=self.stamp,
        )


def for_place(options: PageOptions, url: str) -> tuple[PageOptions, Layout | None]:
    """The options, completed by the layout of a known place where they say nothing; and that layout."""
    layout = layout_of(url)
    if layout is None:
        return options, None
    default = PageOptions()
    said = {
        name: value for name in PageOptions.model_fields if (value := getattr(options, name)) != getattr(default, name)
    }
    if "item" in said:  # another listing's shape: the layout's parts of an item would not fit it
        known = {name: value for name, value in layout.options.items() if name not in {"link", "title", "date"}}
    else:
        known = dict(layout.options)
    return PageOptions.model_validate({**known, **said}), layout


def article_for_place(options: ArticleOptions, url: str) -> ArticleOptions:
    """The same for an article alone."""
    layout = layout_of(url)
    if layout is None:
        return options
    known = PageOptions.model_validate(dict(layout.options)).of_article()
    default = ArticleOptions()
    said = {
        name: value
        for name in ArticleOptions.model_fields
        if (value := getattr(options, name)) != getattr(default, name)
    }
    return known.model_copy(update=said)
