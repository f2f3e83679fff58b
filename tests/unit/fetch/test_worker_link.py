"""What a worker answers comes whole, however its socket cuts it, and none is larger than it may be."""

import asyncio
import socket
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from monitor.fetch.link import Link
from monitor.fetch.worker import AHEAD, AHEAD_BYTES, Job, Worker


class Ends:
    """A link and the worker's end of its socket."""

    def __init__(self) -> None:
        ours, self.theirs = socket.socketpair()
        ours.setblocking(False)
        self.theirs.setblocking(False)
        self._ours = ours
        self.taken: list[bytes] = []
        self.more = asyncio.Event()

    async def joined(self, most: int = 1_000_000) -> Link:
        loop = asyncio.get_running_loop()
        _, link = await loop.create_connection(lambda: Link(self._take, most), sock=self._ours)
        return link

    def _take(self, frame: bytes) -> None:
        if frame == b"nonsense":
            raise msgspec.ValidationError("no answer at all")
        self.taken.append(frame)
        self.more.set()

    async def say(self, data: bytes) -> None:
        await asyncio.get_running_loop().sock_sendall(self.theirs, data)

    async def heard(self, count: int) -> list[bytes]:
        async with asyncio.timeout(10):
            while len(self.taken) < count:
                self.more.clear()
                await self.more.wait()
        return self.taken


@pytest.fixture
async def ends() -> AsyncIterator[Ends]:
    made = Ends()
    yield made
    made.theirs.close()


def framed(body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + body


@pytest.mark.parametrize("piece", [1, 3, 5, 1_000])
async def test_answers_come_whole_in_whatever_pieces(ends: Ends, piece: int) -> None:
    link = await ends.joined()
    answers = [b"", b"a", b"bc" * 30, b"", b"d" * 400]
    stream = b"".join(map(framed, answers))
    for start in range(0, len(stream), piece):
        await ends.say(stream[start : start + piece])
        await asyncio.sleep(0)
    assert await ends.heard(len(answers)) == answers
    link.close()


async def test_large_answers_come_between_small_ones(ends: Ends) -> None:
    link = await ends.joined()
    answers = [bytes([n]) * size for n, size in enumerate((10, 900_000, 7, 131_068, 131_069, 500_000, 0, 3))]
    await asyncio.gather(ends.say(b"".join(map(framed, answers))), ends.heard(len(answers)))
    assert ends.taken == answers
    link.close()


@pytest.mark.parametrize("last", [b"\xff\xff\xff\xff", (1_000_001).to_bytes(4, "big"), framed(b"nonsense"), None])
async def test_a_worker_that_talks_nonsense_or_goes_is_over_and_what_it_said_before_counts(
    ends: Ends, last: bytes | None
) -> None:
    link = await ends.joined()
    await ends.say(framed(b"well") + (last or b"\x00\x00"))
    if last is None:
        ends.theirs.close()
    async with asyncio.timeout(10):
        await link.over
    assert ends.taken == [b"well"]


async def test_what_is_sent_arrives_though_the_worker_reads_late(ends: Ends) -> None:
    link = await ends.joined()
    frames = [bytes([n]) * 200_000 for n in range(8)]
    for frame in frames:
        link.write(frame)
    got = b""
    async with asyncio.timeout(10):
        while len(got) < 1_600_000:
            got += await asyncio.get_running_loop().sock_recv(ends.theirs, 65_536)
    assert got == b"".join(frames)
    link.close()


async def test_little_is_sent_ahead_of_what_is_read_so_that_no_body_is_kept_twice() -> None:
    worker = Worker(SimpleNamespace(returncode=0), Link(lambda frame: None, 1), wall=60)  # type: ignore[arg-type]

    def send(size: int) -> None:
        waits: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        worker.send(Job(1, "read", (), waits), bytes(size))

    assert worker.has_room()
    send(3 * AHEAD_BYTES)
    assert not worker.has_room(), "behind a very big one nothing waits"
    worker.landed()
    for _ in range(3):
        assert worker.has_room()
        send(AHEAD_BYTES // 3 + 1)
    assert not worker.has_room()
    worker.landed()
    assert worker.has_room(), "what is read does not count any more"
    worker.landed()
    worker.landed()
    for _ in range(AHEAD):
        assert worker.has_room()
        send(1)
    assert not worker.has_room(), "nor do many small ones"
    worker.rest()
    assert worker.has_room()
