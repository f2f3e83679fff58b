"""Which side of an act a text takes: signed or not signed, appointed or dismissed, alive or dead. In eleven languages.

Read are the title and the first sentence: news says there what has changed; what follows recalls. Words come from
``data/sides.txt`` and, for acts that the lexicon knows, from the lexicon; so both have the same endings and particles.
A clause is read with its negation ("did not sign", ``қол қойған жоқ``) and its undoing words ("withdraws his
signature", ``отказался подписать``), on the side where a language has its object. What stands behind "after" or
"who" is background and takes no side. Two sides at once, or none, is no side: unseen is not different.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from monitor.judging.lexicon import Entries, bare_forms, entries_for, merged, parsed
from monitor.judging.reading import script_of
from monitor.text.fold import fold
from monitor.text.sentences import sentences
from monitor.text.words import words

#: Languages whose verb stands behind its object.
_OBJECT_FIRST = frozenset({"kk", "ky", "tt", "tr", "az", "uz", "tk", "kaa", "fa", "ur", "ps", "ckb", "hi"})

#: Kazakh and Turkish negation inside the verb; the privative ending of nouns ("without an agreement").
_NEGATED = {
    "kk": re.compile(
        r"\w\w+[мбп][ае](?:й(?:ды|ді|мын|мін|мыз|міз|сың|сің|тын|тін|тыны\w*|тіні\w*|ді|ақ)|ды|ді|дық|дік|дым|дім"
        r"|ған\w*|ген\w*|у|уі|уы|уге|уға|с)$"
    ),
    "tr": re.compile(
        r"\w\w+(?:m[ae]d[iu]\w*|m[iu]yor\w*|m[ae]yacak\w*|m[ae]yecek\w*|m[ae]mis\w*|m[ae]z|m[ae]m[ae]si\w*)$"
    ),
}
_NEGATION = {"kk": re.compile(r"[мбп][ае]\w*?$"), "tr": re.compile(r"m(?:[aei]|u)\w*?$")}
_ENDINGS = ("еді", "ады", "ді", "ды", "ті", "ты", "йді", "йды", "iyor", "di", "ti", "ecek", "acak")
_WITHOUT = {"kk": re.compile(r"\w{3,}(?:сыз|сіз)$"), "tr": re.compile(r"\w{3,}s[iu]z$")}

#: Kazakh and Turkish words that only look negated, and negated words of saying, whose object is no act undone.
_LOOKS_NEGATED = re.compile(r"немесе|емес|айт|хабарлама|тура?лы|тапсырма|namaz|temmuz|soyle|acikla")

#: So many words apart a negation reaches its act; "none" and "nobody" reach to the end of their clause.
_REACH = 5
_FAR = frozenset({"none", "nobody", "no", "neither"})

#: Beginnings of the marks that are no acts.
_SIGNPOSTS = frozenset({"-", "not", "but", "onc", "onl", "aga"})

#: What happens to people: nobody calls it off.
_BEFALLS = frozenset({"life", "survive", "injured", "found", "explosion", "guilt"})

#: Strength of a side: said in the title (or in the first sentence of a text without one), or in the lead alone.
TITLE, LEAD = 2, 1

#: Sides kept of a post, those of the title first.
_MOST = 12
_LONGEST = 48

#: So many characters of a title and of a text are read, and so many words of a sentence.
_LONGEST_TITLE, _LEAD, _MOST_WORDS = 300, 600, 60

#: A clause ends at such a sign between words; a comma before one of these words ends none ("denied, that he signed").
_SIGN = re.compile(r"[,;:.!?—–()…،؛؟。]|\s-+\s|\s[|/]\s")
_THAT = frozenset({"что", "чтобы", "що", "щоб", "that", "dass", "que", "ان", "كه"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word as published, folded, in its script ("" for a figure); ``ends``: a clause ends at the sign behind it."""

    text: str
    plain: str
    script: str
    ends: bool


@dataclass(slots=True)
class _Mark:
    at: int
    kind: str
    side: int = 1
    undoes: bool = False
    negated: bool = False
    by: str = ""


@cache
def _files() -> tuple[dict[str, Entries], Mapping[str, str]]:
    """The words of ``sides.txt`` by language, and which ideas of the lexicon they take over."""
    entries, taken = parsed("sides.txt")
    return entries, {idea: f"{idea}+" if name == "acts" else name for idea, name in taken.items()}


@cache
def _words(lang: str, script: str) -> Entries:
    return merged(_files()[0], lang, script)


def opening(title: str, text: str) -> list[str]:
    """The title and the first sentence of the text, or without a title its first two; what is there of them."""
    parts = [title[:_LONGEST_TITLE]] if title.strip() else []
    lead = text[:_LEAD]
    for start, end in sentences(lead):
        parts.append(lead[start:end])
        if len(parts) == 2:
            break
    return parts


def sides(parts: Sequence[str], lang: str) -> dict[str, list[Any]]:
    """The acts of the two ``parts`` of an ``opening``: axis -> [side, words]; ``side`` is +-``TITLE`` or +-``LEAD``.

    ``words`` are those that say it, as published, for people. ``lang`` is an ISO 639 code, "" if unknown.
    ``again`` stands among the axes if a word says that what was undone is done again. Never raises.
    """
    found: dict[str, list[Any]] = {}
    for part, strength in zip(parts, (TITLE, LEAD), strict=False):
        for axis, (side, said) in _read(_tokens(part, lang), lang).items():
            if axis not in found and len(found) < _MOST:
                found[axis] = [side * strength, said[:_LONGEST]]
    return {axis: side for axis, side in found.items() if side[0]}


def _tokens(part: str, lang: str) -> list[Token]:
    found = words(part)[:_MOST_WORDS]
    plain = [fold(word.text[:_LONGEST]) for word in found]
    starts = [word.start for word in found[1:]] + [len(part)]
    tokens = []
    for at, (word, end) in enumerate(zip(found, starts, strict=False)):
        closed = bool(_SIGN.search(part[word.end : end]))
        tokens.append(Token(text=word.text, plain=plain[at], script=script_of(plain[at]), ends=closed))
    return tokens


def _read(tokens: Sequence[Token], lang: str) -> dict[str, tuple[int, str]]:
    """Axis -> side (+1, -1; 0 for both at once) and the words that say it."""
    found: dict[str, tuple[int, str]] = {}
    for clause in _clauses(tokens, lang):
        for mark in _settled(clause, tokens, lang):
            if mark.kind == "!":
                continue
            said = _said(mark, tokens)
            before = found.get(mark.kind)
            found[mark.kind] = (mark.side, said) if before is None or before[0] == mark.side else (0, "")
    return found


def _said(mark: _Mark, tokens: Sequence[Token]) -> str:
    word = tokens[mark.at].text
    if not mark.by:
        return word
    at, _, by = mark.by.partition(" ")
    return f"{by} … {word}" if int(at) < mark.at else f"{word} … {by}"


def _clauses(tokens: Sequence[Token], lang: str) -> Iterator[list[_Mark]]:
    """The marks of each clause that is no background."""
    marks: list[_Mark] = []
    background = False
    skip = -1
    for at, token in enumerate(tokens):
        mark, length = _mark(tokens, at, lang) if at > skip else (None, 1)
        if mark is not None:
            skip = max(skip, at + length - 1)
            if mark.kind in ("but", "once>"):
                if not background:
                    yield marks
                marks, background = [], mark.kind == "once>"
            elif mark.kind == "once=":
                background = True
            elif mark.kind == "once<":
                marks = []
            elif mark.kind != "-":
                marks.append(mark)
        if token.ends and not (at + 1 < len(tokens) and tokens[at + 1].plain in _THAT):
            if not background:
                yield marks
            marks, background = [], False
    if not background:
        yield marks


def _mark(tokens: Sequence[Token], at: int, lang: str) -> tuple[_Mark | None, int]:
    """What a word (with those behind it) marks, and how many words say it."""
    token = tokens[at]
    if not token.script:
        return None, 1
    entries = _words(lang, token.script)
    following = [next_token.plain for next_token in tokens[at + 1 : at + 5]]
    bare = tuple(bare_forms(token.plain, token.script))
    elided = len(bare) > 1 and token.plain.startswith("n'")
    bare = bare[1:] if elided else bare
    name, length = _first(entries, bare, following)
    if not name:
        name = _files()[1].get(_first(entries_for(lang, token.script), bare, following)[0], "")
    last = tokens[min(at + length, len(tokens)) - 1].plain
    negated = elided or _is_negated(last, tokens[at].text, lang)
    if negated and not elided and not name:
        root = _NEGATION[lang].sub("", last)
        name = next((found for end in _ENDINGS if (found := entries.found(root + end, ())[0])), "")
    if not name:
        return (_Mark(at=at, kind="not>" if elided else "not<"), 1) if negated else (None, 1)
    if name[:3] in _SIGNPOSTS:
        return _Mark(at=at, kind=name), length
    undoes = name.endswith("!")
    mark = _Mark(at=at, kind=name.rstrip("!+-") or "!", side=-1 if "-" in name else 1, undoes=undoes)
    if negated or ((without := _WITHOUT.get(lang)) and without.match(token.plain)):
        _negate(mark)
    return mark, length


def _first(entries: Entries, forms: Sequence[str], following: Sequence[str]) -> tuple[str, int]:
    """What the first of a word's forms names, if any does, and how many words say it."""
    return next((found for form in forms if (found := entries.found(form, following))[0]), ("", 1))


def _is_negated(plain: str, text: str, lang: str) -> bool:
    pattern = _NEGATED.get(lang)
    return bool(pattern and text[:1].islower() and pattern.match(plain) and not _LOOKS_NEGATED.search(plain))


def _negate(mark: _Mark) -> None:
    """Turns a mark round, once: two negations of one word ("ne ... pas", "ничего не") are one."""
    if not mark.negated:
        mark.negated = True
        mark.undoes = mark.kind == "course" and mark.side > 0
        mark.side = -mark.side


def _settled(clause: list[_Mark], tokens: Sequence[Token], lang: str) -> list[_Mark]:
    """The acts of a clause after its negations and undoing words."""
    acts = [mark for mark in clause if mark.kind[:3] not in _SIGNPOSTS]
    again = [_Mark(at=mark.at, kind="again") for mark in clause if mark.kind == "again"]
    for mark in clause:
        if mark.kind[:3] == "not" and (target := _negates(mark, acts, tokens)):
            target.by = f"{mark.at} {tokens[mark.at].text}"
            _negate(target)
    undoing = [mark for mark in acts if mark.undoes]
    for undo in undoing:  # the other acts it undoes; what befalls people is undone by nobody, it may only be denied
        after = [mark for mark in acts if mark.at > undo.at]
        before = [mark for mark in acts if mark.at < undo.at and not mark.undoes]
        for mark in (before or after) if lang in _OBJECT_FIRST else (after or before):
            if mark.kind in _BEFALLS and undo.kind != "confirm":
                continue
            mark.side = -mark.side
            mark.by = f"{undo.at} {tokens[undo.at].text}"
    if any(mark.kind == "only" for mark in clause):
        acts = [mark for mark in acts if mark.side < 0]
    return [outcome for mark in acts if (outcome := _outcome(mark, acts))] + (again if acts else [])


def _outcome(mark: _Mark, acts: Sequence[_Mark]) -> _Mark | None:
    """ "No survivors" are dead, some are no news of the dead; "the missing are found" is found."""
    if mark.kind == "survive":
        return replace(mark, kind="life") if mark.side < 0 else None
    if mark.kind == "found" and mark.side < 0 and any(other.kind == "found" and other.side > 0 for other in acts):
        return None
    return mark


def _negates(negation: _Mark, acts: Sequence[_Mark], tokens: Sequence[Token]) -> _Mark | None:
    """The act that a negation turns round: the nearest in its direction, within reach."""
    reach = 99 if tokens[negation.at].plain in _FAR else _REACH
    near = [
        mark
        for mark in acts
        if abs(mark.at - negation.at) <= reach
        and (negation.kind == "not=" or (mark.at > negation.at) == (negation.kind == "not>"))
    ]
    return min(near, key=lambda mark: (abs(mark.at - negation.at), -mark.at), default=None)
