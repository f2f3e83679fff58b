"""``story suggest``: what could be added to a story, learned from posts that matched and from those that nearly did."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from monitor.drafting import Article, Spot, candidates, known
from monitor.drafting.heads import heads
from monitor.drafting.things import Kind
from monitor.matching import Finder, Matcher
from monitor.matching.plan import plan
from monitor.matching.tree import Name, walk
from monitor.matching.variants import variants
from monitor.model import Hit, Keyword, Post, Story, Tier
from monitor.text.detect import detect
from monitor.text.fold import fold

#: A new name must stand in so many posts that belong to the story.
FEWEST = 3

#: And be so many times likelier there than in all other posts.
_LIFT = 5.0

#: A spelling is believed if so much of its posts holds another keyword of the story.
_COMPANY = 0.3

#: What stands beside the story's own words in so much of its posts is a part of them.
_BESIDE = 0.8

#: Names are looked for in so many of the story's posts, the latest first.
_READ = 400

#: So many posts are shown for each.
_SHOWN = 3

#: So many candidates are tried at once.
_TRIED = 400


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
class _Seen:
    """A post as the story sees it now."""

    post: Post
    hits: tuple[Hit, ...]
    tier: Tier | None


@dataclass(kw_only=True)
class _Stood:
    """Where a candidate stands: numbers of posts, and the place in each."""

    places: dict[int, Hit] = field(default_factory=dict)


def suggest(story: Story, posts: Sequence[Post], *, most: int = 20) -> list[Suggestion]:
    """What could be added to a story, what adds most first. Nothing is changed."""
    offered = _offered(story)
    tried = _tried(list(offered))
    matcher = Matcher([story, tried] if offered else [story])
    seen: list[_Seen] = []
    stood: dict[_Try, _Stood] = {}
    for number, post in enumerate(posts):
        judged = {key: (hits, match) for key, hits, match in matcher.judged(post)}
        hits, match = judged.get(story.key, ((), None))
        seen.append(_Seen(post=post, hits=hits, tier=match.tier if match else None))
        _note(stood, list(offered), number, judged.get(tried.key, ((), None))[0])
    if not any(one.tier for one in seen):
        return []
    found = [*_spellings(story, seen, offered, stood), *_names(story, seen)]
    found.sort(key=lambda one: (-one.alerts, -one.digest, -one.posts, one.form))
    return found[:most]


#: What is tried: the name of a keyword (old or new), a language, a form.
_Try = tuple[str, str, str]


# --- spellings of what the story has ----------------------------------------------------------------------------------


def _offered(story: Story) -> dict[_Try, str]:
    """Other spellings of the story's names, and how each differs."""
    offered: dict[_Try, str] = {}
    for keyword in story.keywords:
        for lang, forms in keyword.forms.items():
            for form in forms:
                for variant in variants(form) if form[:1].isalpha() and len(form) > 4 else ():
                    offered.setdefault((keyword.name, lang, variant.spelling), f"{form}: {variant.rule}")
                if adjective := _adjective(form, lang):
                    offered.setdefault((keyword.name, lang, adjective), f"{form}: as an adjective")
    return offered


def _adjective(form: str, lang: str) -> str:
    """What is of a place, in languages that make a word of its own for it: Сарыбулак, сарыбулакский."""
    ending = {"ru": "ский", "uk": "ський"}.get(lang, "")
    one_name = form.isalpha() and form[:1].isupper() and not form.isupper()
    return form.lower() + ending if ending and one_name and form[-1] not in "аеёиоуыьэюяіїєй" else ""


def _spellings(
    story: Story, seen: Sequence[_Seen], offered: Mapping[_Try, str], stood: Mapping[_Try, _Stood]
) -> list[Suggestion]:
    """Other spellings of the story's names that stand in posts where the name itself is not found."""
    facets = {keyword.name: keyword.facet for keyword in story.keywords}
    found = []
    for (name, lang, form), stands in stood.items():
        missing = {number for number in stands.places if all(hit.keyword != name for hit in seen[number].hits)}
        company = sum(bool(seen[number].hits) for number in missing)
        if missing and company >= _COMPANY * len(missing):
            changed = _with_form(story, name, lang, form)
            alerts, digest = _gained(changed, seen, missing)
            found.append(
                Suggestion(
                    kind="spelling",
                    keyword=name,
                    facet=facets[name],
                    lang=lang,
                    form=form,
                    why=offered[name, lang, form],
                    posts=len(missing),
                    alerts=len(alerts),
                    digest=len(digest),
                    examples=_examples(stands, seen, [*alerts, *digest, *sorted(missing)]),
                )
            )
    return _best_per_posts(found)


def _best_per_posts(found: Iterable[Suggestion]) -> list[Suggestion]:
    """Of spellings that are found in the same posts one is enough: the usual one, which is offered first."""
    kept: dict[tuple[str, tuple[tuple[str, str], ...]], Suggestion] = {}
    for one in found:
        kept.setdefault((one.keyword, one.examples), one)
    return list(kept.values())


def _with_form(story: Story, name: str, lang: str, form: str) -> Story:
    changed = []
    for keyword in story.keywords:
        if keyword.name == name:
            forms = {**keyword.forms, lang: (*keyword.forms.get(lang, ()), form)}
            changed.append(replace(keyword, forms=forms))
        else:
            changed.append(keyword)
    return replace(story, keywords=tuple(changed))


# --- names that the story does not have -------------------------------------------------------------------------------


def _names(story: Story, seen: Sequence[_Seen]) -> list[Suggestion]:
    """Names that stand again and again in the story's posts and seldom elsewhere."""
    ours = [number for number, one in enumerate(seen) if one.tier]
    tried = _candidates(story, [seen[number] for number in ours])
    stood = _whole_names(_stand(list(tried), seen))
    # A post that has some of the story's words is no witness against a name: it may be ours and lack this very name.
    mine, strangers = set(ours), {number for number, one in enumerate(seen) if not one.hits}
    others = len(strangers)
    found = []
    for (name, lang, form), stands in stood.items():
        inside = len(mine & stands.places.keys())
        outside = len(strangers & stands.places.keys())
        lift = (inside / len(ours)) / ((outside + 0.5) / (others + 1))
        if inside < FEWEST or lift < _LIFT or _beside_ours(stands, seen):
            continue
        facet = _facet(story, tried[name, lang, form], seen, stands.places)
        changed = replace(story, keywords=(*story.keywords, Keyword(name=name, facet=facet, forms={lang: (form,)})))
        alerts, digest = _gained(changed, seen, sorted(stands.places))
        found.append(
            Suggestion(
                kind="name",
                keyword=name,
                facet=facet,
                lang=lang,
                form=form,
                why=f"in {inside} of {len(ours)} posts of the story, in {outside} of {others} others",
                posts=len(stands.places),
                alerts=len(alerts),
                digest=len(digest),
                examples=_examples(stands, seen, [*alerts, *digest, *sorted(stands.places)]),
            )
        )
    return found


def _beside_ours(stands: _Stood, seen: Sequence[_Seen]) -> bool:
    """Whether it nearly always stands right beside one of the story's words: somebody's given name, a part of a name
    that the story has."""
    beside = sum(
        any(
            hit.field == own.field and (own.start == hit.end + 1 or hit.start == own.end + 1)
            for own in seen[number].hits
        )
        for number, hit in stands.places.items()
    )
    return beside >= _BESIDE * len(stands.places)


def _candidates(story: Story, ours: Sequence[_Seen]) -> dict[tuple[str, str, str], Kind]:
    """(name, language, form) of what the story's posts name besides its keywords, and what it seems to be. Countries
    and cities are left out: they stand around every story."""
    counted: Counter[str] = Counter()
    written: dict[str, tuple[str, str, Kind]] = {}
    for one in ours[-_READ:]:
        lang = (one.post.lang or detect(f"{one.post.title}\n{one.post.text}")).casefold().split("-")[0]
        if not lang or not heads(lang).small:
            continue
        spots = [Spot(hit.field, hit.start, hit.end, hit.keyword) for hit in one.hits]
        named = {fold(each.form): (lang, each.form, each.kind) for each in candidates(Article(one.post, lang, spots))}
        counted.update(named.keys())
        written = named | written
    taken = {keyword.name for keyword in story.keywords} | {keyword.facet for keyword in story.keywords}
    described = {adjective[:-2] for _, _, adjective in _offered(story) if adjective.endswith(("ский", "ський"))}
    places = _places()
    found = {}
    for key, times in counted.most_common(_TRIED):
        lang, form, kind = written[key]
        if times > 1 and key not in places and not any(form.lower().startswith(each) for each in described):
            name = _free("-".join(form.split()).lower(), taken)
            taken.add(name)
            found[name, lang, form] = kind
    return found


@cache
def _places() -> frozenset[str]:
    kinds = ("country", "region", "city")
    return frozenset(
        fold(name)
        for thing in known().values()
        if thing.kind in kinds
        for names in thing.names.values()
        for name in names
    )


def _whole_names(stood: Mapping[tuple[str, str, str], _Stood]) -> dict[tuple[str, str, str], _Stood]:
    """Without names that mostly stand inside a longer one: Международные beside Международные силы стабилизации."""
    words = {key: frozenset(fold(word) for word in key[2].split()) for key in stood}

    def part(key: tuple[str, str, str]) -> bool:
        mine = stood[key].places.keys()
        return any(
            words[key] < words[other] and 2 * len(mine & stood[other].places.keys()) >= len(mine) for other in stood
        )

    return {key: stands for key, stands in stood.items() if not part(key)}


def _facet(story: Story, kind: Kind, seen: Sequence[_Seen], numbers: Iterable[int]) -> str:
    """The facet that a new name would belong to: people and offices to *who*, if the rule has it; else the facet that
    its posts lack most often, *what* if they lack none."""
    facets = _facets(story)
    if kind in ("person", "office") and "who" in facets:
        return "who"
    of = {keyword.name: keyword.facet for keyword in story.keywords}
    lacking: Counter[str] = Counter()
    for number in numbers:
        lacking.update(set(facets) - {of.get(hit.keyword, "") for hit in seen[number].hits})
    return max(facets, key=lambda facet: (lacking[facet], facet == "what"))


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "-2"
    return name


def _facets(story: Story) -> list[str]:
    """The facets that the update rule names: where a new name could make a post an update."""
    named = {node.name for node in walk(plan(story).update.node) if isinstance(node, Name)}
    facets = dict.fromkeys(keyword.facet for keyword in story.keywords)
    return [facet for facet in facets if facet in named] or list(facets)[:1] or [""]


# --- what would change ------------------------------------------------------------------------------------------------


def _tried(forms: Sequence[_Try]) -> Story:
    """A story of what is tried; its keywords are named by their numbers."""
    keywords = tuple(Keyword(name=str(number), forms={lang: (form,)}) for number, (_, lang, form) in enumerate(forms))
    return Story(key="(tried)", title="tried", keywords=keywords)


def _note(stood: dict[_Try, _Stood], forms: Sequence[_Try], number: int, hits: Iterable[Hit]) -> None:
    for hit in hits:
        stood.setdefault(forms[int(hit.keyword)], _Stood()).places.setdefault(number, hit)


def _stand(forms: Sequence[_Try], seen: Sequence[_Seen]) -> dict[_Try, _Stood]:
    """Where each (name, language, form) stands; those that stand nowhere are left out."""
    if not forms:
        return {}
    tried = _tried(forms)
    finder = Finder([tried])
    stood: dict[_Try, _Stood] = {}
    for number, one in enumerate(seen):
        _note(stood, forms, number, finder.find(one.post).get(tried.key, ()))
    return stood


def _gained(changed: Story, seen: Sequence[_Seen], numbers: Iterable[int]) -> tuple[list[int], list[int]]:
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


def _examples(stands: _Stood, seen: Sequence[_Seen], numbers: Iterable[int]) -> tuple[tuple[str, str], ...]:
    chosen = list(dict.fromkeys(numbers))[:_SHOWN]
    return tuple((seen[number].post.id, _around(seen[number].post, stands.places[number])) for number in chosen)


def _around(post: Post, hit: Hit) -> str:
    text = post.title if hit.field == "title" else post.text
    return " ".join(text[max(hit.start - 40, 0) : hit.end + 40].split())
