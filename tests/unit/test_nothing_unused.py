"""Nothing stands in the house that nothing of it uses."""

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import accumulate
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


#: Packages that others load or read: selectors for lxml, what jusText asks of lxml, time zones where a system has none.
_BEHIND = {"cssselect", "lxml_html_clean", "tzdata"}
#: What is imported from a package that is called otherwise.
_CALLED = {"ahocorasick-rs": "ahocorasick_rs", "resvg-py": "resvg_py"}


def test_who_installs_the_monitor_gets_no_package_that_it_does_not_use() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    packages = {re.match(r"[\w.-]+", each)[0] for each in wanted}  # type: ignore[index]
    trees = [*TREES.values(), *(ast.parse(path.read_text("utf-8")) for path in (ROOT / "migrations").rglob("*.py"))]
    imported = {name for tree in trees for name in imports(tree)}
    assert {each for each in packages - _BEHIND if _CALLED.get(each, each) not in imported} == set()


def imports(tree: ast.Module) -> Iterator[str]:
    """The modules that a file imports, with those they are in."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (part for alias in names for part in accumulate(alias.name.split("."), "{}.{}".format))
            case ast.ImportFrom(module=str(name), names=names):
                yield from accumulate(name.split("."), "{}.{}".format)
                yield from (f"{name}.{alias.name}" for alias in names)
