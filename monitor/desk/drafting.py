"""``story new``: an article read, what it names found (matching) and made into a story file (drafting)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from monitor.config.story import parse_story
from monitor.desk.linking import Asking
from monitor.drafting import EXACT, Article, Candidate, Draft, Spot, Thing, candidates, draft, happenings, known, render
from monitor.drafting.letters import SCRIPT, rewrite
from monitor.drafting.sorting import sure
from monitor.matching import Finder, Matcher
from monitor.model import Hit, Keyword, Post, Refused, Story
from monitor.text.detect import detect

#: The languages that a story is looked for in unless the operator says others.
LANGUAGES = ("ar", "kk", "ru", "en")


#: A thing that an article names, and where it stands there.
Pair = tuple[Thing, tuple[Hit, ...]]


def draft_story(
    post: Post, *, key: str, source: str, languages: Sequence[str] = LANGUAGES, lang: str = ""
) -> tuple[str, Draft]:
    """The text of a story file for an article, and the draft it was made from. ``lang`` is the article's language,
    "" for what the post says or what it reads like; ``source`` is where it comes from, for the file's first line.

    Raises Refused if the article is in no language that we can read, or names nothing.
    """
    article, pairs = read_names(post, lang)
    return compose_story(article, pairs, key=key, source=source, languages=languages)


async def draft_linked_story(
    post: Post, asking: Asking, *, key: str, source: str, languages: Sequence[str] = LANGUAGES, lang: str = ""
) -> tuple[str, Draft]:
    """The same with names from Wikidata, asked for what the draft would hold. Raises Refused as ``draft_story``."""
    article, pairs = read_names(post, lang)
    chosen = {one.thing.key for one in draft(article, pairs, key=key, languages=(), source=source).named}
    things = [thing for thing, _ in pairs if thing.key in chosen]
    linked = await asking.link(things, article.lang, languages)
    pairs = [(linked.get(thing.key, thing), hits) for thing, hits in pairs]
    return compose_story(article, _renamed(pairs, linked), key=key, source=source, languages=languages)


def read_names(post: Post, lang: str = "") -> tuple[Article, list[Pair]]:
    """The article of a post, and what it names: known things, then those it alone tells of. Raises Refused."""
    lang = (lang or post.lang or detect(f"{post.title}\n{post.text}")).casefold().replace("_", "-").split("-")[0]
    if not lang:
        raise Refused("the language of the article cannot be told; say it with --lang", code="language")
    things = {name: thing for name, thing in known().items() if _names(thing, lang)}
    hits = _find(post, {name: _names(thing, lang) for name, thing in things.items()}, lang)
    spots = [Spot(hit.field, hit.start, hit.end, name) for name, found in hits.items() for hit in found]
    article = Article(post, lang, spots)
    fresh = _fresh(article, things)
    found = _find(post, {name: thing.names[lang] for name, thing in fresh.items()}, lang)
    pairs = [(things[name], hits[name]) for name in hits]
    return article, pairs + [(thing, found[name]) for name, thing in fresh.items() if name in found]


def compose_story(
    article: Article, pairs: Sequence[Pair], *, key: str, source: str, languages: Sequence[str]
) -> tuple[str, Draft]:
    """The text of a story file of what an article names, and its draft. Raises Refused if it names nothing."""
    made = draft(article, pairs, key=key, languages=languages, source=source)
    if not made.named:
        raise Refused("no name was found in the article: nothing to follow", code="empty")
    return _found_again(render(made), made, article.post), made


def _renamed(pairs: Sequence[Pair], linked: Mapping[str, Thing]) -> list[Pair]:
    """What was linked goes by its English name in the rule, as what we knew from the start does."""
    taken = {thing.key for thing, _ in pairs}
    out = []
    for thing, hits in pairs:
        english = thing.names.get("en", ())
        if thing.key in linked and thing.key not in known() and english:
            key = _key(max(english, key=len), "en", taken)
            taken.add(key)
            out.append((replace(thing, key=key), hits))
        else:
            out.append((thing, hits))
    return out


def _names(thing: Thing, lang: str) -> tuple[str, ...]:
    """The names by which a thing may stand in a text: Latin letters also as English writes them."""
    more = thing.names.get("en", ()) if SCRIPT.get(lang) == "latin" else ()
    return tuple(dict.fromkeys((*thing.names.get(lang, ()), *more)))


def _find(post: Post, names: Mapping[str, Sequence[str]], lang: str) -> dict[str, tuple[Hit, ...]]:
    """Name of a thing -> where it stands in the post, in any inflected form."""
    keywords = tuple(
        Keyword(
            name=name,
            forms={lang: tuple(form for form in forms if not form.startswith(EXACT))},
            exact={lang: tuple(form.removeprefix(EXACT) for form in forms if form.startswith(EXACT))},
        )
        for name, forms in names.items()
    )
    story = Story(key="draft", title="draft", languages=(lang,), keywords=keywords)
    found: dict[str, list[Hit]] = {}
    for hit in Finder([story]).find(post).get("draft", ()):
        found.setdefault(hit.keyword, []).append(hit)
    return {name: tuple(hits) for name, hits in found.items()}


def _fresh(article: Article, things: Mapping[str, Thing]) -> dict[str, Thing]:
    """What the article names and we did not know: firm ones, and bare words that stand there more than once."""
    found: dict[str, Thing] = {}
    chosen = [each for each in candidates(article) if each.firm or _often(article, each)]
    for each in [*_joined(chosen), *happenings(article)]:
        key = _key(each.form, article.lang, {*found, *things})
        found[key] = Thing(key=key, kind=each.kind, names={article.lang: _spellings(each)})
    return found


def _often(article: Article, candidate: Candidate) -> bool:
    times = len(_find(article.post, {"x": (candidate.form,)}, article.lang).get("x", ()))
    return times >= (2 if candidate.early else 3)


def _spellings(candidate: Candidate) -> tuple[str, ...]:
    """A person goes by his last name too."""
    words = candidate.form.split()
    if candidate.kind == "person" and len(words) > 1 and len(words[-1]) > 3:
        return (words[-1], candidate.form)
    return (candidate.form,)


def _joined(chosen: Iterable[Candidate]) -> list[Candidate]:
    """Without names that are a part of a person's fuller one: Желдибай beside Руслан Желдибай."""
    people = [set(each.form.casefold().split()) for each in chosen if each.kind == "person"]
    return [each for each in chosen if not any(set(each.form.casefold().split()) < person for person in people)]


def _key(form: str, lang: str, taken: set[str]) -> str:
    """A name for the rule: in Latin letters where these are sure, else the form itself; hyphens for spaces."""
    latin = rewrite(form, lang, "en") if sure(lang) and SCRIPT[lang] != "latin" else form
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or re.sub(r"[^\w]+", "-", form.casefold()).strip("-")
    name = name[:60] or "name"
    while name in taken or name in _RESERVED:
        name += "-2"
    return name


_RESERVED = frozenset(["and", "or", "not", "of", "near", "title", "from", "lang", "who", "what"]) | {
    "people", "offices", "bodies", "agreements", "events", "places", "terms",
}  # fmt: skip


def _found_again(text: str, made: Draft, post: Post) -> str:
    """The text, if the story finds its own article; with a wider rule, if it must be so."""
    story = parse_story(text, "draft.toml")
    if any(match.tier == "update" or "only related" in match.why for match in Matcher([story]).match(post)):
        return text
    wider = " or ".join(dict.fromkeys(one.facet for one in made.named))
    return re.sub('(?m)^update = ".*"$', f'update = "{wider}"', text)
