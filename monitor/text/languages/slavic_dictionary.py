"""A pymorphy3 dictionary of Russian or Ukrainian: what a word may be, and what forms it takes."""

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from importlib import import_module
from typing import Any, NamedTuple

from monitor.text.fold import fold_word as fold
from monitor.text.languages.mapped import analyzer

NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})
NOMINAL = frozenset({"NOUN", "ADJF", "PRTF", "NUMR", "NPRO"})
_VERBAL = frozenset({"INFN", "VERB"})
_OF_VERB = frozenset({"INFN", "VERB", "GRND", "PRTS"})
#: Forms of these are built on the lexeme but are words of their own to a reader.
_APART = frozenset({"PRTF", "PRTS", "GRND", "Supr"})

#: Cited as a verb: what was done to somebody is told by its participles ("задержать", "задержан", "задержанный").
_ACTION = frozenset({"INFN"})
_NOT_OF_ACTION = frozenset({"GRND", "Supr", "actv"})

_PLURAL, _SINGULAR = frozenset({"plur"}), frozenset({"sing"})
_PARTICIPLE = frozenset({"PRTF", "actv", "pssv", "past", "pres"})
_DESCRIBED = {
    "nomn": "nominative", "gent": "genitive", "datv": "dative", "accs": "accusative", "ablt": "instrumental",
    "loct": "locative", "voct": "vocative", "gen1": "genitive", "gen2": "partitive", "acc2": "accusative",
    "loc1": "locative", "loc2": "second locative", "COMP": "comparative", "ADJS": "short form",
    "sing": "singular", "plur": "plural",
}  # fmt: skip


class Lexeme(NamedTuple):
    """A reading of a word: its place in the dictionary, its lemma and its grammemes."""

    form: str
    paradigm: int
    place: int
    lemma: str
    tag: frozenset[str]


class Dictionary:
    """The dictionary of one language, loaded with the first word; one that is not installed knows no word.

    ``surnames`` are endings of surnames; ``letters`` what is written for what ("е" for "ё").
    """

    def __init__(self, lang: str, *, surnames: tuple[str, ...], letters: Mapping[str, str]) -> None:
        self._lang, self._surnames, self._letters = lang, surnames, dict(letters)
        self._endings: dict[tuple[int, frozenset[str] | None], list[tuple[str, str, str]]] = {}
        self.chosen = lru_cache(maxsize=65536)(self._choose)
        self.lemmas = lru_cache(maxsize=65536)(self._find_lemmas)

    @cached_property
    def analyzer(self) -> Any:
        """pymorphy3's analyzer, or None where the language's dictionary is not installed."""
        try:
            # by its path: to find it by its language it looks through every package that is installed
            words = import_module(f"pymorphy3_dicts_{self._lang}")
        except ModuleNotFoundError:
            return None
        return analyzer(words.get_path(), self._lang)

    @property
    def installed(self) -> bool:
        """Whether the language's dictionary is there."""
        return self.analyzer is not None

    @cached_property
    def _replaces(self) -> Any:
        return self.analyzer.dictionary.words.compile_replaces(self._letters)

    def readings(self, word: str) -> list[Lexeme]:
        """Everything that ``word`` may be as it is written."""
        if self.analyzer is None:
            return []
        dictionary = self.analyzer.dictionary
        found = []
        low = plain_form(word)
        if any(letter in low for letter in self._letters):
            known = dictionary.words.similar_items(low, self._replaces)
        else:
            known = [(low, dictionary.words.get(low, ()))]  # three times as fast
        for form, places in known:
            for paradigm, index in places:
                tag = dictionary.build_tag_info(paradigm, index)
                lemma = dictionary.build_normal_form(paradigm, index, form)
                found.append(Lexeme(form, paradigm, index, lemma, frozenset(tag.grammemes)))
        return found

    def _choose(self, word: str, alone: bool = True) -> list[Lexeme]:
        """The readings that a keyword so written stands for; none: the dictionary does not know it as a keyword."""
        readings = self.readings(word)
        key = fold(word)
        nominal = [one for one in readings if one.tag & NOMINAL]
        standing = [one for one in nominal if "nomn" in one.tag]
        own = [one for one in nominal if fold(one.lemma) == key]
        if own:
            # "нападающий" is a noun by itself, and yet "нападающая" is its form.
            # and "чорна" is a surname, but in "чорна скринька" an adjective.
            agreeing = {"PRTF"} if alone else {"PRTF", "ADJF"}
            return own + [one for one in standing if one.tag & agreeing and one not in own]
        verbs = [one for one in readings if one.tag & _VERBAL and fold(one.lemma) == key]
        if verbs:
            return verbs
        if word[:1].isupper() and self._is_surname(word.lower()):
            # An unknown name that happens to look like some form of a common word ("Токаев", genitive of "токай").
            return [one for one in standing if one.tag & NAMES]
        if word[:1].isupper() and alone:
            # A name is cited in the nominative: "Милей" is no form of "миля", "Санду" none of "Санда".
            return standing
        return standing or nominal

    def paradigm(self, lexeme: Lexeme, *, alone: bool, name: bool) -> Iterator[tuple[str, str]]:
        """(form, how it derives) of a lexeme; of a verb with its passive participles, of a participle those alone.
        ``name``: it was cited with a capital."""
        kind = lexeme.tag & _PARTICIPLE if "PRTF" in lexeme.tag else lexeme.tag & _ACTION or None
        if alone and kind is None and "plur" in lexeme.tag and "nomn" in lexeme.tag:
            kind = _PLURAL  # cited in the plural: meant so ("курсы" are no "курс")
        elif kind is None and "Name" in lexeme.tag and name:
            kind = _SINGULAR  # "Павлов" is not of "Павел"; but an "аким" is an office, and "акимы" are
        endings = self._endings.get((lexeme.paradigm, kind))
        if endings is None:
            endings = self._endings[lexeme.paradigm, kind] = self._list_endings(lexeme.paradigm, kind)
        dictionary = self.analyzer.dictionary
        stem = dictionary.build_stem(dictionary.paradigms[lexeme.paradigm], lexeme.place, lexeme.form)
        for prefix, suffix, how in endings:
            yield prefix + stem + suffix, how

    def _list_endings(self, number: int, kind: frozenset[str] | None) -> list[tuple[str, str, str]]:
        dictionary = self.analyzer.dictionary
        paradigm = dictionary.paradigms[number]
        size = len(paradigm) // 3
        endings = []
        for index in range(size):
            grammemes = dictionary.build_tag_info(number, index).grammemes
            apart = grammemes & (_NOT_OF_ACTION if kind == _ACTION else _APART)
            if apart and grammemes & _APART and (kind is None or "PRTF" not in kind):
                continue
            if "voct" in grammemes and "inan" in grammemes:
                continue  # nobody calls a thing, and "стане" (will become) is no "стан"
            # The Ukrainian dictionary names the plural alone: what is not plural is singular.
            wanted = "plur" not in grammemes if kind is _SINGULAR else kind is None or kind <= grammemes
            if kind != _ACTION and not wanted:
                continue
            named = [name for grammeme, name in _DESCRIBED.items() if grammeme in grammemes]
            prefix = dictionary.paradigm_prefixes[paradigm[size * 2 + index]]
            endings.append((prefix, dictionary.suffixes[paradigm[index]], " ".join(named) or "form"))
        return endings

    def guessed(self, word: str) -> dict[str, str]:
        """Forms of an unknown common word, by words that end alike."""
        if self.analyzer is None:
            return {}
        forms: dict[str, str] = {}
        for parse in self.analyzer.parse(plain_form(word))[:6]:
            if fold(parse.normal_form) == fold(word) and parse.tag.POS in NOMINAL | _ACTION:
                for other in parse.lexeme:
                    forms.setdefault(fold(other.word), "by words that end alike")
        return forms

    def _is_surname(self, word: str) -> bool:
        return len(word) > 4 and word.endswith(self._surnames)

    def is_name(self, cited: str) -> bool:
        """Whether the dictionary knows a cited word as a name, or does not know it."""
        chosen = self.chosen(cited)
        return not chosen or any(one.tag & NAMES for one in chosen)

    def _find_lemmas(self, cited: str) -> frozenset[str]:
        return frozenset(counted_lemma(one.lemma, one.tag) for one in self.chosen(cited))


def plain_form(word: str) -> str:
    """``word`` as a dictionary has it: in small letters, with a straight apostrophe."""
    return word.lower().replace("’", "'").replace("ʼ", "'")


def counted_lemma(lemma: str, tag: frozenset[str]) -> str:
    """The lemma by which readings are counted: a verb and its participles ("открыть", "открытый") are two."""
    return ("to " if tag & _OF_VERB else "") + fold(lemma)
