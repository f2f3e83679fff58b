"""By what a configuration on disk is known again: a mark for each of its files."""

import hashlib
from pathlib import Path

from monitor.config.plainfile import read_plain_file
from monitor.config.read import FILES, is_there, story_files
from monitor.config.toml import MAX_BYTES


def marks_of(folder: Path) -> dict[str, str]:
    """The marks of the files that make up a configuration, by name within its folder; of none if it is not there."""
    try:
        stories = story_files(folder)
    except OSError:
        stories = [folder / "stories"]
    files = (*(folder / name for name in FILES), *stories)
    return {_name(path.relative_to(folder)): _mark(path) for path in files if is_there(path)}


def _name(path: Path) -> str:
    """As it can be stored: a file's name may hold any bytes."""
    return path.as_posix().encode("utf-8", "backslashreplace").decode()


def _mark(path: Path) -> str:
    try:
        return hashlib.sha256(read_plain_file(path, MAX_BYTES)).hexdigest()[:16]
    except OSError:
        return "unreadable"
