"""Where messages end in a simulated world: Slack and a mail server that refuse, stall, or hang up after accepting."""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from email.parser import BytesHeaderParser
from hashlib import sha256
from typing import Any

from benchmarks.simulation.plan import Trouble
from monitor.channels.mail import message_id
from monitor.channels.slack import payload
from monitor.channels.smtp import Refusals, Server
from monitor.demo.outlet import Asked
from monitor.demo.sinks.slack import SlackSink
from monitor.demo.sinks.smtp import SmtpSink
from monitor.model import Delivery, Reply

SLACK_HOST = "hooks.example"
SENDER = "monitor@monitor.example"

#: The only message that goes past the outbox: the store takes nothing, not even this.
PAST_OUTBOX = "The database cannot be written"

#: What a name of a message is made from: (channel, what it holds).
Name = tuple[str, str]


class Sink:
    """One channel's other side. ``arrived`` counts what it took, by name; ``hung_up`` what it took without a word;
    ``shouted`` what came past the outbox."""

    def __init__(self, channel: str, troubles: Sequence[Trouble]) -> None:
        self.channel, self.troubles = channel, troubles
        self.arrived: Counter[Name] = Counter()
        self.hung_up: Counter[Name] = Counter()
        self.shouted: Counter[Name] = Counter()
        self._begins = [trouble.start for trouble in troubles]
        self._left: dict[datetime, int] = {}

    def name(self, delivery: Delivery) -> Name:
        """What a delivery's message is called here."""
        raise NotImplementedError

    def trouble(self, at: datetime) -> str:
        """What is wrong at a moment; "" nothing."""
        index = bisect_right(self._begins, at) - 1
        return self.troubles[index].what if index >= 0 and at < self.troubles[index].end else ""

    def fault(self, at: datetime) -> str:
        """What this request meets; of a trouble "drop" only the first few requests."""
        what = self.trouble(at)
        if what != "drop":
            return what
        trouble = self.troubles[bisect_right(self._begins, at) - 1]
        left = self._left.setdefault(trouble.start, trouble.size)
        self._left[trouble.start] = left - 1
        return "drop" if left > 0 else ""

    def takes(self, at: datetime) -> float:
        """Seconds that its answer takes."""
        return 3_600.0 if self.trouble(at) == "stall" else 0.2


class Slack(Sink):
    """Slack's webhook: ``answer`` is an outlet."""

    _FAULTS = {"down": "500", "limited": "429", "refuse": "no_service", "drop": "drop"}  # noqa: RUF012 - never changed

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        super().__init__("slack", troubles)
        self._sink = SlackSink()

    def answer(self, asked: Asked) -> Reply:
        """What Slack answers."""
        fault = self.fault(asked.at)
        if fault == "stall":
            raise TimeoutError("Slack says nothing")
        if fault:
            self._sink.faults.plan(self._FAULTS[fault])
        try:
            return self._sink(asked)
        finally:
            for posted in self._sink.messages:
                name = (self.channel, _sign(posted.payload))
                self.arrived[name] += 1
                self.hung_up[name] += fault == "drop"
                self.shouted[name] += posted.payload.get("text") == PAST_OUTBOX
            self._sink.messages.clear()
            self._sink.asked.clear()

    def name(self, delivery: Delivery) -> Name:
        """What a delivery's message is called here."""
        return self.channel, _sign(payload(delivery.message))


class Mail(Sink):
    """A mail server: ``submit`` is what the channel hands its mails to."""

    _FAULTS = {"down": "451 later", "limited": "421 too many", "refuse": "550 no", "drop": "drop", "stall": "stall"}  # noqa: RUF012 - never changed

    def __init__(self, troubles: Sequence[Trouble], now: Any, wait: Any) -> None:
        super().__init__("mail", troubles)
        self._sink, self._now, self._wait = SmtpSink(now=now), now, wait

    async def submit(self, server: Server, sender: str, recipients: Sequence[str], mail: bytes) -> Refusals:
        """See ``monitor.channels.smtp.Submit``."""
        await self._wait(min(self.takes(self._now()), server.deadline))
        fault = self.fault(self._now())
        if fault:
            self._sink.plan(self._FAULTS[fault])
        try:
            return await self._sink.submit(server, sender, recipients, mail)
        finally:
            for got in self._sink.mails:
                headers = BytesHeaderParser().parsebytes(got.data.partition(b"\r\n\r\n")[0])
                name = (self.channel, str(headers["Message-ID"]).strip())
                self.arrived[name] += 1
                self.shouted[name] += PAST_OUTBOX in str(headers["Subject"])
                self.hung_up[name] += fault == "drop"
            self._sink.mails.clear()

    def name(self, delivery: Delivery) -> Name:
        """What a delivery's message is called here."""
        return self.channel, message_id(self.channel, delivery.key, delivery.message, SENDER)


def _sign(content: dict[str, Any]) -> str:
    told = content.get("blocks") or content.get("text")
    return sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:20]
