"""The log is one line an event, without secrets and without control characters, for people and for machines."""

import io
import json
import logging
import os
import pty
import termios
import time
from datetime import datetime
from pathlib import Path

import pytest
import structlog

from monitor.config.settings import LogShape
from monitor.jobs.log import hide_secrets, start_log


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def written(stream: io.StringIO, form: str, **fields: object) -> str:
    start_log(LogShape(format=form), stream=stream)  # type: ignore[arg-type]
    structlog.get_logger().warning("an event", **fields)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_post_cannot_write_log_lines_or_control_the_terminal(form: str) -> None:
    text = written(io.StringIO(), form, title="a\r\nlevel=error \x1b]52;c;x\x07\u202eevil\u2028b")
    assert len(text.splitlines()) == 1
    assert not set(text.rstrip("\n")) & set("\x1b\x07\r\u202e\u2028")


@pytest.mark.parametrize("form", ["json", "console"])
def test_nor_can_it_from_within_an_error_that_quotes_it(form: str) -> None:
    stream = io.StringIO()
    start_log(LogShape(format=form), stream=stream)  # type: ignore[arg-type]
    error = ValueError("no date: \x1b]52;c;x\x07\x9b31m\u202eevil\r\ud83d")
    structlog.get_logger().error("broke", exc_info=error)
    text = stream.getvalue()
    assert "evil" in text
    assert not set(text) & set("\x1b\x07\x9b\r\u202e\ud83d")


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_no_secret_stands_in_a_traceback_or_its_variables(stream: io.StringIO) -> None:
    start_log(LogShape(format="auto"), stream=stream)
    token = "-".join(["xoxb", "123456789", "abcdefghij"])
    hook = "/".join(["https://hooks.slack.com/services", "T0", "B0", "zq9zq9"])
    try:
        int(f"call to {hook} with {token}")
    except ValueError:
        structlog.get_logger().exception("broke", url="https://user:pa55word@db.example/x")
    text = stream.getvalue()
    assert "broke" in text and "ValueError" in text
    for secret in ("zq9zq9", "abcdefghij", "pa55word"):
        assert secret not in text


@pytest.mark.parametrize("form", ["json", "console"])
def test_what_a_library_says_is_a_line_of_the_log_and_holds_no_secret_either(form: str) -> None:
    stream = io.StringIO()
    start_log(LogShape(format=form), stream=stream)  # type: ignore[arg-type]
    hook = "/".join(["https://hooks.slack.com/services", "T0", "B0", "zq9zq9"])
    try:
        int(hook)
    except ValueError:
        logging.getLogger("asyncio").exception("Task exception was never retrieved\nfuture: %s", hook)
    logging.getLogger("a.package").warning("odd \x1b]52;c;x\x07")
    logging.getLogger("a.package").info("and this nobody needs to know")
    text = stream.getvalue()
    assert "ValueError" in text and "never retrieved" in text and "odd" in text
    assert "zq9zq9" not in text and "nobody" not in text and "\x1b]52" not in text
    if form == "json":
        lines = [json.loads(line) for line in text.splitlines()]
        assert [(line["level"], line["of"]) for line in lines] == [("error", "asyncio"), ("warning", "a.package")]


def test_machines_get_json_with_named_fields() -> None:
    line = json.loads(written(io.StringIO(), "json", source="akorda", posts=3))
    assert (line["event"], line["source"], line["posts"], line["level"]) == ("an event", "akorda", 3, "warning")


@pytest.mark.parametrize(
    "value",
    ["akorda", "f-1/17", 'say "no"', "back\\slash", "қала", "a b", "", "x" * 500, 3, -1, 10**30, 1.5, True, None, "Ω"],
)
def test_every_line_for_machines_is_json_that_says_what_was_meant(value: object) -> None:
    text = written(io.StringIO(), "json", source="akorda", value=value, posts=0)
    line = json.loads(text)
    assert (line.pop("level"), list(line)) == ("warning", ["source", "value", "posts", "event", "timestamp"])
    assert (line["value"], type(line["value"])) == (value, type(value))
    assert datetime.fromisoformat(line["timestamp"]).tzinfo is not None
    assert len(text.splitlines()) == 1


def test_what_looks_like_a_word_and_is_a_token_is_hidden() -> None:
    token = "-".join(["xoxb", "123456789", "abcdefghij"])
    assert "abcdefghij" not in written(io.StringIO(), "json", source=f"x.{token}", poll=token)


def test_ordinary_text_is_left_alone() -> None:
    assert hide_secrets("see https://akorda.kz/ru/events?page=2") == "see https://akorda.kz/ru/events?page=2"


class FullDisk(io.StringIO):
    def write(self, text: str) -> int:
        raise OSError(28, "No space left on device")


def test_a_log_on_a_full_disk_stops_no_work() -> None:
    stream = FullDisk()
    start_log(LogShape(format="json"), stream=stream)
    structlog.get_logger().error("the database cannot be written")
    assert stream.getvalue() == ""


def test_a_log_file_that_is_cut_to_nothing_goes_on_at_its_beginning(tmp_path: Path) -> None:
    file = tmp_path / "monitor.log"
    with file.open("w") as stream:
        start_log(LogShape(format="json"), stream=stream)
        structlog.get_logger().info("before")
        stream.flush()
        os.truncate(file, 0)
        structlog.get_logger().info("after")
    assert json.loads(file.read_bytes())["event"] == "after"


@pytest.mark.parametrize(
    "noisy", ["httpx", "aiohttp", "psycopg", "psycopg.pool", "apscheduler.scheduler", "alembic.runtime"]
)
def test_libraries_do_not_write_lines_of_their_own_beside_the_log(noisy: str) -> None:
    start_log(LogShape(format="json"), stream=io.StringIO())
    level = logging.WARNING if noisy.startswith(("psycopg", "apscheduler")) else logging.INFO
    assert not logging.getLogger(noisy).isEnabledFor(level)


def test_a_pipe_that_nobody_reads_stops_no_work_and_what_was_lost_is_said() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as stream:
        start_log(LogShape(format="json"), stream=stream)
        for number in range(1_000):
            structlog.get_logger().info("polled", number=number, detail="x" * 200)
        kept = os.read(reading, 1_000_000)
        structlog.get_logger().info("polled", number=1_000)
    lines = kept + os.read(reading, 1_000_000)
    os.close(reading)
    *before, lost, last = [json.loads(line) for line in lines.splitlines()]
    assert lost["lines"] == 1_000 - len(before)
    assert last["number"] == 1_000


def test_lines_that_are_said_together_are_lines_like_any_other() -> None:
    rows = [{"source": "akorda", "poll": "akorda/7", "posts": 0}, {"source": "қала", "poll": "k/8", "posts": 0}]
    alone, together = io.StringIO(), io.StringIO()
    start_log(LogShape(format="json"), stream=alone)
    for row in rows:
        structlog.get_logger().bind(daemon="a").info("polled", **row)
    start_log(LogShape(format="json"), stream=together)
    structlog.get_logger().bind(daemon="a").info_each("polled", rows)
    structlog.get_logger().bind().info_each("polled", [])

    def without_time(stream: io.StringIO) -> list[dict[str, object]]:
        lines = [json.loads(line) for line in stream.getvalue().splitlines()]
        return [{name: value for name, value in line.items() if name != "timestamp"} for line in lines]

    assert without_time(together) == without_time(alone)


def test_lines_that_are_said_together_into_a_full_pipe_are_counted_one_by_one() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as stream:
        start_log(LogShape(format="json"), stream=stream)
        structlog.get_logger().bind().info_each("polled", [{"detail": "x" * 200, "n": n} for n in range(1_000)])
        kept = os.read(reading, 1_000_000)
        structlog.get_logger().info("polled", n=1_000)
    lines = kept + os.read(reading, 1_000_000)
    os.close(reading)
    *before, lost, _ = [json.loads(line) for line in lines.splitlines()]
    assert lost["lines"] == 1_000 - len(before)


def test_a_terminal_that_was_stopped_stops_no_work_and_shows_the_lines_when_it_goes_on() -> None:
    screen, line = pty.openpty()
    termios.tcflow(line, termios.TCOOFF)  # as Ctrl-S does
    with os.fdopen(line, "w", encoding="utf-8") as stream:
        start_log(LogShape(format="json"), stream=stream)
        begun = time.monotonic()
        for number in range(50):
            structlog.get_logger().info("polled", number=number)
        assert time.monotonic() - begun < 5
        termios.tcflow(line, termios.TCOON)
        shown = b""
        while shown.count(b"\n") < 50:
            shown += os.read(screen, 4_096)
    os.close(screen)
    assert [json.loads(one)["number"] for one in shown.splitlines()] == list(range(50))


def test_a_worker_that_ends_while_it_is_being_ended_is_no_news(caplog: pytest.LogCaptureFixture) -> None:
    start_log(LogShape(format="json"), stream=io.StringIO())
    asyncio = logging.getLogger("asyncio")
    asyncio.warning("Unknown child process pid %d, will report returncode 255", 4711)
    asyncio.warning("socket.send() raised exception.")
    assert caplog.messages == ["socket.send() raised exception."]
