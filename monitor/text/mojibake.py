"""How much a reading of bytes looks like words that people write; mojibake does not."""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")

_ROW = re.compile(r"[^\x00-\x7f]+")

#: The letters of running text by script: first those that make up about two thirds of it, then the others that are
#: not rare. A wrong reading falls on any of them alike.
_COMMON = {
    "CYRILLIC": ("оеаинтсрвлкідыұ", "мпуяьгзбчйхжшюцщэфєїґўәғқңөүһё"),
    "ARABIC": ("اليمنوتربهةعد", "سفكقأحجشطصىخإذزءثضغئظآؤپچژگکیۀەۇۆێڕڵڤھۋ"),
    "HEBREW": ("יוהלאתרבשמנ", "דחפעקטסכגצזםןךףץ"),
    "GREEK": ("αοιετσνηυρςίά", "πκμλωγδχθφβξζψέήόύώϊϋ"),
}

_WEIGHTS = {
    script: {**dict.fromkeys(others, 0.85), **dict.fromkeys(top, 1.06)} for script, (top, others) in _COMMON.items()
}

#: Scripts that stand together in one word (first words of the letters' Unicode names).
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "FULLWIDTH", "BOPOMOFO"})

#: A sign beyond ASCII right between two letters: what ``±`` and ``¶`` are in a page read as its neighbour charset.
_INSIDE = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f’‘ʼ·•‑–—\u00ad\u200c\u200d…«»“”](?=[^\W\d_])")

#: Signs that stand alone in honest text (``© 2026``, ``№ 5``, ``£5bn``, ``25 °C``, ``km²``); in mojibake they touch the
#: letters of a word.
_ALONE = re.compile(
    r"(?<![^\x00-\x7f])(?:[©®™№•](?![a-zA-Z])|°(?=[CF]?(?![a-zA-Z]))|(?<![a-zA-Z])[§·£€¥±×½¼¾†](?![a-zA-Z])"
    r"|(?<![a-ln-zA-Z])[²³](?![a-zA-Z]))(?![^\x00-\x7f])"
)


def goodness(text: str) -> float:
    """0..1: how much the letters beyond ASCII look like words that people write. Mojibake lies below 0.7.

    Counted per letter: a word of one script, in lower, Title or UPPER case, of that script's common letters.
    """
    good = total = 0.0
    text = _ALONE.sub(" ", text)
    for word in _WORD.findall(text):
        beyond = sum(1 for letter in word if letter > "\x7f")
        if beyond:
            total += beyond
            good += _word(word, beyond)
    total += len(_INSIDE.findall(text))
    for mark in text:
        if mark > "\x7f" and not mark.isalpha():
            total += _bad(mark)
    return good / total if total else 1.0


def _bad(mark: str) -> float:
    """How much a sign that is no letter speaks against a reading."""
    kind = unicodedata.category(mark)
    if kind in {"Cc", "Co", "Cn"} or mark == "\ufffd":
        return 2.0
    if mark in "\u200e\u200f":
        return 1.0
    return 0.7 if kind in {"So", "Sk", "Sc", "Lm", "No"} or "\u2500" <= mark <= "\u259f" else 0.0


def _word(word: str, beyond: int) -> float:
    """The part of ``beyond`` letters that is believed."""
    scripts = {unicodedata.name(letter, "?").split(" ", 1)[0] for letter in word if letter > "\x7f"}
    if scripts <= _EAST_ASIAN:
        return beyond * 0.9
    if len(scripts) > 1:
        return 0.0
    script = scripts.pop()
    if script not in {"LATIN", *_COMMON}:
        return beyond * 0.9
    if script != "LATIN" and beyond < len(word):
        return beyond * 0.1  # Latin and another script in one word
    if not (word.islower() or word[1:].islower() or word.isupper() or script in {"ARABIC", "HEBREW"}):
        return beyond * 0.1
    if script == "LATIN":
        return _latin(word, beyond)
    weights = _WEIGHTS[script]
    share = min(1.0, sum(weights.get(letter, -0.5) for letter in word.lower()) / len(word))
    if word.isupper() and len(word) > 4:
        share *= 0.9  # whole words in capitals are rarer than the wrong one of two Cyrillic charsets
    return max(0.0, share) * beyond


def _latin(word: str, beyond: int) -> float:
    """Latin letters with marks come singly between plain ones (``été``), seldom by two; mojibake has them in rows."""
    if len(word) == 1:
        return 0.6 if word.isalpha() and word not in "àáéóôœæåäöüıÀÉÓ" else 1.0
    if beyond * 2 <= len(word):
        return float(beyond)
    longest = max(map(len, _ROW.findall(word)))
    return beyond * (1.0 if longest == 1 and beyond < len(word) else 0.7 if longest == 2 < len(word) else 0.3)
