"""Which way a text runs is decided by all its words, not by its first letter."""

import unicodedata
from typing import Literal

import regex

#: Words that say nothing about the language round them: addresses, handles, tags of the network.
#: A run is entered at its start only and never given back, or a long word without spaces would cost its square.
_FOREIGN = regex.compile(r"(?:https?://|www\.)\S++|(?<![\w.+-])[\w.+-]++@[\w.-]++|@\w++")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}\u200c\u200d]*+")

#: Languages written from right to left (ISO 639-1 and the 639-3 codes that sources use).
RTL_LANGUAGES = frozenset(
    {"ar", "arc", "azb", "ckb", "dv", "fa", "he", "iw", "ks", "lrc", "mzn", "pnb", "ps", "sd", "ug", "ur", "yi"}
)
#: So much is enough to decide; a book need not be counted.
_ENOUGH = 3_000


def direction(text: str, lang: str = "") -> Literal["ltr", "rtl"]:
    """ "rtl" if at least two words in five run so (one in five when ``lang`` is such a language), else "ltr".

    Arabic news is full of Latin names and English news quotes a word of Arabic: the share decides, addresses
    and handles do not count. A text without letters runs as ``lang`` does.
    """
    expected = lang.lower().replace("_", "-").split("-")[0] in RTL_LANGUAGES
    letters = [word[0] for word in _WORD.findall(_FOREIGN.sub(" ", text[:_ENOUGH]))]
    if not letters:
        return "rtl" if expected else "ltr"
    right = sum(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in letters)
    return "rtl" if right and right * 5 >= len(letters) * (1 if expected else 2) else "ltr"
