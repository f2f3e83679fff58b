"""Which configuration files the daemon has read: whoever changes one and forgets to say so is told by ``health``."""

import socket
from collections.abc import Mapping
from pathlib import Path

from monitor.store import records
from monitor.store.doors import Reading, Writing

#: The fact: where they are, their marks when those in force were read, and when they were looked at last.
FACT = "config_read"


def note_read(door: Writing, folder: Path, marks: Mapping[str, str], *, taken: bool) -> None:
    """Notes that the files were read, and whether they are in force now. Without marks nobody knows what was read."""
    if not marks:
        return
    place = {"host": socket.gethostname(), "folder": str(folder.resolve())}
    kept = records.fact(door, FACT)
    known = isinstance(kept, dict) and {name: kept.get(name) for name in place} == place
    in_force = dict(marks) if taken or not known else kept["in_force"]
    records.set_fact(door, FACT, {**place, "in_force": in_force, "seen": dict(marks)})


def changed_since(door: Reading, folder: Path, marks: Mapping[str, str]) -> list[str]:
    """Names of files that are not as they were when the daemon looked at them last, nor as those in force; none if it
    reads another folder, or another machine's."""
    kept = records.fact(door, FACT)
    if not isinstance(kept, dict) or (kept["host"], kept["folder"]) != (socket.gethostname(), str(folder.resolve())):
        return []
    if marks in (kept["seen"], kept["in_force"]):
        return []
    before = kept["in_force"]
    return sorted(name for name in {*before, *marks} if before.get(name) != marks.get(name))
