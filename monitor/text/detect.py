"""In which language is a text? By its letters and its commonest words; no model, nothing to load.

Only a hint: matching never depends on it (every keyword's forms meet every post of their script).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from monitor.text.clues import ENDINGS, LETTERS, READ_MOST, SCRIPTS, SELDOM_WITHOUT, WORDS
from monitor.text.fold import letters_alone

#: So much of a text is looked at: enough to be sure, and no megabyte costs more.
_ENOUGH = 2000
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_TAG_OR_MAIL = re.compile(r"[@#][\w]+|[\w.+-]+@[\w.-]+")
#: The Arabic article of a name in Latin letters ("Al-Rahma", "El-Sisi"), a common word of Italian or Spanish.
_ARTICLE = re.compile(r"(?<!\w)(?:al|el|ul|ash|as|ar|ad|an|at|az)-(?=[^\W\d_])")
_APOSTROPHES = "’ʼ‘ʻ`"
#: What one telling letter, and one telling ending, counts against one function word.
_LETTER, _ENDING = 0.5, 0.4
#: Shorter words have no ending that tells, and no article.
_SHORTEST_WITH_ENDING = 4
#: What a language loses for so many letters without those that it is seldom without, at most.
_LETTERS_WITHOUT, _MOST_WITHOUT = 20, 4
#: So many words are too few to contradict a source; and by how much, in function words and for each word, another
#: language must be likelier.
_FEW, _PLAIN, _PLAIN_SHARE = 5, 1.5, 0.1
#: So many letters of another script are names.
_STRAY = 0.2


def _turned(clues: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Language -> clues, turned round: clue -> languages, each once."""
    found: dict[str, dict[str, None]] = {}
    for code, theirs in clues.items():
        for clue in theirs:
            found.setdefault(clue, {})[code] = None
    return {clue: tuple(codes) for clue, codes in found.items()}


#: Word -> the languages in which it is common; ending, letter -> languages. Looked up, not searched.
_COMMON_IN = _turned(WORDS)
_ENDING_OF = _turned(ENDINGS)
_TELLING_FOR = _turned({code: telling for code, (telling, _) in LETTERS.items()})
_FOREIGN_TO = _turned({code: foreign for code, (_, foreign) in LETTERS.items()})
_ENDING_LENGTHS = sorted({len(ending) for ending in _ENDING_OF})


def detect(text: str) -> str:
    """The ISO 639-1 code of the language ``text`` is most likely in; "" when it holds too little to tell.

    Addresses, tags and handles are left out. Telling apart rests on letters that one language of a script has
    alone, and on function words.
    """
    words, letters, script = _letters(text)
    if not script:
        return ""
    candidates = SCRIPTS[script]
    if len(candidates) == 1:
        return candidates[0]
    return _likeliest(_scores(words, letters, candidates))


def language_of(text: str, declared: str) -> str:
    """The language of a text whose source calls it ``declared`` (an ISO 639 code, "" for none): that, unless it is
    plainly another. Many sites call everything "en-US", as their software does.

    Plainly: in letters that the declared language is not written in, or with far more words of another language. A
    language that we cannot tell is believed.
    """
    if not declared:
        return detect(text)
    words, letters, script = _letters(text)
    candidates = SCRIPTS.get(script, ())
    if not any(declared in known for known in SCRIPTS.values()):
        return declared
    if declared not in candidates:
        own = sum(times for letter, times in letters.items() if declared in SCRIPTS.get(_script_of(letter), ()))
        foreign = len(words) >= _FEW and own <= _STRAY * letters.total()
        return (detect(text) or declared) if foreign else declared
    if len(words) < _FEW or len(candidates) == 1:
        return declared
    scores = _scores(words, letters, candidates)
    best = _likeliest(scores)
    plain = scores.get(best, 0.0) - max(0.0, scores[declared]) >= max(_PLAIN, _PLAIN_SHARE * len(words))
    return best if plain else declared


def _letters(text: str) -> tuple[list[str], Counter[str], str]:
    """The words of a text, their letters, and the script of most of these."""
    words = _WORD.findall(_plain(text[:_ENOUGH].lower()))
    letters = Counter("".join(words))
    return words, letters, _script(letters)


def _plain(text: str) -> str:
    """``text`` (in small letters) without addresses, tags, handles and articles of names; one sign for every
    apostrophe."""
    if "://" in text or "www." in text:
        text = _LINK.sub(" ", text)
    if "@" in text or "#" in text:
        text = _TAG_OR_MAIL.sub(" ", text)
    if "-" in text:
        text = _ARTICLE.sub("", text)
    plain = letters_alone(text)
    for sign in _APOSTROPHES:
        plain = plain.replace(sign, "'")
    return plain


def _script(letters: Counter[str]) -> str:
    """The script that most letters are of, among those we know; "" without a letter."""
    counts: Counter[str] = Counter()
    for letter, times in letters.items():
        if script := _script_of(letter):
            counts[script] += times
    if not counts:
        return ""
    # Japanese mixes kana with Han and Latin names: a fair share of kana decides. One alone is a face: ¯\_(ツ)_/¯
    if counts["kana"] and counts["kana"] * 5 >= counts["han"]:
        east = counts["kana"] + counts["han"]
        others = counts.total() - east
        if not others or (east > 1 and east * 3 >= others):
            return "kana"
        del counts["kana"]
    return counts.most_common(1)[0][0]


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> str:
    return next((name for name, begin, end in _RANGES if begin <= letter <= end), "")


def _scores(words: list[str], letters: Counter[str], candidates: tuple[str, ...]) -> dict[str, float]:
    """What speaks for each candidate, in function words."""
    scores: dict[str, float] = dict.fromkeys(LETTERS, 0.0)
    for word, times in Counter(words).items():
        for code, weight in _speaks_for(word):
            scores[code] += weight * times
    telling, most = dict.fromkeys(LETTERS, 0), 2 * len(words)
    for letter, times in letters.items():
        for code in _TELLING_FOR.get(letter, ()):
            telling[code] += times
        for code in _FOREIGN_TO.get(letter, ()):
            scores[code] -= _LETTER * times
    if "ru" in candidates:
        for code, seldom_without in SELDOM_WITHOUT.items():
            if letters.keys().isdisjoint(seldom_without):
                scores[code] -= min(letters.total() // _LETTERS_WITHOUT, _MOST_WITHOUT)
    return {code: scores[code] + _LETTER * min(telling[code], most) for code in candidates}


def _likeliest(scores: Mapping[str, float]) -> str:
    """The candidate with most clues; "" if none has any, except for the language that nearly all such texts are in."""
    candidates = tuple(scores)
    best = max(candidates, key=lambda code: scores[code] + (0.4 if code in READ_MOST else 0))
    return best if scores[best] > 0 else candidates[0] if scores[candidates[0]] == 0 else ""


@lru_cache(maxsize=32_768)
def _speaks_for(word: str) -> tuple[tuple[str, float], ...]:
    """The languages that a word speaks for, each with how much: in which it is common, or which have its ending."""
    weights: dict[str, float] = dict.fromkeys(_COMMON_IN.get(word, ()), 1.0)
    if len(word) > _SHORTEST_WITH_ENDING:
        for code in {code for length in _ENDING_LENGTHS for code in _ENDING_OF.get(word[-length:], ())}:
            weights[code] = weights.get(code, 0.0) + _ENDING
        if word.startswith("ال"):  # the article of every third Arabic noun
            weights["ar"] = weights.get("ar", 0.0) + 1.0
    return tuple(weights.items())


_RANGES = (
    ("latin", "a", "z"),
    ("cyrillic", "\u0400", "\u052f"),
    ("arabic", "\u0620", "\u08ff"),
    ("han", "\u4e00", "\u9fff"),
    ("han", "\u3400", "\u4dbf"),
    ("kana", "\u3040", "\u30ff"),
    ("hangul", "\uac00", "\ud7a3"),
    ("hebrew", "\u05d0", "\u05ea"),
    ("greek", "\u0370", "\u03ff"),
    ("georgian", "\u10a0", "\u10ff"),
    ("armenian", "\u0530", "\u058f"),
    ("thai", "\u0e00", "\u0e7f"),
    ("devanagari", "\u0900", "\u097f"),
    ("bengali", "\u0980", "\u09ff"),
    ("tamil", "\u0b80", "\u0bff"),
    ("latin", "\u00c0", "\u024f"),
    ("latin", "\u1e00", "\u1eff"),
)
