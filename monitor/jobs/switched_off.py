"""Two configurations on one database: each switches off the sources that it does not name, and so blinds the other."""

from datetime import datetime

from monitor.jobs.app import App
from monitor.jobs.notices import notify, stamp
from monitor.jobs.sayings import say
from monitor.store import wellbeing
from monitor.store.alone import alone
from monitor.store.doors import Reading, Writing

#: What health reads: by worker, the sentence on the sources that another configuration has switched off.
FACT = "switched_off"

#: So many are named.
NAMED = 10


class SwitchedOff:
    """What one daemon has seen of it. Only what lasts from one look to the next is told: a reload, or a daemon that
    takes the place of another, makes such a state for a moment."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._seen: frozenset[str] = frozenset()
        #: what health says already
        self._told: frozenset[str] = frozenset()

    async def look(self, now: datetime) -> None:
        """Looks, and tells what has changed since it was told last."""
        off = frozenset(await self._app.read(_off, self._app))
        lasting, self._seen = off & self._seen, off
        if lasting == self._told or not lasting >= off:
            return
        if await self._app.write(_tell, self._app, now, lasting, self._told):
            self._app.send_poke.set()
        self._told = lasting


def _off(door: Reading, app: App) -> list[str]:
    """Sources of our configuration that nobody asks any more."""
    if wellbeing.count_enabled(door) == len(app.kinds) and not wellbeing.are_any_resting(door):
        return []
    return sorted(set(app.kinds) - set(wellbeing.asked(door)))


def _tell(door: Writing, app: App, now: datetime, off: frozenset[str], before: frozenset[str]) -> int:
    alone(door, "facts")
    said = _sentence(sorted(off)) if off else ""
    say(door, app, FACT, said)
    if off <= before:
        app.log.info("sources are asked again", sources=sorted(before - off))
        if off:
            return 0
        return notify(door, app, now, f"notice/off/{stamp(now)}", "The sources are asked again", ["All of them are."])
    app.log.error("sources were switched off by another configuration", sources=sorted(off))
    lines = [
        f"{said[0].upper()}{said[1:]}.",
        "Is it another monitor: give each a database of its own ([store] url; MONITOR_DATABASE_URL wins over it).",
        "Is it the same one with a changed configuration: send each daemon SIGHUP, or start it again.",
    ]
    return notify(
        door, app, now, f"notice/off/{stamp(now)}", "Sources were switched off by another configuration", lines
    )


def _sentence(keys: list[str]) -> str:
    more = f" and {len(keys) - NAMED} more" if len(keys) > NAMED else ""
    what = "1 source is" if len(keys) == 1 else f"{len(keys):,} sources are"
    return (
        f"{what} not asked any more ({', '.join(keys[:NAMED])}{more}): another configuration on the same database does "
        "not name them and has switched them off"
    )
