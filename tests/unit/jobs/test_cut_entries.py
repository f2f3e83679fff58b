"""A feed whose answer breaks off inside an entry: what is missing was not taken out by its author."""

from pathlib import Path

from rooms import Room, settle
from sqlalchemy import select

from monitor.demo.outlet import Asked
from monitor.jobs.app import App
from monitor.model import Reply
from monitor.store.doors import Reading
from monitor.store.schema import revisions

FIRST = "Board of Peace: Kazakhstan joins, and this is the whole of what it says of that, word for word."


class Breaking:
    """A feed that is whole, or ends after so many letters of its last entry's text."""

    def __init__(self) -> None:
        self.newer, self.ends = 0, 0

    def __call__(self, asked: Asked) -> Reply:
        items = [
            f"<title>Wheat {n}</title><link>https://a.example/w{n}</link><guid>w{n}</guid>" for n in range(self.newer)
        ]
        last = f"<guid>p</guid><link>https://a.example/p</link><title>Board of Peace</title><description>{FIRST}"
        body = "".join(f"<item>{item}</item>" for item in reversed(items)) + f"<item>{last}"
        body = body[: len(body) - len(FIRST) + self.ends] if self.ends else f"{body}</description></item>"
        whole = f"<rss version='2.0'><channel><title>a</title>{body}" + ("" if self.ends else "</channel></rss>")
        return Reply(asked=asked.url, url=asked.url, body=whole.encode(), at=asked.at)


def edits(door: Reading) -> list[str]:
    return list(door.connection.execute(select(revisions.c.text)).scalars())


async def kept(app: App) -> list[str]:
    return await app.read(edits)


async def test_a_known_entry_that_is_served_cut_short_was_not_edited(tmp_path: Path) -> None:
    feed = Breaking()
    room = Room(tmp_path, outlets={"a.example": feed})
    async with room.open() as inside:
        await settle(inside, room)
        for ends in (20, 30, 25, 40, 35, 50):
            feed.ends, feed.newer = ends, feed.newer + 1
            await settle(inside, room)
        assert await kept(inside.app) == []


async def test_an_entry_that_first_came_cut_is_stored_whole_once_it_is(tmp_path: Path) -> None:
    feed = Breaking()
    feed.newer, feed.ends = 1, 20
    room = Room(tmp_path, outlets={"a.example": feed})
    async with room.open() as inside:
        for _ in range(6):
            feed.newer += 1
            await settle(inside, room)
        assert await kept(inside.app) == []
        feed.ends = 0
        await settle(inside, room)
        assert await kept(inside.app) == [FIRST]
