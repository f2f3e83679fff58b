"""Handing a mail to a server: the one way out beside ``fetch``."""

import asyncio
import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Literal, Protocol

import aiosmtplib
from pydantic import SecretStr

from monitor.model import Refused, TryLater
from monitor.text.clean import one_line

#: A server may take long over a large mail, but the whole conversation ends after this many seconds.
DEADLINE = 60.0

#: Where a mail has been handed over whole, its server has longer to say that it took it, up to so many seconds: it may
#: look for viruses first (RFC 5321 allows ten minutes), and who hangs up then sends it again, and again.
TAKING = 180.0

#: Enhanced codes (RFC 3463) of what passes, whatever digit a server puts before them: a mailbox or a system that is
#: full, a connection behind it that broke, too much traffic (a day's quota). Not 4.1: Exchange says 550 5.4.1 of an
#: address that nobody has.
_PASSING = frozenset({"2.2", "3.1", "4.2", "4.3", "4.5"})

#: What large providers mean by a login that is refused.
_OF_LOGINS = {
    "7.9": ": it wants a password for applications, made in the settings of the account",
    "7.139": ": its administrator has switched off logins with a password; choose another server, such as a relay",
}

Security = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, kw_only=True)
class Server:
    """A mail server. ``security`` is never negotiated downward; ``ca_file`` is trusted besides the system's."""

    host: str
    port: int
    security: Security = "starttls"
    user: str = ""
    password: SecretStr | None = None
    ca_file: str = ""
    hello: str = ""
    deadline: float = DEADLINE


#: Recipients that were not accepted: address -> (SMTP code, the server's words).
Refusals = Mapping[str, tuple[int, str]]


class Submit(Protocol):
    """Hands ``mail`` to ``server`` for ``recipients``, once."""

    async def __call__(self, server: Server, sender: str, recipients: Sequence[str], mail: bytes) -> Refusals:
        """Who was not accepted; all others have it. Raises TryLater or Refused when nobody has it."""
        ...


async def submit(server: Server, sender: str, recipients: Sequence[str], mail: bytes) -> Refusals:
    """``Submit`` over a real socket.

    What ``passes`` is TryLater, other 5xx Refused (its code is the SMTP code); no STARTTLS where it was asked for, or a
    password over an open line: Refused. No answer in time: TryLater, code ``deadline``; a certificate that does not
    hold: ``tls_error``.
    """
    if server.user and server.security == "none" and not is_loopback(server.host):
        raise Refused("a password never travels over an open line: set security to starttls or tls", code="config")
    client = await _client(server)
    where = f"the mail server {server.host}:{server.port}"
    try:
        async with asyncio.timeout(server.deadline) as client.limit:
            await client.connect()
            await _greet(client, server)
            return await _transfer(client, sender, recipients, mail)
    except TimeoutError as error:  # aiosmtplib's time-outs are of this kind too
        raise TryLater(f"{where} did not answer in time", code="deadline") from error
    except (aiosmtplib.SMTPException, OSError, UnicodeError, ValueError) as error:
        raise _meaning(error, where) from error
    finally:
        await _leave(
            client, min(2, server.deadline)
        )  # beyond the deadline: a mail that was taken must not count as unsent, and go again


def passes(code: int, said: str) -> bool:
    """Whether a refusal is one for now: 4xx, or a 5xx whose enhanced code is for what passes."""
    return code < 500 or _enhanced(said) in _PASSING


def _enhanced(said: str) -> str:
    """The enhanced code (RFC 3463) of a refusal for good, without its first digit; "" if it has none."""
    found = re.match(r"\s*5\.(\d{1,3}\.\d{1,3})\b", said)
    return found[1] if found else ""


class _Client(aiosmtplib.SMTP):
    """A client that may go on for longer than until ``limit`` once the mail itself goes out."""

    limit: asyncio.Timeout

    async def data(self, message: str | bytes, /, **_: Any) -> aiosmtplib.SMTPResponse:
        """Hands the mail over, and waits for its answer for as long as a server may take that reads it first."""
        usual = self.timeout or DEADLINE
        patience = max(usual, min(3 * usual, TAKING))
        self.limit.reschedule(asyncio.get_running_loop().time() + patience)
        return await super().data(message, timeout=patience)


async def _client(server: Server) -> _Client:
    context = None
    if server.security != "none":
        try:
            context = await asyncio.to_thread(_context, server.ca_file)
        except (OSError, ValueError) as error:  # SSLError is an OSError
            raise Refused(f"the CA file {server.ca_file} cannot be used: {error}", code="config") from error
    return _Client(
        hostname=server.host,
        port=server.port,
        use_tls=server.security == "tls",
        start_tls=False,  # we ask ourselves, so that a server without it is told apart
        tls_context=context,
        # aiosmtplib would otherwise ask the resolver for our own name, which may take long.
        local_hostname=server.hello or "localhost",
        timeout=server.deadline,
    )


def _context(ca_file: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(cafile=ca_file)
    return context


async def _greet(client: aiosmtplib.SMTP, server: Server) -> None:
    await client.ehlo()
    if server.security == "starttls":
        if not client.supports_extension("starttls"):
            raise Refused(
                f'{server.host}:{server.port} offers no STARTTLS: try security = "tls" (port 465)', code="starttls"
            )
        await client.starttls()
        await client.ehlo()
    if server.user:
        if not client.server_auth_methods:
            raise Refused(f"{server.host}:{server.port} offers no login: leave user and password out", code="auth")
        if not client.supported_auth_methods:
            ways = one_line(", ".join(client.server_auth_methods)[:200]).upper()
            why = f"{server.host}:{server.port} takes no password ({ways}): choose a server that does, such as a relay"
            raise Refused(why, code="auth")
        await client.login(server.user, server.password.get_secret_value() if server.password else "")


async def _transfer(client: aiosmtplib.SMTP, sender: str, recipients: Sequence[str], mail: bytes) -> Refusals:
    options = [] if "".join([sender, *recipients]).isascii() else ["SMTPUTF8"]
    try:
        refused, _ = await client.sendmail(sender, list(recipients), mail, mail_options=options)
    except aiosmtplib.SMTPRecipientsRefused as error:
        return {each.recipient: (each.code, str(each.message)) for each in error.recipients}
    return {address: (answer.code, str(answer.message)) for address, answer in refused.items()}


async def _leave(client: aiosmtplib.SMTP, patience: float) -> None:
    """Says good-bye when there is someone to say it to; the mail is already with them or is not."""
    try:
        with suppress(aiosmtplib.SMTPException, OSError):
            async with asyncio.timeout(patience):
                await client.quit()
    finally:
        client.close()


def _meaning(error: Exception, where: str) -> TryLater | Refused:
    """The error without the words of the library, which may repeat what was sent."""
    if isinstance(error, aiosmtplib.SMTPAuthenticationError) and error.code >= 500:
        advice = _OF_LOGINS.get(_enhanced(str(error.message)), "")
        return Refused(f"{where} does not accept the user or password ({error.code}){advice}", code=str(error.code))
    if isinstance(error, aiosmtplib.SMTPResponseException) and error.code < 100:  # the library's own, for no answer
        return TryLater(f"{where} does not speak SMTP as it should", code="smtp")
    if isinstance(error, aiosmtplib.SMTPResponseException):
        said = one_line(str(error.message)[:1_000])[:200]
        text = f"{where} answered {error.code} {said}"
        return (TryLater if passes(error.code, said) else Refused)(text, code=str(error.code))
    if isinstance(error, aiosmtplib.SMTPNotSupported):
        return Refused(f"{where} cannot take these addresses (SMTPUTF8)", code="smtputf8")
    if _is_caused_by(error, ssl.SSLCertVerificationError):
        # it is renewed over there, or our clock is set: the mail waits for that
        return TryLater(f"{where} has a certificate that does not hold", code="tls_error")
    if _is_caused_by(error, ssl.SSLError) and _broke_off(error):
        return TryLater(f"{where} broke off while encryption was agreed upon", code="tls_error")
    if _is_caused_by(error, ssl.SSLError):
        return Refused(f"{where} does not speak TLS as asked: starttls is for port 587, tls for 465", code="tls_error")
    if isinstance(error, (aiosmtplib.SMTPServerDisconnected, OSError)):
        return TryLater(f"{where} cannot be reached, or hung up", code="network")
    return Refused(f"{where} and we do not understand each other: {type(error).__name__}", code="smtp")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those behind it. They may name each other in a circle: eight are looked at."""
    for _ in range(8):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _is_caused_by(error: BaseException, kind: type[BaseException]) -> bool:
    """Whether an error of this kind stands behind it."""
    return any(isinstance(each, kind) for each in _causes(error))


def _broke_off(error: BaseException) -> bool:
    """Whether it was the other side that ended it, with an alert: it is being mended there, or has too much to do. Not
    where it speaks an old TLS alone."""
    reasons = (str(getattr(each, "reason", "")) for each in _causes(error))
    return any("ALERT" in reason and "PROTOCOL_VERSION" not in reason for reason in reasons)


def is_loopback(host: str) -> bool:
    """Whether a mail server is on this machine: only there may a password go over an open line. Of the names only
    localhost is one of this machine: 127.mail.example may be anywhere."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
