"""What a page says about itself besides its date: title, author, language, section, address, pictures."""

import html
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from monitor.model import Media
from monitor.sources.jsonld import Node, first, strings, types
from monitor.sources.tree import Tree, absolute, attribute, one_line
from monitor.text.dates.spell import language
from monitor.text.detect import detect
from monitor.text.detect import language_of as language_told
from monitor.text.urls import canonical

#: Longer than this is no title.
LONGEST_TITLE = 600
_MOST_MEDIA = 12
_SEPARATOR = re.compile(r"\s+(?:[|\-–—·•»:]|::)\s+")
#: JSON-LD types that say what kind of text this is; plain ones say nothing.
_GENRES = re.compile(
    r"(?:opinion|analysis|review|background|satirical|advertiser|askpublic|liveblog|reportage)", re.IGNORECASE
)
_NEIGHBOURS = frozenset({"ru", "kk"})
_BY = re.compile(r"^(?:by|von|par|por|di|автор:?|авторы:?|мәтін:?|بقلم:?|كتب:?)\s+(?=\S)", re.IGNORECASE)
_NO_PICTURE = re.compile(
    r"(?:^data:|sprite|spacer|pixel|blank\.|1x1|icon|logo|avatar|emoji|counter|captcha)", re.IGNORECASE
)


def meta_of(tree: Tree) -> dict[str, str]:
    """``<meta>`` elements: lower-case property, name or http-equiv -> content; of several the first."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = attribute(element, "content")[:20_000]
        if not content:
            continue
        for name in ("property", "name", "http-equiv"):
            key = attribute(element, name).lower()
            if key:
                found.setdefault(key[:80], content)
        if len(found) > 600:
            break
    return found


def headline_of(tree: Tree, expected: str) -> Tree | None:
    """The element that shows the headline: the ``<h1>`` (else ``<h2>``) nearest to what the head says it is."""
    whole = one_line(expected).casefold()
    wanted = set(whole.split())
    best, best_score = None, -1.0
    for place, element in enumerate([*list(tree.iter("h1"))[:20], *list(tree.iter("h2"))[:60]]):
        line = one_line(element.text_content()[:2_000]).casefold()
        if not line or len(line) > LONGEST_TITLE:
            continue
        said = set(line.split())
        score = len(said & wanted) / len(said | wanted) if wanted else 0.0
        if len(line) >= 8 and line in whole:
            score = max(score, 0.5 + len(line) / len(whole) / 2)  # writing without spaces, or a site's name behind it
        score += 0.15 if element.tag == "h1" else 0.0
        score -= place / 1_000
        if (score >= 0.3 or (element.tag == "h1" and not wanted)) and score > best_score:
            best, best_score = element, score
    return best if best is not None else _said_again(tree, whole)


def _said_again(tree: Tree, title: str) -> Tree | None:
    """The element of the body that says just what the title says: a headline that is no ``<h1>``."""
    if len(title) < 8:
        return None
    for element in list(tree.iter("h3", "div", "p", "b", "strong", "span", "td", "font", "a"))[:4_000]:
        said = one_line(element.text_content()[:1_000]).casefold() if len(element) <= 2 else ""
        # "Title - Site": what follows the title is set off by a sign
        if said == title or (len(said) >= 8 and title.startswith(said) and _SEPARATOR.match(title, len(said))):
            return element
    return None


def title_of(tree: Tree, meta: Mapping[str, str], node: Node, url: str = "") -> str:
    """The title as the page's head gives it, without the site's name behind it."""
    document = one_line((tree.findtext(".//title") or "")[:2_000])
    said = (
        _clean(meta.get("og:title", "")),
        _clean(first(node, "headline", "name")),
        _clean(meta.get("twitter:title", "")),
        document,
        _clean(meta.get("title", "")),
    )
    title = next((one for one in said if one), "")
    sites = (meta.get("og:site_name", ""), meta.get("application-name", ""), *_split(url)[0].split("."))
    return _without_site(title, [_squeezed(site) for site in sites if len(site) > 3])[:LONGEST_TITLE]


def _squeezed(text: str) -> str:
    return re.sub(r"[^\w]", "", text).casefold()


def _clean(text: str) -> str:
    return one_line(html.unescape(text[:4_000]) if "&" in text else text[:4_000])


def _without_site(title: str, sites: Sequence[str]) -> str:
    """ "Title | Site" without its last part, if that is the site's name, or stands behind a bar and is the shorter."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    last = parts[-1].strip()
    cut = title[: title.rfind(last)].rstrip(" |-–—·•»:")
    squeezed = _squeezed(last)
    named = any(site in squeezed or (len(squeezed) > 3 and squeezed in site) for site in sites)
    domain = re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", last) is not None
    barred = (
        title[: title.rfind(last)].rstrip().endswith(("|", "::", "»")) and len(last) <= 40 and len(cut) >= len(last)
    )
    return cut if cut and (named or domain or barred) else title


def author_of(tree: Tree, meta: Mapping[str, str], node: Node) -> str:
    """The names of the authors, comma between; "" if the page names none."""
    said = [name for name in strings(node.get("author"), most=6) if _is_name(name)]
    if not said:
        keys = (
            "author",
            "article:author",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "dcterms.creator",
            "byl",
            "citation_author",
            "twitter:data1",
        )
        said = [name for key in keys[:-1] if _is_name(name := _clean(meta.get(key, "")))][:1]
    if not said:
        found = tree.xpath("//*[@itemprop='author' or @rel='author' or contains(@class,'byline__name')]")
        said = [name for element in found[:5] if _is_name(name := one_line(element.text_content()[:200]))][:1]
    return ", ".join(dict.fromkeys(_BY.sub("", one_line(html.unescape(name))) for name in said))[:300]


def _is_name(name: str) -> bool:
    return (
        1 < len(name) <= 120
        and not name.startswith(("http://", "https://", "/", "@", "{", "["))
        and any(letter.isalpha() for letter in name)
    )


def section_of(meta: Mapping[str, str], node: Node) -> str:
    """The page's word for what this is: ``articleSection``, a telling JSON-LD type, ``article:section``, og:type."""
    said = [name for name in types(node) if _GENRES.search(name)][:1]
    said += strings(node.get("articleSection"), most=3)
    if not strings(node.get("articleSection"), most=1):
        keys = (
            "article:section",
            "og:article:section",
            "section",
            "parsely-section",
            "article.section",
            "category",
            "news_section",
        )
        said += [value for key in keys if (value := _clean(meta.get(key, "")))][:1]
    if not said:
        kind = meta.get("og:type", "")
        said = [kind] if kind and kind.lower() not in {"website", "article"} else []
    return "; ".join(dict.fromkeys(one_line(html.unescape(part))[:120] for part in said))[:300]


def language_of(tree: Tree, meta: Mapping[str, str], node: Node, text: str) -> str:
    """ISO 639-1: as declared (``kz`` is Kazakh), unless the text is plainly in another language; else detected."""
    root = tree.getroottree().getroot()
    declared = (
        attribute(root, "lang")
        or attribute(root, "xml:lang")
        or first(node, "inLanguage")
        or meta.get("og:locale", "")
        or meta.get("content-language", "")
    )
    said = language(declared) if re.match(r"[A-Za-z]{2,3}(?:[-_]|$)", declared.strip()) else ""
    if said in _NEIGHBOURS and (found := detect(text[:4_000])) in _NEIGHBOURS:
        return found  # one template serves both, and their letters tell them apart
    return language_told(text[:4_000], said)


def address_of(tree: Tree, meta: Mapping[str, str], url: str) -> str:
    """The page's own address: canonical link or og:url on the same site and not its front page, else ``url``."""
    links = [link for link in tree.iterfind(".//link") if "canonical" in attribute(link, "rel").lower().split()]
    said = [attribute(link, "href") for link in links[:3]] + [meta.get("og:url", "")]
    here = _split(url)
    for link in said:
        there = absolute(link, url)
        if not there:
            continue
        whole = _split(there)
        front = whole[1].strip("/") == "" and here[1].strip("/") != ""
        if not front and _site(whole[0]) == _site(here[0]):
            return there
    return url


def own_addresses(*urls: str) -> frozenset[str]:
    """The addresses in the form that JSON-LD nodes are compared with."""
    return frozenset(canonical(url).partition("://")[2] for url in urls if url)


def _split(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        return (parts.hostname or "").lower(), parts.path
    except ValueError:
        return "", ""


def _site(host: str) -> str:
    """The last two labels: enough to tell another site's canonical link from our own mirror's."""
    return ".".join(host.removeprefix("www.").split(".")[-2:])


def media_of(body: Tree | None, meta: Mapping[str, str], base: str) -> tuple[Media, ...]:
    """The leading picture and film of the head, then the pictures of the text with what they are said to show."""
    found: dict[str, Media] = {}
    picture = absolute(meta.get("og:image", "") or meta.get("twitter:image", ""), base)
    if picture and not _NO_PICTURE.search(picture.rpartition("/")[2]):
        alt = _clean(meta.get("og:image:alt", "") or meta.get("twitter:image:alt", ""))
        found[picture] = Media(url=picture, alt=alt[:1_000])
    film = absolute(meta.get("og:video", "") or meta.get("og:video:url", ""), base)
    if film:
        found[film] = Media(url=film, kind="video")
    for element in list(body.iter("img"))[:200] if body is not None else ():
        link = next(
            (
                value
                for name in ("src", "data-src", "data-original", "data-lazy-src")
                if (value := attribute(element, name)) and not value.startswith("data:")
            ),
            "",
        )
        there = absolute(link, base)
        alt = one_line(attribute(element, "alt"))[:1_000]
        small = any(
            attribute(element, side).isdigit() and int(attribute(element, side)[:6]) < 60
            for side in ("width", "height")
        )
        if there and not small and not _NO_PICTURE.search(link) and len(found) < _MOST_MEDIA:
            known = found.get(there)
            if known is None or not known.alt:
                found[there] = Media(url=there, alt=alt)
    return tuple(found.values())[:_MOST_MEDIA]
