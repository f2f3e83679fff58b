"""Every reader that a kind calls apart can be called apart: its arguments and its answer cross."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import get_type_hints

import pytest
from msgspec import Raw

import monitor.sources
from monitor.fetch import Web
from monitor.fetch.calling import find, run_here
from monitor.fetch.crossing import _decoder, _kinds, pack, unpack, unpack_args
from monitor.model import Cost, Haul, Media, Post, Reply, Unreadable

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


@pytest.mark.parametrize(
    "name",
    [
        "monitor.sources.feed:_anything",
        "monitor.sources.feed:timedelta",  # it is called there, and is not of there
        "monitor.sources:load_kind",
        "monitor.sourcesmith.feed:read_feed",
        "monitor.store.writing:write_together",
        "monitor.sources.feed.read_feed",
    ],
)
def test_nothing_but_a_public_function_of_the_sources_runs_by_name(name: str) -> None:
    with pytest.raises(ValueError, match="is not a function of"):
        find(name)


def test_a_reader_of_ours_that_broke_is_told_with_its_line_and_without_the_words_of_the_place() -> None:
    with pytest.raises(Unreadable) as told:
        run_here("monitor.sources.feed:read_feed", ("<script>", None, None, "s"))
    assert told.value.code == "parse_crash"
    assert re.fullmatch(r"read_feed broke: \w+ in \w+\.py, line \d+", told.value.message)


def test_a_reader_that_is_given_too_much_says_so() -> None:
    def read_two(one: int, other: str) -> int:
        return one

    assert unpack_args(read_two, Raw(pack([1, "a"]))) == [1, "a"]
    assert unpack_args(read_two, Raw(pack([1]))) == [1]
    with pytest.raises(TypeError, match="takes 2 arguments, 3 came"):
        unpack_args(read_two, Raw(pack([1, "a", None])))
