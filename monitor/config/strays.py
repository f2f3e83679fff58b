"""TOML files in a config folder that nobody reads: a story beside stories/, a name with a slip of the pen."""

from collections.abc import Iterator
from pathlib import Path

from monitor.config.read import FILES, story_files

#: So many are named; a folder with more of them is no config folder's.
_MOST = 5


def unread_files(folder: Path) -> list[str]:
    """A remark for each file that looks like a part of the configuration and is none. Never raises."""
    try:
        read = {*(folder / name for name in FILES), *story_files(folder)}
        found = sorted(path for path in _toml_files(folder) if path not in read)
    except OSError:
        return []  # told as a fault
    where = f"only {', '.join(FILES)} and stories/*.toml are"
    return [f"{path.relative_to(folder)} is not read: {where}" for path in found[:_MOST]]


def _toml_files(folder: Path) -> Iterator[Path]:
    """What ends in .toml in a folder, in its folders, and in those of stories/; nothing that begins with a dot. An
    editor may have put .txt behind it, unasked and unseen."""
    stories = folder / "stories"
    for place in (folder, *_folders(folder), *(_folders(stories) if stories.is_dir() else ())):
        for path in place.iterdir():
            name = path.name.casefold()
            if name.endswith((".toml", ".toml.txt")) and not name.startswith(".") and path.is_file():
                yield path


def _folders(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]
