"""Which way a text runs is decided by all its words, not by its first letter."""

from typing import Literal

import regex

#: Words that say nothing about the language round them: addresses, handles, tags of the network.
#: A run is entered at its start only and never given back, or a long word without spaces would cost its square.
_FOREIGN = regex.compile(r"(?:https?://|www\.)\S++|(?<![\w.+-])[\w.+-]++@[\w.-]++|@\w++")
_WORD = regex.compile(r"[\p{L}\p{M}\u200c\u200d]+")
_RIGHT_TO_LEFT = regex.compile(r"[\p{bc=R}\p{bc=AL}]")
_LETTER = regex.compile(r"\p{L}")

#: Languages written from right to left (ISO 639-1 and the 639-3 codes that sources use).
RTL_LANGUAGES = frozenset(
    {"ar", "arc", "azb", "ckb", "dv", "fa", "he", "iw", "ks", "lrc", "mzn", "pnb", "ps", "sd", "ug", "ur", "yi"}
)
#: So many words are enough to decide; a book need not be counted.
_ENOUGH = 400


def direction(text: str, lang: str = "") -> Literal["ltr", "rtl"]:
    """ "rtl" if at least two words in five run so (one in five when ``lang`` is such a language), else "ltr".

    Arabic news is full of Latin names and English news quotes a word of Arabic: the share decides, addresses
    and handles do not count. A text without letters runs as ``lang`` does.
    """
    expected = lang.lower().replace("_", "-").split("-")[0] in RTL_LANGUAGES
    words = right = 0
    for word in _WORD.finditer(_FOREIGN.sub(" ", text[:20_000])):
        letter = _LETTER.search(word.group())
        if letter is None:
            continue
        words += 1
        right += _RIGHT_TO_LEFT.match(letter.group()) is not None
        if words == _ENOUGH:
            break
    if not words:
        return "rtl" if expected else "ltr"
    return "rtl" if right * 5 >= words * (1 if expected else 2) and right else "ltr"
