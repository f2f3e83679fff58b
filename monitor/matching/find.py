"""Where the keywords of all stories stand in a post: one scan for stems, then a closer look at the few candidates."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import ahocorasick_rs

from monitor.matching.compile import Entry, Owner, compile_stories, index
from monitor.matching.patterns import Patterns
from monitor.matching.shapes import addresses, humps
from monitor.model import Field, Hit, Post, Story
from monitor.text.fold import Folded, align, fold
from monitor.text.languages.forms import Seen, Stem, Stems

#: Marks of scripts that write vowels as marks (Indic, Thai, Khmer ...): ``\w`` of ``re`` leaves them out.
_MARKS = "\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff"
_REST = re.compile(rf"[\w{_MARKS}]*(?:'[\w{_MARKS}]+)*")
_MARK = re.compile(f"[{_MARKS}]")
_INVISIBLE = re.compile("[\u00ad\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")

#: The longest head (proclitics, elided article) that is looked for before a stem.
_LONGEST_HEAD = 8
#: The longest ending that is looked for inside a tag written in one word.
_LONGEST_TAIL = 16


class Found(NamedTuple):
    """An entry at code points ``start`` to ``end`` of a text as published, and how it derives."""

    entry: Entry
    start: int
    end: int
    rule: str


class Finder:
    """All keywords of ``stories``, compiled once. ``find`` is pure and may be called from several threads.

    Raises ConfigError if a keyword's pattern is no regular expression.
    """

    def __init__(self, stories: Sequence[Story]) -> None:
        table = index(compile_stories(stories))
        self._keys = list(table)
        self._table = list(table.values())
        self._scan = ahocorasick_rs.AhoCorasick(
            self._keys, implementation=ahocorasick_rs.Implementation.ContiguousNFA
        ).find_matches_as_indexes
        self._patterns = Patterns(stories)

    @property
    def flagged(self) -> Mapping[Owner, str]:
        """Keywords one of whose patterns ran out of time, and which; after three such posts it is left alone."""
        return self._patterns.flagged

    def find(self, post: Post) -> dict[str, tuple[Hit, ...]]:
        """Story key -> its hits in ``post``: the title's, then the text's, each by start. Stories without one: absent.

        Spans are code points of the field as published. A word in the description of a picture has no place in the
        text: its hit is an empty span at the end of ``text``, and its ``rule`` says where it stood.
        """
        hits: dict[str, dict[tuple[str, str, int, int], Hit]] = {}
        if post.title:
            self._field(post.title, "title", post.lang, hits)
        self._field(post.text, "text", post.lang, hits)
        for number, media in enumerate(post.media, 1):
            if media.alt:
                self._described(media.alt, number, post, hits)
        return {story: tuple(sorted(found.values(), key=_in_order)) for story, found in hits.items()}

    def _field(self, text: str, field: Field, lang: str, hits: dict[str, dict[tuple[str, str, int, int], Hit]]) -> None:
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
                _keep(hits, owner.story, hit, lang)
        for owner, pattern, start, end in self._patterns.find(text):
            hit = Hit(keyword=owner.keyword, form=pattern, lang="", field=field, start=start, end=end, rule="pattern")
            _keep(hits, owner.story, hit, lang)

    def _described(
        self, alt: str, number: int, post: Post, hits: dict[str, dict[tuple[str, str, int, int], Hit]]
    ) -> None:
        end = len(post.text)
        seen: dict[str, dict[tuple[str, str, int, int], Hit]] = {}
        self._field(alt, "text", post.lang, seen)
        for story, found in seen.items():
            for hit in found.values():
                rule = f"{hit.rule or 'as cited'}, in the description of picture {number}"
                at_end = Hit(
                    keyword=hit.keyword, form=hit.form, lang=hit.lang, field="text", start=end, end=end, rule=rule
                )
                _keep(hits, story, at_end, post.lang)

    def _search(self, text: str) -> list[Found]:
        """Everything found in ``text``, addresses left out, tags opened."""
        folded = fold(text)
        candidates = self._scan(folded, overlapping=True)
        found: list[Found] = []
        if candidates:
            aligned = align(text)
            if aligned.text != folded:
                candidates = self._scan(aligned.text, overlapping=True)
            found = list(self._confirmed(candidates, aligned, text))
            if "#" in aligned.text or "@" in aligned.text:
                found += self._in_tags(text)
            if found and (taken := addresses(text)):
                found = [one for one in found if not any(one.start < end and start < one.end for start, end in taken)]
        return found

    def _in_tags(self, text: str) -> Iterator[Found]:
        """What stands in the humps of tags and handles (#BoardOfPeace)."""
        for spaced, places in humps(text):
            aligned = align(spaced)
            candidates = self._scan(aligned.text, overlapping=True)
            for entry, start, end, rule in self._confirmed(candidates, aligned, spaced):
                yield Found(entry, places[start], places[end - 1] + 1, rule)

    def _confirmed(self, candidates: list[tuple[int, int, int]], aligned: Folded, text: str) -> Iterator[Found]:
        folded = aligned.text
        for number, start, end in candidates:
            before = folded[start - 1] if start else " "
            inside = before.isalnum() or before == "'" or bool(_MARK.match(before))
            for entry, stem in self._table[number]:
                if entry.exact:
                    one = _exactly(entry, aligned, text, start)
                elif stem.free:
                    one = _phrase(entry, aligned, text, start, end, "")
                elif inside and len(stem.heads) == 1 and before != "'":
                    continue
                else:
                    one = _inflected(entry, stem, aligned, text, start, end)
                if one is not None:
                    yield one


def _keep(hits: dict[str, dict[tuple[str, str, int, int], Hit]], story: str, hit: Hit, lang: str) -> None:
    """One hit a keyword and span: of two languages that find the same word, the post's own is named."""
    kept = hits.setdefault(story, {})
    key = (hit.keyword, hit.field, hit.start, hit.end)
    if key not in kept or (hit.lang == lang != kept[key].lang):
        kept[key] = hit


def _in_order(hit: Hit) -> tuple[bool, int, int, str]:
    return hit.field == "text", hit.start, hit.end, hit.keyword


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or bool(_MARK.match(sign))


def _word_start(folded: str, at: int) -> int:
    """Where the written word around ``at`` begins, looking back no further than the longest head; -1 if further."""
    start = at
    while start > 0:
        sign = folded[start - 1]
        if not (_is_letter(sign) or (sign == "'" and start > 1 and _is_letter(folded[start - 2]))):
            return start
        start -= 1
        if at - start > _LONGEST_HEAD:
            return -1
    return 0


def _inflected(entry: Entry, stem: Stem, aligned: Folded, text: str, start: int, end: int) -> Found | None:
    """The entry whose first word has ``stem`` at folded ``start`` to ``end``, if head, ending and all words fit."""
    folded = aligned.text
    word_start = _word_start(folded, start)
    if word_start < 0:
        return None
    head = stem.heads.get(folded[word_start:start])
    if head is None:
        return None
    rest = _REST.match(folded, end)
    word_end = rest.end() if rest else end
    if entry.gaps and word_start and folded[word_start - 1] == "#":
        joined = _joined(entry, aligned, word_start, word_end)
        if joined is not None:
            return joined
    tail = stem.tails.get(folded[end:word_end])
    if tail is None or _doubted(entry, 0, aligned, text, word_start, word_end):
        return None
    rule = ", ".join(part for part in (head, tail) if part)
    return _phrase(entry, aligned, text, word_start, word_end, rule)


def _doubted(entry: Entry, number: int, aligned: Folded, text: str, start: int, end: int) -> bool:
    if entry.gaps:
        return False  # the words of a phrase hold each other up
    seen_start, seen_end = aligned.span(start, end)
    return bool(entry.grammar.doubt(entry.cited[number], Seen(text, seen_start, seen_end)))


def _phrase(entry: Entry, aligned: Folded, text: str, start: int, end: int, rule: str) -> Found | None:
    """The rest of the phrase after its first word at folded ``start`` to ``end``."""
    folded = aligned.text
    rules = [rule] if rule else []
    for number, between in enumerate(entry.gaps, 1):
        space = between.match(folded, end)
        if space is None:
            return None
        rest = _REST.match(folded, space.end())
        word_end = rest.end() if rest else space.end()
        derived = _derive(entry.stems[number], folded[space.end() : word_end])
        if derived is None or _doubted(entry, number, aligned, text, space.end(), word_end):
            return None
        if derived:
            rules.append(derived)
        end = word_end
    seen_start, seen_end = aligned.span(start, end)
    named = f"{entry.lang}: {'; '.join(rules)}" if rules else ""
    return Found(entry, seen_start, seen_end, named)


def _derive(stems: Stems, word: str) -> str | None:
    """How ``word`` (folded) derives from one of ``stems``; None if it does not."""
    for stem in stems:
        if stem.free:
            if word.startswith(stem.key):
                return ""
            continue
        for length in range(min(_LONGEST_HEAD, len(word)) + 1 if len(stem.heads) > 1 else 1):
            head = stem.heads.get(word[:length])
            if head is not None and word.startswith(stem.key, length):
                tail = stem.tails.get(word[length + len(stem.key) :])
                if tail is not None:
                    return ", ".join(part for part in (head, tail) if part)
    return None


def _joined(entry: Entry, aligned: Folded, start: int, end: int) -> Found | None:
    """A phrase written in one word as a tag (#советмира): forms of all its words, one after the other."""
    word = aligned.text[start:end]
    reached = {0}
    for stems in entry.stems:
        reached = {after for at in reached for stem in stems for after in _ends(stem, word, at)}
    if len(word) not in reached:
        return None
    seen_start, seen_end = aligned.span(start, end)
    return Found(entry, seen_start, seen_end, f"{entry.lang}: written in one word")


def _ends(stem: Stem, word: str, at: int) -> Iterator[int]:
    """Where forms of ``stem`` that begin at ``at`` may end."""
    if word.startswith(stem.key, at):
        after = at + len(stem.key)
        for end in range(after, min(len(word), after + _LONGEST_TAIL) + 1):
            if stem.tails.get(word[after:end]) is not None:
                yield end


def _exactly(entry: Entry, aligned: Folded, text: str, start: int) -> Found | None:
    """The entry at folded ``start`` with the very characters of its citation, as whole words."""
    folded = aligned.text
    if start and _is_letter(folded[start - 1]):
        return None
    end = start
    for number, (cited, stems) in enumerate(zip(entry.cited, entry.stems, strict=True)):
        if number:
            space = entry.gaps[number - 1].match(folded, end)
            if space is None:
                return None
            end = space.end()
        word_start, end = end, end + len(stems[0].key)
        if end > len(folded) or (end < len(folded) and _is_letter(folded[end])):
            return None
        seen_start, seen_end = aligned.span(word_start, end)
        if _bare(text[seen_start:seen_end]) != _bare(cited):
            return None
    seen_start, seen_end = aligned.span(start, end)
    return Found(entry, seen_start, seen_end, "exact")


def _bare(word: str) -> str:
    """Case, hamza and accents kept; only what nobody sees is dropped."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", word)).replace("’", "'")
