"""A receiver of webhooks that checks their signature as Standard Webhooks asks, within five minutes."""

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from standardwebhooks import Webhook

from monitor.demo.outlet import Asked
from monitor.demo.sinks.refusing import Dropped, Fault, Faults, answer
from monitor.model import Reply

#: How far the signed time may lie from the receiver's own.
TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Received:
    """A message that came with a valid signature, or to a receiver without a secret."""

    at: datetime
    id: str
    body: Any


class WebhookSink:
    """An outlet that remembers ``messages``, each id once; ``repeats`` are ids that came again."""

    def __init__(self, secret: str = "", faults: Iterable[Fault] = ()) -> None:
        self.messages: list[Received] = []
        self.repeats: list[str] = []
        self.asked: list[Asked] = []
        self.faults = Faults(faults)
        self._secret = secret

    def __call__(self, asked: Asked) -> Reply:
        """204, the planned fault, or 401 for a signature that does not hold. Raises Dropped after taking it in."""
        self.asked.append(asked)
        fault = self.faults.next()
        if fault.isdigit():
            headers = {"retry_after": "30"} if fault in {"429", "503"} else {}
            return answer(asked.url, asked.at, int(fault), b"", "text/plain", **headers)
        if not self._holds(asked):
            return answer(asked.url, asked.at, 401, b"bad signature", "text/plain")
        name = asked.headers.get("webhook-id", "")
        if any(message.id == name for message in self.messages):
            self.repeats.append(name)
        else:
            self.messages.append(Received(at=asked.at, id=name, body=json.loads(asked.body)))
        if fault == "drop":
            raise Dropped("the receiver hung up")
        return answer(asked.url, asked.at, 204, b"", "text/plain")

    def _holds(self, asked: Asked) -> bool:
        if not self._secret:
            return True
        stamp, name = asked.headers.get("webhook-timestamp", ""), asked.headers.get("webhook-id", "")
        if not stamp.isdigit() or not name:
            return False
        signed_at = datetime.fromtimestamp(int(stamp), UTC)
        wanted = Webhook(self._secret).sign(name, signed_at, asked.body.decode())
        given = asked.headers.get("webhook-signature", "").split(" ")
        fresh = abs(asked.at - signed_at) <= TOLERANCE
        return fresh and any(hmac.compare_digest(wanted, signature) for signature in given)
