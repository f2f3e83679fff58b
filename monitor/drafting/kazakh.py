"""Names in Russian letters with those that Kazakh alone has: Сарыбулак is Сарыбұлақ."""

import re


def as_kazakh(name: str, *, soft: bool = False) -> str:
    """A name in Russian letters with those of Kazakh, as its vowels suggest: Сарыбулак is Сарыбұлақ, Жетысу Жетісу.
    ``soft``: as if all vowels were soft where one is: Сарсекеев is Сәрсекеев, Гульмира Гүлмира."""
    return " ".join((_soft_word if soft else _kazakh_word)(word) for word in name.split(" "))


def _kazakh_word(word: str) -> str:
    low = word.lower()
    first = next((letter for letter in low if letter in "аоуыяёеэию"), "")
    if first in "еэию":
        return re.sub("(?<=[^аоуыеэию])ы(?=[^аоуыеэию])", "і", word)
    core, surname = _SURNAME.fullmatch(word).groups("")  # type: ignore[union-attr]
    hard = re.sub("(?<![еэ])к(?![еэиью])", "қ", re.sub("К(?=[^А-Яеэию])", "Қ", core))
    return re.sub("(?<=[^аоуыеэию])у(?=[^аоуыеэию])", "ұ", hard) + surname


def _soft_word(word: str) -> str:
    core, surname = _SURNAME.fullmatch(word).groups("")  # type: ignore[union-attr]
    if not re.search("[еиіь]", core):
        return word
    return core.replace("ль", "л").translate(_SOFT) + surname


_SURNAME = re.compile("(.*?)((?:[оеё]в|ин)а?)?")
_SOFT = str.maketrans("аоуы", "әөүі")
