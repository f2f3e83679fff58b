"""A post without a title says all in its text, and is not shown twice."""

from datetime import UTC, datetime

from monitor.messages.alert import compose_alert
from monitor.model import Match, Post, Story

POST = Post(source="x", id="1", text="Токаев подпишет Устав Совета мира", seen_at=datetime(2026, 1, 21, tzinfo=UTC))
MATCH = Match(post=POST, story="s", tier="update", score=1.0, hits=())


def test_a_post_without_a_title_is_shown_once_in_a_terminal_and_a_mail() -> None:
    message = compose_alert(MATCH, Story(key="s", title="S"), development=1, form="html", zone="UTC")
    assert message.text.count("Токаев подпишет") == 1
    body = message.body[message.body.index("<body") :]
    assert body.count("Токаев подпишет") == 1
