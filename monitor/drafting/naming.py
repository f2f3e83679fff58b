"""What an article seems to name: runs of capitals, words no dictionary knows, headed phrases, quoted phrases."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.drafting.citation import bare, cite, is_common, is_nisba, is_personal, lemma, unowned
from monitor.drafting.german import ends_with_role, is_titled, is_town
from monitor.drafting.headed import headed
from monitor.drafting.heads import Heads, heads
from monitor.drafting.russian import parses_of
from monitor.drafting.sentence import Article, Sentence, Word, begins
from monitor.drafting.things import Kind, known
from monitor.text.fold import fold

#: A name has at most so many words.
_LONGEST = 5

#: Languages that write names with capitals, and nothing else; but German, which writes all nouns so.
CAPITALS = frozenset(
    {"de", "ru", "kk", "uk", "ky", "be", "bg", "en", "fr", "es", "it", "pt", "pl", "tr", "az", "uz", "tk"}
)

#: Languages without capitals whose dictionary we have: what it does not know is a name.
UNCASED = frozenset({"ar", "fa", "he"})

#: A bank that is called by words of no such language (Altyn Kredit Bank) is called so in other languages too.
_WESTERN = frozenset({"en", "fr", "es", "tr"})

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


def _runs(words: Sequence[Word], named: Iterable[bool], inside: frozenset[str], lang: str) -> Iterator[list[Word]]:
    """Neighbouring words that are named, small words inside them taken along; none beside a known person. What owns the
    next word ends a name: Malatya'nın Pütürge, Банкінің Ақша."""
    run: list[Word] = []
    waiting: list[Word] = []
    runs: list[list[Word]] = []
    for word, is_name in zip(words, named, strict=True):
        if run and word.close and not is_name and word.folded in inside:
            waiting.append(word)
            continue
        parted = run and (_owns(run[-1], lang) or _of_region(run[-1], word, lang))
        if is_name and run and word.close and not parted and len(run) + len(waiting) < _LONGEST:
            run += [*waiting, word]
        else:
            if run:
                runs.append(run)
            run = [word] if is_name else []
        waiting = []
    if run:
        runs.append(run)
    yield from (run for run in runs if not _given_name(words, run))


_OWNER = {
    "tr": re.compile(".['’]."),
    "az": re.compile(".['’]."),
    "kk": re.compile(".{3}[нтд][ыі]ң$"),
    "en": re.compile(".['’]s$|s['’]$"),
}


def _owns(word: Word, lang: str) -> bool:
    """Whether the word stands in the genitive, or in a case behind an apostrophe: what follows is another name."""
    return lang in _OWNER and bool(_OWNER[lang].search(word.text))


def _of_region(before: Word, word: Word, lang: str) -> bool:
    """Whether a region begins behind a town: Шахтинске Карагандинской области."""
    return lang in ("ru", "uk") and bool(_OF_REGION.search(word.text)) and not _OF_REGION.search(before.text)


_OF_REGION = re.compile("[сц]ь?к(?:ой|ого|ої)$")


def _given_name(words: Sequence[Word], run: Sequence[Word]) -> bool:
    """Whether a known person's name follows or goes before: then the run is only his other name."""
    first, last = run[0].place, run[-1].place
    after = words[last + 1] if last + 1 < len(words) else None
    before = words[first - 1] if first else None
    return bool(
        (after and after.close and _is_person(after.name)) or (before and run[0].close and _is_person(before.name))
    )


def _is_person(key: str) -> bool:
    return bool(key) and key in known() and known()[key].kind == "person"


def _capitalised(article: Article, sentence: Sentence, lists: Heads) -> _Found:
    words = sentence.words
    named = [_is_capital_name(article, sentence, place, lists) for place in range(len(words))]
    runs = [part for run in _runs(words, named, lists.inside, article.lang) for part in _parts(run, lists)]
    for run in map(_without_letters, runs):
        titled = _titled(words, run, lists)
        name = run[titled:]
        alone = len(name) == 1
        if alone and _is_ordinary(article, name[0]):
            continue
        if alone and (name[0].folded in lists.role or lists.kind({name[0].folded}) or len(name[0].text) < 3):
            continue
        role = titled > 0 or _after_role(words, name[0], lists, article.lang)
        role = role or (article.lang == "de" and is_titled(words, name[0].place))
        article_before = _before(words, name[0]) in ("the", "the ")
        kind = _kind(name, lists, article.lang, role=role and not article_before)
        if kind == "term" and _after_body(words, name[0], lists, article.lang):
            kind = "body"
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
    if place and not begins(word) and not sentence.all_capitals:
        return True
    # Every sentence begins with a capital: that alone says nothing. An apostrophe follows names alone in Turkish.
    if article.capital[word.folded] or (article.lang in ("tr", "az") and re.search("['’]", word.text)):
        return True
    if article.lang == "kk":
        return _is_kazakh_place(article, word, lists)
    if article.small[word.folded]:
        return False
    return not is_common(word.text.lower(), article.lang)


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


def _after_role(words: Sequence[Word], word: Word, lists: Heads, lang: str) -> bool:
    """Whether a role stands before the name, with at most two describing words between: the Israeli prime minister."""
    place = word.place
    for back in range(place - 1, max(place - 4, -1), -1):
        if not words[back + 1].close or words[back].folded in lists.small:
            return False
        before = words[back].text
        forms = {words[back].folded, fold(bare(before, lang)), fold(lemma(before, lang)) if lang == "ru" else ""}
        if forms & lists.role:
            return True
    return False


def _after_body(words: Sequence[Word], name: Word, lists: Heads, lang: str) -> bool:
    """Whether what the name is stands right before it: госкорпорация «Росатом», the carrier Lufthansa."""
    if not name.place or not _NAMED_SO.fullmatch(name.before):
        return False
    before = words[name.place - 1]
    return not lists.body.isdisjoint({before.folded, fold(lemma(before.text, lang))})


#: Between what something is and its name: a space, or a quote.
_NAMED_SO = re.compile('[ \u00a0][«“„"]?')

#: Нацбанк, Сбербанк, Commerzbank.
_BANKS = ("банк", "bank")


def _kind(name: Sequence[Word], lists: Heads, lang: str, *, role: bool) -> Kind:
    if len(name) == 1 and name[0].folded.endswith(_BANKS):
        return "body"
    headed_by = lists.kind({word.folded for word in name})
    if headed_by:
        others = [word for word in name if lists.kind({word.folded}) is None]
        foreign = lang in _WESTERN and others and not any(is_common(word.text.lower(), lang) for word in others)
        return "term" if foreign and len(others) > 1 else headed_by
    return "person" if role or (1 < len(name) < 4 and is_personal([word.text for word in name], lang)) else "term"


def _unknown(article: Article, words: Sequence[Word], lists: Heads) -> _Found:
    """Runs of words that the dictionary does not know: in scripts without capitals these are the names."""
    named = [
        not word.name
        and word.text.isalpha()
        and len(bare(word.text, article.lang)) >= 3
        and not _is_small(word, article.lang, lists)
        and not is_nisba(word.text, article.lang)
        and not is_common(word.text, article.lang)
        for word in words
    ]
    for run in _runs(words, named, frozenset(), article.lang):
        role = _after_role(words, run[0], lists, article.lang)
        yield run, "person" if role else "term", role and len(run) > 1


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


def _quoted(sentence: Sentence, lists: Heads, lang: str) -> _Found:
    for match in _QUOTED.finditer(sentence.text):
        start, end = (sentence.offset + place for place in match.span())
        inner = [word for word in sentence.words if start < word.start and word.end < end]
        if lang in UNCASED and any(word.folded in lists.small for word in inner):
            continue  # a sentence that somebody said
        said = lang == "ru" and any(parses_of(word.text)[0].tag.POS in ("VERB", "PRTS") for word in inner)
        if said or any(word.name for word in inner) or _STOP.search(match.group()):
            continue
        if lang in CAPITALS and len(inner) > 1 and not inner[0].capital:
            continue  # words that somebody said: a "historic step"
        if 1 <= len(inner) <= 4:
            kind = _kind(inner, lists, lang, role=False)
            # «Алтын Кредит Банк» is a name, «Совет мира» a phrase: a name is written in other letters.
            name = kind == "person" or (len(inner) > 1 and all(word.capital for word in inner))
            if (kind == "term" or name) and _after_body(sentence.words, inner[0], lists, lang):
                kind, name = "body", False
            yield inner, "term" if name else kind, len(inner) > 1
