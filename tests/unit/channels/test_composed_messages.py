"""Messages as they are composed, through the channels to what stands at their other end."""

import json
from typing import Any

import pytest

from monitor.channels import load_channel
from monitor.channels.email import Email, EmailOptions
from monitor.channels.slack import Slack, SlackOptions, simplest
from monitor.channels.webhook import Webhook, WebhookOptions
from monitor.demo.sinks.slack import SlackSink
from monitor.demo.sinks.smtp import SmtpSink
from monitor.demo.sinks.webhook import WebhookSink
from monitor.messages.alert import compose_alert
from monitor.model import Channel, Form, Match, Message
from tests.small_web import AT, SmallWeb
from tests.unit.messages.message_samples import HOSTILE, STORY, arabic, hostile

HEADERS = ["auto-submitted", "content-type", "date", "from", "list-id", "message-id", "mime-version", "subject", "to"]


def composed(match: Match, form: Form) -> Message:
    return compose_alert(match, STORY, development=7, form=form, zone="Asia/Almaty")


@pytest.mark.parametrize("evil", HOSTILE, ids=range(len(HOSTILE)))
async def test_a_hostile_post_reaches_every_channel_as_words_alone(evil: str) -> None:
    match = hostile(evil)
    slack, web, smtp = SlackSink(), WebhookSink(), SmtpSink(now=lambda: AT)
    hook = Channel(key="desk", kind="slack", address="http://hooks.example/x")
    receipt = await Slack(hook, SlackOptions()).send(SmallWeb(slack), composed(match, "blocks"), "dev/7", None)
    assert receipt.note == ""
    for payload in (slack.messages[0].payload, simplest(composed(match, "blocks"))):
        assert "<" not in json.dumps(payload)
    await Webhook(hook, WebhookOptions()).send(SmallWeb(web), composed(match, "json"), "dev/7", None)
    assert web.messages[0].body["type"] == "alert"
    options = EmailOptions.model_validate({"host": "mail.example", "from": "monitor@news.example"})
    to = Channel(key="mail", kind="email", address="desk@news.example")
    await Email(to, options, now=lambda: AT, submit=smtp.submit).send(
        SmallWeb(web), composed(match, "html"), "dev/7", None
    )
    mail = smtp.mails[0].message
    assert sorted(name.lower() for name in mail) == HEADERS
    assert mail["To"] == "desk@news.example"


async def test_an_arabic_alert_arrives_in_slack_and_by_mail_as_it_was_composed() -> None:
    slack, smtp = SlackSink(), SmtpSink(now=lambda: AT)
    message = composed(arabic(), "blocks")
    hook = Channel(key="desk", kind="slack", address="http://hooks.example/x")
    await Slack(hook, SlackOptions()).send(SmallWeb(slack), message, "dev/7", None)
    assert slack.messages[0].payload["blocks"] == json.loads(message.body)["blocks"]
    mail = composed(arabic(), "html")
    options = EmailOptions.model_validate({"host": "mail.example", "from": "monitor@news.example"})
    to = Channel(key="mail", kind="email", address="desk@news.example")
    await Email(to, options, now=lambda: AT, submit=smtp.submit).send(SmallWeb(slack), mail, "dev/7", None)
    assert smtp.mails[0].message["Subject"] == mail.subject
    assert smtp.mails[0].message.get_body(("html",)).get_content().strip() == mail.body.strip().replace("\n", "\r\n")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "address", "options", "keys"),
    [
        ("console", "", {}, []),
        ("file", "", {}, ["address"]),
        ("file", "a.jsonl", {}, []),
        ("slack", "env:NOT_SET", {}, ["address"]),
        ("slack", "https://hooks.slack.com/services/x", {}, ["address"]),
        ("slack", "http://slack.example/x", {}, []),
        ("slack", "", {"token": "env:NOT_SET"}, ["options.token", "options.channel"]),
        ("slack", "", {"token": "env:SET", "channel": "C1"}, []),
        ("webhook", "https://desk.example/in", {"secret": "env:NOT_SET"}, ["options.secret"]),
        ("webhook", "", {}, ["address"]),
        ("webhook", "https://desk.example/in", {}, []),
        (
            "email",
            "nobody",
            {"host": "h", "from": "a@b.example", "user": "u", "password": "env:NOT_SET"},
            ["options.password", "address"],
        ),
        (
            "email",
            "a@b.example",
            {"host": "h", "from": "a@b.example", "user": "u", "password": "env:SET", "security": "none"},
            ["options.security"],
        ),
        ("email", "a@b.example", {"host": "h", "from": "a@b.example"}, []),
    ],
)
def test_what_would_keep_every_message_back_is_seen_before_the_start(
    monkeypatch: pytest.MonkeyPatch, kind: str, address: str, options: dict[str, Any], keys: list[str]
) -> None:
    monkeypatch.setenv("SET", "no-such-secret")
    channel = load_channel(kind)
    given = channel.Options.model_validate(options)
    faults = channel(Channel(key="c", kind=kind, address=address), given).faults()
    assert [key for key, _ in faults] == keys
    assert all(said and "no-such-secret" not in said and "hooks.slack.com" not in said for _, said in faults)
