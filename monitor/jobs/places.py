"""What a configuration names outside itself: addresses, certificates, and sources under their former names. All faults
that would otherwise come up one by one while the daemon runs."""

import ssl
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from monitor.config import Settings
from monitor.config.places import Way
from monitor.config.secrets import is_reference
from monitor.config.toml import Loaded
from monitor.fetch.addresses import Guard
from monitor.fetch.urls import read_target
from monitor.jobs.network import allowed
from monitor.model import Channel, ConfigError, Fault, Refused, Source
from monitor.text.urls import canonical

MONITOR, SOURCES, CHANNELS = "monitor.toml", "sources.toml", "channels.toml"


def place_faults(settings: Settings) -> list[Fault]:
    """What keeps a place from ever being reached, whatever the network is like. Nothing is asked."""
    return [*_certificates(settings), *_addresses(settings), *_twin_consoles(settings), *_former_keys(settings)]


def place_remarks(settings: Settings) -> list[str]:
    """Addresses inside the own network or at odd ports: refused at each poll unless ``[network] allow`` lists them."""
    try:
        guard = Guard(allowed(settings.network.allow), nat64=tuple(settings.network.nat64))
    except (ConfigError, ValueError):
        return []  # told as a fault
    named: list[tuple[str, Source | Channel]] = [("source", source) for source in settings.sources]
    named += [("channel", channel) for channel in settings.channels]
    said = []
    for what, entry in named:
        if entry.enabled and not _wrong(entry.address, None) and (wrong := _wrong(entry.address, guard)):
            said.append(f"{what} {entry.key}: {wrong}")
    return [*said, *_twin_sources(settings)]


def _twin_sources(settings: Settings) -> Iterator[str]:
    """Sources that read one address in the same way: what it publishes is stored once for each of them."""
    alike: dict[tuple[str, ...], list[Source]] = {}
    for source in settings.sources:
        if source.enabled:
            read = (source.kind, canonical(source.address), repr(sorted(source.options.items())))
            alike.setdefault(read, []).append(source)
    for same in alike.values():
        if len(same) > 1:
            named = ", ".join(source.key for source in same[:5]) + (" ..." if len(same) > 5 else "")
            yield f"sources {named} have one address, {same[0].address}: it is asked and its posts are stored for each"


def _wrong(address: str, guard: Guard | None) -> str:
    """Why an address that looks like one of the web is never dialled; "" for one that may be, and for anything else."""
    if "://" not in address or is_reference(address):
        return ""
    try:
        read_target(address, guard)
    except Refused as error:
        return error.message
    return ""


def _addresses(settings: Settings) -> Iterator[Fault]:
    for table, name, entries in (("sources", SOURCES, settings.sources), ("channels", CHANNELS, settings.channels)):
        for entry in entries:
            if entry.enabled and (wrong := _wrong(entry.address, None)):
                yield _fault(settings.files.get(name), table, entry, ("address",), wrong, "https://host/path")
    beat = settings.watch.heartbeat_url
    if wrong := _wrong(beat, None):
        loaded = settings.files.get(MONITOR)
        yield (
            Fault(file=MONITOR, key="watch.heartbeat_url", wrong=wrong)
            if loaded is None
            else loaded.fault(("watch", "heartbeat_url"), wrong)
        )


def _certificates(settings: Settings) -> Iterator[Fault]:
    loaded = settings.files.get(MONITOR)
    if (path := settings.network.ca_file) and (wrong := ca_file_wrong(path)):
        way: Way = ("network", "ca_file")
        yield loaded.fault(way, *wrong) if loaded else Fault(file=MONITOR, key="network.ca_file", wrong=wrong[0])
    for source in settings.sources:
        if source.enabled and source.ca_file and (wrong := ca_file_wrong(source.ca_file)):
            yield _fault(settings.files.get(SOURCES), "sources", source, ("ca_file",), *wrong)
    for channel in settings.channels:
        named = channel.options.get("ca_file")
        if channel.enabled and isinstance(named, str) and named and (wrong := ca_file_wrong(named)):
            yield _fault(settings.files.get(CHANNELS), "channels", channel, ("options", "ca_file"), *wrong)


def ca_file_wrong(path: str) -> tuple[str, str] | None:
    """What is wrong with a file of certificates, and what would be right; None if it can be used."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except FileNotFoundError:
        return f"there is no file {path}", f"a relative path counts from {Path.cwd()}"
    except ssl.SSLError:
        return f"{path} holds no certificates in PEM form", "blocks that begin with -----BEGIN CERTIFICATE-----"
    except (OSError, ValueError) as error:
        return (
            f"{path} cannot be read: {getattr(error, 'strerror', None) or error}",
            "a readable file of PEM certificates",
        )
    return None


def _twin_consoles(settings: Settings) -> Iterator[Fault]:
    """Two of them would print every alert twice on the same stream."""
    consoles = [channel for channel in settings.channels if channel.kind == "console" and channel.enabled]
    for channel in consoles[1:]:
        wrong = f"{consoles[0].key} is a console already: everything would be printed twice"
        yield _fault(settings.files.get(CHANNELS), "channels", channel, ("kind",), wrong, "one channel of kind console")


def _former_keys(settings: Settings) -> Iterator[Fault]:
    """A former key has one heir, and is nobody's key any more: its past cannot go to two."""
    loaded = settings.files.get(SOURCES)
    living = {source.key for source in settings.sources}
    heirs = Counter(key for source in settings.sources for key in dict.fromkeys(source.was))
    for source in settings.sources:
        for key in source.was:
            if key == source.key:
                yield _fault(
                    loaded, "sources", source, ("was",), f"{key!r} is its key still", "a key that it had before"
                )
            elif key in living:
                wrong = f"{key!r} is a source that is configured: its past would be taken from it"
                yield _fault(loaded, "sources", source, ("was",), wrong, "a key that no source has any more")
            elif heirs[key] > 1:
                wrong = f"{key!r} is the former key of {heirs[key]} sources"
                yield _fault(loaded, "sources", source, ("was",), wrong, "its past can go to one")


def _fault(
    loaded: Loaded | None, table: str, entry: Source | Channel, way: tuple[str, ...], wrong: str, right: str = ""
) -> Fault:
    if loaded is None:
        return Fault(file=f"{table}.toml", key=f"{table}[{entry.key}].{'.'.join(way)}", wrong=wrong, right=right)
    entries = loaded.data.get(table, [])
    number = entry.number
    if number is None:
        number = next(
            (n for n, each in enumerate(entries) if isinstance(each, dict) and each.get("key") == entry.key), None
        )
    if number is None:  # the console that is there by default
        return Fault(file=loaded.file, key=entry.key, wrong=wrong, right=right)
    return loaded.fault((table, number, *way), wrong, right)
