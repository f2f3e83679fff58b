"""Ukrainian: pymorphy3's dictionary if it is installed (extra ``uk``), else a table of forms; names by endings."""
# ruff: noqa: E501, SIM905  a list of words reads best as it is

from collections.abc import Iterator, Sequence

from monitor.text.fold import fold_word as fold
from monitor.text.languages.capitals import acronym_in_small_letters
from monitor.text.languages.forms import NO_HEADS, Seen, Stems
from monitor.text.languages.slavic import Slavic
from monitor.text.languages.tabled import Tabled
from monitor.text.languages.uk_names import paradigms
from monitor.text.tables import forms_of

_SURNAMES = ("ов", "ев", "єв", "їв", "ін", "їн", "ський", "цький", "зький")


def _more(word: str, known: bool) -> Iterator[str]:
    """Forms by rule: the table lacks some of many words. In a known word і near its end is taken to open ("рік",
    "року": "ріка" is a river)."""
    for stem, tails in paradigms(word):
        if not known or "і" not in word[-3:] or stem != word[: len(stem)]:
            # nobody calls a thing, and "стане" (will become) is no "стан"
            yield from (stem + tail for tail, how in tails.items() if not (known and how == "vocative"))


#: Places that are forms of common words in small letters.
_PLACES = frozenset("газа куба суми рівне ізюм лиман чад перу галич".split())

DICTIONARY = Slavic(
    "uk",
    paradigms,
    surnames=_SURNAMES,
    letters={"г": "ґ"},
    weighs=False,
    places=_PLACES,
    subjects=frozenset({"я", "ти", "він", "вона", "воно", "ми", "ви", "вони", "хто", "який", "яка", "які"}),
)
TABLE = Tabled("uk", _more, heads=NO_HEADS, strict=False, names_by_rule=True)


def inflect(cited: Sequence[str]) -> tuple[Stems, ...]:
    """The stems of each word, by the dictionary or the table."""
    return DICTIONARY.inflect(cited) if DICTIONARY.installed else TABLE.inflect(cited)


def doubt(cited: str, seen: Seen) -> str:
    """Words of grammar are themselves; more is asked where the dictionary is there to answer."""
    written = fold(seen.word)
    if written in _FUNCTION_WORDS and written != fold(cited):
        return "a function word"
    if DICTIONARY.installed:
        return DICTIONARY.doubt(cited, seen)
    place = cited[:1].isupper() and fold(cited) in _PLACES
    if place and seen.word[:1].islower() and not seen.text.islower():
        return "a small letter: another word"
    common = acronym_in_small_letters(cited, seen) and (len(cited) == 2 or forms_of("uk", cited.lower()))
    return "small letters: another word" if common else ""


#: Words of grammar, and the commonest verbs, that look like forms of nouns ("том", "тому"; "стан", "стане").
_FUNCTION_WORDS = frozenset(
    (
        "тому того тим тих той та те ті так там тут коли мов ніби якщо але або чи що щоб при про під над за до від без для"
        " між через після перед поки знову майже навіть проте отже чому кому чого нас вас них ним ній мене тебе себе йому"
        " його її їх їй їм ми ви він вона воно вони це цей ця ці цього цьому цим цих як який яка яке які якого якому де"
        " куди звідки є був була було були буде будуть бути стане стали стала стало стати може можуть має мають мала мали"
        " мало мати дала дали дати лише тільки вже ще теж також не ні на у в з із зі і й а о об по"
    ).split()
)


def collisions(cited: str) -> dict[str, str]:
    """Forms of ``cited`` that are also another word's, where the dictionary is there to know."""
    return DICTIONARY.collisions(cited)
