"""Slack as the monitor meets it: incoming webhooks and chat.postMessage, with Slack's limits and its refusals."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from monitor.demo.outlet import Asked
from monitor.demo.sinks.refusing import Dropped, Fault, Faults, answer
from monitor.model import Reply

#: How long a refused sender is told to wait, in seconds.
RETRY_AFTER = 30

#: Slack's undocumented limit on all texts of a message's blocks (slackapi/bolt-js#2509).
MOST_CHARACTERS = 13_200

#: Words that a webhook says with a status of its own; every other one comes with 400.
_STATUS = {
    "action_prohibited": 403,
    "invalid_token": 403,
    "no_service": 404,
    "channel_not_found": 404,
    "channel_is_archived": 410,
    "rollup_error": 500,
}


@dataclass(frozen=True, kw_only=True)
class Posted:
    """A message that the sink took: ``thread_ts`` is its root, "" for a root; ``ts`` is "" from a webhook."""

    at: datetime
    channel: str
    ts: str
    thread_ts: str
    payload: dict[str, Any]


class SlackSink:
    """An outlet that remembers ``messages``; ``faults`` are used up first. Threads in ``lost`` are forgotten."""

    def __init__(self, faults: Iterable[Fault] = (), *, token: str = "", lost: Iterable[str] = ()) -> None:
        self.messages: list[Posted] = []
        self.asked: list[Asked] = []
        self.faults = Faults(faults)
        self.lost = set(lost)
        self._token = token

    def __call__(self, asked: Asked) -> Reply:
        """What Slack answers. Raises Dropped when the plan says so, with the message taken."""
        self.asked.append(asked)
        is_api = urlsplit(asked.url).path.startswith("/api/")
        fault = self.faults.next()
        if fault.isdigit():
            status = int(fault)
            headers = {"retry_after": str(RETRY_AFTER)} if status == 429 else {}
            body = b'{"ok":false,"error":"ratelimited"}' if status == 429 and is_api else b""
            return answer(asked.url, asked.at, status, body, "application/json" if is_api else "text/html", **headers)
        payload = _payload(asked.body)
        word = fault if fault not in {"ok", "drop"} else self._complaint(asked, payload, is_api=is_api)
        if word:
            return _refusal(asked, word, is_api=is_api)
        posted = self._take(asked, payload or {}, is_api=is_api)
        if fault == "drop":
            raise Dropped("Slack hung up")
        return _taken(asked, posted, is_api=is_api)

    def _complaint(self, asked: Asked, payload: dict[str, Any] | None, *, is_api: bool) -> str:
        if payload is None:
            return "invalid_json" if is_api else "invalid_payload"
        if is_api:
            given = asked.headers.get("authorization", "")
            if not given.startswith("Bearer "):
                return "not_authed"
            if self._token and given != f"Bearer {self._token}":
                return "invalid_auth"
            if not payload.get("channel"):
                return "channel_not_found"
        return _form_complaint(payload)

    def _take(self, asked: Asked, payload: dict[str, Any], *, is_api: bool) -> Posted:
        number = len(self.messages) + 1
        thread = str(payload.get("thread_ts", ""))
        posted = Posted(
            at=asked.at,
            channel=str(payload.get("channel", "")),
            ts=f"{int(asked.at.timestamp())}.{number:06d}" if is_api else "",
            thread_ts="" if thread in self.lost else thread,
            payload=payload,
        )
        self.messages.append(posted)
        return posted


def _payload(body: bytes) -> dict[str, Any] | None:
    try:
        payload = json.loads(body)
    except ValueError:
        return None
    return payload if isinstance(payload, dict) else None


def _form_complaint(payload: dict[str, Any]) -> str:
    """Slack's documented limits: 50 blocks, 3,000 characters a section, 150 a header; and the undocumented sum."""
    blocks = payload.get("blocks", [])
    if not blocks and not payload.get("text"):
        return "no_text"
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return "invalid_blocks_format"
    if len(blocks) > 50:
        return "invalid_blocks"
    for block in blocks:
        text = block.get("text")
        words = str(text.get("text", "")) if isinstance(text, dict) else ""
        limit = {"section": 3_000, "header": 150}.get(str(block.get("type")), 12_000)
        if not block.get("type") or len(words) > limit or (block["type"] in {"section", "header"} and text == {}):
            return "invalid_blocks"
    return "msg_blocks_too_long" if _length(blocks) > MOST_CHARACTERS else ""


def _length(value: Any) -> int:
    """The characters of all texts of a payload's blocks."""
    if isinstance(value, list):
        return sum(_length(each) for each in value)
    if isinstance(value, dict):
        return sum(
            len(each) if name == "text" and isinstance(each, str) else _length(each) for name, each in value.items()
        )
    return 0


def _refusal(asked: Asked, word: str, *, is_api: bool) -> Reply:
    if is_api:
        body = json.dumps({"ok": False, "error": word}).encode()
        return answer(asked.url, asked.at, 200, body, "application/json; charset=utf-8")
    return answer(asked.url, asked.at, _STATUS.get(word, 400), word.encode(), "text/html")


def _taken(asked: Asked, posted: Posted, *, is_api: bool) -> Reply:
    if not is_api:
        return answer(asked.url, asked.at, 200, b"ok", "text/html")
    message: dict[str, Any] = {"type": "message", "ts": posted.ts, "text": posted.payload.get("text", "")}
    if posted.thread_ts:
        message["thread_ts"] = posted.thread_ts
    body = json.dumps({"ok": True, "channel": posted.channel, "ts": posted.ts, "message": message}).encode()
    return answer(asked.url, asked.at, 200, body, "application/json; charset=utf-8")
