"""A changed story shows what it would have found, without alerting on old posts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import event

from monitor.config import Settings
from monitor.demo.inside import Inside, StillClock
from monitor.demo.outlets.dealt import DealtFeed
from monitor.desk.effect import effects, risks
from monitor.jobs.rematch import followed_since, rematch_changed
from monitor.jobs.report import build_report
from monitor.matching import Matcher
from monitor.matching.guards import Caution
from monitor.messages.report import Report
from monitor.model import Channel, Keyword, Post, Source, Story
from monitor.store import records
from monitor.store.counting import tally
from monitor.store.developments import matched
from monitor.store.doors import Reading
from monitor.store.wellbeing import states

START = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)

STORY = Story(
    key="board", title="Board", languages=("en",),
    keywords=(Keyword(name="board", facet="what", forms={"en": ("Board of Peace",)}),),
)  # fmt: skip
WIDER = replace(STORY, keywords=(replace(STORY.keywords[0], forms={"en": ("Board of Peace", "Peace Council")}),))


def newsroom(tmp_path: Path, story: Story, clock: StillClock, *more: Story) -> Inside:
    posts = [
        Post(source="", id=str(number), url=f"https://a.example/{number}", title=title, published_at=START)
        for number, title in enumerate(["Board of Peace meets", "The Peace Council meets", "Wheat"])
    ]
    return Inside(
        f"sqlite:///{tmp_path}/monitor.db", clock=clock, outlets={"a.example": DealtFeed(title="a", posts=posts)},
        sources=[Source(key="a", kind="feed", address="https://a.example/feed")], stories=[story, *more],
        channels=[Channel(key="file", kind="file", address=str(tmp_path / "told.jsonl"))],
    )  # fmt: skip


async def test_a_wider_story_finds_what_it_missed_but_alerts_nobody(tmp_path: Path) -> None:
    clock = StillClock(START - timedelta(hours=1))
    async with newsroom(tmp_path, STORY, clock) as inside:
        await rematch_changed(inside.app, clock.now())
        await inside.poll_round()
        clock.go(timedelta(hours=2))
        await inside.poll_round()
        assert (await inside.app.read(tally)).alerts == 1
    async with newsroom(tmp_path, WIDER, clock) as inside:
        (effect,) = await inside.app.read(effects, inside.app.settings, now=clock.now())
        assert (effect.posts, effect.matched, effect.more, effect.fewer) == (3, 2, 1, 0)
        assert await rematch_changed(inside.app, clock.now()) == 1
        assert await rematch_changed(inside.app, clock.now()) == 0
        assert (await inside.app.read(tally)).alerts == 1
        kept = await inside.app.read(matched, story="board")
        assert {one.match.post.title[:9]: one.background for one in kept} == {"Board of ": False, "The Peace": True}


async def test_what_came_while_a_story_was_paused_is_in_the_digest_once_it_is_followed_again(tmp_path: Path) -> None:
    clock = StillClock(START - timedelta(hours=1))
    for status in ("active", "paused", "active"):
        async with newsroom(tmp_path, replace(STORY, status=status), clock) as inside:
            for _ in range(2):
                await rematch_changed(inside.app, clock.now())
            await inside.poll_round()
            assert (await inside.app.read(tally)).alerts == 0
            kept = await inside.app.read(matched, story="board")
        clock.go(timedelta(hours=2))
    assert [(one.match.post.title, one.background) for one in kept] == [("Board of Peace meets", True)]


async def test_what_came_while_a_story_file_was_away_is_in_the_digest_once_it_is_put_back(tmp_path: Path) -> None:
    clock = StillClock(START - timedelta(hours=1))
    other = replace(STORY, key="other", keywords=(replace(STORY.keywords[0], forms={"en": ("harvest",)}),))
    for stories in ((other, STORY), (other,), (other, STORY)):
        async with newsroom(tmp_path, stories[0], clock, *stories[1:]) as inside:
            for _ in range(2):
                await rematch_changed(inside.app, clock.now())
            if STORY not in stories:
                await inside.poll_round()
            kept = await inside.app.read(matched, story="board")
            assert (await inside.app.read(tally)).alerts == 0
        clock.go(timedelta(hours=2))
    assert [(one.match.post.title, one.background) for one in kept] == [("Board of Peace meets", True)]


async def test_a_story_that_is_taken_out_while_a_post_is_matched_with_it_makes_no_source_ill(tmp_path: Path) -> None:
    clock, other = StillClock(START - timedelta(hours=1)), replace(STORY, key="other")
    async with newsroom(tmp_path, STORY, clock, other) as inside:
        await inside.poll_round()
        app = inside.app

        def taken_out(where: str) -> None:
            if where == "matched":
                app.take(replace(app.settings, stories=(other,)), app.kinds, app.channels, Matcher([other]))

        app.fail_at = taken_out
        clock.go(timedelta(hours=2))
        await inside.poll_round()
        (state,) = await app.read(states)
        assert (state.health, state.detail) == ("ok", "")
        assert {one.match.story for one in await app.read(matched)} == {"other"}


async def test_a_dozen_new_stories_are_matched_in_one_look_through_the_posts(tmp_path: Path) -> None:
    clock, asked = StillClock(START + timedelta(hours=1)), list[str]()
    async with newsroom(tmp_path, STORY, clock) as inside:
        await rematch_changed(inside.app, clock.now())
        await inside.poll_round()
    many = [replace(WIDER, key=f"new-{number}") for number in range(12)]
    async with newsroom(tmp_path, STORY, clock, *many) as inside:
        event.listen(inside.app.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        assert await rematch_changed(inside.app, clock.now()) == 24
        looks = [sql for sql in asked if "FROM posts" in sql and "posts.seen_at >=" in sql and "posts.text" in sql]
        assert len(looks) == 2, "all posts at once, and the look that finds no more"
        for story in many:
            assert len(await inside.app.read(matched, story=story.key)) == 2
        assert await rematch_changed(inside.app, clock.now()) == 0


async def test_a_risky_word_says_what_it_costs_on_the_stored_posts(tmp_path: Path) -> None:
    clock = StillClock(START - timedelta(hours=1))
    article = Keyword(name="article", facet="what", forms={"en": ("The",)})
    risky = replace(STORY, keywords=(*STORY.keywords, article))
    async with newsroom(tmp_path, risky, clock) as inside:
        await inside.poll_round()
        clock.go(timedelta(hours=2))
        await inside.poll_round()
        found = await inside.app.read(told_risks, inside.app.settings, clock.now())
        the = next(one for one in found if one.form == "The")
        assert the.cost is not None
        assert (the.cost.looked, the.cost.posts, the.cost.only) == (3, 1, 1)
        assert the.cost.examples == (("1", "The Peace Council meets"),)


def told_risks(door: Reading, settings: Settings, now: datetime) -> list[Caution]:
    """The store is read first, as jobs do it."""
    return risks(settings, door, now=now)


async def test_a_digest_names_a_story_that_is_younger_than_its_window(tmp_path: Path) -> None:
    clock = StillClock(START - timedelta(hours=1))
    young = replace(WIDER, key="young")

    async def notes(inside: Inside, story: Story) -> tuple[str, ...]:
        since, until = START - timedelta(hours=2), clock.now()
        told: Report = await inside.app.read(
            build_report, inside.app.settings, story, since=since, until=until, zone="Asia/Almaty"
        )
        return told.notes

    async with newsroom(tmp_path, STORY, clock) as inside:
        await rematch_changed(inside.app, clock.now())
        await inside.poll_round()
        clock.go(timedelta(hours=6))
        assert await notes(inside, STORY) == (), "the story is as old as the watch"
    for story in (young, replace(young, key="renamed", was=("young",))):
        async with newsroom(tmp_path, story, clock) as inside:
            await rematch_changed(inside.app, clock.now())
            clock.go(timedelta(hours=2))
            (note,) = await notes(inside, story)
            assert note.startswith("this story is younger than the window: it is followed since 2026-01-21 19:00 ")
    async with newsroom(tmp_path, replace(STORY, key="moved", was=("board",)), clock) as inside:
        await rematch_changed(inside.app, clock.now())
        assert await notes(inside, replace(STORY, key="moved", was=("board",))) == ()


async def test_a_story_that_an_older_version_followed_already_is_not_called_young(tmp_path: Path) -> None:
    clock = StillClock(START)
    async with newsroom(tmp_path, STORY, clock) as inside:
        await inside.app.write(records.set_fact, "story/board", "as it was once")
        await rematch_changed(inside.app, clock.now())
        assert await inside.app.read(followed_since, "board") is None
        await rematch_changed(inside.app, clock.go(timedelta(days=1)))
        assert await inside.app.read(followed_since, "board") is None
