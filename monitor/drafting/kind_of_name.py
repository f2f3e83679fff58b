"""What a name names - a person, a body, an office - by its own words and by what stands before it."""

import re
from collections.abc import Sequence

from monitor.drafting.arabic import is_given
from monitor.drafting.citation import bare, is_common, is_personal, lemma
from monitor.drafting.heads import Heads
from monitor.drafting.sentence import Word
from monitor.drafting.things import Kind
from monitor.text.fold import fold

#: A bank that is called by words of no such language (Altyn Kredit Bank) is called so in other languages too.
_WESTERN = frozenset({"en", "fr", "es", "tr"})

#: With these a name of two words begins: نبيل عبد الله, إيهاب أبو جزر.
HALVES = frozenset(["عبد", "أبو", "ابو", "بن", "ابن", "آل", "ولد"])


def last_name(name: str) -> str:
    """The word that somebody goes by when he is named again, "" where that is not one word: the الله of عبد الله is
    nobody."""
    words = name.split()
    return "" if len(words) > 1 and words[-2] in HALVES else words[-1]


def after_role(words: Sequence[Word], word: Word, lists: Heads, lang: str) -> bool:
    """Whether a role stands before the name, with at most two describing words between: the Israeli prime minister."""
    place = word.place
    for back in range(place - 1, max(place - 4, -1), -1):
        if not words[back + 1].close or words[back].folded in lists.small:
            return False
        before = words[back].text
        forms = {words[back].folded, fold(bare(before, lang)), fold(lemma(before, lang)) if lang == "ru" else ""}
        if forms & lists.role:
            return True
    return False


def after_body(words: Sequence[Word], name: Word, lists: Heads, lang: str) -> bool:
    """Whether what the name is stands right before it: госкорпорация «Росатом», the carrier Lufthansa."""
    if not name.place or not _NAMED_SO.fullmatch(name.before):
        return False
    before = words[name.place - 1]
    return not lists.body.isdisjoint({before.folded, fold(lemma(before.text, lang))})


#: Between what something is and its name: a space, or a quote.
_NAMED_SO = re.compile('[ \u00a0][«“„"]?')

#: Нацбанк, Сбербанк, Commerzbank.
_BANKS = ("банк", "bank")


def kind_of(name: Sequence[Word], lists: Heads, lang: str, *, role: bool) -> Kind:
    """What the words of a name are, by their heads. ``role``: somebody's role stands before it."""
    if len(name) == 1 and name[0].folded.endswith(_BANKS):
        return "body"
    headed_by = lists.kind({word.folded for word in name})
    if headed_by:
        others = [word for word in name if lists.kind({word.folded}) is None]
        foreign = lang in _WESTERN and others and not any(is_common(word.text.lower(), lang) for word in others)
        return "term" if foreign and len(others) > 1 else headed_by
    given = name[0].folded in lists.given or is_given(name[0].text)
    personal = 1 < len(name) < 4 and (given or is_personal([word.text for word in name], lang))
    return "person" if role or personal else "term"


def in_apposition(words: Sequence[Word], name: Sequence[Word], lists: Heads) -> bool:
    """Whether a role is set beside a name of two or three words, a comma between them: la presidenta de la Caja, Mónica
    Taylor, ...; Robin Lardot, director of ..."""
    first, last = name[0].place, name[-1].place
    if not 1 < len(name) < 4:
        return False
    after = words[last + 1 : last + 1 + _BEHIND]
    if after and after[0].before == ", " and any(word.folded in lists.role for word in after):
        return True
    parted = not after or after[0].before == ", "
    before = words[max(first - _BEFORE, 0) : first]
    return parted and name[0].before == ", " and any(word.folded in lists.role for word in before)


#: So many words around a comma may say what somebody is.
_BEFORE, _BEHIND = 8, 3
