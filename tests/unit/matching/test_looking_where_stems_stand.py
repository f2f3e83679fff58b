"""Only words that hold a stem are looked at: the same is found as by looking at every word."""

from random import Random

import ahocorasick_rs

from monitor.matching.compile import compile_stories, index
from monitor.matching.confirm import Words
from monitor.model import Keyword, Story
from monitor.text.fold import align

_FORMS = {
    "ru": ("Токаев", "Совет мира", "отель"),
    "kk": ("Тоқаев", "Бейбітшілік кеңесі", "үкімет"),
    "ar": ("توكاييف", "مجلس السلام", "وزير"),
    "en": ("Tokayev", "Board of Peace"),
    "fr": ("hôtel", "état"),
}
_WORDS = """
Токаева Токаев токаевтокаев Совета мира советмира отели Тоқаевтың кеңесінің Бейбітшілік وتوكاييف لمجلس السلام بالوزير
Tokayev's Tokayev’s Board of Peace BoardOfPeace l'hôtel l’état d'hôtel hôtel'hôtel'hôtel'hôtel'hôtel'hôtel में 和平 ﷺ
"""
_SIGNS = (
    " ",
    " ",
    " ",
    " ",
    "  ",
    "\n",
    ".",
    ", ",
    *"#@'’-_«»(5осяд²…😀",
    "то",
    "\u0301",
    "\u200c",
    "\u0640",
    "\ufdfa",
)
_PIECES = (*_WORDS.split(), *_SIGNS)


def test_the_words_that_hold_a_stem_are_the_only_ones_that_can_be_found() -> None:
    keywords = tuple(Keyword(name=f"w-{lang}", forms={lang: forms}) for lang, forms in _FORMS.items())
    table, _ = index(compile_stories([Story(key="s", title="", languages=tuple(_FORMS), keywords=keywords)]))
    every, some = Words(table, ()), Words(table, ())
    some.only_at(ahocorasick_rs.AhoCorasick(list(table)).find_matches_as_indexes)
    chance = Random(11)
    found = 0
    for _ in range(3_000):
        text = "".join(chance.choices(_PIECES, k=chance.randint(1, 30)))
        aligned = align(text)
        expected = list(every.confirmed(aligned, text))
        assert list(some.confirmed(aligned, text)) == expected, text
        found += len(expected)
    assert found > 1_000
