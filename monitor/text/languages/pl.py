"""Polish, by rule alone: how a noun, a name or an adjective ends tells what endings it takes, and how its stem changes.

Forms are made as they are written; a text with Polish letters must have them so ("między" is no form of "miedź").
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from monitor.text.fold import fold_word as fold
from monitor.text.languages.forms import Seen, Stem
from monitor.text.languages.gather import endings, gather
from monitor.text.languages.pl_words import ADJECTIVAL, ADJECTIVAL_LOOK, IRREGULAR, KEPT, NAMES_ALIKE, OTHER_WORDS

#: (form as written, how it derives).
_Forms = Iterator[tuple[str, str]]

_MANY = {"plural_dative": "om", "plural_instrumental": "ami", "plural_locative": "ach"}
#: Iran, bank, Tusk; of a soft stem with an i between: Poznania.
_MASCULINE = endings(
    cited="-", genitive="a u", dative="owi", instrumental="em", plural="y i e owie", plural_genitive="ów", **_MANY
)
_MASCULINE_SOFT = {"": "genitive", **{tail: how for tail, how in _MASCULINE.items() if tail not in ("", "y", "i")}}
#: Warszawa, Rosja; a surname's plural.
_FEMININE = endings(
    nominative="a", genitive="y i", accusative="ę", instrumental="ą", vocative="o", plural="e", plural_genitive="ów",
    **_MANY,
)  # fmt: skip
#: Nouns in a soft consonant that are feminine: broń, noc, sieć.
_FEMININE_IN_CONSONANT = endings(genitive="y i", instrumental="ą", plural="e")
_NEUTER = endings(genitive="a", dative="u", instrumental="em", plural_genitive="ów", **_MANY)
_IN_UM = endings(cited="um", plural="a", plural_genitive="ów", **_MANY)
_PLURAL = endings(plural_genitive="ów i", **_MANY)
#: Zełenski, nowy; one ending for both vowels: "polskiego", "nowego".
_ADJECTIVE = endings(
    nominative="y", genitive="ego", dative="emu", instrumental="ym", feminine="a", feminine_oblique="ej",
    feminine_accusative="ą", neuter="e", plural_genitive="ych", plural_instrumental="ymi",
)  # fmt: skip
_NEUTER_IN_E = endings(genitive="ęcia", dative="ęciu", instrumental="ęciem", plural="ęta", plural_genitive="ąt",
                       plural_dative="ętom", plural_instrumental="ętami", plural_locative="ętach")  # fmt: skip
_NEUTER_IN_ME = endings(genitive="ienia", dative="ieniu", instrumental="ieniem", plural="iona", plural_genitive="ion",
                        plural_dative="ionom", plural_instrumental="ionami", plural_locative="ionach")  # fmt: skip

#: Letters that are soft at the end: what they are before a vowel.
_SOFT = {"ć": "ci", "ń": "ni", "ś": "si", "ź": "zi"}
_HARD = {soft: last for last, soft in _SOFT.items()}
#: Last sounds of a stem -> what they are with the -e of dative and locative ("w Polsce").
_WITH_E = (
    ("ch", "sze"), ("sł", "śle"), ("zł", "źle"), ("st", "ście"), ("zd", "ździe"), ("zn", "źnie"), ("sn", "śnie"),
    ("k", "ce"), ("g", "dze"), ("h", "że"), ("r", "rze"), ("t", "cie"), ("d", "dzie"), ("ł", "le"),
    *((last, last + "ie") for last in "pbmwfnsz"),
)  # fmt: skip
#: The same with the -i or -y of men: "studenci", "Polacy".
_WITH_I = (
    ("ch", "si"), ("st", "ści"), ("sz", "si"), ("zn", "źni"), ("k", "cy"), ("g", "dzy"), ("r", "rzy"), ("t", "ci"),
    ("d", "dzi"), ("ł", "li"), ("c", "cy"), *((last, last + "i") for last in "pbmwfnsz"),
)  # fmt: skip
#: A stem -> the same before such an ending: miasto, w mieście; kościół, w kościele.
_SHIFTED = ((re.compile("ia(?=[^aeiouyąęó]{1,2}$)"), "ie"), (re.compile("i[oó](?=ł$)"), "ie"))
#: The last syllable, open and closed: Lwów, Lwowa; woda, wód; urząd, urzędu; ręka, rąk.
_CLOSED_O = re.compile("ó(?=[^aeiouyąęó]{1,3}$)")
_OPEN_O = re.compile("o(?=[^aeiouyąęój]{1,2}$)")
_CLOSED_E = re.compile("ą(?=(?:d|b|ż|dz|z|c)$)")
_OPEN_E = re.compile("ę(?=[^aeiouyąęó]{1,2}$)")
#: An e that is in the cited form alone: czwartek, naukowiec, minister, poseł, węgiel, Wiedeń.
_FLEETING = tuple(
    (re.compile(open_ + "$"), closed)
    for open_, closed in (
        ("niec", "ńc"), ("i?ec", "c"), ("i?ek", "k"), ("(?<=[^aeiouyąęó]{2})i?er", "r"), ("(?<=[tdpbk])i?er", "r"),
        ("rzeł", "rł"), ("i?eł", "ł"), ("(?<!c)i?el", "l"), ("cień", "tń"), ("dzień", "dń"), ("sień", "śń"),
        ("zień", "źń"), ("(?<=[^aeiouyąęó])i?eń", "ń"),
    )
)  # fmt: skip
#: Between two last consonants without an ending: książek, wojen, okien, Węgier.
_JOINED = re.compile(r"(?<=[^aeiouyąęó])(?=[kłlnrwbmc]$)")

#: What tells that a text is written with Polish letters; so many code points on each side are looked at.
_POLISH = re.compile("[ąćęłńśźżĄĆĘŁŃŚŹŻ]")
_AROUND = 300


def stems(word: str) -> Iterator[Stem]:
    """The stems of ``word`` with its endings, folded."""
    yield from gather({fold(form): how for form, how in forms(word).items()})


@lru_cache(maxsize=2_048)
def forms(word: str) -> Mapping[str, str]:
    """The forms of ``word`` in small letters, as written, each with how it derives."""
    found: dict[str, str] = {}
    for form, how in _forms(word.lower(), is_name=word[:1].isupper()):
        found.setdefault(form, how)
    return found


def doubt(cited: str, seen: Seen) -> str:
    """Why a word whose folded letters fit is another one: a text with Polish letters writes them otherwise."""
    word = seen.word.lower()
    if word in NAMES_ALIKE.get(cited, ()) and seen.word[:1].isupper() and not seen.word.isupper():
        inside = seen.before.rstrip()[-1:]
        return "a name" if word == "gaza" or inside.isalnum() or inside in (",", "(", ")", '"', "”") else ""
    name = cited[:1].isupper() and seen.word[:1].isupper() and fold(word) == fold(cited)
    if name or not word.isalpha() or word in forms(cited):
        return ""
    around = seen.text[max(0, seen.start - _AROUND) : seen.end + _AROUND]
    return "other letters" if _POLISH.search(around) else ""


def _forms(word: str, *, is_name: bool) -> _Forms:
    yield word, ""
    yield from ((form, "irregular form") for form in IRREGULAR.get(word, "").split())
    if word.endswith(ADJECTIVAL) and len(word) > _SHORTEST_ADJECTIVE:
        yield from _adjective(word)
        if word.endswith("i") or (word.endswith("owy") and not word.endswith(ADJECTIVAL_LOOK)):
            return  # "krajów" are countries, and no form of "krajowy"
    last = word[-1]
    if word.endswith("um"):
        yield from _with(word[:-2], _IN_UM)
    elif last == "a":
        yield from _in_a(word, is_name=is_name)
    elif last in "oe":
        yield from _in_o_or_e(word, is_name=is_name)
    elif word.endswith("mię"):
        yield from _with(word[:-2], _NEUTER_IN_ME)
    elif last == "ę":
        yield from _with(word[:-1], _NEUTER_IN_E)
    elif last in "yi":
        yield from _in_plural(word, is_name=is_name)
    elif last not in "ąóu":
        yield from _in_consonant(word, is_name=is_name)


_SHORTEST_ADJECTIVE = 3


#: Sounds behind which a plural ends in -e: ulice, kraje.
_SOFT_SOUNDS = ("c", "cz", "sz", "ż", "rz", "l", "j", "i", "dz")


def _with(stem: str, tails: Mapping[str, str]) -> _Forms:
    """A noun's stem with those of the endings that its last sound may have; an i stands between k or g and an e."""
    with_i = stem.endswith(("k", "g", "l", "j", "i", "e"))
    for tail, how in tails.items():
        if tail == ("y" if with_i else "i") or (tail == "e" and not stem.endswith(_SOFT_SOUNDS)):
            continue
        between = "i" if tail[:1] == "e" and stem.endswith(("k", "g")) else ""
        yield stem + between + tail, how


def _changed(stem: str, changes: Sequence[tuple[str, str]], how: str) -> _Forms:
    """The stem with an ending that changes its last sound, and with the vowel that such an ending changes."""
    last, changed = next(((last, changed) for last, changed in changes if stem.endswith(last)), ("", ""))
    if last:
        for shifted in (stem, *(pattern.sub(vowel, stem) for pattern, vowel in _SHIFTED)):
            yield shifted[: -len(last)] + changed, how


def _adjective(word: str) -> _Forms:
    yield from _adjectival(word[:-1])
    if word[-1] in "yi":
        yield from _changed(word[:-1], _WITH_I, "plural")
        if word.endswith("ony"):
            yield word[:-3] + "eni", "plural"


def _adjectival(stem: str) -> _Forms:
    """An adjective's stem with its endings: nowym, polskim, polskiego, Modim."""
    hard = stem.removesuffix("i")
    for tail, how in _ADJECTIVE.items():
        soft = tail.replace("y", "i") if tail[0] == "y" else f"i{tail}" if tail[0] == "e" else tail
        yield (hard + soft if stem.endswith(("k", "g", "i")) else stem + tail), how


def _in_a(word: str, *, is_name: bool) -> _Forms:
    """Warszawa, Gruzja, ziemia; terrorysta, kolega."""
    stem = word[:-1]
    yield from _with(stem, _FEMININE)
    yield from _changed(stem, _WITH_E, "dative or locative")
    if word.endswith(("ta", "ega", "zna")) and word not in KEPT:
        yield from _changed(stem, _WITH_I, "plural")
    if word.endswith("ia"):
        yield stem, "genitive"
    if not is_name:
        yield from _bare(stem)


def _in_o_or_e(word: str, *, is_name: bool) -> _Forms:
    """Państwo, morze, trzęsienie; Ziobro, Zakopane."""
    stem = word[:-1]
    yield from _with(stem, _NEUTER)
    yield from _changed(stem, _WITH_E, "locative")
    if not is_name:
        if word.endswith("e"):  # finanse, negocjacje
            yield from _with(stem, _PLURAL)
        yield from _bare(stem)
    elif word.endswith("o"):
        yield from _with(stem, _FEMININE)
    elif word.endswith(("ce", "je")):  # Katowice
        yield from _with(stem, _PLURAL)
        yield from _bare(stem)
    elif word.endswith("ie"):  # Indie
        yield from _with(stem, _PLURAL)
    else:
        yield from _adjectival(stem)


def _in_plural(word: str, *, is_name: bool) -> _Forms:
    """Wybory, rozmowy, Tatry; Modi has no plural."""
    stem = word[:-1]
    if is_name and not word.endswith(("y", "ki", "gi")):
        yield from _adjectival(stem + "i")
        return
    yield from _with(stem, _PLURAL)
    yield from ((form, how) for form, how in _bare(stem) if not form.endswith("ór"))  # "wybór" is one choice
    if is_name:
        yield from _changed(stem, _WITH_E, "locative")


def _in_consonant(word: str, *, is_name: bool) -> _Forms:
    """Iran, czwartek, Poznań, student; broń, noc."""
    for stem in _before_endings(word):
        if stem[-1] in _SOFT:
            soft = stem[:-1] + _SOFT[stem[-1]]
            yield from _with(soft, _MASCULINE_SOFT)
            yield soft + "ą", "instrumental"
        else:
            yield from ((form, how) for form, how in _with(stem, _MASCULINE) if form != stem)
            yield from _changed(stem, _WITH_E, "locative")
            if not stem.endswith("d"):  # "sądzi" judges, "rządzi" governs
                yield from _changed(stem, _WITH_I, "plural")
            if is_name and stem[-1] in "pbmw":  # Wrocław, Radom
                yield from _with(stem + "i", _MASCULINE_SOFT)
            if stem.endswith(("c", "z", "ż", "l", "w")):
                yield from _with(stem, _FEMININE_IN_CONSONANT)
    if word.endswith("anin"):  # Rosjanin, mieszczanin
        yield word[:-2], "plural genitive"
        yield from _with(word[:-2], {"ie": "plural", **_MANY})


def _before_endings(word: str) -> Iterator[str]:
    """The stems of a word in a consonant, with and without what changes in its last syllable."""
    if not word.endswith("czeń"):  # "uczenia" is teaching
        yield from {word, _CLOSED_O.sub("o", word), word if word in KEPT else _CLOSED_E.sub("ę", word)}
    for pattern, closed in _FLEETING:
        if len(word) > _SHORTEST_FLEETING and pattern.search(word):
            yield pattern.sub(closed, word)
    if word.endswith("ew"):
        yield word[:-2] + "w"


_SHORTEST_FLEETING = 4


def _bare(stem: str) -> _Forms:
    """The plural genitive without an ending: firm, książek, wód, świąt, kopalń, ziem."""
    if stem.endswith(("ti", "di", "ri", "fi", "li", "hi")):
        return  # of "partia" it is "partii"
    if stem.endswith("i"):
        hard = stem[:-1]
        kinds = {hard, hard[:-1] + _HARD.get(stem[-2:], hard[-1:])}
    else:
        kinds = {stem, _JOINED.sub("e", stem), _JOINED.sub("ie", stem)}
    for kind in sorted(kinds):
        for form in (kind, _OPEN_O.sub("ó", kind), _OPEN_E.sub("ą", kind)):
            if len(form) >= _SHORTEST_BARE and form not in OTHER_WORDS:
                yield form, "plural genitive"


_SHORTEST_BARE = 3
