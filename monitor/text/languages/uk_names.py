"""Ukrainian names, and words that neither dictionary nor table knows: their stems and endings, by how they end."""

from collections.abc import Iterator

from monitor.text.languages.forms import Tails
from monitor.text.languages.gather import endings

_PLURAL = {"plural_dative": "ам", "plural_instrumental": "ами", "plural_locative": "ах"}
_PLURAL_SOFT = {"plural_dative": "ям", "plural_instrumental": "ями", "plural_locative": "ях"}

#: Іванов, Пушкін: nouns in the singular, adjectives otherwise; a wife's and daughter's name too.
_SURNAME = endings(
    cited="-", genitive_or_feminine="а", dative="у ові", instrumental="им ом", locative="і", vocative="е",
    feminine_genitive="ої", feminine_oblique="ій ою", plural="и", plural_genitive="их", plural_instrumental="ими",
)  # fmt: skip
#: Зеленський, Рівне, Залужна: all genders and numbers.
_ADJECTIVE = endings(
    cited="ий", genitive="ого", dative="ому", instrumental="им", locative="ім", feminine="а",
    feminine_genitive="ої", feminine_oblique="ій ою", feminine_accusative="у", plural="і", plural_genitive="их",
    plural_instrumental="ими", neuter="е",
)  # fmt: skip
#: Кобзар, Трамп, Донбас: also places, whose genitive is in -у.
_HARD = endings(
    cited="-", genitive="а у", dative="ові", instrumental="ом", locative="і", vocative="е", plural="и",
    plural_genitive="ів", **_PLURAL,
)  # fmt: skip
#: Куліш, Клич, Шольц.
_MIXED = endings(
    cited="-", genitive="а у", dative="еві ові", instrumental="ем ом", locative="і", vocative="е", plural_genitive="ів",
    **_PLURAL,
)  # fmt: skip
#: Коваль, Лебідь after their stem; feminine -ь (Умань) has its genitive in -і.
_SOFT = endings(
    cited="ь", genitive="я", dative="ю еві", instrumental="ем", locative="і", plural_genitive="ів", **_PLURAL_SOFT
)
#: Палій, Андрій after their stem.
_YOD = endings(
    cited="й", genitive="я", dative="ю єві", instrumental="єм", locative="ї", plural_genitive="їв", **_PLURAL_SOFT
)
#: Шевченко, Дніпро, Михайло after their stem.
_IN_O = endings(
    cited="о", genitive="а", dative="у ові", instrumental="ом", locative="і", vocative="е", plural="и",
    plural_genitive="ів", **_PLURAL,
)  # fmt: skip
#: Ганжа, Одеса after their stem.
_IN_A = endings(
    cited="а", genitive="и", dative="і", accusative="у", instrumental="ою ею", vocative="о", plural_genitive="-",
    **_PLURAL,
)  # fmt: skip
#: Юля, Марія after their stem.
_IN_YA = endings(
    cited="я", genitive="і ї", accusative="ю", instrumental="ею єю", vocative="є е", plural_genitive="ь й",
    **_PLURAL_SOFT,
)  # fmt: skip
#: Суми, Черкаси, Чернівці after their stem.
_MANY = endings(cited="и", genitive="- ів", dative="ам", instrumental="ами", locative="ах")
_MANY_SOFT = endings(cited="і", genitive="ів", dative="ям ам", instrumental="ями ами", locative="ях ах")
#: Санкції, Збройні after their stem.
_MANY_IN_YA = endings(cited="ї", genitive="й", dative="ям", instrumental="ями", locative="ях")
_AGREEING_MANY = endings(cited="і", genitive="их", dative="им", instrumental="ими")
#: Незалежність, незалежності: the ending after -іст- and after -ост-.
_NOUN_IN_IST = (endings(cited="ь", instrumental="ю"), endings(genitive="і и", plural="ей ям ями ях"))
#: Іванова, Пушкіна, Залужна: a woman, as she is cited; first names may end alike.
_OF_A_WOMAN = endings(
    cited="а", genitive="ої и", dative="ій і", accusative="у", instrumental="ою", vocative="о", plural_genitive="-"
)

_SOFTENED = {"г": "з", "к": "ц", "х": "с"}
_CALLED = {"г": "ж", "к": "ч", "х": "ш", "ц": "ч"}
_VOWELS = "аеєиіїоуюя"
#: In an open syllable і is о or е: "Федір", "Федора"; "Тернопіль", "Тернополя".
_OPENED = ("ік", "іст", "іт", "іж", "ір", "іп", "іл", "іс", "іг", "ід", "із", "ін", "іль", "ідь", "інь")
_FLEETING = ("ок", "ек", "ень", "ець", "єць")
_ADJECTIVES_OF_MANY = ("ні", "ті", "ві", "рі", "лі")
_ADJECTIVAL = ("ський", "цький", "зький", "ська", "цька", "зька", "ське", "цьке", "зьке", "ські", "цькі", "зькі")


def paradigms(word: str) -> tuple[tuple[str, Tails], ...]:
    """Stems of ``word`` (in small letters) with the endings each takes; none: it does not change."""
    return tuple(_paradigms(word))


def _paradigms(word: str) -> Iterator[tuple[str, Tails]]:
    last = word[-1:]
    if word.endswith(_ADJECTIVAL):
        yield word[: -2 if last == "й" else -1], _ADJECTIVE
    elif last == "о" and word[-2:-1] not in _VOWELS:
        yield word[:-1], _IN_O
        yield from _called(word[:-1])
    elif last == "а":
        yield from _in_a(word)
    elif last == "я":
        yield word[:-1], _IN_YA
    elif last == "е" and word[-2:-1] not in _VOWELS:
        yield word[:-1], {"е": "", "ем": "instrumental"} | _ADJECTIVE | _IN_O
    elif last in "иії":
        yield from _of_many(word)
    elif last == "ь":
        yield from _soft(word)
    elif last == "й":
        yield from _in_yod(word)
    elif last in "бвгґджзклмнпрстфхцчшщ":
        yield from _hard(word)


def _of_many(word: str) -> Iterator[tuple[str, Tails]]:
    """Words that are cited in the plural."""
    if word.endswith(("ці", "чі")):
        yield word[:-1], _MANY | _MANY_SOFT
    elif word.endswith("ії"):
        yield word[:-1], _MANY_IN_YA
    elif word.endswith(_ADJECTIVES_OF_MANY) and len(word) > 5:
        yield word[:-1], _AGREEING_MANY
    elif word.endswith("и") and len(word) > 3:
        yield word[:-1], _MANY


def _in_a(word: str) -> Iterator[tuple[str, Tails]]:
    stem = word[:-1]
    if word.endswith(("ова", "ева", "єва", "їва", "іна", "їна")):
        yield stem, _OF_A_WOMAN
    elif len(word) > 3 and stem[-1:] in "нлрвткдгх":
        yield stem, _OF_A_WOMAN | _IN_A
    else:
        yield stem, _IN_A
    if stem[-1:] in _SOFTENED:
        yield stem[:-1] + _SOFTENED[stem[-1]], {"і": "dative"}
    if stem.endswith("к") and stem[-2:-1] not in _VOWELS:
        yield stem[:-1], {"ок": "plural genitive"}


def _in_yod(word: str) -> Iterator[tuple[str, Tails]]:
    if word.endswith(("ий", "ій", "ой")):
        yield word[:-2], _ADJECTIVE if word.endswith("ий") else {word[-2:]: ""} | _ADJECTIVE
    if not word.endswith("ий"):
        yield word[:-1], _YOD


def _soft(word: str) -> Iterator[tuple[str, Tails]]:
    stem = word[:-1]
    if word.endswith("ість"):
        yield stem, _NOUN_IN_IST[0]
        yield stem[:-3] + "ост", _NOUN_IN_IST[1]
        return
    # Умань, Уманню
    yield stem, _SOFT | {(stem[-1:] if stem[-2:-1] in _VOWELS else "") + "ю": "instrumental"}
    oblique = {tail: how for tail, how in _SOFT.items() if tail != "ь"}
    if word.endswith(_FLEETING) and len(word) > 4:
        before = stem[:-2]
        closed = before + ("й" if before[-1] in _VOWELS else "ь" if before[-1] == "л" else "") + stem[-1]
        yield closed, oblique
        yield from _called(closed)
    elif word.endswith(_OPENED):
        for opened in _opened(stem):
            yield opened, oblique


def _hard(word: str) -> Iterator[tuple[str, Tails]]:
    last = word[-1]
    if word.endswith(("ів", "їв")):
        # Харків, Харкова; Миколаїв, Миколаєва; and Ковалів, Коваліва.
        oblique = {tail: how for tail, how in _SURNAME.items() if tail}
        for opened in ("єв",) if word.endswith("їв") else ("ов", "ев"):
            yield word[:-2] + opened, oblique
        yield word, _SURNAME
        return
    if len(word) > 4 and word.endswith(("ов", "ев", "єв", "ін", "їн", "ин")):
        yield word, _SURNAME | _HARD
        return
    if last in "жчшщц":
        yield word, _MIXED
    elif last == "р":
        yield word, _HARD | {tail: how for tail, how in _SOFT.items() if tail != "ь"}
    else:
        yield word, _HARD
    yield from _called(word)
    if word.endswith(("янин", "анин")):
        yield word[:-2], _MANY
    oblique = {tail: how for tail, how in _HARD.items() if tail}
    if word.endswith(_OPENED):
        for opened in _opened(word):
            yield opened, oblique
    if word.endswith(_FLEETING) and len(word) > 4:
        yield word[:-2] + last, oblique


def _opened(stem: str) -> Iterator[str]:
    at = stem.rindex("і")
    for vowel in "ое":
        yield stem[:at] + vowel + stem[at + 1 :]


def _called(stem: str) -> Iterator[tuple[str, Tails]]:
    """How somebody is called whose name ends in a velar: "Козаче", and where: "у Празі"."""
    if stem[-1:] in _CALLED:
        yield stem[:-1] + _CALLED[stem[-1]], {"е": "vocative"}
    if stem[-1:] in _SOFTENED:
        yield stem[:-1] + _SOFTENED[stem[-1]], {"і": "locative"}
