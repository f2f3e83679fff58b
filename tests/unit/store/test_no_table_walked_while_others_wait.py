"""While one writes to a file all others wait: nothing that grows for years is read from end to end meanwhile."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from monitor.demo.dealing import deal
from monitor.demo.inside import Inside, StillClock
from monitor.demo.sinks.webhook import WebhookSink
from monitor.jobs.tidy import tidy
from monitor.jobs.watch import watch
from monitor.model import Channel, Keyword, Post, Source, Story
from monitor.store.posts import count_posts

START = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
STORY = Story(key="s", title="S", languages=("en",), keywords=(Keyword(name="w", facet="f", forms={"en": ("wheat",)}),))

#: What grows for as long as the monitor runs.
GROWS = "posts|revisions|developments|matches|deliveries|replies|evidence|blindness"


def newsroom(tmp_path: Path, clock: StillClock, posts: list[Post]) -> Inside:
    return Inside(
        f"sqlite:///{tmp_path}/monitor.db",
        clock=clock,
        outlets={**deal(posts).feeds, "hook.example": WebhookSink()},
        sources=[Source(key="h", kind="feed", address="https://feed-01.example/feed.xml")],
        stories=[STORY],
        channels=[Channel(key="hook", kind="webhook", address="https://hook.example/in")],
    )


async def test_months_of_polling_telling_and_tidying_walk_no_table_inside_a_write(tmp_path: Path) -> None:
    clock, walked, seen = StillClock(START), [], set[str]()
    posts = [
        Post(source="h", id=f"{n}", title=f"The {word} harvest {n}", published_at=START + timedelta(hours=12 * n))
        for n, word in enumerate(["oil", "wheat", "tin", "wheat", "steel"])
    ]
    async with newsroom(tmp_path, clock, posts) as inside:

        @event.listens_for(inside.engine, "before_cursor_execute")
        def explain(conn: Any, cursor: Any, statement: str, values: Any, context: Any, many: bool) -> None:
            is_write = conn.get_execution_options().get("door") == "write"
            if not is_write or statement in seen or not re.match(r"SELECT|INSERT|UPDATE|DELETE", statement):
                return
            seen.add(statement)
            plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values[0] if many else values)
            walked.extend((row[3], statement) for row in plan if re.match(rf"SCAN ({GROWS})\b", row[3]))

        for day in range(75):
            if day < 3:
                await inside.poll_round()
            await inside.send_round()
            await watch(inside.app, clock.now())
            await tidy(inside.app, clock.go(timedelta(days=1)))
        # the two that matched stay, the others were forgotten
        assert await inside.app.read(count_posts) == 2
    assert any(statement.startswith("DELETE FROM posts") for statement in seen)
    assert walked == []
