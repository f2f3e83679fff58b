"""One office on X and on Telegram, through the whole daemon's job to Slack, a mailbox and a webhook."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.channels.email import Email, EmailOptions
from monitor.config.story import read_story
from monitor.demo.inside import Inside, StillClock
from monitor.demo.outlets.telegram import TelegramOutlet
from monitor.demo.outlets.x import XOutlet
from monitor.demo.sinks.slack import SlackSink
from monitor.demo.sinks.smtp import SmtpSink
from monitor.demo.sinks.webhook import WebhookSink
from monitor.model import Channel, Source

START = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)
NEWS = "Президент Касым-Жомарт Токаев прибыл в Давос, чтобы подписать Устав Совета мира."
STORY = Path(__file__).parents[2] / "config" / "stories" / "board-of-peace.toml"
MAIL = {"host": "mail.example", "from": "monitor@news.example"}
CHANNELS = (
    Channel(key="slack", kind="slack", options={"token": "env:SLACK_BOT_TOKEN", "channel": "C1"}),
    Channel(key="hook", kind="webhook", address="https://hook.example/in"),
    Channel(key="mail", kind="email", address="desk@news.example", options=MAIL),
)
SOURCES = (
    Source(key="x", kind="x", address="@aqorda_press", every=timedelta(minutes=5), actor="akorda"),
    Source(key="tg", kind="telegram", address="@aqorda_resmi", every=timedelta(minutes=5), actor="akorda"),
)


async def test_a_statement_on_both_is_told_once_and_its_edit_not_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-no-such-token")
    monkeypatch.setenv("X_BEARER_TOKEN", "no-such-token")
    clock, slack, hook = StillClock(START), SlackSink(), WebhookSink()
    smtp, x, telegram = SmtpSink(now=clock.now), XOutlet(), TelegramOutlet()
    mail = Email(CHANNELS[2], EmailOptions.model_validate(MAIL), now=clock.now, submit=smtp.submit)
    x.add("aqorda_press", NEWS.replace("прибыл", "прибудет"), START - timedelta(days=1))
    telegram.add("aqorda_resmi", "Погода в Астане", START - timedelta(days=1))
    async with Inside(
        f"sqlite:///{tmp_path / 'monitor.db'}",
        clock=clock,
        outlets={"api.x.com": x, "t.me": telegram, "slack.com": slack, "hook.example": hook},
        sources=SOURCES,
        stories=[read_story(STORY)],
        channels=CHANNELS,
        ports={"mail": mail},
    ) as inside:
        await inside.poll_round()
        assert await inside.send_round() == 0  # a first poll alerts nobody

        clock.go(timedelta(minutes=10))
        number = telegram.add("aqorda_resmi", NEWS, clock.now() - timedelta(minutes=2))
        post = x.add("aqorda_press", NEWS, clock.now() - timedelta(minutes=1))
        await inside.poll_round()
        assert await inside.send_round() == 3

        clock.go(timedelta(minutes=10))
        telegram.edit("aqorda_resmi", number, f"{NEWS} Дополнено.", clock.now())
        x.edit(post, f"{NEWS} Дополнено.", clock.now())
        await inside.poll_round()
        await inside.send_round()
    assert [message.channel for message in slack.messages] == ["C1"]
    assert [message.body["type"] for message in hook.messages] == ["alert"]
    (told,) = smtp.mails
    assert told.to == ("desk@news.example",)
    assert "Токаев прибыл в Давос" in str(told.message["Subject"])
