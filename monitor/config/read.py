"""Reads a config folder: monitor.toml, sources.toml, channels.toml, stories/*.toml. Every fault at once."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from monitor.config.part import read_part
from monitor.config.places import Way
from monitor.config.policy import policy_of
from monitor.config.settings import (
    ChannelShape,
    ChannelsShape,
    DigestShape,
    MonitorShape,
    Settings,
    SourceShape,
    SourcesShape,
)
from monitor.config.shape import Shape
from monitor.config.story import StoryPart, read_story_part
from monitor.config.strangers import strangers, twice, unread
from monitor.config.toml import Loaded, load, load_part, parse
from monitor.model import Channel, ConfigError, Digest, Fault, Policy, Source

S = TypeVar("S", bound=Shape)

#: The files that may stand in a config folder besides stories/.
FILES = ("monitor.toml", "sources.toml", "channels.toml")


def find_folder(asked: Path | None) -> Path:
    """The config folder: the one asked for, else MONITOR_CONFIG, else ./config.

    Raises ConfigError naming the remedy where none of its files stands.
    """
    folder = asked or Path(os.environ.get("MONITOR_CONFIG") or "config")
    if not _holds_config(folder):
        near = next((each for each in (folder / "config", folder.parent) if _holds_config(each)), None)
        right = f"did you mean {near}?" if near else "make one with: monitor init ."
        raise ConfigError([Fault(file=str(folder), key="", wrong="no config here", right=right)])
    return folder


def _holds_config(folder: Path) -> bool:
    """Whether a folder has at least one of the files: each may be left out, but one that has none is not meant."""
    return folder.is_dir() and any(is_there(folder / name) for name in (*FILES, "stories"))


def read_config(folder: Path) -> Settings:
    """The checked configuration of a folder. Raises ConfigError with every fault of every file."""
    settings, faults = survey(folder)
    if faults:
        raise ConfigError(faults)
    return settings


def survey(folder: Path) -> tuple[Settings, list[Fault]]:
    """What of a folder can be read, and every fault. Settings with faults are only good for finding more of them."""
    faults: list[Fault] = []
    files: dict[str, Loaded] = {}
    main = _read(folder, "monitor.toml", MonitorShape, files, faults) or MonitorShape()
    ways = _read(folder, "channels.toml", ChannelsShape, files, faults) or ChannelsShape()
    _read(folder, "sources.toml", SourcesShape, files, faults)
    read, faulty, unknown = _read_stories(folder, faults)
    sources, source_parts = map(_sources, _entries(files["sources.toml"], "sources", SourceShape, faults))
    channels, channel_parts = map(_channels, _entries(files["channels.toml"], "channels", ChannelShape, faults))
    if ways.console and all(channel.kind != "console" for channel in channels):
        channels = (Channel(key="console", kind="console"), *channels)
    told, _ = _entries(files["channels.toml"], "digests", DigestShape, faults)
    digests = {number: _digest(shape, main.zone) for number, shape in told}
    for table, name in (("sources", "sources.toml"), ("channels", "channels.toml"), ("digests", "channels.toml")):
        faults += twice(table, files[name])
    faults += strangers([*read, *faulty], digests, files, unknown | unread(files, faults))
    settings = Settings(
        folder=folder,
        store_url=store_url(folder, main.store.url),
        zone=main.zone,
        log=main.log,
        keep=main.keep,
        network=main.network,
        daemon=main.daemon,
        watch=main.watch,
        policy=_read_policy(files["monitor.toml"], main.zone, faults),
        sources=sources,
        channels=channels,
        digests=tuple(digests.values()),
        stories=tuple(part.story for part in read),
        files=files,
        source_parts=source_parts,
        channel_parts=channel_parts,
        story_parts=tuple(faulty),
    )
    return settings, faults


def _sources(entries: list[tuple[int, SourceShape]]) -> tuple[Source, ...]:
    return tuple(Source(**{**dict(shape), "was": tuple(shape.was)}, number=number) for number, shape in entries)


def _channels(entries: list[tuple[int, ChannelShape]]) -> tuple[Channel, ...]:
    return tuple(Channel(**dict(shape), number=number) for number, shape in entries)


def _entries(
    loaded: Loaded, table: str, shape: type[S], faults: list[Fault]
) -> tuple[list[tuple[int, S]], list[tuple[int, S]]]:
    """The entries of a list of tables that are well, and what is left of the others, with their numbers."""
    well: list[tuple[int, S]] = []
    parts: list[tuple[int, S]] = []
    entries = loaded.data.get(table, [])
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        if not isinstance(entry, dict):
            continue  # told already: the list itself is wrong
        read, wrong, lost = read_part(shape, loaded, (table, number), _unnamed)
        faults += wrong
        if read is not None and not any(way[0] == "options" for way in lost):
            (parts if wrong else well).append((number, read))
    return well, parts


def _unnamed(way: Way) -> Any:
    return "unnamed" if way == ("key",) else None


def _harmless(way: Way) -> Any:
    """What may stand in monitor.toml for an entry of a list that is no text."""
    match way:
        case ("network", "allow", int()):
            return "192.0.2.0/24:443"
        case ("network", "nat64", int()):
            return "2001:db8:64::/96"
        case ("network", "direct", int()):
            return "direct.invalid"
    return None


def _digest(shape: DigestShape, zone: str) -> Digest:
    return Digest(
        key=shape.key,
        at=shape.at,
        zone=shape.zone or zone,
        stories=tuple(shape.stories),
        channels=tuple(shape.channels),
    )


def store_url(folder: Path, configured: str) -> str:
    """Where the database is: MONITOR_DATABASE_URL, else ``[store] url``, else data/monitor.db beside the folder."""
    beside = (folder.resolve().parent / "data" / "monitor.db").as_posix()
    return os.environ.get("MONITOR_DATABASE_URL") or configured or f"sqlite:///{beside}"


def find_store(folder: Path) -> str:
    """Where the database of a config folder is, by its monitor.toml alone. Raises ConfigError if that is no TOML."""
    main = load(folder / "monitor.toml").data if is_there(folder / "monitor.toml") else {}
    store = main.get("store")
    url = store.get("url") if isinstance(store, dict) else ""
    return store_url(folder, url if isinstance(url, str) else "")


def _read(folder: Path, name: str, shape: type[S], files: dict[str, Loaded], faults: list[Fault]) -> S | None:
    """One file; a missing one is empty."""
    path = folder / name
    files[name] = parse("", str(path))
    if not is_there(path):
        return None
    try:
        files[name], wrong, _ = load_part(path)
    except ConfigError as error:
        faults += error.faults
        return None
    faults += wrong
    read, wrong, _ = read_part(shape, files[name], instead=_harmless)
    faults += wrong
    return read


def _read_stories(folder: Path, faults: list[Fault]) -> tuple[list[StoryPart], list[StoryPart], frozenset[str]]:
    """The stories that are well, what is left of the others, and "stories" if not every key could be read."""
    well: list[StoryPart] = []
    faulty: list[StoryPart] = []
    lost = False
    for path in _listed_stories(folder, faults):
        try:
            part, wrong = read_story_part(path)
        except ConfigError as error:
            faults += error.faults
            lost = True
            continue
        faults += wrong
        lost |= part is None or ("key",) in part.lost
        if part is not None:
            (faulty if wrong else well).append(part)
    first: dict[str, str] = {}
    for part in well:
        key, file = part.story.key, part.story.file
        if (other := first.setdefault(key, file)) != file:
            faults.append(part.loaded.fault(("key",), f"{key!r} is also the key of {other}", "each story has its own"))
    return well, faulty, frozenset({"stories"} if lost else ())


def is_there(path: Path) -> bool:
    """Whether a name stands there, if only as a link that leads nowhere. What may not be looked at counts as there: it
    must not pass for a file that somebody left out on purpose."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True


def story_files(folder: Path) -> list[Path]:
    """The files of a config folder's stories; an editor's own, which begin with a dot, are none. Raises OSError."""
    place = folder / "stories"
    files = place.iterdir() if is_there(place) else ()
    return sorted(file for file in files if file.name.endswith(".toml") and not file.name.startswith("."))


def _listed_stories(folder: Path, faults: list[Fault]) -> list[Path]:
    try:
        return story_files(folder)
    except OSError as error:
        wrong = f"the stories cannot be read: {error.strerror}"
        faults.append(Fault(file=str(folder / "stories"), key="", wrong=wrong))
        return []


def _read_policy(loaded: Loaded, zone: str, faults: list[Fault]) -> Policy:
    try:
        policy = policy_of(loaded, table=True)
        zoned = "zone" in loaded.data.get("policy", {})
        return policy if zoned else replace(policy, zone=zone)
    except ConfigError as error:
        faults += error.faults
        return Policy()
