"""What is asked of the store beside the way of posts and messages: an answer is whole, and of what was asked alone."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select, update

from monitor.messages.notice import compose_notice
from monitor.model import Post, Source
from monitor.store import keeping, letters, outbox, posts, register, schema, unreached
from monitor.store.reading import reading
from monitor.store.writing import writing

NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_sources_that_come_back_with_the_network_are_asked_one_after_the_other(engine: Engine) -> None:
    def is_at(key: str, error: str, at: datetime, lease: datetime | None = None) -> None:
        door.connection.execute(
            update(schema.sources)
            .where(schema.sources.c.key == key)
            .values(error=error, next_at=at, lease_until=lease, wait=HOUR)
        )

    keys = ("a", "b", "c", "lent", "soon", "well")
    with writing(engine) as door:
        places = [Source(key=key, kind="feed", address=f"https://{key}.example/") for key in keys]
        register.register(door, places, now=NOW)
        for key in ("a", "b", "c"):
            is_at(key, "network", NOW + HOUR)
        is_at("lent", "network", NOW + HOUR, NOW + MINUTE)
        is_at("soon", "dns", NOW + timedelta(seconds=1))
        is_at("well", "", NOW + HOUR)
        assert unreached.wake_unreached(door, ["network", "dns"], now=NOW, within=MINUTE) == 3
        # of a thousand that come back each comes here: what is asked soon is not gone through again
        later = NOW + timedelta(seconds=1)
        assert unreached.wake_unreached(door, ["network", "dns"], now=later, within=MINUTE) == 0
    with reading(engine) as look:
        rows = look.connection.execute(select(schema.sources.c.key, schema.sources.c.next_at)).all()
    due = {row.key: (row.next_at - NOW).total_seconds() for row in rows}
    assert due == {"a": 15, "b": 30, "c": 45, "soon": 1, "lent": 3600, "well": 3600}


def test_a_message_that_is_not_due_yet_is_not_overdue(engine: Engine) -> None:
    words = compose_notice("x", ["x"], form="text")
    with writing(engine) as door:
        outbox.put(door, "dev/held", "desk", words, now=NOW - HOUR, due=NOW + HOUR)
    with reading(engine) as look:
        assert letters.count_letters(look, now=NOW).oldest is None
    with writing(engine) as door:
        outbox.put(door, "dev/late", "desk", words, now=NOW - MINUTE)
    with reading(engine) as look:
        counted = letters.count_letters(look, now=NOW)
    assert (counted.waiting, counted.oldest) == (2, NOW - MINUTE)


def test_a_source_came_when_it_published_but_for_dates_that_cannot_be(engine: Engine) -> None:
    def a_post(id: str, at: datetime | None) -> Post:
        return Post(source="a", id=id, title=id, published_at=at, seen_at=NOW)

    shown = [a_post("past", NOW - HOUR), a_post("future", NOW + HOUR), a_post("none", None)]
    first_poll = [a_post("old", NOW - 2 * HOUR), a_post("old, undated", None)]
    with writing(engine) as door:
        marks = posts.marks_of([*shown, *first_poll])
        posts.add_new(door, "a", first_poll, marks, now=NOW, background=[post.id for post in first_poll], wanted=())
        posts.add_new(door, "a", shown, marks, now=NOW, background=(), wanted=())
    with reading(engine) as look:
        came = posts.instants(look, "a", since=NOW - 3 * HOUR)
        of_another = posts.find_posts(look, source="b"), posts.find_posts(look, since=NOW + MINUTE)
        assert len(posts.find_posts(look, source="a", since=NOW)) == 5 and of_another == ([], [])
    assert came == [NOW - 2 * HOUR, NOW - HOUR, NOW, NOW]


def test_what_a_clock_ahead_has_dated_is_drawn_back_though_no_digest_was_ever_sent(engine: Engine) -> None:
    post = Post(source="a", id="1", title="x", seen_at=NOW + 365 * 24 * HOUR)
    with writing(engine) as door:
        marks = posts.marks_of([post])
        posts.add_new(door, "a", [post], marks, now=post.seen_at, background=(), wanted=())
        assert keeping.is_ahead(door, now=NOW)
        assert keeping.draw_back(door, now=NOW) > 0
        assert not keeping.is_ahead(door, now=NOW)
