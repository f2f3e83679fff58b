"""The email channel: a mail a message, to each recipient once."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from monitor.channels.mail import Envelope, message_id, write_mail
from monitor.channels.smtp import DEADLINE, Refusals, Security, Server, Submit, is_loopback, passes, submit
from monitor.config.secrets import complaint, reveal
from monitor.model import Channel, Form, Message, Receipt, Refused, TryLater, Web
from monitor.text.clean import one_line

#: The port that goes with each kind of line (RFC 8314; 25 is what a relay of one's own listens on).
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}

#: A name or an IPv4 address, or an IPv6 address; without a port.
_HOST = re.compile(r"[\w.-]+|\[?[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(?:%\w+)?\]?")
#: One address, without a display name: a local part of atoms, a domain of labels (any script).
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,64}@[^\W_](?:[\w-]{0,62}\.)*[\w-]{0,62}")

Address = Annotated[str, Field(max_length=254)]


class EmailOptions(BaseModel):
    """The server and the sender. The recipients are the channel's address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = Field(min_length=1, description="the mail server")
    port: int = Field(default=0, ge=0, le=65535, description="0: 587 with starttls, 465 with tls, 25 with none")
    security: Security = "starttls"
    user: str = ""
    password: str = Field(default="", description="env:NAME or file:PATH")
    sender: Address = Field(alias="from", min_length=1, description="the address that mails come from")
    name: str = Field(default="Story monitor", description="shown beside the sender's address")
    reply_to: Address = ""
    list_id: str = Field(default="", description="what mail rules sort by; else made of the channel's key")
    ca_file: str = Field(default="", description="a PEM bundle trusted besides the system's")
    timeout: float = Field(default=DEADLINE, gt=0, le=600, description="seconds for the whole conversation")

    @field_validator("host")
    @classmethod
    def _is_host(cls, value: str) -> str:
        if not _HOST.fullmatch(value.strip()):
            raise ValueError(f"{value!r} is no name of a server; the name alone, and the port as port = 587")
        return value

    @field_validator("sender", "reply_to")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value and not _ADDRESS.fullmatch(value):
            raise ValueError("not a mail address: write name@host.example")
        return value

    @field_validator("list_id")
    @classmethod
    def _is_list_id(cls, value: str) -> str:
        if value and not re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", value):
            raise ValueError("not a list id: write words with dots, like alerts.desk.example")
        return value


def _now() -> datetime:
    return datetime.now(UTC)


class Email:
    """Sends through ``submit`` (SMTP over a socket unless told otherwise); ``now`` dates the mails."""

    Options = EmailOptions
    form: Form = "html"

    def __init__(
        self,
        channel: Channel,
        options: EmailOptions,
        now: Callable[[], datetime] = _now,
        submit: Submit = submit,
    ) -> None:
        self.channel = channel
        self.options = options
        self._now = now
        self._submit = submit
        #: Who already has a mail of which others were told to wait: a retry leaves them out. Gone with the process,
        #: and then the Message-ID, which stays the same, lets their server recognise the second copy.
        self._have: dict[str, frozenset[str]] = {}

    def faults(self) -> tuple[tuple[str, str], ...]:
        """What would keep every message from going out, seen without sending: (key of the configuration, what)."""
        found = [("options.password", complaint(self.options.password) if self.options.password else "")]
        if self.options.user and self.options.security == "none" and not is_loopback(self.options.host):
            found.append(("options.security", "a password never travels over an open line: starttls or tls"))
        try:
            recipients(self.channel.address)
        except Refused as error:
            found.append(("address", error.message))
        return tuple(fault for fault in found if fault[1])

    async def send(self, web: Web, message: Message, key: str, after: Receipt | None) -> Receipt:
        """Sends the mail to every recipient who does not have it yet; a reply to ``after`` if there is one.

        ``Receipt.ids``: ``message_id``. A recipient refused for good is named in its note, the others have the mail.
        Raises TryLater while a recipient may still be accepted, Refused if none ever will be.
        """
        to = recipients(self.channel.address)
        mail, name = self.write(message, key, after)
        have = self._have.get(name, frozenset())
        open_ = [address for address in to if address not in have]
        refused = await self._submit(self._server(), ascii_address(self.options.sender), open_, mail) if open_ else {}
        have |= frozenset(open_) - frozenset(refused)
        waiting = {address: answer for address, answer in refused.items() if passes(*answer)}
        if waiting:
            self._remember(name, have)
            # one full mailbox of several must not hold up the mails of all others
            code = str(next(iter(waiting.values()))[0])
            taken = _receipt(name, refused) if have else None
            raise TryLater(f"not yet accepted for {_told(waiting)}", code=code, partly=taken)
        self._have.pop(name, None)
        if not have:
            raise Refused(f"refused for {_told(refused)}", code=str(next(iter(refused.values()))[0]))
        return _receipt(name, refused)

    def write(self, message: Message, key: str, after: Receipt | None) -> tuple[bytes, str]:
        """The bytes that ``send`` hands over, and their Message-ID. Raises Refused: an address, a header."""
        sender = ascii_address(self.options.sender)
        envelope = Envelope(
            sender=sender,
            to=tuple(recipients(self.channel.address)),
            name=self.options.name,
            reply_to=self.options.reply_to and ascii_address(self.options.reply_to),
            list_id=self.options.list_id or list_id(self.channel.key, sender),
        )
        name = message_id(self.channel.key, key, message, sender)
        return write_mail(message, envelope, message_id=name, after=after, at=self._now()), name

    def _server(self) -> Server:
        options = self.options
        return Server(
            host=options.host,
            port=options.port or PORTS[options.security],
            security=options.security,
            user=options.user,
            password=reveal(options.password) if options.password else None,
            ca_file=options.ca_file,
            hello=ascii_address(options.sender).rpartition("@")[2],
            deadline=options.timeout,
        )

    def _remember(self, name: str, have: frozenset[str]) -> None:
        self._have[name] = have
        while len(self._have) > 1_000:
            self._have.pop(next(iter(self._have)))


def recipients(address: str) -> list[str]:
    """The mail addresses of a channel's address (commas between them, or a reference to such a list), each once.

    Raises Refused, naming what is no address.
    """
    found: dict[str, None] = {}
    for part in re.split(r"[,;\s]+", reveal(address, plain=True).get_secret_value()):
        if not part:
            continue
        if not _ADDRESS.fullmatch(part):
            raise Refused(f"{part!r} is not a mail address: write name@host.example", code="config")
        found[ascii_address(part)] = None
    if not found:
        raise Refused("nobody to write to: name mail addresses as the channel's address", code="config")
    return list(found)


def ascii_address(address: str) -> str:
    """The address with its domain in the form that every server knows (``xn--``). Raises Refused."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode() if not domain.isascii() else domain}"
    except UnicodeError as error:
        raise Refused(f"{address!r} is not a mail address", code="config") from error


def list_id(channel: str, sender: str) -> str:
    """What mail rules can sort by: ``<channel>.monitor.<sender's domain>``."""
    word = re.sub(r"[^A-Za-z0-9-]+", "-", channel).strip("-") or "alerts"
    return f"{word}.monitor.{sender.rpartition('@')[2]}"


def _receipt(name: str, refused: Refusals) -> Receipt:
    return Receipt(ids={"message_id": name}, note=f"refused for {_told(refused)}" if refused else "")


def _told(refused: Refusals) -> str:
    return "; ".join(f"{address} ({code} {one_line(said[:500])[:100]})" for address, (code, said) in refused.items())
