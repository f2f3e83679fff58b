"""Keywords that would find something else, seen before the start: short stems, function words, common words, names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from monitor.matching.compile import Entry, compile_form
from monitor.matching.costs import Cost, Sample, alone
from monitor.model import Keyword, Story
from monitor.text.clues import WORDS
from monitor.text.fold import fold
from monitor.text.languages.ar import FUNCTION_WORDS as ARABIC
from monitor.text.languages.en_words import FUNCTION_WORDS as ENGLISH
from monitor.text.languages.en_words import NAMES_AND_WORDS
from monitor.text.languages.forms import Seen
from monitor.text.tables import forms_of

#: Keywords of so few letters are met in other words and names; so few where a sign is a syllable or a word.
_SHORT, _SHORT_SIGNS = 3, 1
#: Words of grammar have at most so many letters.
_GRAMMAR = 7
#: A keyword on more than this share of stored posts says nothing.
_EVERYWHERE = 0.015
#: Languages in which a capital makes a name of a common word. (In German it makes a noun.)
_TELLING_CAPITALS = frozenset({"en", "fr", "es", "tr", "kk", "ru", "uk"})
#: Of fewer posts nobody can say what is everywhere: on the first day nearly all that is stored is the story.
_TOO_FEW = 50
#: So many of the words that a form falls together with are named.
_NAMED = 3

#: What to do about a caution: nothing, ``exact``, a rule that asks for company, take it out of one of two keywords.
Remedy = Literal["none", "exact", "rule", "remove"]


@dataclass(frozen=True, kw_only=True)
class Caution:
    """A keyword to think about: what it would also find (``collides``: a form of it, and the word it falls together
    with), and what to write instead. ``cost`` is what it does on stored posts, None if there were none to look at."""

    story: str
    keyword: str
    form: str
    lang: str
    kind: Literal["short", "function-word", "common-word", "another-word", "two-keywords", "everywhere"]
    why: str
    remedy: Remedy
    instead: str
    collides: tuple[tuple[str, str], ...] = ()
    cost: Cost | None = None

    def __str__(self) -> str:
        cost = f"; {self.cost}" if self.cost else ""
        return f"story {self.story}, keyword {self.keyword} ({self.lang}): {self.why}{cost}; {self.instead}"


@dataclass(frozen=True, kw_only=True)
class _Risk:
    """What a form may be taken for: ``collides`` are forms of it, each with the word that it falls together with."""

    kind: Literal["short", "function-word", "common-word", "another-word"]
    why: str
    collides: tuple[tuple[str, str], ...] = ()


def cautions(story: Story, sample: Sample | None = None) -> tuple[Caution, ...]:
    """What is risky in the keywords of ``story``; with a ``sample`` of stored posts, what it costs there, and what
    finds too many of them.

    Nothing here is a fault: the story runs as it is.
    """
    found = [caution for keyword in story.keywords for caution in _of_keyword(story, keyword, sample)]
    if sample is not None:
        found = [replace(each, cost=_cost(each, sample)) for each in found]
        found += _everywhere(story, sample)
    return tuple(found)


def _cost(caution: Caution, sample: Sample) -> Cost | None:
    if caution.remedy == "remove":
        return None
    return sample.cost(caution.keyword, caution.form, caution.lang)


def _of_keyword(story: Story, keyword: Keyword, sample: Sample | None) -> Iterator[Caution]:
    for lang, forms in keyword.forms.items():
        for form in forms:
            entry = compile_form(form, lang)
            if entry is None or entry.gaps:
                continue
            for risk in _risks(entry, lang):
                remedy, instead = _instead(story, keyword, entry, risk, sample)
                yield Caution(
                    story=story.key, keyword=keyword.name, form=form, lang=lang, kind=risk.kind, why=risk.why,
                    remedy=remedy, instead=instead, collides=risk.collides,
                )  # fmt: skip
    yield from _shared(story, keyword)


# --- what a form may be taken for -------------------------------------------------------------------------------------


def _risks(entry: Entry, lang: str) -> Iterator[_Risk]:
    word = entry.cited[0]
    signs = any(letter >= "\u3040" for letter in word)
    if len(fold(word)) <= (_SHORT_SIGNS if signs else _SHORT):
        yield _Risk(kind="short", why=f'"{word}" is short: it is met in abbreviations and other names')
    if grammar := _grammar(entry, lang):
        yield _Risk(
            kind="function-word",
            why=f'"{word}" falls together with {_listed(other for _, other in grammar)}, a function word',
            collides=grammar,
        )
    low = word.lower()
    others = _other_words(word, lang) if word[:1].isupper() else ()
    if (lang == "en" and word[:1].isupper() and low in NAMES_AND_WORDS) or (
        not others and _told_by_capital(entry, lang)
    ):
        yield _Risk(kind="common-word", why=f'"{word}" is also a common word', collides=((low, low),))
    elif word.isupper() and len(word) > 1 and lang in ("en", "fr", "de", "es") and forms_of(lang, low):
        yield _Risk(kind="common-word", why=f'"{word}" in small letters is a common word', collides=((low, low),))
    if others:
        told = ", ".join(f'"{form}" is also a form of "{other}"' for form, other in others)
        yield _Risk(kind="another-word", why=f'"{word}" shares a form with another word: {told}', collides=others)


def _told_by_capital(entry: Entry, lang: str) -> bool:
    """Whether the word is a name for its capital alone: in small letters another word is seen in it."""
    word = entry.cited[0]
    return lang in _TELLING_CAPITALS and word[:1].isupper() and not word.isupper() and _doubted(entry, word.lower())


def _grammar(entry: Entry, lang: str) -> tuple[tuple[str, str], ...]:
    """Forms of the entry that are words of grammar, with these as written."""
    common = WORDS.get(lang, frozenset()) | (ENGLISH if lang == "en" else ARABIC if lang == "ar" else frozenset())
    word = entry.cited[0]
    # words of grammar are short; the longer words of these lists are names of countries and the like
    folded = {fold(one): one for one in sorted(common, reverse=True) if one != word.lower() and len(one) <= _GRAMMAR}
    forms = (stem.key + tail for stem in entry.stems[0] for tail in stem.tails)
    return tuple((form, folded[form]) for form in dict.fromkeys(forms) if form in folded)[:_NAMED]


def _other_words(word: str, lang: str) -> tuple[tuple[str, str], ...]:
    if lang == "ru":
        from monitor.text.languages.ru import collisions
    elif lang == "uk":
        from monitor.text.languages.uk import collisions
    else:
        return ()
    return tuple(collisions(word).items())[:_NAMED]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


# --- what to write instead --------------------------------------------------------------------------------------------


def _instead(story: Story, keyword: Keyword, entry: Entry, risk: _Risk, sample: Sample | None) -> tuple[Remedy, str]:
    """The remedy that loses nothing: none where each hit is looked at anyway, or where the rule asks for company;
    ``exact`` only for what never takes an ending; else company."""
    word = entry.cited[0]
    told = [form for form, _ in risk.collides]
    if told and all(_doubted(entry, form) for form in told):
        first = "" if all(_doubted(entry, form, first=True) for form in told) else " (but may be as a sentence's first)"
        small = _listed(told)
        instead = f"every hit is looked at again, and {small} in small letters is not taken for it{first}"
        if told == [word.lower()] and not word.isupper():
            instead += f'; if the word is meant, write it small: forms.{entry.lang} = ["{told[0]}"]'
        return "none", f"nothing to do: {instead}"
    seen = sample is not None and sample.in_small_letters(keyword.name, entry.form, entry.lang)
    if risk.kind == "another-word" and sample is not None and not seen:
        return "none", "nothing to do: no stored post writes it in small letters"
    if not alone(story, keyword.name):
        return "none", "nothing to do: the rule asks for another keyword beside it"
    if word.isupper() and len(word) > 1 and _never_ends(entry):
        return "exact", f'exactly so: exact.{entry.lang} = ["{entry.form}"] in place of the form'
    others = sample.company(keyword.name) if sample is not None else ()
    others = others or _others(story, keyword)
    if not others:
        return "rule", f"only with another keyword: add one, and let the rule ask for {keyword.name} and that one"
    with_one = " or ".join(others)
    rule = f"{keyword.name} and ({with_one})" if len(others) > 1 else f"{keyword.name} and {with_one}"
    return "rule", f'only with one of {", ".join(others)}: let the rule say "{rule}"'


def _doubted(entry: Entry, form: str, *, first: bool = False) -> bool:
    """Whether the second look refuses ``form``, written as a common word inside a sentence, or as its first word."""
    before, written = ("", form[:1].upper() + form[1:]) if first else ("Xx ", form)
    seen = Seen(f"{before}{written} xx", len(before), len(before) + len(written))
    return bool(entry.grammar.doubt(entry.cited[0], seen))


def _never_ends(entry: Entry) -> bool:
    """Whether nothing is joined to the form and it takes no ending that small letters would show."""
    return all(set(stem.heads) <= {""} and (len(stem.tails) <= 1 or entry.lang == "en") for stem in entry.stems[0])


def _others(story: Story, keyword: Keyword) -> tuple[str, ...]:
    """Keywords that could stand beside it: those of other facets first."""
    others = [one for one in story.keywords if one.name != keyword.name]
    apart = [one.name for one in others if one.facet != keyword.facet]
    return tuple(apart or [one.name for one in others])[:_NAMED]


# --- two keywords with one word; words that stand everywhere ----------------------------------------------------------


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
                        kind="two-keywords",
                        why=f'"{form}" stands in "{other.name}" too: one word would count as two ideas',
                        remedy="remove",
                        instead="leave it in one of the two",
                    )


def _everywhere(story: Story, sample: Sample) -> Iterator[Caution]:
    if len(sample.posts) < _TOO_FEW:
        return
    for (keyword, form, lang), count in sample.counts.items():
        if count > max(3, _EVERYWHERE * len(sample.posts)):
            needs = alone(story, keyword)
            others = sample.company(keyword) or ("another keyword",)
            yield Caution(
                story=story.key,
                keyword=keyword,
                form=form,
                lang=lang,
                kind="everywhere",
                why=f'"{form}" stands in {count:,} of the last {len(sample.posts):,} posts',
                remedy="rule" if needs else "none",
                instead=f"fine for a name that is the story; else only with one of {', '.join(others)}"
                if needs
                else "nothing to do: the rule asks for another keyword beside it",
                cost=sample.cost(keyword, form, lang),
            )
