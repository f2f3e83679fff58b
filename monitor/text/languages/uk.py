"""Ukrainian: pymorphy3's dictionary if it is installed (extra ``uk``), else a table of forms; names by endings."""

from collections.abc import Iterator, Mapping, Sequence

from monitor.text.languages.forms import NO_HEADS, Seen, Stems
from monitor.text.languages.gather import endings
from monitor.text.languages.slavic import Slavic
from monitor.text.languages.tabled import Tabled

_SURNAMES = ("ов", "ев", "єв", "їв", "ін", "їн", "ський", "цький", "зький")
_SURNAME = endings(
    cited="-", genitive_or_feminine="а", dative="у ові", instrumental="им ом", locative="і",
    feminine_oblique="ій ої ою", plural="и", plural_genitive="их", plural_instrumental="ими",
)  # fmt: skip
_ADJECTIVE = endings(
    cited="ий ій", genitive="ого", dative="ому", instrumental="им", locative="ім", feminine="а я",
    feminine_genitive="ої", feminine_oblique="ій ою", feminine_accusative="у", plural="і", plural_genitive="их",
    plural_instrumental="ими", neuter="е",
)  # fmt: skip
_HARD = endings(
    cited="-", genitive="а у", dative="у ові", instrumental="ом", locative="і", vocative="е", plural="и",
    plural_genitive="ів", plural_dative="ам", plural_instrumental="ами", plural_locative="ах",
)  # fmt: skip
_SOFT = endings(
    cited="й ь", genitive="я ю", dative="ю єві еві", instrumental="єм ем", locative="ї і", plural="ї і",
    plural_genitive="їв ів", plural_dative="ям", plural_instrumental="ями", plural_locative="ях",
)  # fmt: skip
_FEMININE = endings(cited="а", genitive="и", dative="і", accusative="у", instrumental="ою ею", vocative="о")
_FEMININE_SOFT = endings(cited="я", genitive="і ї", accusative="ю", instrumental="ею єю", vocative="є")
_NEUTER = endings(cited="о", genitive="а", dative="у ові", instrumental="ом", locative="і")
_SOFTENED = {"г": "з", "к": "ц", "х": "с"}


def _rules(word: str) -> Mapping[str, str]:
    """Forms of a name by its ending; one in another vowel does not change."""
    if len(word) > 4 and word.endswith(("ов", "ев", "єв", "їв", "ін", "їн")):
        return {word + tail: how for tail, how in _SURNAME.items()}
    for final, cut, tails in (
        (("ий", "ній"), 2, _ADJECTIVE), (("й", "ь"), 1, _SOFT), (("я",), 1, _FEMININE_SOFT), (("о",), 1, _NEUTER),
    ):  # fmt: skip
        if word.endswith(final):
            return {word[:-cut] + tail: how for tail, how in tails.items()}
    if word.endswith("а"):
        forms = {word[:-1] + tail: how for tail, how in _FEMININE.items()}
        if word[-2:-1] in _SOFTENED:
            forms[word[:-2] + _SOFTENED[word[-2]] + "і"] = "dative"
        return forms
    if word[-1:] in "бвгґджзклмнпрстфхцчшщ":
        return {word + tail: how for tail, how in _HARD.items()}
    return {}


def _more(word: str, known: bool) -> Iterator[str]:
    if not known:
        yield from _rules(word)


_DICTIONARY = Slavic(
    "uk",
    _rules,
    surnames=_SURNAMES,
    letters={},
    subjects=frozenset({"я", "ти", "він", "вона", "воно", "ми", "ви", "вони", "хто", "який", "яка", "які"}),
)
_TABLE = Tabled("uk", _more, heads=NO_HEADS, strict=False)


def inflect(cited: Sequence[str]) -> tuple[Stems, ...]:
    """The stems of each word, by the dictionary or the table."""
    return _DICTIONARY.inflect(cited) if _DICTIONARY.installed else _TABLE.inflect(cited)


def doubt(cited: str, seen: Seen) -> str:
    """A second look, where the dictionary is there to take it."""
    return _DICTIONARY.doubt(cited, seen) if _DICTIONARY.installed else ""


def collisions(cited: str) -> dict[str, str]:
    """Forms of ``cited`` that are also another word's, where the dictionary is there to know."""
    return _DICTIONARY.collisions(cited)
