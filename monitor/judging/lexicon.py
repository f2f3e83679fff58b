"""Ideas across languages: "apologise" is one idea whether it is written извинился, اعتذر or özür diledi."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from monitor.judging.letters import spelled
from monitor.text.data import read_text
from monitor.text.fold import fold

#: Languages without lines of their own, read with those of their nearest relatives.
_RELATIVES: dict[str, tuple[str, ...]] = {
    "tk": ("tr", "az"),
    "uz": ("tr", "az"),
    "tt": ("kk", "ru"),
    "ky": ("kk", "ru"),
    "kaa": ("kk", "ru"),
    "be": ("ru", "uk"),
    "bg": ("ru", "uk"),
    "sr": ("ru", "uk"),
    "mk": ("ru", "uk"),
    "tg": ("ru",),
    "mn": ("ru",),
    "ur": ("fa", "ar"),
    "ps": ("fa", "ar"),
    "ckb": ("fa", "ar"),
    "ca": ("es", "fr"),
    "gl": ("pt", "es"),
    "ro": ("it", "fr"),
    "nl": ("de",),
    "cs": ("pl",),
    "sk": ("pl",),
    "yi": ("he",),
}

#: A word of these scripts meets the forms of all these languages, whatever was guessed.
_BY_SCRIPT = {"cyrillic": ("ru", "uk", "kk"), "arabic": ("ar", "fa"), "hebrew": ("he",), "han": ("zh",)}

_ARABIC_FRONT = ("وبال", "وال", "فال", "بال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك", "س")
#: Kazakhs in China write it before words of soft vowels.
_SOFT = "ء"
_HEBREW_FRONT = "והבלכמש"
_ELIDED = frozenset(
    [
        "l",
        "d",
        "n",
        "s",
        "j",
        "m",
        "t",
        "c",
        "qu",
        "jusqu",
        "lorsqu",
        "puisqu",
        "dell",
        "nell",
        "all",
        "sull",
        "dall",
        "coll",
        "un",
        "quell",
        "quest",
    ]
)


#: The line of the lexicon whose words have no idea, however they begin.
SHIELD = "-"


#: What most words are: no phrase begins with them, and they name nothing.
_NOTHING: tuple[tuple[tuple[tuple[str, ...], str], ...], str] = ((), "")

#: Entries are looked for among those that begin with the same letters, so many.
_ALIKE = 3


class Entries:
    """Beginnings and whole words of one language (or several), each naming an idea."""

    def __init__(self) -> None:
        self.whole: dict[str, str] = {}
        self.begins: dict[str, str] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.longest = 0
        self._reach: dict[str, int] = {}
        self._entries = lru_cache(maxsize=4_096)(self._look_up)

    def add(self, entry: str, idea: str) -> None:
        """Takes one entry of the file: ``word``, ``word*`` or ``two_words*``."""
        written = "_".join(entry) if "\u4e00" <= entry[:1] <= "\u9fff" else entry  # Han letters are words
        pieces = [fold(piece) for piece in written.strip("_").split("_") if piece.strip("*")]
        star = entry.endswith("*")
        if not pieces:
            return
        first = pieces[0].rstrip("*")
        self.longest = max(self.longest, len(first))
        if len(pieces) > 1:
            rest = tuple(piece.rstrip("*") for piece in pieces[1:])
            self.phrases.setdefault(first, []).append((rest, idea))
        elif star:
            self.begins.setdefault(first, idea)
        else:
            self.whole.setdefault(first, idea)

    def merge(self, other: "Entries") -> None:
        """Takes all entries of another language; what is here already stays. Before the first question only."""
        self.whole = other.whole | self.whole
        self.begins = other.begins | self.begins
        for first, found in other.phrases.items():
            self.phrases.setdefault(first, []).extend(found)
        self.longest = max(self.longest, other.longest)

    def written(self, spell: Callable[[str], str]) -> "Entries":
        """The same entries in other letters; ``spell`` is given folded words, and gives folded ones."""
        found = Entries()
        found.whole = {spell(word): idea for word, idea in self.whole.items()}
        found.begins = {spell(word): idea for word, idea in self.begins.items()}
        for first, phrases in self.phrases.items():
            of_first = found.phrases.setdefault(spell(first), [])
            of_first += ((tuple(spell(word) for word in rest), idea) for rest, idea in phrases)
        found.longest = max(map(len, (*found.whole, *found.begins, *found.phrases)), default=0)
        return found

    def idea(self, word: str, following: Sequence[str]) -> str:
        """The idea of a folded word, phrases first, then the longest entry; "" if it has none."""
        return self.found(word, following)[0].strip(SHIELD)

    def found(self, word: str, following: Sequence[str]) -> tuple[str, int]:
        """The name of a folded word's entry as ``idea`` chooses it, and how many words the entry has."""
        phrases, best = self._entries(word)
        for rest, idea in phrases:
            if len(following) >= len(rest) and all(
                next_word.startswith(piece) for next_word, piece in zip(following, rest, strict=False)
            ):
                return idea, 1 + len(rest)
        return best, 1

    def begins_here(self, word: str) -> bool:
        """Whether an entry may begin with a folded word, alone or with words behind it. Not remembered."""
        phrases, best = self._look_up(word)
        return bool(phrases or best)

    def alone(self, word: str) -> str | None:
        """What a folded word names by itself (``SHIELD``s on it); None if that may depend on the words behind it. Not
        remembered."""
        if not self._longest_like(word):
            return self.whole.get(word, "")
        phrases, best = self._look_up(word)
        return None if phrases else best

    def _look_up(self, word: str) -> tuple[tuple[tuple[tuple[str, ...], str], ...], str]:
        """The phrases that begin with a word, the longest beginning first, and what it names by itself."""
        phrases: list[tuple[tuple[str, ...], str]] = []
        best = self.whole.get(word, "")
        for length in range(min(len(word), self._longest_like(word)), 0, -1):
            begin = word[:length]
            phrases += self.phrases.get(begin, ())
            best = best or self.begins.get(begin, "")
        return tuple(phrases), best

    def _longest_like(self, word: str) -> int:
        """The length of the longest entry that begins like a word: most words begin like none, and need no look."""
        reach = self._reach or self._reaches()
        return reach.get(word[:_ALIKE]) or reach.get(word[:2]) or reach.get(word[:1], 0)

    def _reaches(self) -> dict[str, int]:
        reach: dict[str, int] = {}
        for first in (*self.phrases, *self.begins):
            reach[first[:_ALIKE]] = max(len(first), reach.get(first[:_ALIKE], 0))
        self._reach = reach
        return reach


def parsed(file: str) -> tuple[dict[str, Entries], dict[str, str]]:
    """A file of words: entries by language; and which ideas (``@idea`` among the words) a name takes over."""
    languages: dict[str, Entries] = {}
    taken: dict[str, str] = {}
    for line in read_text("judging", file).splitlines():
        name, colon, rest = line.partition(":")
        if line.startswith("#") or not colon:
            continue
        for part in rest.split(" / "):
            found = part.split()
            taken |= {entry[1:]: name.strip() for entry in found if entry.startswith("@")}
            lang, *entries = [entry for entry in found if not entry.startswith("@")] or [""]
            for entry in entries:
                if lang not in languages:
                    languages[lang] = Entries()
                languages[lang].add(entry, name.strip())
    return languages, taken


def merged(languages: Mapping[str, Entries], lang: str, script: str) -> Entries:
    """What words of a language (ISO 639 code, "" if unknown) in a script are looked up in."""
    names = _BY_SCRIPT.get(script, ())
    if lang in names:
        names = (lang, *(name for name in names if name != lang))
    if script in ("latin", "other"):
        base = lang.partition("-")[0]
        names = (base,) if base in languages else _RELATIVES.get(base, ())
    if spells := spelled(lang, script):
        return _in_letters(languages[lang], spells) if lang in languages else Entries()
    found = Entries()
    for name in names:
        if name in languages:
            found.merge(languages[name])
    return found


def own(languages: Mapping[str, Entries], lang: str, script: str) -> Entries | None:
    """The entries of a language alone, in the letters of a script; None if it has none."""
    entries, spells = languages.get(lang), spelled(lang, script)
    return _in_letters(entries, spells) if entries and spells else entries


def _in_letters(entries: Entries, spells: Sequence[Callable[[str], str]]) -> Entries:
    found = Entries()
    for spell in spells:
        found.merge(entries.written(spell))
    return found


@cache
def _languages() -> dict[str, Entries]:
    return parsed("lexicon.txt")[0]


def lexicon_languages() -> frozenset[str]:
    """The languages (ISO 639) that the lexicon has words of."""
    return frozenset(_languages())


@cache
def names_of(lang: str) -> frozenset[str]:
    """The ideas that the lexicon has words of a language (ISO 639) for."""
    own_entries = _languages().get(lang, Entries())
    phrases = (idea for of_first in own_entries.phrases.values() for _, idea in of_first)
    return frozenset((*own_entries.whole.values(), *own_entries.begins.values(), *phrases))


@lru_cache(maxsize=256)
def entries_for(lang: str, script: str) -> Entries:
    """The ideas of the lexicon for a language in a script, as ``merged`` has them."""
    return merged(_languages(), lang, script)


@cache
def common_words() -> frozenset[str]:
    """Folded words that tell nothing apart, of all languages together."""
    found: set[str] = set()
    for line in read_text("judging", "common.txt").splitlines():
        lang, colon, rest = line.partition(":")
        if colon and not lang.startswith("#"):
            found.update(fold(word) for word in rest.split())
    return frozenset(found)


def bare_forms(word: str, script: str) -> Iterator[str]:
    """A folded word, then what is left when Arabic or Hebrew particles, or a French "l'", are taken off its front."""
    yield word
    if "'" in word and script == "latin":
        front, _, rest = word.partition("'")
        if front in _ELIDED and len(rest) >= 3:
            yield rest
    if script == "arabic":
        if word[:1] == _SOFT:
            yield word[1:]
        for front in _ARABIC_FRONT:
            if word.startswith(front) and len(word) - len(front) >= 3:
                yield word[len(front) :]
    elif script == "hebrew":
        for cut in (1, 2):
            if len(word) - cut >= 3 and all(letter in _HEBREW_FRONT for letter in word[:cut]):
                yield word[cut:]
