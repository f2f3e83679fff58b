"""Names across scripts: what is left of Токаев, توكاييف and Tokayev when only classes of consonants are kept."""

import re
import unicodedata

#: Several letters for one sound in Latin script, longest first. ``\d`` stands for the class so far.
_TOGETHER = {
    "tsch": "J", "dsch": "J", "shch": "J", "sch": "J", "tch": "J", "dzh": "J", "dj": "J", "sh": "J", "ch": "J",
    "zh": "J", "cz": "J", "sz": "J", "rz": "J", "kh": "K", "gh": "K", "ph": "F", "th": "T", "ts": "S", "tz": "S",
    "ck": "K", "ce": "S", "ci": "S",
}  # fmt: skip
_TOGETHER_LETTERS = re.compile("|".join(_TOGETHER))

#: Classes: sounds that scripts and transliterations mix up are one. Vowels, h, w and y are not written.
#: Latin, Cyrillic, Arabic, Hebrew, Greek, Devanagari, Bengali, Georgian, Armenian.
_CLASSES = {
    "P": "bp" "бп" "بپ" "בפף" "βπ" "पफबभ" "পফবভ" "ბპფ" "բպփ",
    "K": "kqgxc" "кгқғх" "كقغخگک" "קגכךח" "κγχ" "कखगघ" "কখগঘ" "კგქხყღ" "կգքխղ",
    "S": "szźß" "сзц" "سزصظث" "סזצץ" "σςζ" "सज़" "সয" "სზცწძ" "սզծց",
    "T": "tdđð" "тд" "تدطضذ" "תטד" "τδθ" "तथदधटठडढ" "তথদধটঠডঢ" "თტდ" "տթդ",
    "F": "fv" "фв" "فڤ" "φ" "व" "ვ" "վֆ",
    "M": "m" "м" "م" "מם" "μ" "म" "ম" "მ" "մ",
    "N": "nñ" "нң" "ن" "נן" "ν" "नणङ" "নণঙ" "ნ" "ն",
    "L": "lł" "л" "ل" "ל" "λ" "ल" "ল" "ლ" "լ",
    "R": "r" "р" "ر" "ר" "ρ" "र" "র" "რ" "րռ",
    "J": "jşšśșçčćžż" "жшщчҷџђћ" "شجچژ" "ש" "चछजझशष" "চছজঝশষ" "ჟშჩჯჭ" "ժշչջճ",
}  # fmt: skip
_CLASS = {letter: sound for sound, letters in _CLASSES.items() for letter in letters}


class _Sounds(dict[int, str]):
    """Character -> its class, "" if it has none, filled as characters are met: for ``str.translate``."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        sound = letter if letter in _CLASSES else _CLASS.get(letter, "")
        if not sound and not letter.isascii() and (plain := unicodedata.normalize("NFD", letter)[0]) != letter:
            sound = _CLASS.get(plain, "")
        self[code] = sound
        return sound


_SOUNDS = _Sounds()


def skeleton(word: str) -> str:
    """The consonant classes of a word in any case, doubled ones once: ``Tokayev`` -> ``TKF``; "" if it has none.

    Reads the first 24 characters: no name needs more.
    """
    text = unicodedata.normalize("NFC", word[:24]).casefold()
    text = _TOGETHER_LETTERS.sub(lambda found: _TOGETHER[found.group()], text)
    sounds = before = ""
    for sound in text.translate(_SOUNDS):
        if sound != before:
            sounds += sound
            before = sound
    return sounds
