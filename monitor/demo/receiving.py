"""What really arrived at the sinks, told by what it holds, not by what the outbox believes."""

import json
from collections import Counter
from collections.abc import Iterable

from monitor.channels.mail import message_id
from monitor.demo.world import World
from monitor.model import Delivery
from monitor.store.doors import Reading
from monitor.store.letters import letters


def arrived(door: Reading, world: World) -> Counter[tuple[str, str]]:
    """How often each (key, channel) about a development, or "N more", stands at its sink."""
    found: Counter[tuple[str, str]] = Counter()
    slack = Counter(_blocks(posted.payload) for posted in world.slack.messages)
    mails = Counter(str(mail.message["Message-ID"]) for mail in world.smtp.mails)
    for delivery in _alerts(letter.delivery for letter in letters(door, most=1_000_000)):
        if delivery.channel == "slack":
            count = slack[_blocks(json.loads(delivery.message.body))]
        else:
            name = message_id(delivery.channel, delivery.key, delivery.message, world.sender)
            count = mails[name]
        if count:
            found[delivery.key, delivery.channel] = count
    return found


def _alerts(all_: Iterable[Delivery]) -> Iterable[Delivery]:
    return (one for one in all_ if one.key.startswith(("dev/", "more/")))


def _blocks(payload: object) -> str:
    blocks = payload.get("blocks") if isinstance(payload, dict) else None
    return json.dumps(blocks, sort_keys=True, ensure_ascii=False)
