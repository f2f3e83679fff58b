"""Which side of an act a text takes: signed or not signed, appointed or dismissed, alive or dead.

Read are the title and the first sentence: news says there what has changed; what follows recalls. A clause is read
with its negation ("did not sign", ``қол қойған жоқ``) and its undoing words ("withdraws his signature",
``отказался подписать``), on the side where a language has its object. What stands behind "after" or "who" is
background and takes no side. Two sides at once, or none, is no side: unseen is not different.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from monitor.judging.attributes import is_attribute
from monitor.judging.lexicon import bare_forms, common_words
from monitor.judging.marks import SIGNPOSTS, VERB_ROOTS, Mark, Token, mark_of, root_terms, undoes
from monitor.judging.reading import recalls
from monitor.judging.stems import script_of, term_of
from monitor.text.fold import fold_word
from monitor.text.sentences import sentences
from monitor.text.words import word_spans

#: Languages whose verb stands behind its object.
_OBJECT_FIRST = frozenset({"kk", "ky", "tt", "tr", "az", "uz", "tk", "kaa", "fa", "ur", "ps", "ckb", "hi"})

#: So many words apart a negation reaches its act; "none" and "nobody" reach to the end of their clause.
_REACH = 5
_BEGINS = 2
_FAR = frozenset({"none", "nobody", "no", "neither"})

#: What happens to people: nobody calls it off.
_BEFALLS = frozenset({"life", "survive", "injured", "found", "explosion", "guilt"})

#: What is refused or denied, by a verb.
_SAID = frozenset({"accept", "confirm"})

#: What is done to a ban, also where that word stands beside it ("signs ban"; but "travel ban").
_DONE_TO_A_BAN = frozenset({"sign"})

#: What lasts until it is ended: whoever ends a strike undoes it. (A ceremony that ended was held.)
_LASTING = frozenset({"strikework", "protest"})

#: Undoing verbs that want an object: denies, refuses, withdraws.
_TRANSITIVE = frozenset({"confirm", "accept", "belong"})

#: What can fall through; a dam or a market falls, and nobody who is evacuated for it is not.
_FALL_THROUGH = frozenset(
    {
        "talks",
        "treaty",
        "ceasefire",
        "peace",
        "summit",
        "session",
        "accept",
        "merge",
        "exchange",
        "sell",
        "buy",
        "trial",
    }
)

#: Strength of a side: said in the title (or in the first sentence of a text without one), or in the lead alone.
TITLE, LEAD = 2, 1

#: What is undone before such a word is what somebody does against the act behind it.
_AGAINST = frozenset({"against", "против", "проти", "ضد", "contre", "contra", "gegen", "נגד"})

#: An axis that begins so is a word that is no act and stands negated; its other side is that the word stands there.
WORD = "t:"

#: Sides kept of a post, those of the title first.
_MOST = 12
_MOST_TITLED = 16
_LONGEST = 48

#: German words for stretches of time.
_SPANS = ("tag", "stund", "woche", "monat", "jahr", "minut")

#: So many characters of a title and of a text are read, and so many words of a sentence.
_LONGEST_TITLE, _LEAD, _MOST_WORDS = 300, 600, 60

#: A clause ends at such a sign between words; a comma before one of these words ends none ("denied, that he signed").
_SIGN = re.compile(r"[,;:.!?—–()…،؛؟。]|\s-+\s|\s[|/]\s")
_THAT = frozenset({"что", "чтобы", "що", "щоб", "that", "dass", "que", "ان", "كه"})


def opening(title: str, text: str) -> list[str]:
    """The title and the first sentence of the text, or without a title its first two; what is there of them. A sentence
    that plainly recalls is none of them, nor is what follows it."""
    parts = [title[:_LONGEST_TITLE]] if title.strip() else []
    lead = text[:_LEAD]
    for start, end in sentences(lead):
        if parts and recalls(lead[start:end], plainly=True):
            break
        parts.append(lead[start:end])
        if len(parts) == 2:
            break
    return parts


def sides(parts: Sequence[str], lang: str) -> dict[str, list[Any]]:
    """The acts of the two ``parts`` of an ``opening``: axis -> [side, words]; ``side`` is +-``TITLE`` or +-``LEAD``.

    ``words`` are those that say it, as published, for people. A negated word that is no act has an axis of its own,
    its term; whoever has the term in the title (``titled``) takes the other side. ``lang``: ISO 639, "" if unknown.
    ``again`` stands among the axes if a word says that what was undone is done again. None in a language whose
    undoing words we do not know. Never raises.
    """
    if not undoes(lang):
        return {}
    found: dict[str, list[Any]] = {}
    for part, strength in zip(parts, (TITLE, LEAD), strict=False):
        for axis, (side, said) in _read(_tokens(part), lang).items():
            if axis not in found and len(found) < _MOST and (strength == TITLE or axis[:2] != WORD):
                found[axis] = [side * strength, said[:_LONGEST]]
    return {axis: side for axis, side in found.items() if side[0]}


def titled(part: str, terms: Mapping[str, float], lang: str) -> list[str]:
    """The stems of a title, given with the weights of ``read``; and the roots of what may be its verbs."""
    plain = [fold_word(text[:_LONGEST]) for _, _, text in word_spans(part)[:_MOST_WORDS]] if lang in VERB_ROOTS else []
    stems = [term for term, weight in terms.items() if weight > 1 and term[:2] == WORD]
    return [*stems[:_MOST_TITLED], *root_terms(plain, lang)[:_MOST_TITLED]]


def _tokens(part: str) -> list[Token]:
    found = word_spans(part)[:_MOST_WORDS]
    starts = [start for start, _, _ in found[1:]] + [len(part)]
    tokens = []
    for (_, end, text), following in zip(found, starts, strict=False):
        between = part[end:following]
        plain = fold_word(text[:_LONGEST])
        dated = (
            between == ". " and text.isdecimal()
        )  # "auf 5. Oktober verschoben": no clause ends at an ordinal's point
        ends = between != " " and not dated and bool(_SIGN.search(between))
        tokens.append(Token(text=text, plain=plain, script=script_of(plain), ends=ends))
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


def _said(mark: Mark, tokens: Sequence[Token]) -> str:
    if mark.by is None:
        return " ".join(token.text for token in tokens[mark.at : mark.at + mark.length])
    return " … ".join(tokens[at].text for at in sorted((mark.at, mark.by)))


def _clauses(tokens: Sequence[Token], lang: str) -> Iterator[list[Mark]]:
    """The marks of each clause that is no background."""
    marks: list[Mark] = []
    background = False
    skip = -1
    for at, token in enumerate(tokens):
        mark, length = mark_of(tokens, at, lang) if at > skip else (None, 1)
        if mark is not None:
            skip = max(skip, at + length - 1)
            if mark.kind == "once>" and lang == "de" and _is_span(tokens[at + 1 : at + 4]):
                pass  # "nach drei Tagen gefunden": the verb stands behind, and is no background
            elif mark.kind in ("but", "once>"):
                if not background:
                    yield marks
                marks, background = [], mark.kind == "once>"
            elif mark.kind == "once=":
                background = True
            elif mark.kind == "once<":
                marks = []
            elif mark.kind != "-" and not is_attribute(tokens, at, mark, lang):
                marks.append(mark)
        if token.ends and not (at + 1 < len(tokens) and tokens[at + 1].plain in _THAT):
            if not background:
                yield marks
            marks, background = [], False
    if not background:
        yield marks


def _is_span(tokens: Sequence[Token]) -> bool:
    """Whether German words name a stretch of time ("drei Tagen")."""
    return any(token.plain.startswith(_SPANS) for token in tokens)


def _settled(clause: list[Mark], tokens: Sequence[Token], lang: str) -> list[Mark]:
    """The acts of a clause after its negations and undoing words."""
    acts = [mark for mark in clause if mark.kind[:3] not in SIGNPOSTS]
    again = [Mark(at=mark.at, kind="again", length=mark.length) for mark in clause if mark.kind == "again"]
    for mark in clause:
        if mark.kind == "not>" and _last(mark, tokens):  # "of talks there will be none": it looks back
            mark.kind = "not<"
        if mark.kind[:3] == "not" and (target := _negates(mark, clause, tokens)):
            target.by = mark.at
            target.negate()
            mark.negated = mark.kind == "not<"  # it has found its act
        if mark.kind == "not>" and (thing := _object(mark, clause, tokens)):
            thing.side = 0
    _undo(acts, tokens, lang)
    ends = [mark.at for mark in acts if mark.kind == "course" and mark.side < 0 and not mark.undoes]
    for mark in acts if ends else ():
        if mark.kind in _LASTING and mark.side > 0:
            mark.side, mark.by = -1, ends[0]
    if any(mark.kind == "only" for mark in clause):
        acts = [mark for mark in acts if mark.side < 0]
    others = [negated for mark in clause if (negated := _other(mark, clause, tokens, lang))]
    return [outcome for mark in acts if (outcome := _outcome(mark, acts))] + (again if acts else []) + others


def _undo(acts: Sequence[Mark], tokens: Sequence[Token], lang: str) -> None:
    """Turns the acts of a clause that its undoing words undo; what befalls people is undone by nobody, it may only be
    denied."""
    undoing = [mark for mark in acts if mark.undoes]
    for undo in undoing:
        after = [mark for mark in acts if mark.at > undo.at]
        after = after if any(mark.kind != "!" for mark in after) else []
        before = [mark for mark in acts if mark.at < undo.at and not _governs(mark, undo, lang)]
        if undo.noun and lang in _OBJECT_FIRST:
            after = []
        if lang in _OBJECT_FIRST:
            turned = before or after
        else:
            turned = after or ([] if undo.kind in _TRANSITIVE and _has_object(undo, acts, tokens) else before)
        if undo.kind == "reach":  # "at the talks no deal was reached": no deal, but talks
            turned = sorted(turned, key=lambda mark: abs(mark.at - undo.at))[:1]
        for mark in turned:
            if mark.kind in _BEFALLS and undo.kind != "confirm":
                continue
            if undo.kind == "fall" and mark.kind not in _FALL_THROUGH:
                continue
            if undo.at < mark.at and _is_against(tokens, undo.at, mark.at):
                mark.side = 0  # a motion against the strike is rejected: there may be one
                continue
            if undo.kind == "belong" and mark.kind == "course" and 0 < undo.at - mark.at <= _BEGINS:
                continue  # who begins to withdraw has begun
            mark.side = -mark.side
            mark.by = undo.at


def _is_against(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether between two words of a clause somebody is against something."""
    return any(token.plain in _AGAINST for token in tokens[start + 1 : end])


def _object(negation: Mark, clause: Sequence[Mark], tokens: Sequence[Token]) -> Mark | None:
    """The act that is the object of the verb right behind a negation, and beside it: "does not send flights" says
    neither that there are any nor that there are none."""
    acts = {mark.at: mark for mark in clause if mark.kind[:3] not in SIGNPOSTS}
    verb = negation.at + negation.length
    thing = acts.get(verb + (acts[verb].length if verb in acts else 1))
    if thing is None or thing.negated or thing.undoes or any(token.ends for token in tokens[negation.at : thing.at]):
        return None
    return thing


def _governs(mark: Mark, undo: Mark, lang: str) -> bool:
    """Whether a word before an undoing one has that for its object, and stays as it is: who refuses to suspend refuses,
    who denies a failure denies it, who signs a ban signs."""
    if undo.noun:
        return mark.at + mark.length < undo.at or (mark.kind in _DONE_TO_A_BAN and not mark.undoes)
    return lang not in _OBJECT_FIRST and mark.undoes and not mark.noun and mark.kind in _SAID


def _other(mark: Mark, clause: Sequence[Mark], tokens: Sequence[Token], lang: str) -> Mark | None:
    """The word of no act that stands negated: an axis of its own, named by its stem ("does not play")."""
    if mark.kind[:3] != "not" or mark.negated:
        return None
    if mark.stem:
        return Mark(at=mark.at, kind=mark.stem, side=-1)
    at = mark.at + (-1 if mark.kind == "not<" else 1)
    if not 0 <= at < len(tokens) or any(each.at == at for each in clause) or tokens[min(at, mark.at)].ends:
        return None
    token = tokens[at]
    if not token.script or len(token.plain) < 4 or token.plain in common_words():
        return None
    term = [*root_terms([token.plain], lang), term_of(tuple(bare_forms(token.plain, token.script)), token.script)][0]
    return Mark(at=at, kind=term, side=-1, by=mark.at)


def _last(negation: Mark, tokens: Sequence[Token]) -> bool:
    """Whether only words of grammar follow a negation in its clause, and something stands before it."""
    at = negation.at
    while not tokens[at].ends and at + 1 < len(tokens):
        at += 1
        if tokens[at].plain not in common_words():
            return False
    return negation.at > 0 and not tokens[negation.at - 1].ends


def _has_object(undo: Mark, acts: Sequence[Mark], tokens: Sequence[Token]) -> bool:
    """Whether a word of content follows at once, in the same clause: it is what is refused, not what stood before."""
    if tokens[undo.at].ends or undo.at + 1 >= len(tokens):
        return False
    following = tokens[undo.at + 1]
    if any(mark.at == undo.at + 1 for mark in acts):  # "an export ban removed": nothing is refused here
        return False
    return bool(following.script) and following.plain not in common_words()


def _outcome(mark: Mark, acts: Sequence[Mark]) -> Mark | None:
    """ "No survivors" are dead, some are no news of the dead; "the missing are found" is found."""
    if mark.kind == "reach" and mark.side < 0:  # what was not reached is undone, the reaching is no act
        return None
    if mark.kind == "survive":
        return replace(mark, kind="life") if mark.side < 0 else None
    if mark.kind == "found" and mark.side < 0 and any(other.kind == "found" and other.side > 0 for other in acts):
        return None
    return mark


def _negates(negation: Mark, clause: Sequence[Mark], tokens: Sequence[Token]) -> Mark | None:
    """The act that a negation turns round: the nearest in its direction, within reach.

    Forwards it reaches through words of grammar and modal verbs alone: "did not discuss the sanctions" has none undone.
    """
    acts = [mark for mark in clause if mark.kind[:3] not in SIGNPOSTS]
    reach = 99 if tokens[negation.at].plain in _FAR else _REACH
    near = [
        mark
        for mark in acts
        if abs(mark.at - negation.at) <= reach
        and (negation.kind == "not=" or (mark.at > negation.at) == (negation.kind == "not>"))
    ]
    nearest = min(near, key=lambda mark: (abs(mark.at - negation.at), -mark.at), default=None)
    if nearest is None or negation.kind != "not>" or reach > _REACH:
        return nearest
    through = {mark.at for mark in clause if mark.kind[:3] in SIGNPOSTS}
    between = range(negation.at + 1, nearest.at)
    return nearest if all(at in through or tokens[at].plain in common_words() for at in between) else None
