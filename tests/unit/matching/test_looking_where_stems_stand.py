"""Only words that hold a stem are looked at: the same is found as by looking at every word."""

from random import Random

from monitor.matching.compile import compile_stories, index
from monitor.matching.confirm import Words
from monitor.matching.following import Following, derive
from monitor.matching.spots import Spots
from monitor.model import Keyword, Story
from monitor.text.fold import align, fold

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
    some.only_at(Spots(list(table)).find, list(table))
    chance = Random(11)
    found = 0
    for _ in range(3_000):
        text = "".join(chance.choices(_PIECES, k=chance.randint(1, 30)))
        aligned = align(text)
        expected = list(every.confirmed(aligned, text))
        assert list(some.confirmed(aligned, text)) == expected, text
        found += len(expected)
    assert found > 1_000


def test_a_key_is_found_at_every_place_and_no_letter_passes_for_one_that_ends_alike() -> None:
    # each of these ends with the byte of a plain letter or sign, as do a lone half of a pair and a picture
    alike = (
        "а0\u0130\u0230\u0330\u1f30\U0001f530",
        "т\u0142B\u0542",
        "o\u016f\u046f\u066f\ud86f",
        "\0\u0100Ѐ\U00010000",
    )
    chance, met = Random(3), 0
    for _ in range(2_000):
        letters = chance.sample([letter for group in alike for letter in group], 5)
        keys = ["".join(chance.choices(letters, k=chance.randint(1, 3))) for _ in range(4)]
        text = "".join(chance.choices(letters, k=chance.randint(0, 40)))
        spots = Spots(keys)
        places = [
            (number, at, at + len(key))
            for number, key in enumerate(keys)
            for at in range(len(text))
            if text.startswith(key, at)
        ]
        assert sorted(spots.find(text)) == sorted(places), (keys, text)
        assert spots.may_be_in(text) or not places, (keys, text)
        met += len(places)
    assert met > 1_000


def test_a_word_behind_the_first_of_a_phrase_is_found_among_all_as_it_is_by_asking_each() -> None:
    phrases = {
        "ru": ("Совет мира", "Совет безопасности", "Фонд мира", "Касым-Жомарт Токаев"),
        "kk": ("Бейбітшілік кеңесі", "Әлем кеңесі", "қол қою"),
        "ar": ("مجلس السلام", "مجلس الأمن", "اتفاقيات أبراهام"),
        "en": ("Board of Peace", "Board of Trade", "peace plan"),
        "fr": ("chef de l'état", "conseil de l'hôtel"),
        "zh": ("和平 委员会",),
    }
    keywords = tuple(Keyword(name=f"w-{lang}", forms={lang: forms}) for lang, forms in phrases.items())
    entries = compile_stories([Story(key="s", title="", languages=tuple(phrases), keywords=keywords)])
    following = Following(entries)
    behind = {id(stems): stems for entry in entries for stems in entry.stems[1:]}
    chance, found = Random(5), 0
    written = [*_WORDS.split(), *(word for forms in phrases.values() for form in forms for word in form.split())]
    endings = [tail for stems in behind.values() for stem in stems for tail in stem.tails]
    for _ in range(5_000):
        word = fold(chance.choice(("", "", "l'", "و", "لل", "de")) + chance.choice(written))
        word = word[: chance.randint(1, len(word) + 1)] + chance.choice(("", chance.choice(endings)))
        asked = {name: derived for name, stems in behind.items() if (derived := derive(stems, word)) is not None}
        assert following.fitting(word) == asked, word
        found += bool(asked)
    assert found > 200
