"""Builds monitor/text/data/*.forms from simplemma's dictionaries: `python scripts/build_forms.py` (simplemma 2.x)."""

import re
import sys
import unicodedata
import zlib
from collections import defaultdict
from pathlib import Path

from monitor.text.fold import fold
from monitor.text.languages.ar_shapes import broken_plural, without_article
from monitor.text.tables import encode, pack

DATA = Path(__file__).parents[1] / "monitor" / "text" / "data"
LETTERS = {
    "ar": "\u0621-\u064a", "fa": "\u0621-\u06cc\u200c", "he": "\u05d0-\u05ea'\"", "uk": "а-яіїєґ'",
    "fr": "a-zà-ÿœæ-", "es": "a-záéíóúüñ", "de": "a-zäöüß", "en": "a-z'",
}  # fmt: skip
#: A lemma with more forms than this is a verb or an error: no keyword's table.
MOST_FORMS = {"ar": 12, "de": 14, "fr": 12, "es": 12, "en": 12, "he": 40, "fa": 14, "uk": 40}
#: A longer lemma is a compound or a mistake.
LONGEST = 30


def read(lang: str) -> dict[str, str]:
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    return {
        word.decode() if isinstance(word, bytes) else word: lemma.decode() if isinstance(lemma, bytes) else lemma
        for word, lemma in DefaultDictionaryFactory().get_dictionary(lang).items()
    }


def is_alike(lang: str, lemma: str, form: str) -> bool:
    """Whether ``form`` may be an inflection of ``lemma``: they begin alike, accents apart."""
    if lang == "ar":
        # The feminine too: of adjectives and people, not of every noun.
        return form == lemma + "ة" or broken_plural(lemma, form)
    one, other = fold(lemma), fold(form)
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    return shared >= min(3, max(1, len(one) - 2)) and len(other) <= len(one) + 8


def table(lang: str) -> dict[str, set[str]]:
    alphabet = re.compile(f"[{LETTERS[lang]}]+", re.IGNORECASE)
    forms: dict[str, set[str]] = defaultdict(set)
    for word, lemma in read(lang).items():
        form = unicodedata.normalize("NFC", word)
        lemma = unicodedata.normalize("NFC", lemma)  # noqa: PLW2901  the same lemma, composed
        if lang == "ar":
            form = without_article(form)
        if form == lemma or len(lemma) > LONGEST or not alphabet.fullmatch(form) or not alphabet.fullmatch(lemma):
            continue
        if is_alike(lang, lemma, form):
            forms[lemma].add(form)
    return {lemma: found for lemma, found in forms.items() if len(found) <= MOST_FORMS[lang]}


def others() -> dict[str, set[str]]:
    """Turkish words that the grammar would take for a form of a shorter word, and whose form they are instead."""
    from monitor.text.languages.tr import stems_of

    words = read("tr")
    alphabet = re.compile("[a-zçğıöşüâîû]+")
    lemmas = {lemma for lemma in words.values() if alphabet.fullmatch(lemma) and len(lemma) > 1}
    stems = {lemma: stems_of(lemma) for lemma in lemmas}
    found: dict[str, set[str]] = {}
    for word, lemma in words.items():
        if 3 < len(word) < 12 and alphabet.fullmatch(word) and alphabet.fullmatch(lemma):
            folded = fold(word)
            for end in range(2, len(word)):
                base = word[:end]
                if base != lemma and any(
                    folded.startswith(stem.key) and stem.tails.get(folded[len(stem.key) :]) is not None
                    for stem in stems.get(base, ())
                ):
                    found[word] = {lemma}
                    break
    return found


def ambiguous() -> list[str]:
    """Russian words that pymorphy3's dictionary reads as forms of two lemmas or more: only they need a second look."""
    import pymorphy3

    from monitor.text.languages.slavic_dictionary import counted_lemma

    dictionary = pymorphy3.MorphAnalyzer(lang="ru").dictionary
    lemma_of: dict[str, str] = {}
    found: set[str] = set()
    for word, _, normal, paradigm, index in dictionary.iter_known_words():
        lemma = counted_lemma(normal, dictionary.build_tag_info(paradigm, index).grammemes)
        if lemma_of.setdefault(fold(word), lemma) != lemma:
            found.add(fold(word))
    return sorted(found)


def write(name: str, forms: dict[str, set[str]]) -> None:
    lines = [
        f"{lemma}\t{' '.join(sorted(encode(lemma, form) for form in found))}".encode() for lemma, found in forms.items()
    ]
    lines.sort(key=lambda line: line.partition(b"\t")[0] + b"\t")
    packed = pack(lines)
    (DATA / f"{name}.forms").write_bytes(packed)
    print(f"{name}: {len(forms)} words, {len(packed) / 1e6:.2f} MB")  # noqa: T201  a script talks


def main() -> None:
    for name in sys.argv[1:] or [*LETTERS, "tr.other", "ru.ambiguous"]:
        if name == "ru.ambiguous":
            (DATA / "ru.ambiguous.words").write_bytes(zlib.compress("\n".join(ambiguous()).encode(), 9))
        else:
            write(name, others() if name == "tr.other" else table(name))


if __name__ == "__main__":
    main()
