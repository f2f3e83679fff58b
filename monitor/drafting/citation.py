"""From words as they stand in a text to the form a dictionary or a headline would give: Совета мира -> Совет мира."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import simplemma

from monitor.drafting.heads import heads
from monitor.drafting.sentence import Article, Word
from monitor.drafting.things import Kind
from monitor.text.fold import fold

_KAZAKH_CASE = re.compile(
    "(ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|ны|ні|ды|ді|ты|ті|нда|нде|нан|нен|дан|ден|тан|тен|мен|бен|пен)$"
)
_KAZAKH_OWN = re.compile("(ы|і|сы|сі)(н|на|не|нда|нде|нан|нен|ның|нің|мен)$")
#: How names and bodies end that stand before such an ending.
_KAZAKH_NAMES = ("ев", "ов", "ин", "ева", "ова", "ина", "бай", "ы", "і")
_ARABIC_JOINED = re.compile("^(?:[وف](?=.{3}))?(?:لل|[بكل]?ال|[بكل](?=.{4})|س(?=[يتن].{3}))?")
_ARABIC_OWN = re.compile("(?:هما|ها|هم|نا|كم|ه)$")
_HEBREW_JOINED = re.compile("^[והבלכמש]{1,2}(?=.{3})")
_RUSSIAN_SURNAME = re.compile("^(.*(?:ов|ев|ёв|ин|ын))(а|у|ым|ом|е|ой)?$", re.IGNORECASE)


@cache
def _russian() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=20_000)
def _parses(word: str) -> Any:
    return _russian().parse(word)


def bare(word: str, lang: str) -> str:
    """The word without what other words join to it: Arabic and Hebrew particles and article, 's, Turkish '..."""
    match lang:
        case "ar":
            return _ARABIC_JOINED.sub("", word, count=1)
        case "he":
            return _HEBREW_JOINED.sub("", word, count=1)
        case "en":
            return re.sub("['’]s?$", "", word)
        case "tr" | "az":
            return re.split("['’]", word)[0]
        case "fr":
            return re.sub("^[dDlL]['’]", "", word)
    return word


def lemma(word: str, lang: str) -> str:
    """The dictionary form, where a dictionary says it; else the word."""
    if lang == "ru":
        return str(_parses(word)[0].normal_form)
    if lang == "kk":
        return _KAZAKH_OWN.sub(r"\1", _KAZAKH_CASE.sub("", word)) if len(word) > 5 else word
    return word


def unowned(word: str, lang: str) -> str:
    """An Arabic word without a joined particle and pronoun: بأنه is أن."""
    return _ARABIC_OWN.sub("", re.sub("^[وفبكل](?=.{2})", "", word)) if lang == "ar" else word


def is_part(word: str, part: str, case: str = "") -> bool:
    """Whether a Russian word may be this part of speech (and stand in this case)."""
    return any(
        part == parse.tag.POS and (not case or case in parse.tag.grammemes)
        for parse in _parses(word)[:3]
        if parse.score > 0.05
    )


def is_nisba(word: str, lang: str) -> bool:
    """Whether an Arabic word is a definite adjective in -i (التأسيسي): it describes, it is no name."""
    return lang == "ar" and bool(re.fullmatch("[وفبكل]?(?:ال|لل).{3,}(?:ي|ية|يين|يون|يات)", word))


@lru_cache(maxsize=20_000)
def is_common(word: str, lang: str) -> bool:
    """Whether a dictionary knows the word as an ordinary one, not as a name (Lufthansa). Where we have no dictionary
    nothing is known."""
    if lang == "ru":
        names = {"Name", "Surn", "Patr", "Geox", "Orgn", "Abbr"}
        return any(parse.is_known and not names & parse.tag.grammemes for parse in _parses(word))
    if lang == "kk":
        return False
    try:
        known = [form for form in _readings(word, lang) if simplemma.is_known(form, lang)]
        # German alone writes every noun with a capital
        return any(lang == "de" or not simplemma.lemmatize(form, lang)[:1].isupper() for form in known)
    except ValueError:  # a language that simplemma has no table for
        return False


def _readings(word: str, lang: str) -> list[str]:
    forms = [word, bare(word, lang)]
    if lang == "ar":
        stems = [form for form in (bare(word, lang), word, word[1:] if word[:1] in "سوف" else "") if len(form) > 2]
        owned = [_ARABIC_OWN.sub("", form) for form in stems]
        forms += stems + owned + [f"ال{form}" for form in stems]
        forms += [form[:-1] + end for form in owned for end in ("ء", "ة") if form[-1:] in "ئؤت"]
        # plurals in -in, -un, -at of a word that is known
        forms += [form[:-2] for form in stems if form.endswith(("ين", "ون", "ات"))]
    return [form for form in dict.fromkeys(forms) if len(form) > 1]


_SURNAME = re.compile(
    "(?:[оеё]ва?|[иы]на?|ск(?:ий|ая)|баев|баева|ұлы|қызы|улы|кызы|енко|ук|[яа]н|дзе|швили|oğlu|zadə|yev|yeva|ov|ova|skiy|sky)$"
)


def is_personal(texts: Sequence[str], lang: str) -> bool:
    """Whether capitals in a row look like a person: a given name that a dictionary knows, or a surname's ending."""
    if lang == "ru":
        known = [parse for text in texts for parse in _parses(text)[:2] if parse.is_known]
        return any("Name" in parse.tag.grammemes for parse in known) or bool(_SURNAME.search(texts[-1]))
    return bool(_SURNAME.search(texts[-1]))


def cite(words: Sequence[Word], article: Article, kind: Kind) -> str:
    """The citation form of a name or phrase that stands in an article."""
    texts = [word.text for word in words]
    match article.lang:
        case "ru":
            fixed = _fixed(texts, article)
            surname = len(texts) == 1 and texts[0][:1].isupper() and _RUSSIAN_SURNAME.match(texts[0])
            known = surname and any(parse.is_known and "Geox" in parse.tag.grammemes for parse in _parses(texts[0]))
            person = kind == "person" or (surname and not known)
            cited = _russian_person(texts) if person else _russian_title(texts) or _russian_phrase(texts)
            texts = [text if text in fixed else each for text, each in zip(texts, cited, strict=True)]
        case "ar":
            texts[0] = _arabic_first(texts[0], article)
        case "he":
            stripped = bare(texts[0], "he")
            texts[0] = stripped if article.seen[stripped] else texts[0]
        case "kk":
            texts[-1] = _kazakh_last(texts[-1], article)
        case "en" | "tr" | "az":
            texts[-1] = bare(texts[-1], article.lang)
        case "uk":
            texts = [_ukrainian(text) if text[:1].isupper() else text for text in texts]
        case "fr":
            texts[0] = bare(texts[0], "fr")
    joints = ["", *("-" if word.before == "-" else " " for word in words[1:])]
    return "".join(joint + text for joint, text in zip(joints, texts, strict=True))


def _ukrainian(word: str) -> str:
    """A surname in -ко or -ський without its case: Коваленка, Коваленку -> Коваленко."""
    word = re.sub("енк(?:а|у|ом|ові)$", "енко", word)
    return re.sub("(ськ|цьк)(?:ого|ому|им|ім)$", r"\1ий", word)


def _arabic_first(word: str, article: Article) -> str:
    """The first word without joined particles: if its own first letter may be one, only with a witness for that."""
    if is_common(word, "ar") and not re.match("[وفبكل]{1,2}ال|[وف]?لل", word) and simplemma.is_known(word, "ar"):
        return word
    word = re.sub("^[وف]?لل", "ال", word)
    word = re.sub("^[وف]?[بكل]?(?=ال.{2})", "", word)
    if word.startswith("ال"):
        return word
    for joined in ("^[وف][بكل]", "^[وفبكل]"):
        stripped = re.sub(joined, "", word)
        if stripped != word and len(stripped) > 2 and (article.seen[stripped] or simplemma.is_known(stripped, "ar")):
            return stripped
    return word


def _kazakh_last(word: str, article: Article) -> str:
    """The last word without its case. What only looks like an ending stays, unless the bare word stands there too."""
    owned = _KAZAKH_OWN.sub(r"\1", word)
    if owned != word and len(owned) > 4:
        return owned
    stem = _KAZAKH_CASE.sub("", word)
    witness = article.seen[stem] or stem.endswith(_KAZAKH_NAMES)
    return stem if witness and 4 <= len(stem) < len(word) else word


#: After these a name stands in a case: a vowel at its end may be an ending.
_GOVERNING = frozenset(
    "в во на о об обо при к ко по из изо от до у возле близ около для без с со под над за перед через про против".split()
)


def _fixed(texts: Sequence[str], article: Article) -> set[str]:
    """Those words of a Russian name that no case changes: Дюпре, Мунтяну, Жетысу. The dictionary does not know them as
    names, they end in a vowel, the article has them in one form alone, and not only where a case must be."""
    return {text for text in texts if _is_fixed(text, len(texts), article)}


def _is_fixed(word: str, of: int, article: Article) -> bool:
    stem = word[:-1]
    if not re.fullmatch("[А-ЯЁ].+[еёиоуыэю]", word) or _RUSSIAN_SURNAME.match(word) or _SKIY.match(word):
        return False
    parses = _parses(word)
    if any(parse.is_known and ("Geox" in parse.tag.grammemes or parse.tag.POS == "ADJF") for parse in parses):
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
    if fold(lemma(texts[-1], "ru")) not in bodies or fold(lemma(texts[0], "ru")) in bodies:
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
    best = _parses(text)[0]
    return bool(best.tag.POS == "ADJF" or (not best.is_known and _SKIY.match(text)))


def _agreeing(noun: str, adjectives: Sequence[str]) -> Any:
    """The reading of the noun that agrees with the adjectives before it; the likeliest if there are none."""
    readings = [parse for parse in _parses(noun) if parse.tag.POS in ("NOUN", "ADJF")]
    if adjectives:
        wanted = _cases(adjectives[-1])
        readings = [each for each in readings if (each.tag.case, each.tag.number) in wanted] or readings
    return readings[0] if readings else None


def _cases(adjective: str) -> set[tuple[str, str]]:
    """The cases and numbers that an adjective may stand in; of one that no dictionary knows, by its ending."""
    parses = [parse for parse in _parses(adjective) if parse.tag.POS in ("ADJF", "PRTF")]
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
    if not any("Name" in parse.tag.grammemes for end in ("", "а", "я", "й") for parse in _parses(found[1] + end)):
        return ""
    gender = "plur" if "plur" in noun.tag.grammemes else str(noun.tag.gender)
    return found[1] + found[2] + {"femn": "а", "neut": "о", "plur": "ы"}.get(gender, "")


def _nominative_adjective(text: str, noun: Any, number: str) -> str:
    parses = [parse for parse in _parses(text) if parse.tag.POS in ("ADJF", "PRTF")]
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
        parses = [parse for parse in _parses(text) if {"Name", "Patr", "Surn"} & parse.tag.grammemes]
        if place < len(texts) - 1 and parses and "Name" in parses[0].tag.grammemes:
            gender = "femn" if "femn" in parses[0].tag.grammemes else "masc"
        if surname and (place or len(texts) == 1) and gender == "masc":
            out.append(surname[1])
            continue
        fitting = [parse for parse in parses if {gender, "sing"} <= parse.tag.grammemes]
        form = fitting[0].inflect({"nomn"}) if fitting else None
        # Мохамеда Тумбы: an unknown surname in the case of the name before it
        declined = not form and out and out[-1] != texts[place - 1] and re.search("[бвгджзклмнпрстфхцчшщ][ыи]$", text)
        out.append(_like(form.word, text) if form else f"{text[:-1]}а" if declined else text)
    return out


def _like(form: str, written: str) -> str:
    """The form with the capitals of what was written."""
    if written.isupper() and len(written) > 1:
        return form.upper()
    return form[:1].upper() + form[1:] if written[:1].isupper() else form
