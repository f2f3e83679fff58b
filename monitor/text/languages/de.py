"""German: a table of forms; genitives, plurals and adjective endings by rule for what it lacks; ae for ä."""
# ruff: noqa: SIM905  a list of words reads best as it is

from collections.abc import Iterator, Sequence
from functools import lru_cache

from monitor.text.fold import fold_word as fold
from monitor.text.languages.de_parts import FIRST_PARTS, OF_NOUN
from monitor.text.languages.elsewhere import plainly_in_another
from monitor.text.languages.forms import NO_HEADS, Seen, Stem, Stems, Tails
from monitor.text.languages.tabled import Tabled
from monitor.text.tables import forms_of

_ADJECTIVAL = ("e", "en", "em", "er", "es")
_ADJECTIVES = ("isch", "lich", "ig", "bar", "sam", "haft", "los", "iv", "ell")
#: What a name is joined to without a hyphen: "Gazastreifen", "Irankrieg", "Chinapolitik".
_JOINED = (
    "streifen krieg konflikt krise politik strategie sanktion abkommen vertrag reise besuch gipfel"
    " konferenz wahl frage hilfe experte expertin kenner beauftragter beauftragte gesandter gesandte"
    " einsatz mission korrespondent flüchtling affäre skandal verhandlung gespräch plan deal debatte"
    " anhänger gegner berater zoll zölle geschäft"
).split()
_OF_NAME: dict[str, str] = {
    fold(part + ending): "joined to another word" for part in _JOINED for ending in ("", "s", "es", "e", "en", "n")
}
_OF_LONG_NAME: Tails = _OF_NAME | OF_NOUN
_SHORTEST_NAME = 4
_SHORTEST_JOINED = 5
_AGREEING: Tails = dict.fromkeys(_ADJECTIVAL, "agreeing")


def _rules(word: str, known: bool) -> Iterator[str]:
    if not word.endswith(("s", "ß", "x", "z")):
        yield word + "s"  # a name's genitive
    if word.endswith("e"):
        yield word + "n"  # "Niederlande"
    if word.endswith(_ADJECTIVES) or (known and {word + "en", word + "es", word + "e"} & set(forms_of("de", word))):
        yield from (word + ending for ending in _ADJECTIVAL)
    if known:
        yield from _agreeing_noun(word.capitalize())
        if word + "s" in map(str.lower, forms_of("de", word.capitalize())) and not word.endswith(
            ("el", "er", "en", "e")
        ):
            yield word + "es"
        return
    if word.endswith(("el", "er")):
        yield word + "n"
    elif word.endswith(("ung", "heit", "keit", "schaft", "ion", "tät", "ist", "ent", "ant")):
        yield word + "en"
    elif not word.endswith((*_ADJECTIVES, "e")):
        yield from (word + ending for ending in ("es", "en", "e"))


def _agreeing_noun(word: str) -> Iterator[str]:
    """All forms of an adjective that is a noun ("Verletzter", "Tote"): the table has some of each."""
    for cited in (word, word + "r"):
        stem = cited.removesuffix("er")
        if stem != cited and stem + "em" in forms_of("de", cited):
            yield from (stem + ending for ending in _ADJECTIVAL)


#: No elision, and nouns bear capitals anyway: a capital tells nothing.
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_GERMAN = Tabled("de", _rules, heads=NO_HEADS, strict=False, letters="äöüß", written_out=_UMLAUTS)


def doubt(cited: str, seen: Seen) -> str:
    """A noun in small letters is a verb or an adjective if the table has one, in a text with capitals ("kriegen")."""
    written = seen.word
    if cited[:1].isupper() and written[:1].islower():
        if not seen.text.islower() and _is_no_noun(written):
            return "a small letter: another word"
        if elsewhere := plainly_in_another("de", seen):
            return f"a word of {elsewhere}"  # "syrien", "libyen" and "italien" are French adjectives
    if fold(written)[:3] != fold(cited)[:3] and _joins(cited):
        return ""  # joined to another word: "Schwerverletzte"
    return _GERMAN.doubt(cited, seen)


def _is_name(word: str) -> bool:
    """Whether a word with a capital is a name: it has no plural, at most a genitive in -s."""
    name = word[:1].isupper() and not word.isupper() and len(word) >= _SHORTEST_NAME
    return name and not any(form.endswith(("e", "n", "r")) for form in forms_of("de", word))


def _joins(word: str) -> bool:
    """Whether a word is a noun that is told by its letters in a compound too; shorter ones stand in any word."""
    return word[:1].isupper() and not word.isupper() and len(word) >= _SHORTEST_JOINED


@lru_cache(maxsize=4096)
def _is_no_noun(written: str) -> bool:
    """Whether a word in small letters is a form of one that the table has in small letters."""
    cuts = [written[: len(written) - cut] for cut in range(3)]
    lemmas = (*cuts, written + "n", *(stem + "en" for stem in cuts))
    return any(lemma == written or written in forms_of("de", lemma) for lemma in lemmas if forms_of("de", lemma))


def inflect(cited: Sequence[str]) -> tuple[Stems, ...]:
    """The stems of each word. What stands before the last word of a phrase and ends like an adjective agrees
    ("Weißes Haus", "im Weißen Haus")."""
    stems: list[Stems] = []
    if len(cited) == 1 and _is_name(cited[0]):
        more = _OF_LONG_NAME if _joins(cited[0]) else _OF_NAME
        return ((*_GERMAN.inflect(cited)[0], Stem(fold(cited[0]), more)),)
    if len(cited) == 1 and _joins(cited[0]):
        joined = (Stem(stem.key, stem.tails, FIRST_PARTS) for stem in _GERMAN.inflect(cited)[0])
        return ((*joined, Stem(fold(cited[0]), OF_NOUN)),)
    for word, found in zip(cited, _GERMAN.inflect(cited), strict=True):
        low = word.lower()
        ending = next((each for each in ("es", "er", "en", "em", "e") if low.endswith(each)), "")
        if len(stems) + 1 < len(cited) and ending and len(low) > len(ending) + 2:
            stems.append((*found, Stem(fold(low[: -len(ending)]), _AGREEING)))
        elif word == low and not forms_of("de", low):
            stems.append((*found, Stem(fold(low), _AGREEING)))  # no noun, as it has no capital
        else:
            stems.append(found)
    return tuple(stems)
