"""Answers that break the rules of HTTP and that every browser reads: they are read here, too, and nothing else is."""

import asyncio
import gzip

import pytest

from monitor.fetch import Web
from monitor.fetch.limits import Limits
from monitor.model import MonitorError, TryLater
from tests.hostile.servers import read_head, reply, saying, saying_and_closing, served

HELLO = b"hello"
OK = b"HTTP/1.1 200 OK\r\n"
SIZED = b"Content-Length: 5\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
CHUNKS = b"5\r\nhello\r\n0\r\n\r\n"

ODD = {
    "a length, and chunks": (OK + b"Content-Length: 3\r\n" + CHUNKED + b"\r\n" + CHUNKS, 200, HELLO),
    "a warning among the headers": (OK + b"<b>Warning</b> in line 3\r\n" + SIZED + b"\r\n" + HELLO, 200, HELLO),
    "a header in Cyrillic": (OK + "Дата: сегодня\r\n".encode() + SIZED + b"\r\n" + HELLO, 200, HELLO),
    "a header without a name": (OK + b": x\r\n" + SIZED + b"\r\n" + HELLO, 200, HELLO),
    "more than was announced": (OK + SIZED + b"\r\n" + HELLO + b"<!-- served by -->", 200, HELLO),
    "more than was announced, closing": (OK + b"Connection: close\r\n" + SIZED + b"\r\n" + HELLO + b"more", 200, HELLO),
    "more behind the last chunk": (OK + CHUNKED + b"\r\n" + CHUNKS + b"more", 200, HELLO),
    "nothing new, with a body": (b"HTTP/1.1 304 Not Modified\r\n" + SIZED + b"\r\n" + HELLO, 304, b""),
    "no content, with a body": (b"HTTP/1.1 204 No Content\r\n" + SIZED + b"\r\n" + HELLO, 204, b""),
    "all of it behind a hint": (
        b"HTTP/1.1 103 Hints\r\nLink: a\r\n\r\n" + OK + b": x\r\n" + SIZED + b"\r\n" + HELLO,
        200,
        HELLO,
    ),
}


@pytest.mark.parametrize("what", ODD)
async def test_an_answer_that_browsers_read_is_read(what: str) -> None:
    answer, status, body = ODD[what]
    async with served(saying(answer, reply(b"next"))) as place, Web(allow=place.allow) as web:
        first, second = await web.get(place.url), await web.get(place.url)
    assert (first.status, first.body) == (status, body)
    assert second.body == b"next", "what was left over does not answer the next question"


async def test_a_message_whose_answer_breaks_the_rules_is_taken_and_not_sent_again() -> None:
    answer, *_ = ODD["no content, with a body"]
    async with served(saying(answer)) as place, Web(allow=place.allow) as web:
        told = await web.post(place.url, content=b"{}")
    assert told.status == 204
    assert place.accepts == 1


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
async def test_a_body_that_comes_late_behind_an_answer_without_one_does_not_answer_the_next_question(
    status: bytes,
) -> None:
    told: list[bytes] = []

    async def late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            told.append(await read_head(reader))
            writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 5\r\n\r\n")
            await asyncio.sleep(0.02)
            writer.write(HELLO)

    async with served(late) as place, Web(allow=place.allow) as web:
        codes = [(await web.post(place.url, content=b"{}")).status for _ in range(3)]
    assert codes == [int(status[:3])] * 3
    assert len(told) == 3, "none of them was sent again"


async def test_a_kept_connection_that_says_something_else_is_replaced() -> None:
    turn = 0

    async def chatty(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal turn
        turn += 1
        await read_head(reader)
        writer.write(OK + SIZED + b"\r\n" + HELLO)
        await read_head(reader)
        writer.write(b"<!-- served by -->" + OK + SIZED + b"\r\n" + HELLO)

    async with served(chatty) as place, Web(allow=place.allow) as web:
        assert [(await web.get(place.url)).body for _ in range(4)] == [HELLO] * 4
    assert turn == 4


@pytest.mark.parametrize(
    "odd", [b"<html>", OK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi", OK + b"X: " + b"x" * 99_999]
)
async def test_a_place_that_says_what_is_no_answer_is_not_asked_twice_for_it(odd: bytes) -> None:  # 16
    async with served(saying(odd)) as place, Web(allow=place.allow) as web:
        with pytest.raises(MonitorError):
            await web.get(place.url)
    assert place.accepts == 1


@pytest.mark.parametrize("size", [1, 7])
@pytest.mark.parametrize("what", ["all of it behind a hint", "a warning among the headers", "a length, and chunks"])
async def test_such_an_answer_may_come_in_any_pieces(what: str, size: int) -> None:
    answer, _, body = ODD[what]

    async def in_pieces(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        for begin in range(0, len(answer), size):
            writer.write(answer[begin : begin + size])
            await writer.drain()
            await asyncio.sleep(0.002)

    async with served(in_pieces) as place, Web(allow=place.allow, limits=Limits(deadline=10)) as web:
        assert (await web.get(place.url)).body == body


async def test_a_length_without_a_figure_is_none_and_the_answer_lasts_until_its_end() -> None:
    answer = OK + b"Content-Length: \r\n\r\n" + HELLO
    async with served(saying_and_closing(answer)) as place, Web(allow=place.allow) as web:
        assert (await web.get(place.url)).body == HELLO


@pytest.mark.parametrize("missing", [0, 1])
async def test_a_compressed_body_under_the_length_of_what_is_in_it_is_read_if_it_is_whole(missing: int) -> None:
    body = gzip.compress(b"news " * 500)
    answer = OK + b"Content-Encoding: gzip\r\nContent-Length: 2500\r\n\r\n" + body[: len(body) - missing]
    async with served(saying_and_closing(answer)) as place, Web(allow=place.allow) as web:
        if missing:
            with pytest.raises(TryLater, match="broke off"):
                await web.get(place.url)
        else:
            assert (await web.get(place.url)).body == b"news " * 500
