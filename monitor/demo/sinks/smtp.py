"""A mail server on loopback that keeps what it is given and refuses whom it is told to refuse."""

import asyncio
import ssl
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from monitor.channels.smtp import Refusals, Server
from monitor.model import Refused, TryLater


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A mail as it was handed over: ``to`` are the recipients accepted in this hand-over."""

    at: datetime
    sender: str
    to: tuple[str, ...]
    data: bytes

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed."""
        return message_from_bytes(self.data, policy=default)


class SmtpSink:
    """Remembers ``mails``. ``refuse`` plans answers for a recipient (``"451 later"``), ``faults`` for a whole mail.

    ``start`` listens on a free loopback port; ``submit`` takes a mail in process, with the same plan. A fault is an
    SMTP answer, ``"ok"``, ``"stall"`` (no answer at all) or ``"drop"`` (taken, then hung up).
    """

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        login: tuple[str, str] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        port: int = 0,
    ) -> None:
        self.mails: list[Mail] = []
        self.port = port
        self._tls, self._login, self._now = tls, login, now
        self._refusals: dict[str, deque[str]] = {}
        self._faults: deque[str] = deque()
        self._server: asyncio.Server | None = None
        self._stalled = asyncio.Event()

    def refuse(self, address: str, *answers: str) -> None:
        """The next times ``address`` is named, these answers are given, one each."""
        self._refusals.setdefault(address, deque()).extend(answers)

    def forgive(self, address: str) -> None:
        """From now on ``address`` is taken."""
        self._refusals.pop(address, None)

    def plan(self, *faults: str) -> None:
        """The next mails get these answers, one each."""
        self._faults.extend(faults)

    async def start(self) -> int:
        """Listens; returns the port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._protocol, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self.port

    async def stop(self) -> None:
        """Stops listening, and lets stalled conversations end."""
        self._stalled.set()
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    async def submit(self, server: Server, sender: str, recipients: Sequence[str], mail: bytes) -> Refusals:
        """The same without a socket, for a world in virtual time: what ``monitor.channels.smtp.submit`` would do."""
        answers = {address: self._answer(address) for address in recipients}
        refused = {address: (int(said[:3]), said[4:]) for address, said in answers.items() if said != "ok"}
        accepted = [address for address in recipients if address not in refused]
        if not accepted:
            return refused
        fault = self._faults.popleft() if self._faults else "ok"
        if fault == "stall":
            raise TryLater("the mail server did not answer in time", code="deadline")
        if fault[:1].isdigit():
            error = Refused if fault.startswith("5") else TryLater
            raise error(f"the mail server answered {fault}", code=fault[:3])
        self._keep(sender, accepted, mail)
        if fault == "drop":
            raise TryLater("the mail server hung up", code="network")
        return refused

    def _answer(self, address: str) -> str:
        planned = self._refusals.get(address)
        return planned.popleft() if planned else "ok"

    def _keep(self, sender: str, to: Iterable[str], data: bytes) -> None:
        self.mails.append(Mail(at=self._now(), sender=sender, to=tuple(to), data=data))

    def _protocol(self) -> Any:
        return SMTP(
            self,
            hostname="sink.example",
            enable_SMTPUTF8=True,
            tls_context=self._tls,
            auth_required=self._login is not None,
            auth_require_tls=self._tls is not None,
            authenticator=self._authenticate,
        )

    def _authenticate(self, server: Any, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == self._login
        return AuthResult(success=good, handled=False)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        """aiosmtpd asks here for each recipient."""
        answer = self._answer(address)
        if answer != "ok":
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """aiosmtpd hands the whole mail over here."""
        fault = self._faults.popleft() if self._faults else "ok"
        if fault == "stall":
            await self._stalled.wait()
            return "451 too late"
        if fault[:1].isdigit():
            return fault
        self._keep(envelope.mail_from, envelope.rcpt_tos, envelope.original_content)
        if fault == "drop":
            server.transport.abort()
        return "250 OK"
