"""Reads a config folder: monitor.toml, sources.toml, channels.toml, stories/*.toml. Every fault at once."""

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from monitor.config.policy import policy_of
from monitor.config.settings import (
    ChannelsShape,
    DigestShape,
    MonitorShape,
    Settings,
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
    faults: list[Fault] = []
    files: dict[str, Loaded] = {}
    main = _read(folder, "monitor.toml", MonitorShape, files, faults) or MonitorShape()
    places = _read(folder, "sources.toml", SourcesShape, files, faults) or SourcesShape()
    ways = _read(folder, "channels.toml", ChannelsShape, files, faults) or ChannelsShape()
    stories = _read_stories(folder, faults)
    policy = _read_policy(files["monitor.toml"], main.zone, faults)
    sources = tuple(Source(**{**dict(shape), "was": tuple(shape.was)}) for shape in places.sources)
    channels = tuple(Channel(**dict(shape)) for shape in ways.channels)
    if ways.console and all(channel.kind != "console" for channel in channels):
        channels = (Channel(key="console", kind="console"), *channels)
    digests = tuple(_digest(shape, main.zone) for shape in ways.digests)
    faults += _twice("sources", [each.key for each in sources], files["sources.toml"])
    faults += _twice("channels", [each.key for each in channels], files["channels.toml"])
    faults += _twice("digests", [each.key for each in digests], files["channels.toml"])
    faults += _strangers(stories, digests, sources, channels, files["channels.toml"])
    if faults:
        raise ConfigError(faults)
    return Settings(
        folder=folder,
        store_url=store_url(folder, main.store.url),
        zone=main.zone,
        log=main.log,
        keep=main.keep,
        network=main.network,
        daemon=main.daemon,
        policy=policy,
        sources=sources,
        channels=channels,
        digests=digests,
        stories=tuple(stories),
        files=files,
    )


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


def _twice(table: str, keys: list[str], loaded: Loaded) -> list[Fault]:
    seen: set[str] = set()
    faults = []
    listed = [entry.get("key") for entry in loaded.data.get(table, [])]
    for number, key in enumerate(listed):
        if key in seen and key in keys:
            faults.append(loaded.fault((table, number, "key"), f"{key!r} stands twice", "each key once"))
        seen.add(key)
    return faults


def _strangers(
    stories: Iterable[Story],
    digests: Iterable[Digest],
    sources: Iterable[Source],
    channels: Iterable[Channel],
    loaded: Loaded,
) -> list[Fault]:
    """Names of sources, channels and stories that nobody has."""
    have = {
        "sources": [source.key for source in sources],
        "channels": [channel.key for channel in channels],
        "stories": [story.key for story in stories],
    }
    faults = [
        Fault(file=story.file, key=kind, wrong=f"there is no {name!r} in {kind}.toml", right=near(name, have[kind]))
        for story in stories
        for kind, names in (("sources", story.sources), ("channels", story.channels))
        for name in names
        if name not in have[kind]
    ]
    for number, digest in enumerate(digests):
        for kind, names in (("stories", digest.stories), ("channels", digest.channels)):
            faults += [
                loaded.fault(("digests", number, kind), f"there is no {name!r}", near(name, have[kind]))
                for name in names
                if name not in have[kind]
            ]
    return faults
