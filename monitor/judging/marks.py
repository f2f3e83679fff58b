"""What a word marks in a headline: an act and its side, something undone, a negation, background. In eleven languages.

Words come from ``data/sides.txt`` and, for acts that the lexicon knows, from the lexicon; so both have the same
endings and particles. Kazakh and Turkish negate inside the verb (``қоймады``, ``imzalamadı``), French joins it ("n'a").
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from monitor.judging.letters import in_letters, match_in_letters, spelled
from monitor.judging.lexicon import Entries, bare_forms, entries_for, lexicon_languages, merged, parsed
from monitor.judging.stems import script_of, stem_of

#: Kazakh and Turkish negation inside the verb, behind its root; the privative ending of nouns ("without an agreement").
_NEGATED = {
    "kk": re.compile(
        r"(\w\w+)[мбп][ае](?:й(?:ды|ді|мын|мін|мыз|міз|сың|сің|тын|тін|тыны\w*|тіні\w*|ақ)|ды|ді|дық|дік|дым|дім"
        r"|ған\w*|ген\w*|у|уі|уы|уге|уға|с)$"
    ),
    "tr": re.compile(
        r"(\w\w+)(?:m[ae]d[iu]\w*|m[iu]yor\w*|m[ae]yacak\w*|m[ae]yecek\w*|m[ae]mis\w*|m[ae]z|m[ae]m[ae]si\w*)$"
    ),
}
_WITHOUT = {"kk": re.compile(r"\w{3,}(?:сыз|сіз)$"), "tr": re.compile(r"\w{3,}s[iu]z$")}

#: Verbs without negation: what is cut off to find their root. (Elsewhere the beginning of the word will do.)
_FINITE = {
    "kk": re.compile(r"(\w\w+?)(?:[еа]ді|[еа]ды|йді|йды|[дт][іы]|[гк]ен\w*|[ғқ]ан\w*|ме[кқ]|ма[кқ]|[іы]?п)$"),
    "tr": re.compile(r"(\w\w+?)(?:[iu]yor\w*|[dt][iu]\w*|y?[ae]ca[kg]\w*|y?[ae]ce[kg]\w*|m[iu]s\w*|[aeiu]r)$"),
    "en": re.compile(r"(\w{2,}?)(?:ing|es|ed|e|s)?$"),
}

#: Languages whose negated verbs are compared by their roots.
VERB_ROOTS = frozenset(_FINITE)

#: Endings with which the list has a Kazakh or Turkish verb.
_ENDINGS = ("еді", "ады", "ді", "ды", "ті", "ты", "йді", "йды", "iyor", "di", "ti", "ecek", "acak")

#: Words that only look negated (Kazakh roots in -м, -б, -п: "қамауға алды" arrested, "жабады" closes, "көмеді" buries),
#: and negated words of saying, whose object is no act undone.
_LOOKS_NEGATED = re.compile(
    r"немесе|емес|айт|хабарлама|тура?лы|тапсырма|отбас|алмас|қама(?:у|ды$|ған|йды)|(?<!\w)(?:жаб|таб|шаб|сап)ад|(?<!\w)көме"
    r"|namaz|temmuz|soyle|acikla"
)

#: Ideas that are an outsider's verdict on an act. (Who thanks or apologises is a party to it.)
VERDICTS = frozenset({"condemn", "criticise", "praise", "congratulate"})

#: What German compounds say last they are: a "Streikverbot" is a ban, a "Warnstreik" a strike.
_HEAD = re.compile(r".{3,}?(verbote?s?|stopps?|absagen?|streiks?)$")

#: Particles of German verbs that stand apart.
_PARTICLES = frozenset({"ab", "an", "auf", "aus", "ein", "fest", "frei", "statt", "teil", "zu", "zuruck", "zusammen"})

#: Ideas that are steps of a trial: acts of a title that no other word undoes.
_OF_COURTS = frozenset({"plea", "bail", "housearrest", "hearing", "retrial", "criminalcase", "appeal", "annul"})

#: Beginnings of the marks that are no acts.
SIGNPOSTS = frozenset({"-", "not", "but", "onc", "onl", "aga", "mod"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word as published, folded, in its script ("" for a figure); ``ends``: a clause ends at the sign behind it."""

    text: str
    plain: str
    script: str
    ends: bool


@dataclass(slots=True)
class Mark:
    """What the word at ``at`` marks: an axis with its ``side`` (+1, -1), or a signpost (see ``data/sides.txt``).

    ``undoes``: it turns the other acts of its clause round; a ``noun`` of what stands before it only what is beside it.
    ``by`` is the place of the word that turned this one.
    ``stem``: of a negation inside a verb that is no act, the term of that verb's root. ``length``: its words.
    """

    at: int
    kind: str
    side: int = 1
    undoes: bool = False
    noun: bool = False
    negated: bool = False
    by: int | None = None
    stem: str = ""
    length: int = 1

    def negate(self) -> None:
        """Turns the mark round, once: two negations of one word ("ne ... pas", "ничего не") are one."""
        if not self.negated:
            self.negated = True
            self.undoes = self.kind in ("course", "reach") and self.side > 0
            self.side = -self.side


@cache
def _files() -> tuple[dict[str, Entries], Mapping[str, str]]:
    """The words of ``sides.txt`` by language, and which ideas of the lexicon they take over."""
    entries, taken = parsed("sides.txt")
    return entries, {idea: f"{idea}+" if name == "acts" else name for idea, name in taken.items()}


@cache
def _words(lang: str, script: str) -> Entries:
    return merged(_files()[0], lang, script)


@cache
def undoes(lang: str) -> bool:
    """Whether undoing words of a language are known. Where its acts alone are, none is known to be done: Polish
    "koniec strajku" names a strike, and ends it."""
    entries = _files()[0].get(lang)
    names = {*entries.whole.values(), *entries.begins.values()} if entries else set()
    return any(name.endswith("!") for name in names) or lang not in lexicon_languages()


def is_act(idea: str) -> bool:
    """Whether an idea of the lexicon is an act, or a verdict on one."""
    return idea in _files()[1] or idea in VERDICTS or idea in _OF_COURTS


def mark_of(tokens: Sequence[Token], at: int, lang: str) -> tuple[Mark | None, int]:
    """What a word (with those behind it) marks, None if nothing, and how many words say it."""
    token = tokens[at]
    if not token.script or not _may_mark(token.plain, token.script, lang):
        return None, 1
    following = [next_token.plain for next_token in tokens[at + 1 : at + 5]]
    head = _HEAD.match(token.plain) if lang == "de" else None
    bare = (head[1],) if head else tuple(bare_forms(token.plain, token.script))
    elided = len(bare) > 1 and token.plain.startswith("n'")
    name, length = _name(bare, [_parted(tokens, at)], lang, token.script) if lang == "de" else ("", 1)
    if length == 1:  # no verb whose particle stands elsewhere
        name, length = _name(bare[1:] if elided else bare, following, lang, token.script)
    else:
        length = 1
    last = tokens[min(at + length, len(tokens)) - 1].plain
    root = "" if elided else _negated_root(last, token.text, lang, token.script)
    if root and not name:
        roots = [root + end for end in _endings(lang, token.script)]
        name = next((found for form in roots if (found := _name((form,), (), lang, token.script)[0])), "")
    if not name:
        if elided:
            return Mark(at=at, kind="not>"), 1
        return (Mark(at=at, kind="not<", stem=_root_term(root)), 1) if root else (None, 1)
    if name[:3] in SIGNPOSTS:
        return Mark(at=at, kind=name, length=length), length
    mark = Mark(at=at, kind=name.rstrip("!+-~") or "!", side=-1 if "-" in name else 1, length=length)
    mark.undoes, mark.noun = "!" in name, name.endswith("~")
    if elided or root or match_in_letters(_WITHOUT.get(lang), token.plain, lang, token.script):
        mark.negate()
    return mark, length


def _parted(tokens: Sequence[Token], at: int) -> str:
    """The particle of a German verb at ``at`` that stands at the end of its clause: "sagt den Streik ... ab"."""
    last = next((place for place in range(at, len(tokens)) if tokens[place].ends), len(tokens) - 1)
    return tokens[last].plain if last > at + 1 and tokens[last].plain in _PARTICLES else ""


@lru_cache(maxsize=32_768)
def _may_mark(plain: str, script: str, lang: str) -> bool:
    """Whether a word, whatever stands behind it, can mark anything: most words cannot, and are not looked up again."""
    negated = match_in_letters(_NEGATED.get(lang), plain, lang, script)
    if plain.startswith("n'") or negated or (lang == "de" and _HEAD.match(plain)):
        return True
    entries, ideas = _words(lang, script), entries_for(lang, script)
    return any(entries.begins_here(form) or ideas.begins_here(form) for form in bare_forms(plain, script))


def _name(forms: Sequence[str], following: Sequence[str], lang: str, script: str) -> tuple[str, int]:
    """What the first of a word's forms names, by the list or by the lexicon; "" if none does."""
    entries, ideas = _words(lang, script), entries_for(lang, script)
    for form in forms:
        if (found := entries.found(form, following))[0]:
            return found
    idea = next((idea for form in forms if (idea := ideas.idea(form, following))), "")
    return _files()[1].get(idea, ""), 1


def _negated_root(plain: str, text: str, lang: str, script: str) -> str:
    """The root of a Kazakh or Turkish verb that is negated, else ""."""
    found = None if text[:1].isupper() else match_in_letters(_NEGATED.get(lang), plain, lang, script)
    if found is None or any(looks.search(plain) for looks in in_letters(_LOOKS_NEGATED, lang, script)):
        return ""
    return found[1]


@cache
def _endings(lang: str, script: str) -> tuple[str, ...]:
    """``_ENDINGS`` in the letters of a script."""
    return tuple(dict.fromkeys(spell(end) for spell in spelled(lang, script) for end in _ENDINGS)) or _ENDINGS


def _root_term(root: str) -> str:
    return stem_of(root[:5]) + "!"


def root_terms(plain_words: Sequence[str], lang: str) -> list[str]:
    """The terms of the roots of what may be Kazakh, Turkish or English verbs: what a negated verb is compared with."""
    pattern = _FINITE.get(lang)
    found = (match_in_letters(pattern, plain, lang, script_of(plain)) for plain in plain_words)
    return [_root_term(each[1]) for each in found if each]
