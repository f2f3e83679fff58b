"""Spellings of one name that posts use beside each other within one script: offered, each to be taken or left.

Rules, not lists: each rewrites one sound. "Tokayev" gives Tokaev, Toqayev, Tokajew, Tokaïev ...
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from monitor.model import Keyword, Story
from monitor.text.fold import fold
from monitor.text.tables import forms_of

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
    ("-skyy, -skiy ... as -sky", r"sk(?:yy|yi|yj|iy|ij|ii)\b", "sky"),
    ("-sky as -skyy", r"sky\b", "skyy"),
    ("-sky as -skiy", r"sky\b", "skiy"),
    ("-sky as -skyi", r"sky\b", "skyi"),
    ("-sky as -skij", r"sky\b", "skij"),
    ("-sky as -skyj", r"sky\b", "skyj"),
    ("z as s, as in German", r"\bz(?=[aeiou]\w*sky)", "s"),
    ("-enko as -enka", r"enko\b", "enka"),
    ("k as q before a, o", r"k(?=[ao])", "q"),
    ("q as k", r"q", "k"),
    ("q as g", r"\bq(?=[au])", "g"),
    ("ae as ai after q", r"(?<=q)ae", "ai"),
    ("zh as j", r"zh", "j"),
    ("j as zh", r"j(?=[aeiou])", "zh"),
    ("German: y as j, v as w", r"y(?=[aeou])|v\b", ""),
    ("v as w, as in German", r"v", "w"),
    ("-ny as -nyy", r"(?<=[lmrtv]n)y\b", "yy"),
    ("-ny as -niy", r"(?<=[lmrtv]n)y\b", "iy"),
    ("French: -in as -ine", r"(?<=[uo]t|sk|ts|hk|zh)in\b", "ine"),
    ("ny as ni", r"ny(?=[aeou])", "ni"),
    ("-nian as -nyan", r"ni(?=an\b)", "ny"),
    ("Kazakh: ak- as aq-", r"\bak(?=[bdgjlmnrstz])", "aq"),
    ("French: ay as aï", r"aye", "aïe"),
    ("French: -ov, -ev as -off, -eff", r"(?<=[oe])v\b", "ff"),
    ("kh as h", r"kh", "h"),
    ("kh as ch, as in German", r"kh", "ch"),
    ("kh as j, as in Spanish", r"kh", "j"),
    ("h as kh before a consonant", r"(?<=[aeiou])h(?=[bdfgjlmnrstvz])", "kh"),
    ("h as kh", r"(?<![ckpstzg])h(?=[aeiou])", "kh"),
    ("sh as ch", r"sh", "ch"),
    ("sh as sch", r"sh", "sch"),
    ("Turkish: sh as ş", r"sh", "ş"),
    ("ch as tch", r"(?<![st])ch", "tch"),
    ("Turkish: ch as ç", r"(?<![st])ch", "ç"),
    ("-y as -i", r"(?<=[^aeiou])y\b", "i"),
    ("ay, ey as ai, ei", r"(?<=[aeo])y(?=[^aeiouy\W])", "i"),
    ("ai, ei as ay, ey", r"(?<=[aeo])i(?=[^aeiouy\W])", "y"),
    ("-ay as -ai", r"ay\b", "ai"),
    ("-ai as -ay", r"ai\b", "ay"),
    ("gh as g", r"gh", "g"),
    ("gh as q", r"gh", "q"),
    ("j as dj", r"(?<!d)j(?=[aeou])", "dj"),
    ("ou as u", r"ou", "u"),
    ("u as ou", r"(?<![aeo])u", "ou"),
    ("double letters once", r"([bdfglmnprstz])\1", r"\1"),
    ("German: y as j, v as w, z as s", r"y(?=[aeou])|v\b|z", ""),
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
    ("уи as ви", r"\bуи", "ви"),
    ("е as э after the first letter", r"(?<=\b[бвгдзкмнпрстфх])е", "э"),
    ("double letters once", r"([клмнпрстф])\1", r"\1"),
    ("э as а", r"э", "а"),
    ("аш-, ас- ... as аль-", r"\bа[шсртднз]-(?=\w)", "аль-"),
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
    ("-ينسكي as -نسكي", r"ينسكي\b", "نسكي"),
    ("و left out", r"(?<=[^\Wا])و(?=[^\Wاو])", ""),
    ("ط as ت", r"ط", "ت"),
    ("ت as ط", r"ت", "ط"),
    ("س as ص", r"س", "ص"),
    ("إ as ا", r"\bإ", "ا"),
    ("أ as ا", r"\bأ", "ا"),
    ("تش as ش", r"تش", "ش"),
    ("چ as تش", r"چ", "تش"),
    ("ب as پ", r"ب", "پ"),
    ("ا left out", r"(?<=[^\Wاوي])ا(?=[^\Wاوي]\w)", ""),
    ("ض as ز", r"ض", "ز"),
    ("-جي as -تشي", r"جي\b", "تشي"),
    ("ا after the second letter", r"(?<=\b[^\Wاويأإآ][^\Wاوي])(?=[^\Wاوي]\w{3})", "ا"),
    ("ا after the first letter", r"(?<=\b[^\Wاويأإآ])(?=[^\Wاوي]\w{4})", "ا"),
    ("ي left out", r"(?<=[^\Wاوي])ي(?=[^\Wاويهة]\w)", ""),
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


#: A shorter word has too many neighbours.
_SHORTEST = 5


def taken(keyword: Keyword, lang: str, form: str) -> tuple[Variant, ...]:
    """The other spellings of one of its forms that ``keyword`` asks for by its ``variants``.

    Of all that the rules make, those are left out that are words of the language; of listed ones those that are made
    from ``form`` are its own, and what the rules do not know belongs to the language's first form.
    """
    switch = keyword.variants if isinstance(keyword.variants, bool) else keyword.variants.get(lang, False)
    if switch is False:
        return ()
    offered = {variant.spelling: variant for variant in variants(form)}
    if switch is True:
        if len(form) < _SHORTEST:
            return ()
        return tuple(variant for variant in offered.values() if not _is_word(variant.spelling, lang))
    others = {one.spelling for other in keyword.forms.get(lang, ()) if other != form for one in variants(other)}
    first = keyword.forms.get(lang, ("",))[0] == form
    return tuple(
        offered.get(spelling, Variant(spelling, "as listed"))
        for spelling in switch
        if spelling in offered or (first and spelling not in others)
    )


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A further spelling of one of a story's forms; ``taken`` if the story looks for it."""

    keyword: str
    lang: str
    form: str
    spelling: str
    rule: str
    taken: bool


def offered(story: Story) -> tuple[Offer, ...]:
    """Every spelling that could be, or is, looked for beside the forms of a story, in the order of its keywords."""
    return tuple(
        offer
        for keyword in story.keywords
        for lang, forms in keyword.forms.items()
        for form in forms
        for offer in _offers(keyword, lang, form)
    )


def _offers(keyword: Keyword, lang: str, form: str) -> Iterator[Offer]:
    listed = {fold(each) for each in keyword.forms[lang]}
    mine = {variant.spelling: variant for variant in taken(keyword, lang, form)}
    for spelling, rule in {one.spelling: one.rule for one in (*variants(form), *mine.values())}.items():
        if fold(spelling) not in listed:
            yield Offer(
                keyword=keyword.name, lang=lang, form=form, spelling=spelling, rule=rule, taken=spelling in mine
            )


def _is_word(spelling: str, lang: str) -> bool:
    """Whether the language's table or dictionary has the spelling as a word of its own."""
    low = spelling.lower()
    if lang == "ru":
        from monitor.text.languages.ru import knows

        return knows(low)
    return lang in _TABLES and bool(forms_of(lang, low))


_TABLES = ("ar", "en", "fr", "es", "de", "he", "fa", "uk")


def _rules(word: str) -> tuple[tuple[str, str, str], ...]:
    letters = [letter for letter in word if letter.isalpha()]
    for begin, end, rules in (("a", "\u024f", _LATIN), ("\u0400", "\u052f", _CYRILLIC), ("\u0600", "\u06ff", _ARABIC)):
        if letters and all(begin <= letter <= end for letter in letters):
            return rules
    return ()


def _apply(word: str, rules: tuple[tuple[str, str, str], ...]) -> Iterator[Variant]:
    for name, pattern, other in rules:
        if name.startswith("German"):
            german = re.sub(r"v\b", "w", re.sub(r"y(?=[aeou])", "j", word))
            changes = [german] if "z as s" not in name else [german.replace("z", "s")] if "z" in german else []
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
