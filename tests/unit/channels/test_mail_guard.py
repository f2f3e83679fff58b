"""The last line of a mail's defence: whatever slips past the first, no header that is not ours ever leaves."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import compat32

import pytest

from monitor.channels.mail import Envelope, write_mail
from monitor.model import File, Message, Receipt, Refused

AT = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)
MESSAGE = Message(subject="Wheat", body="<p>x</p>", form="html", text="x")
PARTS = {"content-type", "content-transfer-encoding", "content-disposition", "content-id", "mime-version"}


def written(message: Message = MESSAGE, after: Receipt | None = None, **envelope: object) -> bytes:
    given = {"sender": "monitor@news.example", "to": ("a@desk.example",), **envelope}
    return write_mail(message, Envelope(**given), message_id="<1@news.example>", after=after, at=AT)  # type: ignore[arg-type]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\n \r\n", "\x0b", "\x0c", "\x00"])
@pytest.mark.parametrize("where", ["sender", "reply_to", "list_id", "to"])
def test_an_address_with_a_line_of_its_own_is_not_sent(where: str, end: str) -> None:  # 27
    evil = f"a@desk.example{end}Bcc: evil@x"
    with pytest.raises(Refused) as told:
        written(**{where: (evil,) if where == "to" else evil})
    assert told.value.code == "headers"


@pytest.mark.parametrize(
    "evil",
    [
        "chart>\r\nBcc: evil@x",
        "=?utf-8?q?hi=0d=0aBcc:_evil@x?=",
        'a"; name="\r\nX-Evil: 1',
        "chart\nContent-Type: text/html\n\n<script>",
    ],
)
def test_neither_name_nor_number_of_a_picture_can_smuggle_a_header_in(evil: str) -> None:  # 27
    files = tuple(File(name=evil, type="image/png", data=b"\x89PNG", cid=cid) for cid in (evil, ""))
    message = Message(subject="Wheat", body="<p>x</p>", form="html", text="x", files=files)
    mail = BytesParser(policy=compat32).parsebytes(written(message))
    assert "evil" not in str(sorted(set(mail.keys()))).lower()
    below = list(mail.walk())[1:]
    assert {name.lower() for part in below for name in part.keys()} <= PARTS  # noqa: SIM118 a Message iterates otherwise
    assert [part.get_content_type() for part in below].count("image/png") == 2
    assert not any(":" in str(part["Content-ID"]) for part in below)


@pytest.mark.parametrize("place", ["among ours", "in a part"])
def test_what_a_hole_in_python_lets_through_is_not_sent(monkeypatch: pytest.MonkeyPatch, place: str) -> None:  # 0.4
    """CVE-2024-6923 is one, and it was not the last: this is a Python with another."""
    sound = EmailMessage.as_bytes

    def leaky(mail: EmailMessage) -> bytes:
        data = sound(mail)
        if place == "among ours":
            return b"Bcc: evil@x\r\n" + data
        return data.replace(b"Content-Transfer-Encoding:", b"X-Evil: 1\r\nContent-Transfer-Encoding:", 1)

    assert b"Wheat" in written()
    monkeypatch.setattr(EmailMessage, "as_bytes", leaky)
    with pytest.raises(Refused) as told:
        written()
    assert told.value.code == "headers"
