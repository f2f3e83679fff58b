"""Folding: one comparison form for all the ways in which one word is written.

``fold`` is coarse on purpose: it is what words are looked up by. What it drops (hamza seats, accents, case) can be
looked at again in the published text, which ``align`` finds: it says for each folded character where it stood.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import regex

from monitor.text.homoglyphs import NO_CYRILLIC, NO_LATIN, in_one_script, kazakh_letters, to_cyrillic, to_latin

#: Marks and invisible characters that no reader takes for a letter: stress and accents, harakat, tatweel, niqqud,
#: soft hyphen, zero-width and bidi characters, variation selectors, tag characters.
_UNSEEN = (
    "\u00ad\u061c\u0640\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
)
_DROPPED = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed" + _UNSEEN
)
_DROP = re.compile(f"[{_DROPPED}]+")
#: Of these, what may stand between a letter and its accent and keep them from composing.
_INVISIBLE = re.compile(f"[{_UNSEEN}]+")
#: Of these, what belongs to the letter before it. The others (zero-width, bidi) are no part of a word's end.
_ATTACHED = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]+"
)
#: What still needs a look after NFKC and casefold: dropped characters, lone surrogates, accented Latin and Greek.
_SPECIAL = re.compile(f"[{_DROPPED}\u00df-\u024f\u0370-\u03ff\u1e00-\u1fff\ud800-\udfff]")

#: One code point for one, done before NFKC so that the commonest signs of news move nothing. Apostrophes are one
#: sign; "_" joins words in handles and tags, and is a space between them.
_PLAIN = (
    *((mark, "'") for mark in "`´ʹʻʼʽˈ‘’‛′＇׳"),
    ("״", '"'),
    *((space, " ") for space in "_\u00a0\u202f\u2009\u200a\u2003"),
    ("…", "."),
    ("№", "#"),
)
_ALIKE = (
    ("ё", "е"),
    ("ґ", "г"),
    *((alef, "ا") for alef in "أإآٱٵ"),
    *((ya, "ي") for ya in "ىیېئٸ"),
    *((waw, "و") for waw in "ؤۆٶ"),
    *((ha, "ه") for ha in "ةۀہەھ"),
    *((kaf, "ك") for kaf in "کڪ"),
    ("ڤ", "ف"),
)
_OF_TWO_SHAPES = frozenset(letter for letter, _ in _ALIKE)
#: In so short a text each letter is looked at faster than each of these is looked for.
_FEW = 16
#: Arabic marks: whatever a letter and one of them compose to folds to that letter.
_HARAKAT = re.compile("[\u0640\u064b-\u065f\u0670]+")
#: What most texts are made of alone: characters that neither compose nor vanish, and fold to one each.
_LATIN, _CYRILLIC = "A-Za-z", "\u0400-\u0482\u048a-\u052f"
_OTHERS = (
    "\x00-@\\[-^{-\x7f«»“”„–—•\u060c\u061b\u061f\u0621-\u063a\u0641-\u064a\u0660-\u0669"
    "\u0671\u067e\u0686\u0698\u06a9\u06af\u06cc"
)
_COMMON = re.compile(f"[{_OTHERS}{_LATIN}{_CYRILLIC}]*+")
#: Of these, what has no word of mixed script: no Latin letter, no Cyrillic one, or none beside the other.
_ONE_SCRIPT = (re.compile(f"[{_OTHERS}{_CYRILLIC}]*+"), re.compile(f"[{_OTHERS}{_LATIN}]*+"))
_APART = re.compile(f"(?:[{_OTHERS}{_CYRILLIC}]++|(?<![\u0400-\u052f])[{_LATIN}]++(?![\u0400-\u052f]))*+")
#: Letters that no decomposition takes to their plain neighbour.
_LETTERS = {
    "ı": "i",
    "ł": "l",
    "đ": "d",
    "ø": "o",
    "æ": "ae",
    "œ": "oe",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "ŋ": "n",
    "ə": "a",
}


class _Plainer(dict[int, str]):
    """Character -> its plain letter, filled as characters are met: ``str.translate`` without exceptions."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if _DROP.match(character):
            plain = ""
        elif 0xD800 <= code <= 0xDFFF:
            plain = "\ufffd"
        elif code < 0x250 or 0x370 <= code <= 0x3FF or 0x1E00 <= code <= 0x1FFF:
            bare = "".join(mark for mark in unicodedata.normalize("NFD", character) if not unicodedata.combining(mark))
            plain = _LETTERS.get(bare, bare)
        else:
            plain = character
        self[code] = plain
        return plain


_PLAINER = _Plainer()


def fold(text: str) -> str:
    """``text`` as it is compared: NFKC, casefold, accents and marks off, Arabic letters by their shape, ё as е, ґ as г.

    Homoglyphs in a word of mixed script (Latin letters in "Tokаyev") follow the rest of the word. Never raises.
    """
    if text.isascii():
        return text.lower().replace("_", " ").replace("`", "'")
    return fold_plain(text) if is_plain(text) else in_one_script(_fold_letters(text))


def is_plain(text: str) -> bool:
    """Whether each character of ``text`` folds to one, whatever stands beside it: so it is with most texts."""
    cyrillic, latin = _ONE_SCRIPT
    return bool(text.isascii() or cyrillic.fullmatch(text) or latin.fullmatch(text) or _APART.fullmatch(text))


def fold_plain(text: str) -> str:
    """``fold`` of a text that ``is_plain``, or of several with signs between them."""
    return fold(text) if text.isascii() else _alike(text.lower())


def letters_alone(text: str) -> str:
    """``text`` with each letter and its accent as one, without invisible signs and marks that are no letter's own."""
    return (
        text
        if text.isascii() or _COMMON.fullmatch(text)
        else _DROP.sub("", unicodedata.normalize("NFC", _INVISIBLE.sub("", text)))
    )


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """``fold`` for words that come again and again."""
    return fold(word)


def _fold_letters(text: str) -> str:
    """All of ``fold`` but what looks at whole words."""
    if _COMMON.fullmatch(text):
        return _alike(text.lower())
    text = _HARAKAT.sub("", _signs_apart(text))
    if _COMMON.fullmatch(text):
        return _alike(text.lower())
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    text = _alike(text.casefold())
    return text.translate(_PLAINER) if _SPECIAL.search(text) else text


def _alike(text: str) -> str:
    """Letters that are taken for one another: ё and е, ґ and г, the shapes of Arabic ones."""
    if len(text) <= _FEW and _OF_TWO_SHAPES.isdisjoint(text):
        return text
    for letter, plain in _ALIKE:
        if letter in text:  # looking for what most texts do not have is hardly any work
            text = text.replace(letter, plain)
    return text


#: Words of one script without marks: what nearly all are.
_AS_MEANT = re.compile("[a-zA-Z]*+|[\u0400-\u0482\u048a-\u052f]*+|[\u0621-\u063a\u0641-\u064a]*+|[\u05d0-\u05ea]*+")
_LATIN_LETTER = re.compile("[A-Za-z]")


@lru_cache(maxsize=65536)
def as_meant(word: str) -> str:
    """A word as its writer meant it: case, accents, hamza and ё kept; full-width letters, marks, invisible characters
    and letters of the wrong script put right. Its length may change."""
    if _AS_MEANT.fullmatch(word):
        return word
    plain = _DROP.sub("", unicodedata.normalize("NFKC", _INVISIBLE.sub("", _signs_apart(word))))
    folded = fold(plain)
    if NO_CYRILLIC.fullmatch(folded) and not NO_CYRILLIC.fullmatch(plain.lower()):
        return to_latin(plain)
    if NO_LATIN.fullmatch(folded) and _LATIN_LETTER.search(apart := unicodedata.normalize("NFD", plain)):
        return kazakh_letters(_DROP.sub("", unicodedata.normalize("NFC", to_cyrillic(apart))))
    return kazakh_letters(plain)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and where its characters stood as published.

    ``starts`` is None when nothing moved: then every index is its own place. ``ends`` is None when only marks were
    dropped from ``source``: then a character ends before the next, with the marks that belong to it.
    """

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None
    source: str = ""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The published span of the folded ``start`` to ``end`` (exclusive; not empty)."""
        if self.starts is None:
            return start, end
        if self.ends is not None:
            return self.starts[start], self.ends[end - 1]
        last = _ATTACHED.match(self.source, self.starts[end - 1] + 1)
        return self.starts[start], last.end() if last else self.starts[end - 1] + 1


_CLUSTER = regex.compile(r"\X")


def align(text: str, folded: str | None = None) -> Folded:
    """``fold(text)`` with the place of each character. ``.text`` equals ``fold(text)`` but for rare joining letters.

    (Letters that compose across grapheme clusters: use ``.text`` of this answer together with its places.)
    ``folded`` is ``fold(text)``, if it is known already.
    """
    if folded is None:
        folded = fold(text)
    if text.isascii() or _COMMON.fullmatch(text):
        return Folded(folded)
    if unicodedata.is_normalized("NFKC", _signs_apart(text)):
        # Nothing composes: what shortens is dropping alone, so the lengths tell whether each character is one.
        kept: list[int] = []
        at = 0
        for gone in _DROP.finditer(text):
            kept.extend(range(at, gone.start()))
            at = gone.end()
        if at == 0 and len(folded) == len(text):
            return Folded(folded)
        kept.extend(range(at, len(text)))
        if len(kept) == len(folded):
            return Folded(folded, kept, None, text)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _CLUSTER.finditer(text):
        start = match.start()
        for offset, length, plain in _cluster(match.group()):
            pieces.append(plain)
            starts.extend([start + offset] * len(plain))
            ends.extend([start + offset + length] * len(plain))
    return Folded(in_one_script("".join(pieces)), starts, ends)


def _signs_apart(text: str) -> str:
    for sign, plain in _PLAIN:
        if sign in text:
            text = text.replace(sign, plain)
    return text


@lru_cache(maxsize=65536)
def _cluster(cluster: str) -> tuple[tuple[int, int, str], ...]:
    """Folded pieces of one grapheme cluster: (offset, length without invisible characters at the end, plain)."""
    if len(cluster) > 1 and len(letters := _fold_letters(cluster)) > 1:
        # Several letters in one cluster (joined by ZWJ, Hangul, Indic): each for itself if that gives the same.
        apart = [(at, 1, _fold_letters(letter)) for at, letter in enumerate(cluster)]
        if "".join(plain for _, _, plain in apart) == letters:
            return tuple(piece for piece in apart if piece[2])
    end = len(cluster)
    while end > 1 and _DROP.match(cluster[end - 1]) and not _ATTACHED.match(cluster[end - 1]):
        end -= 1
    plain = _fold_letters(cluster)
    return ((0, end, plain),) if plain else ()
