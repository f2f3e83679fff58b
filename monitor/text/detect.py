"""In which language is a text? By its letters and its commonest words; no model, nothing to load.

Only a hint: matching never depends on it (every keyword's forms meet every post of their script).
"""

import re
from collections import Counter

from monitor.text.clues import ENDINGS, LETTERS, READ_MOST, SCRIPTS, WORDS

#: So much of a text is looked at: enough to be sure, and no megabyte costs more.
_ENOUGH = 2000
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[@#][\w]+|[\w.+-]+@[\w.-]+")
#: What one telling letter, and one telling ending, counts against one function word.
_LETTER, _ENDING = 0.5, 0.4


def detect(text: str) -> str:
    """The ISO 639-1 code of the language ``text`` is most likely in; "" when it holds too little to tell.

    Addresses, tags and handles are left out. Telling apart rests on letters that one language of a script has
    alone, and on function words.
    """
    words = [
        word.replace("’", "'").replace("ʼ", "'") for word in _WORD.findall(_ADDRESS.sub(" ", text[:_ENOUGH]).lower())
    ]
    script = _script(words)
    if not script:
        return ""
    candidates = SCRIPTS[script]
    if len(candidates) == 1:
        return candidates[0]
    return _likeliest(words, candidates)


def _script(words: list[str]) -> str:
    """The script that most letters are of, among those we know; "" without a letter."""
    counts: Counter[str] = Counter()
    for letter, times in Counter("".join(words)).items():
        for name, begin, end in _RANGES:
            if begin <= letter <= end:
                counts[name] += times
                break
    if not counts:
        return ""
    # Japanese mixes kana with Han: a fair share of kana decides.
    if counts["kana"] and counts["kana"] * 5 >= counts["han"]:
        return "kana"
    return counts.most_common(1)[0][0]


def _likeliest(words: list[str], candidates: tuple[str, ...]) -> str:
    """The candidate with most clues; "" if none has any, except for the language that nearly all such texts are in."""
    letters = Counter("".join(words))
    scores: dict[str, float] = {}
    for code in candidates:
        common, endings = WORDS[code], ENDINGS.get(code, ())
        telling, foreign = LETTERS[code]
        score = float(sum(word in common for word in words))
        score += _ENDING * sum(word.endswith(endings) for word in words if len(word) > 4)
        score += _LETTER * min(sum(letters[letter] for letter in telling), 2 * len(words))
        score -= _LETTER * sum(letters[letter] for letter in foreign)
        scores[code] = score
    best = max(candidates, key=lambda code: scores[code] + (0.4 if code in READ_MOST else 0))
    return best if scores[best] > 0 else candidates[0] if scores[candidates[0]] == 0 else ""


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
