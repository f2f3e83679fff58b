"""A feed whose answer broke off in the middle of an entry: half an entry is not taken for a post of its own."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from monitor.demo.outlet import Asked
from monitor.demo.transport import OutletTransport
from monitor.fetch import Web
from monitor.model import Haul, Reply, Source
from monitor.sources.feed import Feed, FeedOptions, read_feed

NOW = datetime(2026, 1, 21, 9, tzinfo=UTC)
ADDRESS = "https://outlet.example/feed.xml"
ITEMS = [
    f"<item><title>Story {n}</title><link>https://outlet.example/{n}</link><guid>https://outlet.example/{n}</guid>"
    f"<description>Words of story {n}.</description></item>"
    for n in (3, 2, 1)
]
WHOLE = f"<rss version='2.0'><channel><title>Outlet</title>{''.join(ITEMS)}</channel></rss>"


def reply(body: str) -> Reply:
    return Reply(asked=ADDRESS, url=ADDRESS, body=body.encode(), at=NOW)


async def polled(body: str, cursor: Mapping[str, Any] | None = None) -> Haul:
    def outlet(asked: Asked) -> Reply:
        return reply(body)

    feed = Feed(Source(key="outlet", kind="feed", address=ADDRESS), FeedOptions())
    async with Web(transport=OutletTransport(outlet, lambda: NOW), inline=True, now=lambda: NOW) as web:
        return await feed.collect(web, cursor or {}, NOW)


async def test_wherever_the_answer_breaks_off_no_post_is_made_up() -> None:
    whole = {post.id: post for post in (await polled(WHOLE)).posts}
    first_whole = WHOLE.index("</item>") + len("</item>")
    for length in range(first_whole, len(WHOLE)):
        haul = await polled(WHOLE[:length])
        assert haul.posts, length
        for post in haul.posts:
            assert post == whole[post.id], WHOLE[:length][-40:]


async def test_the_entry_that_was_cut_comes_whole_with_the_next_poll() -> None:
    cut = await polled(WHOLE[: WHOLE.index("example/1</guid>")])
    assert [post.title for post in cut.posts] == ["Story 3", "Story 2"]
    after = await polled(WHOLE, cut.cursor)
    assert [post.title for post in after.posts] == ["Story 3", "Story 2", "Story 1"]


async def test_a_feed_that_always_breaks_off_in_the_same_entry_loses_nothing() -> None:
    always = WHOLE[: WHOLE.index("Words of story 1") + 9]
    first = await polled(always)
    assert [post.title for post in first.posts] == ["Story 3", "Story 2"]
    second = await polled(always, first.cursor)
    assert [post.title for post in second.posts] == ["Story 3", "Story 2", "Story 1"]
    assert (await polled(always, second.cursor)).health == "not_modified"


async def test_half_an_address_is_never_taken_for_one() -> None:
    always = WHOLE[: WHOLE.index("outlet.example/1</link>") + len("outlet.exam")]
    first = await polled(always)
    assert len(first.posts) == 2
    assert (await polled(always, first.cursor)).health == "not_modified"


async def test_an_entry_that_always_breaks_off_between_its_link_and_its_id_is_no_second_post() -> None:
    ids = WHOLE.replace("<guid>https://outlet.example/", "<guid isPermaLink='false'>id-")
    between = ids[: ids.index("id-1</guid>")]
    first = await polled(between)
    second = await polled(between, first.cursor)
    assert {post.id for post in (*first.posts, *second.posts)} == {"id-3", "id-2"}
    behind = ids[: ids.index("Words of story 1") + 9]
    first = await polled(behind)
    assert [post.id for post in (await polled(behind, first.cursor)).posts] == ["id-3", "id-2", "id-1"]


async def test_an_entry_that_always_breaks_off_before_its_link_leads_nowhere_and_is_not_taken() -> None:
    entries = "".join(
        f"<entry><id>id-{n}</id><title>Story {n}</title><link href='https://outlet.example/{n}'/>"
        f"<summary>Words of story {n}.</summary></entry>"
        for n in (3, 2, 1)
    )
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><id>x</id><title>Outlet</title>{entries}</feed>"
    before = atom[: atom.index("<title>Story 1") + 11]
    first = await polled(before)
    second = await polled(before, first.cursor)
    assert {post.url for post in (*first.posts, *second.posts)} == {f"https://outlet.example/{n}" for n in (3, 2)}
    behind = atom[: atom.index("Words of story 1") + 9]
    first = await polled(behind)
    assert [post.id for post in (await polled(behind, first.cursor)).posts] == ["id-3", "id-2", "id-1"]


async def test_a_feed_of_a_single_entry_that_is_always_cut_is_better_than_nothing() -> None:
    assert len((await polled(WHOLE[: WHOLE.index("Words of") + 5])).posts) == 1


def test_a_preview_shows_what_there_is_of_a_cut_entry() -> None:
    haul = read_feed(reply(WHOLE[: WHOLE.index("Words of story 1") + 5]), FeedOptions(), NOW, "outlet")
    assert [post.title for post in haul.posts] == ["Story 3", "Story 2", "Story 1"]
