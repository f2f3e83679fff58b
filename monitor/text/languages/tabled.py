"""Languages whose forms come from a table in the wheel, with rules for the words that the table does not know."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache

from monitor.text.fold import fold as fold_text
from monitor.text.fold import fold_word as fold
from monitor.text.homoglyphs import as_latin
from monitor.text.languages.capitals import doubt_of_acronym
from monitor.text.languages.default import ELIDED, JOINED
from monitor.text.languages.forms import Heads, Seen, Stem, Stems, Tails
from monitor.text.languages.gather import gather
from monitor.text.tables import forms_of


class Tabled:
    """One language with a table. ``rules`` gives more forms of a word in small letters (word, in the table?).

    ``compounds`` are parts that make another name of the word they are joined to by a hyphen ("Grande-Bretagne").
    ``strict``: a name written in small letters is another word if the table has one.
    ``letters``: accented letters that its keyboards have; other accents are often left out ("Erdoğan", "Erdogan").
    ``written_out``: letters that are also written as two ("ö", "oe").
    ``names_by_rule``: a name inflects by rule even if the table has the word ("Козир", "Козира"; "козир", "козиря").
    """

    def __init__(
        self,
        name: str,
        rules: Callable[[str, bool], Iterable[str]],
        *,
        heads: Heads = ELIDED,
        compounds: frozenset[str] = frozenset(),
        strict: bool = True,
        names_by_rule: bool = False,
        letters: str = "",
        written_out: Mapping[int, str] | None = None,
    ) -> None:
        self._names_by_rule = names_by_rule
        self._letters = frozenset(letters)
        self._written_out = written_out or {}
        self._name = name
        self._rules = rules
        self._heads = heads
        self._compounds = compounds
        self._strict = strict
        self._spelled = lru_cache(maxsize=8192)(self._spellings)
        self._is_common = lru_cache(maxsize=8192)(self._is_listed)

    def inflect(self, cited: Sequence[str]) -> tuple[Stems, ...]:
        """The stems of each word; any may stand in any form, a phrase's words hold each other up."""
        return tuple(self._stems(word) for word in cited)

    def _stems(self, word: str) -> Stems:
        made = self._forms(word)
        forms = {fold(form): how for form, how in reversed(made.items())}
        if self._written_out:
            forms = {fold(form.lower().translate(self._written_out)): how for form, how in made.items()} | forms
        forms[fold(word)] = ""
        return tuple(Stem(stem.key, _with_joined(tuple(stem.tails.items())), self._heads) for stem in gather(forms))

    def _forms(self, word: str) -> dict[str, str]:
        """Form, accents and all -> how it derives."""
        listed = self._listed(word)
        forms = {word: ""} | dict.fromkeys(listed, "inflected")
        known = bool(listed) and not (self._names_by_rule and word[:1].isupper())
        for form in self._rules(word.lower(), known):
            forms.setdefault(form, "by its ending")
        return forms

    def _listed(self, word: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for spelling in dict.fromkeys((word, word.lower(), word.capitalize())):
            found |= dict.fromkeys(forms_of(self._name, spelling))
        return tuple(found)

    def _is_listed(self, word: str) -> bool:
        # "grande" and "paris" are forms of "grand" and "pari": common words too.
        lemmas = (word, word.removesuffix("e"), word.removesuffix("s"))
        return any(forms_of(self._name, lemma) for lemma in lemmas)

    def _spellings(self, cited: str) -> frozenset[str]:
        return frozenset(self._own_letters(form.lower()) for form in self._forms(cited))

    def _own_letters(self, word: str) -> str:
        """``word`` without the accents of other languages, and with ss for ß."""
        if word.isascii():
            return word
        if not self._letters:
            return word
        return "".join(letter if letter in self._letters else fold(letter) for letter in word).replace("ß", "ss")

    def doubt(self, cited: str, seen: Seen) -> str:
        """Small letters may make a name another word; so do parts of names, and other accents."""
        if small := doubt_of_acronym(cited, seen):
            return small
        written = seen.word
        if self._strict and cited[:1].isupper() and written[-1:].islower() and not seen.text.islower():
            core = written.replace("’", "'").rpartition("'")[2] or written
            if core[:1].islower() and self._is_common(cited.lower()):
                return "a small letter: another word"
        if self._compounds and self._in_compound(cited, seen):
            return "part of another name"
        return "" if self._same_accents(cited, seen) else "other accents: another word"

    def _in_compound(self, cited: str, seen: Seen) -> bool:
        found = _AFTER.match(fold_text(seen.after)), _BEFORE.search(fold_text(seen.before))
        others = {as_latin(part.group(1)) for part in found if part} - _PREFIXES
        if not others:
            return False
        return bool(others & self._compounds) or not cited[:1].isupper() or cited.lower() in self._compounds

    def _same_accents(self, cited: str, seen: Seen) -> bool:
        """Whether the word is spelled as one of the forms; capitals and texts without accents may lack them."""
        written = unicodedata.normalize("NFC", seen.word)
        if written.isupper():
            return True
        if not _ACCENTED.search(seen.text):
            # a text without accents; but "marche" is a word too
            return written.lower() in self._spelled(cited) or not self._is_common(written.lower())
        low = self._own_letters(written.lower().replace("’", "'").removesuffix("'s"))
        low = low.rpartition("'")[2] or low
        spelled = self._spelled(cited)
        if low in spelled or len(fold(low)) != len(low):
            return True
        # The accent of a first capital is often left out: "Egypte".
        if any(low[1:] == form[1:] and fold(low[:1]) == fold(form[:1]) for form in spelled):
            return True
        return not any(fold(form) == fold(low) for form in spelled)


_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff\u0300-\u036f]")
#: What joined before a word leaves it what it is: "ex-otage".
_PREFIXES = frozenset(["ex", "vice", "non", "anti", "pro", "mini", "super", "pre", "post"])
_AFTER = re.compile(r"[-‐‑]([^\W\d_]+)")
_BEFORE = re.compile(r"([^\W\d_]+)[-‐‑]$")


@cache
def _with_joined(items: tuple[tuple[str, str], ...]) -> Tails:
    return {tail + after: how or said for tail, how in items for after, said in JOINED.items()}
