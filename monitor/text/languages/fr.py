"""French: a table of forms; plurals and feminines by rule for what it lacks; elided articles joined."""

# ruff: noqa: E501, SIM905  lists of words read best as they are

from collections.abc import Iterator

from monitor.text.languages.tabled import Tabled
from monitor.text.tables import forms_of


def _rules(word: str, known: bool) -> Iterator[str]:
    if word.endswith(("s", "x", "z")):
        plurals: tuple[str, ...] = ()
    elif word.endswith(("au", "eu")):
        plurals = (word + "x", word + "s")
    elif word.endswith("al"):
        plurals = (word[:-2] + "aux", word + "s")
    else:
        plurals = (word + "s",)
    yield from plurals
    for form in forms_of("fr", word):  # the table has some of each: "condamnées" without "condamnée"
        if form.endswith("es") and form != word + "s" and len(form) > len(word):
            yield form[:-1]
        elif form.endswith("e") and len(form) > len(word):
            yield form + "s"
    for feminine in _feminines(word, known):
        yield feminine
        yield feminine + "s"


#: How an adjective ends -> its feminine. The last ones only for words that no table knows.
_FEMININES = (
    ("ien", "ienne"), ("yen", "yenne"), ("eux", "euse"), ("if", "ive"), ("ais", "aise"), ("ois", "oise"), ("gris", "grise"),
    ("ain", "aine"), ("al", "ale"), ("el", "elle"), ("iel", "ielle"), ("plet", "plète"), ("cret", "crète"), ("prêt", "prête"),
    ("droit", "droite"), ("bas", "basse"), ("gras", "grasse"), ("gros", "grosse"), ("long", "longue"), ("blanc", "blanche"),
    ("public", "publique"), ("beau", "belle"), ("nouveau", "nouvelle"), ("vieux", "vieille"), ("doux", "douce"),
    ("akh", "akhe"), ("ghiz", "ghize"), ("zbek", "zbèke"), ("djik", "djike"),
)  # fmt: skip
_GUESSED = (("eur", "euse"), ("teur", "trice"), ("er", "ère"), ("ant", "ante"), ("ent", "ente"), ("é", "ée"))
_PLURALS = {
    "beau": "bel",
    "nouveau": "nouvel",
    "vieux": "vieil",
    "œil": "yeux",
    "ciel": "cieux",
    "monsieur": "messieurs",
}


def _feminines(word: str, known: bool) -> Iterator[str]:
    for masculine, feminine in _FEMININES if known else _FEMININES + _GUESSED:
        if word.endswith(masculine) and (len(word) > len(masculine) + 1 or masculine == word):
            yield word[: -len(masculine)] + feminine
    if word in _PLURALS:
        yield _PLURALS[word]


_COMPOUNDS = frozenset(
    (
        "saint sainte grande grand haut haute hauts hautes basse bas mont pays jean marie pierre paul anne louis charles"
        " nord sud est ouest sur en le la les de du des lès notre dame val sous claude françois petit petite"
    ).split()
)
_FRENCH = Tabled("fr", _rules, letters="àâæçéèêëîïôœùûüÿ", compounds=_COMPOUNDS)
inflect = _FRENCH.inflect
doubt = _FRENCH.doubt
