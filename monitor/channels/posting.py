"""Posting over the Web: what a status means for a delivery, and an address that stays secret even when it fails."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from pydantic import SecretStr

from monitor.config.secrets import is_reference, reveal
from monitor.model import MonitorError, Refused, Reply, TryLater, Web

#: However long the other side asks us to wait, we look again after a day.
LONGEST_WAIT = timedelta(days=1)

#: A web address, as far as can be seen without asking.
_ADDRESS = re.compile(r"(?i:https?)://[^\s/?#]\S*")

#: Statuses that pass by themselves, besides 429 and every 5xx: request time-out, too early.
_PASSING = {408, 425}
_REDIRECTS = {301, 302, 303, 307, 308}


def no_web_address(address: str) -> str:
    """Why an address cannot be posted to, "" for http(s) and for what names it (``env:NAME``) and cannot be revealed:
    why is told elsewhere. It is not quoted: a secret that stands in the wrong place must not come back in a message."""
    if not is_reference(address):
        right = "it begins with https://, or names one: env:NAME"
        return "" if _ADDRESS.match(address) else f"is no web address; {right}"
    try:
        behind = reveal(address).get_secret_value()
    except Refused:
        return ""
    right = "it begins with https://, without quotes, and nothing stands behind it"
    return "" if _ADDRESS.fullmatch(behind) else f"{address} holds no web address; {right}"


async def post(web: Web, url: SecretStr, content: bytes, headers: Mapping[str, str]) -> Reply:
    """Posts ``content``; any status is a Reply.

    Raises TryLater or Refused, in whose text neither the address nor its path stands: the address of a Slack
    webhook is its password.
    """
    try:
        return await web.post(url.get_secret_value(), content=content, headers=headers)
    except MonitorError as error:
        failure = _without(url, error)
    # Raised out here: inside the handler the first error, which may hold the address, would travel along.
    raise failure


def check(reply: Reply, *, who: str, word: str = "") -> None:
    """Raises what a status outside 200..299 means: TryLater (408, 425, 429, 5xx) or Refused (all others).

    ``who`` names the other side, ``word`` is its own name for what is wrong: the error's code, else the status.
    """
    status = reply.status
    if 200 <= status < 300:
        return
    said = f"{who} answered {status}{f' ({word})' if word else ''}"
    code = word or str(status)
    if status == 429:
        raise TryLater(said, code=code, health="limited", retry_at=retry_at(reply))
    if status in _PASSING or status >= 500:
        raise TryLater(said, code=code, retry_at=retry_at(reply))
    raise Refused(f"{said}{_leads_to(reply)}", code=code)


def _leads_to(reply: Reply) -> str:
    """Where a redirect leads, as far as the host: what stands behind it may be a secret."""
    if reply.status not in _REDIRECTS:
        return ""
    try:
        to = urlsplit(urljoin(reply.url, reply.header("location").strip()))
        host = to.hostname or ""
        place = f"{to.scheme}://{host}{f':{to.port}' if to.port else ''}"
    except ValueError:
        host = place = ""
    if not host or not re.fullmatch(r"https?://[\w.:\[\]-]{1,253}", place):
        return ": it redirects; the address must be the last one"
    return f": it redirects to {place}; a message goes to no other address than the one that is written down"


def retry_at(reply: Reply) -> datetime | None:
    """The moment that Retry-After names (seconds, or a date), at most a day ahead; None if it names none.

    A date is by the other side's clock, and counts from the Date of its answer, unless it lies before that: one of the
    two clocks may be wrong, or that Date.
    """
    value = reply.header("retry-after").strip()
    if value.isascii() and value.isdigit():
        seconds = float(value[:9])
    elif named := _date(value):
        theirs = _date(reply.header("date"))
        seconds = (named - (theirs if theirs and theirs < named else reply.at)).total_seconds()
        if seconds <= 0:
            return None
    else:
        return None
    return reply.at + timedelta(seconds=min(seconds, LONGEST_WAIT.total_seconds()))


def _date(value: str) -> datetime | None:
    """An HTTP date, aware. Not in UTC: the last hours of the year 9999 have no name there."""
    try:
        named = parsedate_to_datetime(value.strip())
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return named if named.tzinfo else named.replace(tzinfo=UTC)


def _is_named(address: str) -> bool:
    """Whether a name server says where it leads: what was written as a number is refused for good."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    return bool(re.search(r"\.[a-z][a-z0-9-]*\.?$", host))


def _without(secret: SecretStr, error: MonitorError) -> TryLater | Refused:
    text = error.message
    whole = secret.get_secret_value()
    after_host = whole.partition("://")[2].partition("/")[2]
    for piece in (whole, after_host, after_host.partition("?")[0]):
        if len(piece) >= 4:
            text = text.replace(piece, "***")
    if isinstance(error, TryLater):
        return TryLater(text, code=error.code, health=error.health, retry_at=error.retry_at)
    if error.code == "tls_error" or (error.code == "blocked_address" and _is_named(whole)):
        # It is renewed over there, our clock is set, or we leave the hotel's network (whose name server leads every
        # name inside): the message waits for that, and a channel that waits is told on another.
        return TryLater(text, code=error.code)
    return Refused(text, code=error.code, health=error.health if isinstance(error, Refused) else None)
