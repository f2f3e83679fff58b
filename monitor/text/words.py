"""Words of any script, as spans of the text as published."""

import re
from typing import NamedTuple

import regex

#: What may stand inside a word beside letters and digits: apostrophes, what joins and what nobody sees.
_INSIDE = "'’ʼ‘ʻ`´′׳\u00ad\u200b-\u200d\u2060\ufeff"

#: Letters and digits with their marks; an apostrophe, a zero-width joiner or a tatweel inside belongs to the word,
#: "_" and "-" do not. Where words are written together (Han, kana, Thai ...) a Han or hiragana letter is a word.
_WORD = regex.compile(
    rf"""[\p{{Han}}\p{{Hiragana}}]\p{{M}}*
      | [\p{{L}}\p{{N}}--\p{{Han}}--\p{{Hiragana}}]
        (?: [\p{{L}}\p{{N}}\p{{M}}\u0640--\p{{Han}}--\p{{Hiragana}}]
          | [{_INSIDE}]+ (?=[\p{{L}}\p{{N}}\p{{M}}--\p{{Han}}--\p{{Hiragana}}])
        )*""",
    regex.VERBOSE | regex.VERSION1,
)

#: Texts without marks and without scripts that write words together, as nearly all in most languages; and a word of
#: theirs: the same, a third as dear.
_EASY = re.compile(
    "[\x00-\u02ff\u0370-\u0482\u048a-\u0556\u0561-\u0586\u05d0-\u05ea\u05f3\u05f4\u0600-\u060f\u061b-\u064a\u0660-\u066f\u0671-\u06d5"
    "\u06ee-\u06ff\u1e00-\u208e\u20a0-\u20bf\u2100-\u2bff\ufeff\U0001f300-\U0001faff]*+"
)
_EASY_WORD = re.compile(rf"[^\W_]+(?:[{_INSIDE}]+[^\W_]+)*")


class Word(NamedTuple):
    """``text`` stands at code points ``start`` to ``end`` (exclusive), as published."""

    start: int
    end: int
    text: str


def word_spans(text: str) -> list[tuple[int, int, str]]:
    """The words of ``text`` in order, digits included, each as (start, end, text); signs, spaces and the "#" and "@"
    of tags stay outside. Plain tuples, for whoever reads thousands: a ``Word`` is twice as dear."""
    found = (_EASY_WORD if _EASY.fullmatch(text) else _WORD).finditer(text)
    return [(match.start(), match.end(), match[0]) for match in found]


def words(text: str) -> tuple[Word, ...]:
    """The same as ``Word``s."""
    return tuple(map(Word._make, word_spans(text)))
