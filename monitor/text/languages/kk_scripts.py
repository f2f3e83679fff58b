"""Kazakh words in other letters: Latin (of 2021, of 2018, as people type it and as Turkish has it), Arabic, and Russian
Cyrillic."""

import re
from collections.abc import Mapping

from monitor.text.fold import fold
from monitor.text.languages.forms import Heads


def _folded(letters: Mapping[str, str]) -> dict[int, str]:
    """A table from folded letters to folded letters."""
    return str.maketrans({letter: fold(other) for letter, other in letters.items()})


_ARABIC = _folded(
    {
        "а": "ا", "ә": "ا", "б": "ب", "в": "ۆ", "г": "گ", "ғ": "ع", "д": "د", "е": "ە", "ж": "ج", "з": "ز", "и": "ي",
        "й": "ي", "к": "ك", "қ": "ق", "л": "ل", "м": "م", "н": "ن", "ң": "ڭ", "о": "و", "ө": "و", "п": "پ", "р": "ر",
        "с": "س", "т": "ت", "у": "ۋ", "ұ": "ۇ", "ү": "ۇ", "ф": "ف", "х": "ح", "һ": "ھ", "ц": "تس", "ч": "چ", "ш": "ش",
        "щ": "شش", "ы": "ى", "і": "ى", "э": "ە", "ю": "يۋ", "я": "يا", "ь": "", "ъ": "",
    }
)  # fmt: skip
#: The hamza that makes a word soft stands before it, and is often left out.
ARABIC_HEADS: Heads = {"": "", "ء": ""}

_COMMON = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ж": "j", "з": "z", "и": "i", "к": "k",
    "қ": "q", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ф": "f",
    "х": "h", "һ": "h", "ц": "ts", "э": "e", "ь": "", "ъ": "", "ә": "a", "ө": "o", "ү": "u", "ұ": "u", "щ": "şş",
}  # fmt: skip
#: After folding, accents are gone: only what differs then is told apart here.
_LATIN = tuple(
    _folded(_COMMON | letters)
    for letters in (
        {"й": "i", "у": "u", "ы": "y", "і": "i", "ш": "s", "ч": "c", "ю": "iu", "я": "ia"},
        {"й": "i", "у": "y", "ы": "y", "і": "i", "ш": "sh", "ч": "ch", "ю": "iu", "я": "ia"},
        {"й": "y", "у": "u", "ы": "y", "і": "i", "ш": "sh", "ч": "ch", "ю": "yu", "я": "ya", "щ": "sh"},
        {"й": "y", "у": "w", "ы": "ı", "і": "i", "ш": "s", "ч": "c", "ю": "yw", "я": "ya"},
    )
)
#: "Назарбаев": after a vowel some write what they hear before е, نازاربايەۆ.
_AFTER_VOWEL = re.compile("(?<=[аәоөұүыіэ])е")
_BARE = str.maketrans("әғқңөұүһі", "агкноуухи")


def in_arabic(word: str) -> str:
    """A word of folded letters in the Arabic ones of Kazakhs in China, without the hamza before soft words."""
    return word.translate(_ARABIC)


def as_heard(word: str) -> str:
    """A word of folded Cyrillic letters with the й that is heard in it and not written: "назарбайев"."""
    return _AFTER_VOWEL.sub("йе", word)


#: How many Latin spellings there are, the official ones first.
LATIN_SPELLINGS = len(_LATIN)


def in_latin(word: str, spelling: int) -> str:
    """A word of folded letters in Latin ones, by one of the alphabets."""
    return word.translate(_LATIN[spelling])


def in_other_letters(text: str) -> frozenset[str]:
    """Folded Cyrillic words in Arabic letters and in each of the Latin alphabets, folded."""
    return frozenset({in_arabic(text), *(in_latin(text, number) for number in range(LATIN_SPELLINGS))})


def without_kazakh_letters(word: str) -> str:
    """A word of folded letters as typed on a Russian keyboard."""
    return word.translate(_BARE)
