"""From settings to an App: every kind, channel and rule is asked whether it can live with its options."""

import random
from collections.abc import Callable, Sequence
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

Entry = Source | Channel


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
    return _Table("sources", loaded, faults).build(sources, load_kind, source_kinds)


def build_channels(channels: Sequence[Channel], loaded: Loaded | None, faults: list[Fault]) -> dict[str, ChannelPort]:
    """A channel port for each enabled channel, by key; what is wrong goes into ``faults``."""
    return _Table("channels", loaded, faults).build(channels, load_channel, channel_kinds)


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


class _Table:
    """The entries of one table (``sources``, ``channels``): each is made, and what is wrong told with file and line."""

    def __init__(self, name: str, loaded: Loaded | None, faults: list[Fault]) -> None:
        self._name, self._loaded, self._faults = name, loaded, faults
        self._alike: dict[tuple[type[BaseModel], str], BaseModel] = {}

    def build(
        self, entries: Sequence[Entry], load: Callable[[str], type[Any]], known: Callable[[], Sequence[str]]
    ) -> dict[str, Any]:
        """What ``load`` gives for each enabled entry's kind, made with its options, by key."""
        built: dict[str, Any] = {}
        for entry in entries:
            try:
                kind = load(entry.kind)
            except Refused:
                self._tell_no_kind(entry, known())
                continue
            options = self._options(kind.Options, entry)
            if options is None or not entry.enabled:
                continue
            try:
                built[entry.key] = kind(entry, options)
            except ConfigError as error:
                self._faults += [self._placed(fault, entry) for fault in error.faults]
                continue
            self._hear(built[entry.key], entry, options)
        return built

    def _options(self, shape: type[BaseModel], entry: Entry) -> BaseModel | None:
        try:
            options = shape.model_validate(dict(entry.options))
        except ValidationError as error:
            if self._loaded is None:
                for each in error.errors():
                    self._tell(entry, ("options", *map(str, each["loc"])), *in_words(each))
            else:
                self._faults += faults_of(error, shape, self._loaded, (self._name, self._number(entry), "options"))
            return None
        if not options.model_config.get("frozen"):
            return options
        # what nobody can change, a thousand sources share
        return self._alike.setdefault((shape, repr(entry.options)), options)

    def _hear(self, port: object, entry: Entry, options: BaseModel) -> None:
        """Takes down what a kind or channel says of its own configuration (``faults()``, if it has it).

        A secret that cannot be read is none, be it named or the default of ``options``: it may be there when the daemon
        starts, and only this one place waits for it.
        """
        said: Sequence[tuple[str, str]] = getattr(port, "faults", tuple)()
        for key, wrong in said:
            way = tuple(key.split("."))
            value = (
                entry.address if way == ("address",) else entry.options.get(way[-1], getattr(options, way[-1], None))
            )
            names_a_secret = isinstance(value, str) and is_reference(value)
            if names_a_secret and not (self._name == "sources" and way == ("address",)):  # a place is no secret
                continue
            what, _, right = wrong.partition("; ")
            self._tell(entry, way, what, right)

    def _tell_no_kind(self, entry: Entry, known: Sequence[str]) -> None:
        meant = _OTHER_WORDS.get(entry.kind.casefold(), "")
        right = f"write {meant}" if meant in known else near(entry.kind, known)
        self._tell(entry, ("kind",), f"there is no kind {entry.kind!r}", right)

    def _placed(self, fault: Fault, entry: Entry) -> Fault:
        """A fault that a kind has found in its own entry: the kind knows only the key (``address``)."""
        if self._loaded is None or fault.line:
            return fault
        way = tuple(fault.key.removeprefix(f"{entry.key}.").split("."))
        return self._loaded.fault((self._name, self._number(entry), *way), fault.wrong, fault.right)

    def _tell(self, entry: Entry, way: Sequence[str], wrong: str, right: str) -> None:
        if self._loaded is None:
            fault = Fault(file=self._name, key=".".join([entry.key, *way]), wrong=wrong, right=right)
        else:
            fault = self._loaded.fault((self._name, self._number(entry), *way), wrong, right)
        self._faults.append(fault)

    def _number(self, entry: Entry) -> int:
        """Where the entry stands in its list."""
        if entry.number is not None or self._loaded is None:
            return entry.number or 0
        listed = self._loaded.data.get(self._name, [])
        return next((n for n, each in enumerate(listed) if isinstance(each, dict) and each.get("key") == entry.key), 0)
