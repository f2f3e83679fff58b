"""A name written in other letters: Желдибай -> Zheldibay, جيلديباي. By tables alone, as newspapers mostly do it."""

import re
import unicodedata
from collections.abc import Iterator

from monitor.drafting.alphabets import (
    ARABIC_TO_LATIN,
    AS_ENGLISH,
    CYRILLIC_TO_ARABIC,
    CYRILLIC_TO_LATIN,
    KAZAKH,
    LATIN_STYLE,
    LATIN_TO_CYRILLIC,
    MARKED,
    UKRAINIAN,
    UKRAINIAN_BEGINS,
    UKRAINIAN_TO_LATIN,
)
from monitor.drafting.arabic import as_heard, in_arabic, is_arab
from monitor.drafting.kazakh import as_kazakh
from monitor.drafting.transcription import heard, in_russian, in_ukrainian

#: Scripts of our languages. A language that is not here is left alone.
SCRIPT = {
    **dict.fromkeys(("ru", "kk", "uk", "ky", "be", "bg"), "cyrillic"),
    **dict.fromkeys(("en", "tr", "fr", "de", "es", "it", "pt", "pl", "az", "uz"), "latin"),
    **dict.fromkeys(("ar", "fa"), "arabic"),
}

#: Scripts whose names can be written anew letter by letter. Arabic leaves most vowels out: what comes of it is a guess.
SURE = frozenset({"cyrillic", "latin"})


def rewrite(name: str, source: str, target: str) -> str:
    """The name as a newspaper in ``target`` would write what stands in ``source`` (ISO 639-1); "" if we cannot.

    Within one script the name stays, but for letters that the other language does not have.
    """
    here, there = SCRIPT.get(source, ""), SCRIPT.get(target, "")
    if not here or not there:
        return ""
    small = unicodedata.normalize("NFC", name).lower()
    if here == there:
        if target == "fa":
            return name.translate(str.maketrans("كي", "کی"))
        return _capitals(_to_russian(small, source), name) if target == "ru" else name
    match here, there:
        case "cyrillic", "latin":
            written = _styled(_by_letter(_heard(small), CYRILLIC_TO_LATIN), target)
        case "cyrillic", "arabic":
            written = _arabic(_to_russian(small, source), target)
        case "latin", "cyrillic":
            written = _to_cyrillic(_as_english(small, source))
        case "latin", "arabic":
            written = next(iter(_in_arabic(name, source, target, arab=is_arab(name))), "")
        case "arabic", "latin":
            written = _from_arabic(small)
        case _:
            written = _to_cyrillic(_from_arabic(small))
    if there == "arabic":
        return written
    return written.upper() if name.isupper() and len(name) > 1 else _titled(written)


def spellings(name: str, source: str, target: str, *, arab: bool = False) -> tuple[str, ...]:
    """The ways in which a newspaper in ``target`` may write a name: y is и or ы (Сарыбулак); English writes Kazakh
    names by their Russian letters or by their own (Sarybulak, Sarybulaq); Kazakh has letters that others lack
    (Сарыбұлақ); Ukrainian names go by their own letters or by the Russian ones (Hrytsenko, Gritsenko). Abbreviations
    are not written anew, but Cyrillic ones in Latin letters: () for those, and where ``rewrite`` gives nothing.
    ``arab``: it is known to be an Arab's name, by its other words.
    """
    here, there = SCRIPT.get(source, ""), SCRIPT.get(target, "")
    letters = name.isupper() or any(len(word) > 1 and word.isupper() for word in name.split())
    if letters and (here == "latin" != there or there == "arabic" != here):
        return ()
    source = _origin(name, source)
    if (source, target) == ("uk", "kk"):  # Kazakh has such a name from Russian
        return tuple(
            dict.fromkeys(each for russian in spellings(name, "uk", "ru") for each in spellings(russian, "ru", "kk"))
        )
    written = rewrite(name, source, target)
    if not written:
        return ()
    arab = arab or is_arab(name)
    if there == "arabic" != here and (arab or here == "latin"):
        return _in_arabic(name, source, target, arab=arab)
    from_latin = (here, there) == ("latin", "cyrillic")
    western = in_russian(name, source) if from_latin and not arab else ()
    # Kazakh has such a name as Russian has it, with no letters of its own
    is_western = bool(western) and (source != "en" or bool(_WESTERN_LOOK.search(name)))
    if western and source != "en":
        return tuple(map(in_ukrainian, western)) if target == "uk" else western
    if from_latin:
        found = _from_latin(name, source, target, written, arab=arab)
    else:
        found = [*_from_cyrillic(name, source, target), written]
    if target == "kk" and source != "kk" and not is_western:
        found = [as_kazakh(found[0]), *found, *western, as_kazakh(found[0], soft=True)]
    return tuple(dict.fromkeys((*western, *found) if is_western or target != "kk" else found))


def _from_latin(name: str, source: str, target: str, written: str, *, arab: bool) -> list[str]:
    """A name in Latin letters in Cyrillic ones, letter by letter; ``written`` is the plain way."""
    found = [rewrite(_Y.sub("ы", _SKY.sub("iy", name)), source, target), written]
    if arab and (own := as_heard(name)) != name:
        found.append(rewrite(own, source, target))
    return [*(_as_russian(each, name) for each in found), written]


def _from_cyrillic(name: str, source: str, target: str) -> Iterator[str]:
    """How a name in Cyrillic letters is written otherwise than letter by letter, the likelier first."""
    if source == "uk" and target == "en":
        yield _titled(_romanised(unicodedata.normalize("NFC", name).lower()))
    if source == "uk" and target == "ru":
        # the и of most surnames stays: Гриценко, Кличко; but Рыбак
        yield rewrite(name.translate(_KEPT), source, target)
    if SCRIPT[target] == "latin" and source in ("ru", "uk", "kk"):
        if source == "kk":
            yield rewrite(rewrite(name, "kk", "ru"), "ru", target)
        yield rewrite(name, source, target)
        yield rewrite(_western(name), source, target).replace("Kh", "H").replace("kh", "h")


def _origin(name: str, source: str) -> str:
    """The language whose letters a name in a text of another language has: Turkish, if it has letters of Turkish alone
    (Koraydın); in English and German French, if it has accents of French alone."""
    if (
        SCRIPT.get(source) == "latin"
        and source not in ("tr", "az")
        and re.search("[ğış]", name.lower().replace("i̇", "i"))
    ):
        return "tr"
    french = re.search("[èêœû]|é\\b", name.lower()) and not re.search("[ğışñ]", name.lower())
    return "fr" if french and source in ("en", "de") else source


def _as_russian(name: str, latin: str) -> str:
    """A name of the West in Russian letters, as Russian hears it: Эркоч, Аррабаль, Малатья. ``latin`` is the name as it
    stands."""
    begins = [word[:1] in "EÉ" for word in re.split("[ -]", latin)]
    words = re.split("([ -])", name)
    for place, western in zip(range(0, len(words), 2), begins, strict=False):
        words[place] = re.sub("^Е(?=[^в])", "Э", words[place]) if western else words[place]
    heard = re.sub(r"(?<=[аеиоуэ]л)\b", "ь", re.sub("(?<=[ауо])е(?![вй])", "э", "".join(words)))
    return re.sub("(?<=[бвгджзклмнпрстфх])(?=[яё]$|[яё] )", "ь", heard)


def _western(name: str) -> str:
    """A name in Russian letters that Latin ones write otherwise than by the table, so that the table gives it:
    Джунеджо (Junejo), Дюпре (Dupre)."""
    name = name.replace("Дж", "J").replace("дж", "j")
    return re.sub("(?<=[бвгджзклмнпрстфхцчшщ])ю", "у", re.sub("(?<=[БВГДЖЗКЛМНПРСТФХЦЧШЩ])ю", "у", name))


def _romanised(text: str) -> str:
    """Ukrainian words in Latin letters by the rule of the state: Гриценко is Hrytsenko, Зеленський Zelenskyi."""
    words = (word.replace("'", "").replace("’", "").replace("ʼ", "") for word in re.split("([ -])", text))
    return "".join(UKRAINIAN_BEGINS.get(word[:1], "") + _romanised_rest(word) for word in words)


def _romanised_rest(word: str) -> str:
    rest = (word[1:] if word[:1] in UKRAINIAN_BEGINS else word).replace("зг", "zgh")
    return _by_letter(rest, UKRAINIAN_TO_LATIN)


#: Ukrainian и that Russian leaves as it is: written і, which becomes it.
_KEPT = str.maketrans("иИ", "іІ")

#: How no name of Central Asia is written in English: Hollingsworth, Blackstone, Wright.
_WESTERN_LOOK = re.compile(r"w|th|ck|ph|gh|ea|ee|oo|ou|tt|ll\b|[^aeiouy]e\b|son\b|ton\b", re.IGNORECASE)

#: y at the end of a Slavic surname, or of a given name before another: Zelensky, Georgy Latyshev.
_SKY = re.compile(r"(?<=[st]k)y\b|(?<=[a-z][dgkrtn])y(?= )")

#: y between consonants, or at the end after one.
_Y = re.compile("(?<=[bcdfghjklmnpqrstvwxz])y(?=[bcdfghjklmnpqrstvwxz]|$)")


def _by_letter(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in text)


def _heard(text: str) -> str:
    """As it is heard: е is ye at the beginning and after a vowel (Токаев, Tokayev); a final -ий is one y."""
    out = ""
    for place, letter in enumerate(text):
        before = text[place - 1] if place else " "
        out += "йе" if letter == "е" and before in "аеёиоуыэюяьъә -" else letter
    return re.sub(r"[иы]й\b", "й", out)


def _as_english(text: str, source: str) -> str:
    """A name in small Latin letters, spelled as English would. Letters that another language alone has are read as
    there: Erkoç, Pütürge and Doğanyol are no English."""
    text = (
        re.sub(r"(?<=[^\W_])ü", "yu", re.sub(r"(?<=[^\W_])ö", "yo", text)) if source not in ("es", "pt", "fr") else text
    )
    if source not in ("tr", "az") and re.search(r"[ğışə]|ç\b|\bç", text):
        text = text.replace("ç", "ch")
    if source not in AS_ENGLISH:
        text = re.sub("qu(?=[ei])", "k", _by_letter(text.replace("ç", "s"), MARKED))
    marks: list[str] = []
    for number, (theirs, english) in enumerate(AS_ENGLISH.get(source, {}).items()):
        text = text.replace(theirs, chr(0xE000 + number))
        marks.append(english)
    return _unmarked(text, marks)


def _unmarked(text: str, marks: list[str]) -> str:
    return "".join(marks[ord(each) - 0xE000] if 0 <= ord(each) - 0xE000 < len(marks) else each for each in text)


def _from_arabic(text: str) -> str:
    """Latin letters for Arabic ones; short vowels are not written, so it is a guess. -ييف and -وف are -yev and -ov."""
    text = re.sub(r"ييف\b", "ڥ", text)
    text = re.sub(r"(?<=و)ف\b", "ڤ", text)
    latin = _by_letter(text, ARABIC_TO_LATIN).replace("ڥ", "yev").replace("ii", "iy").replace("oo", "u")
    return re.sub(r"(?<=[aou])i\b", "y", latin)


def _styled(text: str, target: str) -> str:
    marks: list[str] = []
    for number, (english, theirs) in enumerate(LATIN_STYLE.get(target, {}).items()):
        text = text.replace(english, chr(0xE000 + number))
        marks.append(theirs)
    return _unmarked(text, marks)


def _to_russian(text: str, source: str) -> str:
    if source == "uk":
        text = re.sub("(?<=[бвгджзклмнпрстфхцчшщ])ів(?=ськ|$| )", "ов", text)  # Крюків, Крюківський
        return _by_letter(text, UKRAINIAN).replace("ськ", "ск").replace("скый", "ский")
    return _by_letter(text, KAZAKH if source in ("kk", "ky") else {})


def _to_cyrillic(text: str) -> str:
    plain = "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))
    out, place = "", 0
    while place < len(plain):
        if (
            plain[place] == "y"
            and place
            and plain[place - 1] in "aeiou"
            and plain[place + 1 : place + 2] not in tuple("aeou")
        ):
            out, place = out + "й", place + 1
            continue
        latin, cyrillic = next(
            ((latin, cyrillic) for latin, cyrillic in LATIN_TO_CYRILLIC.items() if plain.startswith(latin, place)),
            (plain[place], plain[place]),
        )
        out, place = out + cyrillic, place + len(latin)
    return out


def _in_arabic(name: str, source: str, target: str, *, arab: bool) -> tuple[str, ...]:
    sounds = () if arab else heard(name, source)
    found = tuple(dict.fromkeys(each for sound in sounds for each in in_arabic(sound, "en", arab=False)[:_LIKELY]))
    found = tuple(dict.fromkeys((*found, *in_arabic(name, source, arab=arab))))
    return tuple(each.translate(_PERSIAN) for each in found) if target == "fa" else found


#: So many ways of writing a sound in Arabic are offered beside those of the letters.
_LIKELY = 2

#: Persian letters where Arabic has others.
_PERSIAN = str.maketrans("كيأإ", "کیاا")


def _arabic(text: str, target: str) -> str:
    written = " ".join(_arabic_word(word) for word in re.sub(r"[иы]й\b", "и", text).split())
    return written.translate(_PERSIAN) if target == "fa" else written


def _arabic_word(word: str) -> str:
    # -ев after a vowel is written with two ya: توكاييف
    spelled = "".join(
        "يي" if letter == "е" and place and word[place - 1] in "аоуы" else CYRILLIC_TO_ARABIC.get(letter, letter)
        for place, letter in enumerate(word)
    )
    if spelled.startswith("ا"):
        return "أ" + spelled[1:]
    return {"е": "إ", "и": "إ", "э": "إ", "о": "أ", "у": "أ"}.get(word[:1], "") + spelled


def _titled(text: str) -> str:
    return " ".join("-".join(part[:1].upper() + part[1:] for part in word.split("-")) for word in text.split(" "))


def _capitals(text: str, like: str) -> str:
    """The letters of ``text`` with the capitals of ``like``."""
    if len(text) != len(like):
        return _titled(text)
    return "".join(new.upper() if old.isupper() else new for new, old in zip(text, like, strict=True))
