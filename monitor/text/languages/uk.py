"""Ukrainian: pymorphy3's dictionary if it is installed (extra ``uk``), else a table of forms; names by endings."""

from collections.abc import Iterator, Sequence

from monitor.text.languages.forms import NO_HEADS, Seen, Stems
from monitor.text.languages.slavic import Slavic
from monitor.text.languages.tabled import Tabled
from monitor.text.languages.uk_names import paradigms

_SURNAMES = ("ов", "ев", "єв", "їв", "ін", "їн", "ський", "цький", "зький")


def _more(word: str, known: bool) -> Iterator[str]:
    """Forms by rule: the table lacks some of many words. In a known word і near its end is taken to open ("рік",
    "року": "ріка" is a river)."""
    for stem, tails in paradigms(word):
        if not known or "і" not in word[-3:] or stem != word[: len(stem)]:
            yield from (stem + tail for tail in tails)


DICTIONARY = Slavic(
    "uk",
    paradigms,
    surnames=_SURNAMES,
    letters={"г": "ґ"},
    weighs=False,
    subjects=frozenset({"я", "ти", "він", "вона", "воно", "ми", "ви", "вони", "хто", "який", "яка", "які"}),
)
TABLE = Tabled("uk", _more, heads=NO_HEADS, strict=False, names_by_rule=True)


def inflect(cited: Sequence[str]) -> tuple[Stems, ...]:
    """The stems of each word, by the dictionary or the table."""
    return DICTIONARY.inflect(cited) if DICTIONARY.installed else TABLE.inflect(cited)


def doubt(cited: str, seen: Seen) -> str:
    """A second look, where the dictionary is there to take it."""
    return DICTIONARY.doubt(cited, seen) if DICTIONARY.installed else ""


def collisions(cited: str) -> dict[str, str]:
    """Forms of ``cited`` that are also another word's, where the dictionary is there to know."""
    return DICTIONARY.collisions(cited)
