"""One article's page -> one post: title, text, author, language, date with its basis, section, pictures.

By the operator's selectors where given; else by what the page says of itself (JSON-LD, meta, microdata) and by the
shape of its text. A page that holds no article (captcha, login, empty shell, a file) is told apart, never a post.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from monitor.model import Haul, Media, Post, Reply, Unreadable, zone_named
from monitor.sources import head, page_dates
from monitor.sources.article_options import ArticleOptions
from monitor.sources.article_text import article_text, without_title
from monitor.sources.claims import Claim, Reading, choose, is_settled
from monitor.sources.jsonld import Node, describing, first
from monitor.sources.layouts import layout_of
from monitor.sources.page_options import article_for_place
from monitor.sources.page_places import locate
from monitor.sources.status import check
from monitor.sources.tree import Tree, attribute, base_of, is_shell, one_line, read_tree, select, words
from monitor.text.html import plain
from monitor.text.pointers import without_pointers
from monitor.text.urls import canonical

#: Less text than this, and no description either: there is no article here.
_LEAST = 40
#: What a script would have filled in.
_TEMPLATE = re.compile(r"\{\{[^{}]{0,1000}\}\}")


def read_article(reply: Reply, options: ArticleOptions, now: datetime, source: str = "") -> Haul:
    """The article of one answer as a haul of one post. ``now`` (aware UTC) bounds its date.

    A known place is read by its layout. The flag ``body_not_found`` says that the selector of the text met nothing and
    the text was found by its shape instead.

    Raises what ``status.check`` raises, and Unreadable (``unexpected_content``) when the answer holds no article.
    """
    check(reply, now)
    options = article_for_place(options, reply.url)
    tree = read_tree(reply)
    for element in select(tree, options.drop):
        if element.getparent() is not None:
            element.drop_tree()
    flags = () if not options.body or select(tree, options.body, most=1) else ("body_not_found",)
    return Haul(posts=(_post(tree, reply, options, now, source),), replies=(reply,), flags=flags)


def _post(tree: Tree, reply: Reply, options: ArticleOptions, now: datetime, source: str) -> Post:
    meta = head.meta_of(tree)
    address = head.address_of(tree, meta, reply.url)
    layout = layout_of(address)
    address = layout.named(address) if layout else address
    node = describing(tree, head.own_addresses(address, reply.url, reply.asked))
    title = head.title_of(tree, meta, node, reply.url)
    headline = head.headline_of(tree, title)
    title = _chosen(tree, options.title) or _shown(headline, title)
    text, body = _text(tree, options, meta, node, title)
    if len(text) < _LEAST and not title:
        raise Unreadable("the page holds no article: no title and no text", code="unexpected_content")
    filled = _without_templates(text)
    if (len(text) < _LEAST and is_shell(tree)) or (not title and filled != text):
        raise Unreadable(
            "the page is an empty shell that a script would fill; look for its feed or API", code="unexpected_content"
        )
    lang = options.lang or head.language_of(tree, meta, node, f"{title}\n{text}")
    base = base_of(tree, reply.url)
    media = head.media_of(body, meta, base)
    reading = Reading(zone=zone_named(options.zone), now=now, lang=_tag(tree, lang))
    text = _without_dateline(filled, reading)
    # what the operator's selector names needs no comparing
    believed = next(page_dates.from_selected(tree, options.date, reading), None)
    if believed is None:
        claims = _claims(tree, options, reading, headline, node, (address, reply.url), media)
        believed = choose(claims, options.dates, reading)
    return Post(
        source=source,
        id=canonical(address),
        url=address,
        title=title,
        text=text,
        author=_chosen(tree, options.author) or head.author_of(tree, meta, node),
        lang=lang,
        published_at=believed.dated.at if believed else None,
        published_offset=believed.dated.offset if believed else None,
        date_basis=believed.basis if believed else "seen",
        date_precision=believed.dated.precision if believed else "instant",
        seen_at=now,
        media=media,
        section=_chosen(tree, options.section) or head.section_of(meta, node),
    )


def _chosen(tree: Tree, css: str) -> str:
    """The words of the first element that a selector names and that has any."""
    return next((line for element in select(tree, css, most=20) if (line := one_line(words(element)))), "")


def _shown(headline: Tree | None, title: str) -> str:
    """The headline as readers see it, unless the head's title says more (a cut or decorated headline)."""
    if headline is None:
        return title
    shown = one_line(words(headline))
    return shown if shown and (not title or 2 * len(shown) >= len(title)) else title


def _text(tree: Tree, options: ArticleOptions, meta: dict[str, str], node: Node, title: str) -> tuple[str, Tree | None]:
    """The text, and the element that holds it (None if it cannot be said)."""
    if options.body:
        parts = select(tree, options.body)
        # a selector may name a box and its paragraphs: the inner ones are then already said
        chosen = set(parts)
        outer = [part for part in parts if not any(above in chosen for above in part.iterancestors())]
        text = "\n".join(said for part in outer if (said := words(part)))
        if text:
            return without_title(without_pointers(text), title), _holder(outer)
    text = article_text(tree, described=first(node, "articleBody"), title=title)
    if len(text) < _LEAST:
        described = plain(meta.get("og:description", "") or meta.get("description", "") or first(node, "description"))
        text = described if len(described) > len(text) else text
    return text, _main(tree)


def _without_templates(text: str) -> str:
    """The text without what a script would have filled in (``{{ title }}``)."""
    if "{{" not in text:
        return text
    return "\n".join(filter(None, map(one_line, _TEMPLATE.sub("", text).split("\n"))))


def _without_dateline(text: str, reading: Reading) -> str:
    """The text without a first line that is nothing but its date."""
    line, _, rest = text.partition("\n")
    bare = rest and len(line) <= 45 and any(letter.isdigit() for letter in line)
    return rest if bare and reading.claim("text", line) else text


def _holder(parts: Sequence[Tree]) -> Tree | None:
    if len(parts) == 1 and parts[0].tag not in {"p", "span", "li"}:
        return parts[0]
    return parts[0].getparent() if parts else None


def _main(tree: Tree) -> Tree | None:
    """The element that most likely holds the article's pictures."""
    for name in ("article", "main"):
        found = list(tree.iter(name))[:10]
        if found:
            return max(found, key=lambda element: len(element.text_content()))
    return None


def _tag(tree: Tree, lang: str) -> str:
    """The language with its country, if the page says it: ``en-GB`` writes the day before the month."""
    declared = attribute(tree.getroottree().getroot(), "lang").replace("_", "-")
    return declared if declared.lower().partition("-")[0] == lang else lang


def _claims(
    tree: Tree,
    options: ArticleOptions,
    reading: Reading,
    headline: Tree | None,
    node: Node,
    addresses: tuple[str, ...],
    media: tuple[Media, ...],
) -> list[Claim]:
    wanted = set(options.dates)
    meta = head.meta_of(tree)
    claims: list[Claim] = []
    if "jsonld" in wanted:
        claims += page_dates.from_jsonld(node, reading)
    if "meta" in wanted:
        claims += page_dates.from_meta(meta, reading)
    if "url" in wanted:
        claims += page_dates.from_address(addresses, reading)
    if "stamp" in wanted and options.stamp:
        pictures = [attribute(picture, "src") for picture in tree.iter("img")]
        claims += page_dates.from_stamps([*(one.url for one in media), *pictures], options.stamp, reading.now)
    if is_settled(claims, reading) or not wanted & {"microdata", "time", "text"}:
        return claims
    place = locate(tree, headline)
    if "microdata" in wanted:
        claims += page_dates.from_microdata(tree, place, reading)
    if "time" in wanted:
        claims += page_dates.from_times(tree, place, reading)
    if "text" in wanted and not is_settled(claims, reading):
        claims += page_dates.from_classes(tree, place, reading)
        claims += page_dates.from_lines(place, reading)
        if all(one.change for one in claims):
            claims += page_dates.from_scripts(tree, reading)
        if not claims:
            claims += page_dates.by_htmldate(tree, addresses[0], reading)
    return claims
