"""What X says when it refuses, told apart: token, money, access, limit, cap. Problem types by their last segment.

==================================  ==================================================================
400 over the names of fields        Refused, code ``field_names``: the other generation is tried once
other 400                           Refused, code ``400``
401                                 Refused, code ``401``: the token is dead
402, or title CreditsDepleted       Refused, code ``402``, health ``out_of_credit``
403                                 Refused, code ``403``; the message says which kind
404 resource-not-found              Refused, code ``resource-not-found``
429 rate-limit-exceeded             TryLater, code ``429``, health ``limited``, until x-rate-limit-reset
429 usage-capped                    TryLater, code ``usage-capped``, health ``limited``, until the cap ends
5xx and all that is not X's own     as ``monitor.sources.status`` says
200 with errors and no data         Refused, code the problem's type: the account is gone, or protected
==================================  ==================================================================
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.model import MonitorError, Refused, Reply, TryLater, Unreadable
from monitor.sources.status import check, retry_after
from monitor.text.clean import one_line
from monitor.text.storable import incoming

#: However far ahead a reset lies, we look again after a day: a wrong clock there must not end a source here.
LONGEST_WAIT = timedelta(days=1)
#: X's limits count in windows of a quarter of an hour.
WINDOW = timedelta(minutes=15)

#: 403 in words an operator can act upon, by the last segment of its type, or its reason.
_FORBIDDEN = {
    "client-not-enrolled": "the app belongs to no project with access to this: enrol it in the developer portal",
    "client-forbidden": "the app may not do this: look at its project and plan in the developer portal",
    "official-client-forbidden": "the app may not do this: look at its project and plan in the developer portal",
    "unsupported-authentication": "this token is of the wrong kind: an app-only bearer token is needed",
    "not-authorized-for-resource": "the account is protected, or has blocked the app",
    "usage-capped": "the cap on usage is reached",
}
_GONE = {
    "resource-not-found": "there is no such account: renamed, deleted or suspended",
    "not-authorized-for-resource": "the account is protected: its posts are for its followers only",
    "resource-unavailable": "the account is withheld, or suspended",
    "disallowed-resource": "X does not give this account out",
}


def read_object(reply: Reply, now: datetime) -> dict[str, Any]:
    """The JSON object of a good answer. ``now`` is aware UTC.

    Raises as the table above says; Unreadable (code ``unexpected_content``) for what is no JSON object.
    """
    content = _object(reply)
    if content is None:
        if reply.status == 429:  # the limit's headers count, whatever stands below them
            raise _limited(reply, {}, "", now)
        check(reply, now, expected_html=False)
        raise Unreadable("X answered something that is no JSON object", code="unexpected_content")
    if reply.status >= 400 or (is_problem(content) and not content.get("data")):
        raise _refusal(reply, content, now)
    check(reply, now, expected_html=False)
    return content


def only_errors(content: dict[str, Any]) -> Refused:
    """The error of an answer 200 that holds nothing but errors."""
    first = next((each for each in _list(content.get("errors")) if isinstance(each, dict)), {})
    kind = tail(first.get("type")) or "errors"
    said = _GONE.get(kind) or _short(first.get("detail") or first.get("title") or first.get("message")) or "no reason"
    return Refused(f"X gives nothing out: {said}", code=kind)


def is_about_account(content: dict[str, Any]) -> bool:
    """Whether the errors of an answer without data mean the account itself, not a post that one refers to."""
    errors = [each for each in _list(content.get("errors")) if isinstance(each, dict)]
    if not content.get("meta"):
        return bool(errors)
    return any(each.get("resource_type") == "user" and each.get("parameter") in {"id", "username"} for each in errors)


def partial(content: dict[str, Any]) -> tuple[str, ...]:
    """The kinds of errors that came beside data, each once, sorted: remarks for the operator."""
    kinds = {tail(each.get("type")) or "error" for each in _list(content.get("errors"))[:200] if isinstance(each, dict)}
    return tuple(sorted(f"partial:{kind}" for kind in kinds))


def is_problem(content: dict[str, Any]) -> bool:
    """Whether an object is a problem document ({title, type, status}), whatever the HTTP status was."""
    return isinstance(content.get("title"), str) and isinstance(content.get("type"), str)


def tail(kind: object) -> str:
    """The last segment of a problem's type: its host and path have changed, that has not. "" for about:blank."""
    if not isinstance(kind, str) or kind == "about:blank":
        return ""
    return incoming(kind[:500]).rstrip("/").rpartition("/")[2].lower()[:60]


def resets_at(reply: Reply, now: datetime) -> datetime | None:
    """The moment (UTC) of x-rate-limit-reset, unix seconds; at most a day ahead. None if it names none to come."""
    value = reply.header("x-rate-limit-reset").strip()
    if not (value.isascii() and value.isdigit() and len(value) < 12):
        return None
    moment = datetime.fromtimestamp(0, UTC) + timedelta(seconds=int(value))
    return min(moment, now + LONGEST_WAIT) if moment > now else None


def spent_until(reply: Reply, now: datetime) -> timedelta | None:
    """How long to leave X alone after a good answer: until the reset if this was the last call of the window."""
    if reply.header("x-rate-limit-remaining").strip() != "0":
        return None
    moment = resets_at(reply, now)
    return moment - now if moment else None


def _refusal(reply: Reply, content: dict[str, Any], now: datetime) -> MonitorError:
    status = reply.status if reply.status >= 400 else _status(content)
    kind, title = tail(content.get("type")), _short(content.get("title"))
    if status == 402 or title.lower().replace("-", "").replace(" ", "") == "creditsdepleted":
        text = "the balance at X is used up, or its spending limit is reached: no post can be read"
        return Refused(text, code="402", health="out_of_credit")
    if status == 429 or kind == "usage-capped":
        return _limited(reply, content, kind, now)
    if status == 401:
        return Refused("X does not accept the token: it is wrong, or was revoked", code="401")
    if status == 403:
        reason = content.get("reason")
        words = _FORBIDDEN.get(reason if isinstance(reason, str) else "") or _FORBIDDEN.get(kind)
        return Refused(f"X forbids it: {words or _detail(content)}", code="403")
    if status == 404 and kind == "resource-not-found":
        return Refused(f"X: {_GONE[kind]}", code=kind)
    if status == 400:
        return Refused(f"X did not understand us: {_detail(content)}", code=_bad_request(content))
    try:
        check(reply, now, expected_html=False)
    except MonitorError as error:
        return error
    return Refused(f"X refuses: {_detail(content)}", code=kind or str(status))


def _limited(reply: Reply, content: dict[str, Any], kind: str, now: datetime) -> TryLater:
    if kind != "usage-capped":
        at = resets_at(reply, now) or retry_after(reply, now) or now + WINDOW
        return TryLater("X asks us to slow down", code="429", health="limited", retry_at=at)
    period = _short(content.get("period")) or "unknown"
    # A daily cap ends with the UTC day; the day on which a monthly one ends is not told, so we look once a day.
    at = (now + timedelta(days=1)).replace(hour=0, minute=5, second=0, microsecond=0)
    text = (
        f"the {period.lower()} cap on posts of the {_short(content.get('scope')).lower() or 'account'} at X is reached"
    )
    return TryLater(text, code="usage-capped", health="limited", retry_at=at)


def _bad_request(content: dict[str, Any]) -> str:
    """``field_names`` if X stumbled over a parameter that the two generations name differently."""
    names = {"post.fields", "tweet.fields", "expansions"}
    for error in _list(content.get("errors"))[:50]:
        if not isinstance(error, dict):
            continue
        given = error.get("parameters")
        message = error.get("message")
        if (isinstance(given, dict) and names & set(given)) or (
            isinstance(message, str) and any(f"[{name}]" in message for name in names)
        ):
            return "field_names"
    return "400"


def _detail(content: dict[str, Any]) -> str:
    first = next((each for each in _list(content.get("errors")) if isinstance(each, dict)), {})
    return _short(first.get("message") or content.get("detail") or content.get("title")) or "no reason given"


def _status(content: dict[str, Any]) -> int:
    status = content.get("status")
    return status if isinstance(status, int) and 400 <= status < 600 else 0


def _object(reply: Reply) -> dict[str, Any] | None:
    try:
        content = json.loads(reply.body)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _short(value: object) -> str:
    return one_line(value[:2_000])[:300] if isinstance(value, str) else ""
