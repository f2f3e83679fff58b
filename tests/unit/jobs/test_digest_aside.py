"""A digest is drawn beside the event loop: polls and alerts do not wait for its charts."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.demo.inside import Inside, StillClock
from monitor.jobs.digest import send_digest
from monitor.model import Digest, Keyword, Message, Receipt, Story, Web
from monitor.store.letters import letters

STORY = Story(key="s", title="S", languages=("en",), keywords=(Keyword(name="w", facet="f", forms={"en": ("wheat",)}),))


class Watching:
    """A channel that notes in which thread it is asked for its form."""

    Options = dict[str, Any]

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []

    @property
    def form(self) -> str:
        self.threads.append(threading.current_thread())
        return "html"

    async def send(self, web: Web, message: Message, key: str, after: Receipt | None) -> Receipt:
        return Receipt()


async def test_the_digest_is_composed_off_the_event_loop(tmp_path: Path) -> None:
    clock, desk = StillClock(datetime(2026, 1, 21, 7, tzinfo=UTC)), Watching()
    inside = Inside(
        f"sqlite:///{tmp_path}/monitor.db",
        clock=clock,
        outlets={},
        sources=[],
        stories=[STORY],
        ports={"desk": desk},
        inline=False,
    )
    async with inside:
        await send_digest(inside.app, Digest(key="morning", at="0 7 * * *"), clock.go(timedelta(hours=1)))
        assert len(await inside.app.read(letters)) == 1
    assert desk.threads
    assert threading.main_thread() not in desk.threads
