"""The rooms put together: what every job is handed."""

import asyncio
import random
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine

from monitor.config import Settings
from monitor.fetch.deadlines import Deadlines
from monitor.fetch.limits import DEFAULT as LIMITS
from monitor.fetch.threads import Threads
from monitor.jobs.clocks import Clocks
from monitor.jobs.writer import Writer
from monitor.judging.background import Background
from monitor.matching import Matcher
from monitor.model import Channel, ChannelPort, Clock, Haul, Kind, MonitorError, Receipt, Source, Story, TryLater, Web
from monitor.store.doors import Reading, Writing
from monitor.store.faults import StoreFault
from monitor.store.reading import reading
from monitor.store.remembering import FeatureMemory
from monitor.store.sources import Loan

P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")

#: How long a source or a message may be ours before another worker may take it. Longer than any poll can last.
LEASE = timedelta(minutes=5)

#: How long (s) a poll or a delivery may take, whatever it waits for: it must end while it is still ours.
LONGEST = LEASE.total_seconds() - 30


def as_told(problem: MonitorError | TimeoutError | MemoryError) -> MonitorError:
    """What is said of a poll or a delivery that ended so; one that was ended then had to wait, for the place or for its
    turn, and where memory is short nobody knows who took it."""
    if isinstance(problem, MonitorError):
        return problem
    if isinstance(problem, MemoryError):
        return TryLater("this machine has no memory left for it", code="memory")
    return TryLater(f"it was not done within {LONGEST:g} s", code="deadline")


def _the_log() -> Any:
    # imported here: it takes a twelfth of a second, and what is only asked how it is logs nothing
    from monitor.jobs.logger import structlog

    return structlog.get_logger().bind()  # bound once: what was set up is not gone through again for each poll


def _nothing(*_: str) -> None:
    """No failure is asked for; nobody keeps a calendar."""


def _nobody() -> bool:
    """Nobody else polls."""
    return False


def _not_kept(*_: object) -> None:
    """Where no pump polls, each poll is written down at once."""


#: A store that takes small things may still be full for larger ones: it must take everything for so long.
STEADY = timedelta(minutes=3)


#: A change that has lasted so long (s) at the end holds that up.
SLOW_END = 5.0

#: Why nothing can be written while nothing fails.
SILENT = "the database, or the disk under it, does not answer"


@dataclass(frozen=True, kw_only=True)
class Outage:
    """The store took nothing, or not everything, from ``since`` to ``last``."""

    since: datetime
    last: datetime
    why: str
    #: since when there seems to be room again (``jobs.afresh`` tries it); None: the last that was tried failed
    over_at: datetime | None = None


@dataclass(kw_only=True)
class App:
    """Everything a job needs. ``fail_at(name)`` is called at each hand-over: tests cut the power there."""

    settings: Settings
    engine: Engine
    clock: Clock
    web: Web
    kinds: Mapping[str, Kind]
    channels: Mapping[str, ChannelPort]
    matcher: Matcher
    rng: random.Random
    inline: bool = False
    fail_at: Callable[[str], None] = _nothing
    worker: str = "monitor"
    #: how many calls the web makes at the same time
    calls: int = LIMITS.calls
    #: the tasks that wait for one of these
    queue: Container[Any] = ()
    #: brings a database that did not answer before to today's schema; None: that was done
    migrate: Callable[[], object] | None = None
    #: what is common in the news, and how much of it was learnt since when
    background: Background = field(default_factory=Background)
    #: what of it the store has, and since when
    remembered: Background | None = None
    remembered_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    learnt: int = 0
    learnt_since: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    log: Any = field(default_factory=_the_log)
    #: since when the store takes nothing
    outage: Outage | None = None
    #: set when it has just taken something not
    faulted: asyncio.Event = field(default_factory=asyncio.Event)
    #: whether any place was read since the start
    has_reached: bool = False
    #: sources whose last polls could not be written down, and how many in a row
    unwritten: dict[str, int] = field(default_factory=dict)
    #: what channels gave back for messages that could not be marked as sent yet, by delivery id
    unmarked: dict[int, Receipt] = field(default_factory=dict)
    #: what was learned of each source's pace, and from which news on
    paces: dict[str, tuple[datetime | None, Any]] = field(default_factory=dict)
    #: what was judged of recent matches, so that it is not read from the store for each new one
    memory: FeatureMemory = field(default_factory=FeatureMemory)
    #: what other machines say the time is
    clocks: Clocks = field(default_factory=Clocks)
    #: by what the files of the configuration in force are known again (``config.marks``); none: nobody looked
    config_marks: Mapping[str, str] = field(default_factory=dict)
    reloading: asyncio.Lock = field(default_factory=asyncio.Lock)
    #: the calendar is made anew from the settings
    plan_anew: Callable[[], None] = _nothing
    #: polls that have been answered and wait to be written down; the pump that is told when another begins to, and
    #: whether it has others under way
    lingering: int = 0
    has_room: Callable[[], None] | None = None
    others_poll: Callable[[], bool] = _nobody
    #: takes the outcome of a poll to which nothing has changed, and writes it down with others; when the source is due
    #: again, None if it did not take it (``jobs.quiet``)
    keep_quiet: Callable[[Loan, Source, Haul], datetime | None] = _not_kept
    #: when it was last said that a place cannot be reached
    unreached_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    #: set when a source may have become due, or a message
    poll_poke: asyncio.Event = field(default_factory=asyncio.Event)
    send_poke: asyncio.Event = field(default_factory=asyncio.Event)
    #: set when everything runs
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._writer = Writer(self.engine, self.memory.clear, inline=self.inline)
        self.deadlines = Deadlines(inf)
        self._readers = Threads(2, thread_name_prefix="read")
        self.take(self.settings, self.kinds, self.channels, self.matcher)

    def take(
        self, settings: Settings, kinds: Mapping[str, Kind], channels: Mapping[str, ChannelPort], matcher: Matcher
    ) -> None:
        """Puts a configuration in force. Polls and deliveries under way end with what they began with."""
        self.settings, self.kinds, self.channels, self.matcher = settings, kinds, channels, matcher
        self.sources: dict[str, Source] = {source.key: source for source in settings.sources}
        self.stories: dict[str, Story] = {story.key: story for story in settings.stories}
        self._listening = _listening(settings.stories)
        self.channel_of: dict[str, Channel] = {channel.key: channel for channel in settings.channels}

    async def read(self, query: Callable[Concatenate[Reading, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs ``query(door, ...)`` in a read transaction, off the event loop."""

        def work() -> T:
            with reading(self.engine) as door:
                return query(door, *args, **kwargs)

        return await self._run(work)

    async def write(self, change: Callable[Concatenate[Writing, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs ``change(door, ...)`` in a write transaction, off the event loop: all of it happens, or none."""
        return await self._write(lambda door: change(door, *args, **kwargs))

    async def write_along(self, change: Callable[Concatenate[Writing, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As ``write``, for what no person waits for: while others are polled it may wait a moment for their changes
        to go along with."""
        return await self._write_along(lambda door: change(door, *args, **kwargs))

    async def take_along(self, query: Callable[..., S], change: Callable[..., T], *args: Any) -> T:
        """As ``read`` of ``query(door, *args)`` and then ``write_along`` of ``change(door, *args, found)``, at once in
        one thread: to wake another costs as much as a query. All writers wait while it reads, so it must be short."""
        return await self._write_along(
            lambda door, found: change(door, *args, found), first=lambda door: query(door, *args)
        )

    async def _write_along(self, change: Callable[..., T], first: Callable[[Reading], Any] | None = None) -> T:
        if self.has_room is None:  # no pump polls, but a person by hand, who waits for it
            return await self._write(change, first)
        self.lingering += 1
        self.has_room()
        try:
            return await self._write(change, first, lingers=self.others_poll())
        finally:
            self.lingering -= 1

    async def _write(
        self, change: Callable[..., T], first: Callable[[Reading], Any] | None = None, *, lingers: bool = False
    ) -> T:
        try:
            done = await self._writer.write(change, first, lingers=lingers)
        except StoreFault as fault:
            self._note_outage(fault)
            raise
        if self.outage is not None and not self.outage.since <= self.clock.now() <= self.outage.last + STEADY:
            self.log.warning("the database can be written again", since=self.outage.since.isoformat())
            self.outage = None
        return done

    async def migrated(self) -> None:
        """Brings the database to today's schema if that is still to be done. Raises StoreFault; ConfigError for a
        database that is newer than this program."""
        if self.migrate is None:
            return
        try:
            await self._run(self.migrate)
        except StoreFault as fault:
            self._note_outage(fault)
            raise
        self.migrate = None

    async def aside(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs something slow that needs no store, off the event loop."""
        return await self._run(lambda: work(*args, **kwargs))

    def _note_outage(self, fault: StoreFault) -> None:
        """The first failure is logged; those that follow say nothing new."""
        now = self.clock.now()
        if self.outage is None:
            self.log.error("the database cannot be written", detail=fault.message)
        self.outage = Outage(since=self.outage.since if self.outage else now, last=now, why=fault.message)
        self.faulted.set()

    def mind_silence(self, now: datetime, patience: float) -> None:
        """A change that has lasted for longer than ``patience`` (s) is an outage too, though nothing has failed: a disk
        or a server that hangs says nothing."""
        held = self._writer.held_up()
        if held > patience:
            since = self.outage.since if self.outage else now - timedelta(seconds=held)
            if self.outage is None:
                self.log.error("the database cannot be written", detail=SILENT)
            self.outage = Outage(since=since, last=now, why=SILENT)
            self.faulted.set()

    def held_up(self, patience: float = SLOW_END) -> str:
        """Why an end takes long, if it is a change of the store that has lasted for so long (s); else "". For any
        thread."""
        return SILENT if self._writer.held_up() > patience else ""

    async def _run(self, work: Callable[[], T]) -> T:
        if self.inline:
            return work()
        return await asyncio.get_running_loop().run_in_executor(self._readers, work)

    def stories_of(self, source: str) -> frozenset[str]:
        """Keys of the active stories that listen to a source."""
        return self._listening.get(source, self._listening[""])

    def channels_of(self, story: str) -> list[str]:
        """Keys of the enabled channels that a story's alerts go to."""
        wanted = self.stories[story].channels if story in self.stories else ()
        return [key for key in self.channels if not wanted or key in wanted]

    def close(self) -> None:
        """Waits for transactions under way and closes the database."""
        self._writer.close()
        self._readers.shutdown()
        self.engine.dispose()


def _listening(stories: Sequence[Story]) -> dict[str, frozenset[str]]:
    """Keys of the active stories that listen, for each source that one of them names; under "" for any other."""
    active = [story for story in stories if story.status == "active"]
    named = {"", *(source for story in active for source in story.sources)}
    return {
        source: frozenset(story.key for story in active if not story.sources or source in story.sources)
        for source in named
    }
