"""From words as they stand in a text to the form a dictionary or a headline would give: Совета мира -> Совет мира."""

import re
from collections.abc import Sequence
from functools import lru_cache

import simplemma

from monitor.drafting.russian import cite_russian, parses_of
from monitor.drafting.sentence import Article, Word
from monitor.drafting.things import Kind

_KAZAKH_CASE = re.compile(
    "(ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|ны|ні|ды|ді|ты|ті|нда|нде|нан|нен|дан|ден|тан|тен|мен|бен|пен)$"
)
_KAZAKH_OWN = re.compile("(ы|і|сы|сі)(н|на|не|нда|нде|нан|нен|ның|нің|мен)$")
_KAZAKH_THERE = re.compile("(?<![ыі]н)(?:[дт]ағы|[дт]егі)$")
#: How names and bodies end that stand before such an ending.
_KAZAKH_NAMES = ("ев", "ов", "ин", "ева", "ова", "ина", "бай", "ы", "і")
_ARABIC_JOINED = re.compile("^(?:[وف](?=.{3}))?(?:لل|[بكل]?ال|[بكل](?=.{4})|س(?=[يتن].{3}))?")
_ARABIC_OWN = re.compile("(?:هما|ها|هم|نا|كم|ه)$")
_HEBREW_JOINED = re.compile("^[והבלכמש]{1,2}(?=.{3})")


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
        return str(parses_of(word)[0].normal_form)
    if lang == "uk":
        return simplemma.lemmatize(word, "uk") if simplemma.is_known(word, "uk") else word
    if lang == "kk":
        return _KAZAKH_OWN.sub(r"\1", _KAZAKH_CASE.sub("", word)) if len(word) > 5 else word
    return word


def unowned(word: str, lang: str) -> str:
    """An Arabic word without a joined particle and pronoun: بأنه is أن."""
    return _ARABIC_OWN.sub("", re.sub("^[وفبكل](?=.{2})", "", word)) if lang == "ar" else word


def is_nisba(word: str, lang: str) -> bool:
    """Whether an Arabic word is a definite adjective in -i (التأسيسي): it describes, it is no name."""
    return lang == "ar" and bool(re.fullmatch("[وفبكل]?(?:ال|لل).{3,}(?:ي|ية|يين|يون|يات)", word))


@lru_cache(maxsize=20_000)
def is_common(word: str, lang: str) -> bool:
    """Whether a dictionary knows the word as an ordinary one, not as a name (Lufthansa). Where we have no dictionary
    nothing is known."""
    if lang == "ru":
        names = {"Name", "Surn", "Patr", "Geox", "Orgn", "Abbr"}
        return any(parse.is_known and not names & parse.tag.grammemes for parse in parses_of(word))
    if lang == "kk":
        return False
    try:
        known = [form for form in _readings(word, lang) if simplemma.is_known(form, lang)]
        # German alone writes every noun with a capital
        return any(lang == "de" or not simplemma.lemmatize(form, lang)[:1].isupper() for form in known)
    except ValueError:  # a language that simplemma has no table for
        return False


@lru_cache(maxsize=20_000)
def is_listed(name: str, lang: str) -> bool:
    """Whether a dictionary has the word at all, were it as a name: many bear it (Сабитов), or everybody knows it."""
    if lang == "ru":
        return any(parse.is_known for parse in parses_of(name))
    try:
        return simplemma.is_known(name, lang) or simplemma.is_known(name.lower(), lang)
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
    "(?:[оеё]ва?|[иы]на?|ск(?:ий|ая)|баев|баева|ұлы|қызы|улы|кызы|енко|ук|[яа]н|дзе|швили|oğlu|zadə|ev|eva|ov|ova|skiy|sky)$"
)


def is_personal(texts: Sequence[str], lang: str) -> bool:
    """Whether capitals in a row look like a person: a given name that a dictionary knows, or a surname's ending."""
    if lang == "ru":
        known = [parse for text in texts for parse in parses_of(text)[:2] if parse.is_known]
        return any("Name" in parse.tag.grammemes for parse in known) or bool(_SURNAME.search(texts[-1]))
    return bool(_SURNAME.search(_KAZAKH_CASE.sub("", texts[-1]) if lang == "kk" else texts[-1]))


def cite(words: Sequence[Word], article: Article, kind: Kind) -> str:
    """The citation form of a name or phrase that stands in an article."""
    texts = [word.text for word in words]
    match article.lang:
        case "ru":
            texts = cite_russian(texts, article, kind)
        case "ar":
            texts[0] = _arabic_first(texts[0], article)
        case "he":
            stripped = bare(texts[0], "he")
            texts[0] = stripped if article.seen[stripped] else texts[0]
        case "kk":
            texts[-1] = _kazakh_last(texts[-1], article)
        case "de":
            bare_form = texts[-1].removesuffix("s")
            texts[-1] = bare_form if article.seen[bare_form] else texts[-1]
        case "en" | "tr" | "az":
            texts[-1] = bare(texts[-1], article.lang)
        case "uk":
            done = all(map(_BY.match, texts)) or (len(texts) == 1 and set(article.before(texts[0])) <= _WITH)
            texts = [_BY.sub(r"\1", text) if done and text[:1].isupper() else text for text in texts]
            texts = [_ukrainian(text) if text[:1].isupper() else text for text in texts]
            if len(texts) == 2 and f"{texts[0]}а" == words[0].text:
                texts[1] = _OF_HIM.sub("", texts[1])  # бізнесмена Остапа Скоробогача
            if len(texts) == 2 and texts[1][:1].islower() and texts[0] != words[0].text:
                texts[1] = lemma(texts[1], "uk")  # Крюківського мосту
        case "fr":
            texts[0] = bare(texts[0], "fr")
    joints = ["", *("-" if word.before == "-" else " " for word in words[1:])]
    return "".join(joint + text for joint, text in zip(joints, texts, strict=True))


#: How a man's surname ends in the genitive that ends in a consonant.
_OF_HIM = re.compile("(?<=[бвгґджзклмнпрстфхцчшщ])а$")

#: By whom, with what (Іланом Шором, під Новоросійськом), and the words before it.
_BY = re.compile("(.+[бвгґджзклмнпрстфхцчшщ])[ое]м$")
_WITH = frozenset(["з", "із", "зі", "над", "під", "перед", "за", "між"])


def _ukrainian(word: str) -> str:
    """A name without its case: Коваленка, Коваленку -> Коваленко; у Кременчуці -> Кременчук, if a dictionary has it."""
    listed = simplemma.lemmatize(word, "uk")
    if listed != word and listed[:1].isupper() and simplemma.is_known(word, "uk"):
        return listed
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
    there = _KAZAKH_THERE.sub("", word)  # Жаңаөзендегі
    if there != word and len(there) > 3:
        return there
    owned = _KAZAKH_OWN.sub(r"\1", word)
    if owned != word and len(owned) > 4:
        return owned
    stem = _KAZAKH_CASE.sub("", word)
    witness = article.seen[stem] or stem.endswith(_KAZAKH_NAMES)
    return stem if witness and 4 <= len(stem) < len(word) else word
