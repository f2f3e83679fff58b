"""One spelling for the words of dates: any digits, capitals, marks, quotes and spaces become the plainest ones."""

import re
import unicodedata

#: A date is short. What stands further in is not looked at, so hostile text costs nothing.
LONGEST = 240

_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]"
)
_SAME = str.maketrans(
    {
        **dict.fromkeys('’‘‛ʼʻ`´׳″“”«»„"', "'"),
        **dict.fromkeys("‐‑‒–—―−﹣־", "-"),
        **dict.fromkeys("،、؛;؍", ","),
        **dict.fromkeys("∶ː׃٫", ":"),
        **dict.fromkeys("॰۔。।", "."),
        **dict.fromkeys("·•∙⋅|¦│⋮›»►●■◦\u2028\u2029\x85", " "),
        "ı": "i",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ۍ": "ي",
        "ے": "ي",
        "ک": "ك",
        "ګ": "گ",
        "ة": "ه",
        "ە": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ۀ": "ه",
        "ё": "е",
        "×": " ",
    }
)
#: A number, a word (letters of any script with their marks), or one other sign.
PIECE = r"\d+|[a-z\u00aa\u00b5\u00ba\u00c0-\u1fff\u2c00-\u2dff\u2e80-\ud7ff\uf900-\ufdff\ufe70-\ufefe]+|\S"


def simple(text: str) -> str:
    """The first ``LONGEST`` code points in the one spelling all tables of this package are written in."""
    text = unicodedata.normalize("NFKC", text[: 2 * LONGEST].strip()[:LONGEST]).casefold()
    text = _MARKS.sub("", unicodedata.normalize("NFD", text))
    text = unicodedata.normalize("NFC", text.translate(_SAME))
    # After the marks are gone й is и and ї is і: the same in the tables, so nothing is lost.
    return " ".join(text.translate(_PLAIN).split())[:LONGEST]


class _Plain(dict[int, str | None]):
    """Any digit as 0 to 9, any control as a space, nothing for what is not seen. Learned letter by letter."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        value = unicodedata.decimal(letter, -1)
        plain = str(value) if value >= 0 else max(letter, " ")
        found = None if unicodedata.category(letter) == "Cf" else plain
        if len(self) < _MOST_LETTERS:
            self[code] = found
        return found


#: Letters that are remembered: those of all the languages here are some thousand.
_MOST_LETTERS = 10_000
_PLAIN = _Plain()


def language(lang: str) -> str:
    """The primary language of a tag as pages write it: ``kz`` -> ``kk``, ``en_US`` -> ``en``, ``iw`` -> ``he``."""
    first = re.split(r"[-_]", lang.strip().lower(), maxsplit=1)[0][:8]
    return _MEANT.get(first, first)


_MEANT = {
    "kz": "kk",
    "kaz": "kk",
    "ua": "uk",
    "iw": "he",
    "in": "id",
    "jp": "ja",
    "cn": "zh",
    "gr": "el",
    "no": "nb",
    "rus": "ru",
    "eng": "en",
    "ara": "ar",
    "tur": "tr",
    "fas": "fa",
    "per": "fa",
    "dr": "fa",
    "prs": "fa",
    "kg": "ky",
    "cz": "cs",
    "dk": "da",
    "se": "sv",
    "ge": "ka",
    "am": "am",
    "vn": "vi",
    "kr": "ko",
    "by": "be",
    "si": "sl",
}
