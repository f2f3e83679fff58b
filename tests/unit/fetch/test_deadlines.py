"""One timer for all calls ends each of them at its own time, and keeps nobody from being cancelled by others."""

import asyncio
import socket
import threading
import time

import pytest

from monitor.demo.virtual import VirtualLoop, VirtualTime
from monitor.fetch import Web
from monitor.fetch.deadlines import Deadlines
from monitor.fetch.limits import Limits
from monitor.model import TryLater
from tests.hostile.servers import repeating, reply, say_nothing, served


async def ends(deadlines: Deadlines, seconds: float) -> float:
    """How long a block lasted that would never end by itself."""
    begun = time.monotonic()
    with pytest.raises(TimeoutError), deadlines.within(seconds):
        await asyncio.sleep(10)
    return time.monotonic() - begun


async def test_each_call_ends_at_its_own_time_whatever_began_before_it() -> None:
    deadlines = Deadlines(silence=9)
    spans = [0.3, 0.1, 0.2, 0.4, 0.15]
    lasted = await asyncio.gather(*(ends(deadlines, span) for span in spans))
    assert all(span <= took < span + 1 for span, took in zip(spans, lasted, strict=True))
    assert sorted(lasted) == [took for _, took in sorted(zip(spans, lasted, strict=True))]
    assert await ends(deadlines, 0.05) < 1  # after all others are gone


def test_a_timer_that_rings_a_breath_too_early_ends_the_call_and_does_not_turn_in_a_circle() -> None:
    async def hang() -> None:
        with Deadlines(silence=9).within(0.1000004):
            await asyncio.sleep(10)

    # this loop counts microseconds, and rings for what ends within the next half
    with asyncio.Runner(loop_factory=lambda: VirtualLoop(VirtualTime())) as runner:
        with pytest.raises(TimeoutError):
            runner.run(hang())
        assert 0.1 <= runner.get_loop().time() < 0.2


async def test_what_ends_in_time_is_left_alone() -> None:
    deadlines = Deadlines(silence=9)
    for _ in range(50):
        with deadlines.within(0.05):
            await asyncio.sleep(0)
    with deadlines.within(5):
        await asyncio.sleep(0.1)  # the timer of those before rings here


async def test_whoever_cancels_a_call_has_it_cancelled() -> None:
    deadlines = Deadlines(silence=9)
    task = asyncio.create_task(ends(deadlines, 5))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_deadline_inside_another_ends_only_its_own_block() -> None:
    deadlines = Deadlines(silence=9)
    with deadlines.within(5):
        assert await ends(deadlines, 0.05) < 1
        async with asyncio.timeout(5):
            assert await ends(deadlines, 0.05) < 1
    with pytest.raises(TimeoutError), deadlines.within(0.05):
        await ends(deadlines, 5)


async def test_our_own_waiting_is_not_their_slowness() -> None:
    deadlines, ours = Deadlines(silence=9), asyncio.Semaphore(0)
    asyncio.get_running_loop().call_later(0.3, ours.release)
    with deadlines.within(0.2) as deadline:
        await deadline.without(ours)
        assert 0.1 < deadline.left() <= 0.2
        with pytest.raises(TimeoutError), deadlines.within(0.05) as inner:
            await inner.without(asyncio.Semaphore(1))
            await asyncio.sleep(1)


def _answer_later(listener: socket.socket) -> None:
    """A place of its own thread: it answers 0.3 s after it was asked, whatever our loop does."""
    connection, _ = listener.accept()
    with connection:
        connection.recv(65_536)
        time.sleep(0.3)
        connection.sendall(reply(b"x"))
        connection.recv(1)


async def test_an_answer_that_came_while_the_process_stood_still_is_read() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        threading.Thread(target=_answer_later, args=(listener,), daemon=True).start()
        async with Web(allow=[("127.0.0.0/8", port)], limits=Limits(silence=1, deadline=20)) as web:
            asked = asyncio.create_task(web.get(f"http://127.0.0.1:{port}/"))
            await asyncio.sleep(0.1)
            time.sleep(2.2)  # noqa: ASYNC251  the whole process stands still
            assert (await asked).body == b"x"


@pytest.mark.parametrize(
    "handler",
    [say_nothing, repeating(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", b"", 0.05)],
    ids=["before the head", "inside the body"],
)
async def test_a_place_that_falls_silent_is_left_before_the_deadline(handler: object) -> None:
    limits = Limits(silence=0.3, deadline=20)
    async with served(handler) as place, Web(allow=place.allow, limits=limits) as web:  # type: ignore[arg-type]
        begun = time.monotonic()
        with pytest.raises(TryLater) as told:
            await web.get(place.url)
    assert (told.value.code, time.monotonic() - begun < 3) == ("deadline", True)
    assert "no answer in time" in told.value.message


async def test_a_slow_place_that_goes_on_talking_is_not_silent() -> None:
    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        await asyncio.sleep(0.25)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n")
        for letter in b"slowly":
            await asyncio.sleep(0.15)
            writer.write(bytes([letter]))

    async with served(slow) as place, Web(allow=place.allow, limits=Limits(silence=0.4, deadline=20)) as web:
        assert (await web.get(place.url)).body == b"slowly"
