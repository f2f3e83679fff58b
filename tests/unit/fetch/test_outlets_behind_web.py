"""An outlet of the demo behind the real client, in process: how other rooms test what they ask."""

import gzip
from datetime import UTC, datetime

import pytest

from monitor.demo.outlet import Asked
from monitor.demo.transport import OutletTransport
from monitor.fetch import Web
from monitor.model import Refused, Reply, TryLater

NOON = datetime(2026, 1, 21, 12, tzinfo=UTC)


def noon() -> datetime:
    return NOON


def town(asked: Asked) -> Reply:
    """A town with a feed, a moved page, a page that leads inward, and two broken places."""
    path = asked.url.removeprefix("http://town.example")
    reply = {
        "/feed": Reply(asked=asked.url, url=asked.url, at=asked.at, body=b"<rss/>", headers=(("etag", '"1"'),)),
        "/packed": Reply(
            asked=asked.url,
            url=asked.url,
            at=asked.at,
            body=gzip.compress(b"x" * 5000),
            headers=(("content-encoding", "gzip"),),
        ),
        "/old": Reply(asked=asked.url, url=asked.url, at=asked.at, status=301, headers=(("location", "/feed"),)),
        "/inward": Reply(
            asked=asked.url, url=asked.url, at=asked.at, status=302, headers=(("location", "http://127.0.0.1/"),)
        ),
    }
    if path == "/silent":
        raise TimeoutError
    if path == "/down":
        raise ConnectionRefusedError
    if path == "/echo":
        return Reply(asked=asked.url, url=asked.url, at=asked.at, body=asked.method.encode() + b" " + asked.body)
    return reply[path]


def open_town() -> Web:
    return Web(transport=OutletTransport(town, noon), now=noon)


async def test_a_reply_says_what_was_asked_and_when() -> None:
    async with open_town() as web:
        reply = await web.get("http://town.example/feed")
    assert (reply.asked, reply.status, reply.body, reply.at) == ("http://town.example/feed", 200, b"<rss/>", NOON)
    assert reply.header("ETag") == '"1"'


async def test_an_outlet_may_answer_compressed() -> None:
    async with open_town() as web:
        assert (await web.get("http://town.example/packed")).body == b"x" * 5000


async def test_a_permanent_move_is_followed_and_told() -> None:
    async with open_town() as web:
        reply = await web.get("http://town.example/old")
    assert (reply.asked, reply.url, reply.moved_to) == (
        "http://town.example/old",
        "http://town.example/feed",
        "http://town.example/feed",
    )


async def test_what_is_sent_arrives() -> None:
    async with open_town() as web:
        assert (await web.post("http://town.example/echo", content=b"hello")).body == b"POST hello"


async def test_an_outlet_cannot_lead_inward() -> None:
    async with open_town() as web:
        with pytest.raises(Refused) as told:
            await web.get("http://town.example/inward")
    assert told.value.code == "blocked_address"


@pytest.mark.parametrize(("path", "code"), [("/silent", "deadline"), ("/down", "network")])
async def test_a_broken_outlet_is_tried_later(path: str, code: str) -> None:
    async with open_town() as web:
        with pytest.raises(TryLater) as told:
            await web.get(f"http://town.example{path}")
    assert told.value.code == code
