"""Language codes as people write them into a story, and what is wrong with those that are none."""

import re

_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)

#: A country's code that people write for its language's.
_COUNTRIES = {
    "kz": "kk",
    "ua": "uk",
    "jp": "ja",
    "cn": "zh",
    "gb": "en",
    "us": "en",
    "kg": "ky",
    "cz": "cs",
    "gr": "el",
    "il": "he",
    "iw": "he",
    "ir": "fa",
}

#: By the code of a language, what else it is called: its codes of three letters (ISO 639-2 and 639-3), its name.
_CALLED = {
    "ar": "ara arb arabic",
    "az": "aze azerbaijani",
    "be": "bel belarusian",
    "bg": "bul bulgarian",
    "de": "deu ger german",
    "el": "ell gre greek",
    "en": "eng english",
    "es": "spa spanish",
    "fa": "fas per pes persian farsi",
    "fr": "fra fre french",
    "he": "heb hebrew",
    "hi": "hin hindi",
    "it": "ita italian",
    "ja": "jpn japanese",
    "kk": "kaz kazakh",
    "ko": "kor korean",
    "ky": "kir kyrgyz",
    "pl": "pol polish",
    "pt": "por portuguese",
    "ru": "rus russian",
    "sr": "srp serbian",
    "tg": "tgk tajik",
    "tk": "tuk turkmen",
    "tr": "tur turkish",
    "uk": "ukr ukrainian",
    "ur": "urd urdu",
    "uz": "uzb uzbek",
    "zh": "zho chi chinese",
}
_MEANT = {name: code for code, names in _CALLED.items() for name in names.split()}


def code_fault(code: str) -> tuple[str, str] | None:
    """What is wrong with a language code, and what would be right; None for one that can be used, known or not."""
    plain = code.casefold()
    if plain in _COUNTRIES:
        return f"{code!r} is a country", f"the language is {_COUNTRIES[plain]!r}"
    if plain in _MEANT:
        return f"{code!r} is not how a language is named here", f"write {_MEANT[plain]!r}"
    if _CODE.fullmatch(code):
        return None
    several = re.split(r"[\s,;]+", code.strip())
    if len(several) > 1 and all(_CODE.fullmatch(each) for each in several):
        listed = ", ".join(f'"{each}"' for each in several)
        return f"{code!r} is no language code", f"a list: [{listed}]"
    return f"{code!r} is no language code", 'two or three letters: "kk"'
