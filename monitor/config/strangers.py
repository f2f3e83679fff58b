"""Names in a configuration: keys that stand twice, and sources, channels and stories that are named and not there."""

from collections.abc import Iterable, Mapping, Sequence

from monitor.config.places import Way
from monitor.config.shape import near
from monitor.config.story import StoryPart
from monitor.config.toml import Loaded
from monitor.model import Digest, Fault


def twice(table: str, loaded: Loaded) -> list[Fault]:
    """Keys that two entries of a list of tables have."""
    seen: set[str] = set()
    faults = []
    for number, key in _keys(table, loaded):
        if key and key in seen:
            faults.append(loaded.fault((table, number, "key"), f"{key!r} stands twice", "each key once"))
        seen.add(key)
    return faults


def _keys(table: str, loaded: Loaded) -> list[tuple[int, str]]:
    """The entries' numbers and keys; "" for one that has none."""
    entries = loaded.data.get(table, [])
    listed = entries if isinstance(entries, list) else []  # what is no list was told as a fault already
    keys = [(number, entry.get("key")) for number, entry in enumerate(listed) if isinstance(entry, dict)]
    return [(number, key if isinstance(key, str) else "") for number, key in keys]


def unread(files: Mapping[str, Loaded], faults: Iterable[Fault]) -> frozenset[str]:
    """The tables of whose keys not all are known: their file is no TOML, or an entry has no key. What refers to them
    may be right."""
    broken = {fault.file for fault in faults if not fault.key}
    return frozenset(
        table
        for table, name in (("sources", "sources.toml"), ("channels", "channels.toml"))
        if files[name].file in broken or not all(key for _, key in _keys(table, files[name]))
    )


def _element(loaded: Loaded, key: str, number: int) -> Way:
    """The way to an element of a list, which may be written as a single text."""
    return (key, number) if isinstance(loaded.data.get(key), list) else (key,)


def strangers(
    stories: Iterable[StoryPart], digests: Mapping[int, Digest], files: Mapping[str, Loaded], unknown: frozenset[str]
) -> list[Fault]:
    """Names of sources, channels and stories that nobody has; of those in ``unknown`` nobody can say."""
    ways = files["channels.toml"]
    have = {
        "sources": [key for _, key in _keys("sources", files["sources.toml"])],
        "channels": ["console", *(key for _, key in _keys("channels", ways))],
        "stories": [part.story.key for part in stories],
    }

    def missing(kind: str, names: Sequence[str]) -> list[tuple[int, str]]:
        known = have[kind]
        return [(n, name) for n, name in enumerate(names) if kind not in unknown and name not in known]

    faults = [
        part.loaded.fault(
            _element(part.loaded, kind, n), f"there is no {name!r} in {kind}.toml", near(name, have[kind])
        )
        for part in stories
        for kind, names in (("sources", part.story.sources), ("channels", part.story.channels))
        for n, name in missing(kind, names)
        if (kind, n) not in part.lost
    ]
    for number, digest in digests.items():
        for kind, names in (("stories", digest.stories), ("channels", digest.channels)):
            faults += [
                ways.fault(("digests", number, kind, n), f"there is no {name!r}", near(name, have[kind]))
                for n, name in missing(kind, names)
            ]
    return faults
