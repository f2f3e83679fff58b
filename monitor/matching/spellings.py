"""Other spellings of a cited form that are looked for without being asked for: hyphens, full stops and numbers."""

import re
from collections.abc import Iterator

from monitor.matching.variants import Variant

#: "re-sign" is not "resign", nor is the city Нур-Султан the man Нурсултан.
_HYPHENED = re.compile(r"(?!re-)[^\W_]+-[^\W_]+", re.IGNORECASE)
#: An acronym in Latin letters, with full stops or without: UN and U.N., EEUU and EE.UU.
_INITIALS = re.compile(r"[A-Z]{2,3}|([A-Z])\1([A-Z])\2|(?:[A-Z]{1,2}\. ?){2,3}")
#: Letters and a number: COP29, G7, Ту-154, МН17, Boeing 737.
_NUMBERED = re.compile(r"([^\W\d_]{1,6})[- ]?(\d{1,4})")

#: Keyboards lack it: "Слов"янськ", "Слов*янськ", "Словянськ".
_APOSTROPHE = re.compile("(?<=\\w)['’ʼ](?=\\w)")

#: Ukrainian words that begin with в or у as the sounds around ask: вбивство, убивство.
_V_OR_U = re.compile("[ву](?=(?:бив|трат|теч|тікач|чител|чен|повноважен|досконален|спішн))")
#: Capitals that look alike, and so stand for each other where no word tells the script: С-400 and C-400.
_LATIN, _CYRILLIC = "ABCEHKMOPTXY", "АВСЕНКМОРТХУ"
_TWINS = str.maketrans(_LATIN + _CYRILLIC, _CYRILLIC + _LATIN)
_LONGEST_ALIKE = 3

_WITH_STOPS, _WITH_HYPHEN = "with full stops", "with a hyphen"
#: Spellings whose parts are single letters: they are looked for as one piece, just so.
IN_ONE = frozenset({_WITH_STOPS, _WITH_HYPHEN})


def always(lang: str, form: str) -> Iterator[Variant]:
    """The spellings that any keyword with ``form`` is also looked for in."""
    if lang == "fa":
        yield from _parted(form)
    if lang == "uk" and _APOSTROPHE.search(form):
        yield Variant(_APOSTROPHE.sub("", form), "without its apostrophe")
        yield Variant(_APOSTROPHE.sub('"', form), "with another sign for its apostrophe")
    if lang == "uk" and form[:1] in "ву" and _V_OR_U.match(form):
        yield Variant(("у" if form[0] == "в" else "в") + form[1:], "with у for в" if form[0] == "в" else "with в for у")
    if "-" in form:
        yield from _joined(form)
    if form[:1].isupper() and _INITIALS.fullmatch(form):
        yield from _pointed(form)
    if form[-1:].isdigit() and (numbered := _NUMBERED.fullmatch(form)):
        yield from _numbered(form, *numbered.groups())


def _parted(form: str) -> Iterator[Variant]:
    """Persian words are parted by a space, a half space or not at all."""
    from monitor.text.languages.fa import spellings

    yield from (Variant(spelling, "parted otherwise") for spelling in spellings(form))


def _joined(form: str) -> Iterator[Variant]:
    """What is written with a hyphen is also written without: F-16 and F16, cease-fire and ceasefire."""
    if _HYPHENED.fullmatch(form) and not form.partition("-")[2][0].isupper():
        yield Variant(form.replace("-", ""), "written in one word")


def _pointed(form: str) -> Iterator[Variant]:
    """An acronym with full stops if it is cited without, and the other way."""
    if "." in form:
        yield Variant(form.replace(".", "").replace(" ", ""), "without full stops")
    elif len(form) > 3:
        yield Variant(f"{form[:2]}.{form[2:]}.", "with full stops, in pairs")
    else:
        yield Variant("".join(f"{letter}." for letter in form), _WITH_STOPS)


def _numbered(form: str, letters: str, digits: str) -> Iterator[Variant]:
    """COP29 is also COP-29 and COP 29, Ту-154 Ту154; МН17 is MH17 in the letters of the other script."""
    alike = letters.translate(_TWINS)
    twin = len(letters) <= _LONGEST_ALIKE and all(one != other for one, other in zip(letters, alike, strict=True))
    for spelled, rule in ((letters, ""), (alike, "in letters that look alike")) if twin else ((letters, ""),):
        if spelled + digits != form:
            yield Variant(spelled + digits, rule or "written in one word")
        if f"{spelled}-{digits}" != form:
            yield Variant(f"{spelled}-{digits}", _WITH_HYPHEN if len(letters) == 1 else rule or "written in two words")
