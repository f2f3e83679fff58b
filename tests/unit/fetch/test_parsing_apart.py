"""Parsing in worker processes: what it returns, and what happens to those who break it (SAFETY 18, 19)."""

import asyncio
import os
import resource
import signal
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import SecretStr

from monitor.fetch import Web
from monitor.fetch.worker import AHEAD
from monitor.fetch.workers import Workers
from monitor.model import Haul, Refused, Reply, TryLater, Unreadable
from tests.hostile.readers import Seen, Wishes

HERE = "tests.hostile.readers:"
NOW = datetime(2026, 1, 21, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    made = Workers(1, package="tests.hostile", memory=600 << 20, cpu=0.5)
    yield made
    await made.close()


async def test_values_arrive_as_what_they_are(workers: Workers) -> None:
    reply = Reply(asked="http://a/", url="http://b/", at=NOW, body=bytes(range(256)), headers=(("etag", '"ü"'),))
    wishes = Wishes(item="li.news", every=timedelta(hours=2, microseconds=5), names=("a", "қ"), key=SecretStr("hush"))
    cursor = {"ids": ["1", "2"], "deep": {"n": 1.5, "none": None}}
    seen = await workers.run(HERE + "read_all", (reply, wishes, NOW, timedelta(days=400), cursor, b"\x00\xff"), Seen)
    assert seen.kinds == ("Reply", "Wishes", "datetime", "timedelta", "dict", "bytes")
    assert (seen.reply, seen.now, seen.every, seen.cursor, seen.blob) == (
        reply,
        NOW,
        timedelta(days=400),
        cursor,
        b"\x00\xff",
    )
    assert (seen.wishes.item, seen.wishes.every, seen.wishes.names) == (wishes.item, wishes.every, wishes.names)


async def test_a_secret_does_not_reach_the_worker(workers: Workers) -> None:
    reply = Reply(asked="", url="", at=NOW)
    seen = await workers.run(HERE + "read_all", (reply, Wishes(key=SecretStr("hush")), NOW, timedelta(), {}, b""), Seen)
    assert seen.wishes.key is not None
    assert "hush" not in seen.wishes.key.get_secret_value()


async def test_a_time_of_another_zone_stays_the_same_instant(workers: Workers) -> None:
    almaty = NOW.astimezone(timezone(timedelta(hours=5)))
    seen = await workers.run(
        HERE + "read_all", (Reply(asked="", url="", at=NOW), Wishes(), almaty, timedelta(), {}, b""), Seen
    )
    assert (seen.now, seen.now.utcoffset()) == (NOW, timedelta(0))


async def test_what_a_reader_raises_is_raised_here(workers: Workers) -> None:
    with pytest.raises(TryLater) as later:
        await workers.run(HERE + "read_later", (NOW,), Haul)
    assert (later.value.message, later.value.code, later.value.health, later.value.retry_at) == (
        "come back",
        "429",
        "limited",
        NOW,
    )
    with pytest.raises(Refused) as refused:
        await workers.run(HERE + "read_nothing", ("",), Haul)
    assert (refused.value.message, refused.value.code, refused.value.health) == ("no key", "401", "refused")


async def test_an_unforeseen_error_names_its_type_and_not_the_text_of_the_place(workers: Workers) -> None:
    with pytest.raises(Unreadable) as told:
        await workers.run(HERE + "read_a_secret_text", ("x",), Haul)
    assert told.value.code == "parse_crash"
    assert "KeyError" in told.value.message
    assert "<script>" not in str(told.value)


@pytest.mark.parametrize(
    ("reader", "code"),
    [
        ("read_for_ever", "parse_timeout"),
        ("read_for_ever_in_c", "parse_timeout"),
        ("read_greedily", "parse_crash"),
        ("read_into_the_void", "parse_crash"),
        ("read_and_be_killed", "parse_crash"),
        ("read_and_leave", "parse_crash"),
        ("read_too_deep", "parse_crash"),
        ("read_too_much", "too_large"),
        ("read_wrongly", "parse_crash"),
    ],
)
async def test_a_reader_that_breaks_fails_alone(workers: Workers, reader: str, code: str) -> None:  # 19
    before = [workers.run(HERE + "read_well", (f"before {n}",), Haul) for n in range(3)]
    bad = workers.run(HERE + reader, ("x",), Haul)
    after = [workers.run(HERE + "read_well", (f"after {n}",), Haul) for n in range(12)]
    answers = await asyncio.gather(*before, bad, *after, return_exceptions=True)
    assert isinstance(answers[3], Unreadable)
    # a greedy reader on a busy machine may meet its limit of time before that of memory
    assert answers[3].code in {code, "parse_timeout"}
    texts = [answer.posts[0].text for answer in answers if isinstance(answer, Haul)]
    assert texts == [f"before {n}" for n in range(3)] + [f"after {n}" for n in range(12)]


async def test_a_reader_that_goes_on_for_ever_is_ended_by_its_own_processor_time(workers: Workers) -> None:  # 18
    assert await workers.run(HERE + "read_slowly", (0.0,), str) == "done"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(Unreadable) as told:
        await workers.run(HERE + "read_for_ever", ("x",), Haul)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert told.value.code == "parse_timeout"
    # half a second, and what its start took: the clock on the wall would give it thirty
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 5


async def test_a_reader_gets_no_more_memory_than_a_worker_may_have(workers: Workers) -> None:  # 19
    assert await workers.run(HERE + "read_reserving", (100 << 20,), str) == "granted"
    assert await workers.run(HERE + "read_reserving", (700 << 20,), str) == "ENOMEM"


async def test_reading_in_the_worker_does_not_hold_up_the_daemon(workers: Workers) -> None:
    lags: list[float] = []

    async def watch() -> None:
        while True:
            begun = time.thread_time()  # what others do to this machine is not our lag
            await asyncio.sleep(0.01)
            lags.append(time.thread_time() - begun)

    watcher = asyncio.create_task(watch())
    bad = [workers.run(HERE + name, ("x",), Haul) for name in ("read_for_ever", "read_greedily", "read_too_much")]
    await asyncio.gather(*bad, return_exceptions=True)
    watcher.cancel()
    assert max(lags) < 0.25


async def test_one_who_waits_in_vain_is_told_after_a_while() -> None:
    workers = Workers(1, package="tests.hostile", wall=2)
    try:
        with pytest.raises(Unreadable) as told:
            await workers.run(HERE + "read_slowly", (60.0,), str)
        assert told.value.code == "parse_timeout"
        assert await workers.run(HERE + "read_slowly", (0.0,), str) == "done"
    finally:
        await workers.close()


async def test_half_a_character_does_not_lose_the_haul(workers: Workers) -> None:
    haul = await workers.run(HERE + "read_half_a_character", ("",), Haul)
    assert haul.detail == "broken � text"
    assert haul.posts[0].published_at == datetime(2026, 1, 1, tzinfo=UTC)


async def test_a_worker_knows_nothing_of_keys_and_speaks_no_http(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_WEBHOOK_URL", "https://hooks.example/secret")
    around = await workers.run(HERE + "read_surroundings", ("",), list[str])
    assert not {"SLACK_WEBHOOK_URL", "HOME", "aiohttp", "httpx"} & set(around)


@pytest.mark.parametrize(
    "function",
    [
        "os:system",
        "monitor.store.writing:write",
        "subprocess:run",
        "tests.hostile.readers:os",
        "readers",
        ":x",
        "a:b:c",
    ],
)
async def test_only_readers_run_by_name(workers: Workers, function: str) -> None:
    with pytest.raises(Unreadable):
        await workers.run(function, ("true",), Haul)


async def test_two_workers_share_the_work() -> None:
    workers = Workers(2, package="tests.hostile")
    try:
        pids = await asyncio.gather(*(workers.run(HERE + "read_process", ("slowly",), int) for _ in range(8)))
        assert len(set(pids)) == 2
    finally:
        await workers.close()


async def test_no_more_processes_are_started_than_there_are_to_be(workers: Workers) -> None:
    texts = ["slowly"] * 3 + [""] * AHEAD  # more than one process is sent at once
    pids = await asyncio.gather(*(workers.run(HERE + "read_process", (text,), int) for text in texts))
    assert len(set(pids)) == 1


async def test_one_who_no_longer_waits_costs_the_others_nothing(workers: Workers) -> None:
    gone = asyncio.create_task(workers.run(HERE + "read_slowly", (0.1,), str))
    await asyncio.sleep(0)
    gone.cancel()
    assert (await workers.run(HERE + "read_well", ("here",), Haul)).posts[0].text == "here"
    assert gone.cancelled()


async def test_closing_ends_every_worker_and_tells_those_who_wait() -> None:
    workers = Workers(1, package="tests.hostile")
    pid = await workers.run(HERE + "read_process", ("",), int)
    waiting = [asyncio.create_task(workers.run(HERE + "read_slowly", (60.0,), str)) for _ in range(9)]
    await asyncio.sleep(0.05)
    await workers.close()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(answer) for answer in answers} == {TryLater}
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(TryLater):
        await workers.run(HERE + "read_well", ("",), Haul)


async def test_a_worker_is_replaced_before_it_grows_old() -> None:
    workers = Workers(1, package="tests.hostile", serves=5)
    try:
        pids = [await workers.run(HERE + "read_process", ("",), int) for _ in range(12)]
        together = await asyncio.gather(*(workers.run(HERE + "read_process", ("",), int) for _ in range(20)))
    finally:
        await workers.close()
    assert len(set(pids)) == 3
    assert len(together) == 20


async def test_in_a_simulation_readers_run_at_once() -> None:
    async with Web(inline=True) as web:
        with pytest.raises(ValueError, match="not a function of"):
            await web.apart("os:getcwd", into=str)


async def test_a_stop_signal_for_all_processes_lets_a_worker_finish(workers: Workers) -> None:
    pid = await workers.run(HERE + "read_process", ("",), int)
    slow = asyncio.create_task(workers.run(HERE + "read_slowly", (0.2,), str))
    await asyncio.sleep(0.05)
    os.kill(pid, signal.SIGTERM)
    os.kill(pid, signal.SIGINT)
    assert await slow == "done"


async def test_a_worker_that_is_killed_from_outside_is_no_fault_of_what_it_read(workers: Workers) -> None:  # 19
    pid = await workers.run(HERE + "read_process", ("",), int)
    slow = [asyncio.create_task(workers.run(HERE + "read_slowly", (0.2,), str)) for _ in range(3)]
    await asyncio.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    assert await asyncio.gather(*slow) == ["done"] * 3


@pytest.mark.parametrize(
    "refusal", [RuntimeError("can't start new thread"), OSError(11, "no more processes"), MemoryError()]
)
async def test_a_machine_that_starts_no_process_for_a_while_is_told_and_forgotten(
    workers: Workers, monkeypatch: pytest.MonkeyPatch, refusal: Exception
) -> None:
    async def refuses(*_: object, **__: object) -> None:
        raise refusal

    with monkeypatch.context() as machine:
        machine.setattr(asyncio.get_running_loop(), "subprocess_exec", refuses)
        asked = [workers.run(HERE + "read_well", ("in vain",), Haul) for _ in range(3)]
        told = await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 20)
    assert [(type(error), getattr(error, "code", "")) for error in told] == [(TryLater, "worker")] * 3
    haul = await asyncio.wait_for(workers.run(HERE + "read_well", ("again",), Haul), 60)
    assert haul.posts[0].text == "again"


async def test_a_worker_that_was_stopped_for_long_is_no_fault_of_what_it_read() -> None:
    workers = Workers(1, package="tests.hostile", wall=8)
    try:
        pid = await workers.run(HERE + "read_process", ("",), int)
        slow = [asyncio.create_task(workers.run(HERE + "read_slowly", (0.05,), str)) for _ in range(3)]
        await asyncio.sleep(0)
        os.kill(pid, signal.SIGSTOP)
        assert await asyncio.gather(*slow) == ["done"] * 3
    finally:
        await workers.close()


async def test_a_worker_that_dies_idle_fails_nobody(workers: Workers) -> None:
    pid = await workers.run(HERE + "read_process", ("",), int)
    os.kill(pid, signal.SIGKILL)
    await asyncio.sleep(0.1)
    haul = await workers.run(HERE + "read_well", ("next",), Haul)
    assert haul.posts[0].text == "next"
