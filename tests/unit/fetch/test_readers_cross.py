"""Every reader that a kind calls apart can be called apart: its arguments and its answer cross."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import get_type_hints

import pytest

import monitor.sources
from monitor.fetch import Web
from monitor.fetch.calling import find
from monitor.fetch.crossing import _decoder, _kinds, pack, unpack
from monitor.model import Cost, Haul, Media, Post, Reply

FILES = Path(next(iter(monitor.sources.__path__))).rglob("*.py")
READERS = sorted(
    {
        name
        for file in FILES
        for name in re.findall(r'"(monitor\.sources[\w.]*:\w+)"', file.read_text())
        if ":read_" in name
    }
)


def test_there_are_readers() -> None:
    assert READERS


@pytest.mark.parametrize("name", READERS)
def test_what_a_reader_takes_and_gives_can_cross(name: str) -> None:
    function = find(name)
    kinds = _kinds(function)
    assert kinds, "a reader takes a reply"
    assert all(hint is not None for hint in kinds)
    for kind in [*kinds, get_type_hints(function)["return"]]:
        _decoder(kind)  # raises TypeError for a type that has no form in MessagePack


def test_a_whole_haul_comes_back_as_it_was() -> None:
    at = datetime(2026, 1, 21, 12, 30, 15, 999_999, tzinfo=UTC)
    post = Post(
        source="s",
        id="1",
        url="https://a.example/ж",
        title="عنوان",
        published_at=at,
        published_offset=300,
        date_basis="jsonld",
        date_precision="day",
        seen_at=at,
        quotes=("a", "b"),
        media=(Media(url="u", kind="video", alt="x"),),
        edited=True,
    )
    reply = Reply(asked="a", url="b", at=at, body=b"\x00\xff", headers=(("a", "b"),))
    cursor = {"ids": ["1"], "n": 3, "deep": {"a": None, "b": [True, 1.5]}}
    haul = Haul(
        posts=(post,),
        gone=("x",),
        cursor=cursor,
        cost=Cost(reads=3, usd=0.015),
        replies=(reply,),
        flags=("unstable_ids",),
    )
    assert unpack(pack(haul), Haul) == haul


async def test_a_feed_is_read_in_a_worker() -> None:
    from monitor.sources.feed import FeedOptions

    at = datetime(2026, 1, 21, 12, tzinfo=UTC)
    body = (
        b"<rss version='2.0'><channel><title>t</title><item><guid>1</guid><title>Davos</title></item></channel></rss>"
    )
    reply = Reply(asked="https://a.example/", url="https://a.example/", at=at, body=body)
    async with Web() as web:
        haul = await web.apart("monitor.sources.feed:read_feed", reply, FeedOptions(), at, "s", into=Haul)
    assert [(post.id, post.title) for post in haul.posts] == [("1", "Davos")]
