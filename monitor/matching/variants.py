"""Spellings of one name that posts use beside each other within one script: offered, each to be taken or left.

Rules, not lists: each rewrites one sound. "Tokayev" gives Tokaev, Toqayev, Tokajew, Tokaïev ...
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

#: No more spellings than a person can look through.
MOST = 40


class Variant(NamedTuple):
    """A further spelling, and which rule makes it ("k as q")."""

    spelling: str
    rule: str


#: (name of the rule, pattern, replacement), on small letters. Order is how usual the spelling is.
_LATIN = (
    ("-yev as -ev", r"yev\b", "ev"),
    ("-ev as -yev", r"(?<=[aeiou])ev\b", "yev"),
    ("k as q before a, o", r"k(?=[ao])", "q"),
    ("q as k", r"q", "k"),
    ("zh as j", r"zh", "j"),
    ("j as zh", r"j(?=[aeiou])", "zh"),
    ("German: y as j, v as w", r"y(?=[aeou])|v\b", ""),
    ("French: ay as aï", r"aye", "aïe"),
    ("French: -ov, -ev as -off, -eff", r"(?<=[oe])v\b", "ff"),
    ("kh as h", r"kh", "h"),
    ("h as kh", r"(?<![ckpstzg])h(?=[aeiou])", "kh"),
    ("sh as ch", r"sh", "ch"),
    ("sh as sch", r"sh", "sch"),
    ("Turkish: sh as ş", r"sh", "ş"),
    ("ch as tch", r"(?<![st])ch", "tch"),
    ("Turkish: ch as ç", r"(?<![st])ch", "ç"),
    ("-y as -i", r"(?<=[^aeiou])y\b", "i"),
    ("-sky as -skiy", r"sky\b", "skiy"),
    ("-skiy as -sky", r"ski[yi]\b", "sky"),
    ("-ay as -ai", r"ay\b", "ai"),
    ("-ai as -ay", r"ai\b", "ay"),
    ("gh as g", r"gh", "g"),
    ("ou as u", r"ou", "u"),
    ("u as ou", r"(?<![aeo])u", "ou"),
    ("double letters once", r"([bdfglmnprstz])\1", r"\1"),
)
_CYRILLIC = (
    ("қ as к", r"қ", "к"),
    ("ғ as г", r"ғ", "г"),
    ("ә as а", r"ә", "а"),
    ("ә as е", r"ә", "е"),
    ("ұ, ү as у", r"[ұү]", "у"),
    ("ө as о", r"ө", "о"),
    ("ң as н", r"ң", "н"),
    ("і as и", r"і", "и"),
    ("һ as х", r"һ", "х"),
    ("дж as ж", r"дж", "ж"),
    ("ж as дж", r"\bж", "дж"),
    ("э as е", r"э", "е"),
    ("е as э", r"\bе", "э"),
    ("ай as аи", r"ай", "аи"),
    ("х as г", r"\bх", "г"),
    ("у as в", r"(?<=[аеэ])у", "в"),
    ("ья as ия", r"ья", "ия"),
)
_ARABIC = (
    ("ك as ق", r"ك", "ق"),
    ("ق as ك", r"ق", "ك"),
    ("يي as ي", r"يي", "ي"),
    ("ي as يي", r"(?<=ا)ي(?=[ف])", "يي"),
    ("غ as ج", r"غ", "ج"),
    ("ج as غ", r"ج", "غ"),
    ("غ as ك", r"غ", "ك"),
    ("ف as ڤ", r"ف", "ڤ"),
    ("-ا as -ة", r"ا\b", "ة"),
    ("-ة as -ا", r"ة\b", "ا"),
    ("-ا as -ه", r"ا\b", "ه"),
    ("و left out", r"(?<=[^\Wا])و(?=[^\Wاو])", ""),
    ("ط as ت", r"ط", "ت"),
    ("ت as ط", r"ت", "ط"),
    ("س as ص", r"س", "ص"),
    ("إ as ا", r"\bإ", "ا"),
    ("أ as ا", r"\bأ", "ا"),
    ("تش as ش", r"تش", "ش"),
    ("چ as تش", r"چ", "تش"),
    ("ب as پ", r"ب", "پ"),
)


def variants(spelling: str) -> tuple[Variant, ...]:
    """Other spellings of a name in its own script, the usual ones first; each rule alone, then two together.

    Words of mixed or other scripts have none. The case of first letters is kept.
    """
    low = unicodedata.normalize("NFC", spelling).lower()
    rules = _rules(low)
    once = {one.spelling: one for one in _apply(low, rules)}
    once.pop(low, None)
    twice: dict[str, Variant] = {}
    for first in once.values():
        for second in _apply(first.spelling, rules):
            if second.spelling not in once and second.spelling != low:
                twice.setdefault(second.spelling, Variant(second.spelling, f"{first.rule}; {second.rule}"))
    found = [*once.values(), *twice.values()][:MOST]
    return tuple(Variant(_cased(one.spelling, spelling), one.rule) for one in found)


def _rules(word: str) -> tuple[tuple[str, str, str], ...]:
    letters = [letter for letter in word if letter.isalpha()]
    for begin, end, rules in (("a", "\u024f", _LATIN), ("\u0400", "\u052f", _CYRILLIC), ("\u0600", "\u06ff", _ARABIC)):
        if letters and all(begin <= letter <= end for letter in letters):
            return rules
    return ()


def _apply(word: str, rules: tuple[tuple[str, str, str], ...]) -> Iterator[Variant]:
    for name, pattern, other in rules:
        if name.startswith("German"):
            changes = [re.sub(r"v\b", "w", re.sub(r"y(?=[aeou])", "j", word))]
        else:
            # Everywhere, and at each place alone: "أوروبا" loses one of its two و.
            places = list(re.finditer(pattern, word))
            changes = [re.sub(pattern, other, word)]
            changes += [word[: one.start()] + one.expand(other) + word[one.end() :] for one in places]
        yield from (Variant(changed, name) for changed in changes if changed != word and len(changed) > 1)


def _cased(word: str, like: str) -> str:
    """``word`` with a capital wherever a word of ``like`` begins with one."""
    parts = re.split(r"(\W+)", word)
    models = re.split(r"(\W+)", like)
    if len(parts) != len(models):
        return word.capitalize() if like[:1].isupper() else word
    return "".join(
        part[:1].upper() + part[1:] if model[:1].isupper() else part for part, model in zip(parts, models, strict=True)
    )
