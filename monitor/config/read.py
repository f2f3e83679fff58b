"""Reads a config folder: monitor.toml, sources.toml, channels.toml, stories/*.toml. Every fault at once."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from monitor.config.part import read_part
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
from monitor.config.shape import Shape, near
from monitor.config.story import StoryPart, read_story_part
from monitor.config.toml import Loaded, Way, load, parse
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
    stories, story_parts = _read_stories(folder, faults)
    sources, source_parts = (
        tuple(Source(**{**dict(shape), "was": tuple(shape.was)}, number=number) for number, shape in entries)
        for entries in _entries(files["sources.toml"], "sources", SourceShape, faults)
    )
    channels, channel_parts = (
        tuple(Channel(**dict(shape), number=number) for number, shape in entries)
        for entries in _entries(files["channels.toml"], "channels", ChannelShape, faults)
    )
    if ways.console and all(channel.kind != "console" for channel in channels):
        channels = (Channel(key="console", kind="console"), *channels)
    digests = {
        number: _digest(shape, main.zone)
        for number, shape in _entries(files["channels.toml"], "digests", DigestShape, faults)[0]
    }
    for table, name in (("sources", "sources.toml"), ("channels", "channels.toml"), ("digests", "channels.toml")):
        faults += _twice(table, files[name])
    faults += _strangers([*stories, *(part.story for part in story_parts)], digests, files)
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
        source_parts=source_parts,
        channel_parts=channel_parts,
        story_parts=tuple(story_parts),
    )
    return settings, faults


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


def store_url(folder: Path, configured: str = "") -> str:
    """Where the database is: MONITOR_DATABASE_URL, else ``[store] url``, else data/monitor.db beside the folder."""
    beside = (folder.resolve().parent / "data" / "monitor.db").as_posix()
    return os.environ.get("MONITOR_DATABASE_URL") or configured or f"sqlite:///{beside}"


def _read(folder: Path, name: str, shape: type[S], files: dict[str, Loaded], faults: list[Fault]) -> S | None:
    """One file; a missing one is empty."""
    path = folder / name
    files[name] = parse("", str(path))
    if not is_there(path):
        return None
    try:
        files[name] = load(path)
    except ConfigError as error:
        faults += error.faults
        return None
    read, wrong, _ = read_part(shape, files[name], instead=_harmless)
    faults += wrong
    return read


def _read_stories(folder: Path, faults: list[Fault]) -> tuple[list[Story], list[StoryPart]]:
    stories: list[Story] = []
    parts: list[StoryPart] = []
    for path in _listed_stories(folder, faults):
        try:
            part, wrong = read_story_part(path)
        except ConfigError as error:
            faults += error.faults
            continue
        faults += wrong
        if part is not None and not wrong:
            stories.append(part.story)
        elif part is not None:
            parts.append(part)
    for key, count in Counter(story.key for story in stories).items():
        if count > 1:
            twice = [story.file for story in stories if story.key == key]
            faults.append(Fault(file=twice[-1], key="key", wrong=f"{key!r} is also the key of {twice[0]}"))
    return stories, parts


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
