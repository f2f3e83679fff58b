"""Arabic: joined particles, article, pronouns, sound plurals and duals by rule; broken plurals from two lists."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from monitor.text.fold import fold_word as fold
from monitor.text.languages.ar_endings import (
    AA_BARE,
    AA_DEFINITE,
    ALIF_BARE,
    ALIF_DEFINITE,
    BARE,
    DEFINITE,
    FEW,
    FIXED,
    FIXED_WAW,
    HAMZA_BARE,
    HAMZA_DEFINITE,
    PLURAL_ALIF,
    PLURAL_BARE,
    PLURAL_DEFINITE,
    PLURAL_HAMZA_BARE,
    PLURAL_TA,
    PRONOUNS,
    SEAT_BARE,
    TA_BARE,
    TA_DEFINITE,
    dual_tails,
    sound_tails,
)
from monitor.text.languages.ar_plurals import BROKEN
from monitor.text.languages.ar_shapes import without_article
from monitor.text.languages.ar_words import (
    BEFORE_PRONOUNS,
    DOERS,
    DOUBLETS,
    IRREGULAR,
    OTHER_IN_TA,
    OTHER_WORDS,
    OTHERS,
    PEOPLE,
    PLACES_IN_YA,
    PREPOSITIONS_ALONE,
    WOMEN_IN_TA,
)
from monitor.text.languages.forms import Seen, Stem, Stems, Tails
from monitor.text.tables import forms_of


def _function_words() -> frozenset[str]:
    words = {*PREPOSITIONS_ALONE.split(), *OTHERS.split()}
    words |= {word + tail for word in BEFORE_PRONOUNS.split() for tail in (*PRONOUNS, "ي", "ك", "ني")}
    return frozenset(before + word for before in ("", "و", "ف") for word in words)


#: Words that no keyword's form may be, with و and ف before them too.
FUNCTION_WORDS = _function_words()
_FOLDED_FUNCTION_WORDS = frozenset(fold(word) for word in FUNCTION_WORDS)
#: What a word whose article is kept may have before it instead.
_LI = {head: how for head, how in DEFINITE.items() if head.endswith("لل")}
_MARKS = re.compile("[\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e]")


def inflect(cited: Sequence[str]) -> tuple[Stems, ...]:
    """The stems of each word. In a phrase a word cited with the article may stand without it, and the other way."""
    return tuple(_stems(_MARKS.sub("", word), alone=len(cited) == 1) for word in cited)


@lru_cache(maxsize=1_024)
def _stems(word: str, *, alone: bool) -> Stems:
    return tuple(_all_stems(word, alone=alone))


def _all_stems(word: str, *, alone: bool) -> Iterator[Stem]:
    for one, other in DOUBLETS:
        for written, twin in ((one, other), (other, one)):
            if written in word:
                yield from _written_stems(word.replace(written, twin), alone=alone)
    yield from _written_stems(word, alone=alone)


def _written_stems(word: str, *, alone: bool) -> Iterator[Stem]:
    base = without_article(word)
    others = forms_of("ar", base)
    key, bare, definite = _kind(base, feminine=_has_feminine(base), phrase=not alone)
    yield Stem(key, definite, DEFINITE)
    if base == word or not alone:
        yield Stem(key, bare, BARE if len(fold(base)) > 3 else FEW)
    if base != word:
        yield Stem(fold(word), FIXED, BARE)  # ال may belong to the word: "ألماتي" is written so too
    elif word.startswith("ال") and len(word) == 4:
        yield Stem(fold(word[2:]), FIXED, _LI)  # "السد", "للسد"
    for plural in dict.fromkeys((*others, *_listed(base), *_regular_broken(base), *_elative_feminine(base))):
        if plural != base + "ة" and not _is_other(base, plural):
            yield Stem(fold(plural), PLURAL_DEFINITE, DEFINITE)
            if base == word or not alone:
                yield from _bare_plural(plural)


def _is_other(base: str, form: str) -> bool:
    """Whether a form that the table has of a noun is another word: "يطالب" (demands) is no "طالب" (student)."""
    return form in OTHER_WORDS.get(base, "").split() or (base[1:2] == "ا" and form[1:] == base and form[0] in "يتنأا")


def _listed(base: str) -> list[str]:
    """The plurals of a noun that stand in our lists."""
    return f"{IRREGULAR.get(base, '')} {BROKEN.get(base, '')}".split()


def _bare_plural(plural: str) -> Iterator[Stem]:
    heads = BARE if len(plural) > 3 else FEW
    if plural.endswith("اء"):
        yield Stem(fold(plural)[:-1], PLURAL_HAMZA_BARE, heads)
    else:
        yield Stem(fold(plural), PLURAL_BARE, heads)
        if plural.endswith(("ة", "ى")) and len(plural) > 3:  # "أسلحتهم", "قراهم"
            yield Stem(fold(plural)[:-1], PLURAL_TA if plural.endswith("ة") else PLURAL_ALIF, heads)


def _regular_broken(word: str) -> Iterator[str]:
    """The two broken plurals that rules make well: أفعال of three letters, فعائل of فعيلة and فعالة."""
    letters = fold(word)
    if len(word) == 3 and not set(letters) & set("اويه") and len(set(letters)) == 3:
        yield f"أ{word[:2]}ا{word[2]}"
    if (
        len(word) == 5
        and word.endswith("ة")
        and letters[2] in "ايو"
        and not set(letters[:2] + letters[3]) & set("اويه")
    ):
        yield f"{word[:2]}ائ{word[3]}"


_COLOURS = frozenset(["أسود", "أحمر", "أبيض", "أخضر", "أزرق", "أصفر"])


def _elative_feminine(word: str) -> Iterator[str]:
    """The feminine of a comparative ("أكبر", "كبرى"; "أعلى", "عليا") and of a colour ("أسود", "سوداء")."""
    if word in _COLOURS:
        yield word[1:] + "اء"
        return
    if len(word) == 4 and word[0] == "أ" and word[2] != "ي":  # "أسير" is no comparative
        yield word[1:3] + "يا" if word.endswith("ى") else word[1:] + "ى"


def _kind(word: str, *, feminine: bool, phrase: bool) -> tuple[str, Tails, Tails]:
    """(key, endings when bare, endings after the article) by how the word ends."""
    folded = fold(word)
    if word.endswith("ة") and len(word) > 2:
        return (folded[:-2], AA_BARE, AA_DEFINITE) if word[-2] in "أآ" else (folded[:-1], TA_BARE, TA_DEFINITE)
    if word.endswith("اء") and len(word) > 3:
        return folded[:-1], HAMZA_BARE, HAMZA_DEFINITE
    if word.endswith("ء") and len(word) > 2:
        return folded[:-1], SEAT_BARE, HAMZA_DEFINITE
    if word.endswith("ى") and len(word) > 3:
        return folded[:-1], ALIF_BARE, ALIF_DEFINITE
    if word.endswith(("ا", "ه", "ة", "ى")) and not (word.endswith(_OWN_HA) and len(word) > 3):
        return folded, FIXED, FIXED
    if word.endswith("و") and len(word) > 3:
        return folded, FIXED_WAW, FIXED
    if word.endswith(("ان", "ون")) and len(word) > 4:
        return folded[:-2], *dual_tails(folded[-2:])
    person = (word.startswith("م") and len(word) > 3) or word in DOERS
    nisba = word.endswith("ي") and len(word) > 3
    return folded, *sound_tails(len(folded) <= 3, feminine or nisba, person or nisba or phrase)


#: After a long vowel ه belongs to the word: "جنيه", "جنيهات".
_OWN_HA = ("اه", "يه", "وه")

_ENDS_IN_YA = re.compile(r"ي\b")
#: Words of grammar as those write them who put ى for every ي at an end, if not always.
_YA_WITHOUT_DOTS = re.compile(r"\b[وف]?(?:فى|التى|الذى|حوالى)\b")
_TANWIN = "\u064b"
_PLACES_IN_YA = tuple(fold(place) for place in PLACES_IN_YA.split())


def doubt(cited: str, seen: Seen) -> str:
    """Function words are themselves, and letters that a writer tells apart elsewhere tell words apart here."""
    written = _MARKS.sub("", seen.word)
    if written == cited:
        return ""
    folded, key = fold(written), fold(cited)
    if folded in _FOLDED_FUNCTION_WORDS and folded != key:
        return "a function word"
    if written in FUNCTION_WORDS:
        return "a function word"
    if other := _in_ta(cited, written, seen.text):
        return other
    if other := _in_ya(cited[-1], written[-1], folded, key, seen):
        return other
    if _is_act(cited, written, folded):
        return "a word of its own in ة"
    if "ى" not in written and any(fold(plural) in folded for plural in _plurals_in_ya(cited)):
        return "an adjective in ي"
    if "إ" in written and "إ" not in cited and key[0] != "ا":
        return "a verbal noun"
    if len(key) == 3 and folded[1:] == key and folded[0] in "بو" and forms_of("ar", written):
        return "a word of its own"  # "بعيد" is no "عيد"
    if _with_hamza(cited, written, folded):
        return "another word, with hamza"
    if len(folded) == len(key) and "أ" in written[1:] and "ا" in cited[1:] and not set("أؤئ") & set(cited):
        return "another word, with hamza"
    return ""


#: Who does: "محافظ", "مفاوض", "مساعد". With ة and in the plural in ات it is what is done, and mostly no woman: a
#: governorate, talks, aid.
_WHO_DOES = re.compile("م[^اوي]ا[^ا][^ايه]")


_OTHER_IN_TA = frozenset(map(fold, OTHER_IN_TA))
_WOMEN_IN_TA = frozenset(map(fold, WOMEN_IN_TA))


def _is_act(cited: str, written: str, folded: str) -> bool:
    base = fold(without_article(cited))
    if base in _WOMEN_IN_TA or len(written) != len(folded) or not (_WHO_DOES.fullmatch(base) or base in _OTHER_IN_TA):
        return False
    at = folded.find(base)
    return at >= 0 and written[at + len(base) :].startswith(("ة", "ات", "ت"))


def _in_ya(cited_last: str, last: str, folded: str, key: str, seen: Seen) -> str:
    """What ي, ى and يا at the end of a word tell, in a text whose writer tells them apart."""
    if {last, cited_last} == {"ى", "ي"} and len(folded) <= len(key) + 3 and folded.endswith(key):
        if last == "ي":
            told_apart = "ى" in seen.text
        else:
            told_apart = bool(_ENDS_IN_YA.search(seen.text)) and not _YA_WITHOUT_DOTS.search(seen.text)
        return "ى and ي are told apart here" if told_apart else ""
    if cited_last == "ي" and last == "ا" and folded.endswith(_PLACES_IN_YA):
        return "" if _TANWIN in seen.text[seen.start : seen.end] else "a place"
    return ""


def _with_hamza(cited: str, written: str, folded: str) -> bool:
    """Whether a hamza stands where the citation has a long vowel ("فؤادي", "وادي") or nothing ("خطأ", "خط")."""
    if written[-1] == "أ" and cited[-1] not in "أءؤئ" and not folded.endswith(fold(cited)):
        return True
    at = folded.find(fold(without_article(cited)))
    stem = written[at : at + len(without_article(cited))] if at >= 0 and len(written) == len(folded) else ""
    return any(letter in "ؤئ" and own in "ويى" for letter, own in zip(stem, without_article(cited), strict=False))


def _in_ta(cited: str, written: str, text: str) -> str:
    """What ة and ه at the end of a word tell, in a text whose writer tells them apart."""
    folded, key = fold(written), fold(cited)
    last, cited_last = written[-1], cited[-1]
    if last == "ة" and any(folded.endswith(plural) for plural in _plurals_in_ta(cited)):
        return ""
    if last == "ة" != cited_last and not folded.endswith(key + "ه"):
        return "a word of its own in ة"
    if last == "ة" == cited_last and not folded.endswith((key, fold(without_article(cited)))):
        return "a word of its own in ة"  # محاكمة is not محاكم and a pronoun
    if last == "ة" != cited_last and cited_last != "ه" and not _has_feminine(cited):
        return "a word of its own in ة"
    if last == "ه" and "ة" in text:  # "طلبه" is what he asks for, "طلبة" are students
        plural = not folded.endswith(key + "ه") and any(map(folded.endswith, _plurals_in_ta(cited)))
        if plural or (cited_last == "ة" and folded.endswith(key)):
            return "ه is a pronoun here"
    return ""


@lru_cache(maxsize=4096)
def _has_feminine(cited: str) -> bool:
    base = without_article(cited)
    active = len(base) == 4 and base[1] == "ا"  # "قائم", "قائمة"
    return base.endswith("ي") or active or base in PEOPLE or base + "ة" in forms_of("ar", base)


@lru_cache(maxsize=4096)
def _plurals_in_ta(cited: str) -> tuple[str, ...]:
    base = without_article(cited)
    return tuple(fold(one) for one in _listed(base) if one.endswith("ة"))


@lru_cache(maxsize=4096)
def _plurals_in_ya(cited: str) -> tuple[str, ...]:
    base = without_article(cited)
    return tuple(one for one in (*forms_of("ar", base), *_listed(base)) if one.endswith("ى"))
