"""The policy: ``[policy]`` of monitor.toml, or a file of its own (with or without that header)."""

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from monitor.config.durations import Duration, write_duration
from monitor.config.places import Way
from monitor.config.shape import Shape, Zone, read_shape
from monitor.config.toml import Loaded, load
from monitor.model import ConfigError, Fault, Policy

_DEFAULT = Policy()


def _positive(value: timedelta) -> timedelta:
    if value <= timedelta():
        raise ValueError("must be longer than nothing; write how long")
    return value


def _clock(value: str) -> str:
    if value and not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError(f'{value!r} is no time of day; write "22:30", or "" for never')
    return value


Span = Annotated[Duration, AfterValidator(_positive)]
Clock = Annotated[str, AfterValidator(_clock)]


class PolicyShape(Shape):
    """``[policy]``; what is left out is as ``monitor replay --show-policy`` prints it."""

    cap: int = Field(default=_DEFAULT.cap, ge=1, le=10_000)
    cap_window: Span = _DEFAULT.cap_window
    echo_window: Span = _DEFAULT.echo_window
    likeness: float = Field(default=_DEFAULT.likeness, ge=0, le=1)
    quiet_from: Clock = _DEFAULT.quiet_from
    quiet_until: Clock = _DEFAULT.quiet_until
    zone: Zone = _DEFAULT.zone
    late_after: Span = _DEFAULT.late_after


class _File(Shape):
    policy: PolicyShape = PolicyShape()


def read_policy(path: Path) -> Policy:
    """The policy of a file. Raises ConfigError with every fault: file, line, key, what would be right."""
    return policy_of(load(path))


def policy_of(loaded: Loaded, *, table: bool = False) -> Policy:
    """The policy of a file at hand. ``table``: only ``[policy]`` counts, the rest is others' to read (monitor.toml).

    Raises ConfigError with all its faults.
    """
    way: Way = ("policy",) if table or "policy" in loaded.data else ()
    faults = _half_quiet(loaded, way)
    shape = PolicyShape()
    try:
        if not table and way:
            shape = read_shape(_File, loaded).policy
        elif not way or "policy" in loaded.data:
            shape = read_shape(PolicyShape, loaded, way)
    except ConfigError as error:
        faults += error.faults
    if faults:
        raise ConfigError(sorted(faults, key=lambda fault: fault.line))
    return Policy(**shape.model_dump())


def _half_quiet(loaded: Loaded, way: Way) -> list[Fault]:
    """Quiet hours of which only one end is written: nobody can say what is meant."""
    table: Any = loaded.data.get("policy") if way else loaded.data
    if not isinstance(table, Mapping):
        return []
    found = []
    for here, there, wrong, example in (
        ("quiet_from", "quiet_until", "quiet hours without an end", "07:00"),
        ("quiet_until", "quiet_from", "quiet hours without a beginning", "22:30"),
    ):
        if table.get(here, "") != "" and table.get(there, "") == "":
            found.append(loaded.fault((*way, here), wrong, f'add {there} = "{example}", or leave out both'))
    return found


def written(policy: Policy) -> dict[str, str | int | float]:
    """The policy's keys, each with its value as it is written in ``[policy]``."""
    values = {name: getattr(policy, name) for name in PolicyShape.model_fields}
    return {name: write_duration(value) if isinstance(value, timedelta) else value for name, value in values.items()}


def show_policy(policy: Policy) -> str:
    """The policy as the TOML that makes it."""
    values = written(policy).items()
    lines = [f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value}" for name, value in values]
    return "\n".join(["[policy]", *lines]) + "\n"
