"""A plan is lived through: the daemon is started, loses its power, is started again, until the world ends."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.simulation.changes import Change, draw_changes
from benchmarks.simulation.ledger import Broken, Ledger
from benchmarks.simulation.life import Life, Log
from benchmarks.simulation.memory import Memory
from benchmarks.simulation.plan import DAY, HOUR, MINUTE, Crash, Plan
from benchmarks.simulation.times import WATCH
from benchmarks.simulation.world import World
from monitor.jobs.by_calendar import Paces
from monitor.store import letters
from monitor.store.writing import writing

#: A year has thirty million seconds: what is done every few seconds is done every few minutes here.
SLOWER = Paces(beat=HOUR, watch=WATCH, look=30 * MINUTE, clock=5 * MINUTE)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a simulation came to. ``broken`` is "" when all held; ``day`` is the last one that was lived."""

    seed: int
    day: int
    broken: str
    trace: str
    counts: Counter[str]
    ends: Counter[str]
    crashes: Counter[str]
    memory: tuple[Memory, ...]


class Simulation:
    """One world, lived through once."""

    def __init__(self, plan: Plan, folder: Path, *, seen: Callable[[int], None] = lambda day: None) -> None:
        self._plan, self._seen = plan, seen
        self._world = World(plan, folder)
        self._ledger = Ledger(self._world)
        self._log = Log()
        self._seeds = random.Random(plan.seed + 1)
        self._life: Life | None = None
        self._crash: Crash | None = None
        self._is_over = False
        self._day = self._retried = 0
        self._ends: Counter[str] = Counter()
        self._crashes: Counter[str] = Counter()
        self._write_agenda()

    def run(self) -> Outcome:
        """Lives through the plan."""
        broken = ""
        try:
            while not self._is_over:
                self._live_once()
        except Broken as found:
            broken = str(found)
        finally:
            self._world.disk.lock(locked=False)
        return Outcome(
            seed=self._plan.seed,
            day=self._day,
            broken=broken,
            trace=self._world.trace.hexdigest(),
            counts=self._ledger.counts + self._log.lines + Counter(retried=self._retried),
            ends=self._ends,
            crashes=self._crashes,
            memory=tuple(self._ledger.memory),
        )

    def _live_once(self) -> None:
        now = self._world.clock.true_now
        life = self._life = Life(self._world, self._seeds.getrandbits(32), SLOWER, self._log)
        if self._crash is not None:
            life.power.arm(self._crash.where, self._crash.nth)
        end = life.run()
        self._ends[end] += 1
        self._life = None
        off = timedelta(seconds=30)
        began = now()
        if end != "failed" and self._crash is not None:
            off = self._crash.off
            if end == "crashed":
                self._crashes[self._crash.where] += 1
                self._forget(began)
                excused = self._ledger.excuse()
                if excused > len(("slack", "mail")):
                    raise Broken(f"{excused} messages were in flight at one crash")
            self._crash = None
        # the last day is quiet: by then it is back
        off = min(off, max(self._plan.end - DAY - began, timedelta(seconds=5)))
        if not self._is_over:
            self._ledger.times.add(began - MINUTE, began + off + MINUTE, "off")
            self._world.pass_until(began + off)

    # -- what happens to it -----------------------------------------------------------------------------------------

    def _write_agenda(self) -> None:
        plan, agenda = self._plan, self._world.agenda
        for trouble in plan.clock:
            agenda.add(trouble.start, partial(self._set_clock, timedelta(seconds=trouble.size)))
            agenda.add(trouble.end, partial(self._set_clock, timedelta(0)))
        for trouble in plan.store:
            agenda.add(trouble.start, partial(self._trouble_store, trouble.what, True))
            agenda.add(trouble.end, partial(self._trouble_store, trouble.what, False))
        for change in draw_changes(plan):
            agenda.add(change.start, partial(self._change, change, begins=True))
            if not change.stays:
                agenda.add(change.end, partial(self._change, change, begins=False))
        for crash in plan.crashes:
            agenda.add(crash.after, partial(self._arm, crash))
        days = (plan.end - plan.start) // DAY
        for day in range(1, days):
            agenda.add(plan.start + DAY * day, partial(self._look_back, day))
            agenda.add(plan.start + DAY * (day - 0.5), self._retry_dead)
        agenda.add(plan.end - DAY, self._disarm)
        agenda.add(plan.end - DAY / 2, self._retry_dead)
        agenda.add(plan.end, partial(self._finish, days))

    def _set_clock(self, wrong: timedelta) -> None:
        self._world.clock.wrong = wrong
        self._world.note(f"clock {wrong}")

    def _change(self, change: Change, *, begins: bool) -> None:
        """The operator changes the files, and sends SIGHUP."""
        self._world.change(change, begins=begins)
        if self._life is not None:
            self._life.reload()

    def _trouble_store(self, what: str, begins: bool) -> None:
        now = self._world.clock.true_now()
        self._world.note(f"store {what} {begins}")
        if what == "full":
            self._world.disk.fill(begins)
        elif Path(self._world.disk.path).exists():
            self._world.disk.lock(begins)
        if begins:
            self._log.pardon, self._troubled_since = what, now
        else:
            self._log.pardon = ""
            self._forget(self._troubled_since)

    def _forget(self, since: datetime) -> None:
        for place in self._world.places:
            place.forget_shown(since - 2 * MINUTE)

    def _arm(self, crash: Crash) -> None:
        if self._crash is not None:
            self._crashes[f"never came to {self._crash.where}"] += 1
        self._crash = crash
        if self._life is None:
            return
        if crash.where == "stop":
            self._life.stop()
        else:
            self._life.power.arm(crash.where, crash.nth)

    def _disarm(self) -> None:
        """The power stays on from now on, also where it was to go and nobody came."""
        self._crash = None
        if self._life is not None:
            self._life.power.arm("", 0)

    def _retry_dead(self) -> None:
        """The operator: monitor outbox retry."""
        app = self._life.app if self._life else None
        if app is None or self._log.pardon:
            return
        with writing(app.engine) as door:
            self._retried += letters.try_again(door, None, now=app.clock.now())
        app.send_poke.set()

    def _look_back(self, day: int) -> None:
        self._day = day
        self._seen(day)
        if not Path(self._world.disk.path).exists():
            return
        self._check(final=False)

    def _finish(self, day: int) -> None:
        self._day = day
        self._check(final=True)
        self._is_over = True
        if self._life is not None:
            self._life.stop()

    def _check(self, *, final: bool) -> None:
        if self._log.pardon:
            self._forget(self._troubled_since)  # what is shown meanwhile is owed when it is over
        if self._log.broken:
            raise Broken("\n".join(self._log.broken[:5]))
        self._ledger.check(final=final)
