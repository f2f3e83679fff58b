"""Hebrew: a table of forms; plurals and possessives by rule for what it lacks; joined particles before any of them."""
# ruff: noqa: E501, SIM905  a list of words reads best as it is

from collections.abc import Iterator, Sequence

from monitor.text.fold import fold_word as fold
from monitor.text.languages.forms import Heads, Seen, Stem, Stems
from monitor.text.languages.gather import gather
from monitor.text.tables import forms_of

_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
#: ו, ש and their like first, then one preposition, then the article (which ב, כ and ל swallow).
HEADS: Heads = {
    first + preposition + article: "with a particle" if first or preposition or article else ""
    for first in ("", "ו", "ש", "וש", "כש", "וכש", "מש", "לכש")
    for preposition in ("", "ב", "כ", "ל", "מ")
    for article in ("", "ה")
}
_SHORT: Heads = {head: how for head, how in HEADS.items() if len(head) < 2 or head == "וה"}
_FUNCTION_WORDS = frozenset(
    (
        "של את על אל עם זה זו זאת הוא היא הם הן אני אתה אנחנו לא כן כי אם או גם רק עוד כל מה מי איך למה היה היתה היו יש אין"
        " אבל כמו בין לפי אחרי לפני עד מן הזה הזאת האלה אלה אותו אותה אותם לו לה להם בו בה בהם שלו שלה שלהם שהוא שהיא"
        " והוא והיא"
    ).split()
)


def inflect(cited: Sequence[str]) -> tuple[Stems, ...]:
    """The stems of each word, with the particles that may be joined before them."""
    return tuple(_stems(word) for word in cited)


def _stems(word: str) -> Stems:
    base = word[1:] if word.startswith("ה") and len(word) > 3 and forms_of("he", word[1:]) else word
    forms = {fold(word): "", fold(base): ""}
    for form in forms_of("he", base):
        forms.setdefault(fold(form), "inflected")
    for form in _rules(base):
        forms.setdefault(fold(form), "by its ending")
    return tuple(
        Stem(stem.key, stem.tails, HEADS if len(stem.key) + min(map(len, stem.tails)) > 3 else _SHORT)
        for stem in gather(forms)
    )


def _rules(word: str) -> Iterator[str]:
    inner = word[:-1] + word[-1:].translate(_FINALS)
    if forms_of("he", word) or len(word) < 3:
        yield from ()
    if word.endswith("ה"):
        yield from (word[:-1] + ending for ending in ("ות", "ת", "תו", "תה", "תם", "תי", "תנו", "ים", "י"))
    elif word.endswith("ת"):
        yield from (word[:-1] + ending for ending in ("ות", "ויות"))
    elif word.endswith("י"):
        yield from (word + ending for ending in ("ת", "ים", "ות", "ם"))
    elif not word.endswith(("ו", "א")) and len(word) > 3:
        yield from (inner + ending for ending in ("ים", "י", "ה", "ות", "ת"))


def doubt(cited: str, seen: Seen) -> str:
    """Function words are themselves."""
    return "a function word" if seen.word in _FUNCTION_WORDS and seen.word != cited else ""
