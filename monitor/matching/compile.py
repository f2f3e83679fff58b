"""From keywords to entries: what is looked for, word by word, and under which stems it is found."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from monitor.matching.spellings import IN_ONE, always
from monitor.matching.variants import Variant, taken
from monitor.model import Keyword, Story
from monitor.text.fold import fold
from monitor.text.languages import Language, Stems, language
from monitor.text.languages.default import OF_MODEL
from monitor.text.languages.forms import Stem
from monitor.text.words import words

#: What may stand between the words of a phrase: spaces, one line break, quotes, brackets, joining hyphens. Folded.
_GAP = r"[^\S\r\n]|\r?\n(?!\s*\n)|[-‐‑־«»„“”‟\"'‹›()\[\]{}⟨⟩<>*#@]"


#: How patronymics end, folded: "Касым-Жомарт Кемелевич Токаев" is Касым-Жомарт Токаев.
_PATRONYMIC = r"(?:(?:[оеє]ви|ьи|[кмт]и)ч|(?:[оеєі]в|ич|їв)н|улы|ұлы|кызы|қызы|оглы|оғлы)"
#: Languages that put a patronymic between a name and a surname.
_WITH_PATRONYMICS = frozenset({"ru", "uk", "kk"})
_ENDS_LIKE_PATRONYMIC = re.compile(_PATRONYMIC + r"[аы]?$")


@cache
def gap(signs: str, *, of_name: bool = False) -> re.Pattern[str]:
    """A pattern for what stands between two words of a phrase; ``signs`` are further ones that the citation has.
    ``of_name``: also a patronymic."""
    more = f"|[{re.escape(signs)}]" if signs else ""
    # Bounded: a page of blanks between two words is no phrase, and costs nothing.
    between = f"(?:{_GAP}{more}){{1,12}}"
    return re.compile(rf"{between}(?:\w{{2,20}}{_PATRONYMIC}\w{{0,4}}{between})?" if of_name else between)


_HYPHENS = frozenset("-‐‑")


@dataclass(frozen=True, slots=True)
class Owner:
    """Which story's keyword an entry speaks for."""

    story: str
    keyword: str


@dataclass(eq=False, slots=True)
class Entry:
    """One cited form, compiled once for all keywords that have it.

    ``cited`` are its words as cited, ``stems`` what each is found by, ``gaps`` the patterns between them.
    ``exact``: the published words must be these very characters. ``variant``: the rule that made them of ``form``.
    """

    form: str
    lang: str
    exact: bool
    cited: tuple[str, ...]
    stems: tuple[Stems, ...]
    gaps: tuple[re.Pattern[str], ...]
    grammar: Language
    owners: list[Owner]
    variant: str = ""

    def explained(self, rule: str) -> str:
        """How a written word derives: its language, the variant that it is a form of, and ``rule``."""
        if self.variant:
            rule = f"variant of {self.form} ({self.variant}){', ' if rule else ''}{rule}"
        return f"{self.lang}: {rule}" if rule else ""


def compile_stories(stories: Iterable[Story]) -> list[Entry]:
    """One entry for each different (form, language, exact); forms without a word or sign are left out."""
    entries: dict[tuple[str, str, bool], Entry] = {}
    varied: dict[tuple[str, str, str], Entry] = {}
    shared: dict[tuple[object, ...], Stems] = {}
    for story in stories:
        for keyword in story.keywords:
            owner = Owner(story.key, keyword.name)
            for lang, form, exact in (*_forms(keyword), *_borrowed(story, keyword)):
                entry = entries.get((lang, form, exact)) or compile_form(form, lang, exact=exact)
                if entry is not None:
                    entries[lang, form, exact] = entry
                    if owner not in entry.owners:
                        entry.owners.append(owner)
            for lang, form, variant in _varied(keyword):
                compiled = _in_one if variant.rule in IN_ONE else compile_form
                made = varied.get((lang, form, variant.spelling)) or compiled(variant.spelling, lang)
                if made is not None:
                    made.form, made.variant = form, variant.rule
                    varied[lang, form, variant.spelling] = made
                    made.owners.append(owner)
    found = [*entries.values(), *varied.values()]
    for entry in found:
        if entry.gaps:
            first, *behind = entry.stems
            entry.stems = (first, *(shared.setdefault(_content(stems), stems) for stems in behind))
    return found


def _content(stems: Stems) -> tuple[object, ...]:
    """What is the same for a word behind the first in whatever phrase: "council" ends many."""
    return tuple((stem.key, id(stem.tails), id(stem.heads), stem.free) for stem in stems)


def _varied(keyword: Keyword) -> Iterable[tuple[str, str, Variant]]:
    """Other spellings of the keyword's forms, asked for or usual, each with the form that it is a spelling of."""
    listed = {fold(form) for forms in (*keyword.forms.values(), *keyword.exact.values()) for form in forms}
    for lang, forms in keyword.forms.items():
        for form in forms:
            for variant in (*(taken(keyword, lang, form) if keyword.variants else ()), *always(lang, form)):
                folded = fold(variant.spelling)
                if folded not in listed:
                    listed.add(folded)
                    yield lang, form, variant


def _forms(keyword: Keyword) -> Iterable[tuple[str, str, bool]]:
    for exact, by_language in ((False, keyword.forms), (True, keyword.exact)):
        for lang, forms in by_language.items():
            for form in forms:
                yield lang, form, exact


def _borrowed(story: Story, keyword: Keyword) -> Iterable[tuple[str, str, bool]]:
    """Names cited in Russian alone, with Kazakh endings: in a story that is followed in both ("Назарбаевтың")."""
    if "kk" in story.languages and "kk" not in keyword.forms:
        for form in keyword.forms.get("ru", ()):
            if all(word.text[:1].isupper() for word in words(form)):
                yield "kk", form, False


def compile_form(form: str, lang: str, *, exact: bool = False) -> Entry | None:
    """The entry of one cited form without owners; None if there is nothing in it to look for."""
    cited, between = _pieces(form)
    if not cited:
        key = fold(form.strip())
        stems: tuple[Stems, ...] = ((Stem(key, free=True),),)
        # A sign (an emoji, a flag): it has no boundaries.
        return Entry(form, lang, exact, (form.strip(),), stems, (), language("und"), []) if key else None
    gaps = [gap("".join(sorted({sign for sign in signs if not sign.isspace()}))) for signs in between]
    if gaps and not exact and lang in _WITH_PATRONYMICS and _is_name(cited):
        gaps[-1] = gap("", of_name=True)
    grammar = language(lang)
    stems = tuple((Stem(fold(word), free=True),) for word in cited) if exact else grammar.inflect(cited)
    if not exact and between and between[-1] in _HYPHENS and cited[-1].isdigit() and cited[-2].isalpha():
        stems = (*stems[:-1], (Stem(cited[-1], OF_MODEL),))
    for word_stems in stems:
        for stem in word_stems:
            if not stem.key:
                return None
    return Entry(form, lang, exact, cited, stems, tuple(gaps), grammar, [])


def _in_one(form: str, lang: str) -> Entry | None:
    """The entry of initials with full stops or of a hyphen, looked for as one piece: "A. I think" is no A.I."""
    bare = form.rstrip(".")
    return Entry(form, lang, True, (bare,), ((Stem(fold(bare), free=True),),), (), language(lang), [])


def _is_name(cited: Sequence[str]) -> bool:
    """Whether these may be a person's first names and surname: two or three capitals, no patronymic among them."""
    return len(cited) <= 3 and all(
        word[:1].isupper() and not word.isupper() and not _ENDS_LIKE_PATRONYMIC.search(fold(word)) for word in cited
    )


def _pieces(form: str) -> tuple[tuple[str, ...], list[str]]:
    """The words of a cited form and what stands between them. Han letters without a space are one word here."""
    if form.isalpha():
        return (form,), []
    cited: list[str] = []
    between: list[str] = []
    end = -1
    for word in words(form):
        if word.start == end:
            cited[-1] += word.text
        else:
            if cited:
                between.append(form[end : word.start])
            cited.append(word.text)
        end = word.end
    return tuple(cited), between


#: An entry with one of the stems of its first word.
Indexed = tuple[Entry, Stem]


def index(entries: Sequence[Entry]) -> tuple[dict[str, list[Indexed]], dict[str, list[Indexed]]]:
    """Stem key -> the entries whose first word may begin so: (of words, of very characters and unbounded scripts)."""
    inflected: dict[str, list[Indexed]] = {}
    loose: dict[str, list[Indexed]] = {}
    for entry in entries:
        for stem in entry.stems[0]:
            table = loose if entry.exact or stem.free else inflected
            known = table.get(stem.key)
            if known is None:
                table[stem.key] = [(entry, stem)]
            else:
                known.append((entry, stem))
    return inflected, loose
