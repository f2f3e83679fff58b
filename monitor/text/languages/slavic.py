"""Russian and Ukrainian: forms from a pymorphy3 dictionary, and a second look at words that may be another's form."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from importlib import import_module
from typing import Any, NamedTuple

from monitor.text.fold import fold_word as fold
from monitor.text.languages.capitals import acronym_in_small_letters, is_acronym
from monitor.text.languages.default import plain
from monitor.text.languages.forms import AS_CITED, Seen, Stem, Stems, Tails
from monitor.text.languages.gather import SHORTEST, gather
from monitor.text.languages.mapped import analyzer
from monitor.text.languages.slavic_context import modifies, neighbours, opens_sentence
from monitor.text.tables import WordList, word_list

_NOMINAL = frozenset({"NOUN", "ADJF", "PRTF", "NUMR", "NPRO"})
_VERBAL = frozenset({"INFN", "VERB"})
_OF_VERB = frozenset({"INFN", "VERB", "GRND", "PRTS"})
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})
#: Forms of these are built on the lexeme but are words of their own to a reader.
_APART = frozenset({"PRTF", "PRTS", "GRND", "Supr"})
#: What short forms of adjectives look like, and nearly always are ("открыты", "действительно").
_LIKE_SHORT = frozenset({"PRTS", "ADVB", "CONJ", "PRCL"})
#: A written word whose other reading is so much likelier is that other word.
_UNLIKELY = 0.25

#: So much of its weight a name keeps in small letters.
_SELDOM_SMALL = 0.1

#: Cited as a verb: what was done to somebody is told by its participles ("задержать", "задержан", "задержанный").
_ACTION = frozenset({"INFN"})
_NOT_OF_ACTION = frozenset({"GRND", "Supr", "actv"})

#: Shorter acronyms change only if the dictionary says so: "ВСЕМ" is no "ВС".
_LONGEST_FIXED = 3
_VOWELS = "АЕЁИОУЫЭЮЯІЇЄ"

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


class Slavic:
    """One language of the family; its dictionary is loaded with the first word.

    ``ambiguous`` names the list of words that need a second look.
    ``rules`` gives the stems of a name that the dictionary does not know, each with its endings (folded).
    ``weighs``: the dictionary knows which of a word's readings is the likelier, and of each surname all forms.
    ``places``: names that a dictionary which does not weigh has among the common words.
    ``abbreviated``: word -> what it is cut to in writing; with a full stop if only that tells it from another word.
    """

    def __init__(
        self,
        lang: str,
        rules: Callable[[str], Sequence[tuple[str, Tails]]],
        *,
        surnames: tuple[str, ...],
        letters: Mapping[str, str],
        subjects: frozenset[str],
        ambiguous: str = "",
        abbreviated: Mapping[str, str] | None = None,
        weighs: bool = True,
        places: frozenset[str] = frozenset(),
    ) -> None:
        self._places = places
        self._weighs = weighs
        self._ambiguous_words = ambiguous
        self._abbreviated = abbreviated or {}
        self._cut_short = frozenset(short.rstrip(".") for short in self._abbreviated.values())
        self._chosen = lru_cache(maxsize=65536)(self._choose)
        self._subjects = subjects
        self._lang = lang
        self._rules = rules
        self._surnames = surnames
        self._letters = dict(letters)
        self._endings: dict[tuple[int, frozenset[str] | None], list[tuple[str, str, str]]] = {}
        self._weighed = lru_cache(maxsize=65536)(self._weigh)
        self._small = lru_cache(maxsize=65536)(self._in_small_letters)
        self._verbal = lru_cache(maxsize=65536)(self._is_verbal)
        self._lemmas = lru_cache(maxsize=65536)(self._find_lemmas)
        self._stems_of = lru_cache(maxsize=1_024)(self._stems)

    @cached_property
    def _analyzer(self) -> Any:
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
        return self._analyzer is not None

    @cached_property
    def _ambiguous(self) -> WordList | None:
        """Words of two lemmas or more, if the wheel has them for this language."""
        return word_list(self._ambiguous_words) if self._ambiguous_words else None

    @cached_property
    def _replaces(self) -> Any:
        return self._analyzer.dictionary.words.compile_replaces(self._letters)

    def inflect(self, cited: Sequence[str]) -> tuple[Stems, ...]:
        """The stems of each word. In a phrase any word may stand in any case: its words hold each other up."""
        return tuple(self._stems_of(word, alone=len(cited) == 1) for word in cited)

    def _stems(self, word: str, *, alone: bool) -> Stems:
        if word.isascii():
            return plain(word)  # a name in Latin letters: "Google'а"
        if word[:1].isupper() and not self._chosen(word, alone):
            low = _plain(word)
            ruled = self._rules(low)
            if all(len(stem) >= SHORTEST and tails.get(low[len(stem) :], "") == "" for stem, tails in ruled):
                return tuple(Stem(fold(stem), tails) for stem, tails in ruled or ((low, AS_CITED),))
        return gather(self._forms(word, alone=alone))

    def _forms(self, word: str, *, alone: bool) -> dict[str, str]:
        forms = {fold(word): ""}
        if short := self._abbreviated.get(fold(word)):
            forms[short.rstrip(".")] = "abbreviated"
        lexemes = self._chosen(word, alone)
        for lexeme in lexemes:
            for form, how in self._paradigm(lexeme, alone=alone):
                forms.setdefault(form.replace("ё", "е").replace("ґ", "г"), how)
        if len(word) > _LONGEST_FIXED and is_acronym(word) and word[-1] not in _VOWELS:
            for stem, tails in self._rules(_plain(word)):  # "МРОТ", "МРОТа"
                for tail, how in tails.items():
                    forms.setdefault(fold(stem) + tail, how)
        # What that dictionary lacks of surnames: how somebody is called ("Ковальчуче"), and a family.
        surname = not self._weighs and any("Surn" in one.tag and "Fixd" not in one.tag for one in lexemes)
        # In a phrase a name may look like another's genitive ("Илон Маск", "Джорджа Мелони"), like a word ("Ига
        # Швёнтек"), or be known as a woman's alone ("Эммануэль Макрон").
        guessed = not alone and not any("nomn" in one.tag and _declines(one.tag) for one in lexemes)
        if not lexemes or (word[:1].isupper() and (surname or guessed)):
            for stem, tails in self._rules(_plain(word)):
                for tail, how in tails.items():
                    forms.setdefault(fold(stem) + tail, how)
        if not lexemes and not word[:1].isupper():
            forms = self._guessed(word) | forms
        return forms

    def _is_surname(self, word: str) -> bool:
        return len(word) > 4 and word.endswith(self._surnames)

    def _readings(self, word: str) -> list[Lexeme]:
        if self._analyzer is None:
            return []
        dictionary = self._analyzer.dictionary
        found = []
        low = _plain(word)
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
        readings = self._readings(word)
        key = fold(word)
        nominal = [one for one in readings if one.tag & _NOMINAL]
        standing = [one for one in nominal if "nomn" in one.tag]
        own = [one for one in nominal if fold(one.lemma) == key]
        if own:
            # "нападающий" is a noun by itself, and yet "нападающая" is its form.
            return own + [one for one in standing if "PRTF" in one.tag]
        verbs = [one for one in readings if one.tag & _VERBAL and fold(one.lemma) == key]
        if verbs:
            return verbs
        if word[:1].isupper() and self._is_surname(word.lower()):
            # An unknown name that happens to look like some form of a common word ("Токаев", genitive of "токай").
            return [one for one in standing if one.tag & _NAMES]
        if word[:1].isupper() and alone:
            # A name is cited in the nominative: "Милей" is no form of "миля", "Санду" none of "Санда".
            return standing
        return standing or nominal

    def _paradigm(self, lexeme: Lexeme, *, alone: bool) -> Iterator[tuple[str, str]]:
        """(form, how it derives) of a lexeme; of a verb with its passive participles, of a participle those alone."""
        kind = lexeme.tag & _PARTICIPLE if "PRTF" in lexeme.tag else lexeme.tag & _ACTION or None
        if alone and kind is None and "plur" in lexeme.tag and "nomn" in lexeme.tag:
            kind = _PLURAL  # cited in the plural: meant so ("курсы" are no "курс")
        elif kind is None and "Name" in lexeme.tag:
            kind = _SINGULAR  # "Павлов" is not of "Павел"
        endings = self._endings.get((lexeme.paradigm, kind))
        if endings is None:
            endings = self._endings[lexeme.paradigm, kind] = self._list_endings(lexeme.paradigm, kind)
        dictionary = self._analyzer.dictionary
        stem = dictionary.build_stem(dictionary.paradigms[lexeme.paradigm], lexeme.place, lexeme.form)
        for prefix, suffix, how in endings:
            yield prefix + stem + suffix, how

    def _list_endings(self, number: int, kind: frozenset[str] | None) -> list[tuple[str, str, str]]:
        dictionary = self._analyzer.dictionary
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

    def _guessed(self, word: str) -> dict[str, str]:
        """Forms of an unknown common word, by words that end alike."""
        if self._analyzer is None:
            return {}
        forms: dict[str, str] = {}
        for parse in self._analyzer.parse(_plain(word))[:6]:
            if fold(parse.normal_form) == fold(word) and parse.tag.POS in _NOMINAL | _ACTION:
                for other in parse.lexeme:
                    forms.setdefault(fold(other.word), "by words that end alike")
        return forms

    def doubt(self, cited: str, seen: Seen) -> str:
        """Why the word is more likely another one: by how often it stands for what, and by its capital."""
        written = seen.word
        name, capital = cited[:1].isupper() and not cited.isupper(), written[:1].isupper()
        if written.lower() in self._cut_short and fold(written) != fold(cited):
            stops = seen.text[seen.end : seen.end + 1] == "." or not self._abbreviated[fold(cited)].endswith(".")
            return "" if stops else "no abbreviation"
        if not name and not capital and fold(written) == fold(cited) and modifies(seen):
            return "only the first part of a compound"
        if self._analyzer is not None and acronym_in_small_letters(cited, seen):
            return self._other_word(_plain(written))
        if self._analyzer is None or (fold(written) == fold(cited) and capital >= name):
            return ""
        if name and not capital and not seen.text.islower() and (other := self._small(cited, _plain(written))):
            return other
        if self._ambiguous is not None and fold(written) not in self._ambiguous and self._lemmas(cited):
            return ""  # the dictionary knows no other reading
        firmly = capital and not written.isupper() and not opens_sentence(seen)
        other = self._weighed(
            cited, _plain(written), names_only=name and firmly and self._is_name(cited), common=not capital
        )
        return other or ("a verb here" if not firmly and self._is_verb_here(cited, seen) else "")

    def _other_word(self, written: str) -> str:
        """What an acronym in small letters is, if the dictionary knows it as another word ("воз", "ран")."""
        others = (one.lemma for one in self._readings(written) if "Abbr" not in one.tag)
        return next(others, "")

    def _in_small_letters(self, cited: str, written: str) -> str:
        """What a name in small letters is in a text that has capitals ("газу", "вера"): writers do so to few names, and
        the dictionary, which counts without capitals, gives them the weight of all."""
        lemmas, chosen = self._lemmas(cited), self._chosen(cited)
        is_name = any(one.tag & _NAMES for one in chosen)
        if (not is_name and (self._weighs or not chosen)) or not self._analyzer.word_is_known(written):
            return ""
        mine, others = 0.0, dict[str, float]()
        for parse in self._analyzer.parse(written):
            lemma = counted_lemma(parse.normal_form, parse.tag.grammemes)
            if lemma in lemmas and (parse.tag.grammemes & _NAMES or not is_name):
                mine += parse.score
            elif not parse.tag.grammemes & _NAMES and (lemma not in lemmas or is_name):
                others[lemma] = others.get(lemma, 0.0) + parse.score
        best = max(others, key=lambda lemma: others[lemma], default="")
        if not self._weighs:
            return best if is_name or fold(cited) in self._places else ""
        return best if others.get(best, 0.0) > _SELDOM_SMALL * mine else ""

    def _is_name(self, cited: str) -> bool:
        """Whether the dictionary knows a cited word as a name, or does not know it."""
        chosen = self._chosen(cited)
        return not chosen or any(one.tag & _NAMES for one in chosen)

    def _is_verb_here(self, cited: str, seen: Seen) -> bool:
        """Whether a word that may be a verb follows a subject or governs an infinitive ("она начала говорить")."""
        if not self._verbal(cited, _plain(seen.word)):
            return False
        before, after = neighbours(seen)
        return before.lower() in self._subjects or (bool(after) and self._infinitive(after))

    def _is_verbal(self, cited: str, written: str) -> bool:
        """Whether ``written`` may be a verb while ``cited`` is none."""
        readings = [parse.tag.grammemes for parse in self._analyzer.parse(written)]
        cited_verb = any(lemma.startswith("to ") for lemma in self._lemmas(cited))
        return not cited_verb and any("VERB" in grammemes for grammemes in readings)

    def _infinitive(self, word: str) -> bool:
        return any("INFN" in reading.tag for reading in self._readings(word))

    def _weigh(self, cited: str, written: str, *, names_only: bool, common: bool) -> str:
        lemmas = self._lemmas(cited)
        weights: dict[str, float] = {}
        parses = self._analyzer.parse(written)
        if not self._weighs:
            if any(counted_lemma(parse.normal_form, parse.tag.grammemes) in lemmas for parse in parses):
                return ""
            if lemmas and not common and not self._analyzer.word_is_known(written):
                return ""
        if names_only:
            named = [parse for parse in parses if parse.tag.grammemes & _NAMES]
            if not named:
                return ""
            parses = named
        others = {grammeme for parse in parses for grammeme in parse.tag.grammemes & _LIKE_SHORT}
        for parse in parses:
            lemma = counted_lemma(parse.normal_form, parse.tag.grammemes)
            if not (others and "ADJS" in parse.tag.grammemes):
                weights[lemma] = weights.get(lemma, 0.0) + parse.score
        mine = max((weights.get(lemma, 0.0) for lemma in lemmas), default=0.0)
        best = max(weights, key=lambda lemma: weights[lemma], default="")
        if not lemmas:
            # The keyword is no word of the dictionary: a word of the dictionary is not it, unless it bears a capital.
            return best if common and self._analyzer.word_is_known(written) and fold(written) != fold(cited) else ""
        return best if mine < _UNLIKELY * weights.get(best, 0.0) else ""

    def collisions(self, cited: str) -> dict[str, str]:
        """Forms of ``cited`` that are also forms of another word of the dictionary: form -> that word."""
        if self._analyzer is None:
            return {}
        chosen = {fold(one.lemma) for one in self._chosen(cited)} | {fold(cited)}
        found: dict[str, str] = {}
        for form in self._forms(cited, alone=True):
            for one in self._readings(form):
                if one.tag & _NOMINAL and fold(one.lemma) not in chosen and not one.tag & _NAMES:
                    found.setdefault(form, one.lemma)
        return found

    def knows(self, word: str) -> bool:
        """Whether the dictionary has ``word`` in any form."""
        return bool(self._readings(word))

    def _find_lemmas(self, cited: str) -> frozenset[str]:
        return frozenset(counted_lemma(one.lemma, one.tag) for one in self._chosen(cited))


def _plain(word: str) -> str:
    """``word`` as a dictionary has it: in small letters, with a straight apostrophe."""
    return word.lower().replace("’", "'").replace("ʼ", "'")


def _declines(tag: frozenset[str]) -> bool:
    return bool(tag & _NAMES) and "Fixd" not in tag


def counted_lemma(lemma: str, tag: frozenset[str]) -> str:
    """The lemma by which readings are counted: a verb and its participles ("открыть", "открытый") are two."""
    return ("to " if tag & _OF_VERB else "") + fold(lemma)
