"""Nothing stands in the house that nothing of it uses."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: ``demo`` is what tests and benchmarks play with; ``scripts`` make the tables that ``text`` reads.
TREES = {
    path: ast.parse(path.read_text("utf-8")) for room in ("monitor", "scripts") for path in (ROOT / room).rglob("*.py")
}
#: Readers, kinds and channels are called by the name that stands in an address ``module:name``.
_BY_NAME = re.compile(r"(?:^|:)(\w+)$")


def used(tree: ast.Module) -> Iterator[str]:
    """Names that a file reads: plain ones, those behind a dot, those in strings; what it imports under another name."""
    other = {
        alias.asname: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                yield other.get(name, name)
            case ast.Attribute(attr=name):
                yield name
            case ast.Constant(value=str(text)) if ":" in text and (found := _BY_NAME.search(text)):
                yield found[1]


def defined(tree: ast.Module) -> Iterator[str]:
    """Names of functions, classes and constants of a module; what is decorated is called by its decorator."""
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name):
                yield name
            case ast.FunctionDef(name=name, decorator_list=[]) | ast.AsyncFunctionDef(name=name, decorator_list=[]):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def test_every_function_class_and_constant_is_used() -> None:
    read = {name for tree in TREES.values() for name in used(tree)}
    idle = {
        f"{path.relative_to(ROOT)}: {name}"
        for path, tree in TREES.items()
        if path.is_relative_to(ROOT / "monitor") and not path.is_relative_to(ROOT / "monitor" / "demo")
        for name in defined(tree)
        if name not in read and not re.fullmatch(r"__\w+__", name)
    }
    assert idle == set()
