"""What the alerts of a replay would send, written to files: byte for byte what Slack or a mail server would get."""

from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Literal

from monitor.channels.email import Email, EmailOptions
from monitor.channels.slack import encoded, payload
from monitor.desk.replay import Step
from monitor.judging.policy import news_of
from monitor.messages.alert import compose_alert
from monitor.messages.more import compose_more
from monitor.model import Channel, Form, Match, Message, Story

#: The forms that ``--render`` knows.
As = Literal["slack", "email", "text"]

_FORMS: dict[As, Form] = {"slack": "blocks", "email": "html", "text": "text"}
_ENDINGS: dict[As, str] = {"slack": "json", "email": "eml", "text": "txt"}
_SENDER, _TO = "monitor@localhost.localdomain", "desk@localhost.localdomain"


class Renderer:
    """Writes a file for each alert into ``folder``, numbered in the order in which they would go out.

    Files of an earlier run are overwritten, not removed. Raises OSError.
    """

    def __init__(self, folder: Path, form: As, *, zone: str) -> None:
        self.folder, self.form, self.zone = folder, form, zone
        self.written = 0
        self._held: dict[tuple[str, datetime], list[Match]] = defaultdict(list)
        self._stories: dict[str, Story] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, step: Step) -> None:
        """Writes the alert of a step, if it is one; counts what the cap holds until its "N more" is due."""
        self._tell_more(step.at)
        decision, match = step.decision, step.match
        if decision is None or match is None or step.development is None:
            return
        if decision.cause == "cap" and decision.due is not None:
            self._stories[step.story.key] = step.story
            self._held[step.story.key, decision.due].append(match)
        elif decision.action == "alert" or decision.cause == "quiet":
            message = compose_alert(
                match,
                step.story,
                development=step.development,
                form=_FORMS[self.form],
                zone=self.zone,
                news=news_of(step.verdict) if step.verdict else "",
            )
            self._write(message, f"dev/{step.development}", decision.due or step.at)

    def finish(self) -> None:
        """Writes the "N more" messages that were still to come."""
        self._tell_more(None)

    def _tell_more(self, now: datetime | None) -> None:
        for key, due in sorted(self._held, key=lambda held: (held[1], held[0])):
            if now is None or due <= now:
                matches = self._held.pop((key, due))
                message = compose_more(self._stories[key], matches, form=_FORMS[self.form], zone=self.zone)
                self._write(message, f"more/{key}/{int(due.timestamp())}", due)

    def _write(self, message: Message, key: str, at: datetime) -> None:
        self.written += 1
        name = f"{self.written:04}-{key.replace('/', '-')}.{_ENDINGS[self.form]}"
        (self.folder / name).write_bytes(self._bytes(message, key, at))

    def _bytes(self, message: Message, key: str, at: datetime) -> bytes:
        if self.form == "slack":
            return encoded(payload(message))
        if self.form == "email":
            channel = Channel(key="replay", kind="email", address=_TO)
            options = EmailOptions.model_validate({"host": "localhost", "from": _SENDER})
            return Email(channel, options, now=lambda: at).write(message, key, None)[0]
        return message.text.encode("utf-8", "replace")
