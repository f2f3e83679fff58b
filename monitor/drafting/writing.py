"""The draft as a story file that a person can read and edit: each keyword with the sentence it comes from."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from monitor.drafting.heads import languages_read
from monitor.drafting.ruling import Named
from monitor.drafting.sorting import Draft
from monitor.drafting.spelling import sure
from monitor.drafting.things import EXACT

#: A sentence shown in a comment is cut to so many characters.
_SHOWN = 160

#: Control characters, and those that turn the direction of a line.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")

#: What each facet holds, for the editor.
_TOLD = {
    "who": "who: whose news it is - a country with its people and offices, or the names that the article begins with",
    "what": "what: the bodies, agreements, events or terms that the article is about",
    "agreements": "agreements that are mentioned besides",
    "bodies": "bodies that are mentioned besides",
    "events": "events that are mentioned besides",
    "terms": "other names and phrases: who they are is yours to say",
    "people": "other people",
    "offices": "other offices",
    "places": "places: they prove nothing alone",
}


def render(draft: Draft) -> str:
    """The text of the story file (TOML)."""
    return "\n".join(_lines(draft)) + "\n"


def remarks(draft: Draft) -> tuple[str, ...]:
    """What the draft could not do and somebody should look at first, a line each."""
    return tuple(_wanting(draft))


def _lines(draft: Draft) -> Iterator[str]:
    yield f"# Drafted from {_comment(draft.source)}."
    yield "# Read every line: what does not belong goes out, what is missing comes in."
    yield "# `forms` are dictionary forms: endings and joined particles are found by the monitor."
    yield "# Then try it: `monitor match THIS-FILE posts.jsonl`, and `monitor story suggest` as the story grows."
    yield from (f"# {remark}" for remark in _wanting(draft))
    yield ""
    yield f"key = {_text(draft.key)}"
    yield f"title = {_text(draft.title)}"
    yield f"languages = {_list(draft.languages)}"
    for facet, named in groupby(draft.named, key=lambda one: one.facet):
        yield ""
        yield f"# --- {_TOLD[facet]} ".ljust(120, "-")
        for one in named:
            yield ""
            yield from _keyword(draft, one)
    yield ""
    yield "[rule]"
    if draft.update:
        yield from _told_update(draft.update)
        yield f"update = {_text(draft.update)}"
    if draft.related:
        yield f"# The digest: {_told_part(draft.related)}."
        yield f"related = {_text(draft.related)}"


#: So many keywords are named in a remark at the top; the lines below say the rest.
_NAMED = 6


def _wanting(draft: Draft) -> Iterator[str]:
    """What the draft could not do, for the first look: languages in which a name of who or what is not known at all,
    and names that were written by letters."""
    if draft.listed:
        yield (
            "CHECK all: this reads like a list of headlines or names, not like an article: what it names may have "
            "nothing to do with each other. The text of one article gives a better draft."
        )
    if draft.lang not in languages_read():
        yield (
            f"CHECK all: articles in {draft.lang!r} are not read for people and bodies, only for known names; "
            "an article of the same news in another language gives a better draft."
        )
    deciding = [one for one in draft.named if one.facet in ("who", "what")]
    bare: dict[tuple[str, ...], list[str]] = {}
    for lang in draft.languages:
        if keys := tuple(one.thing.key for one in deciding if _is_unheard(draft, one, lang)):
            bare.setdefault(keys, []).append(lang)
    for keys, langs in bare.items():
        yield f"MISSING in {', '.join(langs)}: no name is known for {_some(keys)}. Add it, or such posts are missed."
    if spelled := [one.thing.key for one in draft.named if one.thing.guessed or one.thing.patterns]:
        how = (
            "were written by letters alone"
            if sure(draft.lang)
            else "are looked for by their consonants: write them out"
        )
        yield f"CHECK: the names that other languages have for {_some(spelled)} {how}."


def _is_unheard(draft: Draft, one: Named, lang: str) -> bool:
    """Whether nothing finds the thing in a language."""
    named = lang in one.thing.names and (lang not in one.thing.guessed or sure(draft.lang))
    return not named and not one.thing.patterns


def _some(keys: Sequence[str]) -> str:
    """The first of these, and how many more."""
    more = f" and {len(keys) - _NAMED} more" if len(keys) > _NAMED else ""
    return ", ".join(keys[:_NAMED]) + more


def _told_update(rule: str) -> Iterator[str]:
    """What a drafted rule asks for, in words: a line for each way to an alert."""
    ways = rule.split(" or ") if rule.startswith("who and what") else [rule]
    ways = [" or ".join(way) for way in _whole(ways)]
    if len(ways) == 1:
        yield f"# An alert: {_told_part(rule)}. Names of other facets and keywords may be used as well."
        return
    yield "# An alert, if one of these holds. Take out what brings too much; facets and keywords may be used as well."
    for way in ways:
        yield f"#   {way}: {_told_part(way)}"


def _whole(parts: Sequence[str]) -> Iterator[list[str]]:
    """Parts of a rule between "or", those inside brackets joined again."""
    way: list[str] = []
    for part in parts:
        way.append(part)
        if " or ".join(way).count("(") == " or ".join(way).count(")"):
            yield way
            way = []


def _told_part(rule: str) -> str:
    """What one way to an alert asks for, in words."""
    if rule == "who and what":
        return "one of who and one of what must stand in the post"
    if rule.startswith("title("):
        return "the headline names it, whatever else it says"
    if rule.startswith("2 of ") and ") and " in rule:
        return "two of these countries, and one of the others"
    if rule.startswith("2 of "):
        return "two of these names, whatever else the post says"
    if " and " in rule:
        return "one of each side of the `and` must stand in the post"
    if " or " in rule:
        return f"one of any of these is enough: {rule.replace(' or ', ', ')}"
    return f"one keyword of {rule} is enough"


def _keyword(draft: Draft, one: Named) -> Iterator[str]:
    times = "once" if len(one.hits) == 1 else f"{len(one.hits)} times"
    absent = "the country where it is" if one.thing.kind == "country" else "how such news goes on"
    yield f"# {times}, first in: {_comment(one.sentence)}" if one.hits else f"# not in the article: {absent}"
    if one.thing.kind == "topic":
        yield "# an ordinary word that the article comes back to: if it is not what the story is about, take it out"
    yield "[[keywords]]"
    yield f"name = {_text(one.thing.key)}"
    yield f"facet = {_text(one.facet)}"
    for lang in draft.languages:
        yield from _forms(draft, one, lang)
    if one.thing.patterns:
        yield "# finds the name in Latin and Cyrillic letters, whatever its vowels, until you write it above:"
        yield "patterns = ["
        yield from (f"    {_literal(each)}," for each in one.thing.patterns)
        yield "]"
    elif one.thing.guessed:
        yield "variants = true  # other spellings of these as well: `monitor story spellings` with the name shows them"


def _forms(draft: Draft, one: Named, lang: str) -> Iterator[str]:
    names = one.thing.names.get(lang, ())
    if lang in one.thing.guessed:
        if sure(draft.lang):
            yield f"forms.{lang} = {_list(names)}  # written by letters: check it"
        else:
            yield f"# forms.{lang} = {_list(names)}  # a guess: the vowels are not written. Correct it, take the # away"
        return
    forms = [name for name in names if not name.startswith(EXACT)]
    exact = [name.removeprefix(EXACT) for name in names if name.startswith(EXACT)]
    if forms:
        yield f"forms.{lang} = {_list(forms)}"
    if exact:
        yield f"exact.{lang} = {_list(exact)}  # as an ordinary word it means something else"
    if not names:
        yield f"# forms.{lang} = []  # no name known: add it"


def _comment(text: str) -> str:
    """Text on one line of a comment: no control character may end it."""
    line = " ".join(_UNSEEN.sub(" ", text).split())
    return line if len(line) <= _SHOWN else line[:_SHOWN].rsplit(" ", 1)[0] + " …"


def _text(value: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for a few that are written out here."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _literal(value: str) -> str:
    """A TOML literal string, as expressions are written; three quotes, if it holds one."""
    return f"'''{value}'''" if "'" in value else f"'{value}'"


def _list(values: Sequence[str]) -> str:
    return "[" + ", ".join(_text(value) for value in values) + "]"
