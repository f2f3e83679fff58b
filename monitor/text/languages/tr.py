"""Turkish: a grammar of its own. A stem takes plural, possessive, case, -ki and copula in harmony with its last vowel;
names take them after an apostrophe, or without one."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from monitor.text.fold import fold_word as fold
from monitor.text.languages.capitals import acronym_in_small_letters, is_acronym
from monitor.text.languages.forms import Seen, Stem, Stems, Tails
from monitor.text.languages.tr_words import DOUBLING, ELIDING, FUNCTION_WORDS, NAMES_AND_WORDS, VOICING
from monitor.text.tables import forms_of

#: After folding ı is i, ü is u and ö is o: harmony has two low and two high vowels left.
_HIGH = {"a": "i", "i": "i", "e": "i", "o": "u", "u": "u"}
_VOICED = {"p": "b", "t": "d", "k": "g"}
_CASED = re.compile(r"[.!?…:;\n]\s*[\"'“”«»‘’(]*\s*$")


def inflect(cited: Sequence[str]) -> tuple[Stems, ...]:
    """The stems of each word; a word of a phrase may be a form itself, and stands for all forms of its base."""
    return tuple(tuple(_stems(word, in_phrase=len(cited) > 1)) for word in cited)


def _stems(word: str, *, in_phrase: bool) -> Iterator[Stem]:
    yield from stems_of(word)
    if in_phrase:
        for base in _bases(word):
            yield from stems_of(base)


@cache
def stems_of(word: str) -> Stems:
    """The stems of one word by the grammar alone."""
    return tuple(_of(word))


def _of(word: str) -> Iterator[Stem]:
    key = fold(word)
    vowels = sum(letter in _HIGH for letter in key)
    lows, high = _harmony(word)
    ends_in_vowel = key[-1:] in _HIGH
    if is_acronym(word):
        yield Stem(key, _of_acronym())
        return
    tails = _of_name if word[:1].isupper() else tails_of
    yield Stem(key, tails(ends_in_vowel, lows, high))
    if key[-1:] in _VOICED and len(key) > 2 and (vowels > 1 or key in VOICING):
        yield Stem(key[:-1] + _VOICED[key[-1]], _after_voicing(lows, high))
    if ends_in_vowel and key[-1] in "iu" and len(key) > 7:
        yield Stem(key[:-1], _plural_of_third(lows))  # "cumhurbaşkanı", "cumhurbaşkanları"
    if key in ELIDING:
        for last in dict.fromkeys((key[-1], _VOICED.get(key[-1], key[-1]))):  # "vakti", "kaydı"
            yield Stem(key[:-2] + last, _after_voicing(lows, high))
    if key in DOUBLING:
        yield Stem(DOUBLING[key], _after_voicing(lows, high))


_UNVOICED = {"b": "p", "d": "t", "ğ": "k", "g": "k", "c": "ç"}


def _bases(word: str) -> Iterator[str]:
    """What ``word`` may be a form of. In a phrase such a guess is safe: its other words must stand there too."""
    word = word.replace("'", "").replace("’", "")
    for end in range(len(word) - 1, 2, -1):
        last = word[end - 1]
        for base in dict.fromkeys((word[:end], word[: end - 1] + _UNVOICED.get(last, last))):
            if any(
                fold(word).startswith(stem.key) and stem.tails.get(fold(word)[len(stem.key) :])
                for stem in stems_of(base)
            ):
                yield base


def _harmony(word: str) -> tuple[str, str]:
    """(low vowels, high vowels) of the endings. Folded i may be ı: both low vowels then, unless the word says."""
    low = word.lower().replace("İ".lower(), "i")
    for letter in reversed(low):
        if letter in "aıou":
            return ("ae" if letter in "aou" and word[:1].isupper() else "a"), "iu" if letter in "ou" else "i"
        if letter in "eiöü":
            return "e", "iu" if letter in "öü" else "i"
    return "ae", "iu"


class _Apostrophed(dict[str, str]):
    """Endings that may have one apostrophe anywhere: "Akorda'nın", "Bakanlığı'na"."""

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]  # only this signature is used
        return dict.get(self, key.replace("'", "", 1), default)


class _OfName(_Apostrophed):
    """Endings of a name: after an apostrophe any short one, as it is spoken ("Google'ın", "Bordeaux'ya")."""

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]  # only this signature is used
        found = super().get(key)
        if found is None and key[:1] == "'" and 1 < len(key) <= _LONGEST_ENDING and key[1:].isalpha():
            return "ending after an apostrophe"
        return default if found is None else found


#: The apostrophe with it: "'nunkiler".
_LONGEST_ENDING = 9


@cache
def _of_name(ends_in_vowel: bool, lows: str, highs: str) -> Tails:
    return _OfName(tails_of(ends_in_vowel, lows, highs))


@cache
def _of_acronym() -> Tails:
    """Endings of an acronym, which is read letter by letter: "ABD'nin", "PKK'nın", "TBMM'ye"."""
    return _OfName({**tails_of(False, "ae", "iu"), **tails_of(True, "ae", "iu")})


@cache
def tails_of(ends_in_vowel: bool, lows: str, highs: str) -> Tails:
    """All endings, folded."""
    tails = _Apostrophed({"": ""})
    for low in lows:
        for high in highs:
            for tail, how in _chains(ends_in_vowel, low, high):
                tails.setdefault(tail, how)
    return tails


@cache
def _after_voicing(lows: str, highs: str) -> Tails:
    """Endings that begin with a vowel."""
    return _Apostrophed({tail: how for tail, how in tails_of(False, lows, highs).items() if tail[:1] in _HIGH})


@cache
def _after_third(lows: str, highs: str) -> Tails:
    """Endings after "his": "Kurulu", "Kurulunun", "Kurulu'na"."""
    tails = _Apostrophed({"": ""})
    for low in lows:
        for high in highs:
            tails.update(_cases_after_third(low, high))
    return tails


@cache
def _plural_of_third(lows: str) -> Tails:
    """Plural endings of a compound that is cited with its possessive."""
    return _Apostrophed(
        {f"l{low}ri{tail}": f"plural {how}".strip() for low in lows for tail, how in _after_third(low, "i").items()}
    )


def _chains(vowel: bool, low: str, high: str) -> Iterator[tuple[str, str]]:
    yield from _cases(vowel, low, high)
    yield from _possessed(vowel, low, high)
    plural = f"l{low}r"
    yield plural, "plural"
    for tail, how in (*_cases(False, low, "i"), *_possessed(False, low, "i")):
        yield plural + tail, f"plural {how}"


def _cases(vowel: bool, low: str, high: str) -> Iterator[tuple[str, str]]:
    glide, n = ("y", "n") if vowel else ("", "")
    yield glide + high, "accusative"
    yield glide + low, "dative"
    yield f"{n}{high}n", "genitive"
    yield f"{'y' if vowel else ''}l{low}", "with"
    for voice in "dt":
        locative = voice + low
        yield locative, "locative"
        yield locative + "n", "ablative"
        yield from ((locative + tail, "locative attribute") for tail in ("ki", f"kil{'e'}r", "kinin", "kine", "kini"))
        yield f"{voice}{high}r", "copula"
    yield f"c{low}", "by"
    yield f"{'y' if vowel else ''}di", "was"
    yield f"{n}{high}nki", "belonging to"
    yield from ((f"{glide}{high}{person}", "copula") for person in ("m", "z"))


def _possessed(vowel: bool, low: str, high: str) -> Iterator[tuple[str, str]]:
    link = "" if vowel else high
    for ending, person in (
        (f"{link}m", "my"),
        (f"{link}n", "your"),
        (f"{link}m{high}z", "our"),
        (f"{link}n{high}z", "your"),
    ):
        yield ending, f"possessive ({person})"
        yield from ((ending + tail, f"possessive ({person}) {how}") for tail, how in _cases(False, low, high))
    third = ("s" if vowel else "") + high
    yield third, "possessive (his)"
    yield from ((third + tail, f"possessive (his) {how}") for tail, how in _cases_after_third(low, high))


def _cases_after_third(low: str, high: str) -> Iterator[tuple[str, str]]:
    yield f"n{high}", "accusative"
    yield f"n{low}", "dative"
    yield f"n{high}n", "genitive"
    yield f"yl{low}", "with"
    yield f"nd{low}", "locative"
    yield f"nd{low}n", "ablative"
    yield from ((f"nd{low}{tail}", "locative attribute") for tail in ("ki", "kiler", "kinin"))
    yield f"d{high}r", "copula"
    yield f"nc{low}", "by"
    yield f"y{high}m", "copula"


def doubt(cited: str, seen: Seen) -> str:
    """Function words are themselves; a capital within a sentence is a name; ı and i differ where a writer has both."""
    written = seen.word
    low = written.replace("İ", "i").replace("I", "ı").lower() if not written.islower() else written
    if acronym_in_small_letters(cited, seen) and not _like_acronym(cited, seen):
        return "small letters: another word"
    if fold(written) != fold(cited) and low in FUNCTION_WORDS:
        return "a function word"
    if fold(written) != fold(cited) and len(cited) < 4 and cited.islower() and _is_name_here(seen):
        return "a name"
    common = len(cited) < 5 or fold(cited) in NAMES_AND_WORDS
    if cited[:1].isupper() and written[:1].islower() and not seen.text.islower() and common:
        return "a small letter: another word"
    other = forms_of("tr.other", low)
    if other and "'" not in low and _bare(cited.lower()) not in map(_bare, other) and fold(low) != fold(cited):
        rest = [base for base in other if not _made_of(cited, base)]
        if rest:
            return "another word: " + rest[0]
    if _FOREIGN.search(low[len(cited) - 1 :]) and not _FOREIGN.search(cited.lower()):
        return "other letters: another word"  # "Taizé" is no dative of Taiz
    return "" if _same_letters(cited, low, seen) else "other letters: another word"


@cache
def _made_of(cited: str, base: str) -> bool:
    """Whether ``cited`` is a word made of ``base``, and none of its forms ("çöküş" of "çök", "oyuncu" of "oyun"; but
    "ayı" of "ay"): what is written as a form of it is no form of the shorter one."""
    word, key = fold(cited), fold(base)
    for stem in (key, key[:-1] + _VOICED.get(key[-1:], key[-1:])):
        if word != stem and word.startswith(stem):
            forms = stems_of(base)
            return not any(word.startswith(one.key) and one.tails.get(word[len(one.key) :]) for one in forms)
    return False


def _like_acronym(cited: str, seen: Seen) -> bool:
    """Whether an acronym without its capitals may still be it: "abd'nin" in a text without any, "Nato", "Uefa'nın"."""
    written = seen.word.replace("’", "'")
    if len(cited) == 2 or written[:1].islower():
        return len(cited) > 2 and seen.text.islower()
    return len(cited) > _WORDLIKE or len(written.partition("'")[0]) == len(cited)


#: Longer acronyms look like no other word with an ending.
_WORDLIKE = 3


def _is_name_here(seen: Seen) -> bool:
    """Whether the word has a capital that no sentence's beginning explains."""
    before = seen.text[max(0, seen.start - 8) : seen.start]
    capital = seen.word[:1].isupper() and not seen.word.isupper()
    return capital and bool(before.strip()) and not _CASED.search(before)


_TURKISH_LETTERS = re.compile("[ıİşŞğĞçÇöÖüÜ]")


#: What no Turkish ending is written with.
_FOREIGN = re.compile("[áàãåäéèêëíìïñóòôõúùæœßăąćčďęěłńňřśťůýźž]")

_BARE = str.maketrans("âîû", "aiu")
#: "kâr" is profit, and "kar" snow.
_SHORTEST_BARE = 4


def _bare(word: str) -> str:
    """ "hâkim" is written "hakim" as well; but "kâr" is profit, and "kar" snow."""
    return word.translate(_BARE)


def _same_letters(cited: str, low: str, seen: Seen) -> bool:
    """Whether ı, ş, ğ, ç, ö, ü stand where the citation has them, if the text has such letters at all."""
    if not _TURKISH_LETTERS.search(seen.text):
        return True
    name = seen.word.replace("’", "'").partition("'")[0]
    if len(cited) > 3 and cited[:1].isupper() and name[:1].isupper() and name.isascii():
        return True  # "Erdogan'ın": as others write a name
    stem = cited.replace("İ", "i").replace("I", "ı").lower()[:-1]
    if len(stem) >= _SHORTEST_BARE - 1:
        low, stem = _bare(low), _bare(stem)
    return low.startswith(stem) or fold(stem) != fold(low[: len(stem)])
