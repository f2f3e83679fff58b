"""The whole configuration: shapes of the files, and the one value that they become."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from monitor.config.cron import read_cron
from monitor.config.durations import Duration
from monitor.config.policy import PolicyShape
from monitor.config.shape import Holds, Shape, Zone
from monitor.config.story import StoryPart
from monitor.config.toml import Loaded
from monitor.model import Channel, Digest, Policy, Source, Story


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", value):
        raise ValueError(f"{value!r} cannot be a key; small letters, digits, - and _, for example akorda-ru")
    return value


Key = Annotated[str, AfterValidator(_key)]


class StoreShape(Shape):
    """``[store]``"""

    url: str = ""


class LogShape(Shape):
    """``[log]``"""

    format: Literal["auto", "console", "json"] = "auto"
    level: Literal["debug", "info", "warning", "error"] = "info"


class KeepShape(Shape):
    """``[keep]``: how long texts that matched nothing are kept; matched posts are kept for ever."""

    unmatched: Duration = timedelta(days=30)


class NetworkShape(Shape):
    """``[network]``: a proxy, its certificates, hosts reached directly, private networks that may be asked,
    prefixes under which the local network hides IPv4 addresses."""

    proxy: str = ""
    ca_file: str = ""
    direct: list[str] = Field(default_factory=list)
    allow: list[str] = Field(default_factory=list)
    nat64: list[str] = Field(default_factory=list)
    contact: str = ""

    @field_validator("contact")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if len(value) > 200 or not value.isascii() or not value.isprintable():
            raise ValueError(
                "it goes into a header of every request; one line of plain letters: https://... or a mail address"
            )
        return value


class DaemonShape(Shape):
    """``[daemon]``: how much at once, and how often it says how it is."""

    pollers: int = Field(default=16, ge=1, le=500)
    workers: int = Field(default=1, ge=1, le=64)
    status_every: Duration = Field(default=timedelta(minutes=10), ge=timedelta(seconds=10))
    silent_after: Duration = Field(default=timedelta(days=3), ge=timedelta(minutes=1))


class WatchShape(Shape):
    """``[watch]``: the heartbeat that others watch, and when the monitor calls itself unwell."""

    heartbeat_file: str = ""
    heartbeat_url: str = ""
    dead_after: Duration = Field(default=timedelta(minutes=30), ge=timedelta(seconds=1))
    overdue: Duration = Field(default=timedelta(minutes=10), ge=timedelta(seconds=1))

    @field_validator("heartbeat_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://", "env:", "file:")):
            raise ValueError("no web address; https://..., or env:NAME where the address is a secret")
        return value


class MonitorShape(Shape):
    """monitor.toml"""

    zone: Zone = "UTC"
    store: StoreShape = StoreShape()
    log: LogShape = LogShape()
    keep: KeepShape = KeepShape()
    network: NetworkShape = NetworkShape()
    daemon: DaemonShape = DaemonShape()
    watch: WatchShape = WatchShape()
    policy: Annotated[dict[str, Any], Holds(PolicyShape)] = Field(default_factory=dict)


class SourceShape(Shape):
    """``[[sources]]``"""

    key: Key
    kind: str
    address: str = Field(min_length=1)
    every: Duration = timedelta(minutes=15)
    shortest: Duration | None = None
    options: dict[str, Any] = Field(default_factory=dict)
    actor: str = ""
    name: str = ""
    enabled: bool = True
    backfill: Duration | None = None
    ca_file: str = ""
    was: list[Key] = Field(default_factory=list)

    @field_validator("every", "shortest")
    @classmethod
    def _not_too_often(cls, value: timedelta | None) -> timedelta | None:
        if value is not None and value < timedelta(seconds=5):
            raise ValueError("a source is asked at most every 5 seconds; 15m suits most places")
        return value

    @field_validator("shortest")
    @classmethod
    def _not_longer_than_every(cls, value: timedelta | None, info: ValidationInfo) -> timedelta | None:
        every = info.data.get("every")
        if value is not None and every is not None and value > every:
            raise ValueError("longer than `every`, the longest wait; a shorter one, or leave it out")
        return value


class SourcesShape(Shape):
    """sources.toml. Its entries are checked one by one (``SourceShape``), so that one fault does not hide others."""

    sources: list[dict[str, Any]] = Field(default_factory=list)


class ChannelShape(Shape):
    """``[[channels]]``"""

    key: Key
    kind: str
    address: str = ""
    options: dict[str, Any] = Field(default_factory=dict)
    enabled: bool = True


class DigestShape(Shape):
    """``[[digests]]``"""

    key: Key
    at: str
    zone: Zone | None = None
    stories: list[str] = Field(default_factory=list)
    channels: list[str] = Field(default_factory=list)

    @field_validator("at")
    @classmethod
    def _cron(cls, value: str) -> str:
        # from any fixed day on: a day that comes at all comes within 28 years
        if read_cron(value, "UTC").get_next_fire_time(None, datetime(2024, 1, 1, tzinfo=UTC)) is None:
            raise ValueError(f"{value!r} never comes; a day that its month has, for example 0 7 * * *")
        return value


class ChannelsShape(Shape):
    """channels.toml; ``console = false`` takes away the console channel that is there by default."""

    console: bool = True
    channels: list[dict[str, Any]] = Field(default_factory=list)
    digests: list[dict[str, Any]] = Field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The checked configuration. ``files`` are the files as loaded, by name, so that later faults can name a line."""

    folder: Path
    store_url: str
    zone: str = "UTC"
    log: LogShape = field(default_factory=LogShape)
    keep: KeepShape = field(default_factory=KeepShape)
    network: NetworkShape = field(default_factory=NetworkShape)
    daemon: DaemonShape = field(default_factory=DaemonShape)
    watch: WatchShape = field(default_factory=WatchShape)
    policy: Policy = field(default_factory=Policy)
    sources: tuple[Source, ...] = ()
    channels: tuple[Channel, ...] = ()
    digests: tuple[Digest, ...] = ()
    stories: tuple[Story, ...] = ()
    files: Mapping[str, Loaded] = field(default_factory=dict, repr=False)
    #: what is left of sources, channels and stories whose entries have faults: only ``check`` asks about them
    source_parts: tuple[Source, ...] = ()
    channel_parts: tuple[Channel, ...] = ()
    story_parts: tuple[StoryPart, ...] = ()
