"""From settings to an App: every kind, channel and rule is asked whether it can live with its options."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import Engine

from monitor.channels import channels as channel_kinds
from monitor.channels import load_channel
from monitor.config import Settings
from monitor.config.secrets import is_reference
from monitor.config.shape import faults_of, in_words, near
from monitor.config.toml import Loaded, load
from monitor.jobs.app import App
from monitor.jobs.network import network_faults
from monitor.jobs.places import place_faults
from monitor.jobs.stories import with_lines
from monitor.matching import Matcher, check_story
from monitor.model import Channel, ChannelPort, Clock, ConfigError, Fault, Kind, Refused, Source, Story, Web
from monitor.sources import kinds as source_kinds
from monitor.sources import load_kind


def faults_of_settings(settings: Settings) -> list[Fault]:
    """What the rooms say of a configuration, and of what is left of it where its shape is wrong: kinds, options, rules,
    network. All faults."""
    faults: list[Fault] = []
    settings = replace(
        settings,
        sources=(*settings.sources, *settings.source_parts),
        channels=(*settings.channels, *settings.channel_parts),
    )
    build_kinds(settings.sources, settings.files.get("sources.toml"), faults)
    build_channels(settings.channels, settings.files.get("channels.toml"), faults)
    for story in settings.stories:
        faults += story_faults(story)
    for part in settings.story_parts:
        found = check_story(part.story, knows_names=part.knows_names)
        faults += with_lines([fault for fault in found if not part.touches(fault.key)], part.loaded)
    told = {(fault.file, fault.key) for fault in faults}  # an address that its kind cannot read is told once
    places = [fault for fault in place_faults(settings) if (fault.file, fault.key) not in told]
    return [*faults, *network_faults(settings), *places]


def story_faults(story: Story) -> list[Fault]:
    """What the matcher says of a story, each fault with its line in the story's file."""
    found = check_story(story)
    file = Path(story.file)
    return list(with_lines(found, load(file)) if found and story.file and file.is_file() else found)


def build_app(
    settings: Settings, *, engine: Engine, clock: Clock, web: Web, rng: random.Random | None = None, **more: Any
) -> App:
    """The rooms put together. Raises ConfigError with every fault.

    ``more`` goes to App as it is (``inline``, ``fail_at``, ``worker``, channels of tests ...).
    """
    faults = [fault for story in settings.stories for fault in story_faults(story)]
    kinds = build_kinds(settings.sources, settings.files.get("sources.toml"), faults)
    channels = build_channels(settings.channels, settings.files.get("channels.toml"), faults)
    faults += place_faults(settings)
    if faults:
        raise ConfigError(faults)
    return App(
        settings=without_files(settings),
        engine=engine,
        clock=clock,
        web=web,
        kinds=kinds,
        channels=channels,
        matcher=Matcher([story for story in settings.stories if story.status == "active"]),
        rng=rng or random.Random(),  # noqa: S311 - jitter, not a secret
        **more,
    )


def without_files(settings: Settings) -> Settings:
    """Settings that were found good, without the files' text and lines: these are for telling faults."""
    return replace(settings, files={})


def build_kinds(sources: Sequence[Source], loaded: Loaded | None, faults: list[Fault]) -> dict[str, Kind]:
    """A kind for each enabled source, by key; what is wrong goes into ``faults``."""
    built: dict[str, Kind] = {}
    alike: dict[tuple[type[BaseModel], str], BaseModel] = {}
    for source in sources:
        try:
            kind = load_kind(source.kind)
        except Refused:
            faults.append(_fault(loaded, "sources", source, "kind", source.kind, source_kinds()))
            continue
        options = _options(kind.Options, source.options, loaded, "sources", source, faults)
        if options is not None and options.model_config.get("frozen"):
            # what nobody can change, a thousand sources share
            options = alike.setdefault((kind.Options, repr(source.options)), options)
        if options is None or not source.enabled:
            continue
        try:
            built[source.key] = kind(source, options)
        except ConfigError as error:
            faults += [_placed(fault, source, loaded, "sources") for fault in error.faults]
            continue
        faults += _own_faults(built[source.key], source, options, loaded, "sources")
    return built


def build_channels(channels: Sequence[Channel], loaded: Loaded | None, faults: list[Fault]) -> dict[str, ChannelPort]:
    """A channel port for each enabled channel, by key; what is wrong goes into ``faults``."""
    built: dict[str, ChannelPort] = {}
    for channel in channels:
        try:
            kind = load_channel(channel.kind)
        except Refused:
            faults.append(_fault(loaded, "channels", channel, "kind", channel.kind, channel_kinds()))
            continue
        options = _options(kind.Options, channel.options, loaded, "channels", channel, faults)
        if options is None or not channel.enabled:
            continue
        try:
            built[channel.key] = kind(channel, options)
        except ConfigError as error:
            faults += [_placed(fault, channel, loaded, "channels") for fault in error.faults]
            continue
        faults += _own_faults(built[channel.key], channel, options, loaded, "channels")
    return built


def _options(
    shape: type[BaseModel],
    options: Mapping[str, Any],
    loaded: Loaded | None,
    table: str,
    entry: Source | Channel,
    faults: list[Fault],
) -> BaseModel | None:
    try:
        return shape.model_validate(dict(options))
    except ValidationError as error:
        if loaded is None:
            faults += [
                Fault(
                    file=table, key=".".join([entry.key, "options", *map(str, each["loc"])]), wrong=wrong, right=right
                )
                for each in error.errors()
                for wrong, right in [in_words(each)]
            ]
        else:
            faults += faults_of(error, shape, loaded, (table, _number(loaded, table, entry), "options"))
        return None


def _placed(fault: Fault, entry: Source | Channel, loaded: Loaded | None, table: str) -> Fault:
    """A fault that a kind has found in its own entry, with file and line: the kind knows only the key (``address``)."""
    if loaded is None or fault.line:
        return fault
    way = tuple(fault.key.removeprefix(f"{entry.key}.").split("."))
    return loaded.fault((table, _number(loaded, table, entry), *way), fault.wrong, fault.right)


def _own_faults(
    port: object, entry: Source | Channel, options: BaseModel, loaded: Loaded | None, table: str
) -> list[Fault]:
    """What a kind or channel says of its own configuration (``faults()``, if it has it).

    A secret that cannot be read is none, be it named or the default of ``options``: it may be there when the daemon
    starts, and only this one place waits for it.
    """
    said: Sequence[tuple[str, str]] = getattr(port, "faults", tuple)()
    found = []
    for key, wrong in said:
        way = tuple(key.split("."))
        value = entry.address if way == ("address",) else entry.options.get(way[-1], getattr(options, way[-1], None))
        names_a_secret = isinstance(value, str) and is_reference(value)
        if names_a_secret and not (table == "sources" and way == ("address",)):  # a place is no secret
            continue
        if loaded is None:
            found.append(Fault(file=table, key=f"{entry.key}.{key}", wrong=wrong))
        else:
            what, _, right = wrong.partition("; ")
            found.append(loaded.fault((table, _number(loaded, table, entry), *way), what, right))
    return found


#: What people call a kind -> what it is called here.
_OTHER_WORDS = {
    **dict.fromkeys(("rss", "atom", "rdf", "xml", "json"), "feed"),
    **dict.fromkeys(("web", "website", "html", "site", "news"), "page"),
    **dict.fromkeys(("twitter", "tweets", "x.com"), "x"),
    **dict.fromkeys(("tg", "t.me"), "telegram"),
    **dict.fromkeys(("mail", "smtp"), "email"),
    **dict.fromkeys(("http", "hook"), "webhook"),
    **dict.fromkeys(("stdout", "terminal"), "console"),
}


def _fault(
    loaded: Loaded | None, table: str, entry: Source | Channel, name: str, value: str, known: Sequence[str]
) -> Fault:
    meant = _OTHER_WORDS.get(value.casefold(), "")
    wrong, right = f"there is no kind {value!r}", f"write {meant}" if meant in known else near(value, known)
    if loaded is None:
        return Fault(file=table, key=f"{entry.key}.{name}", wrong=wrong, right=right)
    return loaded.fault((table, _number(loaded, table, entry), name), wrong, right)


def _number(loaded: Loaded, table: str, entry: Source | Channel) -> int:
    if entry.number is not None:
        return entry.number
    entries = loaded.data.get(table, [])
    return next((n for n, each in enumerate(entries) if isinstance(each, dict) and each.get("key") == entry.key), 0)
