"""What an article is about in ordinary words that no list of ours knows: a minaret, bees, the palm weevil.

A headline's word that the text comes back to says it, if news seldom has it (data/<lang>.everyday are the words that
news of anything has), and so do two words that come back side by side.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import simplemma

from monitor.drafting.citation import bare, is_common, is_nisba, lemma
from monitor.drafting.heads import Heads, heads
from monitor.drafting.naming import CAPITALS
from monitor.drafting.russian import parses_of
from monitor.drafting.sentence import Article, Sentence, Word
from monitor.drafting.things import sequels
from monitor.text.data import read_text
from monitor.text.fold import fold
from monitor.text.words import words

#: Languages with a list of everyday words: without one every word would seem rare.
LISTED = ("ar", "de", "en", "es", "fa", "fr", "he", "kk", "ru", "tr", "uk")

#: A word or phrase of the headline or first sentences must come back once.
_TWICE = 2

#: What is longer is no word of any language.
_LONGEST = 60

#: An everyday pair of words says something if it stands there so often.
_PAIR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A word or two as a dictionary has them, and how often they must stand in the article to be a topic of it."""

    form: str
    least: int


def topics(article: Article, taken: frozenset[tuple[str, int]] = frozenset()) -> list[Topic]:
    """The words and pairs of words that may be what the article is about, in the order of the text. ``taken`` are the
    places (field, start) of words that are something already."""
    if article.lang not in LISTED:
        return []
    found: dict[str, Topic] = {}
    for sentence in article.sentences:
        if sentence.early:
            for topic in _in_sentence(article, sentence, taken):
                found.setdefault(fold(topic.form), topic)
    return list(found.values())


def _in_sentence(article: Article, sentence: Sentence, taken: frozenset[tuple[str, int]]) -> Iterator[Topic]:
    lists = heads(article.lang)
    free = [_is_free(article, sentence, word, lists, taken) for word in sentence.words]
    for place, word in enumerate(sentence.words):
        if not free[place]:
            continue
        rare = not _is_everyday(word.text, article.lang)
        if rare and len(form := _cited(word, article)) >= _least(article.lang):
            yield Topic(form=form, least=_TWICE)
        after = sentence.words[place + 1] if place + 1 < len(sentence.words) else None
        if article.lang == "ar" and after is not None and free[place + 1] and after.before == " ":
            rare = rare or not _is_everyday(after.text, article.lang)
            if pair := _pair(word, after, article):
                yield Topic(form=pair, least=_TWICE if rare else _PAIR)


def _least(lang: str) -> int:
    """So many letters a word has at least that says something."""
    return 3 if lang in ("ar", "fa", "he", "kk") else 4


def _is_free(article: Article, sentence: Sentence, word: Word, lists: Heads, taken: frozenset[tuple[str, int]]) -> bool:
    """Whether a word is an ordinary one that nothing else reads: no name, no role, no function word."""
    lang = article.lang
    if word.name or (sentence.field, word.start) in taken or not word.text.isalpha():
        return False
    if (
        len(word.text) > _LONGEST
        or len(bare(word.text, lang)) < _least(lang)
        or (lang == "en" and _is_verb(word, article))
    ):
        return False
    forms = {word.folded, fold(bare(word.text, lang)), fold(lemma(word.text, lang))}
    if forms & _happening(lang):
        return False
    if forms & (lists.small | lists.role | lists.official | lists.general | lists.calendar | lists.given | lists.event):
        return False
    if lang == "de":
        return word.capital and is_common(word.text, "de")
    if word.capital and lang in CAPITALS:  # the first word of a sentence, or a headline all of capitals
        return bool(article.small[word.folded]) or (
            (word.place == 0 or sentence.all_capitals)
            and not article.capital[word.folded]
            and _is_noun(word.text, lang)
        )
    return _is_noun(word.text, lang) and not is_nisba(word.text, lang)


@cache
def _happening(lang: str) -> frozenset[str]:
    """The words by which what happens, and how it goes on, is told in a language: they are keywords already, or say
    nothing."""
    return frozenset(
        fold(word) for thing in sequels().values() for name in thing.names.get(lang, ()) for word in name.split()
    )


def _is_verb(word: Word, article: Article) -> bool:
    """Whether the article has an English word as a verb too (suspends, then suspended; leans, with nothing before it
    that a noun has)."""
    stem = str(simplemma.lemmatize(word.text.lower(), "en"))
    if any(article.small[fold(f"{stem.removesuffix('e')}{end}")] for end in ("ed", "ied")):
        return True
    forms = {stem, f"{stem}s", f"{stem}es", f"{stem}ing", word.text.lower()}
    before = [each for form in forms for text in (form, form.capitalize()) for each in article.before(text)]
    return not any(each in _BEFORE_NOUNS for each in before)


#: What stands before a noun of English, and before no verb.
_BEFORE_NOUNS = frozenset(
    word.text
    for word in words(
        "a an the of in on for with from by at its his her their our this these those no more many some any over about "
        "into against after before under between dead rare wild new old"
    )
)


def _is_noun(word: str, lang: str) -> bool:
    """Whether a word is a noun, as far as that can be told: Russian alone says it."""
    if lang == "ru":
        return any(parse.tag.POS == "NOUN" for parse in parses_of(word)[:2])
    if lang == "kk":
        return not _KAZAKH_VERB.search(word.lower())
    if lang == "uk" and lemma(word.lower(), "uk").endswith("ий"):
        return False
    return is_common(word.lower(), lang)


#: How Kazakh verbs end, and what says where something is (маңындағы).
_KAZAKH_VERB = re.compile(
    "(?:[дт][ыі]|[ғқ]ан(?:дар)?|[гк]ен(?:дер)?|[ыіае]?п|[мбп][ае]й|[дт][ае]ғы|[дт][ае]гі|ндағы|ндегі|дық|дік|лық|лік)$"
)


def _cited(word: Word, article: Article) -> str:
    """A word as a dictionary has it."""
    lang, text = article.lang, word.text
    if lang == "ru":
        nouns = [parse for parse in parses_of(text) if parse.tag.POS == "NOUN"]
        return str(nouns[0].normal_form) if nouns else ""
    if lang == "ar":
        return re.sub("^(?:[وفبكل]?ال|[وف]?لل)(?=.{3})", "", text)
    if lang == "he":
        return bare(text, lang)
    if lang == "kk":
        return _shortest(text, article)
    if lang == "de":
        return str(simplemma.lemmatize(text, "de"))
    small = bare(text.lower(), lang)
    return str(simplemma.lemmatize(small, lang)) if lang in ("en", "es", "fr", "tr", "uk", "fa") else small


def _shortest(text: str, article: Article) -> str:
    """Of the forms in which the article has a Kazakh word that of which the others are endings, in small letters."""
    small = lemma(text.lower(), "kk")
    beginning = [each for each in article.small if len(each) > 3 and fold(small).startswith(each)]
    return min((*beginning, small), key=len)


def _pair(word: Word, after: Word, article: Article) -> str:
    """What two Arabic words name together (سوسة النخيل, the weevil; سوسة alone is a town): the second with an article,
    the first without; else ""."""
    first = re.sub("^[وفبل](?=.{3})", "", word.text) if article.seen[word.text[1:]] else word.text
    return f"{first} {after.text}" if after.text.startswith("ال") and not first.startswith("ال") else ""


@cache
def everyday(lang: str) -> frozenset[str]:
    """The words that news of anything has, folded."""
    return frozenset(fold(word) for word in read_text("drafting", f"{lang}.everyday").split())


def _is_everyday(text: str, lang: str) -> bool:
    common = everyday(lang)
    small = text.lower()
    if lang == "kk":
        folded = fold(small)
        return any(folded[:end] in common for end in range(4, min(len(folded), _LONGEST) + 1))
    forms: Sequence[str] = (
        small,
        bare(small, lang),
        lemma(small, lang),
        f"ال{bare(small, lang)}" if lang == "ar" else "",
    )
    if lang in ("en", "es", "fr", "de", "tr", "fa"):
        forms = (*forms, str(simplemma.lemmatize(text if lang == "de" else small, lang)))
    return any(fold(form) in common for form in forms if form)
