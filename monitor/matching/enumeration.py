"""Names in a list prove little: "Kazakhstan, Armenia and Azerbaijan" is somebody else's news."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.matching.reading import Reading, Sentence
from monitor.matching.signs import Signs, Token

#: Items of a list have at most so many words; Han letters, of which each is a word here, count a third.
_LONGEST_ITEM = 3

#: So many short items in a row, and so many members in all, make a list.
_FEWEST_ITEMS = 2
_FEWEST_MEMBERS = 3

#: The item before a list ends with its first member, the one after begins with its last: so many words of each.
_TAIL = 2

#: With which a sentence ends, the last member may have so many: a title and a full name.
_LONGEST_LAST = 6

_COMMA = re.compile("[,،、]")

#: A sentence cut by semicolons into so many parts is a round-up: "in Oslo ...; in Rome ...; in Astana ...".
_FEWEST_PARTS = 3

#: "and" that Arabic and Hebrew write joined to the next word; folded.
_SPLITS_JOINED = frozenset("وו")


@dataclass(frozen=True, slots=True)
class _Item:
    """A stretch between commas and "and"s; ``joined``: it follows an "and"; ``says``: it holds a report verb, or opens
    a clause (", which ...")."""

    tokens: tuple[Token, ...]
    joined: bool
    says: bool

    @property
    def short(self) -> bool:
        letters = sum(len(token.word) == 1 and "\u3040" <= token.word <= "\u9fff" for token in self.tokens)
        return not self.says and 0 < len(self.tokens) - letters + letters / 3 <= _LONGEST_ITEM


def listed(reading: Reading) -> list[tuple[int, int]]:
    """The spans of the text (code points) that are members of an enumeration."""
    spans: list[tuple[int, int]] = []
    for sentence in reading.sentences:
        if sentence.last - sentence.first >= _FEWEST_MEMBERS:
            end = reading.tokens[sentence.last - 1].end
            if reading.text.count(";", sentence.start, end) >= _FEWEST_PARTS - 1:
                spans.append((sentence.start, end))
            elif _is_parted(reading, sentence):
                spans += _lists(_items(reading, sentence))
    return spans


def _is_parted(reading: Reading, sentence: Sentence) -> bool:
    """Whether there is a comma or an "and" in it: most sentences have none, and no list."""
    joint = reading.lists.joint
    return _COMMA.search(reading.text, sentence.start, reading.tokens[sentence.last - 1].start) is not None or any(
        word[:1] in _SPLITS_JOINED or joint.is_word(word) for word in reading.words[sentence.first : sentence.last]
    )


def _items(reading: Reading, sentence: Sentence) -> list[_Item]:
    items: list[_Item] = []
    current: list[Token] = []
    joined = False
    last = sentence.start
    joint = reading.lists.joint
    for token in reading.tokens[sentence.first : sentence.last]:
        between = reading.text[last : token.start]
        comma = between not in ("", " ") and _COMMA.search(between) is not None
        if comma and token.start == last + 1 and token.word[:1].isdigit() and reading.text[last - 1].isdigit():
            comma = False  # 18,75
        and_ = joint.is_word(token.word)
        glued = token.word[:1] in _SPLITS_JOINED and len(token.word) >= 4
        if comma or and_ or glued:
            if current:
                items.append(_item(current, joined, reading.lists))
            current, joined = [], and_ or glued
        if not and_:
            current.append(token)
        last = token.end
    if current:
        items.append(_item(current, joined, reading.lists))
    return items


def _item(found: list[Token], joined: bool, lists: Signs) -> _Item:
    words = [token.word for token in found]
    return _Item(tuple(found), joined, bool(lists.report.first(words)) or lists.clause.at(words, 0) > 0)


def _lists(items: Sequence[_Item]) -> list[tuple[int, int]]:
    spans = []
    first = 0
    while first < len(items):
        end = first
        while end < len(items) and items[end].short:
            end += 1
        after = items[end] if end < len(items) and items[end].joined and not items[end].says else None
        members = end - first + (first > 0) + (after is not None)
        if end - first >= _FEWEST_ITEMS and members >= _FEWEST_MEMBERS:
            begin, finish = items[first].tokens[0].start, items[end - 1].tokens[-1].end
            if first > 0:
                begin = items[first - 1].tokens[-_TAIL:][0].start
            if after is not None:
                # "... and Kazakh President Kassym-Jomart Tokayev.": the sentence ends with the list.
                ends = end == len(items) - 1 and len(after.tokens) <= _LONGEST_LAST
                finish = after.tokens[-1].end if ends else after.tokens[:_TAIL][-1].end
            spans.append((begin, finish))
        first = end + 1
    return spans
