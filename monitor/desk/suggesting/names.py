"""Names that a story does not have."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from monitor.desk.suggesting.spellings import offered_spellings
from monitor.desk.suggesting.standing import Seen, Stood, Suggestion, Try, examples, gained, stand
from monitor.drafting import Article, Spot, candidates, known
from monitor.drafting.citation import bare, is_common, lemma
from monitor.drafting.heads import heads
from monitor.drafting.things import Kind
from monitor.matching.plan import plan
from monitor.matching.tree import Name, walk
from monitor.model import Keyword, Story
from monitor.text.detect import detect
from monitor.text.fold import fold

#: A new name must stand in so many posts that belong to the story.
FEWEST = 3

#: And be so many times likelier there than in all other posts.
_LIFT = 5.0

#: What stands beside the story's own words in so much of its posts is a part of them.
_BESIDE = 0.8

#: Names are looked for in so many of the story's posts, the latest first.
_READ = 400

#: So many candidates are tried at once.
_TRIED = 400


def names(story: Story, seen: Sequence[Seen]) -> list[Suggestion]:
    """Names that stand again and again in the story's posts and seldom elsewhere."""
    ours = [number for number, one in enumerate(seen) if one.tier]
    tried = _candidates(story, [seen[number] for number in ours])
    stood = _whole_names(stand(list(tried), seen))
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
        alerts, digest = gained(changed, seen, sorted(stands.places))
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
                examples=examples(stands, seen, [*alerts, *digest, *sorted(stands.places)]),
            )
        )
    return found


def _beside_ours(stands: Stood, seen: Sequence[Seen]) -> bool:
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


def _candidates(story: Story, ours: Sequence[Seen]) -> dict[Try, Kind]:
    """(name, language, form) of what the story's posts name besides its keywords, and what it seems to be. Countries
    and capitals are left out: they stand around every story."""
    counted: Counter[str] = Counter()
    written: dict[str, tuple[str, str, Kind]] = {}
    for one in ours[-_READ:]:
        lang = (one.post.lang or detect(f"{one.post.title}\n{one.post.text}")).casefold().split("-")[0]
        if not lang or not heads(lang).small:
            continue
        spots = [Spot(hit.field, hit.start, hit.end, hit.keyword) for hit in one.hits]
        forms = [(_bare(each.form), each.kind) for each in candidates(Article(one.post, lang, spots))]
        named = {fold(form): (lang, form, kind) for form, kind in forms if not _says_nothing(form, lang)}
        counted.update(named.keys())
        written = named | written
    taken = {keyword.name for keyword in story.keywords} | {keyword.facet for keyword in story.keywords}
    described = {
        adjective[:-2] for _, _, adjective in offered_spellings(story) if adjective.endswith(("ский", "ський"))
    }
    places = _places()
    found = {}
    for key, times in counted.most_common(_TRIED):
        lang, form, kind = written[key]
        if times > 1 and key not in places and not any(form.lower().startswith(each) for each in described):
            name = _free("-".join(form.split()).lower(), taken)
            taken.add(name)
            found[name, lang, form] = kind
    return found


_THE = re.compile("(?:The|Les?|La|El|L[oa]s|Der|Die|Das) (?=[^ ]+ )")


def _bare(form: str) -> str:
    """A name of several words without its article."""
    return _THE.sub("", form)


def _says_nothing(form: str, lang: str) -> bool:
    """Whether a name is one of any country (the central bank), or one ordinary word (the prosecutors)."""
    words = form.split()
    lists = heads(lang)
    joined = lang in _JOINING and any(fold(form).endswith(head) for head in lists.office | lists.body if len(head) > 4)
    if len(words) == 1 and not form.isupper() and (joined or is_common(form.lower(), lang)):
        return True
    told = [{fold(word), fold(bare(word, lang)), fold(lemma(word, lang))} for word in words]
    return all(forms & lists.general or lists.kind(forms) for forms in told)


#: Languages that join a head to what it heads: Генпрокуратура, Landgericht.
_JOINING = frozenset({"ru", "uk", "de"})


@cache
def _places() -> frozenset[str]:
    kinds = ("country", "region", "city")
    return frozenset(
        fold(name)
        for thing in known().values()
        if thing.kind in kinds and thing.often
        for names in thing.names.values()
        for name in names
    )


def _whole_names(stood: Mapping[Try, Stood]) -> dict[Try, Stood]:
    """Without names that mostly stand inside a longer one: Международные beside Международные силы стабилизации."""
    words = {key: frozenset(fold(word) for word in key[2].split()) for key in stood}

    def part(key: Try) -> bool:
        mine = stood[key].places.keys()
        return any(
            words[key] < words[other] and 2 * len(mine & stood[other].places.keys()) >= len(mine) for other in stood
        )

    return {key: stands for key, stands in stood.items() if not part(key)}


def _facet(story: Story, kind: Kind, seen: Sequence[Seen], numbers: Iterable[int]) -> str:
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
