"""Persian: plural, ezafe, indefinite and pronoun endings by rule (joined or after a half space); plurals of a table."""
# ruff: noqa: SIM905  a list of words reads best as it is

from collections.abc import Sequence

from monitor.text.fold import fold_word as fold
from monitor.text.languages.forms import NO_HEADS, Seen, Stem, Stems, Tails
from monitor.text.tables import forms_of

_PRONOUNS = ("م", "ت", "ش", "مان", "تان", "شان", "ام", "ات", "اش")
_PLURALS = ("ها", "های", "هایی")


def _tails() -> Tails:
    tails = {"": "", "ی": "indefinite or ezafe", "ای": "indefinite", "یی": "indefinite", "ان": "plural", "را": "object"}
    tails |= dict.fromkeys(_PLURALS, "plural")
    tails |= dict.fromkeys(_PRONOUNS, "with a pronoun")
    tails |= {plural + pronoun: "plural with a pronoun" for plural in ("ها", "های") for pronoun in _PRONOUNS}
    tails |= dict.fromkeys(("تر", "ترین"), "comparative")
    return {fold(tail): how for tail, how in tails.items()}


_TAILS = _tails()
#: Of a word of three letters or fewer only the plain plural and what is not easily part of another word.
_FEW: Tails = {
    fold(tail): how for tail, how in {"": "", "ی": "ezafe", "ها": "plural", "های": "plural", "هایی": "plural"}.items()
}
_FUNCTION_WORDS = frozenset(
    map(fold, "و در به از که این را با است برای آن یک خود تا کرد بر هم نیز می شد ها ما اما یا".split())
)


def inflect(cited: Sequence[str]) -> tuple[Stems, ...]:
    """The stems of each word. Half spaces fold away, so that endings are found joined and half joined."""
    return tuple(_stems(word) for word in cited)


def _stems(word: str) -> Stems:
    key = fold(word)
    stems = [Stem(key, _TAILS if len(key) > 3 else _FEW, NO_HEADS)]
    for form in forms_of("fa", word):
        other = fold(form)
        if not other.startswith(key) and len(other) > 2:
            stems.append(Stem(other, {"": "broken plural", fold("ی"): "broken plural, ezafe"}))
    return tuple(stems)


def doubt(cited: str, seen: Seen) -> str:
    """Function words are themselves."""
    return "a function word" if fold(seen.word) in _FUNCTION_WORDS and fold(seen.word) != fold(cited) else ""
