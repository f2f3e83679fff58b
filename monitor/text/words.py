"""Words of any script, as spans of the text as published."""

from dataclasses import dataclass

import regex

#: Letters and digits with their marks; an apostrophe, a zero-width joiner or a tatweel inside belongs to the word,
#: "_" and "-" do not. Where words are written together (Han, kana, Thai ...) a Han or hiragana letter is a word.
_WORD = regex.compile(
    r"""[\p{Han}\p{Hiragana}]\p{M}*
      | [\p{L}\p{N}--\p{Han}--\p{Hiragana}]
        (?: [\p{L}\p{N}\p{M}\u0640--\p{Han}--\p{Hiragana}]
          | ['’ʼ‘ʻ`´′׳\u00ad\u200b-\u200d\u2060\ufeff]+ (?=[\p{L}\p{N}\p{M}--\p{Han}--\p{Hiragana}])
        )*""",
    regex.VERBOSE | regex.VERSION1,
)


@dataclass(frozen=True, slots=True)
class Word:
    """``text`` stands at code points ``start`` to ``end`` (exclusive), as published."""

    start: int
    end: int
    text: str


def words(text: str) -> tuple[Word, ...]:
    """The words of ``text`` in order, digits included; signs, spaces and the "#" and "@" of tags stay outside."""
    return tuple(Word(match.start(), match.end(), match.group()) for match in _WORD.finditer(text))
