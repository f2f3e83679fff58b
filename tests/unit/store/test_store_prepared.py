"""A prepared statement says the same as SQLAlchemy would, and whoever listens to statements hears it."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, bindparam, event, insert, select, update

from monitor.model import Post, Source
from monitor.store import register
from monitor.store.faults import StoreFault
from monitor.store.posts import add_new, marks_of
from monitor.store.prepared import Prepared
from monitor.store.reading import reading
from monitor.store.schema import developments, posts, sources
from monitor.store.writing import writing

NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
QUERY = select(
    sources.c.key, sources.c.enabled, sources.c.next_at, sources.c.every, sources.c.cursor, sources.c.polled_at
).where(sources.c.key == bindparam("wanted"))
CHANGE = (
    update(sources)
    .where(sources.c.key == bindparam("wanted"), sources.c.error == "")
    .values(
        next_at=bindparam("at", type_=sources.c.next_at.type), cursor=bindparam("seen", type_=sources.c.cursor.type)
    )
)


def put(engine: Engine, *keys: str) -> None:
    with writing(engine) as door:
        wanted = [
            Source(key=key, kind="feed", address=f"https://{key}.example/", every=timedelta(hours=1)) for key in keys
        ]
        register.register(door, wanted, now=NOW)


def test_rows_and_changes_are_those_of_core(engine: Engine) -> None:
    put(engine, "a", "b")
    query, change = Prepared(QUERY), Prepared(CHANGE)
    later = NOW + timedelta(microseconds=1)
    with writing(engine) as door:
        assert change.change(door, {"wanted": "a", "at": later, "seen": {"etag": "ә"}}) == 1
        assert change.change(door, {"wanted": "nobody", "at": later, "seen": {}}) == 0
    with reading(engine) as door:
        found = query.first(door, {"wanted": "a"})
        assert tuple(found) == tuple(door.connection.execute(QUERY, {"wanted": "a"}).one())
        assert (found.key, found.enabled, found.next_at, found.every) == ("a", True, later, timedelta(hours=1))
        assert (found.cursor, found.polled_at) == ({"etag": "ә"}, None)
        assert query.first(door, {"wanted": "nobody"}) is None


def test_who_listens_to_statements_hears_prepared_ones_too(engine: Engine) -> None:
    put(engine, "a")
    query = Prepared(QUERY)
    with reading(engine) as door:
        query.first(door, {"wanted": "a"})
    heard: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def hears(connection: Any, cursor: Any, sql: str, *_: Any) -> None:
        heard.append(sql)

    with reading(engine) as door:
        assert query.first(door, {"wanted": "a"}).key == "a"
    with writing(engine) as door:
        Prepared(CHANGE).change(door, {"wanted": "a", "at": NOW, "seen": {}})
    assert any("SELECT" in sql for sql in heard) and any("UPDATE" in sql for sql in heard)


def test_a_database_that_fails_under_a_prepared_statement_is_told_as_such(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's statements go through SQLAlchemy")
    put(engine, "a")
    with pytest.raises(StoreFault, match="read-only"), writing(engine) as door:
        door.connection.exec_driver_sql("PRAGMA query_only=1")
        Prepared(CHANGE).change(door, {"wanted": "a", "at": NOW, "seen": {}})


def test_a_statement_with_a_list_among_its_values_cannot_be_prepared(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("there it is run as it is")
    listed = Prepared(select(sources.c.key).where(sources.c.key.in_(bindparam("keys", expanding=True))))
    with reading(engine) as door, pytest.raises(TypeError, match="no lists"):
        listed.rows(door, {"keys": ["a"]})


def test_rows_that_are_added_tell_their_numbers(engine: Engine) -> None:
    added = Prepared(insert(developments).returning(developments.c.id), ("story", "lead", "at", "told", "action"))
    values = {"story": "s", "lead": None, "at": NOW, "told": True, "action": "alert"}
    with writing(engine) as door:
        post = Post(source="a", id="p", seen_at=NOW)
        add_new(door, "a", [post], marks_of([post]), now=NOW, background=(), wanted={"p"})
        lead = door.connection.execute(select(posts.c.id)).scalar_one()
        numbers = [added.first(door, {**values, "lead": lead}).id for _ in range(2)]
        rows = door.connection.execute(select(developments).order_by(developments.c.id)).all()
    assert [row.id for row in rows] == numbers
    assert [tuple(row)[1:] for row in rows] == [("s", lead, NOW, True, "alert")] * 2


@pytest.mark.parametrize("breaks", [False, True])
def test_statements_of_both_kinds_happen_together_or_not_at_all(engine: Engine, breaks: bool) -> None:
    put(engine, "a", "b")
    later = NOW + timedelta(hours=2)
    of_core = update(sources).where(sources.c.key == "b")
    with suppress(ZeroDivisionError), writing(engine) as door:
        Prepared(CHANGE).change(door, {"wanted": "a", "at": later, "seen": {}})
        door.connection.execute(of_core.values(next_at=later))
        assert Prepared(QUERY).first(door, {"wanted": "b"}).next_at == later, "each sees what the other wrote"
        _ = 1 / (not breaks)
    with reading(engine) as door:
        found = [Prepared(QUERY).first(door, {"wanted": key}).next_at for key in ("a", "b")]
    assert found == ([NOW, NOW] if breaks else [later, later])
    with writing(engine) as door:
        assert door.connection.execute(of_core.values(next_at=NOW)).rowcount == 1, "nothing was left open"
