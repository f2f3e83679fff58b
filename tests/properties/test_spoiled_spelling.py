"""However a post spells it - marks, invisible signs, letters of the wrong script, capitals - a form is found, in every
language, and what is shown of it is the written word."""

import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.matching.find import Finder
from monitor.model import Keyword, Post, Story
from monitor.text.fold import fold
from monitor.text.languages import LANGUAGES

TABLES = Path(__file__).parents[2] / "benchmarks" / "data" / "forms"
ROWS = [
    (table.stem, cited, form)
    for table in sorted(TABLES.glob("*.txt"))
    if table.stem in LANGUAGES
    for line in table.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for cited, _, rest in [line.partition(":")]
    for form in [cited, *(each.strip() for each in rest.partition("|")[0].split(",") if each.strip())]
    if form[0].isalpha() and form[-1].isalpha()
]
Spoil = Callable[[str, Random], str]

_TWINS = dict(zip("асеорхАСЕОРХКМТВН", "aceopxACEOPXKMTBH", strict=True))


def looking_alike(letters: dict[str, str]) -> Spoil:
    def spoil(word: str, chance: Random) -> str:
        places = [at for at, letter in enumerate(word) if letter in letters]
        if not places or sum(map(str.isalpha, word)) < 5:
            return word
        at = chance.choice(places)
        return word[:at] + letters[word[at]] + word[at + 1 :]

    return spoil


def between_letters(sign: str) -> Spoil:
    def spoil(word: str, chance: Random) -> str:
        places = [at for at in range(1, len(word)) if word[at - 1].isalpha() and word[at].isalpha()]
        if not places:
            return word
        at = chance.choice(places)
        return word[:at] + sign + word[at:]

    return spoil


def after_letters(marks: str, of: str = "") -> Spoil:
    def spoil(word: str, chance: Random) -> str:
        chosen = (letter for letter in word)
        return "".join(
            letter + (chance.choice(marks) if (letter.lower() in of if of else letter.isalpha()) else "")
            for letter in chosen
        )

    return spoil


def instead(letters: str, others: str) -> Spoil:
    return lambda word, _: word.translate(str.maketrans(letters, others))


def full_width(word: str, _: Random) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if each.isascii() and each.isalnum() else each for each in word)


ANY: dict[str, Spoil] = {
    f"U+{ord(sign):04X}": between_letters(sign) for sign in "\u200b\u200c\u200d\u00ad\u2060\ufeff\ufe0f\u200e\u200f"
} | {
    "decomposed": lambda word, _: unicodedata.normalize("NFD", word),
}
CYRILLIC: dict[str, Spoil] = {
    "homoglyph": looking_alike(_TWINS),
    "stress": after_letters("\u0301", "аеиоуыэюя"),
    "io": instead("ёЁ", "еЕ"),
    "ghe": instead("ґҐ", "гГ"),
    "apostrophe": instead("'", "’"),
    "capitals": lambda word, _: word.upper(),
}
LATIN: dict[str, Spoil] = {
    "homoglyph": looking_alike({latin: cyrillic for cyrillic, latin in _TWINS.items()}),
    "full width": full_width,
    "apostrophe": instead("'", "’"),
    "capitals": lambda word, _: word.upper(),
}
ARABIC: dict[str, Spoil] = {
    "hamza": instead("أإآ", "ااا"),
    "tatweel": between_letters("ـــ"),
    "harakat": after_letters("\u064e\u064f\u0650\u0651\u0652"),
    "persian": instead("يك", "یک"),
    "ta marbuta": instead("ة", "ه"),
}
SPOILS: dict[str, dict[str, Spoil]] = {
    **dict.fromkeys(("ru", "uk", "kk"), CYRILLIC),
    **dict.fromkeys(("en", "fr", "de", "es"), LATIN),
    "tr": {name: spoil for name, spoil in LATIN.items() if name != "capitals"} | {
        "capitals": lambda word, _: word.replace("i", "İ").upper(),
    },
    "ar": ARABIC,
    "fa": {"arabic": instead("یک", "يك"), "tatweel": ARABIC["tatweel"], "harakat": ARABIC["harakat"]},
    "he": {
        "niqqud": after_letters("\u05b0\u05b4\u05b7\u05b8\u05bc"),
        "gershayim": instead("\"'", "״׳"),
        "maqaf": instead(" ", "־"),
    },
}  # fmt: skip
AROUND = (
    "«{}»",
    "({})",
    "**{}**",
    "—{}—",
    "🇰🇿{}🔥",
    "\u200f{}\u200f",
    "\u2066{}\u2069",
    "\u202b{}\u202c",
    "{}:",
    "“{}”",
)


@cache
def finder_of(lang: str, cited: str) -> Finder:
    return Finder([Story(key="s", title="s", keywords=(Keyword(name="k", forms={lang: (cited,)}),))])


@settings(max_examples=500)
@given(row=st.sampled_from(ROWS), seed=st.integers(0, 2**32), around=st.sampled_from(AROUND))
@example(row=("en", "UN", "The U.N. is"), seed=77, around="«{}»")  # full-width, and exact
@example(row=("fr", "otage", "l'ex-otage"), seed=316100, around="«{}»")  # a Cyrillic letter in what stands before
@example(row=("tr", "AB", "AB'nin"), seed=2181703789, around="«{}»")  # half of a short word, which follows the rest
@example(row=("uk", "стіл", "столу"), seed=192613891, around="—{}—")  # a Latin letter under an accent
@example(row=("ru", "премьер", "премьер-министр заявил"), seed=190616114, around="—{}—")  # a mark in what follows
def test_a_form_is_found_however_it_is_spelled(row: tuple[str, str, str], seed: int, around: str) -> None:
    lang, cited, form = row
    chance = Random(seed)
    spoils = ANY | (SPOILS[lang] if not (lang == "kk" and not "а" <= form[0].lower() <= "ӿ") else {})
    written = form
    # (decomposed last: a Cyrillic а with the dots of an ä is another letter)
    for name in sorted(chance.sample(sorted(spoils), 2), key="decomposed".__eq__):
        written = spoils[name](written, chance)
    text = f"… {around.format(written)} …"
    hits = finder_of(lang, cited).find(Post(source="a", id="1", text=text)).get("s", ())
    assert hits, (cited, text)
    for hit in hits:
        shown = text[hit.start : hit.end]
        assert fold(shown) in fold(written)
        assert shown[0].isalpha()
        assert shown[-1].isalpha() or unicodedata.combining(shown[-1]) or shown[-1] in "ـ\u064b\u0670"
