"""Smaller records: digest windows, kept replies, quarantine, heartbeats, facts."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from monitor.model import Post, Reply
from monitor.store.alone import alone
from monitor.store.bulk import in_batches
from monitor.store.columns import Moment
from monitor.store.doors import Reading, Writing
from monitor.store.prepared import Prepared
from monitor.store.schema import digests, evidence, facts, heartbeats, quarantine, replies

try:
    from isal.isal_zlib import compress
except ImportError:  # a machine that it is not made for
    from zlib import compress


def last_window(door: Reading, digest: str) -> datetime | None:
    """Where the last window of a digest ended: where the next one begins. None before the first."""
    wanted = select(digests.c.until).where(digests.c.digest == digest).order_by(digests.c.until.desc()).limit(1)
    return door.connection.execute(wanted).scalar_one_or_none()


_LAST_WINDOWS = Prepared(
    select(digests.c.digest, func.max(digests.c.until, type_=Moment).label("until")).group_by(digests.c.digest)
)


def last_windows(door: Reading) -> dict[str, datetime]:
    """As ``last_window``, for every digest that was ever sent."""
    return {row.digest: row.until for row in _LAST_WINDOWS.rows(door, {})}


_WINDOWS_END = Prepared(select(func.max(digests.c.until, type_=Moment).label("until")))


def windows_end(door: Reading) -> datetime | None:
    """Where the last window of any digest ends: what is seen now belongs behind it. None before the first."""
    end: datetime | None = _WINDOWS_END.first(door, {})[0]
    return end


def close_window(door: Writing, digest: str, *, last: datetime | None, since: datetime, until: datetime) -> bool:
    """Closes the window [since, until) if the last one is still ``last``. False: another worker was faster."""
    alone(door, "digest")
    if last_window(door, digest) != last or (last is not None and until <= last):
        return False
    door.connection.execute(insert(digests).values(digest=digest, since=since, until=until))
    return True


#: How hard replies are pressed: with ISA-L in a quarter of the time that zlib takes for the same space. A third of the
#: polls that bring news keep one, and all other changes wait meanwhile. Who unpacks them needs zlib alone.
_PRESSED = 1

_KEPT_REPLY = Prepared(select(replies.c.hash).where(replies.c.hash == bindparam("digest")))
_KEEP_REPLY = Prepared(insert(replies), replies.c.keys())
_SHOWN_BY = Prepared(
    select(evidence.c.post).where(evidence.c.post == bindparam("row"), evidence.c.reply == bindparam("digest"))
)
_SHOW_BY = Prepared(insert(evidence), evidence.c.keys())


def keep_replies(door: Writing, got: Iterable[Reply], rows: Iterable[int]) -> None:
    """Keeps the bytes of replies that held a match, compressed, by content hash; ``rows`` are the matched posts."""
    rows = list(rows)
    for reply in got:
        digest = hashlib.sha256(reply.body).hexdigest()
        if _KEPT_REPLY.first(door, {"digest": digest}) is None:
            values = {"hash": digest, "url": reply.url, "status": reply.status, "at": reply.at}
            values["headers"] = [list(pair) for pair in reply.headers]
            _KEEP_REPLY.change(door, {**values, "body": compress(reply.body, _PRESSED)})
        for row in rows:
            if _SHOWN_BY.first(door, {"row": row, "digest": digest}) is None:
                _SHOW_BY.change(door, {"post": row, "reply": digest})


def set_aside(door: Writing, post: Post, *, error: str, now: datetime) -> None:
    """Quarantine: a post that broke our code is kept with its error, so that it can be looked at."""
    known = select(quarantine.c.at).where(quarantine.c.source == post.source, quarantine.c.post_id == post.id)
    if door.connection.execute(known).first() is None:
        brief = {"url": post.url, "title": post.title[:1000], "text": post.text[:20_000]}
        door.connection.execute(
            insert(quarantine).values(source=post.source, post_id=post.id, at=now, error=error[:1000], post=brief)
        )


@dataclass(frozen=True, kw_only=True)
class Beat:
    """One daemon, as its heartbeat row tells."""

    worker: str
    started_at: datetime
    beat_at: datetime
    stopped_at: datetime | None
    pid: int
    host: str
    version: str


def beat(door: Writing, this: Beat) -> None:
    """Writes the heartbeat of a daemon. An earlier life under the same name (in a container each has the same) stays
    as a row of its own: between the two nobody was at work."""
    values: dict[str, Any] = {name: getattr(this, name) for name in Beat.__dataclass_fields__}
    named = heartbeats.c.worker == this.worker
    again = update(heartbeats).where(named, heartbeats.c.started_at == this.started_at).values(**values)
    if door.connection.execute(again).rowcount == 0:
        ended = func.coalesce(heartbeats.c.stopped_at, heartbeats.c.beat_at, type_=Moment)
        former = f"{this.worker}#{this.started_at.isoformat()}"
        door.connection.execute(update(heartbeats).where(named).values(worker=former, stopped_at=ended))
        door.connection.execute(insert(heartbeats).values(**values))
        _forget_short_lives(door, before=this.started_at - _REMEMBERED)


#: A daemon that dies at its start and is started again, all night long, leaves no row for each time. Lives shorter
#: than the second are forgotten once they are older than the first: then nobody was at work.
_REMEMBERED, _SHORT_LIFE = timedelta(days=1), timedelta(minutes=1)


def _forget_short_lives(door: Writing, *, before: datetime) -> None:
    old = select(heartbeats.c.worker, heartbeats.c.started_at, heartbeats.c.beat_at).where(
        heartbeats.c.beat_at < before
    )
    short = [row.worker for row in door.connection.execute(old) if row.beat_at - row.started_at < _SHORT_LIFE]
    for part in in_batches(short):
        door.connection.execute(delete(heartbeats).where(heartbeats.c.worker.in_(part)))


def beats(door: Reading) -> list[Beat]:
    """Every daemon that ran on this database, the latest first."""
    rows = door.connection.execute(select(heartbeats).order_by(heartbeats.c.beat_at.desc()))
    return [Beat(**row._mapping) for row in rows]


_FACT = Prepared(select(facts.c.value).where(facts.c.name == bindparam("fact")))


def fact(door: Reading, name: str) -> Any:
    """A small fact (a JSON value), None if it was never written."""
    row = _FACT.first(door, {"fact": name})
    return None if row is None else row[0]


def facts_under(door: Reading, folder: str) -> dict[str, Any]:
    """The facts whose names begin with ``folder`` and a stroke, by the rest of their names."""
    start = f"{folder}/"
    rows = door.connection.execute(
        select(facts.c.name, facts.c.value).where(facts.c.name.startswith(start, autoescape=True))
    )
    return {name.removeprefix(start): value for name, value in rows if name.startswith(start)}


def set_fact(door: Writing, name: str, value: Any) -> None:
    """Writes a small fact."""
    alone(door, "facts")
    if door.connection.execute(select(facts.c.name).where(facts.c.name == name)).first() is None:
        door.connection.execute(insert(facts).values(name=name, value=value))
    else:
        door.connection.execute(update(facts).where(facts.c.name == name).values(value=value))
