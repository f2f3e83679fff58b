"""Kazakh endings: plural, possessive, case, -дағы, -нікі and copula, in this order, in harmony with a stem's last vowel
and fitted to its last sound."""

from collections.abc import Iterator
from functools import cache

from monitor.text.fold import fold
from monitor.text.languages.forms import Tails

_BACK, _FRONT = "аоұыяё", "әеөүі"
#: Vowels of both harmonies: the vowel before them decides, and writers differ.
_EITHER = "иуюэ"
_VOWELS = _BACK + _FRONT + _EITHER
_SOFT = "кг"

#: Loans that end in these take an і before any ending: "субъект", "субъектісі".
LINKED = ("кт", "ск", "нк", "рк", "ст", "зд")

#: Last sound -> first letters of plural, genitive, accusative, locative, ablative, instrumental.
_FITTED = {
    "vowel": ("л", "н", "н", "д", "д", "м"),
    "ы": ("л", "н", "н", "д", "д", "м"),
    "р": ("л", "д", "д", "д", "д", "м"),
    "л": ("д", "д", "д", "д", "д", "м"),
    "н": ("д", "н", "д", "д", "н", "м"),
    "з": ("д", "д", "д", "д", "д", "б"),
    "т": ("т", "т", "т", "т", "т", "п"),
}
_SOUNDS = {**dict.fromkeys("рйу", "р"), "л": "л", **dict.fromkeys("мнң", "н"), **dict.fromkeys("зж", "з")}


def harmonies_of(word: str, *, name: bool) -> tuple[str, ...]:
    """The harmonies in which ``word`` takes its endings: both for names, of which writers know no rule."""
    if name or not word or word[-1] == "ь":
        return ("back", "front")
    for letter in reversed(word):
        if letter in _BACK:
            # No own word has a soft к or г after a back vowel: loans, "банктер" and "педагогтер".
            return ("back", "front") if word[-1] in _SOFT or word.endswith(LINKED) else ("back",)
        if letter in _FRONT:
            return ("front",)
        if letter in _EITHER:
            return ("back", "front")
    return ("back", "front")


def last_sounds(word: str) -> tuple[str, ...]:
    last = word.rstrip("ьъ")[-1:]
    if last in "уию" and word[-2:-1] not in _VOWELS:
        return ("р", "vowel")
    if last in _SOUNDS:
        return (_SOUNDS[last],)
    if last in _VOWELS:
        return ("р", "vowel") if last in "ию" else ("ы",) if last in "ыі" else ("vowel",)
    return ("т",) if "а" <= last <= "ӿ" else ("т", "vowel", "н")


_SHARED: dict[str, str] = {}


def shared(text: str) -> str:
    """The one copy of an ending, or of how it derives: there are thousands, of which most are the same."""
    return _SHARED.setdefault(text, text)


@cache
def tails_of(sound: str, harmonies: tuple[str, ...], final: str, voiced: str) -> Tails:
    """All endings of a stem by its last sound; ``final`` is that sound when it changes to ``voiced`` before a vowel."""
    tails: dict[str, str] = {final: ""}
    for harmony in harmonies:
        for tail, how in _chains(sound, harmony):
            tails.setdefault(shared(final + tail), shared(how))
            if voiced and tail[:1] in _VOWELS:
                tails.setdefault(shared(voiced + tail), shared(how))
    return tails


@cache
def spoken_tails(*, latin: bool) -> Tails:
    """Endings of a word whose letters do not tell how it is spoken: "АҚШ-тың", "ҰҚКнің", "Google-дың". ``latin``: it is
    in Latin letters, and what of the endings looks like such folds to them."""
    tails: dict[str, str] = {}
    for sound in ("т", "vowel", "н", "р", "з"):
        tails |= tails_of(sound, ("back", "front"), "", "")
    return tails | ({fold(_LATIN + tail)[len(_LATIN) :]: how for tail, how in tails.items()} if latin else {})


#: Letters that nothing takes for Cyrillic ones.
_LATIN = "zzzzz"


@cache
def possessive_tails(harmonies: tuple[str, ...]) -> Tails:
    """Endings of a stem whose last vowel fell out: possessives and what follows them."""
    return {shared(tail): shared(how) for harmony in harmonies for tail, how in _possessed("т", harmony)}


@cache
def after_third_person(harmonies: tuple[str, ...]) -> Tails:
    """Endings of a word that is cited with "his" already: "кеңесі", "кеңесінде"."""
    return {"": ""} | {tail: how for harmony in harmonies for tail, how in _cases_after("third", harmony)}


def _chains(sound: str, harmony: str) -> Iterator[tuple[str, str]]:
    a, y = ("а", "ы") if harmony == "back" else ("е", "і")
    yield from _cases(sound, harmony)
    yield from _possessed(sound, harmony)
    yield from _copula(sound, harmony)
    plural = _FITTED[sound][0] + a + "р"
    yield plural, "plural"
    for tail, how in (*_cases("р", harmony), *_possessed("т", harmony), *_copula("р", harmony)):
        yield plural + tail, f"plural {how}"
    if sound in ("vowel", "ы", "р"):
        yield "л" + y, "with it"
    yield ("р" if sound in ("vowel", "ы") else y + "р") + a + ("қ" if harmony == "back" else "к"), "comparative"


def _cases(sound: str, harmony: str) -> Iterator[tuple[str, str]]:
    a, y = ("а", "ы") if harmony == "back" else ("е", "і")
    _, genitive, accusative, locative, ablative, instrumental = _FITTED[sound]
    to = ("қ" if harmony == "back" else "к") if sound == "т" else ("ғ" if harmony == "back" else "г")
    yield genitive + y + "ң", "genitive"
    yield to + a, "dative"
    yield accusative + y, "accusative"
    yield ablative + a + "н", "ablative"
    for letter in dict.fromkeys((instrumental, "м", "б", "п")):
        yield letter + "ен", "instrumental"
        yield letter + "енен", "instrumental"
    yield locative + a + "й", "like"
    yield accusative + "ікі", "belonging to"
    yield from _located(locative + a, harmony)


def _located(locative: str, harmony: str) -> Iterator[tuple[str, str]]:
    """Locative, and what is there: -да, -дағы, -дағылар ..."""
    yield locative, "locative"
    there = locative + ("ғы" if harmony == "back" else "гі")
    yield there, "locative attribute"
    a = "а" if harmony == "back" else "е"
    for tail in (*(case for case, _ in _plain_cases(harmony)), *(case for case, _ in _third_cases(harmony))):
        yield there + tail, "locative attribute in a case"
    plural = there + "л" + a + "р"
    yield plural, "locative attribute plural"
    for tail, _ in _flat_cases("р", harmony):
        yield plural + tail, "locative attribute plural in a case"


def _plain_cases(harmony: str) -> Iterator[tuple[str, str]]:
    yield from _flat_cases("vowel", harmony)


def _flat_cases(sound: str, harmony: str) -> Iterator[tuple[str, str]]:
    a, y = ("а", "ы") if harmony == "back" else ("е", "і")
    _, genitive, accusative, locative, ablative, instrumental = _FITTED[sound]
    yield genitive + y + "ң", "genitive"
    yield ("ғ" if harmony == "back" else "г") + a, "dative"
    yield accusative + y, "accusative"
    yield locative + a, "locative"
    yield ablative + a + "н", "ablative"
    yield instrumental + "ен", "instrumental"


def _third_cases(harmony: str) -> Iterator[tuple[str, str]]:
    a, y = ("а", "ы") if harmony == "back" else ("е", "і")
    for tail in ("", "н" + y + "ң", "н" + a, "н", "нд" + a, "н" + a + "н", "мен"):
        yield "с" + y + tail, "of them"


def _possessed(sound: str, harmony: str) -> Iterator[tuple[str, str]]:
    """Possessives and their cases; ``sound`` tells a vowel from a consonant."""
    y = "ы" if harmony == "back" else "і"
    link = "" if sound in ("vowel", "ы") else y
    for ending, person, after in (
        (link + "м", "my", "first"),
        (link + "ң", "your", "first"),
        (link + "ң" + y + "з", "your", "polite"),
        (link + "м" + y + "з", "our", "polite"),
        (("с" if sound in ("vowel", "ы") else "") + y, "his", "third"),
    ):
        yield ending, f"possessive ({person})"
        for case, how in _cases_after(after, harmony):
            yield ending + case, f"possessive ({person}) {how}"


def _cases_after(person: str, harmony: str) -> Iterator[tuple[str, str]]:
    """Cases after a possessive of "first" (-м, -ң), "polite" (-з) or "third" person."""
    a, y = ("а", "ы") if harmony == "back" else ("е", "і")
    to = "ғ" if harmony == "back" else "г"
    if person == "third":
        yield "н" + a, "dative"
        yield "н", "accusative"
        yield "н" + a + "н", "ablative"
        yield from _located("нд" + a, harmony)
    elif person == "first":
        yield a, "dative"
        yield "д" + y, "accusative"
        yield "н" + a + "н", "ablative"
        yield from _located("д" + a, harmony)
    else:
        yield to + a, "dative"
        yield "д" + y, "accusative"
        yield "д" + a + "н", "ablative"
        yield from _located("д" + a, harmony)
    genitive = "д" if person == "polite" else "н"
    yield genitive + y + "ң", "genitive"
    yield genitive + "ікі", "belonging to"
    for instrumental in ("мен", "менен", "бен"):
        yield instrumental, "instrumental"
    yield "нд" + a + "й" if person == "third" else "д" + a + "й", "like"


def _copula(sound: str, harmony: str) -> Iterator[tuple[str, str]]:
    y = "ы" if harmony == "back" else "і"
    if sound == "vowel":
        # After а and е it would be a verb's ("саламын"); adjectives end in ы and і ("қуаныштымын").
        return
    we = {"т": "п", "з": "б"}.get(sound, "м")
    yield we + y + "н", "I am"
    yield "с" + y + "ң", "you are"
    yield we + y + "з", "we are"
    yield ("т" if sound == "т" else "д") + y + "р", "is likely"
