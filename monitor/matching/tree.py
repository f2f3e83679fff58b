"""The tree of a rule: its pieces, each with its place in the rule text, and the fault of a rule that has none."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

#: Words of the language: no keyword or facet may be called so.
RESERVED = frozenset({"and", "or", "not", "of", "near", "title", "from", "lang"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of the tree; ``start`` to ``end`` is where it stands in the rule text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Piece):
    """A keyword or facet: holds where one of its keywords stands."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Piece):
    """Holds where its part does not."""

    part: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class And(Piece):
    """Holds where all its parts do."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or(Piece):
    """Holds where one of its parts does."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Of(Piece):
    """Holds where at least ``count`` of its parts do. Names are counted, not their spellings."""

    count: int
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near(Piece):
    """Holds where some occurrence of ``left`` and one of ``right`` are at most ``distance`` words apart."""

    distance: int
    left: tuple[Name, ...]
    right: tuple[Name, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Title(Piece):
    """Holds where its part does in the title alone (without a title: in the first line)."""

    part: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class From(Piece):
    """Holds for posts of these sources."""

    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lang(Piece):
    """Holds for posts in these languages (ISO 639-1)."""

    codes: tuple[str, ...]


Node = Name | Not | And | Or | Of | Near | Title | From | Lang


class RuleFault(Exception):
    """A rule that cannot be read: what is wrong, what would be right, and where (code points of the rule text)."""

    def __init__(self, text: str, start: int, wrong: str, right: str = "") -> None:
        self.text, self.start, self.wrong, self.right = text, start, wrong, right
        super().__init__(self.line())

    def line(self) -> str:
        """What is wrong, on one line, with a caret before the place: ``"who and ^wat", position 9: ...``."""
        return f"{mark(self.text, self.start)}: {self.wrong}"


def mark(text: str, start: int, around: int = 40) -> str:
    """The rule, or what stands around a place in it, with a caret before the place, and the position from 1."""
    head, tail = text[:start], text[start:]
    head = head if len(head) <= around else "…" + head[-around:]
    tail = tail if len(tail) <= around else tail[:around] + "…"
    return '"{}", position {}'.format(" ".join(f"{head}^{tail}".split()), start + 1)


def children(node: Node) -> tuple[Node, ...]:
    """The pieces directly under one piece."""
    match node:
        case Not(part=part) | Title(part=part):
            return (part,)
        case And(parts=parts) | Or(parts=parts) | Of(parts=parts):
            return parts
        case Near(left=left, right=right):
            return (*left, *right)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """The piece and everything under it, in the order of the text."""
    yield node
    for child in children(node):
        yield from walk(child)


def plain_name(name: str) -> str:
    """A name as it is compared: composed (NFC), no spaces around."""
    return unicodedata.normalize("NFC", name).strip()
