"""What the status line and the first look at an answer say about a place: well, or which error.

=========================  ==================================================================================
402                        Refused, health ``out_of_credit``: the operator must pay
401, 403, other 4xx        Refused, health ``refused``, code the number
404                        TryLater, health ``try_later``, code ``404``. Not death: servers answer 404 for hours
                           and come back (YouTube's feeds did so six times in 2026); the pace watch tells of it
408, 421, 425              TryLater, health ``try_later``, code the number
410                        Refused, health ``gone``: the place itself says that it will not come back
429, 420                   TryLater, health ``limited``, with the moment from Retry-After
511                        TryLater, health ``try_later``, code ``proxy``: a hotel's network answers in its place
other 5xx                  TryLater, health ``try_later``, code the number, with the moment from Retry-After
captcha or login page      Refused, health ``blocked``, code ``captcha`` or ``login``; also with 200, 403, 503
a redirect to nowhere      Unreadable, code ``unexpected_content``
=========================  ==================================================================================
"""

from datetime import UTC, datetime, timedelta

from monitor.model import Health, MonitorError, Refused, Reply, TryLater, Unreadable
from monitor.sources.walls import wall

#: No server may put us off for longer at once: a wrong clock there must not end a source here.
LONGEST_WAIT = timedelta(days=7)

#: Nobody wants to be asked again after so long (s).
_DECADES = 1e9

_WAIT = frozenset({408, 421, 425})
_LIMITED = frozenset({420, 429})
#: LinkedIn's and others' own number for "you are a robot".
_DENIED = 999


def check(reply: Reply, now: datetime, *, expected_html: bool = True) -> None:
    """Passes an answer that may be read (2xx, 304); else raises what the table above says. ``now`` is aware UTC.

    ``expected_html`` False is for places that never answer in HTML: then a page that asks for a password or shows a
    captcha is a wall however much else it shows.
    """
    stands = wall(reply, expected_html=expected_html)
    if stands == "captcha":
        raise Refused(
            f"{_host(reply)} shows a captcha instead of the place: it takes us for a robot",
            code="captcha",
            health="blocked",
        )
    if stands == "login" and reply.status < 400:
        raise Refused(f"{_host(reply)} shows a login page instead of the place", code="login", health="blocked")
    if 200 <= reply.status < 300 or reply.status == 304:
        return
    raise _error(reply, now)


def retry_after(reply: Reply, now: datetime) -> datetime | None:
    """The moment (UTC) that ``Retry-After`` names, in seconds or as a date; at most seven days ahead. None if none.

    Seconds count from the answer: ``now`` is when the poll began, which for a slow place is too early. A date is by the
    clock of the place, and counts from the ``Date`` of its answer, unless it lies before that: that clock may be wrong,
    or ours.
    """
    value = reply.header("retry-after").strip()
    now = max(now, reply.at)
    if value.replace(".", "", 1).isdecimal():
        seconds = float(value)
        if seconds > _DECADES:  # some write the moment itself, counted in (milli)seconds since 1970
            seconds = seconds / (1000 if seconds > _DECADES * 1000 else 1) - now.timestamp()
    elif moment := _date(value) if value else None:
        theirs = _date(reply.header("date"))
        seconds = (moment - (theirs if theirs and theirs < moment else now)).total_seconds()
    else:
        return None
    return now + timedelta(seconds=max(0.0, min(seconds, LONGEST_WAIT.total_seconds())))


def _date(value: str) -> datetime | None:
    """An HTTP date, aware, None if it is none. Not in UTC: the last hours of the year 9999 have no name there."""
    from email.utils import parsedate_to_datetime  # few answers name a date, and it brings a dozen modules

    try:
        moment = parsedate_to_datetime(value.strip())
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _error(reply: Reply, now: datetime) -> MonitorError:
    status, host = reply.status, _host(reply)
    if status in _LIMITED:
        return TryLater(f"{host} asks us to slow down", code="429", health="limited", retry_at=retry_after(reply, now))
    if status == 511:  # RFC 6585: never the place's own word
        return TryLater("the network here wants a login first (511)", code="proxy")
    if status >= 500 and status != _DENIED:
        return TryLater(f"{host} has trouble of its own ({status})", code=str(status), retry_at=retry_after(reply, now))
    if status == 404:
        return TryLater(f"{host} has nothing at this address (404): wrong address, or gone for a while", code="404")
    if status in _WAIT:
        return TryLater(f"{host} asks us to try again ({status})", code=str(status), retry_at=retry_after(reply, now))
    if status == 402:
        return Refused(f"{host} wants to be paid first (402)", code="402", health="out_of_credit")
    if status == 410:
        return Refused(f"{host} says that this place is gone for good (410)", code="410", health="gone")
    if status >= 400:
        health: Health = "blocked" if status == _DENIED else "refused"
        return Refused(f"{host} refuses us ({status})", code=str(status), health=health)
    return Unreadable(f"{host} answers {status} and leads nowhere", code="unexpected_content")


def _host(reply: Reply) -> str:
    return reply.url.partition("://")[2].partition("/")[0].rpartition("@")[2] or "the place"
