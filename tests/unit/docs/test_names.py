"""What a document or a comment calls by its name is there: a file, a function, a key of the configuration, a bench."""

import re
from collections.abc import Iterator
from pathlib import Path

from monitor.config import settings
from monitor.config.policy import PolicyShape
from monitor.fetch.limits import KB, MB, Limits
from monitor.fetch.web import PAUSE
from monitor.fetch.workers import CPU, MEMORY, WALL

ROOT = Path(__file__).parents[3]
CODE = {path: path.read_text("utf-8") for path in sorted((ROOT / "monitor").rglob("*.py"))}
PAGES = {path: path.read_text("utf-8") for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]}
ROOMS = {path.name for path in (ROOT / "monitor").iterdir() if path.is_dir()}
TABLES = {
    "daemon": settings.DaemonShape, "keep": settings.KeepShape, "log": settings.LogShape, "policy": PolicyShape,
    "network": settings.NetworkShape, "store": settings.StoreShape, "watch": settings.WatchShape,
}  # fmt: skip


def names() -> Iterator[tuple[str, str]]:
    """All that stands between backticks within a line, each with its page."""
    for path, text in PAGES.items():
        for name in re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)):
            yield str(path.relative_to(ROOT)), name


def files_of(name: str) -> list[Path]:
    """The files that a document may mean by a name: from the top, or as its room or its file is called."""
    return [path for path in CODE if path == ROOT / name or str(path).endswith(f"/{name}")]


def defines(text: str, name: str) -> bool:
    return (
        re.search(rf"^\s*(?:(?:async )?def|class) {name}\b|^\s*(?:self\.)?{name}\b.* = ", text, re.MULTILINE)
        is not None
    )


def test_every_file_that_a_document_names_is_there() -> None:
    kept = {"monitor", "tests", "docs", "scripts", "benchmarks", "migrations", *ROOMS}
    named = [
        (page, name.split(":")[0])
        for page, name in names()
        if re.fullmatch(r"[\w.-]+(?:/[\w.-]+)+(?::\s?\w+)?", name)
        and name.split("/")[0] in kept
        and "." in name.split("/")[-1]
    ]
    assert len(named) > 30
    missing = [
        (page, name) for page, name in named if not (ROOT / name).exists() and not (ROOT / "monitor" / name).exists()
    ]
    assert missing == []


def test_every_function_that_a_document_places_in_a_file_is_defined_there() -> None:
    placed = [
        (page, *found.groups()) for page, name in names() if (found := re.fullmatch(r"([\w/]+\.py):\s?(\w+)", name))
    ]
    assert placed
    missing = [
        (page, file, name)
        for page, file, name in placed
        if not any(defines(CODE[path], name) for path in files_of(file))
    ]
    assert missing == []


def test_every_name_that_a_document_takes_from_a_room_a_class_or_a_module_is_defined_in_it() -> None:
    rooms = {room: ROOT / "monitor" / room / "__init__.py" for room in ROOMS}
    classes = {name: path for path, text in CODE.items() for name in re.findall(r"^class (\w+)", text, re.MULTILINE)}
    modules = {path.stem: path for path in CODE}
    told, missing = 0, []
    for page, name in names():
        if not (found := re.fullmatch(r"(?:\w+\.)*(\w+)\.(\w+)(?:\(.*\))?", name)):
            continue
        holder, called = found.groups()
        # elsewhere "story.key" is a field of JSON, and "de.forms" a file of words
        plain = modules if name.startswith("monitor.") or "/decisions/" in page else {}
        where = (rooms | classes | plain).get(holder)
        if where is None or called in ("py", "toml"):
            continue
        told += 1
        if not defines(CODE[where], called) and f'"{called}"' not in CODE[where]:
            missing.append((page, name))
    assert told > 5
    assert missing == []


def test_every_key_that_a_document_names_with_its_table_is_one() -> None:
    told = [(page, *found.groups()) for page, name in names() if (found := re.match(r"\[(\w+)\] (\w+)", name))]
    assert len(told) > 20
    assert [one for one in told if one[2] not in TABLES[one[1]].model_fields] == []


def test_every_bench_that_a_document_names_is_one() -> None:
    told = {found[1] for _, name in names() if (found := re.match(r"make bench-(\w+)", name))}
    assert len(told) > 8
    assert [name for name in told if not (ROOT / "benchmarks" / f"{name}.py").exists()] == []


def test_the_list_of_decisions_has_them_all_under_their_own_titles() -> None:
    there = ROOT / "docs" / "decisions"
    listed = dict(
        re.findall(r"^\| \[(\d+)\]\((\d{4}-[\w-]+\.md)\)", (there / "index.md").read_text("utf-8"), re.MULTILINE)
    )
    titled = {}
    for path in sorted(there.glob("0*.md")):
        number = str(int(path.name[:4]))
        assert re.match(rf"# {number}\. \S", PAGES[path]), f"{path.name} begins with no '# {number}. title'"
        titled[number] = path.name
    assert listed == titled


def test_every_document_that_the_code_points_at_is_there() -> None:
    named = {name for text in CODE.values() for name in re.findall(r"\bdocs/[\w/-]+\.\w+", text)}
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_page_on_fetching_gives_the_bounds_that_hold() -> None:
    page, limits = PAGES[ROOT / "docs/reference/fetch.md"], Limits()
    rows = {
        "the whole exchange, redirects included": f"{limits.deadline:g} s",
        "body, decoded": f"{limits.body // MB} MB",
        "body, compressed": f"{limits.wire // MB} MB; at most {limits.ratio} times smaller",
        "redirects": f"{limits.redirects} ",
        "calls to one host at the same time": f"{limits.per_host} ",
        "calls at the same time": f"{limits.calls}, fewer",
        f"bodies longer than {limits.big // KB} KB at the same time": f"{limits.big_bodies} of any length",
        "two calls to one public host": f"at least {PAUSE:g} s apart",
    }
    assert [row for row, bound in rows.items() if f"| {row} | {bound}" not in page] == []
    assert f"others while they are not longer than {limits.beside // MB} MB together" in page
    assert f"| {limits.connect:g} s; {limits.silence:g} s |" in page
    worker = f"A job may use {CPU:g} s of processor time, {MEMORY // (1024 * MB)} GB of address space and {WALL:g} s"
    assert worker in " ".join(page.split())
