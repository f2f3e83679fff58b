"""Two daemons that do the same thing at the same moment: it is done once, on both databases."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from monitor.demo.inside import Inside, StillClock
from monitor.demo.sinks.webhook import WebhookSink
from monitor.jobs import held_open, rematch
from monitor.jobs.pumps import claim_messages
from monitor.jobs.tell import found
from monitor.jobs.watch import tell_changes
from monitor.messages.notice import compose_notice
from monitor.model import Channel, Keyword, Post, Source, Story
from monitor.store import outbox, posts, records, register
from monitor.store.doors import Writing
from monitor.store.letters import letters
from monitor.store.writing import writing

NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
STORY = Story(key="s", title="S", languages=("en",), keywords=(Keyword(name="w", facet="f", forms={"en": ("wheat",)}),))


def at_once(engine: Engine, work: Callable[[Writing, datetime], object]) -> list[object]:
    """Both begin before either has committed, as far as the database lets them."""
    done: list[object] = []
    begun = threading.Barrier(2, timeout=20)

    def one(now: datetime) -> None:
        with writing(engine) as door:
            if engine.dialect.name == "postgresql":
                begun.wait()
            done.append(work(door, now))

    threads = [threading.Thread(target=one, args=[NOW + timedelta(seconds=number)]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(done) == 2, "one of them failed"
    return done


@pytest.fixture
def inside(database_url: str) -> Inside:
    return Inside(
        database_url,
        clock=StillClock(NOW),
        outlets={"hook.example": WebhookSink()},
        sources=[Source(key=f"s{number}", kind="feed", address=f"https://away-{number}.example/") for number in (1, 2)],
        stories=[STORY],
        channels=[Channel(key="hook", kind="webhook", address="https://hook.example/in")],
    )


async def test_an_illness_is_told_once_when_two_daemons_look_at_the_same_moment(inside: Inside) -> None:
    async with inside:
        await inside.poll_round()
        at_once(inside.engine, lambda door, now: tell_changes(door, inside.app, now, {}))
        kept = await inside.app.read(letters)
    assert [one.delivery.message.subject for one in kept] == ["No source can be reached"]


async def test_a_message_is_taken_by_one_of_two_daemons_that_ask_at_the_same_moment(inside: Inside) -> None:
    async with inside:
        with writing(inside.engine) as door:
            outbox.put(door, "notice/x", "hook", compose_notice("x", ["x"], form="json"), now=NOW)
        taken = at_once(inside.engine, lambda door, now: claim_messages(door, inside.app, now))
    assert sorted(len(parcels) for parcels in taken) == [0, 1]  # type: ignore[arg-type]


async def test_a_transaction_that_is_left_open_is_told_once_when_two_daemons_look_at_the_same_moment(
    inside: Inside,
) -> None:
    async with inside:
        told = at_once(inside.engine, lambda door, now: held_open.tell(door, inside.app, now, "a shell is open"))
        assert sorted(told) == [0, 1]  # type: ignore[type-var]
        over = at_once(inside.engine, lambda door, now: held_open.tell(door, inside.app, now, ""))
        assert sorted(over) == [0, 1]  # type: ignore[type-var]


async def test_a_changed_story_takes_a_post_once_when_two_daemons_have_read_it_at_the_same_moment(
    inside: Inside,
) -> None:
    post = Post(source="s1", id="1", title="A ship with wheat", seen_at=NOW)
    async with inside:
        with writing(inside.engine) as door:
            _, rows = posts.add_new(door, "s1", [post], posts.marks_of([post]), now=NOW, background=(), wanted=["1"])
        (match,) = inside.app.matcher.match_named(post)
        read = [(rows["1"], found(inside.app, match))]
        kept = at_once(inside.engine, lambda door, now: rematch.keep(door, inside.app, read, now))
    assert sorted(one["s"] for one in kept) == [0, 1]  # type: ignore[index]


async def test_two_daemons_that_start_at_once_on_an_empty_database_both_start(inside: Inside) -> None:
    async with inside:
        more = [Source(key="new", kind="feed", address="https://new.example/")]
        at_once(inside.engine, lambda door, now: register.register(door, more, now=now))
        at_once(inside.engine, lambda door, now: records.set_fact(door, "learnt", 1))
        digests = at_once(
            inside.engine,
            lambda door, now: records.close_window(door, "m", last=None, since=NOW - timedelta(days=1), until=now),
        )
    assert sorted(digests) == [False, True]  # type: ignore[type-var]
