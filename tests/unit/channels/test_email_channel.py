"""What arrives in the mailbox, to whom, how often; and what no post can smuggle into a mail."""

import asyncio
import re
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.channels.email import Email, EmailOptions, recipients
from monitor.channels.mail import header_text, message_id
from monitor.channels.smtp import Server, submit
from monitor.demo.sinks.smtp import SmtpSink
from monitor.model import Channel, File, Message, Receipt, Refused, TryLater

AT = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)
THREE = "a@desk.example, b@desk.example, c@desk.example"
ARABIC = "توكاييف يصل إلى دافوس"
HTML = f'<html lang="ar" dir="rtl"><body><p dir="rtl">{ARABIC}</p><img src="cid:chart"></body></html>'
MESSAGE = Message(subject=f"\u2067{ARABIC}\u2069", body=HTML, form="html", text=f"{ARABIC}\n", dir="rtl")
OURS = {
    "from", "to", "subject", "date", "message-id", "auto-submitted", "list-id", "mime-version", "content-type"
}  # fmt: skip


@pytest.fixture
async def sink() -> AsyncIterator[SmtpSink]:
    sink = SmtpSink()
    await sink.start()
    yield sink
    await sink.stop()


def channel(port: int, to: str = "a@desk.example", **more: Any) -> Email:
    given = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "from": "monitor@news.example",
        "timeout": 5,
        **more,
    }
    options = EmailOptions.model_validate(given)
    return Email(Channel(key="mail", kind="email", address=to), options, now=lambda: AT)


async def send(email: Email, message: Message = MESSAGE, key: str = "dev/1", after: Receipt | None = None) -> Receipt:
    return await email.send(None, message, key, after)  # type: ignore[arg-type]


def written(message: Message, **more: Any) -> Any:
    return message_from_bytes(channel(25, **more).write(message, "dev/1", None)[0], policy=default)


async def test_a_mail_arrives_as_text_and_html_with_our_headers_alone(sink: SmtpSink) -> None:
    receipt = await send(channel(sink.port))
    mail = sink.mails[0].message
    assert {name.lower() for name in mail} == OURS
    assert mail["Message-ID"] == receipt.ids["message_id"]
    assert mail["From"] == "Story monitor <monitor@news.example>"
    assert mail["To"] == "a@desk.example"
    assert mail["Subject"] == f"\u2067{ARABIC}\u2069"
    assert mail["Date"].datetime == AT
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<mail.monitor.news.example>"
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert text.get_content() == f"{ARABIC}\r\n"
    assert html.get_content() == f"{HTML}\r\n"


def test_pictures_travel_inside_the_html_and_other_files_beside_it() -> None:
    files = (
        File(name="chart.png", type="image/png", data=b"\x89PNG", cid="chart", alt="posts a day"),
        File(name="digest.pdf", type="application/pdf", data=b"%PDF"),
        File(name='../evil"\r\nX: 1.html', type="text/html", data=b"<script>"),
        File(name="odd", type="no type at all", data=b"?"),
    )
    mail = written(Message(subject="s", body=HTML, form="html", text="t", files=files))
    assert mail.get_content_type() == "multipart/mixed"
    alternative, *attached = mail.iter_parts()
    text, related = alternative.iter_parts()
    page, picture = related.iter_parts()
    assert [part.get_content_type() for part in (text, related, page)] == [
        "text/plain",
        "multipart/related",
        "text/html",
    ]
    assert (picture["Content-ID"], picture.get_content_disposition(), picture.get_content()) == (
        "<chart>",
        "inline",
        b"\x89PNG",
    )
    assert [part.get_filename() for part in attached] == ["digest.pdf", ".._evil_ X: 1.html", "odd"]
    assert [part.get_content_type() for part in attached] == ["application/pdf", *["application/octet-stream"] * 2]


@pytest.mark.parametrize(
    "evil",
    [
        "=?utf-8?q?hi=0d=0aBcc:_evil@x?=",
        "=?utf-8?b?aGkNCkJjYzogZXZpbEB4?=",
        "hi\r\nBcc: evil@x",
        "hi\nBcc: evil@x\n\nbody",
        "hi\rBcc: evil@x",
        "hi\u2028Bcc: evil@x",
        "hi\u2029Bcc: evil@x",
        "hi\x85Bcc: evil@x",
        "hi\x0bBcc: evil@x\x0c",
        "=\u202e?utf-8?q?hi=0d=0aBcc:_evil@x?=",
        "=\x00?utf-8?q?hi=0d=0aBcc:_evil@x?\x00=",
        "=\ufeff?utf-8?q?hi=0aBcc:_evil@x?=",
        "=\u2068?utf-8?q?hi=0aBcc:_evil@x?=",
        "==?utf-8?q?=?utf-8?q?hi=0aBcc:_evil@x?=?=",
        "\ud800=?utf-8?q?hi=0aBcc:_evil@x?=",
        "x" * 5_000 + "=?utf-8?q?hi=0aBcc:_evil@x?=",
        "x" * 290 + " =?utf-8?q?hi=0aBcc:_evil@x?=",
        '<evil@x>, "Bcc: evil" <b@x>',
        "a" * 76 + "\n\tBcc: evil@x",
        "",
    ],
)
def test_no_title_can_smuggle_a_header_in(evil: str) -> None:
    message = Message(subject=evil, body=f"<p>{evil}</p>", form="html", text=evil)
    mail = written(message, name=evil)
    assert {name.lower() for name in mail} == OURS
    assert mail["To"].addresses[0].addr_spec == "a@desk.example"
    assert [address.addr_spec for address in mail["From"].addresses] == ["monitor@news.example"]


@settings(max_examples=60)
@given(st.text(max_size=400), st.text(max_size=100))
def test_any_subject_and_name_come_out_as_they_went_in(subject: str, name: str) -> None:
    message = Message(subject=subject, body="<p>x</p>", form="html", text="x")
    data, _ = channel(25, name=name).write(message, "dev/1", None)
    mail = message_from_bytes(data, policy=default)
    assert {name.lower() for name in mail} == OURS
    assert mail["Subject"] == (header_text(subject) or "(no subject)")
    assert mail["From"].addresses[0].addr_spec == "monitor@news.example"
    head = data.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert max(len(line) for line in head.split(b"\r\n")) < 400


def test_a_subject_keeps_its_isolates_and_loses_its_controls() -> None:
    assert header_text("\u2068a\u202eb\u2069 c\x1b[2J\td") == "\u2068ab\u2069 c[2J d"
    assert header_text("a \u2068b\u2069 c") == "a \u2068b\u2069 c"


def test_a_retry_repeats_the_same_bytes() -> None:
    picture = File(name="chart.png", type="image/png", data=b"\x89PNG", cid="chart")
    message = Message(
        subject=ARABIC, body=HTML, form="html", text="t", files=(picture, File(name="a", type="a/b", data=b"x"))
    )
    first, second = (channel(25).write(message, "dev/1", None) for _ in range(2))
    assert first == second
    assert len(re.findall(rb"boundary=", first[0])) == 3


async def test_a_retry_has_the_same_message_id_and_another_message_another(sink: SmtpSink) -> None:
    email = channel(sink.port)
    other = Message(subject="x", body="y", form="html")
    sent = [(MESSAGE, "dev/1"), (MESSAGE, "dev/1"), (MESSAGE, "dev/2"), (other, "dev/1")]
    ids = [(await send(email, message, key)).ids["message_id"] for message, key in sent]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3
    assert re.fullmatch(r"<dev\.1\.[0-9a-f]{16}@news\.example>", ids[0])


def test_a_mail_with_other_words_under_the_same_subject_is_not_dropped_as_a_copy() -> None:
    first, second = (Message(subject="s", body=f"<p>{n}</p>", form="html", text=str(n)) for n in (1, 2))
    assert len({message_id("desk", "dev/1", each, "m@desk.example") for each in (first, second, first)}) == 2


async def test_a_later_mail_refers_to_the_first_of_its_thread(sink: SmtpSink) -> None:
    root = await send(channel(sink.port))
    await send(channel(sink.port), key="dev/2", after=root)
    mail = sink.mails[1].message
    assert mail["In-Reply-To"] == mail["References"] == root.ids["message_id"]


@pytest.mark.parametrize("bad", ["", "no id", "<a@b>\r\nBcc: x@y", "<a b@c>", "<" + "a" * 999 + "@b>"])
def test_a_receipt_that_holds_no_message_id_is_left_out(bad: str) -> None:
    data, _ = channel(25).write(MESSAGE, "dev/2", Receipt(ids={"message_id": bad}))
    assert "References" not in message_from_bytes(data, policy=default)


@pytest.mark.parametrize("answer", ["550 no such user", "500 what?"])
async def test_one_refused_for_good_keeps_the_mail_from_nobody_else(sink: SmtpSink, answer: str) -> None:
    sink.refuse("b@desk.example", answer)
    receipt = await send(channel(sink.port, THREE))
    assert [mail.to for mail in sink.mails] == [("a@desk.example", "c@desk.example")]
    assert f"b@desk.example ({answer[:3]}" in receipt.note


async def test_one_told_to_wait_gets_it_later_and_the_others_get_it_once(sink: SmtpSink) -> None:
    sink.refuse("b@desk.example", "451 greylisted", "451 greylisted")
    email = channel(sink.port, THREE)
    for _ in range(2):
        with pytest.raises(TryLater, match=r"b@desk\.example") as caught:
            await send(email)
        assert caught.value.code == "451"
    receipt = await send(email)
    assert [mail.to for mail in sink.mails] == [("a@desk.example", "c@desk.example"), ("b@desk.example",)]
    assert receipt.note == ""


async def test_refused_by_all_is_the_operators_business(sink: SmtpSink) -> None:
    for address in THREE.split(", "):
        sink.refuse(address, "550 no such user")
    with pytest.raises(Refused, match=r"a@desk\.example") as caught:
        await send(channel(sink.port, THREE))
    assert caught.value.code == "550"


@pytest.mark.parametrize(
    ("fault", "error", "code"),
    [
        ("451 try later", TryLater, "451"),
        ("452 full", TryLater, "452"),
        ("500 no such command", Refused, "500"),
        ("554 spam", Refused, "554"),
        ("552 too large", Refused, "552"),
        ("552 5.3.4 too large", Refused, "552"),
        ("552 5.2.2 the mailbox is full", TryLater, "552"),
        ("550 5.4.1 Recipient address rejected: Access denied", Refused, "550"),  # what Exchange says of nobody
        ("550 5.4.5 Daily user sending limit exceeded", TryLater, "550"),
        ("550 5.7.1 spam", Refused, "550"),
        ("drop", TryLater, "network"),
    ],
)
async def test_the_servers_answer_to_the_mail_says_who_must_act(
    sink: SmtpSink, fault: str, error: type[Exception], code: str
) -> None:
    sink.plan(fault)
    with pytest.raises(error) as caught:
        await send(channel(sink.port))
    assert getattr(caught.value, "code", "") == code


async def test_a_server_that_stalls_is_left_at_the_deadline(sink: SmtpSink) -> None:
    sink.plan("stall")
    with pytest.raises(TryLater) as caught:
        await send(channel(sink.port, timeout=0.3))
    assert caught.value.code == "deadline"


async def test_a_server_that_never_speaks_is_left_at_the_deadline() -> None:
    done = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await done.wait()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    try:
        with pytest.raises(TryLater) as caught:
            await send(channel(server.sockets[0].getsockname()[1], timeout=0.2))
        assert caught.value.code == "deadline"
    finally:
        done.set()
        server.close()
        await server.wait_closed()


@pytest.mark.parametrize(
    "greeting", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\xff" * 2000 + b"\r\n", b"220 " + b"x" * 100_000, b""]
)
async def test_something_else_on_the_port_is_no_crash(greeting: bytes) -> None:
    async def other(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(other, "127.0.0.1", 0)
    try:
        with pytest.raises((TryLater, Refused)) as caught:
            await send(channel(server.sockets[0].getsockname()[1], timeout=2))
        assert "-1" not in str(caught.value), "that is no answer of a mail server"
    finally:
        server.close()
        await server.wait_closed()


async def test_a_server_that_is_not_there_is_tried_again() -> None:
    with pytest.raises(TryLater) as caught:
        await send(channel(1))
    assert caught.value.code == "network"


async def test_encryption_is_never_bargained_away(sink: SmtpSink) -> None:
    with pytest.raises(Refused, match="offers no STARTTLS"):
        await send(channel(sink.port, security="starttls"))
    with pytest.raises(Refused) as caught:
        await send(channel(sink.port, security="tls"))
    assert caught.value.code == "tls_error"
    assert not sink.mails


@pytest.mark.parametrize("host", ["mail.example", "127.mail.example", "127.0.0.1.mail.example", "10.0.0.1", "fd00::1"])
async def test_a_password_never_travels_over_an_open_line(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "no-such-password")
    email = channel(25, host=host, user="u", password="env:SMTP_PASSWORD")
    assert [key for key, _ in email.faults()] == ["options.security"]
    with pytest.raises(Refused, match="open line"):
        await send(email)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "::1"])
def test_a_server_on_this_machine_may_be_given_a_password_without_tls(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "no-such-password")
    assert channel(25, host=host, user="u", password="env:SMTP_PASSWORD").faults() == ()


@pytest.mark.parametrize(("port", "is_one"), [(0, True), (1, True), (65_535, True), (65_536, False), (-1, False)])
def test_a_port_that_no_server_can_have_is_a_fault_of_the_configuration(port: int, is_one: bool) -> None:
    with nullcontext() if is_one else pytest.raises(ValidationError):
        channel(port)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("openssl"):
        pytest.skip("needs openssl to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder


def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return context


@pytest.fixture
async def secure(certificate: Path) -> AsyncIterator[SmtpSink]:
    sink = SmtpSink(tls=tls(certificate), login=("desk", "no-such-password"))
    await sink.start()
    yield sink
    await sink.stop()


async def test_a_login_over_starttls_is_accepted(
    secure: SmtpSink, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "no-such-password")
    more = {
        "security": "starttls",
        "user": "desk",
        "password": "env:SMTP_PASSWORD",
        "ca_file": str(certificate / "cert.pem"),
    }
    await send(channel(secure.port, **more))
    assert len(secure.mails) == 1


async def test_a_wrong_password_is_told_without_showing_it(
    secure: SmtpSink, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "wrong-and-secret")
    more = {
        "security": "starttls",
        "user": "desk",
        "password": "env:SMTP_PASSWORD",
        "ca_file": str(certificate / "cert.pem"),
    }
    with pytest.raises(Refused, match="user or password") as caught:
        await send(channel(secure.port, **more))
    link: BaseException | None = caught.value
    while link:
        assert "wrong-and-secret" not in repr(link)
        link = link.__cause__


class _LoginsAreDown(SmtpSink):
    """A server whose own directory of users does not answer."""

    def _authenticate(self, *_: Any) -> AuthResult:
        return AuthResult(success=False, handled=False, message="454 4.7.0 temporary authentication failure")


async def test_a_mail_waits_while_the_server_cannot_check_any_password(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "no-such-password")
    sink = _LoginsAreDown(tls=tls(certificate), login=("desk", "no-such-password"))
    await sink.start()
    more = {"user": "desk", "password": "env:SMTP_PASSWORD", "ca_file": str(certificate / "cert.pem")}
    try:
        with pytest.raises(TryLater, match="454"):
            await send(channel(sink.port, security="starttls", **more))
    finally:
        await sink.stop()


async def test_a_mail_waits_for_a_certificate_that_holds_and_is_not_handed_over_before(secure: SmtpSink) -> None:
    with pytest.raises(TryLater) as caught:
        await send(channel(secure.port, security="starttls"))
    assert caught.value.code == "tls_error"
    assert not secure.mails


async def test_a_ca_file_that_is_none_is_named(sink: SmtpSink, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="CA file"):
        await send(channel(sink.port, security="starttls", ca_file=str(tmp_path / "none.pem")))


async def test_a_missing_password_is_named_before_anything_is_dialled(sink: SmtpSink) -> None:
    with pytest.raises(Refused, match="SMTP_PASSWORD is not set"):
        await send(channel(sink.port, user="u", password="env:SMTP_PASSWORD"))
    assert not sink.mails


def test_recipients_are_read_once_each_and_from_a_reference_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK", "a@desk.example;b@desk.example a@desk.example")
    assert recipients("env:DESK") == ["a@desk.example", "b@desk.example"]
    assert recipients("редактор@пример.рф") == ["редактор@xn--e1afmkfd.xn--p1ai"]


@pytest.mark.parametrize(
    "bad",
    ["", ",", "nobody", "a@", "@b.example", "a@b.example\r\nBcc:x@y", "a@b..example/x", "Name<a@b.example>",
     "a@-b.example", "a@b_c@d.example", "a@" + "ü" * 80 + ".example"],
)  # fmt: skip
def test_what_is_no_address_is_named(bad: str) -> None:
    with pytest.raises(Refused):
        recipients(bad)


async def test_an_address_in_cyrillic_is_written_as_the_server_can_take_it(sink: SmtpSink) -> None:
    await send(channel(sink.port, "редактор@пример.рф"))
    assert sink.mails[0].to == ("редактор@xn--e1afmkfd.xn--p1ai",)


@pytest.mark.parametrize(
    "options",
    [
        {"from": "nobody"},
        {"from": "a@b.example", "colour": 1},
        {"from": "a@b.example", "list_id": "x y"},
        {"from": "a@b.example", "port": -1},
    ],
)
def test_a_fault_in_the_options_is_told_before_the_start(options: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        EmailOptions.model_validate({"host": "mail.example", **options})


async def test_the_in_process_sink_behaves_as_the_one_on_a_socket() -> None:
    sink = SmtpSink(now=lambda: AT)
    options = EmailOptions.model_validate({"host": "mail.example", "from": "monitor@news.example"})
    email = Email(Channel(key="mail", kind="email", address=THREE), options, now=lambda: AT, submit=sink.submit)
    sink.refuse("b@desk.example", "451 later")
    with pytest.raises(TryLater):
        await send(email)
    await send(email)
    assert [mail.to for mail in sink.mails] == [("a@desk.example", "c@desk.example"), ("b@desk.example",)]
    sink.plan("554 no", "451 later", "stall", "drop")
    for error in (Refused, TryLater, TryLater, TryLater):
        with pytest.raises(error):
            await send(email, key="dev/2")
    assert len(sink.mails) == 3


async def test_a_plain_text_message_is_one_part(sink: SmtpSink) -> None:
    await send(channel(sink.port), Message(subject="s", body="From here\n.\nFrom there\n", form="text"))
    assert sink.mails[0].message.get_content() == "From here\r\n.\r\nFrom there\r\n"


async def test_an_empty_message_still_says_something(sink: SmtpSink) -> None:
    await send(channel(sink.port), Message(subject="", body="", form="html"))
    mail = sink.mails[0].message
    assert mail["Subject"] == "(no subject)"
    assert "(empty)" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


async def test_a_very_long_line_survives_the_relay(sink: SmtpSink) -> None:
    text = "слово " * 20_000
    await send(channel(sink.port), Message(subject="s", body=f"<p>{text}</p>", form="html", text="x" * 50_000))
    assert max(len(line) for line in sink.mails[0].data.splitlines()) <= 998
    assert sink.mails[0].message.get_body(("html",)).get_content() == f"<p>{text}</p>\r\n"  # type: ignore[union-attr]


async def test_nobody_is_written_to_when_the_server_is_unknown() -> None:
    with pytest.raises(TryLater):
        await submit(Server(host="127.0.0.1", port=1, security="none"), "a@b.example", ["c@d.example"], b"x")


async def test_a_mail_that_was_taken_is_not_sent_again_because_the_server_never_says_goodbye() -> None:
    gone = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 hello\r\n")
        while (line := await reader.readline()) and not line.startswith(b"QUIT"):
            if line.startswith(b"DATA"):
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
            writer.write(b"250 well\r\n")
        await reader.read()
        writer.close()
        await writer.wait_closed()
        gone.set()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        receipt = await send(channel(server.sockets[0].getsockname()[1], timeout=0.3))
        assert receipt.ids["message_id"]
        await gone.wait()


async def test_a_server_that_looks_long_at_a_mail_before_it_takes_it_gets_it_once() -> None:
    taken, gone = 0, asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal taken
        writer.write(b"220 hello\r\n")
        while (line := await reader.readline()) and not line.startswith(b"QUIT"):
            if line.startswith(b"DATA"):
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                taken += 1
                await asyncio.sleep(2.2)  # longer than the conversation may take till then
            writer.write(b"250 well\r\n")
        writer.close()
        await writer.wait_closed()
        gone.set()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        receipt = await send(channel(server.sockets[0].getsockname()[1], timeout=2))
        await gone.wait()
    assert receipt.ids["message_id"]
    assert taken == 1


def says(offers: bytes, then: dict[bytes, bytes], gone: asyncio.Event) -> Callable[..., Awaitable[None]]:
    """A server that offers something, answers some words with bytes of its own, and all others well."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        then[b"EHLO"] = b"250-hello\r\n250 " + offers + b"\r\n"
        with suppress(OSError):
            writer.write(b"220 hello\r\n")
            while line := await reader.readline():
                writer.write(then.get(line[:4].upper(), b"250 well\r\n"))
                if line.upper().startswith(b"STARTTLS"):
                    await reader.read(100)  # how a handshake begins
                    writer.write(then[b"then"])
                    break
        with suppress(OSError):
            writer.close()
            await writer.wait_closed()
        gone.set()

    return talk


#: TLS: an alert that ends the handshake.
ALERT = b"\x15\x03\x03\x00\x02\x02"


@pytest.mark.parametrize(
    ("offers", "then", "error", "told"),
    [
        (b"AUTH XOAUTH2 NTLM", {}, Refused, r"takes no password \(XOAUTH2, NTLM\)"),
        (
            b"AUTH LOGIN",
            {b"AUTH": b"534 5.7.9 Application-specific password required\r\n"},
            Refused,
            "for applications",
        ),
        (b"AUTH LOGIN", {b"AUTH": b"535 5.7.139 basic authentication is disabled\r\n"}, Refused, "switched off"),
        (b"STARTTLS", {b"STAR": b"220 go\r\n", b"then": ALERT + b"\x50"}, TryLater, "broke off"),
        (b"STARTTLS", {b"STAR": b"220 go\r\n", b"then": ALERT + b"\x46"}, Refused, "does not speak TLS"),
        (b"STARTTLS", {b"STAR": b"220 go\r\n", b"then": b"no TLS at all\r\n" * 20}, Refused, "does not speak TLS"),
        (b"STARTTLS", {b"STAR": b"220 go\r\n", b"then": b""}, TryLater, "hung up"),
    ],
)
async def test_who_must_act_where_a_login_or_encryption_fails(
    monkeypatch: pytest.MonkeyPatch, offers: bytes, then: dict[bytes, bytes], error: type[Exception], told: str
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "no-such-password")
    login = (
        {"user": "desk", "password": "env:MAIL_PASSWORD"} if offers.startswith(b"AUTH") else {"security": "starttls"}
    )
    gone = asyncio.Event()
    server = await asyncio.start_server(says(offers, then, gone), "127.0.0.1", 0)
    async with server:
        with pytest.raises(error, match=told):
            await send(channel(server.sockets[0].getsockname()[1], timeout=20, **login))
        await gone.wait()
