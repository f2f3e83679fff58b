"""Where the keywords of all stories stand in a post: one scan for stems, then a closer look at the few candidates."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import ahocorasick_rs

from monitor.matching.compile import Owner, compile_stories, index
from monitor.matching.confirm import Found, Words
from monitor.matching.patterns import Patterns
from monitor.matching.shapes import addresses, humps, overlaps
from monitor.matching.spots import Spots
from monitor.model import Field, Hit, Post, Story
from monitor.text.fold import Folded, align, fold
from monitor.text.sheets import Sheet, fold_together

#: With more stems than this hardly a text has none of them: to look for one first would be a waste.
_MANY = 50_000

#: So many entries are a second's work for whoever looks for rubbish among them.
_LASTING = 10_000

#: So much of a stem is looked for in a text: whether it is one, and of which keyword, the word that holds it shows.
_BEGINNING = 6


class Finder:
    """All keywords of ``stories``, compiled once. ``find`` may be called from several threads; it changes nothing
    but its memory of words looked up before.

    Raises ConfigError if a keyword's pattern is no regular expression.
    """

    def __init__(self, stories: Sequence[Story]) -> None:
        # Many small objects that all stay: looking among them for rubbish would double the time.
        collecting = gc.isenabled()
        gc.disable()
        many = False
        try:
            entries = compile_stories(stories)
            table, loose = index(entries)
            self._words = Words(table, list(loose.values()))
            many = len(entries) > _LASTING
        finally:
            if collecting:
                if many:
                    gc.freeze()  # nor is anything among them rubbish later: 2 s a look, in the middle of a post
                gc.enable()
        self._loose = _scan(list(loose)) if loose else None
        begins = list(dict.fromkeys(key[:_BEGINNING] for key in table))
        few = len(table) + len(loose) <= _MANY
        self._stems, self._bound = (Spots([*begins, *loose]) if few else None), len(begins)
        if self._stems is not None and table:
            self._words.only_at(self._stems.find, begins)
        self._patterns = Patterns(stories)

    @property
    def flagged(self) -> Mapping[Owner, str]:
        """Keywords one of whose patterns ran out of time, and which; after three such posts it is left alone."""
        return self._patterns.flagged

    def sift(self, posts: Sequence[Post]) -> list[Post]:
        """Those of ``posts``, in their order, in which ``find`` may find something; in the others it finds nothing.
        It looks at all of them at once, which costs a small part of ``find`` for each."""
        if self._stems is None or self._patterns:
            return list(posts)
        # no word reaches over the end of a line, so what stands in a post may stand in one text
        texts = [
            "\n".join((post.title, post.text, *(media.alt for media in post.media)))
            if post.media
            else f"{post.title}\n{post.text}"
            for post in posts
        ]
        try:
            sheets = fold_together(texts)
        except ValueError:  # no post that is stored holds that sign
            return list(posts)
        found = {number for sheet in sheets for number in self._touched(sheet, texts)}
        return [posts[number] for number in sorted(found)]

    def _touched(self, sheet: Sheet, texts: Sequence[str]) -> Iterator[int]:
        """The numbers of those of ``texts`` on a sheet of theirs that may hold a keyword."""
        hits = self._stems.find(sheet.text) if self._stems else ()
        if not hits:
            return
        held = sheet.pieces(sorted({start for _, start, _ in hits}))
        if not sheet.plain:  # its words may not be those that stand there as published
            yield from held
            return
        if "#" in sheet.text or "@" in sheet.text:  # the words of a tag are found inside it
            yield from (number for number in set(held) if "#" in texts[number] or "@" in texts[number])
        yield from sheet.pieces(sorted({start for number, start, _ in hits if number >= self._bound}))
        yield from sheet.pieces(self._words.first_words(sheet.text, self._words.starts(sheet.text, hits)))

    def find(self, post: Post) -> dict[str, tuple[Hit, ...]]:
        """Story key -> its hits in ``post``: the title's, then the text's, each by start. Stories without one: absent.

        Spans are code points of the field as published. A word in the description of a picture has no place in the
        text: its hit is an empty span at the end of ``text``, and its ``rule`` says where it stood.
        """
        return self.look(post).hits

    def look(self, post: Post) -> "Looked":
        """What ``find`` finds, and whether it would find the same whatever the post's language."""
        hits = _Hits(post.lang)
        if post.title:
            self._field(post.title, "title", hits)
        self._field(post.text, "text", hits)
        for number, media in enumerate(post.media, 1):
            if media.alt:
                self._described(media.alt, number, len(post.text), hits)
        found = {story: tuple(sorted(kept.values(), key=_in_order)) for story, kept in hits.kept.items()}
        return Looked(found, hits.in_any_language)

    def _field(self, text: str, field: Field, hits: "_Hits") -> None:
        for entry, start, end, rule in self._search(text):
            for owner in entry.owners:
                hit = Hit(
                    keyword=owner.keyword,
                    form=entry.form,
                    lang=entry.lang,
                    field=field,
                    start=start,
                    end=end,
                    rule=rule,
                )
                hits.keep(owner.story, hit)
        for owner, pattern, start, end in self._patterns.find(text):
            hit = Hit(keyword=owner.keyword, form=pattern, lang="", field=field, start=start, end=end, rule="pattern")
            hits.keep(owner.story, hit)

    def _described(self, alt: str, number: int, end: int, hits: "_Hits") -> None:
        seen = _Hits(hits.lang)
        self._field(alt, "text", seen)
        hits.in_any_language &= seen.in_any_language
        for story, found in seen.kept.items():
            for hit in found.values():
                rule = f"{hit.rule or 'as cited'}, in the description of picture {number}"
                at_end = Hit(
                    keyword=hit.keyword, form=hit.form, lang=hit.lang, field="text", start=end, end=end, rule=rule
                )
                hits.keep(story, at_end)

    def _search(self, text: str) -> list[Found]:
        """Everything found in ``text``, addresses left out, tags opened."""
        folded = fold(text)
        if self._stems is not None and not self._stems.may_be_in(folded):
            return []
        found = self._aligned(align(text, folded), text)
        if "#" in folded or "@" in folded:
            found += self._in_tags(text)
        if found and (taken := addresses(text)):
            found = [one for one in found if not overlaps(taken, one.start, one.end)]
        return found

    def _aligned(self, aligned: Folded, text: str) -> list[Found]:
        found = list(self._words.confirmed(aligned, text))
        if self._loose is not None:
            for number, start, end in self._loose(aligned.text, overlapping=True):
                found += self._words.loosely(number, aligned, text, start, end)
        return found

    def _in_tags(self, text: str) -> Iterator[Found]:
        """What stands in the humps of tags and handles (#BoardOfPeace)."""
        for spaced, places in humps(text):
            for entry, start, end, rule in self._aligned(align(spaced), spaced):
                yield Found(entry, places[start], places[end - 1] + 1, rule)


def _scan(keys: Sequence[str]) -> Callable[..., Sequence[tuple[int, int, int]]]:
    """Where ``keys`` stand in a text: (number of the key, start, end)."""
    automaton = ahocorasick_rs.AhoCorasick(keys, implementation=ahocorasick_rs.Implementation.ContiguousNFA)
    return automaton.find_matches_as_indexes


class Looked(NamedTuple):
    """The hits of a post by story; ``in_any_language``: they would be the same if the post's language were another."""

    hits: dict[str, tuple[Hit, ...]]
    in_any_language: bool


class _Hits:
    """The hits of a post in language ``lang``: story -> (keyword, field, start, end) -> hit."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.kept: dict[str, dict[tuple[str, str, int, int], Hit]] = {}
        self.in_any_language = True

    def keep(self, story: str, hit: Hit) -> None:
        """One hit a keyword and span: of two languages that find the same word, the post's own is named."""
        kept = self.kept.setdefault(story, {})
        key = (hit.keyword, hit.field, hit.start, hit.end)
        known = kept.get(key)
        if known is None:
            kept[key] = hit
        elif hit.lang != known.lang:
            self.in_any_language = False
            if hit.lang == self.lang:
                kept[key] = hit


def _in_order(hit: Hit) -> tuple[bool, int, int, str]:
    return hit.field == "text", hit.start, hit.end, hit.keyword
