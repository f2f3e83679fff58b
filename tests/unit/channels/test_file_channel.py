"""Messages kept as JSON lines: whole, one a line, on disk."""

import json
import mailbox
import os
import resource
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from pydantic import ValidationError

from monitor.channels.file import FileChannel, FileOptions
from monitor.channels.slack import Slack, SlackOptions
from monitor.demo.sinks.slack import SlackSink
from monitor.model import Channel, Message, Refused, TryLater
from tests.small_web import SmallWeb


def channel(path: object) -> FileChannel:
    return FileChannel(Channel(key="log", kind="file", address=str(path)), FileOptions())


MESSAGE = Message(
    subject="Совет мира", body='{"title": "مجلس السلام"}', form="json", link="https://akorda.kz/1", dir="rtl"
)


async def test_each_message_is_one_line_of_json(tmp_path: Path) -> None:
    path = tmp_path / "new" / "alerts.jsonl"
    for number in (1, 2):
        receipt = await channel(path).send(None, MESSAGE, f"dev/{number}", None)  # type: ignore[arg-type]
        assert receipt.ids == {"path": str(path)}
    first, second = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    assert (first["key"], second["key"]) == ("dev/1", "dev/2")
    assert first["body"] == {"title": "مجلس السلام"}
    assert first["subject"] == "Совет мира"
    assert first["dir"] == "rtl"


async def test_half_a_line_after_a_power_cut_does_not_spoil_the_next(tmp_path: Path) -> None:
    path = tmp_path / "alerts.jsonl"
    path.write_bytes(b'{"key": "dev/0", "bo')
    await channel(path).send(None, MESSAGE, "dev/1", None)  # type: ignore[arg-type]
    assert json.loads(path.read_bytes().split(b"\n")[1])["key"] == "dev/1"


async def test_text_that_no_file_can_hold_is_written_readably(tmp_path: Path) -> None:
    message = Message(subject="a\ud800b \U0001f600", body="not json \udfff", form="json")
    await channel(tmp_path / "a").send(None, message, "dev/1", None)  # type: ignore[arg-type]
    line = json.loads((tmp_path / "a").read_text("utf-8"))
    assert line["subject"] == "a\ufffdb \U0001f600"
    assert line["body"] == "not json \ufffd"


async def test_a_path_that_can_never_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be written"):
        await channel(tmp_path).send(None, MESSAGE, "dev/1", None)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="is no path"):
        await channel("a\0b").send(None, MESSAGE, "dev/1", None)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="no file is named"):
        await channel("").send(None, MESSAGE, "dev/1", None)  # type: ignore[arg-type]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
async def test_a_full_disk_is_tried_again_later() -> None:
    with pytest.raises(TryLater, match="No space left"):
        await channel("/dev/full").send(None, MESSAGE, "dev/1", None)  # type: ignore[arg-type]


async def test_a_disk_that_fills_up_in_the_middle_of_a_message_keeps_all_earlier_ones_whole(tmp_path: Path) -> None:
    path = tmp_path / "alerts.jsonl"
    await channel(path).send(None, MESSAGE, "dev/1", None)  # type: ignore[arg-type]
    before = path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 10, limits[1]))
    try:
        with pytest.raises(Refused, match="cannot be written: File too large"):
            await channel(path).send(None, MESSAGE, "dev/2", None)  # type: ignore[arg-type]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == before


def test_an_unknown_option_is_a_fault() -> None:
    with pytest.raises(ValidationError, match="colour"):
        FileOptions.model_validate({"colour": "red"})


HTML = Message(subject="Совет мира", body="<p>From Davos</p>", form="html", text="From Davos\nсеть", dir="ltr")


def kept(path: object, kind: str) -> FileChannel:
    return FileChannel(Channel(key="log", kind="file", address=str(path)), FileOptions.model_validate({"as": kind}))


async def test_as_slack_writes_exactly_what_slack_would_get(tmp_path: Path) -> None:
    body = '{"text": "t", "blocks": [{"type": "divider"}]}'
    channel = kept(tmp_path / "slack.jsonl", "slack")
    assert channel.form == "blocks"
    message = Message(subject="s", body=body, form="blocks")
    await channel.send(None, message, "dev/1", None)  # type: ignore[arg-type]
    sink = SlackSink()
    slack = Slack(Channel(key="log", kind="slack", address="http://slack.example/hook"), SlackOptions())
    await slack.send(SmallWeb(sink), message, "dev/1", None)
    assert json.loads((tmp_path / "slack.jsonl").read_bytes()) == sink.messages[0].payload


async def test_as_email_keeps_each_mail_in_a_folder_once(tmp_path: Path) -> None:
    channel = kept(f"{tmp_path}/mail/", "email")
    assert channel.form == "html"
    for key in ("dev/1", "dev/1", "dev/2"):
        receipt = await channel.send(None, HTML, key, None)  # type: ignore[arg-type]
    files = sorted((tmp_path / "mail").iterdir())
    assert len(files) == 2
    mail = message_from_bytes(files[1].read_bytes(), policy=default)
    assert mail["Message-ID"] == receipt.ids["message_id"]
    assert mail["Subject"] == "Совет мира"


async def test_as_email_appends_to_a_mailbox_that_mail_programs_read(tmp_path: Path) -> None:
    channel = kept(tmp_path / "mail.mbox", "email")
    root = await channel.send(None, HTML, "dev/1", None)  # type: ignore[arg-type]
    await channel.send(None, HTML, "dev/2", root)  # type: ignore[arg-type]
    box = mailbox.mbox(tmp_path / "mail.mbox")
    mails = [message_from_bytes(bytes(mail), policy=default) for mail in box]
    box.close()
    assert len(mails) == 2
    assert mails[1]["In-Reply-To"] == mails[0]["Message-ID"]
    assert mails[0].get_body(("plain",)).get_content() == "From Davos\r\nсеть\r\n"


async def test_no_half_mail_is_left_when_the_folder_is_none(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    with pytest.raises(Refused, match="cannot be written"):
        await kept(f"{tmp_path}/taken/", "email").send(None, HTML, "dev/1", None)  # type: ignore[arg-type]


async def test_what_goes_into_a_pipe_that_nobody_reads_waits_for_a_reader(tmp_path: Path) -> None:
    pipe = tmp_path / "alerts"
    os.mkfifo(pipe)
    out = channel(pipe)
    with pytest.raises(TryLater, match="is a pipe that nobody reads"):
        await out.send(None, MESSAGE, "dev/1", None)  # type: ignore[arg-type]
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    await out.send(None, MESSAGE, "dev/1", None)  # type: ignore[arg-type]
    assert json.loads(os.read(reading, 65_536))["key"] == "dev/1"
    os.close(reading)
