"""The phrase that a head word heads: مجلس السلام, Авраамовы соглашения, Бейбітшілік кеңесі, Board of Peace."""

import re
from collections.abc import Sequence

from monitor.drafting.citation import is_common
from monitor.drafting.russian import is_part
from monitor.drafting.sentence import Word, begins
from monitor.drafting.things import known
from monitor.text.fold import fold

#: A phrase may hold a quote, but does not go on after one.
_GAP = re.compile("[ \u00a0]+|[ ][\"“„«'][ ]?")


def headed(words: Sequence[Word], place: int, lang: str) -> list[Word]:
    """The phrase around the head word at ``place``; the head alone if nothing belongs to it."""
    match lang:
        case "ar":
            return _arabic(words, place)
        case "ru":
            return _russian(words, place)
        case "kk" | "tr" | "az" | "uz" | "ky":
            return _turkic(words, place, lang)
        case "en" | "uk" | "fr" | "es":
            return _western(words, place)
        case "fa":
            return (
                list(words[place : place + 2]) if place + 1 < len(words) and _free(words[place + 1]) else [words[place]]
            )
    return [words[place]]


def _free(word: Word) -> bool:
    """Whether a word goes on a phrase: nothing but a space or a quote before it, and no known thing but an ordinary one
    (the testing agency)."""
    ordinary = word.name in known() and known()[word.name].kind == "term"
    return (not word.name or ordinary) and bool(_GAP.fullmatch(word.before))


def _arabic(words: Sequence[Word], place: int) -> list[Word]:
    """Head without article, then a definite noun or a name; one more definite word if it is an adjective in -i."""
    phrase = [words[place]]
    if words[place].text.lstrip("وفبكل").startswith("ال") or re.match("[وف]?لل", words[place].text):
        return [*phrase, *_definite(words, place)]
    for word in words[place + 1 : place + 3]:
        if not _free(word):
            break
        definite = word.text.startswith("ال")
        name = not definite and len(phrase) == 1 and not is_common(word.text, "ar")
        adjective = definite and len(phrase) > 1 and re.search("(ي|ية)$", word.text)
        if not (name or (definite and len(phrase) == 1) or adjective):
            break
        phrase.append(word)
        if name:
            break
    return phrase


def _definite(words: Sequence[Word], place: int) -> list[Word]:
    """The definite adjectives after a definite head, if the last says whose it is: البنك المركزي المصري. Without a
    country it is only what was named before: the executive council."""
    found: list[Word] = []
    for word in words[place + 1 : place + 4]:
        if word.before != " " or not re.fullmatch("ال.{3,}(?:ي|ية|ى|ا)", word.text):
            break
        found.append(word)
        if word.name in known() and known()[word.name].kind == "country":
            return found
    return []


def _russian(words: Sequence[Word], place: int) -> list[Word]:
    """Adjectives before the head, from one with a capital letter, and genitives (adjectives and one noun) after it."""
    first = place
    while first > 0 and _free(words[first]) and not words[first - 1].name and is_part(words[first - 1].text, "ADJF"):
        first -= 1
        if words[first].capital:
            break
    # The capital that begins a sentence makes no name of an adjective.
    if not words[first].capital or (first < place and (first == 0 or begins(words[first]))):
        first = place
    phrase = list(words[first : place + 1])
    for word in words[place + 1 : place + 4]:
        if not _free(word) or not (is_part(word.text, "ADJF", "gent") or is_part(word.text, "NOUN", "gent")):
            break
        if is_part(word.text, "VERB"):  # прокуратура начала
            break
        phrase.append(word)
        if is_part(word.text, "NOUN", "gent"):
            break
    return phrase if phrase[0].capital else [words[place]]


def _turkic(words: Sequence[Word], place: int, lang: str) -> list[Word]:
    """The head at the end and up to three words before it, from the first with a capital letter. The capital that
    begins a sentence counts only if no other does."""
    for first in [*range(max(place - 3, 1), place), 0]:
        stretch = words[first : place + 1]
        long_enough = 1 < len(stretch) <= 4
        if long_enough and words[first].capital and not words[first].name and all(_free(word) for word in stretch[1:]):
            return list(words[first - 1 : place + 1] if is_towns(words, first, lang) else stretch)
    return [words[place]]


def is_towns(words: Sequence[Word], first: int, lang: str) -> bool:
    """Whether a body is that of the town right before it, which belongs to its name: İzmir Büyükşehir Belediyesi."""
    town = words[first - 1] if first else None
    if (
        town is None
        or town.name not in known()
        or known()[town.name].kind != "city"
        or not _GAP.fullmatch(words[first].before)
    ):
        return False
    return town.folded in {fold(name) for name in known()[town.name].names.get(lang, ())}


def _western(words: Sequence[Word], place: int) -> list[Word]:
    """Capitals before the head, and after it capitals, also behind "of", "de", "for"."""
    if not words[place].capital:
        return [words[place]]
    first = place
    while first > 0 and words[first - 1].capital and not words[first - 1].name and words[first].before == " ":
        first -= 1
    last = place
    while last + 1 < len(words) and _free(words[last + 1]) and words[last + 1].capital:
        last += 1
    if last == place:
        after = place + 1
        while after < len(words) and _free(words[after]) and words[after].folded in _BETWEEN:
            after += 1
        if place + 1 < after < len(words) and _free(words[after]) and words[after].capital:
            last = after
    return list(words[first : last + 1])


_BETWEEN = frozenset({"of", "for", "the", "de", "la", "le", "du", "des", "del", "pour", "para", "los", "las"})
