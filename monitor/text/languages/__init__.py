"""One file a language: from a cited word to the words a reader would take for it.

A language has ``inflect(cited words) -> their stems`` and ``doubt(cited word, seen word) -> why not, or ""``;
it is imported when the first keyword in it is met.
"""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from monitor.text.languages.forms import Seen, Stem, Stems, Tails

#: Languages with a file of their own. Any other code gets the default.
LANGUAGES = ("ru", "uk", "kk", "ar", "en", "tr", "fr", "es", "de", "he", "fa")

#: Languages that inflect by rule alone, in ``ruled``.
RULED = ("az", "bn", "hi", "it", "ky", "pl", "pt", "tk", "tt", "ur", "uz")

__all__ = ["LANGUAGES", "RULED", "Language", "Seen", "Stem", "Stems", "Tails", "language"]


class Language(Protocol):
    """What a language's file offers."""

    def inflect(self, cited: Sequence[str]) -> tuple[Stems, ...]:
        """The stems of each word of a cited form; a phrase's words see each other, so that they can agree."""
        ...

    def doubt(self, cited: str, seen: Seen) -> str:
        """Why the word seen is not a form of the cited word although its letters fit; "" if it is one."""
        ...


@cache
def language(code: str) -> Language:
    """The language of an ISO 639 code ("kk", "zh-Hant"), or the default for a code without a file."""
    base = code.lower().replace("_", "-").partition("-")[0]
    if base in RULED:
        return cast(Language, import_module("monitor.text.languages.ruled").ruled(base))
    name = base if base in LANGUAGES else "default"
    return cast(Language, import_module(f"monitor.text.languages.{name}"))
