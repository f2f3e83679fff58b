"""Channels that the daemon does not know: what another package brings may be careless, what it had may be taken out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from living import MINUTE, START, Lines, a_feed, a_source, at, living, passes, virtually

from monitor.demo.inside import Inside, StillClock
from monitor.jobs.app import App
from monitor.jobs.deliver import deliver
from monitor.jobs.pumps import claim_messages
from monitor.messages.notice import compose_notice
from monitor.model import Channel, Message, Receipt, Web
from monitor.store import outbox
from monitor.store.letters import letters
from monitor.store.writing import writing


class Careless:
    """Takes every message, and gives back what it was made with."""

    form = "text"

    def __init__(self, gives: Any, spacing: Any = None) -> None:
        self.gives, self.spacing = gives, spacing
        self.taken: list[str] = []

    async def send(self, web: Web, message: Message, key: str, after: Receipt | None) -> Any:
        self.taken.append(key)
        return self.gives


def with_channel(port: Any) -> Callable[[App], None]:
    def change(app: App) -> None:
        app.channels = {**app.channels, "own": port}

    return change


def a_newsroom(folder: Path, change: Callable[[App], None]) -> Any:
    """One feed with one post to tell of, and a file beside the other channel."""
    file = Channel(key="file", kind="file", address=str(folder / "out.txt"))
    return living(folder, outlets={"a.example": a_feed(at(7))}, sources=[a_source()], channels=[file], change=change)


@pytest.mark.parametrize(
    ("gives", "spacing"),
    [
        (None, None),
        ({"id": 5}, None),
        (Receipt(ids={"id": 5}), None),  # type: ignore[dict-item]
        (Receipt(ids=None, note=None), None),  # type: ignore[arg-type]
        (Receipt(ids={"id": "5"}), 1),
    ],
    ids=["nothing", "a dict", "a number for an id", "no ids", "seconds for a spacing"],
)
def test_a_message_goes_once_whatever_its_channel_gives_back(tmp_path: Path, gives: Any, spacing: Any) -> None:
    port = Careless(gives, spacing)

    async def main() -> list[str]:
        async with a_newsroom(tmp_path, with_channel(port)) as life:
            await passes(15 * MINUTE)
            return [one.delivery.state for one in await life.app.read(letters)]

    assert virtually(main()) == ["sent", "sent"]
    assert len(port.taken) == 1


def test_a_message_that_was_taken_does_not_go_again_where_the_daemon_broke_before_it_was_noted(tmp_path: Path) -> None:
    port, breaks = Careless(Receipt()), ["sent_not_marked"]

    def change(app: App) -> None:
        def fail_at(name: str) -> None:
            if name in breaks and port.taken:
                breaks.remove(name)
                raise RuntimeError("a fault of our own")

        with_channel(port)(app)
        app.fail_at = fail_at

    async def main() -> list[str]:
        async with a_newsroom(tmp_path, change) as life:
            await passes(15 * MINUTE)
            return [one.delivery.state for one in await life.app.read(letters)]

    assert virtually(main()) == ["sent", "sent"] and not breaks
    assert len(port.taken) == 1


async def test_a_message_whose_channel_is_taken_out_just_then_waits_until_it_is_back(tmp_path: Path) -> None:
    port, log, clock = Careless(Receipt()), Lines(), StillClock(START)
    async with Inside(
        f"sqlite:///{tmp_path}/monitor.db",
        clock=clock,
        outlets={},
        sources=[],
        stories=[],
        ports={"own": port},
        log=log,
    ) as inside:
        app, there = inside.app, inside.app.channels
        with writing(inside.engine) as door:
            outbox.put(door, "notice/x", "own", compose_notice("x", ["x"], form="text"), now=START)
        (parcel,) = await app.write(claim_messages, app, START)
        app.channels = {}  # SIGHUP
        await deliver(app, parcel)
        assert port.taken == log.said == []
        app.channels = there
        await inside.send_round()
    assert port.taken == ["notice/x"]
