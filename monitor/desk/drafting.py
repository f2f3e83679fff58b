"""``story new``: an article read, what it names found (matching) and made into a story file (drafting)."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitor.config.story import parse_story
from monitor.desk.linking import Asking
from monitor.desk.named_once import each_once, story_of
from monitor.drafting import (
    FURNITURE,
    Article,
    Candidate,
    Draft,
    Spot,
    Thing,
    candidates,
    draft,
    events,
    furniture,
    headline_end,
    known,
    render,
)
from monitor.drafting.citation import is_common
from monitor.drafting.heads import heads, languages_read
from monitor.drafting.letters import SCRIPT, rewrite
from monitor.drafting.naming import CAPITALS
from monitor.drafting.sentence import ENOUGH
from monitor.drafting.spelling import sure
from monitor.drafting.topics import topics
from monitor.matching import Finder, Matcher, check_story
from monitor.model import Field, Hit, Post, Refused, Story, WrongUse
from monitor.text.detect import detect
from monitor.text.fold import fold

#: The languages that a story is looked for in unless the operator says others.
LANGUAGES = ("ar", "kk", "ru", "en")


#: A thing that an article names, and where it stands there.
Pair = tuple[Thing, tuple[Hit, ...]]


def draft_story(
    post: Post, *, key: str, source: str, languages: Sequence[str] = LANGUAGES, lang: str = ""
) -> tuple[str, Draft]:
    """The text of a story file for an article, and the draft it was made from. ``lang`` is the article's language,
    "" for what the post says or what it reads like; ``source`` is where it comes from, for the file's first line.

    Raises Refused if the article is in no language that we can read, or names nothing; WrongUse for a code that is no
    language's.
    """
    check_languages(languages)
    article, pairs = read_names(post, lang)
    return compose_story(article, pairs, key=key, source=source, languages=languages)


def check_languages(languages: Sequence[str]) -> None:
    """Raises WrongUse for what is no code of a language: a country's, say."""
    story = Story(key="draft", title="draft", languages=tuple(languages))
    for fault in check_story(story):
        if fault.key.startswith("languages"):
            raise WrongUse(f"--languages: {fault.wrong}; {fault.right}")


async def draft_linked_story(
    post: Post, asking: Asking, *, key: str, source: str, languages: Sequence[str] = LANGUAGES, lang: str = ""
) -> tuple[str, Draft]:
    """The same with names from Wikidata, asked for what the draft would hold. Raises as ``draft_story``."""
    check_languages(languages)
    article, pairs = read_names(post, lang)
    chosen = {one.thing.key for one in draft(article, pairs, key=key, languages=(), source=source).named}
    things = [thing for thing, _ in pairs if thing.key in chosen]
    linked = await asking.link(things, article.lang, languages)
    pairs = [(linked.get(thing.key, thing), hits) for thing, hits in pairs]
    return compose_story(article, _renamed(pairs, linked), key=key, source=source, languages=languages)


def read_names(post: Post, lang: str) -> tuple[Article, list[Pair]]:
    """The article of a post, and what it names: known things, then those it alone tells of. Raises Refused."""
    lang = (lang or post.lang or detect(f"{post.title}\n{post.text}")).casefold().replace("_", "-").split("-")[0]
    if not lang:
        raise Refused("the language of the article cannot be told; say it with --lang", code="language")
    post = _with_headline(replace(post, text=_enough(post.text)))
    aside = [Spot(field, *span, FURNITURE) for field in _FIELDS for span in furniture(getattr(post, field))]
    things = {name: thing for name, thing in known().items() if _names(thing, lang)}
    hits = _told({name: _names(thing, lang) for name, thing in things.items()}, post, lang, aside)
    spots = [Spot(hit.field, hit.start, hit.end, name) for name, found in hits.items() for hit in found]
    article = Article(post, lang, [*aside, *spots])
    happened = _happened(article, aside)
    fresh = _fresh(article, {**things, **{thing.key: thing for thing, _ in happened}})
    found = _told({name: thing.names[lang] for name, thing in fresh.items()}, post, lang, aside)
    pairs = [(things[name], hits[name]) for name in hits] + happened
    pairs += [(thing, found[name]) for name, thing in fresh.items() if name in found]
    return article, pairs + _topics(article, pairs, aside)


#: So many ordinary words are believed to say what an article is about.
_MOST_TOPICS = 4


def _topics(article: Article, pairs: Sequence[Pair], aside: Sequence[Spot]) -> list[Pair]:
    """What the article is about in ordinary words, the commonest first."""
    taken = frozenset((hit.field, place) for _, hits in pairs for hit in hits for place in range(hit.start, hit.end))
    wanted = {str(number): topic for number, topic in enumerate(topics(article, taken))}
    found = _told({name: (topic.form,) for name, topic in wanted.items()}, article.post, article.lang, aside)
    kept = [(wanted[name], hits) for name, hits in found.items() if len(hits) >= wanted[name].least]
    kept = [
        (topic, hits)
        for topic, hits in kept
        if not any(other is not topic and _inside(hits, longer) for other, longer in kept)
    ]
    keys = {thing.key for thing, _ in pairs}
    out: list[Pair] = []
    for topic, hits in sorted(kept, key=lambda one: (one[0].least, -len(one[1])))[:_MOST_TOPICS]:
        key = _key(topic.form, article.lang, keys)
        keys.add(key)
        out.append((Thing(key=key, kind="topic", names={article.lang: (topic.form,)}), hits))
    return out


def _inside(hits: Sequence[Hit], longer: Sequence[Hit]) -> bool:
    """Whether each hit stands inside one of the longer ones."""
    return all(
        any(one.field == hit.field and one.start <= hit.start and hit.end <= one.end and one != hit for one in longer)
        and any(one.end - one.start > hit.end - hit.start for one in longer)
        for hit in hits
    )


_FIELDS: tuple[Field, ...] = ("title", "text")


def _enough(text: str) -> str:
    """As much of a text as is read, cut between two words."""
    return text if len(text) <= ENOUGH else (text[:ENOUGH].rsplit(None, 1) or [""])[0]


def _with_headline(post: Post) -> Post:
    """A plain text's first line is its title, if it looks like one."""
    end = 0 if post.title.strip() else headline_end(post.text)
    text = _WRAPPED.sub(lambda found: " " if found[1].islower() else "\n", post.text[end:])
    return replace(post, title=post.text[:end].strip().lstrip("-–—•*· ") or post.title, text=text)


#: The end of a line inside a sentence, as editors and mail break lines: what follows is small.
_WRAPPED = re.compile(r"(?<=[\w,;])\n(?=([^\W\d_]))")


def _told(
    names: Mapping[str, Sequence[str]], post: Post, lang: str, aside: Sequence[Spot]
) -> dict[str, tuple[Hit, ...]]:
    """Where names stand in what the article tells; a byline, a credit, an outlet tell nothing."""
    found = {
        name: tuple(
            hit for hit in hits if not any(_covers(spot, hit) for spot in aside) and _meant(hit, post, names[name][0])
        )
        for name, hits in _find(post, names, lang).items()
    }
    return {name: hits for name, hits in found.items() if hits}


def _covers(spot: Spot, hit: Hit) -> bool:
    return spot.field == hit.field and spot.start < hit.end and hit.start < spot.end


def _meant(hit: Hit, post: Post, own: str) -> bool:
    """An Arabic name takes no article: where its only short name bears one, it is another word (Mali in "financial").
    ``own`` is what the thing is called first; adjectives made of it do take one."""
    written = (post.title if hit.field == "title" else post.text)[hit.start : hit.end]
    articled = "ال" in written[:4] and "ال" not in hit.form[:2]
    return hit.lang != "ar" or len(hit.form) > 4 or hit.form != own or not articled


def _happened(article: Article, aside: Sequence[Spot]) -> list[Pair]:
    """What happened, in ordinary words, with all places where the article says so."""
    named = {key: thing.names[article.lang] for key, thing in events().items() if article.lang in thing.names}
    return [(events()[key], hits) for key, hits in _told(named, article.post, article.lang, aside).items()]


def compose_story(
    article: Article, pairs: Sequence[Pair], *, key: str, source: str, languages: Sequence[str]
) -> tuple[str, Draft]:
    """The text of a story file of what an article names, and its draft. Raises Refused if it names nothing."""
    made = draft(article, pairs, key=key, languages=languages, source=source)
    if not made.named:
        raise Refused(_unnamed(article.lang), code="empty")
    return _found_again(render(made), made, article.post), made


def _unnamed(lang: str) -> str:
    """Why no name was found: a language whose names are not read is no fault of the article."""
    if heads(lang).role:
        return "no name was found in the article: nothing to follow"
    read = ", ".join(sorted(languages_read()))
    return f"no name was found: an article in {lang!r} is not read for names; give one of the same news in {read}"


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
    # A day of the week is no town: in Persian Dushanbe is Monday.
    days = heads(lang).calendar
    return tuple(name for name in dict.fromkeys((*thing.names.get(lang, ()), *more)) if fold(name) not in days)


def _find(post: Post, names: Mapping[str, Sequence[str]], lang: str) -> dict[str, tuple[Hit, ...]]:
    """Name of a thing -> where it stands in the post, in any inflected form."""
    story = story_of(names, lang)
    found: dict[str, list[Hit]] = {}
    for hit in Finder([story]).find(post).get("draft", ()):
        found.setdefault(hit.keyword, []).append(hit)
    return {name: tuple(hits) for name, hits in found.items()}


def _fresh(article: Article, things: Mapping[str, Thing]) -> dict[str, Thing]:
    """What the article names and we did not know: firm ones, and bare words that stand there more than once."""
    found: dict[str, Thing] = {}
    chosen = [_person(article, each) for each in candidates(article) if each.firm or _often(article, each)]
    for each, forms in each_once(chosen, article.lang):
        key = _key(forms[0] if each.kind == "place" else each.form, article.lang, {*found, *things})
        found[key] = Thing(key=key, kind=each.kind, names={article.lang: forms})
    return found


def _person(article: Article, candidate: Candidate) -> Candidate:
    """A name of two words whose last comes back alone is somebody's: Claire Dupré, then Dupré."""
    words = candidate.form.split()
    if candidate.kind != "term" or len(words) not in (2, 3) or article.lang not in CAPITALS or len(words[-1]) < 4:
        return candidate
    last = fold(words[-1])
    alone = any(before != fold(words[-2]) for before in article.before(words[-1]))
    names = all(word[:1].isupper() and not word.isupper() for word in words)
    if not (alone and names) or article.small[last] or heads(article.lang).kind({last}):
        return candidate
    if all(is_common(word.lower(), article.lang) for word in words):
        return candidate  # Seguridad Social, beside Seguro Social
    return replace(candidate, kind="person")


def _often(article: Article, candidate: Candidate) -> bool:
    times = len(_find(article.post, {"x": (candidate.form,)}, article.lang).get("x", ()))
    # A short article names the town once: enough, if it stands early and no dictionary has the word.
    if candidate.early and article.lang in CAPITALS and not is_common(candidate.form.casefold(), article.lang):
        return times > 0
    return times >= (2 if candidate.early else 3)


def _key(form: str, lang: str, taken: set[str]) -> str:
    """A name for the rule: in Latin letters where these are sure, else the form itself; hyphens for spaces."""
    latin = rewrite(form, lang, "en") if sure(lang) and SCRIPT[lang] != "latin" else form
    plain = unicodedata.normalize("NFKD", latin.replace("ı", "i")).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or re.sub(r"[^\w]+", "-", form.casefold()).strip("-")
    name = name[:60] or "name"
    while name in taken or name in _RESERVED:
        name += "-2"
    return name


_RESERVED = frozenset(["and", "or", "not", "of", "near", "title", "from", "lang", "who", "what"]) | {
    "people", "offices", "bodies", "agreements", "events", "places", "terms",
}  # fmt: skip


def _found_again(text: str, made: Draft, post: Post) -> str:
    """The text, if the story finds its own article; with a wider rule, if it must be so. Ordinary words widen nothing
    where there are names."""
    story = parse_story(text, "draft.toml")
    if any(match.tier == "update" or "only related" in match.why for match in Matcher([story]).match(post)):
        return text
    ordinary = {one.facet for one in made.named if one.thing.kind == "event"}
    facets = dict.fromkeys(one.facet for one in made.named if one.hits)
    wider = " or ".join([each for each in facets if each not in ordinary] or facets)
    return re.sub('(?m)^update = ".*"$', f'update = "{wider}"', text)
