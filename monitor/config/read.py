"""Reads a config folder: monitor.toml, sources.toml, channels.toml, stories/*.toml. Every fault at once."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

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
from monitor.config.shape import Shape, near, read_shape
from monitor.config.story import read_story
from monitor.config.toml import Loaded, load, parse
from monitor.model import Channel, ConfigError, Digest, Fault, Policy, Source, Story

S = TypeVar("S", bound=Shape)

#: The files that may stand in a config folder besides stories/.
FILES = ("monitor.toml", "sources.toml", "channels.toml")


def find_folder(asked: Path | None = None) -> Path:
    """The config folder: the one asked for, else MONITOR_CONFIG, else ./config.

    Raises ConfigError naming the remedy when there is none.
    """
    folder = asked or Path(os.environ.get("MONITOR_CONFIG") or "config")
    if not folder.is_dir():
        raise ConfigError(
            [Fault(file=str(folder), key="", wrong="no config here", right="make one with: monitor init .")]
        )
    return folder


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
    stories = _read_stories(folder, faults)
    sources = tuple(
        Source(**{**dict(shape), "was": tuple(shape.was)}, number=number)
        for number, shape in _entries(files["sources.toml"], "sources", SourceShape, faults)
    )
    channels = tuple(
        Channel(**dict(shape), number=number)
        for number, shape in _entries(files["channels.toml"], "channels", ChannelShape, faults)
    )
    if ways.console and all(channel.kind != "console" for channel in channels):
        channels = (Channel(key="console", kind="console"), *channels)
    digests = {
        number: _digest(shape, main.zone)
        for number, shape in _entries(files["channels.toml"], "digests", DigestShape, faults)
    }
    for table, name in (("sources", "sources.toml"), ("channels", "channels.toml"), ("digests", "channels.toml")):
        faults += _twice(table, files[name])
    faults += _strangers(stories, digests, files)
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
        stories=tuple(stories),
        files=files,
    )
    return settings, faults


def _entries(loaded: Loaded, table: str, shape: type[S], faults: list[Fault]) -> list[tuple[int, S]]:
    """The entries of a list of tables that are well, with their numbers; the faults of the others."""
    found: list[tuple[int, S]] = []
    entries = loaded.data.get(table, [])
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        if not isinstance(entry, dict):
            continue  # told already: the list itself is wrong
        try:
            found.append((number, read_shape(shape, loaded, (table, number))))
        except ConfigError as error:
            faults += error.faults
    return found


def _digest(shape: DigestShape, zone: str) -> Digest:
    return Digest(
        key=shape.key,
        at=shape.at,
        zone=shape.zone or zone,
        stories=tuple(shape.stories),
        channels=tuple(shape.channels),
    )


def store_url(folder: Path, configured: str = "") -> str:
    """Where the database is: MONITOR_DATABASE_URL, else ``[store] url``, else data/monitor.db beside the folder."""
    beside = (folder.resolve().parent / "data" / "monitor.db").as_posix()
    return os.environ.get("MONITOR_DATABASE_URL") or configured or f"sqlite:///{beside}"


def _read(folder: Path, name: str, shape: type[S], files: dict[str, Loaded], faults: list[Fault]) -> S | None:
    """One file; a missing one is empty."""
    path = folder / name
    files[name] = parse("", str(path))
    if not path.exists():
        return None
    try:
        files[name] = load(path)
        return read_shape(shape, files[name])
    except ConfigError as error:
        faults += error.faults
        return None


def _read_stories(folder: Path, faults: list[Fault]) -> list[Story]:
    stories: list[Story] = []
    for path in sorted((folder / "stories").glob("*.toml")):
        try:
            stories.append(read_story(path))
        except ConfigError as error:
            faults += error.faults
    for key, count in Counter(story.key for story in stories).items():
        if count > 1:
            twice = [story.file for story in stories if story.key == key]
            faults.append(Fault(file=twice[-1], key="key", wrong=f"{key!r} is also the key of {twice[0]}"))
    return stories


def _read_policy(loaded: Loaded, zone: str, faults: list[Fault]) -> Policy:
    try:
        policy = policy_of(loaded, table=True)
        zoned = "zone" in loaded.data.get("policy", {})
        return policy if zoned else replace(policy, zone=zone)
    except ConfigError as error:
        faults += error.faults
        return Policy()


def _twice(table: str, loaded: Loaded) -> list[Fault]:
    seen: set[str] = set()
    faults = []
    for number, key in _keys(table, loaded):
        if key in seen:
            faults.append(loaded.fault((table, number, "key"), f"{key!r} stands twice", "each key once"))
        seen.add(key)
    return faults


def _keys(table: str, loaded: Loaded) -> list[tuple[int, str]]:
    """The entries' numbers and keys."""
    entries = loaded.data.get(table, [])
    listed = entries if isinstance(entries, list) else []  # what is no list was told as a fault already
    return [(number, str(entry.get("key", ""))) for number, entry in enumerate(listed) if isinstance(entry, dict)]


def _strangers(stories: Iterable[Story], digests: Mapping[int, Digest], files: Mapping[str, Loaded]) -> list[Fault]:
    """Names of sources, channels and stories that nobody has."""
    ways = files["channels.toml"]
    have = {
        "sources": [key for _, key in _keys("sources", files["sources.toml"])],
        "channels": ["console", *(key for _, key in _keys("channels", ways))],
        "stories": [story.key for story in stories],
    }
    faults = [
        Fault(file=story.file, key=kind, wrong=f"there is no {name!r} in {kind}.toml", right=near(name, have[kind]))
        for story in stories
        for kind, names in (("sources", story.sources), ("channels", story.channels))
        for name in names
        if name not in have[kind]
    ]
    for number, digest in digests.items():
        for kind, names in (("stories", digest.stories), ("channels", digest.channels)):
            faults += [
                ways.fault(("digests", number, kind), f"there is no {name!r}", near(name, have[kind]))
                for name in names
                if name not in have[kind]
            ]
    return faults
