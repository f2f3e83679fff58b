"""A feed that is polled: nothing twice, nothing lost, nothing asked for without need."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.demo.outlet import Asked, Outlet
from monitor.demo.outlets.feeds import FeedOutlet, Shape
from monitor.demo.transport import OutletTransport
from monitor.fetch import Web
from monitor.model import Haul, MonitorError, Post, Reply, Source
from monitor.sources.feed import Feed, FeedOptions

START = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
HERE = "http://8.8.8.8/feed"
MINUTES = timedelta(minutes=15)


def posts(count: int, *, since: datetime = START - timedelta(hours=1), first: int = 0) -> list[Post]:
    return [
        Post(
            source="",
            id=f"post-{number}",
            url=f"https://outlet.example/{number}",
            title=f"Жаңалық {number}",
            text=f"Бірінші жол {number}.\nЕкінші жол.",
            author="N",
            published_at=since + timedelta(minutes=number - first),
        )
        for number in range(first, first + count)
    ]


class Poller:
    """One source polled again and again at the times that the test names."""

    def __init__(self, outlet: Outlet, **options: Any) -> None:
        self.at = START
        self.cursor: dict[str, Any] = {}
        self.outlet = outlet
        self._feed = Feed(Source(key="outlet", kind="feed", address=HERE), FeedOptions(**options))

    async def poll(self, after: timedelta = MINUTES) -> Haul:
        self.at += after
        async with Web(transport=OutletTransport(self.outlet, lambda: self.at), inline=True) as web:
            haul = await self._feed.collect(web, self.cursor, self.at)
        self.cursor = dict(haul.cursor or {})
        return haul

    async def error(self, after: timedelta = MINUTES) -> MonitorError:
        with pytest.raises(MonitorError) as caught:
            await self.poll(after)
        return caught.value


@pytest.mark.parametrize("shape", ["rss", "atom", "json"])
async def test_what_an_outlet_puts_out_is_what_comes_in(shape: Shape) -> None:
    told = posts(12)
    haul = await Poller(FeedOutlet(posts=told, shape=shape)).poll()
    assert [post.id for post in haul.posts] == [post.id for post in reversed(told)]
    for ours, theirs in zip(haul.posts, reversed(told), strict=True):
        assert (ours.url, ours.title, ours.text, ours.author) == (theirs.url, theirs.title, theirs.text, theirs.author)
        assert ours.published_at == theirs.published_at


async def test_a_feed_that_has_not_changed_is_not_read_again() -> None:
    outlet = FeedOutlet(posts=posts(3))
    poller = Poller(outlet)
    assert (await poller.poll()).health == "ok"
    second = await poller.poll()
    assert (second.health, second.posts, outlet.asked) == ("not_modified", (), 2)


async def test_nothing_changed_is_no_answer_to_a_first_question() -> None:
    poller = Poller(lambda asked: Reply(asked=asked.url, url=asked.url, status=304, at=asked.at))
    assert (await poller.error()).health == "try_later"


async def test_without_validators_the_same_bytes_are_not_read_again() -> None:
    poller = Poller(FeedOutlet(posts=posts(3), fault="no_validators"))
    await poller.poll()
    assert (await poller.poll()).health == "not_modified"


async def test_a_new_post_comes_with_the_poll_after_it_is_out() -> None:
    poller = Poller(FeedOutlet(posts=[*posts(2), *posts(1, since=START + timedelta(minutes=20), first=7)]))
    assert len((await poller.poll()).posts) == 2
    assert len((await poller.poll()).posts) == 3


async def test_once_a_day_an_unchanging_etag_is_not_believed() -> None:
    late = posts(1, since=START + timedelta(hours=1), first=7)
    poller = Poller(FeedOutlet(posts=[*posts(2), *late], fault="lying_etag"))
    await poller.poll()
    assert (await poller.poll(timedelta(hours=2))).health == "not_modified"
    caught = await poller.poll(timedelta(hours=23))
    assert (len(caught.posts), caught.flags) == (3, ("lying_etag",))


@pytest.mark.parametrize(
    ("fault", "health", "code"),
    [
        ("html", "unreadable", "unexpected_content"),
        ("captcha", "blocked", "captcha"),
        ("limited", "limited", "429"),
        ("down", "try_later", "503"),
        ("gone", "gone", "410"),
    ],
)
async def test_a_fault_is_told_and_over_when_it_is_over(fault: Any, health: str, code: str) -> None:
    outlet = FeedOutlet(posts=posts(3))
    poller = Poller(outlet)
    await poller.poll()
    outlet.fault = fault
    told = await poller.error()
    assert (told.health, told.code) == (health, code)
    outlet.fault = ""
    assert (await poller.poll()).health in {"ok", "not_modified"}


@pytest.mark.parametrize("fault", ["broken", "cut"])
async def test_broken_xml_gives_what_is_left_of_it(fault: Any) -> None:
    haul = await Poller(FeedOutlet(posts=posts(9), fault=fault)).poll()
    assert haul.flags == ("mended",)
    assert len(haul.posts) >= 5


async def test_a_feed_that_empties_and_returns_has_the_same_ids() -> None:
    outlet = FeedOutlet(posts=posts(3))
    poller = Poller(outlet)
    first = await poller.poll()
    outlet.fault = "empty"
    assert (await poller.poll()).health == "empty"
    outlet.fault = ""
    assert [post.id for post in (await poller.poll()).posts] == [post.id for post in first.posts]


async def test_ids_that_change_at_each_fetch_bring_nothing_twice() -> None:
    outlet = FeedOutlet(posts=[*posts(5), *posts(2, since=START + timedelta(minutes=40), first=7)], fault="new_ids")
    poller = Poller(outlet)
    seen = [post.id for post in (await poller.poll()).posts]
    assert len(seen) == 5
    second = await poller.poll()
    assert (second.posts, second.flags) == ((), ("unstable_ids",))
    third = await poller.poll()
    assert [post.url for post in third.posts] == ["https://outlet.example/8", "https://outlet.example/7"]
    fourth = await poller.poll()
    assert {post.id for post in fourth.posts} == {post.id for post in third.posts}


async def test_a_site_that_moves_to_https_brings_nothing_twice_and_its_ids_are_still_believed() -> None:
    old = [replace(post, id=f"http://outlet.example/?p={number}") for number, post in enumerate(posts(6))]
    new = [replace(post, id=post.id.replace("http:", "https:")) for post in old]
    poller = Poller(outlet := FeedOutlet(posts=old[:5]))
    ids = {post.id for post in (await poller.poll()).posts}
    for shown in ([*new[:2], *old[2:5]], new[:5], old[:5], new[:5]):
        outlet.posts = shown
        haul = await poller.poll()
        assert {post.id for post in haul.posts} == ids and not haul.flags
    outlet.posts = new
    assert {post.id for post in (await poller.poll()).posts} - ids == {new[5].id}


@pytest.mark.parametrize("kept_by", ["this version", "an older one"])
async def test_where_ids_change_the_same_words_under_a_new_link_are_another_entry(kept_by: str) -> None:
    outlet = FeedOutlet(posts=posts(5), fault="new_ids")
    poller = Poller(outlet)
    await poller.poll()
    assert (await poller.poll()).posts == ()
    if kept_by == "an older one":  # which kept the words alone
        poller.cursor["hushed"] = [mark[:8] for mark in poller.cursor["hushed"]]
    said_again = replace(posts(5)[2], url="https://outlet.example/again", published_at=START + 3 * MINUTES)
    outlet.posts = [*posts(5), said_again]
    found = [[post.url for post in (await poller.poll()).posts] for _ in range(2)]
    assert found == [[said_again.url]] * 2 if kept_by == "this version" else found == [[], []]


async def test_one_link_on_all_and_new_ids_are_told_apart_by_their_words() -> None:
    told = [Post(source="", id=f"p{n}", url="https://outlet.example/", title=f"T {n}", text="x") for n in range(4)]
    poller = Poller(FeedOutlet(posts=told, fault="new_ids"))
    assert len((await poller.poll()).posts) == 4
    assert (await poller.poll()).posts == ()


def feed_of(*items: str) -> Callable[[Asked], Reply]:
    body = "<rss><channel>" + "".join(f"<item>{each}</item>" for each in items) + "</channel></rss>"
    return lambda asked: Reply(asked=asked.url, url=asked.url, body=body.encode(), at=asked.at)


async def test_pictures_without_words_are_not_taken_for_one_another() -> None:
    def pictures(*numbers: int) -> Outlet:
        return feed_of(*(f"<guid>g{n}</guid><enclosure url='https://a.example/{n}.jpg'/>" for n in numbers))

    poller = Poller(pictures(3, 2, 1))
    assert len((await poller.poll()).posts) == 3
    poller.outlet = pictures(6, 5, 4)
    haul = await poller.poll()
    assert ([post.id for post in haul.posts], haul.flags) == (["g6", "g5", "g4"], ())


async def test_an_edited_entry_without_id_and_link_keeps_its_name() -> None:
    date = "<pubDate>Wed, 21 Jan 2026 09:00:00 GMT</pubDate>"
    poller = Poller(feed_of(f"<title>A</title>{date}<description>x</description>"))
    (first,) = (await poller.poll()).posts
    poller.outlet = feed_of(f"<title>A</title>{date}<description>y</description>")
    (second,) = (await poller.poll()).posts
    assert (first.id, first.text, second.text) == (second.id, "x", "y")


def test_an_address_that_is_none_is_a_fault_before_the_start() -> None:
    source = Source(key="s", kind="feed", address="file:///etc/passwd")
    assert Feed(source, FeedOptions()).faults()[0][0] == "address"


async def test_one_guid_on_every_entry_brings_every_entry() -> None:
    outlet = feed_of(*(f"<title>T{n}</title><guid>7</guid><link>https://a.example/</link>" for n in range(3)))
    haul = await Poller(outlet).poll()
    assert ([post.title for post in haul.posts], haul.flags) == (["T0", "T1", "T2"], ("shared_ids",))
    again = await Poller(feed_of("<title>new</title><guid>7</guid>", "<title>T2</title><guid>7</guid>")).poll()
    assert haul.posts[2].id == again.posts[1].id
    assert again.posts[0].id not in {post.id for post in haul.posts}


@pytest.mark.parametrize("guid", ["N/A", "0", "null", "https://outlet.example/"])
async def test_a_guid_that_says_nothing_is_none(guid: str) -> None:
    outlet = feed_of(
        f"<title>A</title><guid>{guid}</guid><link>https://a.example/1</link>", f"<title>B</title><guid>{guid}</guid>"
    )
    ids = [post.id for post in (await Poller(outlet).poll()).posts]
    if guid.startswith("http"):
        assert len(set(ids)) == 2
    else:
        assert ids[0] == "https://a.example/1"
        assert ids[1].startswith("text:")


async def test_the_same_entry_twice_in_one_feed_is_one_post() -> None:
    one = "<title>A</title><guid>1</guid><description>x</description>"
    assert len((await Poller(feed_of(one, one, one)).poll()).posts) == 1


@pytest.mark.parametrize(
    "date",
    ["Thu, 01 Jan 1970 00:00:00 GMT", "Wed, 21 Jan 2099 10:00:00 GMT", "", "Wed, 21 Jan 2026 20:00:00 GMT"],
)
async def test_a_time_that_cannot_be_is_no_time_and_the_post_comes(date: str) -> None:
    (post,) = (await Poller(feed_of(f"<title>A</title><pubDate>{date}</pubDate>")).poll()).posts
    assert (post.published_at, post.date_basis) == (None, "seen")


async def test_the_pace_a_feed_asks_for_is_kept_up_to_a_day() -> None:
    def asks(*headers: tuple[str, str], head: str = "") -> Outlet:
        body = f"<rss><channel>{head}<item><title>A</title></item></channel></rss>".encode()
        return lambda asked: Reply(asked=asked.url, url=asked.url, headers=headers, body=body, at=asked.at)

    async def rest(outlet: Outlet, **options: Any) -> timedelta | None:
        return (await Poller(outlet, **options).poll()).fresh_for

    assert await rest(asks()) is None
    assert await rest(asks(head="<ttl>90</ttl>")) == timedelta(minutes=90)
    assert await rest(asks(("cache-control", "public, max-age=1800"), head="<ttl>5</ttl>")) == timedelta(minutes=30)
    assert await rest(asks(("cache-control", "max-age=99999999"))) == timedelta(days=1)
    assert await rest(asks(head="<ttl>99999999</ttl>")) == timedelta(days=1)
    assert await rest(asks(head="<ttl>90</ttl>"), heed_pace=False) is None


async def test_the_pace_holds_when_nothing_has_changed() -> None:
    body = b"<rss><channel><ttl>90</ttl><item><title>A</title></item></channel></rss>"
    poller = Poller(lambda asked: Reply(asked=asked.url, url=asked.url, body=body, at=asked.at))
    await poller.poll()
    assert (await poller.poll()).fresh_for == timedelta(minutes=90)


async def test_a_permanent_move_is_followed_after_three_polls_and_left_when_it_fails() -> None:
    asked_for: list[str] = []
    feed = FeedOutlet(posts=posts(2), fault="no_validators")
    dead = False

    def outlet(asked: Asked) -> Reply:
        asked_for.append(asked.url)
        if asked.url == HERE and not dead:
            return Reply(asked=asked.url, url=asked.url, status=301, headers=(("location", "/new"),), at=asked.at)
        if asked.url != HERE and dead:
            return Reply(asked=asked.url, url=asked.url, status=404, at=asked.at)
        return feed(asked)

    poller = Poller(outlet)
    flags = [(await poller.poll()).flags for _ in range(4)]
    assert flags == [(), (), ("moved:http://8.8.8.8/new",), ()]
    assert asked_for[-2:] != [HERE, "http://8.8.8.8/new"]
    feed.posts = posts(3)
    assert (await poller.poll()).flags == ("moved:http://8.8.8.8/new",), "it is remarked for as long as it is so"
    dead = True
    asked_for.clear()
    assert (await poller.poll()).health in {"ok", "not_modified"}
    assert asked_for == ["http://8.8.8.8/new", HERE]


async def test_the_reply_travels_with_its_posts_as_evidence() -> None:
    haul = await Poller(FeedOutlet(posts=posts(1))).poll()
    assert b"post-0" in haul.replies[0].body


def counted(told: list[Post], views: int) -> FeedOutlet:
    shown = [replace(post, text=f"{post.text}\nViews: {views + n}") for n, post in enumerate(told)]
    return FeedOutlet(posts=shown, length=len(told))


@pytest.mark.parametrize("entries", [8, 60])
async def test_a_counter_in_every_entry_is_no_edit_at_every_poll_and_an_edit_is_one(entries: int) -> None:
    told = posts(entries)
    poller = Poller(counted(told, 10))
    assert (await poller.poll()).cut == ()
    for views in (30, 50):
        poller.outlet = counted(told, views)
        assert set((await poller.poll()).cut) == {post.id for post in told}
    poller.outlet = counted([replace(told[0], title="Another headline"), *told[1:]], 50)
    assert told[0].id not in (await poller.poll()).cut


async def test_a_few_edits_at_once_are_edits() -> None:
    told = posts(8)
    poller = Poller(FeedOutlet(posts=told))
    await poller.poll()
    poller.outlet = FeedOutlet(posts=[*(replace(post, text="Другой текст.") for post in told[:3]), *told[3:]])
    assert (await poller.poll()).cut == ()


async def test_ids_that_change_are_seen_by_the_links_where_a_counter_stands_among_the_words() -> None:
    told = posts(8)
    poller = Poller(counted(told, 10))
    await poller.poll()
    poller.outlet = counted([replace(post, id=f"{post.id}-again") for post in told], 30)
    second = await poller.poll()
    assert (second.posts, second.flags) == ((), ("unstable_ids",))


async def test_a_few_entries_that_a_new_version_of_ours_reads_otherwise_are_no_edits() -> None:
    told = posts(8)
    poller = Poller(FeedOutlet(posts=told))
    await poller.poll()
    poller.cursor.pop("reading", None)
    poller.outlet = FeedOutlet(posts=[*(replace(post, text="In other words.") for post in told[:2]), *told[2:]])
    assert set((await poller.poll()).cut) >= {post.id for post in told[:2]}
    poller.outlet = FeedOutlet(posts=[*poller.outlet.posts, *posts(1, first=8)])
    assert sorted((await poller.poll()).cut) == [post.id for post in told[:2]]
    poller.outlet = FeedOutlet(posts=[replace(told[0], text="An edit."), *poller.outlet.posts[1:]])
    assert told[0].id not in (await poller.poll()).cut


async def test_words_that_a_new_version_of_ours_reads_otherwise_are_no_edits() -> None:
    told = posts(8)
    poller = Poller(FeedOutlet(posts=told))
    await poller.poll()
    del poller.cursor["versions"]
    poller.outlet = FeedOutlet(posts=[*(replace(post, text="In other words.") for post in told), *posts(1, first=8)])
    assert sorted((await poller.poll()).cut) == [post.id for post in told]
    poller.outlet = FeedOutlet(posts=[replace(told[0], text="An edit."), *poller.outlet.posts[1:]])
    assert told[0].id not in (await poller.poll()).cut
