"""Languages that inflect here by rule alone: Azerbaijani, Uzbek, Kyrgyz, Turkmen, Tatar, Polish, Italian, Portuguese,
Hindi, Urdu, Bengali.

There is no dictionary and no table behind them (Polish has a list of irregular words): a word takes all endings that
words which end like it may take. So a common word that looks like a form is another one where the text is plainly in
another language.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

import regex as re

from monitor.text.fold import fold_word as fold
from monitor.text.languages import pl, turkic
from monitor.text.languages.capitals import is_acronym
from monitor.text.languages.default import doubt as doubt_anywhere
from monitor.text.languages.default import plain
from monitor.text.languages.elsewhere import plainly_in_another
from monitor.text.languages.forms import Seen, Stem, Stems, Tails
from monitor.text.languages.gather import endings
from monitor.text.languages.ruled_words import NAMES_AND_WORDS

#: Shorter words take no ending here: too many others look like one that does.
_SHORTEST = 3

#: Of a shorter name in a text that has capitals a form in small letters is mostly one of a common word.
_WORDLIKE = 5

#: A word that may take endings: letters, with what Hindi and Uzbek write among them.
_LETTERS = re.compile(r"[\p{L}\p{M}'’ʻʼ‘]+")

#: What a text in one of these may look like the other.
_ALIKE = (frozenset({"az", "uz", "ky", "tk", "tt", "tr", "kk", "ba"}), frozenset({"pl", "cs"}))


class Ruled:
    """One language; ``rules`` gives the stems of a word as cited, each with its endings."""

    def __init__(self, lang: str, rules: Callable[[str], Iterator[Stem]]) -> None:
        self._lang, self._rules = lang, rules
        self._kin = next((family for family in _ALIKE if lang in family), frozenset({lang}))

    def inflect(self, cited: Sequence[str]) -> tuple[Stems, ...]:
        """The stems of each word: those of any language, and those that take endings."""
        return tuple(self._stems(word, in_phrase=len(cited) > 1) for word in cited)

    def _stems(self, word: str, *, in_phrase: bool) -> Stems:
        joins = self._lang in turkic.LANGUAGES  # "AQSHning": an acronym as well
        if len(word) < _SHORTEST or not _LETTERS.fullmatch(word) or (is_acronym(word) and not joins):
            return plain(word)
        ruled = [*self._rules(word)]
        if in_phrase and joins:
            ruled += turkic.bases(self._lang, word)
        return (*plain(word), *(stem for stem in ruled if len(stem.key) >= _SHORTEST - 1))

    def doubt(self, cited: str, seen: Seen) -> str:
        """Why a word is another one: in small letters, and a short name's or one that is a word, too; in letters that
        Polish does not have there; or the text is plainly in another language."""
        if doubted := doubt_anywhere(cited, seen) or self._doubt_of_name(cited, seen):
            return doubted
        if self._lang == "pl" and (doubted := pl.doubt(cited, seen)):
            return doubted
        if fold(seen.word) == fold(cited) or (cited[:1].isupper() and seen.word[:1].isupper()):
            return ""
        elsewhere = plainly_in_another(self._lang, seen)
        return f"a word of {elsewhere}" if elsewhere and elsewhere not in self._kin else ""

    def _doubt_of_name(self, cited: str, seen: Seen) -> str:
        """Why a name is a common word here: that has small letters, in a text that has capitals."""
        if (
            not cited[:1].isupper()
            or seen.word[:1].isupper()
            or seen.text.islower()
            or seen.before.endswith(("#", "@"))
        ):
            return ""
        common = cited.lower() in NAMES_AND_WORDS.get(self._lang, ())
        changed = len(cited) < _WORDLIKE and fold(seen.word) != fold(cited) and not self._of_place(cited, seen)
        return "a small letter: another word" if common or changed else ""  # "dudy" are bagpipes, and nothing of Duda

    def _of_place(self, cited: str, seen: Seen) -> bool:
        """Whether the word is whoever is of a place: "oshlik" of Osh."""
        rest = fold(seen.word).removeprefix(fold(cited))
        return self._lang in turkic.LANGUAGES and rest.startswith(turkic.origins(self._lang))


#: So long words in -o are mostly adjectives and people, who have a feminine ("arrestato", "arrestata").
_LONG = 8
_OF_WOMEN: Tails = endings(feminine="a e as")


def _common(word: str, plurals: Sequence[tuple[str, Tails]]) -> Iterator[Stem]:
    low = word.lower()
    if word != low:
        return
    last, tails = next((last, tails) for last, tails in plurals if low.endswith(last))
    yield Stem(fold(low[: len(low) - len(last)]), tails)
    if low[-1] == "o" and len(low) >= _LONG:
        yield Stem(fold(low[:-1]), _OF_WOMEN)


#: Words in -a that have a plural in -i: giornalista, omicida, problema, programma, pilota, atleta, pirata, papa; arma.
_MEN = (
    "ista",
    "cida",
    "ema",
    "amma",
    "oma",
    "auma",
    "lima",
    "lota",
    "iota",
    "leta",
    "oeta",
    "neta",
    "pirata",
    "iarda",
    "papa",
    "arma",
)
_OF_MEN: Tails = endings(plural="i")


def _italian(word: str) -> Iterator[Stem]:
    """Plurals of common words; long ones in -o are also women's."""
    yield from _common(word, _ITALIAN)
    if word.islower() and word.endswith(_MEN):
        yield Stem(fold(word[:-1]), _OF_MEN)


_ITALIAN: tuple[tuple[str, Tails], ...] = (
    ("cia", endings(cited="cia", plural="ce cie")),
    ("gia", endings(cited="gia", plural="ge gie")),
    ("arca", endings(cited="arca", plural="archi arche")),
    ("llega", endings(cited="llega", plural="lleghi lleghe")),
    ("ca", endings(cited="ca", plural="che")),
    ("ga", endings(cited="ga", plural="ghe")),
    ("co", endings(cited="co", plural="ci chi")),
    ("ologo", endings(cited="ologo", plural="ologi ologhi")),
    ("go", endings(cited="go", plural="ghi")),
    ("io", endings(cited="io", plural="i ii")),
    ("tore", endings(cited="tore", plural="tori", feminine="trice trici")),
    ("o", endings(cited="o", plural="i")),
    ("a", endings(cited="a", plural="e")),  # "porti" are no "porte"
    ("e", endings(cited="e", plural="i")),
    ("", {}),
)


def _portuguese(word: str) -> Iterator[Stem]:
    """Plurals of common words; long ones in -o are also women's."""
    yield from _common(word, _PORTUGUESE)


_PORTUGUESE: tuple[tuple[str, Tails], ...] = (
    ("ão", endings(cited="ao", plural="oes aes aos")),
    ("al", endings(cited="al", plural="ais")),
    ("el", endings(cited="el", plural="eis")),
    ("ol", endings(cited="ol", plural="ois")),
    ("ul", endings(cited="ul", plural="uis")),
    ("il", endings(cited="il", plural="is eis")),
    ("m", endings(cited="m", plural="ns")),
    ("ês", endings(cited="es", plural="eses", feminine="esa esas")),
    ("dor", endings(cited="dor", plural="dores", feminine="dora doras")),
    ("r", endings(cited="r", plural="res")),
    ("z", endings(cited="z", plural="zes")),
    ("o", endings(cited="o", plural="os")),
    ("", endings(cited="-", plural="s")),
)

#: Hindi and Urdu: how a noun ends -> its direct plural and what stands before a postposition.
_HINDI: tuple[tuple[str, Tails], ...] = (
    ("ा", endings(cited="ा", oblique_or_plural="े", plural_oblique="ों", plural="ाएं ाएँ")),
    ("ी", endings(cited="ी", plural="ियां ियाँ", plural_oblique="ियों")),
    ("ि", endings(cited="ि", plural="ियां ियाँ", plural_oblique="ियों")),
    ("ू", endings(cited="ू", plural_oblique="ुओं")),
    ("ु", endings(cited="ु", plural_oblique="ुओं")),
    ("", endings(cited="-", plural="ें", plural_oblique="ों")),
)
_URDU: tuple[tuple[str, Tails], ...] = (
    ("ہ", endings(cited="ہ", oblique_or_plural="ے", plural_oblique="وں")),
    ("ا", endings(cited="ا", oblique_or_plural="ے", plural_oblique="وں")),
    ("ی", endings(cited="ی", plural="یاں", plural_oblique="یوں")),
    ("", endings(cited="-", plural="یں ات", plural_oblique="وں")),
)
_BENGALI: Tails = endings(
    cited="-", genitive="র ের য়ের", locative="ে তে য় ়ে", dative="কে", plural="রা েরা গুলো গুলি", plural_genitive="দের েদের",
    definite="টি টা", emphatic="ই ও",
)  # fmt: skip


def _by_last(endings_of: Sequence[tuple[str, Tails]], word: str) -> Iterator[Stem]:
    last, tails = next((last, tails) for last, tails in endings_of if word.endswith(last))
    stem = fold(word[: len(word) - len(last)])
    yield Stem(stem, {fold(tail): how for tail, how in tails.items()})


def _bengali(word: str) -> Iterator[Stem]:
    yield Stem(fold(word), {fold(tail): how for tail, how in _BENGALI.items()})


_RULES: dict[str, Callable[[str], Iterator[Stem]]] = {
    **{lang: partial(turkic.stems, lang) for lang in turkic.LANGUAGES},
    "pl": pl.stems,
    "it": _italian,
    "pt": _portuguese,
    "hi": partial(_by_last, _HINDI),
    "ur": partial(_by_last, _URDU),
    "bn": _bengali,
}


@cache
def ruled(lang: str) -> Ruled:
    """The language of a code among ``RULED``."""
    return Ruled(lang, _RULES[lang])
