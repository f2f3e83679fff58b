"""What is wrong with a story's words and rule, told before the start: every fault at once."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache

from monitor.matching.codes import code_fault
from monitor.matching.evaluate import may_hold_without_words
from monitor.matching.patterns import finds_everything, pattern_fault
from monitor.matching.plan import FEATURES, groups, plan
from monitor.matching.rule import parse_rule
from monitor.matching.tree import RESERVED, From, Lang, Name, Node, RuleFault, mark, plain_name, walk
from monitor.model import Fault, Keyword, Story
from monitor.text.fold import fold
from monitor.text.homoglyphs import to_latin
from monitor.text.words import words

#: Script of a letter, by the beginning of its Unicode name.
_SCRIPTS = {
    "LATIN": "Latin",
    "FULLWIDTH LATIN": "Latin",
    "CYRILLIC": "Cyrillic",
    "ARABIC": "Arabic",
    "HEBREW": "Hebrew",
    "GREEK": "Greek",
    "ARMENIAN": "Armenian",
    "GEORGIAN": "Georgian",
    "CJK": "Han",
    "HIRAGANA": "kana",
    "KATAKANA": "kana",
    "HANGUL": "Hangul",
    "DEVANAGARI": "Devanagari",
    "BENGALI": "Bengali",
    "THAI": "Thai",
}

#: Languages by the scripts they are written in. A language that is not here may be written in any.
_WRITTEN = {
    ("Latin",): "en fr de es it pt nl pl cs sk sl hr ro hu sv da no nb nn fi et lv lt id ms vi sw eu ca gl sq tk",
    ("Cyrillic",): "ru uk be bg mk",
    ("Cyrillic", "Latin", "Arabic"): "kk ky uz az tr",
    ("Cyrillic", "Latin"): "tt sr mn tg",
    ("Arabic",): "ar fa ur ps sd ckb",
    ("Hebrew",): "he yi",
    ("Greek",): "el",
    ("Armenian",): "hy",
    ("Georgian",): "ka",
    ("Han", "Latin"): "zh",
    ("Han", "kana", "Latin"): "ja",
    ("Hangul", "Han", "Latin"): "ko",
    ("Devanagari",): "hi",
    ("Bengali",): "bn",
    ("Thai",): "th",
}
_LANGUAGE_SCRIPTS = {code: scripts for scripts, codes in _WRITTEN.items() for code in codes.split()}


def check_story(story: Story, *, knows_names: bool = True) -> tuple[Fault, ...]:
    """Every fault of the story's keywords and rule: unreadable rules, unknown names, empty, colliding or reserved
    names, keywords without a word, forms in a script that none of its languages uses, patterns that are none,
    unknown features. Without ``knows_names`` a name may be missing, and a rule may use it. Keys are written
    as ``keywords[tokayev].forms.ru``; lines are not known here (0)."""
    found = [
        *_languages(story),
        *_keywords(story),
        *_names(story),
        *_features(story),
        *_rules(story, knows_names=knows_names),
    ]
    return tuple(Fault(file=story.file or story.key, key=key, wrong=wrong, right=right) for key, wrong, right in found)


_Found = Iterator[tuple[str, str, str]]


def _languages(story: Story) -> _Found:
    for number, code in enumerate(story.languages, 1):
        yield from _code(f"languages[{number}]", code)


def _code(key: str, code: str) -> _Found:
    if wrong := code_fault(code):
        yield key, *wrong


def _keywords(story: Story) -> _Found:
    if not story.keywords:
        yield "keywords", "the story has no keyword", "add [[keywords]] with name and forms"
    shared = Counter(plain_name(keyword.name) for keyword in story.keywords)
    for number, keyword in enumerate(story.keywords, 1):
        alone = shared[plain_name(keyword.name)] == 1 and keyword.name.strip()
        key = f"keywords[{keyword.name if alone else number}]"
        yield from _keyword(key, keyword, story)


def _keyword(key: str, keyword: Keyword, story: Story) -> _Found:
    if not any(keyword.forms.values()) and not any(keyword.exact.values()) and not keyword.patterns:
        yield key, "the keyword has no form", 'add forms.<language> = ["..."]'
    codes = {*keyword.forms, *keyword.exact, *story.languages}
    for kind, by_language in (("forms", keyword.forms), ("exact", keyword.exact)):
        for code, forms in by_language.items():
            yield from _code(f"{key}.{kind}.{code}", code)
            for place, form in enumerate(forms, 1):
                yield from _form(f"{key}.{kind}.{code}[{place}]", form, codes)
    for code in () if isinstance(keyword.variants, bool) else keyword.variants:
        if code not in keyword.forms:
            yield f"{key}.variants.{code}", f"the keyword has no form in {code!r}", f"add forms.{code}, or take it out"
    for place, pattern in enumerate(keyword.patterns, 1):
        if wrong := pattern_fault(pattern):
            yield f"{key}.patterns[{place}]", f"{pattern!r} is no pattern: {wrong}", "a regular expression in '...'"
        elif not pattern.strip():
            yield f"{key}.patterns[{place}]", "the pattern is empty", "remove it"
        elif "\b" in pattern:  # what TOML makes of \\b between double quotes
            wrong = f"{pattern!r} holds a backspace, which no text has"
            yield f"{key}.patterns[{place}]", wrong, "single quotes: '\\b...\\b'"
        elif finds_everything(pattern):
            wrong = f"{pattern!r} is found in every text"
            yield f"{key}.patterns[{place}]", wrong, "an expression that names something"


def _form(key: str, form: str, codes: set[str]) -> _Found:
    if not form.strip():
        yield key, "the form is empty", "remove it"
    elif not words(form) and not fold(form.strip()):
        yield key, f"{form!r} holds nothing that could be found", "a word or phrase"
    elif letter := _foreign_letter(form, codes):
        script, used = _script_of(letter), ", ".join(sorted(codes))
        word = next(each for each in form.split() if letter in each)
        if {_script_of(each) for each in word} - {"", script}:
            yield key, f"{letter!r} in {form!r} is a {script} letter, the others are not", "type the word anew"
        else:
            yield key, f"{form!r} is in {script} letters, which none of {used} uses", "name its language"


def _foreign_letter(form: str, codes: set[str]) -> str:
    """A letter of the form in whose script none of its languages is written, if all are known; else ""."""
    allowed: set[str] = set()
    for code in codes:
        known = _LANGUAGE_SCRIPTS.get(code.lower().split("-")[0])
        if known is None:
            return ""
        allowed.update(known)
    for letter in form:
        if (script := _script_of(letter)) and script not in allowed:
            return letter
    return ""


@lru_cache(maxsize=1_024)
def _script_of(letter: str) -> str:
    """The script of a letter; "" for what is none, and for scripts that are not looked at."""
    name = unicodedata.name(letter, "") if letter.isalpha() else ""
    return next((script for begin, script in _SCRIPTS.items() if name.startswith(begin)), "")


def _names(story: Story) -> _Found:
    facets = Counter(plain_name(keyword.facet) for keyword in story.keywords if keyword.facet.strip())
    seen: dict[str, int] = {}
    for number, keyword in enumerate(story.keywords, 1):
        name, facet = plain_name(keyword.name), plain_name(keyword.facet)
        if not name:
            yield f"keywords[{number}].name", "the name is empty", "a word that the rule can use"
            continue
        yield from _name(f"keywords[{number}].name", name)
        if name in seen:
            yield (
                f"keywords[{number}].name",
                f"{name!r} is also keyword {seen[name]}",
                "one name for one idea; join them",
            )
        seen.setdefault(name, number)
        # A facet with this one keyword means the same as the keyword: no rule could tell them apart.
        if name in facets and not (facet == name and facets[name] == 1):
            yield f"keywords[{number}].name", f"{name!r} is also a facet", "facets and keywords share one name space"
    for facet in facets:
        number = next(number for number, each in enumerate(story.keywords, 1) if plain_name(each.facet) == facet)
        yield from _name(f"keywords[{number}].facet", facet)


def _name(key: str, name: str) -> _Found:
    if name.casefold() in RESERVED:
        yield key, f"{name!r} is a word of the rule language", f"another name; reserved: {', '.join(sorted(RESERVED))}"
    elif len(name) > 100:
        yield key, "the name is longer than 100 characters", "a short name; the spellings go into forms"
    elif any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") or letter in "\"'" for letter in name):
        yield key, f"{name!r} holds a quote or control character", "letters, digits, - and _"


def _features(story: Story) -> _Found:
    for name in story.features:
        if name not in FEATURES:
            yield f"features.{name}", "unknown feature", _near(name, FEATURES)


def _rules(story: Story, *, knows_names: bool) -> _Found:
    known = set(groups(story))
    readable = True
    for line in ("update", "related", "never"):
        text: str = getattr(story.rule, line)
        if not text.strip():
            continue
        try:
            node = parse_rule(text)
        except RuleFault as fault:
            readable = False
            yield f"rule.{line}", fault.line(), fault.right
            continue
        for name in _unknown(node, known) if knows_names else ():
            wrong = f"{mark(text, name.start)}: there is no keyword or facet {name.name!r}"
            yield f"rule.{line}", wrong, _near(name.name, sorted(known - {"any keyword"}))
        yield from _lang_codes(line, text, node)
    if readable and knows_names and story.keywords:
        yield from _too_wide(story)


def _unknown(node: Node, known: set[str]) -> Iterator[Name]:
    seen: set[str] = set()
    for piece in walk(node):
        if isinstance(piece, Name) and piece.name not in known and piece.name not in seen:
            seen.add(piece.name)
            yield piece


def _lang_codes(line: str, text: str, node: Node) -> _Found:
    for piece in walk(node):
        if isinstance(piece, Lang):
            for code in piece.codes:
                for _, wrong, right in _code("", code):
                    yield f"rule.{line}", f"{mark(text, piece.start)}: {wrong}", right


def _too_wide(story: Story) -> _Found:
    """A tier that every post without a keyword would reach. ``from(...)`` may do that: it was meant."""
    ready = plan(story)
    for line, clause in (("update", ready.update), ("related", ready.related)):
        named = any(isinstance(piece, From) for piece in walk(clause.node))
        if not named and may_hold_without_words(clause.node):
            yield f"rule.{line}", "it holds for posts without any keyword", "join it with a keyword by 'and'"


def _near(word: str, known: Sequence[str]) -> str:
    folded = {each.casefold().replace("_", "-"): each for each in known}
    latin = to_latin(word.casefold())
    close = get_close_matches(latin.replace("_", "-"), list(folded), n=1, cutoff=0.6)
    if close:
        letters = "" if latin == word.casefold() else ", in Latin letters"
        return f"did you mean {folded[close[0]]}{letters}?"
    return f"there are: {', '.join(known[:20])}" if known else ""
