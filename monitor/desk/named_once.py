"""The names of an article, each once: what is another's inflected form, or a part of a fuller name, is no other."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from monitor.drafting import EXACT, Candidate
from monitor.drafting.heads import heads
from monitor.drafting.kind_of_name import last_name
from monitor.drafting.runs import ARTICLE
from monitor.matching import Finder
from monitor.model import Keyword, Post, Story
from monitor.text.fold import fold


def story_of(names: Mapping[str, Sequence[str]], lang: str) -> Story:
    """A story of these names, to be found in any inflected form."""
    keywords = tuple(
        Keyword(
            name=name,
            forms={lang: tuple(form for form in forms if not form.startswith(EXACT))},
            exact={lang: tuple(form.removeprefix(EXACT) for form in forms if form.startswith(EXACT))},
        )
        for name, forms in names.items()
    )
    return Story(key="draft", title="draft", languages=(lang,), keywords=keywords)


def each_once(chosen: Sequence[Candidate], lang: str) -> Iterator[tuple[Candidate, tuple[str, ...]]]:
    """Each name once, with its forms: what is another's inflected form, or his surname alone, is the same name."""
    people = {last_name(each.form).casefold() for each in chosen if each.kind == "person"} - {""}
    bare = {each.form.casefold() for each in chosen if " " not in each.form}
    finder = Finder([story_of({str(number): (form,) for number, form in enumerate(sorted(bare | people))}, lang)])
    cut = [_without_other(each, people, finder) for each in chosen[:_MOST_NAMES]]
    cut = [each for each in cut if not any(_ends_with(each, other, lang) for other in cut)]
    kept = _joined(list({each.form.casefold(): each for each in reversed(cut)}.values())[::-1])
    finds = _found_in(kept, lang)
    gone: set[str] = set()
    for each in sorted(kept, key=lambda one: (-len(finds[one.form]), one.kind != "person", len(one.form))):
        if each.form not in gone:
            gone |= finds[each.form]
    for each in kept:
        if each.form not in gone:
            base = next((one.form for one in kept if " " not in one.form and each.form in finds[one.form]), "")
            yield each, (base,) if base else _spellings(each, lang)


#: An article is believed to name so many things; what comes later is seldom what it is about.
_MOST_NAMES = 200


def _found_in(names: Sequence[Candidate], lang: str) -> dict[str, set[str]]:
    """For each name the others that it is, or ends, in an inflected form."""
    forms = {str(number): (each.form,) for number, each in enumerate(names) if len(each.form) > 3}
    found: dict[str, set[str]] = {each.form: set() for each in names}
    if forms:
        finder = Finder([story_of(forms, lang)])
        for each in names:
            for hit in finder.find(Post(source="", id="", text=each.form)).get("draft", ()):
                whole = hit.end == len(each.form) and (hit.start == 0 or " " not in hit.form)
                if whole and hit.form != each.form:
                    found[hit.form].add(each.form)
    return found


def _ends_with(candidate: Candidate, other: Candidate, lang: str) -> bool:
    """Whether a name is another full one with something before it: Жогорку Кенеша Нурланбек Тургунбек."""
    longer = " " in other.form and candidate.form.endswith(f" {other.form}")
    return longer and heads(lang).kind({fold(other.form.split()[-1])}) is None


def _without_other(candidate: Candidate, surnames: Collection[str], finder: Finder) -> Candidate:
    """ "Сабитов Никос Пападакис" (Sabitov's lawyer) is Никос Пападакис; a governor's name
    begins behind his island's in any case (Малатьи Нихат Эркоч), a chairman's behind the letters of his body."""
    words = candidate.form.split(" ")
    if candidate.kind == "person" and len(words) > 2 and words[-1].isupper() and not words[0].isupper():
        return replace(candidate, form=" ".join(words[:-1]))
    first, _, rest = candidate.form.partition(" ")
    if " " not in rest:
        return candidate
    if candidate.kind == "person":
        named = finder.find(Post(source="", id="", text=first)).get("draft", ())
        other = (1 < len(first) < 6 and first.isupper() and not rest.isupper()) or any(
            (hit.start, hit.end) == (0, len(first)) for hit in named
        )
    else:
        other = first.casefold() in surnames
    return replace(candidate, form=rest, kind="person") if other else candidate


def _spellings(candidate: Candidate, lang: str) -> tuple[str, ...]:
    """A person goes by his last name too; what a place is may be left away: Сарыбұлақ су қоймасы, Сарыбұлақ."""
    words = candidate.form.split()
    last = ARTICLE.sub("", last_name(candidate.form))  # al-Ghamdi comes back as Ghamdi
    if candidate.kind == "person" and len(words) > 1 and len(last) > 3:
        return (last, candidate.form)
    if (
        candidate.kind == "place"
        and lang in ("ar", "fa")
        and len(words) == 2
        and words[0] in _REGIONS
        and len(words[1]) > 3
    ):
        return (words[1], candidate.form)
    own = len(words) > 1 and len(words[0]) > 4 and words[0][:1].isupper() and words[1][:1].islower()
    if candidate.kind == "place" and own and lang in ("kk", "ky", "tr", "az", "uz"):
        return (words[0], candidate.form)
    if (
        candidate.kind == "place"
        and len(words) == 2
        and lang == "en"
        and words[0].lower() in ("lake", "mount", "river")
    ):
        return (words[1], candidate.form)
    return (candidate.form,)


#: What a place is, as Arabic says before its name.
_REGIONS = frozenset(
    [
        "إقليم",
        "ولاية",
        "بلدة",
        "مقاطعة",
        "منطقة",
        "محافظة",
        "مدينة",
        "قرية",
        "بحيرة",
        "استاندار",
        "استان",
        "شهرستان",
        "شهر",
    ]
)


def _joined(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Without names that are a part of a person's fuller one: Желдибай beside Руслан Желдибай."""
    people = [set(each.form.casefold().split()) for each in chosen if each.kind == "person"]
    return [each for each in chosen if not any(set(each.form.casefold().split()) < person for person in people)]
