"""How Russian writes a name of the West: by its sound in its own language, not letter by letter. Spohr is Шпор.

The rules are those of practical transcription (R. S. Gilyarevsky and B. A. Starostin, "Foreign names in Russian text",
1985; D. I. Yermolovich, "Proper names at the crossing of languages", 2001), as far as letters alone give them. Kazakh
and Kyrgyz write such names as Russian does.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from monitor.text.data import read_text

#: A name from the East that is written by its letters in these languages: Lavrov, Zelensky, Shevchenko. German and
#: Polish write such a name by its sound.
_EASTERN = re.compile("(?:[oei]va?|[sc]k(?:y|i|aya|aia|aja)|enko|chuk|vich|yan|shvili|dze|bek|bay|uly|zhan)$")
_BY_LETTERS = frozenset({"en", "fr", "es", "it", "pt"})

#: Letters that part the words of a name; they stay.
_PARTED = re.compile(r"([ \-’'])")


def in_russian(name: str, source: str) -> tuple[str, ...]:
    """The ways in which Russian may write a name of ``source`` (ISO 639-1), the likelier first; () without rules for
    it, and for a name whose ending shows that it comes from the East. English, whose letters tell little, has two."""
    found = (each.translate(_AS_RUSSIAN) for each in _sounds(name, source))
    return tuple(dict.fromkeys(_with_capitals(each) for each in found))


def heard(name: str, source: str) -> tuple[str, ...]:
    """The same in Latin letters of which each has one sound: Spohr is Shpor. For letters that Russian does not have."""
    found = []
    for each in _sounds(name, source):
        once = re.sub(r"([бвгдзклмнпрстф])\1", r"\1", each)
        found.append(
            _with_capitals("".join(_SOUNDS.get(letter, letter) for letter in _Y.sub(r"\1", once).replace("ей", "и")))
        )
    return tuple(dict.fromkeys(found))


def _sounds(name: str, source: str) -> tuple[str, ...]:
    """A name by the rules, in small letters: those of Russian, and four of our own (see the table)."""
    small = unicodedata.normalize("NFC", name).replace("İ", "i").lower()
    eastern = source in _BY_LETTERS and any(map(_EASTERN.search, small.split(" ")))
    if eastern or source not in _tables():
        return ()
    tables = ("en", "en-plain") if source == "en" else (source,)
    return tuple("".join(_word(part, table) for part in _PARTED.split(small)) for table in tables)


_AS_RUSSIAN = str.maketrans("ҳўҫӓ", "хусе")

#: ль before a vowel: Villalobos is heard as Viyalobos.
_Y = re.compile("ль([яеёию])")
_SOUNDS = dict(
    re.findall(
        r"(\w):(\w*)",
        "а:a б:b в:v г:g д:d е:e ё:o ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh "
        "щ:shch ы:i э:e ю:u я:ya ь: ҳ:h ў:w ҫ:z ӓ:a",
    )
)


def in_ukrainian(russian: str) -> str:
    """A name of the West as Ukrainian writes it, from how Russian does: Штайнмаєр, Сікорський, Меттьо."""
    text = re.sub("(?<=[сц])кая$", "ька", russian.translate(_UKRAINIAN))
    text = re.sub("(?<=[сц])кій$", "ький", text)
    text = re.sub("(?<=[аеєиіоуюя])й?е", "є", text)
    return re.sub("(?<=[бвгджзклмнпрстфхцчшщ])ё", "ьо", text).replace("ё", "йо").replace("Ё", "Йо")


_UKRAINIAN = str.maketrans("иыэИЫЭ", "іиеІИЕ")


def _word(word: str, table: str) -> str:
    """A word in small letters by the first rule of a table that fits at each place; what none fits stays out."""
    out, place = "", 0
    while place < len(word):
        for pattern, written in _tables()[table]:
            if (found := pattern.match(word, place)) and found.end() > place:
                out, place = out + written, found.end()
                break
        else:
            out += _LEFT.get(word[place], "" if word[place].isalpha() else word[place])
            place += 1
    return out


#: What a letter is where no rule of the language says more.
_LEFT = dict(
    re.findall(
        r"(\w):(\w+)",
        "a:а b:б c:к d:д e:е f:ф g:г h:х i:и j:дж k:к l:л m:м n:н o:о p:п q:к r:р s:с t:т u:у v:в w:в x:кс y:и z:з",
    )
)


@cache
def _tables() -> Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]:
    """Language -> its rules in order: an expression at a place of the word, and what is written for it."""
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    sets: dict[str, str] = {}
    langs: list[str] = []
    for line in read_text("drafting", "transcription.txt").splitlines():
        match line.split():
            case [] | ["#", *_]:
                continue
            case ["language", *named]:
                langs = named
            case [name, "=", letters]:
                sets[name] = letters
            case [pattern, *written]:
                for name, letters in sets.items():
                    pattern = pattern.replace(name, letters)
                for lang in langs:
                    found.setdefault(lang, []).append((re.compile(pattern), "".join(written)))
    return {lang: tuple(rules) for lang, rules in found.items()}


def _with_capitals(text: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"([ \-])", text))
