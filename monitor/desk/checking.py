"""``check``: every fault of a configuration at once, and remarks that are no faults."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.config import Settings, survey
from monitor.config.secrets import is_reference
from monitor.jobs.setup import allowed, faults_of_settings
from monitor.model import ConfigError, Fault


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
    try:
        allowed(settings.network.allow, settings.files["monitor.toml"])
    except ConfigError as error:
        faults += error.faults
    faults.sort(key=lambda fault: (fault.file, fault.line))
    return Checked(faults=tuple(faults), remarks=tuple(remarks(settings)), settings=settings)


def remarks(settings: Settings) -> list[str]:
    """What is off, missing in the environment, or worth a thought."""
    said = []
    if not settings.sources:
        said.append("no source is configured: nothing will be polled (sources.toml)")
    if not settings.stories:
        said.append("no story is configured: posts are stored, nothing is matched (stories/*.toml)")
    off = [source.key for source in settings.sources if not source.enabled]
    if off:
        said.append(f"switched off: {', '.join(off)}")
    said += [f"the environment has no {name} (needed by {who})" for who, name in _missing(settings)]
    if settings.network.proxy:
        said.append("all calls go through the proxy: it resolves the names, so it must filter private addresses itself")
    said += [f"story {story.key} is paused" for story in settings.stories if story.status == "paused"]
    return said


def _missing(settings: Settings) -> list[tuple[str, str]]:
    """Environment variables that enabled sources and channels name, but that are not set."""
    missing = []
    for what, entries in (("source", settings.sources), ("channel", settings.channels)):
        for entry in entries:
            values: Sequence[object] = [getattr(entry, "address", ""), *entry.options.values()]
            for value in values:
                if isinstance(value, str) and is_reference(value) and value.startswith("env:") and entry.enabled:
                    name = value.removeprefix("env:")
                    if not os.environ.get(name):
                        missing.append((f"{what} {entry.key}", name))
    return missing
