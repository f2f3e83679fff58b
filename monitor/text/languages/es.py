"""Spanish: a table of forms; plurals and feminines by rule for what it lacks."""
# ruff: noqa: SIM905  a list of words reads best as it is

from collections.abc import Iterator

from monitor.text.languages.forms import NO_HEADS
from monitor.text.languages.tabled import Tabled

_PLAIN = str.maketrans("áéíóú", "aeiou")
#: Known words in -o that women bear too; other known ones are other words ("caso", "casa").
_OF_PEOPLE = frozenset(
    (
        "ministro secretario funcionario empresario diputado candidato abogado delegado enviado"
        " comisario jefe primero magistrado soldado empleado ciudadano vecino político"
        " científico médico refugiado acusado detenido herido muerto hijo hermano"
    ).split()
)
_COMPOUNDS = frozenset({"san", "santa", "santo", "norte", "sur", "este", "oeste"})


def _rules(word: str, known: bool) -> Iterator[str]:
    last = word[-1:]
    if last in "aeiouáéó":
        yield word + "s"
    elif last == "z":
        yield word[:-1] + "ces"
    elif last not in "sx":
        yield word + "es"
        yield word[:-2] + word[-2:].translate(_PLAIN) + "es"  # "unión", "uniones"
    else:
        yield word.translate(_PLAIN) + "es"  # "francés", "franceses"
    if word in _OF_PEOPLE:
        yield from (word[:-1] + ending for ending in ("a", "as"))
    if word == "gran":
        yield from ("grande", "grandes")
    if word.endswith("nte"):
        yield from (word[:-1] + ending for ending in ("a", "as"))  # "presidenta"
    if not known and last == "o":
        yield from (word[:-1] + ending for ending in ("a", "as"))
    if not known and word.endswith(("or", "ón", "és", "án")):
        yield from (word.translate(_PLAIN) + ending for ending in ("a", "as"))


_SPANISH = Tabled("es", _rules, heads=NO_HEADS, letters="áéíóúüñ", compounds=_COMPOUNDS)
inflect = _SPANISH.inflect
doubt = _SPANISH.doubt
