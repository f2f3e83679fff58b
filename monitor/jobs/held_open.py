"""A transaction that somebody left open makes the database grow and each poll slower: told, once, and its end."""

from datetime import datetime
from pathlib import Path

from monitor.jobs.app import App
from monitor.jobs.notices import notify, stamp
from monitor.store import records
from monitor.store.alone import alone
from monitor.store.doors import Reading, Writing
from monitor.store.held_open import Piled, piled_up

#: What health reads: the sentence that was told, "" for none.
FACT = "held_open"


async def tell_held_open(app: App, now: datetime) -> None:
    """Looks what has piled up, and tells what has changed. What is half as much as was told is none any more."""
    piled, told = await app.read(_look)
    is_full, is_over = piled.amount >= piled.full, piled.amount <= piled.full / 2
    if is_over if told else is_full:
        said = "" if told else _sentence(app, piled)
        if await app.write(tell, app, now, said):
            app.send_poke.set()


def _look(door: Reading) -> tuple[Piled, str]:
    return piled_up(door), _told(door)


def _told(door: Reading) -> str:
    return str(records.fact(door, FACT) or "")


def tell(door: Writing, app: App, now: datetime, said: str) -> int:
    """Tells what has piled up, or ("") that nothing is any more, unless it is told already. How many messages."""
    alone(door, "facts")
    if bool(_told(door)) == bool(said):
        return 0  # another daemon has told it meanwhile
    records.set_fact(door, FACT, said)
    if not said:
        app.log.info("nobody keeps an old transaction open any more")
        line = "What had piled up is cleared away, or its room is used again."
        subject = "The database is free of an old transaction"
        return notify(door, app, now, f"notice/held-open-over/{stamp(now)}", subject, [line])
    app.log.warning("a transaction has been open for too long", detail=said)
    lines = [
        f"{said[0].upper()}{said[1:]}.",
        "Nothing is lost, but it grows until that is ended, and polls take longer.",
    ]
    return notify(
        door, app, now, f"notice/held-open/{stamp(now)}", "A program keeps the database from being cleared", lines
    )


def _sentence(app: App, piled: Piled) -> str:
    if app.engine.dialect.name == "sqlite":
        name = Path(str(app.engine.url.database)).name
        return (
            f"another program has been reading the database for long, so that its journal ({name}-wal) has grown to "
            f"{piled.amount / 1e6:,.0f} MB: end it (a sqlite3 shell with an open transaction, a database browser)"
        )
    who = f": {piled.by}; end it" if piled.by else "; SELECT * FROM pg_stat_activity ORDER BY xact_start shows it"
    return (
        f"the table sources keeps {piled.amount:,} rows that are out of date, for a transaction is left open{who}. If "
        "there is none: a prepared transaction, an idle replication slot, or autovacuum is off"
    )
