"""Russian and Ukrainian: forms from a pymorphy3 dictionary, and a second look at words that may be another's form."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache

from monitor.text.fold import fold_word as fold
from monitor.text.languages.capitals import acronym_in_small_letters, is_acronym
from monitor.text.languages.default import plain
from monitor.text.languages.forms import AS_CITED, Seen, Stem, Stems, Tails
from monitor.text.languages.gather import SHORTEST, gather
from monitor.text.languages.slavic_context import behind_hyphen, modifies, neighbours, opens_sentence
from monitor.text.languages.slavic_dictionary import NAMES, NOMINAL, Dictionary, counted_lemma, plain_form
from monitor.text.tables import WordList, word_list

#: What short forms of adjectives look like, and nearly always are ("открыты", "действительно").
_LIKE_SHORT = frozenset({"PRTS", "ADVB", "CONJ", "PRCL"})
#: A written word whose other reading is so much likelier is that other word.
_UNLIKELY = 0.25

#: So much of its weight a name keeps in small letters.
_SELDOM_SMALL = 0.1

#: Shorter acronyms change only if the dictionary says so: "ВСЕМ" is no "ВС".
_LONGEST_FIXED = 3
_VOWELS = "АЕЁИОУЫЭЮЯІЇЄ"


#: What is cut short ends in a consonant, a stop behind it, and the sentence goes on: 15 мин. спустя are no mines.
_CUT = re.compile("[а-яёіїєґ]{0,3}[бвгґджзклмнпрстфхцчшщ]")
_GOES_ON = re.compile(r"\.(?:,|[ \u00a0](?=[а-яёіїєґ]))")


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
        self._subjects = subjects
        self._dictionary = Dictionary(lang, surnames=surnames, letters=letters)
        self._rules = rules
        self._weighed = lru_cache(maxsize=65536)(self._weigh)
        self._small = lru_cache(maxsize=65536)(self._in_small_letters)
        self._verbal = lru_cache(maxsize=65536)(self._is_verbal)
        self._stems_of = lru_cache(maxsize=1_024)(self._stems)

    @property
    def installed(self) -> bool:
        """Whether the language's dictionary is there."""
        return self._dictionary.installed

    @cached_property
    def _ambiguous(self) -> WordList | None:
        """Words of two lemmas or more, if the wheel has them for this language."""
        return word_list(self._ambiguous_words) if self._ambiguous_words else None

    def inflect(self, cited: Sequence[str]) -> tuple[Stems, ...]:
        """The stems of each word. In a phrase any word may stand in any case: its words hold each other up."""
        return tuple(self._stems_of(word, alone=len(cited) == 1) for word in cited)

    def _stems(self, word: str, *, alone: bool) -> Stems:
        if word.isascii():
            return plain(word)  # a name in Latin letters: "Google'а"
        if word[:1].isupper() and not self._dictionary.chosen(word, alone):
            low = plain_form(word)
            ruled = self._rules(low)
            if all(len(stem) >= SHORTEST and tails.get(low[len(stem) :], "") == "" for stem, tails in ruled):
                return tuple(Stem(fold(stem), tails) for stem, tails in ruled or ((low, AS_CITED),))
        return gather(self._forms(word, alone=alone))

    def _forms(self, word: str, *, alone: bool) -> dict[str, str]:
        forms = {fold(word): ""}
        if short := self._cut(word):
            forms[short.rstrip(".")] = "abbreviated"
        lexemes = self._dictionary.chosen(word, alone)
        for lexeme in lexemes:
            for form, how in self._dictionary.paradigm(lexeme, alone=alone, name=word[:1].isupper()):
                forms.setdefault(form.replace("ё", "е").replace("ґ", "г"), how)
        if len(word) > _LONGEST_FIXED and is_acronym(word) and word[-1] not in _VOWELS:
            for stem, tails in self._rules(plain_form(word)):  # "МРОТ", "МРОТа"
                for tail, how in tails.items():
                    forms.setdefault(fold(stem) + tail, how)
        low = fold(word)
        if not self._weighs and word[:1].isupper() and "genitive" in forms.get(low + "у", ""):
            forms.setdefault(low + "а", "genitive")  # of a town either is written: "Ізміру", "Ізміра"
        # What that dictionary lacks of surnames: how somebody is called ("Ковальчуче"), and a family.
        surname = not self._weighs and any("Surn" in one.tag and "Fixd" not in one.tag for one in lexemes)
        # In a phrase a name may look like another's genitive ("Илон Маск", "Джорджа Мелони"), like a word ("Ига
        # Швёнтек"), or be known as a woman's alone ("Эммануэль Макрон").
        guessed = not alone and not any("nomn" in one.tag and _declines(one.tag) for one in lexemes)
        if not lexemes or (word[:1].isupper() and (surname or guessed)):
            for stem, tails in self._rules(plain_form(word)):
                for tail, how in tails.items():
                    forms.setdefault(fold(stem) + tail, how)
        if not lexemes and not word[:1].isupper():
            forms = self._dictionary.guessed(word) | forms
        return forms

    def _cut(self, cited: str) -> str:
        """What ``cited``, in any form ("120 миллионов"), is cut to in writing; "" if it is not."""
        of = (fold(cited), *(fold(one.lemma) for one in self._dictionary.chosen(cited))) if self._abbreviated else ()
        return next((self._abbreviated[lemma] for lemma in of if lemma in self._abbreviated), "")

    def doubt(self, cited: str, seen: Seen) -> str:
        """Why the word is more likely another one: by how often it stands for what, and by its capital."""
        written = seen.word
        name, capital = cited[:1].isupper() and not cited.isupper(), written[:1].isupper()
        if written.lower() in self._cut_short and fold(written) != fold(cited):
            stops = seen.text[seen.end : seen.end + 1] == "." or not self._cut(cited).endswith(".")
            return "" if stops else "no abbreviation"
        if _CUT.fullmatch(written) and fold(written) != fold(cited) and _GOES_ON.match(seen.text, seen.end):
            return "an abbreviation"
        if (
            not name
            and not capital
            and fold(written) == fold(cited)
            and modifies(seen)
            and not self._are_people(cited, seen)
        ):
            return "only the first part of a compound"
        if self._dictionary.installed and acronym_in_small_letters(cited, seen):
            return self._other_word(plain_form(written))
        if not self._dictionary.installed or (fold(written) == fold(cited) and capital >= name):
            return ""
        if name and not capital and not seen.text.islower() and (other := self._small(cited, plain_form(written))):
            return other
        if self._ambiguous is not None and fold(written) not in self._ambiguous and self._dictionary.lemmas(cited):
            return ""  # the dictionary knows no other reading
        firmly = capital and not written.isupper() and not opens_sentence(seen)
        if firmly and fold(written) != fold(cited) and self._is_surname_here(cited, plain_form(written)):
            return "a surname"
        if firmly and cited.islower() and self._is_place_here(cited, plain_form(written)):
            return "a place"
        other = self._weighed(
            cited,
            plain_form(written),
            names_only=name and firmly and self._dictionary.is_name(cited),
            common=not capital,
        )
        return other or ("a verb here" if not firmly and self._is_verb_here(cited, seen) else "")

    def small_word(self, cited: str, written: str) -> str:
        """What a name that another language cites (Kazakh Газа, Роза) is in small letters here; "" if nothing else."""
        return self._small(cited, plain_form(written)) if self._dictionary.installed else ""

    def _other_word(self, written: str) -> str:
        """What an acronym in small letters is, if the dictionary knows it as another word ("воз", "ран")."""
        others = (one.lemma for one in self._dictionary.readings(written) if "Abbr" not in one.tag)
        return next(others, "")

    def _in_small_letters(self, cited: str, written: str) -> str:
        """What a name in small letters is in a text that has capitals ("газу", "вера"): writers do so to few names, and
        the dictionary, which counts without capitals, gives them the weight of all."""
        lemmas, chosen = self._dictionary.lemmas(cited), self._dictionary.chosen(cited)
        is_name = any(one.tag & NAMES for one in chosen)
        if (not is_name and (self._weighs or not chosen)) or not self._dictionary.analyzer.word_is_known(written):
            return ""
        mine, others = 0.0, dict[str, float]()
        for parse in self._dictionary.analyzer.parse(written):
            lemma = counted_lemma(parse.normal_form, parse.tag.grammemes)
            if lemma in lemmas and (parse.tag.grammemes & NAMES or not is_name):
                mine += parse.score
            elif not parse.tag.grammemes & NAMES and (lemma not in lemmas or is_name):
                others[lemma] = others.get(lemma, 0.0) + parse.score
        best = max(others, key=lambda lemma: others[lemma], default="")
        if not self._weighs:
            return best if is_name or fold(cited) in self._places else ""
        return best if others.get(best, 0.0) > _SELDOM_SMALL * mine else ""

    def _are_people(self, cited: str, seen: Seen) -> bool:
        """Whether the word and the one behind its hyphen are both somebody ("премьер-министр" is a "премьер")."""
        return all(
            any({"NOUN", "anim"} <= one.tag for one in self._dictionary.readings(word))
            for word in (cited, behind_hyphen(seen))
        )

    def _is_surname_here(self, cited: str, written: str) -> bool:
        """Whether ``written`` is a surname as it stands, of somebody else: "Морозов" is no "мороз", nor a "Мороз"."""
        if not self._weighs:
            return False  # that dictionary has a woman's surname apart from her brother's
        mine = self._dictionary.lemmas(cited)
        found = self._dictionary.readings(written)
        return fold(written) not in mine and any(
            "Surn" in one.tag and fold(one.lemma) == fold(written) for one in found
        )

    def _is_place_here(self, cited: str, written: str) -> bool:
        """Whether ``written`` is a form of a place's name of its own: "в Газе" is no "газ", "в Шахтах" no "шахта"."""
        mine = self._dictionary.lemmas(cited)
        others = [one for one in self._dictionary.readings(written) if fold(one.lemma) not in mine]
        return fold(written) != fold(cited) and any(
            "Geox" in one.tag or fold(one.lemma) in self._places for one in others
        )

    def _is_verb_here(self, cited: str, seen: Seen) -> bool:
        """Whether a word that may be a verb follows a subject or governs an infinitive ("она начала говорить")."""
        if not self._verbal(cited, plain_form(seen.word)):
            return False
        before, after = neighbours(seen)
        return before.lower() in self._subjects or (bool(after) and self._infinitive(after))

    def _is_verbal(self, cited: str, written: str) -> bool:
        """Whether ``written`` may be a verb while ``cited`` is none."""
        readings = [parse.tag.grammemes for parse in self._dictionary.analyzer.parse(written)]
        cited_verb = any(lemma.startswith("to ") for lemma in self._dictionary.lemmas(cited))
        return not cited_verb and any("VERB" in grammemes for grammemes in readings)

    def _infinitive(self, word: str) -> bool:
        return any("INFN" in reading.tag for reading in self._dictionary.readings(word))

    def _weigh(self, cited: str, written: str, *, names_only: bool, common: bool) -> str:
        lemmas = self._dictionary.lemmas(cited)
        weights: dict[str, float] = {}
        parses = self._dictionary.analyzer.parse(written)
        if not self._weighs:
            if any(counted_lemma(parse.normal_form, parse.tag.grammemes) in lemmas for parse in parses):
                return ""
            if lemmas and not common and not self._dictionary.analyzer.word_is_known(written):
                return ""
        if names_only:
            named = [parse for parse in parses if parse.tag.grammemes & NAMES]
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
            return (
                best
                if common and self._dictionary.analyzer.word_is_known(written) and fold(written) != fold(cited)
                else ""
            )
        return best if mine < _UNLIKELY * weights.get(best, 0.0) else ""

    def collisions(self, cited: str) -> dict[str, str]:
        """Forms of ``cited`` that are also forms of another word of the dictionary: form -> that word."""
        if not self._dictionary.installed:
            return {}
        chosen = {fold(one.lemma) for one in self._dictionary.chosen(cited)} | {fold(cited)}
        found: dict[str, str] = {}
        for form in self._forms(cited, alone=True):
            for one in self._dictionary.readings(form):
                if one.tag & NOMINAL and fold(one.lemma) not in chosen and not one.tag & NAMES:
                    found.setdefault(form, one.lemma)
        return found

    def knows(self, word: str) -> bool:
        """Whether the dictionary has ``word`` in any form."""
        return bool(self._dictionary.readings(word))


def _declines(tag: frozenset[str]) -> bool:
    return bool(tag & NAMES) and "Fixd" not in tag
