"""``init``, ``check``, ``migrate``: from an empty folder to a daemon that may start."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text
from sqlalchemy.exc import SQLAlchemyError

from monitor.cli.common import (
    ConfigOption,
    JsonOption,
    database,
    many,
    must_be_told,
    nothing,
    out,
    print_json,
    settings_of,
)
from monitor.cli.tables import plain, wrapped
from monitor.cli.wall import ACT
from monitor.config import find_folder
from monitor.desk.checking import Checked
from monitor.desk.checking import check as look
from monitor.desk.effect import Effect, effects, risks
from monitor.desk.starting import init as make
from monitor.matching.guards import Caution
from monitor.model import ConfigError, MonitorError
from monitor.store.reading import reading

#: More notes on one story that ask for nothing are told as a number.
_FEW = 2


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where to make config/. Default: here.", show_default=False)
    ] = Path(),
) -> None:
    """Write a commented configuration to start from: FOLDER/config/."""
    for path in make(folder):
        out().print(Text(str(path)))
    there = "" if folder.resolve() == Path.cwd() else f"cd {folder}, "
    nothing(f"Next: {there}monitor check, then monitor run")


def check(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help="The folder that has config/. Default: as --config.", show_default=False),
    ] = None,
    every_note: Annotated[
        bool, typer.Option("--notes", help="Name each form that is at risk, also where nothing need be done.")
    ] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print every fault of the configuration: file, line, key, what is wrong, what would be right."""
    try:
        where = find_folder(_inside(folder) if folder is not None else config)
        found = look(where)
    except ConfigError as error:
        if not as_json:
            raise
        found = Checked(faults=tuple(error.faults))
    if as_json:
        _print_checked(found)
    else:
        for fault in found.faults:
            wrapped(out(), plain(fault, "red"), indent=0, hanging=2)
        notes, changes = _effects(found)
        for remark in [*found.remarks, *(notes if every_note else _with_few_words(notes)), *changes]:
            wrapped(out(), plain(f"note: {remark}", "yellow"), indent=0, hanging=2)
        if found.settings is not None and not found.faults:
            all_ = found.settings
            enabled = sum(source.enabled for source in all_.sources)
            channels = ", ".join(channel.key for channel in all_.channels if channel.enabled)
            said = (
                f"{where}: well. {many(len(all_.stories), 'story', 'stories')}, {many(enabled, 'source')}, "
                f"channels: {channels or 'none'}"
            )
            wrapped(out(), Text(said, style="green"), indent=0, hanging=2)
            must_be_told(all_)
    if found.faults:
        raise typer.Exit(ACT)


def _with_few_words(notes: Sequence[Caution]) -> list[Caution | str]:
    """Those about which something can be done; of a story's others, if they are many, only how many they are."""
    idle = Counter(note.story for note in notes if note.remedy == "none")
    said = [
        f"story {story}: {count} forms are short or have another meaning, and nothing need be done about them; "
        "monitor check --notes names them"
        for story, count in idle.items()
        if count > _FEW
    ]
    return [*(note for note in notes if note.remedy != "none" or idle[note.story] <= _FEW), *said]


def _print_checked(found: Checked) -> None:
    """All that was found, for programs."""
    notes, changes = _effects(found)
    print_json(
        {
            "faults": [
                {"file": f.file, "line": f.line, "key": f.key, "wrong": f.wrong, "right": f.right} for f in found.faults
            ],
            "remarks": found.remarks,
            "notes": [asdict(one) for one in notes],
            "effects": [asdict(one) for one in changes],
        }
    )


def _inside(folder: Path) -> Path:
    """The config folder of a folder; itself, if somebody named that."""
    inside = folder / "config"
    return folder if not inside.is_dir() and (folder / "monitor.toml").is_file() else inside


def _effects(found: Checked) -> tuple[list[Caution], list[Effect]]:
    """Risky keywords, and what the stories would have matched of the posts that are stored already."""
    if found.settings is None or found.faults:
        return [], []
    now = datetime.now(UTC)
    try:
        with database(found.settings) as engine, reading(engine) as door:
            changed = effects(door, found.settings, now=now)
            return risks(found.settings, door, now=now), changed
    except (MonitorError, SQLAlchemyError):
        return risks(found.settings, now=now), []  # no database yet


def migrate(
    config: ConfigOption = None,
    only_check: Annotated[bool, typer.Option("--check", help="Only say whether something is due.")] = False,
) -> None:
    """Bring the database to this program's schema (the daemon does it by itself at its start)."""
    from monitor.jobs.database import look_into_store, open_store, store_exists
    from monitor.store.migrate import copy_before, pending
    from monitor.store.migrate import migrate as upgrade

    settings = settings_of(config)
    if only_check and not store_exists(settings):
        # looking must not make a file
        out().print(Text("due: everything, there is no database yet"))
        raise typer.Exit(ACT)
    engine = look_into_store(settings) if only_check else open_store(settings)
    try:
        due = pending(engine) if only_check else upgrade(engine)
        copy = None if only_check else copy_before(engine, due)
    finally:
        engine.dispose()
    word = "due" if only_check else "done"
    out().print(Text(f"{word}: {', '.join(due)}" if due else "nothing is due"))
    if copy:
        nothing(f"as it was before: {copy}")
    if only_check and due:
        raise typer.Exit(ACT)


def add_to(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command("init")(init)
    app.command("check")(check)
    app.command("migrate")(migrate)
