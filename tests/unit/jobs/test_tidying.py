"""Old texts go, and only old ones: nothing is thrown away on the word of a wrong clock."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from monitor.demo.dealing import deal
from monitor.demo.inside import Inside, StillClock
from monitor.jobs.tidy import tidy
from monitor.model import Keyword, Post, Source, Story
from monitor.store.posts import add_revisions, count_posts, find_posts

START = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
STORY = Story(key="s", title="S", languages=("en",), keywords=(Keyword(name="w", facet="f", forms={"en": ("wheat",)}),))


def newsroom(tmp_path: Path, clock: StillClock, url: str = "") -> Inside:
    dealt = deal(Post(source="h", id=f"{n}", title=f"Nothing {n}", published_at=START) for n in range(3))
    sources = [Source(key="h", kind="feed", address="https://feed-01.example/feed.xml")]
    return Inside(
        url or f"sqlite:///{tmp_path}/monitor.db", clock=clock, outlets=dealt.feeds, sources=sources, stories=[STORY]
    )


async def tidy_for(inside: Inside, clock: StillClock, days: float) -> None:
    """Tidies as the calendar does, every six hours."""
    for _ in range(int(days * 4)):
        await tidy(inside.app, clock.go(timedelta(hours=6)))


async def test_a_text_that_matched_nothing_goes_after_a_month(tmp_path: Path) -> None:
    clock = StillClock(START)
    async with newsroom(tmp_path, clock) as inside:
        await inside.poll_round()
        await tidy_for(inside, clock, 29)
        assert len(await inside.app.read(find_posts)) == 3
        await tidy_for(inside, clock, 2)
        assert await inside.app.read(find_posts) == []
        await tidy_for(inside, clock, 28)
        assert await inside.app.read(count_posts) == 3, "what stands in its feed for long is not taken for new"
        await tidy_for(inside, clock, 2)
        assert await inside.app.read(count_posts) == 0


async def test_a_post_that_is_edited_in_the_moment_in_which_its_text_goes_does_not_end_all_tidying(
    tmp_path: Path,
) -> None:
    clock = StillClock(START)
    async with newsroom(tmp_path, clock) as inside:
        await inside.poll_round()
        edited = [replace(post, title="Something") for post in await inside.app.read(find_posts)]
        await tidy_for(inside, clock, 31)
        await inside.app.write(add_revisions, "h", edited, now=clock.now())
        await tidy_for(inside, clock, 31)
        assert await inside.app.read(count_posts) == 0


async def test_posts_that_another_daemon_is_just_writing_are_left_until_the_next_time(
    postgres_url: str, tmp_path: Path
) -> None:
    clock = StillClock(START)
    async with newsroom(tmp_path, clock, postgres_url) as inside:
        await inside.poll_round()
        await tidy_for(inside, clock, 1)
        with inside.engine.connect() as another:
            another.execute(text("SELECT id FROM posts FOR UPDATE"))
            await asyncio.wait_for(tidy_for(inside, clock, 31), 60)
            assert len(await inside.app.read(find_posts)) == 3
        await tidy_for(inside, clock, 0.25)
        assert await inside.app.read(find_posts) == []


async def test_a_clock_that_is_a_year_ahead_for_an_afternoon_costs_no_post(tmp_path: Path) -> None:
    clock = StillClock(START)
    async with newsroom(tmp_path, clock) as inside:
        await inside.poll_round()
        await tidy_for(inside, clock, 2)
        clock.go(timedelta(days=365))
        await tidy_for(inside, clock, 0.5)
        assert len(await inside.app.read(find_posts)) == 3


async def test_a_daemon_that_starts_with_a_wrong_clock_costs_no_post(tmp_path: Path) -> None:
    clock = StillClock(START)
    async with newsroom(tmp_path, clock) as inside:
        await inside.poll_round()
    clock.go(timedelta(days=365))
    async with newsroom(tmp_path, clock) as inside:
        await tidy(inside.app, clock.now())
        assert len(await inside.app.read(find_posts)) == 3


async def test_after_a_holiday_old_texts_go_all_the_same_a_day_later(tmp_path: Path) -> None:
    clock = StillClock(START)
    async with newsroom(tmp_path, clock) as inside:
        await inside.poll_round()
        await tidy_for(inside, clock, 2)
    clock.go(timedelta(days=40))
    async with newsroom(tmp_path, clock) as inside:
        await tidy_for(inside, clock, 2)
        assert await inside.app.read(find_posts) == []
