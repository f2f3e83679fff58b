"""Kazakh: a grammar of its own. A stem takes plural, possessive, case, -дағы, -нікі and copula, in this order, in
harmony with its last vowel and fitted to its last sound; written in Cyrillic, Latin or Arabic letters."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from monitor.text.detect import detect
from monitor.text.fold import fold_word as fold
from monitor.text.languages.forms import AS_CITED, Seen, Stem, Stems, Tails
from monitor.text.languages.kk_scripts import ARABIC_HEADS, LATIN_SPELLINGS, in_arabic, in_latin, without_kazakh_letters
from monitor.text.languages.kk_words import ADJECTIVES, DETERMINERS, ELIDING, OWN_WORDS

_BACK, _FRONT = "аоұыяё", "әеөүі"
#: Vowels of both harmonies: the vowel before them decides, and writers differ.
_EITHER = "иуюэ"
_VOWELS = _BACK + _FRONT + _EITHER

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

_UNVOICED = {"г": "к", "ғ": "қ", "б": "п"}
_SHORTEST_BASE = 3

#: Loans that end in these take an і before any ending: "субъект", "субъектісі".
_LINKED = ("кт", "ск", "нк", "рк", "ст", "зд")

#: What changes its voice before a vowel.
_VOICED = {"к": "г", "қ": "ғ", "п": "б"}

#: Of these two together make a third: "солтүстік-батыс" is no "батыс".
_COMPASS = ("солтүстік", "оңтүстік", "батыс", "шығыс")


def inflect(cited: Sequence[str]) -> tuple[Stems, ...]:
    """The stems of each word; a word of a phrase that is cited with a possessive ("кеңесі") keeps it."""
    return tuple(_stems(word, in_phrase=len(cited) > 1) for word in cited)


def _stems(word: str, *, in_phrase: bool) -> Stems:
    low, name = word.lower(), word[:1].isupper()
    cyrillic = list(_cyrillic(low, name=name))
    if in_phrase:
        for base in _bases(low):
            cyrillic.extend(_cyrillic(base, name=name))
    stems = [Stem(fold(stem), tails) for stem, tails in cyrillic]
    for stem in tuple(stems):
        stems.extend(_elsewhere(*stem[:2], name=name))
    return tuple({(stem.key, id(stem.tails)): stem for stem in stems if stem.key}.values())


def _bases(word: str) -> Iterator[str]:
    """What ``word`` may be a form of. In a phrase such a guess is safe: its other words must stand there too."""
    for end in range(len(word) - 1, _SHORTEST_BASE - 1, -1):
        for base in (word[:end], word[: end - 1] + _UNVOICED.get(word[end - 1], word[end - 1])):
            for stem, tails in _cyrillic(base, name=False):
                if word.startswith(stem) and tails.get(word[len(stem) :]):
                    yield base
                    break


def _elsewhere(stem: str, tails: Tails, *, name: bool) -> Iterator[Stem]:
    """A folded stem in Kazakh Latin and Arabic letters, and of names in Russian letters."""
    if not _is_cyrillic(stem):
        return
    arabic = in_arabic(stem)
    if len(arabic) > 2:
        yield Stem(arabic, _tails_in(id(tails), tails, "arabic"), ARABIC_HEADS)
    if len(stem) > 3:
        for number in range(LATIN_SPELLINGS if name else 1):
            yield Stem(in_latin(stem, number), _tails_in(id(tails), tails, f"latin{number}"))
        if name:
            yield Stem(without_kazakh_letters(stem), _tails_in(id(tails), tails, "bare"))


_written: dict[tuple[int, str], Tails] = {}


def _tails_in(key: int, tails: Tails, script: str) -> Tails:
    """Endings written in another script; kept, as ``tails`` are few and live as long as the program."""
    if (key, script) not in _written:
        if script == "arabic":
            other = {in_arabic(tail): how for tail, how in tails.items()}
        elif script == "bare":
            other = {without_kazakh_letters(tail): how for tail, how in tails.items()} | dict(tails)
        else:
            other = {in_latin(tail, int(script[-1])): how for tail, how in tails.items()}
        _written[key, script] = other
    return _written[key, script]


def _cyrillic(word: str, *, name: bool) -> Iterator[tuple[str, Tails]]:
    """(stem, its endings): of one word several, when its last sounds change."""
    harmonies = _harmonies(word, name=name)
    last = word[-1:]
    if word in DETERMINERS:
        yield word, AS_CITED
    elif last in _VOICED:
        yield word[:-1], tails_of("т", harmonies, last, _VOICED[last])
    else:
        for sound in _last_sounds(word):
            yield word, tails_of(sound, harmonies, "", "")
    if word in ELIDING:
        yield word[:-2] + last, _possessive_tails(harmonies)
    if word.endswith(("сы", "сі")):
        yield word, _after_third_person(harmonies)
    if word.endswith(_LINKED) and not name:
        yield word + "і", tails_of("vowel", ("front",), "", "")


def _harmonies(word: str, *, name: bool) -> tuple[str, ...]:
    """The harmonies in which ``word`` takes its endings: both for names, of which writers know no rule."""
    if name or not word or word[-1] == "ь":
        return ("back", "front")
    for letter in reversed(word):
        if letter in _BACK:
            return ("back",)
        if letter in _FRONT:
            return ("front",)
        if letter in _EITHER:
            return ("back", "front")
    return ("back", "front")


def _last_sounds(word: str) -> tuple[str, ...]:
    last = word.rstrip("ьъ")[-1:]
    if last in "уию" and word[-2:-1] not in _VOWELS:
        return ("р", "vowel")
    if last in _SOUNDS:
        return (_SOUNDS[last],)
    if last in _VOWELS:
        return ("р", "vowel") if last in "ию" else ("ы",) if last in "ыі" else ("vowel",)
    return ("т",) if "а" <= last <= "ӿ" else ("т", "vowel", "н")


@cache
def tails_of(sound: str, harmonies: tuple[str, ...], final: str, voiced: str) -> Tails:
    """All endings of a stem by its last sound; ``final`` is that sound when it changes to ``voiced`` before a vowel."""
    tails: dict[str, str] = {final: ""}
    for harmony in harmonies:
        for tail, how in _chains(sound, harmony):
            tails.setdefault(final + tail, how)
            if voiced and tail[:1] in _VOWELS:
                tails.setdefault(voiced + tail, how)
    return tails


@cache
def _possessive_tails(harmonies: tuple[str, ...]) -> Tails:
    """Endings of a stem whose last vowel fell out: possessives and what follows them."""
    return {tail: how for harmony in harmonies for tail, how in _possessed("т", harmony)}


@cache
def _after_third_person(harmonies: tuple[str, ...]) -> Tails:
    """Endings of a word that is cited with "his" already: "кеңесі", "кеңесінде"."""
    return {"": ""} | {tail: how for harmony in harmonies for tail, how in _cases_after("third", harmony)}


def _chains(sound: str, harmony: str) -> Iterator[tuple[str, str]]:
    a, y = ("а", "ы") if harmony == "back" else ("е", "і")
    yield from _cases(sound, harmony)
    yield from _possessed(sound, harmony)
    yield from _copula(sound, harmony)
    plural = _FITTED[sound][0] + a + "р"
    yield plural, "plural"
    for tail, how in (*_cases("р", harmony), *_possessed("т", harmony, plural=True), *_copula("р", harmony)):
        yield plural + tail, f"plural {how}"
    if sound in ("vowel", "ы"):
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
    yield genitive + "ікі", "belonging to"
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


def _possessed(sound: str, harmony: str, *, plural: bool = False) -> Iterator[tuple[str, str]]:
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


def doubt(cited: str, seen: Seen) -> str:
    """Words in their own right, adjectives that look like accusatives and parts of compounds are other words.

    Latin or Arabic letters must stand in a Kazakh text, unless they spell a name.
    """
    written, name = seen.word.lower(), cited[:1].isupper()
    if not _is_cyrillic(written):
        fits = not _is_cyrillic(cited) or (name and len(cited) > 4) or _language_of(seen.text) == "kk"
        return "" if fits else "not in a Kazakh text"
    if name:
        return ""
    if written != cited.lower():
        if written in OWN_WORDS:
            return "a word of its own"
        if written in ADJECTIVES and not _VERB.match(seen.text, seen.end):
            return "an adjective of its own"
    return "part of a compound" if _in_compound(seen) else ""


#: A word that may be a verb after its object.
_VERB = re.compile(
    r"\s+\w+(?:[ыі]?п|[ғқгк][ае]н\w*|[аейы]д[ыі]|[дт][ыі]|у|у[ғг][ае]|уд[ыі]|[ае]р|с[ае]|[ғқгк][ае]нд[ае]|ін|ың)\b"
)


def _in_compound(seen: Seen) -> bool:
    """Whether the word is half of a direction: "солтүстік-батыс"."""
    if not seen.word.lower().startswith(_COMPASS):
        return False
    text = seen.text.lower()
    after = text[seen.end + 1 : seen.end + 10] if text[seen.end : seen.end + 1] in _HYPHENS else ""
    before = text[max(0, seen.start - 10) : seen.start - 1] if text[seen.start - 1 : seen.start] in _HYPHENS else ""
    return after.startswith(_COMPASS) or before.endswith(_COMPASS)


_HYPHENS = ("-", "‐", "‑", "–")


@cache
def _is_cyrillic(word: str) -> bool:
    return any("\u0400" <= letter <= "\u052f" for letter in word)


def _language_of(text: str) -> str:
    return detect(text[:600])
