"""Russian: pymorphy3's dictionary; surnames and foreign names that it does not know inflect by their endings."""

from monitor.text.languages.forms import Tails
from monitor.text.languages.gather import endings
from monitor.text.languages.slavic import Slavic

_SURNAMES = ("ов", "ев", "ёв", "ин", "ын")
_SURNAME = endings(
    cited="-", genitive_or_feminine="а", dative="у", instrumental="ым ом", locative="е", feminine_oblique="ой ою",
    plural="ы", plural_genitive="ых", plural_instrumental="ыми",
)  # fmt: skip
_ADJECTIVE = endings(
    cited="ий ый", feminine_oblique="ой", genitive="ого его", dative="ому ему", instrumental="им ым", locative="ом ем",
    feminine="ая яя", feminine_accusative="ую юю", plural="ие ые", plural_genitive="их ых",
    plural_instrumental="ими ыми", neuter="ое ее",
)  # fmt: skip
_PLURAL = {"plural_dative": "ам", "plural_instrumental": "ами", "plural_locative": "ах"}
_HARD = endings(
    cited="-", genitive="а", dative="у", instrumental="ом", locative="е", plural="ы", plural_genitive="ов", **_PLURAL
)
_VELAR = endings(
    cited="-", genitive="а", dative="у", instrumental="ом", locative="е", plural="и", plural_genitive="ов", **_PLURAL
)
_HUSHING = endings(
    cited="-",
    genitive="а",
    dative="у",
    instrumental="ем ом",
    locative="е",
    plural="и ы",
    plural_genitive="ей ев",
    **_PLURAL,
)
_SOFT = endings(
    genitive="я", dative="ю", instrumental="ем", locative="е", plural="и", plural_genitive="ев ей",
    plural_dative="ям", plural_instrumental="ями", plural_locative="ях",
)  # fmt: skip
_FEMININE = endings(cited="а", genitive="ы и", dative="е", accusative="у", instrumental="ой ою ей")
_FEMININE_SOFT = endings(cited="я", genitive="и", dative="е", accusative="ю", instrumental="ей ею")
_NEUTER = endings(cited="о", genitive="а", dative="у", instrumental="ом", locative="е")
_NEUTER_SOFT = endings(cited="е", genitive="я", dative="ю", instrumental="ем")

_ADJECTIVAL = ("ский", "цкий", "ской", "цкой", "ый", "ний", "ная", "кая", "ские", "цкие", "ское", "цкое", "ные", "ное")
#: How a name ends -> how many letters give way to which endings; the first that fits. Other vowels never change.
_CLASSES: tuple[tuple[tuple[str, ...], int, dict[str, str]], ...] = (
    (_ADJECTIVAL, 2, _ADJECTIVE),
    (("овы", "евы"), 1, _SURNAME),  # Авраамовы: whose, and cited in the plural
    (("ово", "ево", "ёво", "ино", "ыно"), 1, _NEUTER),
    (("ье",), 1, _NEUTER_SOFT),  # Закарпатье
    (("а",), 1, _FEMININE),
    (("я",), 1, _FEMININE_SOFT),
    (("ий",), 1, {"й": "", "и": "locative"} | _SOFT),
    (("й",), 1, {"й": ""} | _SOFT),
    (("ь",), 1, {"ь": "", "ью": "instrumental"} | _SOFT),
    (("г", "к", "х"), 0, _VELAR),
    (("ж", "ш", "ч", "щ", "ц"), 0, _HUSHING),
    (tuple("бвдзлмнпрстф"), 0, _HARD),
)


def _rules(word: str) -> tuple[tuple[str, Tails], ...]:
    """Stems and endings of a name by its ending; none: a name that ends in another vowel does not change."""
    if len(word) > 4 and word.endswith(_SURNAMES):
        return ((word, _SURNAME),)
    if len(word) > _SHORTEST_ADJECTIVE and word.endswith("кая") and not word.endswith(("ская", "цкая")):
        return (word[:-2], _ADJECTIVE), (word[:-1], _FEMININE_SOFT)  # "Ерликая", "Ерликаи"
    for final, cut, tails in _CLASSES:
        if word.endswith(final) and not (final is _ADJECTIVAL and len(word) < _SHORTEST_ADJECTIVE):
            stem = word[: len(word) - cut]
            if word.endswith(_FLEETING) and len(word) > 4:
                return (stem, tails), (_closed(word), {tail: how for tail, how in tails.items() if tail})
            return ((stem, tails),)
    return ()


#: "Кая" is none.
_SHORTEST_ADJECTIVE = 4

#: The vowel of these endings may fall out: "Коломоец", "Коломойца".
_FLEETING = ("ец", "ок", "ек", "ёк")


def _closed(word: str) -> str:
    """``word`` without the vowel before its last letter; after another vowel it leaves a й, after л a ь."""
    before = word[:-2]
    return before + ("й" if before[-1] in "аеёиоуыэюя" else "ь" if before[-1] == "л" else "") + word[-1]


#: What news cut short; with a full stop where the letters alone are another word.
_ABBREVIATED = {
    "тысяча": "тыс", "миллион": "млн", "миллиард": "млрд", "триллион": "трлн", "рубль": "руб", "доллар": "долл",
    "километр": "км", "килограмм": "кг", "гектар": "га", "область": "обл.", "профессор": "проф.", "академик": "акад.",
    "режиссер": "реж.", "экземпляр": "экз", "улица": "ул.", "процент": "проц.",
    "баррель": "барр", "миллиметр": "мм", "сантиметр": "см",
}  # fmt: skip


_RUSSIAN = Slavic(
    "ru",
    _rules,
    surnames=(*_SURNAMES, "ский", "цкий"),
    letters={"е": "ё"},
    subjects=frozenset({"я", "ты", "он", "она", "оно", "мы", "вы", "они", "кто", "который", "которая", "которые"}),
    ambiguous="ru.ambiguous",
    abbreviated=_ABBREVIATED,
)
inflect = _RUSSIAN.inflect
doubt = _RUSSIAN.doubt
collisions = _RUSSIAN.collisions
small_word = _RUSSIAN.small_word
knows = _RUSSIAN.knows
