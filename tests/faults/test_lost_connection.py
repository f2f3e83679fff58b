"""PostgreSQL drops every connection, before whichever statement, as at a restart: no half post, no lost alert."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from newsroom import Newsroom
from sqlalchemy import Engine, create_engine, event, text
from test_power_cut import check, the_next_day, undisturbed

from monitor.store.faults import StoreFault


@contextmanager
def dropped_before(engine: Engine, statement: int, ran: list[str]) -> Iterator[None]:
    """The server ends all our sessions before the n-th SQL statement; the daemon lives on."""
    server = create_engine(engine.url)

    def before(_c: Any, _cur: Any, sql: str, _p: Any, _ctx: Any, _many: bool) -> None:
        ran.append(sql)
        if len(ran) == statement:
            with server.connect() as admin:
                others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                admin.execute(text(f"{others} WHERE datname = current_database() AND pid <> pg_backend_pid()"))

    event.listen(engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", before)
        server.dispose()


async def a_morning(room: Newsroom, statement: int) -> int:
    """A daemon starts, polls and delivers, each again once the server is back. Returns how many statements ran."""
    ran: list[str] = []
    inside = room.open()
    with dropped_before(inside.engine, statement, ran):
        for _ in range(2):
            with suppress(StoreFault):
                await inside.__aenter__()
                break
        for _ in range(2):
            with suppress(StoreFault):
                await inside.poll_round()
            with suppress(StoreFault):
                await inside.send_round()
        await inside.__aexit__()
    return len(ran)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_database_that_restarts_in_the_middle_costs_no_alert(newsroom: Callable[[], Newsroom]) -> None:
    expected, statements = await undisturbed(newsroom())
    for number in range(1, statements + 1, 6):
        room = newsroom()
        await a_morning(room, number)
        await the_next_day(room)
        check(room, expected, f"dropped before statement {number}")
