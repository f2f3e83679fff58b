"""The configured sources and stories, as the tables should hold them; renamed ones keep their past."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import bindparam, delete, insert, select, update

from monitor.model import Source
from monitor.store import credit
from monitor.store.alone import alone
from monitor.store.coverage import keep_blindness
from monitor.store.doors import Writing
from monitor.store.schema import blindness, deliveries, developments, matches, posts, sources


def host_of(address: str) -> str:
    """What counts as one host for politeness: the network location, or the whole address where there is none."""
    return (urlsplit(address).hostname or address).lower()


def register(door: Writing, wanted: Iterable[Source], *, now: datetime) -> None:
    """Makes the table hold the configured sources: new ones are due now, others keep their past, missing ones rest."""
    alone(door, "register")
    wanted = list(wanted)
    for source in wanted:
        _rename(door, source, now)
    known = {row.key: row for row in door.connection.execute(select(sources))}
    fresh = [_new_row(source, now) for source in wanted if source.key not in known]
    if fresh:
        door.connection.execute(insert(sources), fresh)
    for source in wanted:
        if (row := known.get(source.key)) is not None:
            _update_row(door, source, row, now)
    credit.try_again(door, now=now)
    rest = set(known) - {source.key for source in wanted}
    for key in sorted(rest):
        _switched(door, known[key], False, now)
    if rest:
        door.connection.execute(
            update(sources).where(sources.c.key == bindparam("k")).values(enabled=False), [{"k": key} for key in rest]
        )


def _new_row(source: Source, now: datetime) -> dict[str, Any]:
    return {
        "key": source.key,
        "kind": source.kind,
        "address": source.address,
        "host": host_of(source.address),
        "enabled": source.enabled,
        "every": source.every,
        "next_at": now,
        "wait": timedelta(0),
        "timed_at": now,
        "lease_token": 0,
        "cursor": {},
        "failures": 0,
        "error": "",
        "detail": "",
        "told_ill": "",
        "posts_read": 0,
    }


def _update_row(door: Writing, source: Source, row: Any, now: datetime) -> None:
    values: dict[str, Any] = {}
    if (row.kind, row.address) != (source.kind, source.address):
        # another place: what the old one told itself means nothing there
        values |= {"kind": source.kind, "address": source.address, "host": host_of(source.address)}
        values |= {"cursor": {}, **_due_and_nobodys(now)}
    _switched(door, row, source.enabled, now)
    if row.enabled != source.enabled:
        values |= {"enabled": source.enabled, **_due_and_nobodys(now)}
    if row.every != source.every:
        values |= {"every": source.every}
        if row.next_at > now + source.every:
            values |= {"next_at": now + source.every, "wait": source.every, "timed_at": now}
    if values:
        door.connection.execute(update(sources).where(sources.c.key == source.key).values(**values))


def _due_and_nobodys(now: datetime) -> dict[str, Any]:
    """It is due, and whoever has borrowed it has no more say: what he brings is of another place, or comes under a name
    that nobody has now, and then it would stay lent to him until the lease runs out."""
    token = sources.c.lease_token + 1
    return {"next_at": now, "wait": timedelta(0), "timed_at": now, "lease_until": None, "lease_token": token}


def _switched(door: Writing, row: Any, enabled: bool, now: datetime) -> None:
    """A source that is switched off is not seen until it is switched on again: the digest must know."""
    if row.enabled != enabled:
        keep_blindness(door, row.key, well=enabled, health="try_later", detail="it was switched off", now=now)


def _rename(door: Writing, source: Source, now: datetime) -> None:
    """A renamed source (``was``) keeps its past, so nothing of it is told again."""
    for old in source.was:
        exists = door.connection.execute(select(sources.c.key).where(sources.c.key == source.key)).first()
        renamed = {"key": source.key, **_due_and_nobodys(now)}
        if (
            exists is not None
            or door.connection.execute(update(sources).where(sources.c.key == old).values(renamed)).rowcount == 0
        ):
            continue
        door.connection.execute(update(posts).where(posts.c.source == old).values(source=source.key))
        door.connection.execute(update(blindness).where(blindness.c.source == old).values(source=source.key))


def rename_story(door: Writing, key: str, was: Iterable[str]) -> None:
    """A renamed story keeps its matches, developments and alerts."""
    for old in was:
        taken = select(matches.c.post).where(matches.c.story == key)
        door.connection.execute(delete(matches).where(matches.c.story == old, matches.c.post.in_(taken)))
        door.connection.execute(update(matches).where(matches.c.story == old).values(story=key))
        door.connection.execute(update(developments).where(developments.c.story == old).values(story=key))
        door.connection.execute(update(deliveries).where(deliveries.c.story == old).values(story=key))
