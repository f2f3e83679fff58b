"""A message as the bytes of a mail: two alternatives, pictures inside, and no header but ours."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.policy import SMTP, compat32
from email.utils import format_datetime, quote
from hashlib import sha256

from monitor.model import File, Message, Receipt, Refused
from monitor.text.clean import one_line, shorten
from monitor.text.storable import incoming

#: 7 bit only: every relay of the world carries it unchanged, so no body line can grow a meaning on the way.
_POLICY = SMTP.clone(cte_type="7bit")
#: A subject of a hostile length would push everything else out of sight.
SUBJECT_LENGTH = 300
#: Headers that the parts of a mail may have. Anything else in the finished bytes was smuggled in.
_PART_HEADERS = {"content-type", "content-transfer-encoding", "content-disposition", "content-id", "mime-version"}
_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,200}@[^<>\s@]{1,200}>")
_TYPE = re.compile(r"[a-z0-9]+/[a-z0-9.+-]+")


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """Who writes to whom: plain addresses; ``name`` is shown beside the sender; ``list_id`` is "" or ``x.y.z``."""

    sender: str
    to: tuple[str, ...]
    name: str = ""
    reply_to: str = ""
    list_id: str = ""


def write_mail(message: Message, envelope: Envelope, *, message_id: str, after: Receipt | None, at: datetime) -> bytes:
    """The whole mail, CRLF line ends, ASCII unless an address is not. ``at`` (aware) is its Date, ``after`` the root's.

    multipart/alternative of text and HTML, the HTML with its pictures (``cid``) in multipart/related; files without
    ``cid`` are attached. Raises Refused (code ``headers``) if anything in the message would become a header.
    """
    headers = _headers(message, envelope, message_id, after, at)
    mail = EmailMessage(policy=_POLICY)
    _write_body(mail, message)
    # Boundaries of our own, so that a retry repeats the same bytes. A text cannot hold them: they depend on it.
    seed = sha256(f"{message_id}\0{message.text}\0{message.body}".encode("utf-8", "replace")).hexdigest()[:24]
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{number}_{seed}")
    data = b"".join(_line(name, value) for name, value in headers) + mail.as_bytes()
    _inspect(data, [name.lower() for name, _ in headers])
    return data


def message_id(channel: str, key: str, message: Message, sender: str) -> str:
    """The Message-ID: the same at every retry of a delivery, under the sender's domain.

    The content is in it because a delivery key starts again at 1 with a new database, and mail providers drop a
    mail whose id they have seen.
    """
    readable = re.sub(r"[^A-Za-z0-9]+", ".", key).strip(".")[:60] or "message"
    parts = (channel, key, message.subject, message.body)
    digest = sha256(b"\0".join(part.encode("utf-8", "replace") for part in parts)).hexdigest()[:16]
    return f"<{readable}.{digest}@{sender.rpartition('@')[2] or 'localhost'}>"


def header_text(text: str, limit: int = SUBJECT_LENGTH) -> str:
    """Text from outside as the value of a header: one line, in which no encoded word can hide.

    ``=?utf-8?q?..=0d=0aBcc:..?=`` is decoded by Python's header classes and written out as a line of its own
    (CVE-2024-6923, open in 3.11.7), so the mark is broken by a zero width space. Isolate marks of ours stay.
    """
    isolates = re.split("([\u2066-\u2069])", incoming(text))
    flat = "".join(part if re.fullmatch("[\u2066-\u2069]", part) else _flat(part) for part in isolates)
    return shorten(flat.strip(), limit).replace("=?", "=\u200b?")


def _flat(part: str) -> str:
    """``one_line``, with the white space at both ends kept as one space: the part stands between others."""
    before = " " if part[:1].isspace() else ""
    after = " " if part.strip() and part[-1:].isspace() else ""
    return f"{before}{one_line(part)}{after}"


def _headers(
    message: Message, envelope: Envelope, name: str, after: Receipt | None, at: datetime
) -> list[tuple[str, str]]:
    """Names and values, folded. Python's own folding of EmailMessage (3.11) drops spaces between encoded words, so
    these lines are made here."""
    shown = header_text(envelope.name, 80)
    headers = [
        ("From", f"{_phrase(shown)} <{envelope.sender}>" if shown else envelope.sender),
        ("To", ",\r\n ".join(envelope.to)),
        ("Subject", _encoded(header_text(message.subject) or "(no subject)", "Subject")),
        ("Date", format_datetime(at)),
        ("Message-ID", name),
        ("Auto-Submitted", "auto-generated"),  # RFC 3834: no holiday note comes back
    ]
    if envelope.reply_to:
        headers.append(("Reply-To", envelope.reply_to))
    if envelope.list_id:
        headers.append(("List-Id", f"<{envelope.list_id}>"))
    root = after.ids.get("message_id", "") if after else ""
    if _MESSAGE_ID.fullmatch(root) and root != name:
        headers += [("In-Reply-To", root), ("References", root)]
    return headers


def _encoded(text: str, name: str) -> str:
    """A header's text in lines of at most 76 signs: ASCII as it is, all else as encoded words (RFC 2047)."""
    return Header(text, "us-ascii" if text.isascii() else "utf-8", 76, name).encode(linesep="\r\n")


def _phrase(name: str) -> str:
    """The name beside an address."""
    return f'"{quote(name)}"' if name.isascii() else _encoded(name, "From")


def _line(name: str, value: str) -> bytes:
    """One header. Raises Refused if its value would end before its end."""
    if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value.replace("\r\n ", "")):
        raise Refused(f"the mail's {name} holds a line break: it was not sent", code="headers")
    return f"{name}: {value}\r\n".encode()


def _write_body(mail: EmailMessage, message: Message) -> None:
    is_html = message.form == "html"
    plain = incoming(message.text if is_html else (message.text or message.body)).strip("\n")
    if not plain:
        plain = "\n\n".join(part for part in (incoming(message.subject), message.link) if part) or "(empty)"
    _set_text(mail, plain + "\n")
    if is_html:
        mail.add_alternative(incoming(message.body), subtype="html", charset="utf-8", cte="base64")
        page = list(mail.iter_parts())[1]
        for file in message.files:
            if file.cid and isinstance(page, MIMEPart):
                kind, subtype, name = _file(file)
                cid = f"<{re.sub(r'[^A-Za-z0-9._@-]', '', file.cid)}>"
                page.add_related(file.data, kind, subtype, cid=cid, disposition="inline", filename=name)
    for file in message.files:
        if not (is_html and file.cid):
            kind, subtype, name = _file(file)
            mail.add_attachment(file.data, kind, subtype, filename=name)


def _set_text(mail: EmailMessage, text: str) -> None:
    """Plain words stay readable in the raw mail; anything a relay or mailbox file might touch goes as base64."""
    tame = text.isascii() and "\nFrom " not in f"\n{text}" and all(len(line) < 900 for line in text.splitlines())
    mail.set_content(text, charset="utf-8", cte="7bit" if tame else "base64")


def _file(file: File) -> tuple[str, str, str]:
    """Main type, subtype and name of a file, with anything odd replaced."""
    wanted = file.type.lower() if _TYPE.fullmatch(file.type.lower()) else "application/octet-stream"
    kind, _, subtype = wanted.partition("/")
    if kind in {"multipart", "message", "text"}:  # bytes of ours are never parts that a reader opens further
        kind, subtype = "application", "octet-stream"
    name = re.sub(r'[/\\"]', "_", header_text(file.name, 100)).strip() or "file"
    return kind, subtype, name


def _inspect(data: bytes, ours: list[str]) -> None:
    """Reads the finished bytes as a receiver would: exactly our headers, and plain parts."""
    mail = BytesParser(policy=compat32).parsebytes(data)
    names = [name.lower() for name in mail.keys()]  # noqa: SIM118 a Message iterates over its payload otherwise
    expected = ours + [name for name in names if name in _PART_HEADERS]
    parts = [name.lower() for part in list(mail.walk())[1:] for name in part.keys()]  # noqa: SIM118 as above
    if sorted(names) != sorted(expected) or not set(parts) <= _PART_HEADERS:
        raise Refused("a header would have been smuggled into the mail: it was not sent", code="headers")
