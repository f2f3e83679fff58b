"""Any language without a file of its own: the word as cited, with joined apostrophe particles and Korean ones."""

import re
from collections.abc import Sequence

from monitor.text.fold import fold_word as fold
from monitor.text.languages.capitals import doubt_of_acronym
from monitor.text.languages.forms import Heads, Seen, Stem, Stems, Tails

#: Elided articles and prepositions of Romance languages, as they stand joined by an apostrophe.
_ELIDED = "l d s n j m t c qu jusqu lorsqu puisqu quoiqu presqu un all dall dell nell sull coll quell quest bell sant"
ELIDED: Heads = {"": "", **dict.fromkeys((f"{particle}'" for particle in _ELIDED.split()), "elision")}

#: After an apostrophe: possessives, and endings that Turkish and others put after a name.
JOINED: Tails = {"": "", "'s": "possessive"}


class NameTails(dict[str, str]):
    """Endings of a name: besides its own any short one after an apostrophe ("Tokayev'in")."""

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]  # no other is used
        found = dict.get(self, key)
        if found is None and key[:1] == "'" and len(key) < 7:
            return "ending after an apostrophe"
        return default if found is None else found


_NAME_TAILS = NameTails(JOINED)


class _OfModel(dict[str, str]):
    """What stands joined to the number of a model: "Ту-154М", "Су-35С", "F-16s", "A-320neo"."""

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]  # no other is used
        found = dict.get(self, key)
        if found is None and _LETTERS_OF_MODEL.fullmatch(key):
            return "of this model"
        return default if found is None else found


OF_MODEL: Tails = _OfModel({"": "", "'s": "possessive"})
_LETTERS_OF_MODEL = re.compile(r"[^\W\d_]{1,3}\d?")

_KOREAN = (
    "은 는 이 가 을 를 의 에 에서 에게 에게서 께서 께 한테 로 으로 와 과 도 만 까지 부터 처럼 보다 이나 나 이다"
    " 입니다 이라고 라고 이라는 라는 이며 며 측 씨 들 들이 들은 들을 들의"
)
KOREAN: Tails = {"": "", **dict.fromkeys(_KOREAN.split(), "particle")}


def is_free(letter: str) -> bool:
    """Whether ``letter`` is of a script that puts no space between words (Han, kana, Thai, Lao, Khmer, Burmese)."""
    return (
        "\u0e00" <= letter <= "\u0eff"
        or "\u1000" <= letter <= "\u109f"
        or "\u1780" <= letter <= "\u17ff"
        or "\u3040" <= letter <= "\u30ff"
        or "\u3400" <= letter <= "\u9fff"
        or "\uf900" <= letter <= "\ufaff"
        or "\U00020000" <= letter <= "\U0003ffff"
    )


def inflect(cited: Sequence[str]) -> tuple[Stems, ...]:
    """For each cited word its stems: the word itself, and what an apostrophe or a Korean particle may join to it."""
    return tuple(plain(word) for word in cited)


def plain(word: str) -> Stems:
    """The cited word as it is, with what may be joined to it in any language."""
    key = fold(word)
    if key and is_free(key[0]):
        return (Stem(key, free=True),)
    if "\uac00" <= key[-1:] <= "\ud7a3":
        return (Stem(key, KOREAN),)
    if key[-1:].isdigit() and key[:1].isalpha():
        return (Stem(key, OF_MODEL, ELIDED),)
    return (Stem(key, _NAME_TAILS if word[:1].isupper() else JOINED, ELIDED),)


def doubt(cited: str, seen: Seen) -> str:
    """Why a found word is another word after all: here only an acronym may be one."""
    return doubt_of_acronym(cited, seen)
