"""The rule language: rule text -> tree. Every fault has its place in the text.

    rule  = all ("or" all)*                      or    binds loosest
    all   = part ("and" part)*
    part  = "not" part | atom                    not   binds tightest
    atom  = NAME | "(" rule ")" | N "of" "(" rule, rule .. ")" | near/N(names, names)
          | title(rule) | from(source, ..) | lang(code, ..)

A name is a keyword's or a facet's; one with spaces stands in quotes. Operators are read in any case.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NoReturn

from monitor.matching.tree import (
    RESERVED,
    And,
    From,
    Lang,
    Name,
    Near,
    Node,
    Not,
    Of,
    Or,
    RuleFault,
    Title,
    plain_name,
    walk,
)

#: Brackets and ``not`` may nest so deep; a person needs three or four, and Python's own stack is finite.
MAX_DEPTH = 50

#: The longest rule in characters. The longest real one seen had 300.
MAX_LENGTH = 20_000

#: The largest distance of ``near`` in words; a text as long has better tools.
MAX_NEAR = 1_000


def parse_rule(text: str) -> Node:
    """The tree of a rule. Raises RuleFault at the first place that cannot be read."""
    if len(text) > MAX_LENGTH:
        raise RuleFault(text, MAX_LENGTH, f"the rule is longer than {MAX_LENGTH} characters", "use facets")
    return _Parser(text).whole()


def sources_of(text: str) -> tuple[str, ...]:
    """The keys of the sources that a rule names in ``from()``, each once; none of a rule that cannot be read."""
    try:
        pieces = walk(parse_rule(text)) if text.strip() else ()
        return tuple(dict.fromkeys(key for piece in pieces if isinstance(piece, From) for key in piece.sources))
    except RuleFault:
        return ()


# --- words of the rule text ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "word", "quoted", one of "( ) , /", or "end"
    text: str
    start: int
    end: int

    @property
    def operator(self) -> str:
        """The reserved word that it is, in small letters, or ""."""
        word = self.text.casefold() if self.kind == "word" else ""
        return word if word in RESERVED else ""


#: What people write from habit, and what this language says.
_HABITS = {
    "&": "write 'and'",
    "+": "write 'and'",
    "|": "write 'or'",
    "!": "write 'not'",
    "-": "a name begins with a letter or digit; to exclude something write 'and not'",
    "*": "a name has no wildcard: word forms are found by themselves",
    "[": "write ( )",
    "]": "write ( )",
    "{": "write ( )",
    "}": "write ( )",
    "=": "names stand alone",
    ":": "names stand alone",
    ";": "write 'or' or a comma",
}

_SPACE = re.compile(r"\s+")
_QUOTES = {'"': '"', "'": "'", "“": "”", "«": "»"}


def _is_name_character(letter: str) -> bool:
    return letter.isalnum() or letter in "_-." or unicodedata.category(letter)[0] == "M" or letter == "\u200c"


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        letter = text[at]
        if space := _SPACE.match(text, at):
            at = space.end()
        elif letter in "()/,،":
            yield _Token("," if letter == "،" else letter, letter, at, at + 1)
            at += 1
        elif letter in _QUOTES:
            end = text.find(_QUOTES[letter], at + 1)
            if end < 0:
                raise RuleFault(text, at, "the quoted name is not closed", f"add {_QUOTES[letter]}")
            yield _Token("quoted", text[at + 1 : end], at, end + 1)
            at = end + 1
        elif letter.isalnum() or letter == "_":
            end = at + 1
            while end < len(text) and _is_name_character(text[end]):
                end += 1
            yield _Token("word", text[at:end], at, end)
            at = end
        else:
            raise RuleFault(text, at, f"unexpected {letter!r}", _HABITS.get(letter, "only names, and or not ( ) , /"))
    yield _Token("end", "", len(text), len(text))


# --- the parser ---------------------------------------------------------------------------------------------------


class _Parser:
    """Recursive descent over the tokens; one token of look-ahead, two for ``2 of``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.at = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.any_of()
        token = self.tokens[self.at]
        if token.kind == ")":
            self.fail(token, "this ) closes nothing", "remove it, or add its (")
        if token.kind != "end":
            self.fail(token, f"'and' or 'or' is missing before {token.text!r}", "two names need an operator between")
        return node

    def any_of(self) -> Node:
        parts = [self.all_of()]
        while self.tokens[self.at].operator == "or":
            self.at += 1
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else Or(parts=tuple(parts), start=parts[0].start, end=parts[-1].end)

    def all_of(self) -> Node:
        parts = [self.part()]
        while self.tokens[self.at].operator == "and":
            self.at += 1
            parts.append(self.part())
        return parts[0] if len(parts) == 1 else And(parts=tuple(parts), start=parts[0].start, end=parts[-1].end)

    def part(self) -> Node:
        token = self.tokens[self.at]
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(token, f"nested deeper than {MAX_DEPTH}", "use facets instead of brackets")
        if token.operator == "not":
            self.at += 1
            inner = self.part()
            node: Node = Not(part=inner, start=token.start, end=inner.end)
        else:
            node = self.atom()
        self.depth -= 1
        return node

    def atom(self) -> Node:
        token = self.tokens[self.at]
        following = self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        if token.kind == "(":
            self.at += 1
            inner = self.any_of()
            return replace(inner, start=token.start, end=self.close(token))
        if token.kind == "word" and token.text.isdecimal() and following.operator == "of":
            return self.some_of(token)
        match token.operator:
            case "near":
                return self.near(token)
            case "title":
                self.at += 1
                bracket = self.open("title(name)")
                inner = self.any_of()
                return Title(part=inner, start=token.start, end=self.close(bracket))
            case "from":
                keys, end = self.listed("from(source)")
                return From(sources=keys, start=token.start, end=end)
            case "lang":
                keys, end = self.listed("lang(kk)")
                codes = tuple(key.casefold().replace("_", "-").split("-")[0] for key in keys)
                return Lang(codes=codes, start=token.start, end=end)
        return self.name()

    def some_of(self, number: _Token) -> Node:
        count = _number(number.text)
        self.at += 2
        bracket = self.open(f"{count} of (a, b, c)")
        parts = [self.any_of()]
        while self.tokens[self.at].kind == ",":
            self.at += 1
            parts.append(self.any_of())
        end = self.close(bracket)
        if not 1 <= count <= len(parts):
            self.fail(number, f"{count} of {len(parts)} can never be right", f"a number from 1 to {len(parts)}")
        named = Counter(part.name for part in parts if isinstance(part, Name))
        for name, times in named.items():
            if times > 1:
                self.fail(number, f"{name!r} is named {times} times, and names are counted", "name it once")
        return Of(count=count, parts=tuple(parts), start=number.start, end=end)

    def near(self, token: _Token) -> Node:
        self.at += 1
        example = "near/12(a, b): at most 12 words apart"
        slash, number = self.tokens[self.at], self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        if slash.kind != "/" or not number.text.isdecimal():
            self.fail(slash, "near needs a distance in words", example)
        distance = _number(number.text)
        if not 1 <= distance <= MAX_NEAR:
            self.fail(number, f"the distance must be 1 to {MAX_NEAR}", "neighbours are 1 apart")
        self.at += 2
        bracket = self.open(example)
        left = self.names(example)
        if self.tokens[self.at].kind != ",":
            self.fail(self.tokens[self.at], "near compares two names", example)
        self.at += 1
        right = self.names(example)
        if self.tokens[self.at].kind == ",":
            self.fail(self.tokens[self.at], "near compares two names, no more", "join two near() with 'and'")
        return Near(distance=distance, left=left, right=right, start=token.start, end=self.close(bracket))

    def names(self, example: str) -> tuple[Name, ...]:
        """A name, or several joined by ``or``, as one side of near."""
        token = self.tokens[self.at]
        side = self.any_of()
        parts = side.parts if isinstance(side, Or) else (side,)
        if not all(isinstance(part, Name) for part in parts):
            self.fail(token, "near compares names, or names joined by 'or'", example)
        return tuple(part for part in parts if isinstance(part, Name))

    def listed(self, example: str) -> tuple[tuple[str, ...], int]:
        """``(key, key ..)`` after from and lang; also where it ends."""
        self.at += 1
        bracket = self.open(example)
        keys: list[str] = []
        while True:
            token = self.tokens[self.at]
            if token.kind not in ("word", "quoted") or not token.text.strip():
                self.fail(token, "a key is missing here", example)
            keys.append(plain_name(token.text))
            self.at += 1
            if self.tokens[self.at].kind != ",":
                return tuple(keys), self.close(bracket)
            self.at += 1

    def name(self) -> Name:
        token = self.tokens[self.at]
        if token.kind not in ("word", "quoted") or token.operator or not token.text.strip():
            what = f"{token.text!r} is an operator" if token.operator else "a name is missing here"
            self.fail(token, what, "a keyword or facet, or ( )")
        self.at += 1
        return Name(name=plain_name(token.text), start=token.start, end=token.end)

    def open(self, example: str) -> _Token:
        token = self.tokens[self.at]
        if token.kind != "(":
            self.fail(token, "( is missing here", example)
        self.at += 1
        return token

    def close(self, bracket: _Token) -> int:
        """Takes the ) of a bracket; where it ends."""
        token = self.tokens[self.at]
        if token.kind == "end":
            self.fail(bracket, "this ( is never closed", "add )")
        if token.kind != ")":
            self.fail(token, f"'and', 'or' or ) is missing before {token.text!r}")
        self.at += 1
        return token.end

    def fail(self, token: _Token, wrong: str, right: str = "") -> NoReturn:
        raise RuleFault(self.text, token.start, wrong, right)


def _number(digits: str) -> int:
    """The value of decimal digits of any script; huge ones are cut, they are out of range anyway."""
    return int(digits[:9])
