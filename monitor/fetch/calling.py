"""Finding and running the pure functions of ``monitor.sources`` by name; shared by the daemon and its workers."""

import os
import re
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from traceback import extract_tb
from typing import Any

from monitor.model import MonitorError, Unreadable

#: The only package whose functions run by name.
PACKAGE = "monitor.sources"

_NAME = re.compile(r"([a-z_][a-z0-9_.]*):([a-z_][a-z0-9_]*)")


def find(function: str, package: str = PACKAGE) -> Callable[..., Any]:
    """The function of ``monitor.sources.feed:read_feed``. Raises ValueError for anything outside ``package``."""
    name = _NAME.fullmatch(function)
    if name is None or not name[1].startswith(f"{package}.") or name[2].startswith("_"):
        raise ValueError(f"{function!r} is not a function of {package}")
    found = getattr(import_module(name[1]), name[2])
    if getattr(found, "__module__", "").partition(".")[0] != package.partition(".")[0]:
        raise ValueError(f"{function!r} is not a function of {package}")
    return found  # type: ignore[no-any-return]


def run_here(function: str, args: Sequence[Any]) -> Any:
    """Runs it in this process. What it raises comes out as from a worker: MonitorErrors as they are, the rest told."""
    found = find(function)
    try:
        return found(*args)
    except MonitorError:
        raise
    except Exception as problem:
        raise crashed(function, problem) from problem


def crashed(function: str, problem: BaseException) -> Unreadable:
    """The error for a reader that broke unforeseen: its type and the line, never its text, which is the outside's."""
    name = function.rpartition(":")[2]
    lines = [frame for frame in extract_tb(problem.__traceback__) if f"{os.sep}monitor{os.sep}" in frame.filename]
    where = f" in {Path(lines[-1].filename).name}, line {lines[-1].lineno}" if lines else ""
    return Unreadable(f"{name} broke: {type(problem).__name__}{where}", code="parse_crash")
