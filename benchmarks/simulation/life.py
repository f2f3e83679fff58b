"""One life of the daemon in the world: from its start until the power goes, it is stopped, or the world ends."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal

from benchmarks.simulation.power import Died, Power
from benchmarks.simulation.world import World, WorldTransport
from monitor.channels.email import Email, EmailOptions
from monitor.channels.smtp import Refusals, Server
from monitor.config import Settings
from monitor.config.read import read_config
from monitor.demo.inside import public
from monitor.demo.virtual import VirtualLoop
from monitor.fetch import Web
from monitor.jobs.app import App
from monitor.jobs.by_calendar import Paces
from monitor.jobs.pumps import poll_pump, send_pump
from monitor.jobs.reload import reload
from monitor.jobs.run import live
from monitor.jobs.setup import build_app
from monitor.jobs.timetable import Driver
from monitor.model import ChannelPort
from monitor.store.engine import open_engine
from monitor.store.migrate import migrate

End = Literal["crashed", "stopped", "failed"]


class Log:
    """The daemon's log. Nothing that breaks may go unseen: ``broken`` are lines of the level error."""

    def __init__(self) -> None:
        self.lines: Counter[str] = Counter()
        self.broken: list[str] = []
        self.pardon = ""
        self.dead = False

    def bind(self, **fields: Any) -> "Log":
        """The same log: who is meant stands in the line."""
        return self

    def info(self, event: str, **fields: Any) -> None:
        """Counted."""
        self.lines[event.split(",", maxsplit=1)[0] if event[:1].isdigit() else event] += 1

    debug = warning = info

    def error(self, event: str, **fields: Any) -> None:
        """Kept, unless the database is being troubled right now."""
        self.lines[event] += 1
        if not self.pardon and not self.dead:
            self.broken.append(f"{event} {fields}")

    exception = error


class Life:
    """Builds the daemon as ``monitor run`` does, on the world's loop, clock, web and channels."""

    def __init__(self, world: World, seed: int, paces: Paces, log: Log) -> None:
        self._world, self._seed, self._paces, self._log = world, seed, paces, log
        self._loop = VirtualLoop(world.time)
        self._loop.set_exception_handler(self._nobody_asked)
        self.power = Power(self._die)
        log.dead = False
        self.app: App | None = None
        self.failure: BaseException | None = None
        self._asked = asyncio.Event()

    def _nobody_asked(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """A task broke and nobody looked: that is a fault of the daemon, unless it is dead."""
        if self.power.is_on:
            self._log.error(str(context.get("message")), error=repr(context.get("exception")))

    def stop(self) -> None:
        """SIGTERM."""
        if self.app is not None:
            self.app.stopping.set()

    def reload(self) -> None:
        """SIGHUP."""
        self._asked.set()

    async def _take_changes(self, app: App) -> None:
        """As the daemon takes signals."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            try:
                self._world.configuration.note_reload(self._world.clock.true_now())
                await reload(app)
            except Exception as error:
                self._log.error("reading the configuration again broke", error=repr(error))

    def _ended(self, daemon: asyncio.Task[None]) -> None:
        self._loop.stop()

    def _die(self) -> None:
        self._log.dead = True
        self._loop.stop()

    def run(self) -> End:
        """Lives. Raises what breaks in the agenda; a start that fails is an end ("failed")."""
        loop, world = self._loop, self._world
        asyncio.set_event_loop(loop)
        daemon = loop.create_task(self._daemon())
        daemon.add_done_callback(self._ended)
        self._look_at_agenda()
        try:
            loop.run_forever()
        finally:
            self._bury(daemon)
        if self.failure is not None:
            raise self.failure
        world.note("an end")
        if not self.power.is_on:
            return "crashed"
        if (error := daemon.exception()) is not None:
            if not self._log.pardon:
                raise error
            return "failed"
        return "stopped"

    def _look_at_agenda(self) -> None:
        """Lets happen what is due, and comes again when the next thing is."""
        now = self._world.clock.true_now()
        try:
            self._world.agenda.happen(now)
        except BaseException as problem:
            self.failure = problem
            self._loop.stop()
            return
        at = self._world.agenda.next_at()
        if at is not None:
            self._loop.call_later((at - now).total_seconds(), self._look_at_agenda)

    def _bury(self, daemon: asyncio.Task[None]) -> None:
        """Ends what a power cut leaves behind. None of it can reach anything any more."""
        self._world.disk.leave()
        loop = self._loop
        daemon.remove_done_callback(self._ended)
        left = [task for task in asyncio.all_tasks(loop) if not task.done()]
        if left:
            self.power.cut()
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        if not self.power.is_on and daemon.done() and not daemon.cancelled():
            daemon.exception()
        loop.run_until_complete(loop.shutdown_asyncgens())
        asyncio.set_event_loop(None)
        loop.close()
        self.app = None  # whoever remembers this life for a while remembers no more than that

    async def _daemon(self) -> None:
        world = self._world
        engine = open_engine(f"sqlite:///{world.disk.path}")
        world.disk.watch(engine, self.power)
        try:
            migrate(engine)
            transport = WorldTransport(world, self.power.needed)
            async with Web(transport=transport, resolver=public, inline=True, now=world.clock.now) as web:
                self.app = app = self._build(engine, web)
                changes = asyncio.create_task(self._take_changes(app))
                try:
                    await live(app, [poll_pump(app), send_pump(app)], Driver, self._paces)
                finally:
                    changes.cancel()
                    app.close()
        finally:
            with suppress(Died):
                engine.dispose()

    def _build(self, engine: Any, web: Web) -> App:
        configuration = self._world.configuration
        configuration.mend(self._world.clock.true_now())
        app = build_app(
            read_config(configuration.folder),
            engine=engine,
            clock=self._world.clock,
            web=web,
            rng=random.Random(self._seed),
            inline=True,
            fail_at=self.power.fail_at,
            log=self._log,
        )
        take = app.take
        # mail goes into the world, also after the configuration was read again
        app.take = lambda settings, kinds, channels, matcher: take(  # type: ignore[method-assign]
            settings, kinds, self._into_the_world(settings, channels), matcher
        )
        app.channels = self._into_the_world(app.settings, app.channels)
        return app

    def _into_the_world(self, settings: Settings, channels: Mapping[str, ChannelPort]) -> dict[str, ChannelPort]:
        mail = next(channel for channel in settings.channels if channel.key == "mail")
        port = Email(mail, EmailOptions.model_validate(mail.options), self._world.clock.now, self._submit)
        return {**channels, mail.key: port}

    async def _submit(self, server: Server, sender: str, recipients: Sequence[str], mail: bytes) -> Refusals:
        self.power.needed()
        refusals = await self._world.mail.submit(server, sender, recipients, mail)
        self.power.needed()
        return refusals
