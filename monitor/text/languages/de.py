"""German: a table of forms; genitives, plurals and adjective endings by rule for what it lacks."""

from collections.abc import Iterator

from monitor.text.languages.forms import NO_HEADS
from monitor.text.languages.tabled import Tabled


def _rules(word: str, known: bool) -> Iterator[str]:
    if not word.endswith(("s", "ß", "x", "z")):
        yield word + "s"  # a name's genitive
    if known:
        return
    if word.endswith("isch") or word.endswith(("lich", "ig", "bar", "sam", "haft", "los", "iv", "ell")):
        yield from (word + ending for ending in ("e", "en", "em", "er", "es"))
    elif word.endswith(("e", "el", "er")):
        yield word + "n"
    elif word.endswith(("ung", "heit", "keit", "schaft", "ion", "tät", "ist", "ent", "ant")):
        yield word + "en"
    else:
        yield from (word + ending for ending in ("es", "en", "e"))


#: No elision, and nouns bear capitals anyway: a capital tells nothing.
_GERMAN = Tabled("de", _rules, heads=NO_HEADS, strict=False)
inflect = _GERMAN.inflect
doubt = _GERMAN.doubt
