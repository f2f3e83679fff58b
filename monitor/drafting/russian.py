"""Russian names and phrases in the nominative: Авраамовым соглашениям -> Авраамовы соглашения, Тумбы -> Тумба."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from monitor.drafting.heads import heads
from monitor.drafting.sentence import OF_PLACE, Article
from monitor.drafting.things import Kind
from monitor.text.fold import fold

_RUSSIAN_SURNAME = re.compile("^(.*(?:ов|ев|ёв|ин|ын))(а|у|ым|ом|е|ой)?$", re.IGNORECASE)


@cache
def _russian() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=20_000)
def parses_of(word: str) -> Any:
    """pymorphy's readings of a word, the likeliest first. Of Джети-Огузском it takes each half for a noun first."""
    readings = _russian().parse(word)
    if OF_PLACE.fullmatch(word):
        return [parse for parse in readings if parse.tag.POS == "ADJF"] or readings
    return readings


def is_part(word: str, part: str, case: str = "") -> bool:
    """Whether a Russian word may be this part of speech (and stand in this case)."""
    return any(
        part == parse.tag.POS and (not case or case in parse.tag.grammemes)
        for parse in parses_of(word)[:3]
        if parse.score > 0.05
    )


def cite_russian(texts: Sequence[str], article: Article, kind: Kind) -> list[str]:
    """The words of a name or phrase of the article in its citation form."""
    if len(texts) == 1 and texts[0][:1].isupper() and not texts[0].isupper() and (town := _town(texts[0])):
        return [town]
    fixed = _fixed(texts, article)
    surname = len(texts) == 1 and texts[0][:1].isupper() and _RUSSIAN_SURNAME.match(texts[0])
    known = surname and any(parse.is_known and "Geox" in parse.tag.grammemes for parse in parses_of(texts[0]))
    person = kind == "person" or (surname and not known)
    cited = _russian_person(texts) if person else _russian_title(texts) or _russian_phrase(texts)
    return [text if text in fixed else each for text, each in zip(texts, cited, strict=True)]


def _town(word: str) -> str:
    """The town that a word alone is a form of, if a dictionary has one: Новороссийском is no adjective. Else ""."""
    towns = [parse for parse in parses_of(word) if parse.is_known and "Geox" in parse.tag.grammemes]
    form = towns[0].inflect({"nomn"}) if towns and towns[0].tag.POS == "NOUN" else None
    return _like(form.word, word) if form else ""


#: After these a name stands in a case: a vowel at its end may be an ending.
_GOVERNING = frozenset(
    [
        *("в", "во", "на", "о", "об", "обо", "при", "к", "ко", "по", "из", "изо", "от", "до", "у", "возле", "близ"),
        *("около", "для", "без", "с", "со", "под", "над", "за", "перед", "через", "про", "против"),
    ]
)


def _fixed(texts: Sequence[str], article: Article) -> set[str]:
    """Those words of a Russian name that no case changes: Дюпре, Мунтяну, Жетысу. The dictionary does not know them as
    names, they end in a vowel, the article has them in one form alone, and not only where a case must be."""
    return {text for text in texts if _is_fixed(text, len(texts), article)}


def _is_fixed(word: str, of: int, article: Article) -> bool:
    stem = word[:-1]
    if not re.fullmatch("[А-ЯЁ].+[еёиоуыэю]", word) or _RUSSIAN_SURNAME.match(word) or _SKIY.match(word):
        return False
    parses = parses_of(word)
    declined = {"Geox", "Name"}
    if any(parse.is_known and (declined & parse.tag.grammemes or parse.tag.POS == "ADJF") for parse in parses):
        return False
    if any(
        each != word and (each == stem or (each[:-1] == stem and each[-1] in "аеёийоуыэюя")) for each in article.seen
    ):
        return False
    if of == 1 or word[-1] == "ы":  # a woman's name in the genitive far more often than a name in -ы
        known = any(parse.is_known for parse in parses)
        if word[-1] == "ы" and (of == 1 or known):
            return False
    return not all(before in _GOVERNING or is_part(before, "ADJF") for before in article.before(word))


def _russian_title(texts: Sequence[str]) -> list[str]:
    """A name in capitals that ends with what it is («Алтын Кредит Банка»): only that word changes. Else nothing."""
    bodies = heads("ru").body
    if len(texts) < 2 or not all(text[:1].isupper() for text in texts):
        return []
    if (
        fold(str(parses_of(texts[-1])[0].normal_form)) not in bodies
        or fold(str(parses_of(texts[0])[0].normal_form)) in bodies
    ):
        return []
    if not is_part(texts[-1], "NOUN") or any(is_part(text, "ADJF") for text in texts[:-1]):
        return []
    return [*texts[:-1], _russian_phrase(texts[-1:])[0]]


def _russian_phrase(texts: Sequence[str]) -> list[str]:
    """The head, and what agrees with it, in the nominative; what hangs on the head stays as it is."""
    head = next((place for place in range(len(texts)) if _is_head(texts, place)), len(texts) - 1)
    noun = _agreeing(texts[head], texts[:head])
    number = "plur" if noun is not None and "plur" in noun.tag.grammemes else "sing"
    out = [_nominative_adjective(text, noun, number) for text in texts[:head]]
    form = noun.inflect({"nomn"}) if noun is not None else None
    return [*out, _like(form.word, texts[head]) if form else texts[head], *texts[head + 1 :]]


_SKIY = re.compile("(.*(?:ск|цк))(?:ой|ого|ому|им|ом|ую|ая|ий|ое|ие|их|ими)$")


def _is_head(texts: Sequence[str], place: int) -> bool:
    """Whether the phrase's first noun stands here. Авраамовым may be a surname, but it describes the noun after it."""
    text = texts[place]
    follows = place + 1 < len(texts) and is_part(texts[place + 1], "NOUN")
    return is_part(text, "NOUN") and not _describes(text) and not (follows and is_part(text, "ADJF"))


def _describes(text: str) -> bool:
    """Whether a word is most likely an adjective; in -ский, also if no dictionary knows it."""
    best = parses_of(text)[0]
    return bool(best.tag.POS == "ADJF" or (not best.is_known and _SKIY.match(text)))


def _agreeing(noun: str, adjectives: Sequence[str]) -> Any:
    """The reading of the noun that agrees with the adjectives before it; the likeliest if there are none."""
    readings = [parse for parse in parses_of(noun) if parse.tag.POS in ("NOUN", "ADJF")]
    if adjectives:
        wanted = _cases(adjectives[-1])
        readings = [each for each in readings if (each.tag.case, each.tag.number) in wanted] or readings
    return readings[0] if readings else None


def _cases(adjective: str) -> set[tuple[str, str]]:
    """The cases and numbers that an adjective may stand in; of one that no dictionary knows, by its ending."""
    parses = [parse for parse in parses_of(adjective) if parse.tag.POS in ("ADJF", "PRTF")]
    if any(parse.is_known for parse in parses):
        return {(parse.tag.case, parse.tag.number) for parse in parses}
    number = "plur" if re.search("(?:[иы][ехм]|[иы]ми)$", adjective) else "sing"
    direct = re.search("(?:[иы]й|[ая]я|[ое]е|[иы]е)$", adjective)
    return {(case, number) for case in (("nomn", "accs") if direct else ("gent", "datv", "ablt", "loct", "accs"))}


def _unknown_adjective(text: str, noun: Any) -> str:
    """An adjective in -ский that no dictionary knows, in the nominative that agrees with its noun."""
    stem = _SKIY.match(text)
    if stem is None or noun is None:
        return ""
    gender = "plur" if "plur" in noun.tag.grammemes else str(noun.tag.gender)
    return stem[1] + {"masc": "ий", "femn": "ая", "neut": "ое", "plur": "ие"}.get(gender, "ий")


_POSSESSIVE = re.compile("(.{3,})(ов|ев|ин)(?:ым|ых|ыми|ого|ому|ом|ой|у|а|ы|о)$")


def _possessive(text: str, noun: Any) -> str:
    """Whose? Авраамовым -> Авраамовы: made of a given name, it has endings of its own."""
    found = _POSSESSIVE.match(text)
    if found is None or noun is None or not text[:1].isupper():
        return ""
    if not any("Name" in parse.tag.grammemes for end in ("", "а", "я", "й") for parse in parses_of(found[1] + end)):
        return ""
    gender = "plur" if "plur" in noun.tag.grammemes else str(noun.tag.gender)
    return found[1] + found[2] + {"femn": "а", "neut": "о", "plur": "ы"}.get(gender, "")


def _nominative_adjective(text: str, noun: Any, number: str) -> str:
    parses = [parse for parse in parses_of(text) if parse.tag.POS in ("ADJF", "PRTF")]
    if not any(parse.is_known for parse in parses) and (made := _unknown_adjective(text, noun)):
        return made
    if made := _possessive(text, noun):
        return made
    gender = {str(noun.tag.gender)} if noun is not None and number == "sing" and noun.tag.gender else set()
    for parse in parses:
        if form := parse.inflect({"nomn", number, *gender}):
            return _like(form.word, text)
    return text


def _russian_person(texts: Sequence[str]) -> list[str]:
    """A person's names in the nominative; a woman's if her given name is one."""
    out = []
    gender = "masc"
    for place, text in enumerate(texts):
        surname = _RUSSIAN_SURNAME.match(text)
        parses = [parse for parse in parses_of(text) if {"Name", "Patr", "Surn"} & parse.tag.grammemes]
        if place < len(texts) - 1 and parses and "Name" in parses[0].tag.grammemes:
            gender = _gender(text, parses)
        if surname and (place or len(texts) == 1) and gender == "masc":
            out.append(surname[1])
            continue
        fitting = [parse for parse in parses if {gender, "sing"} <= parse.tag.grammemes]
        form = fitting[0].inflect({"nomn"}) if fitting else None
        # Мохамеда Тумбы: an unknown surname in the case of the name before it
        declined = not form and out and out[-1] != texts[place - 1] and re.search("[бвгджзклмнпрстфхцчшщ][ыи]$", text)
        out.append(_like(form.word, text) if form else f"{text[:-1]}а" if declined else text)
    return out


def _gender(given: str, parses: Sequence[Any]) -> str:
    """Whether a given name is a woman's. Руслану is Руслан's dative more often than Руслана's accusative."""
    genders = {str(parse.tag.gender) for parse in parses if "Name" in parse.tag.grammemes}
    if given.endswith(("у", "ю")) and "masc" in genders:
        return "masc"
    return "femn" if "femn" in parses[0].tag.grammemes else "masc"


def _like(form: str, written: str) -> str:
    """The form with the capitals of what was written."""
    if written.isupper() and len(written) > 1:
        return form.upper()
    return form[:1].upper() + form[1:] if written[:1].isupper() else form
