"""What a headline only remembers: "Ten years since the downing of MH17", "Годовщина крушения"."""

import re
from collections.abc import Iterator, Sequence

from monitor.matching.grounds import Grounds, Page
from monitor.matching.reading import ENOUGH_TITLE, Reading
from monitor.matching.signs import Token, tokens

#: What is remembered stands so many words behind the word that says so, or before it in languages that put it there.
_REACH, _REACH_BACK = 7, 6
#: Between two words it ends what is remembered: "Anniversary of the war: missiles hit Kyiv". Not the comma in "Jan. 6,
#: 2021", nor the stop of what is cut short.
_ENDS = re.compile(r"[:;!?…—–|،؛؟。：；，！？]|(?<!\d),|(?<=\w{5})\.\s|\s-\s")


#: What is remembered: (start, end) in the headline, and the words that say so, folded.
Stretch = tuple[int, int, str]


def remembrances(page: Page, reading: Reading) -> list[Stretch]:
    """What the headline (without one: the first line) of a post remembers."""
    post = page.post
    text = post.title if post.title.strip() else post.text[: page.first_line_end]
    text = text[:ENOUGH_TITLE]
    return list(_stretches(reading, text, tokens(text)))


def remembered(grounds: Grounds, stretches: Sequence[Stretch]) -> dict[str, str]:
    """The keywords that the headline names only in such ``stretches``, each with the words that say so."""
    found: dict[str, str] = {}
    told: set[str] = set()
    for hit in grounds.title.hits if stretches else ():
        said = next((said for start, end, said in stretches if start <= hit.start < hit.end <= end), "")
        if said:
            found.setdefault(hit.keyword, said)
        elif hit.start < hit.end:
            told.add(hit.keyword)
    return {keyword: said for keyword, said in found.items() if keyword not in told}


def _stretches(reading: Reading, text: str, tokens: list[Token]) -> Iterator[Stretch]:
    lists = reading.lists
    words = ["0" if token.word.isdigit() else token.word for token in tokens]
    for place in lists.memory.places(words, 0, len(words)):
        first = place + lists.memory.at(words, place)
        if first > place and not _tells_when(reading, words, place):
            last = first - 1
            while last + 1 < min(first + _REACH, len(words)) and not _ends(text, tokens, last):
                last += 1
            if last >= first:
                yield tokens[first].start, tokens[last].end, " ".join(words[place:first])
    for place in lists.memory_behind.places(words, 1, len(words)):
        length, first = lists.memory_behind.at(words, place), place
        while (
            first > max(place - _REACH_BACK, 0)
            and not _ends(text, tokens, first - 1)
            and not lists.memory_apart.is_word(words[first - 1])
        ):
            first -= 1
        # "clashes at the anniversary of" tell when, too
        if length and first < place and not any(lists.on.is_word(word) for word in words[first:place]):
            yield tokens[first].start, tokens[place - 1].end, " ".join(words[place : place + length])


def _ends(text: str, tokens: list[Token], at: int) -> bool:
    """Whether a part of the headline ends behind the word ``at``."""
    return _ENDS.search(text, tokens[at].end, tokens[at + 1].start) is not None


def _tells_when(reading: Reading, words: list[str], place: int) -> bool:
    """Whether what begins at ``place`` tells when something happened: "on the 10th anniversary of"."""
    place -= 1
    while place >= 0 and (words[place][:1].isdigit() or reading.lists.on_between.is_word(words[place])):
        place -= 1
    return place >= 0 and reading.lists.on.is_word(words[place])
