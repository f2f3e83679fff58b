"""Whose a thing is, as Russian and Ukrainian say by an adjective: Камбаратинская ГЭС is the one of Камбарата."""

import re
from functools import lru_cache

from monitor.drafting.citation import is_listed

_OF = {
    "ru": re.compile("(.{3,}?)(ск|цк)(?:ий|ая|ое|ие)"),
    "uk": re.compile("(.{3,}?)(ськ|цьк|зьк)(?:ий|а|е|і)"),
}


@lru_cache(maxsize=2_000)
def places_of(word: str, lang: str) -> tuple[str, ...]:
    """The places that an adjective may be made of, the likeliest first; () if it is none such. If a dictionary has one
    of them it is that one (Рязанский: Рязань); else what newspapers of other languages may write: Камбарата."""
    found = _OF[lang].fullmatch(word) if lang in _OF else None
    if found is None or not word[:1].isupper():
        return ()
    stem, end = found.groups()
    if end in ("цк", "цьк", "зьк"):
        made = [stem + end]
    elif stem.endswith("ин"):
        made = [f"{stem[:-2]}а", stem[:-2], stem + end]
    elif stem.endswith(("ов", "ев", "ів")):
        made = [stem, f"{stem}ка", stem + end]
    elif stem.endswith("ь"):
        made = [stem]
    elif stem.endswith("й"):
        made = [f"{stem[:-1]}я", stem + end] if stem.endswith("ий") else [stem, stem + end]
    else:
        made = [stem, f"{stem}а", stem + end, f"{stem}ь"]
    known = [each for each in made if is_listed(each, lang)]
    return tuple(known[:1] or made[:2])


def named_after(name: str, lang: str) -> tuple[str, ...]:
    """The places of a name that is an adjective and an ordinary word: Крюківський міст."""
    first, _, rest = name.partition(" ")
    return places_of(first, lang) if rest else ()


def adjective_of(town: str, lang: str) -> str:
    """The adjective of a town in -ск, -град, -бург and the like, "" for another word: Степногорск, степногорский."""
    if lang not in _ENDS or " " in town or not _ENDS[lang].search(town):
        return ""
    stem = re.sub("(?:о|е)$", "", town) if lang == "ru" else town
    return re.sub("с(?:к|ьк)$", "", stem).lower() + {"ru": "ский", "uk": "ський"}[lang]


_ENDS = {"ru": re.compile(".{3}(?:ск|град|бург|город|[оеё]в|[оеё]во|ино)$"), "uk": re.compile(".{3}(?:ськ|град|бург)$")}
