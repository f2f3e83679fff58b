"""JSON-LD of a page: the node that describes the article, whatever shape the page gives it in.

Shapes seen: one object, a list, ``@graph``, several scripts, objects one behind another, values as string, list or
``{"@value": ..}``, HTML comments and CDATA around it, trailing commas, line breaks in strings, cut off in the middle.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from monitor.sources.tree import Tree

#: More scripts, bytes or nodes than this describe no article.
_MOST_SCRIPTS, _LONGEST, _MOST_NODES = 40, 600_000, 3_000
_WRAPPED = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
#: In JSON too broken to read, these are still found.
_SALVAGED = ("datePublished", "dateCreated", "dateModified", "headline", "articleSection", "inLanguage")
#: Below these keys stand other works than the page's own.
_ELSEWHERE = frozenset(
    {
        "itemlistelement", "haspart", "ispartof", "mentions", "about", "citation", "relatedlink", "isrelatedto",
        "comment", "comments", "review", "reviews", "subjectof", "liveblogupdate", "publisher", "author", "image",
        "video", "isbasedon", "breadcrumb",
        "potentialaction", "offers", "sponsor", "copyrightholder", "creator", "editor", "speakable",
    }
)  # fmt: skip
_ARTICLES = frozenset(
    {"report", "scholarlyarticle", "techarticle", "liveblogposting", "blogposting", "socialmediaposting"}
)
_PAGES = frozenset({"webpage", "itempage", "creativework", "newsitem", "videoobject", "mediaobject", "audioobject"})

Node = Mapping[str, Any]


def describing(tree: Tree, addresses: frozenset[str]) -> Node:
    """The node about the article itself; {} if there is none.

    ``addresses`` are the page's own, in ``canonical`` form without scheme: a node that names another is another's.
    """
    best: Node = {}
    best_rank = 0.0
    for place, node in enumerate(nodes(tree)):
        rank = _rank(node, addresses) - min(place, 50) / 1_000
        if rank > best_rank:
            best, best_rank = node, rank
    return best


def nodes(tree: Tree) -> Iterator[Node]:
    """Every node that may be about the page, in the order written."""
    count = 0
    for number, script in enumerate(tree.iter("script")):
        kind = (script.get("type") or "").lower()
        if "ld+json" not in kind or number > 2_000:
            continue
        count += 1
        if count > _MOST_SCRIPTS:
            return
        for value in loads(script.text or ""):
            yield from _walk(value)


def loads(text: str) -> list[Any]:
    """The JSON values of a script, mended where that is easy; else one object of what can be salvaged."""
    text = text[:_LONGEST]
    for mended in _mendings(text):
        values = _decoded(mended)
        if values:
            return values
    found = {}
    for key in _SALVAGED:
        match = re.search(rf'"{key}"\s*:\s*\[?\s*"([^"\\]{{4,300}})"', text)
        if match:
            found[key] = match.group(1)
    return [{"@type": "Article", **found}] if found else []


def _mendings(text: str) -> Iterator[str]:
    bare = _WRAPPED.sub("", _WRAPPED.sub("", text)).strip().rstrip(";").strip()
    yield bare
    if '"' not in bare and "&quot;" in bare:
        bare = html.unescape(bare)
        yield bare
    yield _TRAILING_COMMA.sub(r"\1", bare)


def _decoded(text: str) -> list[Any]:
    values: list[Any] = []
    at = 0
    decoder = json.JSONDecoder(strict=False)
    while at < len(text) and len(values) < 50:
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return []
        values.append(value)
        while at < len(text) and text[at] in " \t\r\n,;":
            at += 1
    return values


def _walk(value: Any) -> Iterator[Node]:
    stack, seen = [value], 0
    while stack and seen < _MOST_NODES:
        item = stack.pop()
        seen += 1
        if isinstance(item, list):
            stack.extend(reversed(item[:_MOST_NODES]))
        elif isinstance(item, dict):
            if "@type" in item or "datePublished" in item or "headline" in item:
                yield item
            inner = [
                part
                for key, part in item.items()
                if isinstance(part, dict | list) and str(key).lower() not in _ELSEWHERE
            ]
            stack.extend(reversed(inner))


def types(node: Node) -> tuple[str, ...]:
    """The types of a node as written, without their vocabulary: ``NewsArticle``."""
    return tuple(re.split(r"[/#:]", name)[-1] for name in strings(node.get("@type")))


def _rank(node: Node, addresses: frozenset[str]) -> float:
    named = {name.lower() for name in types(node)}
    if any(name.endswith("article") or name in _ARTICLES for name in named):
        rank = 3.0
    elif named & _PAGES or (not named and "datePublished" in node):
        rank = 1.0
    else:
        return 0.0
    there = {_bare(address) for address in (*strings(node.get("url")), *strings(node.get("mainEntityOfPage")))}
    there |= {_bare(address) for address in strings(node.get("@id"))}
    there.discard("")
    if there & addresses:
        rank += 1.0
    elif there and rank == 3.0 and strings(node.get("url")):
        rank -= 2.5
    return rank + (0.2 if node.get("datePublished") else 0.0)


def _bare(address: str) -> str:
    from monitor.text.urls import canonical

    return canonical(address.partition("#")[0]).partition("://")[2] if address.startswith("http") else ""


def strings(value: Any, *, most: int = 20) -> list[str]:
    """Every text that a JSON-LD value holds: a string, a number, a list, ``@value``, ``name``, ``@id`` or ``url``."""
    found: list[str] = []
    stack = [value]
    steps = 0
    while stack and len(found) < most and steps < 200:
        item = stack.pop()
        steps += 1
        if isinstance(item, str):
            if item.strip():
                found.append(item.strip())
        elif isinstance(item, bool):
            continue
        elif isinstance(item, int | float):
            found.append(str(item)[:40])
        elif isinstance(item, list):
            stack.extend(reversed(item[:100]))
        elif isinstance(item, dict):
            key = next((key for key in ("@value", "name", "@id", "url") if item.get(key)), "")
            if key:
                stack.append(item[key])
    return found


def first(node: Node, *keys: str) -> str:
    """The first text under the first of these keys that has one, "" if none has."""
    for key in keys:
        said = strings(node.get(key), most=1)
        if said:
            return html.unescape(said[0])
    return ""
