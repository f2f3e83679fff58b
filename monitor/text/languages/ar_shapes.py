"""Shapes of Arabic words: the article, and which forms may be a noun's broken plural."""

import re

_WEAK = "اأإآوؤيئىء"
_TWISTED = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه"})
#: Patterns of broken plurals on folded letters; "C" is any consonant, weak ones included.
_PATTERNS = tuple(
    re.compile(pattern.replace("C", "[\u0621-\u064a]") + "$")
    for pattern in (
        "اCCاC", "CCوC", "CCاC", "CواCC", "CواCيC", "مCاCC", "مCاCيC", "اCCCه", "CCCاء", "اCCCاء", "CCC", "CCاCC",
        "CCاCيC", "CCCان", "CCايC", "تCاCيC", "تCاCC", "اCاCC", "اCاCيC", "CCايا", "CCCي", "CCاCي", "CCاCCه",
        "اCاCي", "CCوCه", "CCاه",
    )
)  # fmt: skip
#: أفعل is a plural of few nouns, and the comparative of every adjective.
_AFUL = frozenset({"أشهر", "أسهم", "أعين", "أنهر", "أنفس", "أوجه", "أسطر", "أحرف", "أذرع", "أرجل", "ألسن"})
_SOUND = ("ات", "ون", "ين", "ان", "تان", "تين", "ية", "يه", "تي", "تا", "يتا", "يتي")


def without_article(word: str) -> str:
    """``word`` without ال; أل and إل are no article."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _bones(word: str) -> str:
    """The strong consonants, in order; a final ة is none."""
    return "".join(letter for letter in word.rstrip("ةه") if letter not in _WEAK)


def broken_plural(lemma: str, form: str) -> bool:
    """Whether ``form`` may be a broken plural of the noun ``lemma``: the same strong consonants in a plural's shape."""
    plain, noun = form.translate(_TWISTED), lemma.translate(_TWISTED)
    if (lemma.endswith("ة") and form == lemma[:-1]) or form in _AFUL:
        return True  # "دولة", "دول"
    if lemma[0] == "أ" and (len(lemma) > 4 or form[0] not in "أآا") and not lemma.endswith("ة"):
        return False  # comparatives have none
    if form.endswith("ي") and "ا" not in form[1:-1]:
        return False
    if plain.rstrip("اه") == noun.rstrip("اه") or len(plain) < 3 or form.endswith(_SOUND):
        return False
    one, other = _bones(noun), _bones(plain)
    if len(other) < 2 or not (one == other or one == "م" + other or one == other + "ن" or one == other + "ت"):
        return False
    return any(pattern.match(plain) for pattern in _PATTERNS)
