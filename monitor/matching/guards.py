"""Keywords that would find something else, seen before the start: short stems, function words, common words, names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor.matching.compile import Entry, compile_form
from monitor.model import Keyword, Post, Story
from monitor.text.clues import WORDS
from monitor.text.fold import fold
from monitor.text.languages.ar import FUNCTION_WORDS as ARABIC
from monitor.text.languages.en_words import FUNCTION_WORDS as ENGLISH
from monitor.text.languages.en_words import NAMES_AND_WORDS
from monitor.text.tables import forms_of

#: Keywords of so few letters are met in other words and names.
_SHORT = 3
#: Words of grammar have at most so many letters.
_GRAMMAR = 7
#: A keyword on more than this share of stored posts says nothing.
_EVERYWHERE = 0.015


@dataclass(frozen=True, kw_only=True)
class Caution:
    """A keyword to think about: what it would also find, and what to write instead."""

    story: str
    keyword: str
    form: str
    lang: str
    why: str
    instead: str


def cautions(story: Story, posts: Sequence[Post] = ()) -> tuple[Caution, ...]:
    """What is risky in the keywords of ``story``; with stored ``posts``, also what finds too many of them.

    Nothing here is a fault: the story runs as it is.
    """
    found = [caution for keyword in story.keywords for caution in _of_keyword(story, keyword)]
    if posts:
        found += _everywhere(story, posts)
    return tuple(found)


def _of_keyword(story: Story, keyword: Keyword) -> Iterator[Caution]:
    for lang, forms in keyword.forms.items():
        for form in forms:
            entry = compile_form(form, lang)
            if entry is not None and not entry.gaps:
                for why, instead in _risks(entry, lang):
                    yield Caution(story=story.key, keyword=keyword.name, form=form, lang=lang, why=why, instead=instead)
    yield from _shared(story, keyword)


def _risks(entry: Entry, lang: str) -> Iterator[tuple[str, str]]:
    word = entry.cited[0]
    exactly = f'exact.{lang} = ["{entry.form}"], or a rule that asks for another keyword beside it'
    if len(fold(word)) <= _SHORT:
        yield f'"{word}" is short: it is met in abbreviations and other names', exactly
    common = WORDS.get(lang, frozenset()) | (ENGLISH if lang == "en" else ARABIC if lang == "ar" else frozenset())
    # words of grammar are short; the longer words of these lists are names of countries and the like
    folded_common = {fold(one): one for one in common if one != word.lower() and len(one) <= _GRAMMAR}
    for form in _forms(entry):
        if form in folded_common:
            yield f'"{word}" falls together with "{folded_common[form]}", a function word', exactly
            break
    if lang == "en" and word[:1].isupper() and word.lower() in NAMES_AND_WORDS:
        yield f'"{word}" is also a common word, told apart by its capital alone', exactly
    elif word.isupper() and len(word) > 1 and lang in ("en", "fr", "de", "es") and forms_of(lang, word.lower()):
        yield f'"{word}" in small letters is a common word', exactly
    if lang == "ru" and word[:1].isupper():
        yield from ((f'"{word}" is also a form of "{other}"', exactly) for other in _other_lemmas(word))


def _forms(entry: Entry) -> Iterator[str]:
    for stem in entry.stems[0]:
        yield from (stem.key + tail for tail in stem.tails)


def _other_lemmas(word: str) -> Iterable[str]:
    from monitor.text.languages.ru import other_lemmas

    return other_lemmas(word)


def _shared(story: Story, keyword: Keyword) -> Iterator[Caution]:
    """Another keyword of the story with the same form: the two are one idea, or one of them is misspelled."""
    mine = {(lang, fold(form)): form for lang, forms in keyword.forms.items() for form in forms}
    for other in story.keywords:
        if other.name <= keyword.name:
            continue
        for lang, forms in other.forms.items():
            for form in forms:
                if (lang, fold(form)) in mine:
                    yield Caution(
                        story=story.key,
                        keyword=keyword.name,
                        form=form,
                        lang=lang,
                        why=f'"{form}" stands in "{other.name}" too: one word would count as two ideas',
                        instead="leave it in one of the two",
                    )


def _everywhere(story: Story, posts: Sequence[Post]) -> Iterator[Caution]:
    from monitor.matching.find import Finder

    finder = Finder([story])
    counts: dict[tuple[str, str, str], int] = {}
    for post in posts:
        for each in {(hit.keyword, hit.form, hit.lang) for hit in finder.find(post).get(story.key, ())}:
            counts[each] = counts.get(each, 0) + 1
    for (keyword, form, lang), count in counts.items():
        if count > max(3, _EVERYWHERE * len(posts)):
            yield Caution(
                story=story.key,
                keyword=keyword,
                form=form,
                lang=lang,
                why=f'"{form}" stands in {count} of the last {len(posts)} posts',
                instead="fine for a name that is the story; else only with another keyword in the rule",
            )
