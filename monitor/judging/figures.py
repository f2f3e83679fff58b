"""What a text counts: how many dead, injured, missing; how much money, how many percent. In digits or in words.

Read are the title and the first two sentences. A figure belongs to the nearest word of what is counted in its clause.
The same count changed for good is news (12 dead, then 45); rounded, said in other words or with two digits swapped it
is the same ("more than a hundred" for 104).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import regex

from monitor.judging.lexicon import Entries, bare_forms, entries_for, own, parsed
from monitor.judging.stems import script_of
from monitor.text.fold import fold_word

#: A figure with its thousands and decimals, or a word; and what stands between clauses.
_PIECE = regex.compile(
    r"(?P<figure>\p{Nd}{1,3}(?:[ \u00a0\u202f]\p{Nd}{3})+(?!\p{Nd})|\p{Nd}+(?:[.,٫٬'’]\p{Nd}+)*)"
    r"|(?P<sign>[%$€£₸₽₪¥₺₴₹₿٪])|(?P<end>[,;.!?()…،؛؟。])|(?P<word>\p{L}[\p{L}\p{M}'’ʼ\u200c]*)"
)
_GROUPS = re.compile(r"[ \u00a0\u202f.,٫٬'’]")

#: Words that say that there were none, and what they count so.
_NONE = {"none_hurt": ("dead", "injured"), "none_dead": ("dead",)}

#: Signs that say what is counted. Sums are counted by currency ("money.tenge"): two of two currencies are not compared.
_SIGNS = {
    "%": "percent",
    "٪": "percent",
    "$": "money.dollar",
    "€": "money.euro",
    "£": "money.pound",
    "₸": "money.tenge",
    "₽": "money.rouble",
    "₪": "money.shekel",
    "¥": "money.yen",
    "₺": "money.lira",
    "₴": "money.hryvnia",
    "₹": "money.rupee",
    "₿": "money.bitcoin",
}

#: What a figure stands beside without counting it.
_NOBODY = "nobody"

#: What makes a figure behind which it stands a stretch of time or a day; and before which it stands, a day.
_WHEN, _MONTH = "when", "month"

#: What stands beside a figure of those who come to others: "three more".
_MORE = "more"

#: So many words lie at most between a figure and what it counts; so much text is read.
_REACH = 8
_REACH_OF_UNITS = 2
#: Who puts a word between a day and its month: "23 de marzo".
_DAY_OF_MONTH = frozenset({"es"})
_LONGEST = 400
_LARGEST = 1e18
_MOST = 3

#: A count is another when it is this many times the earlier one; when one of them is rounded; a percentage.
_TIMES, _TIMES_ROUND, _TIMES_PERCENT = 1.25, 1.5, 1.03
#: And where the title says that it has risen.
_TIMES_SAID = 1.1
#: A sum of one currency does not grow by itself while it is told on: 21 billion after 18 is another offer.
_TIMES_MONEY = 1.1


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, and whether it was said to be rounded ("about", "more than") or looks it (one digit and noughts)."""

    value: float
    rounded: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    at: int
    kind: str
    value: float = 0.0


@cache
def _files() -> tuple[dict[str, Entries], dict[str, str]]:
    return parsed("figures.txt")


@lru_cache(maxsize=256)
def _words(lang: str, script: str) -> Entries | None:
    return own(_files()[0], lang, script)


def figures(parts: Sequence[str], lang: str) -> dict[str, list[Figure]]:
    """What is counted -> its figures, of the first of ``parts`` (title, sentences) that counts it. Never raises."""
    found: dict[str, list[Figure]] = {}
    for part in parts:
        pieces = _pieces(part[:_LONGEST], lang)
        here: dict[str, list[Figure]] = {}
        for place, piece in enumerate(pieces):
            for counted in _NONE.get(piece.kind, ()):
                here.setdefault(counted, []).append(Figure(0.0, False))
            if piece.kind == "figure" and (counted := _counted(pieces, place, lang)) not in ("", _NOBODY):
                if _is_more(pieces, place) and here.keys() <= {counted}:
                    continue  # but in "five dead, twelve others injured" nobody was injured before
                near = pieces[max(0, place - 3) : place] + pieces[place + 1 : place + 3]
                rounded = any(each.kind == "~" for each in near) or _is_round(piece.value)
                here.setdefault(counted, []).append(Figure(piece.value, rounded))
        for counted, values in here.items():
            found.setdefault(counted, values[:_MOST])
    return found


def counts_in(written: str) -> bool:
    """Whether we read the numbers of a language in a script, as features name both ("ru/cyrillic")."""
    lang, _, script = written.partition("/")
    return _words(lang, script) is not None


def differs(mine: Figure, other: Figure, counted: str) -> bool:
    """Whether two figures of one count are two pieces of news."""
    low, high = sorted((mine.value, other.value))
    if high == low or (low > 0 and high - low <= 1 and not is_money(counted)):
        return counted == "percent" and high > low * _TIMES_PERCENT and round(high) != round(low)
    if counted == "percent":
        return high > low * _TIMES_PERCENT
    times = _TIMES_MONEY if is_money(counted) else _TIMES
    return low <= 0 or high / low >= (_TIMES_ROUND if mine.rounded or other.rounded else times)


def has_moved(mine: Figure, other: Figure, way: int) -> bool:
    """Whether a count that is said to have moved (``way`` 1 up, -1 down, 0: nobody says so) is another than an earlier
    one: up by a tenth, down by any number, which corrects it."""
    if way < 0:
        return mine.value < other.value and not mine.rounded and not other.rounded
    times = _TIMES if mine.rounded or other.rounded else _TIMES_SAID
    return way > 0 and other.value > 0 and mine.value >= other.value * times and mine.value - other.value > 1


def same_count(features: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two posts, given by their features, count one thing alike, exactly or rounded."""
    mine, theirs = features.get("figures"), other.get("figures")
    if not mine or not theirs:  # as most: few texts count what we know
        return False
    return any(
        not differs(Figure(*one), Figure(*another), counted)
        for counted in sorted(mine.keys() & theirs.keys())
        for one in mine[counted]
        for another in theirs[counted]
    )


def is_slip(one: str, other: str) -> bool:
    """Whether two figures, as digits, differ as if by a slip of the hand: two neighbouring digits swapped."""
    if len(one) != len(other) or len(one) < 2:
        return False
    apart = [at for at in range(len(one)) if one[at] != other[at]]
    return (
        len(apart) == 2
        and apart[1] == apart[0] + 1
        and one[apart[0]] == other[apart[1]]
        and sorted(one) == sorted(other)
    )


def is_money(counted: str) -> bool:
    """Whether what is counted is a currency."""
    return counted.startswith("money")


def _is_unit(counted: str) -> bool:
    return counted == "percent" or is_money(counted)


def _is_round(value: float) -> bool:
    digits = f"{value:.0f}"
    return value >= 20 and value == int(value) and not digits[1:].strip("0")


def _pieces(part: str, lang: str) -> list[_Piece]:
    """Figures, words of what is counted, rounding words and ends of clauses, each at its place among the words."""
    tokens = list(_PIECE.finditer(part))
    names = _names(tokens, lang)
    if not any(token.lastgroup == "figure" for token in tokens) and not any(
        name.isdigit() or name in _NONE for name in names
    ):
        return []
    found: list[_Piece] = []
    value: float | None = None
    for at, (token, name) in enumerate(zip(tokens, names, strict=True)):
        if name.startswith("x") and (value is not None or name in ("x100", "x1000")):
            value = min((value or 1.0) * float(name[1:]), _LARGEST)
        elif name.isdigit() and (name != "1" or (value is not None and value >= 20 and not value % 10)):
            value = (value or 0.0) + float(name)
        else:
            if value is not None:
                found.append(_Piece(at - 1, "figure", value))
                value = None
            if token.lastgroup == "figure":
                value = _value(token.group())
            elif token.lastgroup != "word":
                found.append(_Piece(at, name))
            elif kind := name.strip("1") if name.isdigit() else name or _idea(tokens, at, lang):
                found.append(_Piece(at, kind))
    if value is not None:
        found.append(_Piece(len(tokens) - 1, "figure", value))
    return found


def _names(tokens: Sequence["regex.Match[str]"], lang: str) -> list[str]:
    """What each word and sign names: a value, a multiplier, ``~``, money or percent; "" for the rest."""
    names = []
    skip = 0
    for at, token in enumerate(tokens):
        name = ""
        if skip:
            skip -= 1
        elif token.lastgroup == "sign":
            name = _SIGNS[token.group()]
        elif token.lastgroup == "end":
            name = "end"
        elif token.lastgroup == "word" and _may_name(token.group(), lang):
            word, *following = [fold_word(each.group()) for each in tokens[at : at + 4] if each.lastgroup == "word"]
            script = script_of(word)
            entries, forms = _words(lang, script) or Entries(), bare_forms(word, script)
            name, length = next((each for form in forms if (each := entries.found(form, following))[0]), ("", 1))
            skip = length - 1
        names.append(name)
    return names


@lru_cache(maxsize=32_768)
def _may_name(word: str, lang: str) -> bool:
    """Whether a word, whatever stands behind it, can name anything."""
    plain = fold_word(word)
    script = script_of(plain)
    entries = _words(lang, script)
    return entries is not None and any(entries.begins_here(form) for form in bare_forms(plain, script))


def _idea(tokens: Sequence["regex.Match[str]"], at: int, lang: str) -> str:
    """What a word (with those behind it) counts by its idea in the lexicon."""
    plain, *following = [fold_word(token.group()) for token in tokens[at : at + 4] if token.lastgroup == "word"]
    script = script_of(plain)
    entries, counted = entries_for(lang, script), _files()[1]
    return next(
        (name for form in bare_forms(plain, script) if (name := counted.get(entries.idea(form, following), ""))), ""
    )


def _counted(pieces: Sequence[_Piece], place: int, lang: str) -> str:
    """What a figure counts: the nearest such word of its clause, the one behind it if two are equally near."""
    figure = pieces[place]
    if _is_time(pieces, place, lang):
        return _NOBODY
    best, counted = _REACH + 1, ""
    for step in (1, -1):
        at = place + step
        while 0 <= at < len(pieces) and pieces[at].kind not in ("end", *_NONE):
            piece = pieces[at]
            if piece.kind not in ("figure", "~", _MORE, _WHEN, _MONTH):
                apart = abs(piece.at - figure.at)
                if apart < best and (apart <= _REACH_OF_UNITS or not _is_unit(piece.kind)):
                    best, counted = apart, piece.kind
                break
            at += step
    return counted


def _is_time(pieces: Sequence[_Piece], place: int, lang: str) -> bool:
    """Whether a figure is a stretch of time or a day of a month: "20 days", "19 марта", "23 de marzo", "March 5"; not
    the 12 of "погибли 12 за день"."""
    before, at = pieces[max(0, place - 1) : place], pieces[place].at
    if before and before[0].kind == _MONTH and at - before[0].at == 1:
        return True
    behind = pieces[place + 1 : place + 2]
    return (
        bool(behind) and behind[0].kind in (_WHEN, _MONTH) and behind[0].at - at <= (2 if lang in _DAY_OF_MONTH else 1)
    )


def _is_more(pieces: Sequence[_Piece], place: int) -> bool:
    """Whether a figure counts those who come to others ("three more arrests"), which is no count of all."""
    beside = (*pieces[max(0, place - 1) : place], *pieces[place + 1 : place + 2])
    return any(each.kind == _MORE and abs(each.at - pieces[place].at) == 1 for each in beside)


def _value(text: str) -> float | None:
    """A figure as a number; None for a year, and for digits younger than our tables. Groups of three digits are
    thousands, else the last group is decimals."""
    written = _GROUPS.split(text)
    if not all(group.isdecimal() for group in written):
        return None
    groups = ["".join(str(int(letter)) for letter in group) for group in written]
    if len(groups) == 1:
        digits = groups[0][:12]
        return None if len(digits) == 4 and digits[:2] in ("19", "20") else float(digits)
    if all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3 and groups[0] != "0":
        return float("".join(groups)[:15])
    return float(f"{''.join(groups[:-1])[:12]}.{groups[-1][:6]}") if len(groups) == 2 else None
