"""A name in Arabic letters, which leave short vowels out, as an expression for others: كسلا finds Kassala."""

import re

#: Arabic letter -> what Latin letters write for it, parted by "|".
_LATIN = {
    **dict(zip("برزلمنهپگ", ["b|p", "r", "z", "l", "m", "n", "h", "p", "g"], strict=True)),
    **{"ت": "t", "ط": "t", "د": "d|dh", "س": "s|c", "ص": "s", "ف": "f|v|ph", "ك": "k|c|q", "ق": "q|k|g|c", "ح": "h"},
    **{"ث": "th|t|s", "ج": "j|g|dj|dzh|c", "خ": "kh|h|ch|j", "ذ": "dh|z|d", "ش": "sh|ch|sch|ş", "ض": "d|dh|z"},
    **{"ظ": "z|dh", "غ": "gh|g|ğ", "چ": "ch|tch|ç", "ڤ": "v", "ژ": "zh|j", "ک": "k|c|q"},
}
_CYRILLIC = {
    **dict(zip("برزلمنهپگ", ["б|п", "р", "з", "л|ль", "м", "н", "х|г|һ", "п", "г"], strict=True)),
    **{"ت": "т", "ط": "т", "د": "д", "س": "с", "ص": "с", "ف": "ф|в", "ك": "к|қ", "ق": "к|қ|г", "ح": "х"},
    **{"ث": "т|с", "ج": "дж|ж|г", "خ": "х|қ", "ذ": "з|д", "ش": "ш|ч", "ض": "д|з", "ظ": "з", "غ": "г|ғ"},
    **{"چ": "ч", "ڤ": "в", "ژ": "ж", "ک": "к|қ"},
}
#: The written vowels: at the beginning, inside, at the end.
_VOWELS = {
    "latin": {
        "ا": ("[AEIO]", "[aeoâáàéèêā]{1,2}", "[aâáàā]h?"),
        "و": ("(?:[WV]|Ou|U|O)", "(?:[wv]|[oôuúûū]{1,2}|a[uw])", "(?:[oôuúū]{1,2}|w)"),
        "ي": ("(?:Y|I|J)", "(?:[yj]|[iíîïīé]{1,2}|e{1,2}|ie|[ae][iy])", "(?:[iíîyīé]|ie|ee|ai)"),
        "ة": ("", "", "(?:[ae]h?|[ae]t)"),
    },
    "cyrillic": {
        "ا": ("[АЭЕӘИ]", "[аәеэяо]", "[аәяеыуи]"),
        "و": ("(?:[ВУОҰ])", "(?:[вуоұүөю]|ау)", "(?:[оуюв])"),
        "ي": ("(?:[ЙИЕЯ]|Й[еао])", "(?:[йиеыіяю]|[аеэ]й|ь[еяю]?)", "(?:[иій]|[аэ]й)"),
        "ة": ("", "", "(?:[аеәэыуия]х?т?)"),
    },
}
_SHORT = {"latin": "[aeiouyéè]{0,2}", "cyrillic": "[аеиоуыэәіь]{0,2}"}
_ARTICLE = {"latin": "(?:[AaEe][lnrsdtz]h?[- ]?)?", "cyrillic": "(?:[АаЭэ][лнрсдтзш]ь?[- ])?"}

#: A name with fewer consonants stands in too many words.
_LEAST = 3


def skeletons(name: str) -> tuple[str, ...]:
    """Regular expressions that find a name in Arabic letters where a text writes it in Latin or in Cyrillic ones, with
    a capital and whatever vowels; () for a name that is too short for that."""
    words = name.split()
    if sum(letter in _LATIN or letter == "ع" for word in words for letter in _bare(word)) < _LEAST:
        return ()
    return tuple(
        r"\b" + "[ -]".join(_word(word, script) for word in words) + (r"e?\b" if script == "latin" else r"\w{0,3}\b")
        for script in ("latin", "cyrillic")
    )


def _bare(word: str) -> str:
    return re.sub("ي+", "ي", re.sub("^ال", "", word).translate(_SAME))


_SAME = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ا", "ی": "ي", "ئ": "ي", "ؤ": "و", "ء": None, "ّ": None})


def _word(word: str, script: str) -> str:
    table = _LATIN if script == "latin" else _CYRILLIC
    letters = [letter for letter in _bare(word) if letter in table or letter in _VOWELS[script] or letter == "ع"]
    found = ""
    for place, letter in enumerate(letters):
        last = place == len(letters) - 1
        after = letters[place + 1] if not last else ""
        if letter in _VOWELS[script]:
            found += _VOWELS[script][letter][0 if place == 0 else 2 if last else 1]
        elif letter == "ع":
            found += _ayn(script, first=place == 0)
        else:
            found += _consonant(table[letter], first=place == 0)
        if letter != "ا" and after not in ("", "ا", "ة"):
            found += _SHORT[script]
    return _ARTICLE[script] * word.startswith("ال") + found


def _ayn(script: str, *, first: bool) -> str:
    vowels = {"latin": "[AEIOU]['’]?", "cyrillic": "[АИОУЭ]"}[script]
    return vowels if first else "['’ʿ]?" + vowels.lower().replace("['’]?", "") + "?"


def _consonant(written: str, *, first: bool) -> str:
    ways = written.split("|")
    if first:
        return f"(?:{'|'.join(way.capitalize() for way in ways)})"
    single = "".join(way for way in ways if len(way) == 1)
    more = "|".join(way for way in ways if len(way) > 1)
    return f"(?:{more}|[{single}]{{1,2}})" if more else f"[{single}]{{1,2}}"
