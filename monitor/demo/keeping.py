"""What arrived at the demo's Slack and mail sinks, as files that a person may open."""

import json
from pathlib import Path

from monitor.demo.world import World


def keep_messages(world: World, out: Path) -> None:
    """Writes every Slack message and mail of a world into ``out``, numbered as they came. Raises OSError."""
    out.mkdir(parents=True, exist_ok=True)
    for number, posted in enumerate(world.slack.messages, 1):
        text = json.dumps(posted.payload, ensure_ascii=False, indent=1)
        (out / f"slack-{number:02}.json").write_text(text, encoding="utf-8")
    for number, mail in enumerate(world.smtp.mails, 1):
        (out / f"mail-{number:02}.eml").write_bytes(mail.data)
