"""What an article seems to name: runs of capitals, words no dictionary knows, headed phrases, quoted phrases."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.drafting.citation import bare, cite, is_common, is_nisba, lemma, unowned
from monitor.drafting.german import ends_with_role, is_titled, is_town
from monitor.drafting.headed import headed, is_towns
from monitor.drafting.heads import Heads, heads
from monitor.drafting.kind_of_name import HALVES, after_body, after_role, in_apposition, kind_of
from monitor.drafting.runs import runs_of
from monitor.drafting.russian import parses_of
from monitor.drafting.sentence import Article, Sentence, Word, begins
from monitor.drafting.things import Kind, daily, known
from monitor.text.fold import fold

#: Languages that write names with capitals, and nothing else; but German, which writes all nouns so.
CAPITALS = frozenset(
    {"de", "ru", "kk", "uk", "ky", "be", "bg", "en", "fr", "es", "it", "pt", "pl", "tr", "az", "uz", "tk"}
)

#: Languages without capitals whose dictionary we have: what it does not know is a name.
UNCASED = frozenset({"ar", "fa", "he"})

_QUOTED = re.compile('«([^«»\n]{3,80})»|“([^“”\n]{3,80})”|„([^“”\n]{3,80})[“”]|"([^"\n]{3,80})"')
_STOP = re.compile("[.,!?؟،:;…]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Something that seems to be named: its citation form, what it seems to be, where it was met first.

    ``firm``: not a bare word or two, but with a role, a head or quotes. ``early``: in the title or first sentences.
    """

    form: str
    kind: Kind
    sentence: str
    firm: bool
    early: bool


def candidates(article: Article) -> list[Candidate]:
    """What the article seems to name besides what is known, each form once, in the order of the text."""
    lists = heads(article.lang)
    found: dict[str, Candidate] = {}
    for sentence in article.sentences:
        for words, kind, firm in _in_sentence(article, sentence, lists):
            form = cite(words, article, kind)
            if kind == "person" and article.lang in CAPITALS and form == form.lower():
                continue
            if len(form) < 3 or _all_small(form, lists) or not article.own_script(form):
                continue
            if fold(form) not in found:
                found[fold(form)] = Candidate(
                    form=form, kind=kind, sentence=sentence.text, firm=firm, early=sentence.early
                )
            elif kind == "body" and found[fold(form)].kind == "term":  # what it is may be said later
                found[fold(form)] = replace(found[fold(form)], kind=kind)
    return list(found.values())


_Found = Iterator[tuple[Sequence[Word], Kind, bool]]


def _in_sentence(article: Article, sentence: Sentence, lists: Heads) -> _Found:
    if not (article.lang in CAPITALS and sentence.all_capitals):
        yield from _headed(article, sentence.words, lists)
    yield from _quoted(sentence, lists, article.lang)
    if article.lang in CAPITALS:
        yield from _capitalised(article, sentence, lists)
    elif article.lang in UNCASED:
        yield from _unknown(article, sentence.words, lists)


def _all_small(form: str, lists: Heads) -> bool:
    return all(fold(word) in lists.small or fold(word) in lists.role for word in form.split())


def _capitalised(article: Article, sentence: Sentence, lists: Heads) -> _Found:
    words = sentence.words
    named = [_is_capital_name(article, sentence, place, lists) for place in range(len(words))]
    runs = [part for run in runs_of(words, named, lists.inside, article.lang) for part in _parts(run, lists)]
    for run in map(_without_letters, runs):
        titled = _titled(words, run, lists)
        name = run[titled:]
        alone = len(name) == 1
        if alone and (_in_quoted_name(words, name[0]) or _begins_office(words, name[0], lists, article.lang)):
            continue
        if alone and _is_ordinary(article, name[0]):
            continue
        if alone and (name[0].folded in lists.role or lists.kind({name[0].folded}) or len(name[0].text) < 3):
            continue
        role = titled > 0 or after_role(words, name[0], lists, article.lang)
        role = role or (article.lang == "de" and is_titled(words, name[0].place)) or in_apposition(words, name, lists)
        article_before = _before(words, name[0]) in ("the", "the ")
        kind = kind_of(name, lists, article.lang, role=role and not article_before)
        if kind == "term" and after_body(words, name[0], lists, article.lang):
            kind = "body"
        if (
            kind in ("body", "term")
            and len(name) > 1
            and article.lang in _TURKIC
            and is_towns(words, name[0].place, article.lang)
        ):
            name = [words[name[0].place - 1], *name]
        yield name, kind, role or len(name) > 1


def _without_letters(run: Sequence[Word]) -> Sequence[Word]:
    """A name without the letters of a body before it, and whose it is: ГКНБ Камчыбек Ташиев, who is its head;
    Полтавської ОВА Володимир Когут."""
    last = max((place for place, word in enumerate(run) if _is_letters(word)), default=-1)
    return run[last + 1 :] if 0 <= last < len(run) - 2 else run


def _is_letters(word: Word) -> bool:
    return 1 < len(word.text) < 6 and word.text.isupper()


def _parts(run: Sequence[Word], lists: Heads) -> Iterator[Sequence[Word]]:
    """The names that "and" joins in a run; a body's name may have an "and" of its own."""
    if lists.kind({word.folded for word in run}) in ("office", "body", "agreement"):
        yield run
        return
    part: list[Word] = []
    for word in run:
        if word.folded in lists.joint and not word.capital:
            if part:
                yield part
            part = []
        else:
            part.append(word)
    if part:
        yield part


def _titled(words: Sequence[Word], run: Sequence[Word], lists: Heads) -> int:
    """How many words of a run are somebody's title: Energy Minister Yerlan Akkenzhenov. Of "ministre des Transports
    Philippe Tabarot" the run is all but the first two: one."""
    roles = [place for place in range(len(run) - 1) if run[place].folded in lists.role]
    if roles:
        return roles[-1] + 1
    first = run[0].place
    inside = first > 1 and words[first - 1].folded in lists.inside | {"des", "aux", "of", "for"}
    return 1 if inside and len(run) > 2 and words[first - 2].folded in lists.role else 0


def _is_ordinary(article: Article, word: Word) -> bool:
    """Whether a capital alone makes no name of a word: the article has it small as well, and so has the dictionary."""
    return bool(article.small[word.folded]) and is_common(word.text.lower(), article.lang)


def _is_capital_name(article: Article, sentence: Sentence, place: int, lists: Heads) -> bool:
    word = sentence.words[place]
    if not word.capital or word.name or word.folded in lists.small or word.folded in lists.calendar:
        return False
    if article.lang == "de":  # every noun has a capital: the dictionary, which knows how they are joined, decides
        return not ends_with_role(word) and (
            len(word.text) > 2
            and (is_titled(sentence.words, place) or is_town(article, word.text) or not is_common(word.text, "de"))
        )
    if place and not sentence.all_capitals and (not begins(word) or _begins_quoted(sentence.words, word)):
        return True
    # Every sentence begins with a capital: that alone says nothing. An apostrophe follows names alone in Turkish.
    if article.capital[word.folded] or (article.lang in ("tr", "az") and re.search("['’]", word.text)):
        return True
    if article.lang == "kk":
        return _is_kazakh_place(article, word, lists)
    if article.small[word.folded] or not lists.role:  # without words of the language we know no ordinary ones either
        return False
    return not is_common(word.text.lower(), article.lang)


def _begins_quoted(words: Sequence[Word], word: Word) -> bool:
    """Whether a name of two capitals begins with a quote right here: «Верховина Парк»."""
    after = words[word.place + 1] if word.place + 1 < len(words) else None
    return word.before[-1:] in tuple('«“„"') and after is not None and after.close and after.capital


#: Who or what is at a place, as Kazakh says by an ending: Жаңаөзендегі.
_THERE = re.compile("(.{4,}?)(?:[дт]ағы|[дт]егі|ндағы|ндегі)$")


def _is_kazakh_place(article: Article, word: Word, lists: Heads) -> bool:
    """Whether the first word of a sentence is a town by its ending: no ordinary place (Қаладағы, Облыстағы)."""
    found = _THERE.match(word.text)
    stem = fold(found[1]) if found else ""
    ordinary = lists.place | lists.body | lists.office | lists.event | lists.role | lists.small
    return bool(stem) and not article.small[stem] and not any(each.startswith(stem[:4]) for each in ordinary)


def _before(words: Sequence[Word], word: Word) -> str:
    return words[word.place - 1].folded if word.place else ""


def _unknown(article: Article, words: Sequence[Word], lists: Heads) -> _Found:
    """Runs of words that the dictionary does not know: in scripts without capitals these are the names."""
    given = _people_given(words, lists, article.lang)
    for run in given:
        yield run, "person", True
    taken = {word.place for run in given for word in run}
    named = [
        not word.name
        and word.place not in taken
        and word.text.isalpha()
        and len(bare(word.text, article.lang)) >= 3
        and not _is_small(word, article.lang, lists)
        and not is_nisba(word.text, article.lang)
        and not is_common(word.text, article.lang)
        for word in words
    ]
    for run in runs_of(words, named, frozenset(), article.lang):
        role = after_role(words, run[0], lists, article.lang)
        yield run, "person" if role else "term", role and len(run) > 1


def _people_given(words: Sequence[Word], lists: Heads, lang: str) -> list[Sequence[Word]]:
    """Given names with what follows them, in scripts without capitals: عمرو حنفي, أحمد محمد منصور."""
    found: list[Sequence[Word]] = []
    place = 0
    while place < len(words) - 1:
        last = place
        while last + 1 < len(words) and last < place + 2 and _is_given(words[last], lists) and words[last + 1].close:
            last += 1
        while last + 1 < len(words) and words[last].text in HALVES and words[last + 1].close:
            last += 1
        run = words[place : last + 1]
        surname = len(run) > 1 and run[-1].text.isalpha() and len(run[-1].text) > 2
        if surname and not any(word.name for word in run) and not _is_small(run[-1], lang, lists):
            found.append(run)
            place = last
        place += 1
    return found


def _is_given(word: Word, lists: Heads) -> bool:
    """Whether a word is a given name. علي (Ali) is folded like على (on)."""
    return word.folded in lists.given and not word.text.endswith("ى")


def _is_small(word: Word, lang: str, lists: Heads) -> bool:
    return word.folded in lists.small or fold(unowned(word.text, lang)) in lists.small


def _headed(article: Article, words: Sequence[Word], lists: Heads) -> _Found:
    """Phrases that a head word begins (Совет мира, مجلس السلام, Board of Peace) or, in Turkic languages, ends."""
    for place, word in enumerate(words):
        if word.name:
            continue
        forms = {word.folded, fold(bare(word.text, article.lang)), fold(lemma(word.text, article.lang))}
        kind = lists.kind(forms)
        if kind is not None:
            phrase = headed(words, place, article.lang)
            if len(phrase) > 1:
                yield phrase, kind, True


def _begins_office(words: Sequence[Word], word: Word, lists: Heads, lang: str) -> bool:
    """Whether a capital begins no name but what somebody heads, as Turkic languages say it: Денсаулық сақтау
    министрі, Çevre Bakanı."""
    if lang not in _TURKIC:
        return False
    for after in words[word.place + 1 : word.place + 4]:
        if not after.close or (after.capital and lang == "kk"):
            return False
        forms = {after.folded, fold(lemma(after.text, lang)), fold(bare(after.text, lang))}
        if forms & (lists.role | lists.office):
            return after.place > word.place + 1 or is_common(word.text.lower(), lang)
    return False


_TURKIC = frozenset({"kk", "ky", "tr", "az"})


def _in_quoted_name(words: Sequence[Word], word: Word) -> bool:
    """Whether the word ends a quoted name that a known town begins: «Жетысу Агро» is one name."""
    before = words[word.place - 1] if word.place else None
    return bool(before and before.name and word.close and before.before[-1:] in '«“„"')


#: Languages in which more than the first word of a quoted name has a capital.
_TITLES = frozenset({"en", "es", "tr", "pt", "it"})


def _is_known(words: Sequence[Word]) -> bool:
    """Whether known things stand among the words; a town at the head of a firm's name is none: «Жетысу Агро»."""
    named = [word.name for word in words if word.name]
    towns = [name for name in named if name in known() and known()[name].kind == "city" and not daily(known()[name])]
    return bool(named) and (len(named) == len(words) or len(towns) < len(named))


def _quoted(sentence: Sentence, lists: Heads, lang: str) -> _Found:
    for match in _QUOTED.finditer(sentence.text):
        start, end = (sentence.offset + place for place in match.span())
        inner = [word for word in sentence.words if start < word.start and word.end < end]
        if lang in UNCASED and any(word.folded in lists.small for word in inner):
            continue  # a sentence that somebody said
        said = lang == "ru" and any(parses_of(word.text)[0].tag.POS in ("VERB", "PRTS") for word in inner)
        if said or _is_known(inner) or _STOP.search(match.group()):
            continue
        if lang in CAPITALS and len(inner) > 1 and not inner[0].capital:
            continue  # words that somebody said: a "historic step"
        if lang in _TITLES and len(inner) > 2 and not any(word.capital for word in inner[1:]):
            continue  # a sentence that somebody said: "No vamos a pagar"
        if 1 <= len(inner) <= 4:
            kind = kind_of(inner, lists, lang, role=False)
            # «Алтын Кредит Банк» is a name, «Совет мира» a phrase: a name is written in other letters.
            name = kind == "person" or (len(inner) > 1 and all(word.capital for word in inner))
            if (kind == "term" or name) and after_body(sentence.words, inner[0], lists, lang):
                kind, name = "body", False
            coined = lang in CAPITALS and inner[0].capital and not is_common(inner[0].text.lower(), lang)
            yield inner, "term" if name else kind, len(inner) > 1 or coined
