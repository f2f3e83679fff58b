"""Telling past the outbox, when the store takes nothing."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.jobs.app import App
from monitor.messages.notice import compose_notice
from monitor.model import Message, MonitorError

#: How long a message past the outbox may take on its channel (s).
SHOUT = 60.0


@dataclass(frozen=True, kw_only=True)
class Shouted:
    """A message that a channel took past the outbox."""

    key: str
    channel: str
    message: Message
    at: datetime


async def shout(app: App, subject: str, lines: Sequence[str], *, key: str) -> list[Shouted]:
    """Tells every channel past the outbox, once: for what the outbox cannot take. Returns what was taken."""

    async def one(channel: str) -> list[Shouted]:
        port = app.channels[channel]
        message = compose_notice(subject, lines, form=port.form)
        try:
            async with asyncio.timeout(SHOUT):
                await port.send(app.web, message, key, None)
        except (MonitorError, TimeoutError) as error:
            app.log.warning("could not be told", channel=channel, kind=type(error).__name__)
        except Exception as error:
            app.log.exception("telling broke", channel=channel, kind=type(error).__name__)
        else:
            return [Shouted(key=key, channel=channel, message=message, at=app.clock.now())]
        return []

    taken = await asyncio.gather(*(one(channel) for channel in list(app.channels)))
    return [shouted for each in taken for shouted in each]
