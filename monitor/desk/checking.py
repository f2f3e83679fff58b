"""``check``: every fault of a configuration at once, and remarks that are no faults."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from monitor.channels import load_channel
from monitor.channels.posting import no_web_address
from monitor.config import Settings, survey
from monitor.config.secrets import complaint, is_reference, warning
from monitor.config.strays import unread_files
from monitor.desk.cautioning import cautious
from monitor.jobs.database import store_faults
from monitor.jobs.network import network_remarks
from monitor.jobs.places import place_remarks
from monitor.jobs.setup import faults_of_settings
from monitor.model import Channel, Fault, MonitorError, Refused, Source
from monitor.sources import load_kind


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What was found: ``faults`` keep the daemon from starting, ``remarks`` are worth knowing."""

    faults: tuple[Fault, ...] = ()
    remarks: tuple[str, ...] = ()
    settings: Settings | None = None


def check(folder: Path) -> Checked:
    """Reads a config folder and asks every room about it. Never raises for what a person wrote."""
    settings, faults = survey(folder)
    faults += faults_of_settings(settings)
    broken, said = store_faults(settings)
    faults += broken
    faults.sort(key=lambda fault: (fault.file, fault.line))
    return Checked(faults=tuple(faults), remarks=(*remarks(settings, faults), *said), settings=settings)


def remarks(settings: Settings, faults: Sequence[Fault] = ()) -> list[str]:
    """What is off, missing in the environment, or worth a thought. What a fault hides is not called missing."""
    said = []
    hidden = {Path(fault.file).name for fault in faults} | {Path(fault.file).parent.name for fault in faults}
    if not settings.sources and "sources.toml" not in hidden:
        said.append("no source is configured: nothing will be polled (sources.toml)")
    if not any(channel.enabled for channel in settings.channels):
        said.append("no channel is enabled: alerts reach nobody (channels.toml)")
    if not settings.stories and "stories" not in hidden:
        said.append("no story is configured: posts are stored, nothing is matched (stories/*.toml)")
    off = [source.key for source in settings.sources if not source.enabled]
    if off:
        said.append(f"switched off: {', '.join(off)}")
    for what, entries in (("source", settings.sources), ("channel", settings.channels)):
        for entry in entries:
            said += [f"{what} {entry.key}: {text}" for text in _secrets(entry) if entry.enabled]
    said += network_remarks(settings)
    said += place_remarks(settings)
    said += [f"watch.heartbeat_url: {text}" for text in _unsafe_address(settings.watch.heartbeat_url)]
    said += unread_files(settings.folder)
    said += cautious(settings.sources, settings.stories)
    said += [f"story {story.key} is paused" for story in settings.stories if story.status == "paused"]
    return said


def _secrets(entry: Source | Channel) -> list[str]:
    """What is wrong with the secrets that a source or channel names: missing here, or open to others."""
    # the address of a source is a place, never a secret
    address = [entry.address] if isinstance(entry, Channel) else []
    references = dict.fromkeys(_texts([*address, _options(entry)]))
    found = [text for each in references for text in _unsafe(each)]
    if isinstance(entry, Channel) and is_reference(entry.address):
        found += [wrong for wrong in _own_faults(entry, "address") if wrong not in found]
    return found


def _own_faults(channel: Channel, of: str) -> list[str]:
    """What a channel says of what stands behind the name of a secret: that is no fault, it may be mended outside."""
    try:
        kind = load_channel(channel.kind)
        port = kind(channel, kind.Options.model_validate(dict(channel.options)))
    except (MonitorError, ValidationError):
        return []  # told as a fault
    said: Sequence[tuple[str, str]] = getattr(port, "faults", tuple)()
    return [wrong for key, wrong in said if key == of]


def _options(entry: Source | Channel) -> Mapping[str, object]:
    """The options as they are in force: a secret may be named by default."""
    try:
        shape = load_kind(entry.kind).Options if isinstance(entry, Source) else load_channel(entry.kind).Options
        return {**shape.model_validate(dict(entry.options)).model_dump(), **entry.options}
    except (Refused, ValidationError):
        return entry.options  # told as a fault


def _unsafe(reference: str) -> list[str]:
    return [text for text in (complaint(reference), warning(reference)) if text] if is_reference(reference) else []


def _unsafe_address(reference: str) -> list[str]:
    wrong = no_web_address(reference) if is_reference(reference) else ""
    return [*_unsafe(reference), *([wrong] if wrong else [])]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _texts(each)
