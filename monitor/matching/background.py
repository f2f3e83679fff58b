"""What a post only looks back on: "Ankara checks its dams after the Sarybulak disaster" is news of Ankara."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from monitor.matching.grounds import Grounds
from monitor.matching.reading import Reading, Sentence
from monitor.model import Hit, Keyword, Story

#: A clause is looked through for so many words, or up to a comma.
_REACH = 6

#: In German every noun has a capital: there it says nothing.
_CAPITALS_FOR_ALL = ("de",)

_STOPS = ",;،؛:()—–"


@dataclass(frozen=True, slots=True)
class Looks:
    """A stretch of the text (code points) that looks back. ``whole``: a sentence that recalls, which counts where the
    title names nothing of the story; else a clause that says after what the news came, in which only names count:
    "after the dam burst" may well be the news itself."""

    start: int
    end: int
    whole: bool


def looking_back(reading: Reading) -> list[Looks]:
    """The stretches of a text that look back, in its order. Of a post without a title the first line is none."""
    found: list[Looks] = []
    for number, sentence in enumerate(reading.sentences):
        if number == 0 and not reading.title.strip():
            continue
        if _recalls(reading, sentence):
            found.append(Looks(sentence.start, sentence.end, whole=True))
        else:
            found += [Looks(start, end, whole=False) for start, end in _clauses(reading, sentence)]
    return found


def _recalls(reading: Reading, sentence: Sentence) -> bool:
    return sentence.last > sentence.first and reading.lists.recall.at(reading.words, sentence.first) > 0


def _clauses(reading: Reading, sentence: Sentence) -> Iterator[tuple[int, int]]:
    after, since, tokens = reading.lists.after, reading.lists.since, reading.tokens
    words, span = reading.words, (sentence.first, sentence.last)
    for place in sorted({*after.places(words, *span), *since.places(words, *span)}):
        if length := after.at(words, place):
            first = last = place + length
            while last < min(sentence.last, first + _REACH) and not (last > first and _stops(reading, last)):
                last += 1
            if last > first:
                yield tokens[first].start, tokens[last - 1].end
        elif place > sentence.first and since.at(words, place):
            if reading.lists.unit.at(words, place - 1):
                continue
            first = place
            while first > max(sentence.first, place - _REACH) and not (first < place and _stops(reading, first)):
                first -= 1
            yield tokens[first].start, tokens[place].start


def _stops(reading: Reading, place: int) -> bool:
    """Whether a comma or the like stands before this word."""
    between = reading.text[reading.tokens[place - 1].end : reading.tokens[place].start]
    return any(sign in between for sign in _STOPS)


def only_looked_back_on(grounds: Grounds, spans: Iterable[Looks], story: Story) -> frozenset[Hit]:
    """The hits that stand in such a stretch; of clauses those of names alone. A title never looks back."""
    named = _names(story.keywords)
    titled = bool(grounds.title.hits)
    return frozenset(
        hit
        for hit in grounds.hits
        if hit.field == "text" and hit.start < hit.end
        for span in spans
        if span.start <= hit.start and hit.end <= span.end and (not titled if span.whole else hit.keyword in named)
    )


@lru_cache(maxsize=1024)
def _named(keywords: tuple[tuple[str, tuple[str, ...]], ...]) -> frozenset[str]:
    return frozenset(name for name, forms in keywords if any(form[:1].isupper() for form in forms))


def _names(keywords: tuple[Keyword, ...]) -> frozenset[str]:
    """The keywords that are names: one of their forms begins with a capital."""
    return _named(
        tuple(
            (
                one.name,
                tuple(
                    form
                    for by_language in (one.forms, one.exact)
                    for lang, forms in by_language.items()
                    if lang not in _CAPITALS_FOR_ALL
                    for form in forms
                ),
            )
            for one in keywords
        )
    )
