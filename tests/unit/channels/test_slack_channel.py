"""What reaches Slack, and what each of its refusals means for a delivery."""

import json
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from monitor.channels.slack import Slack, SlackOptions, is_reserved, payload, simplest
from monitor.demo.outlet import Asked
from monitor.demo.sinks.slack import SlackSink
from monitor.model import Channel, Message, Receipt, Refused, Reply, TryLater, Unreadable
from tests.small_web import AT, SmallWeb, failing

HOOK = "http://hooks.slack.com/services/T00000000/B00000000/nosuchsecret0000"
TOKEN = "xoxb-no-such-token"

BLOCKS: list[dict[str, Any]] = [{"type": "section", "text": {"type": "mrkdwn", "text": "*Совет мира*"}}]
MESSAGE = Message(
    subject="Board of Peace",
    body=json.dumps({"text": "Board of Peace: Совет мира", "blocks": BLOCKS}),
    form="blocks",
    text="Board of Peace\nСовет мира",
    link="https://akorda.kz/1",
)


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_WEBHOOK_URL", HOOK)
    monkeypatch.setenv("SLACK_BOT_TOKEN", TOKEN)


def hook() -> Slack:
    return Slack(Channel(key="desk", kind="slack", address="env:SLACK_WEBHOOK_URL"), SlackOptions())


def bot() -> Slack:
    return Slack(
        Channel(key="desk", kind="slack"),
        SlackOptions(token="env:SLACK_BOT_TOKEN", channel="C012", api="http://slack.com/api"),
    )


def said(status: int, body: bytes | str, *headers: tuple[str, str]) -> SmallWeb:
    content = body.encode() if isinstance(body, str) else body
    return SmallWeb(
        lambda asked: Reply(asked=asked.url, url=asked.url, status=status, headers=headers, body=content, at=AT)
    )


async def test_a_webhook_gets_blocks_fallback_text_and_no_previews() -> None:
    sink = SlackSink()
    web = SmallWeb(sink)
    receipt = await hook().send(web, MESSAGE, "dev/1", None)
    assert web.asked[0].url == HOOK
    assert sink.messages[0].payload == {
        "text": "Board of Peace: Совет мира",
        "blocks": BLOCKS,
        "unfurl_links": False,
        "unfurl_media": False,
    }
    assert receipt == Receipt()


async def test_a_bot_posts_into_its_channel_and_keeps_the_ts() -> None:
    sink = SlackSink(token=TOKEN)
    receipt = await bot().send(SmallWeb(sink), MESSAGE, "dev/1", None)
    assert sink.messages[0].channel == "C012"
    assert receipt.ids == {"ts": sink.messages[0].ts, "channel": "C012", "thread_ts": sink.messages[0].ts}


async def test_a_later_message_goes_into_the_thread_of_the_first() -> None:
    sink = SlackSink()
    root = await bot().send(SmallWeb(sink), MESSAGE, "dev/1", None)
    reply = await bot().send(SmallWeb(sink), MESSAGE, "dev/2", root)
    assert sink.messages[1].thread_ts == root.ids["ts"]
    assert reply.ids["thread_ts"] == root.ids["ts"]
    assert reply.note == ""
    shown = [posted.payload.get("reply_broadcast", False) for posted in sink.messages]
    assert shown == [False, True], "whoever does not follow the thread sees it in the channel"
    await bot().send(SmallWeb(sink), MESSAGE, "dev/3", reply)
    assert sink.messages[2].thread_ts == root.ids["ts"], "what answers an answer stands in the thread of the root"


async def test_a_lost_thread_starts_a_new_root_and_says_so() -> None:
    sink = SlackSink(lost=["111.222"])
    after = Receipt(ids={"ts": "111.222", "channel": "C012"})
    receipt = await bot().send(SmallWeb(sink), MESSAGE, "dev/2", after)
    assert "new root" in receipt.note
    assert receipt.ids["thread_ts"] == receipt.ids["ts"] == sink.messages[0].ts


async def test_a_thread_that_may_not_be_answered_starts_a_new_root() -> None:
    sink = SlackSink(["restricted_action_thread_locked"])
    receipt = await bot().send(SmallWeb(sink), MESSAGE, "dev/2", Receipt(ids={"ts": "1.2"}))
    assert "restricted_action_thread_locked" in receipt.note
    assert not {"thread_ts", "reply_broadcast"} & sink.messages[0].payload.keys()


@pytest.mark.parametrize("channel", [hook, bot])
@pytest.mark.parametrize("word", ["invalid_blocks", "msg_blocks_too_long", "invalid_blocks_format"])
async def test_a_message_slack_cannot_show_is_sent_once_more_in_its_simplest_form(channel: Any, word: str) -> None:
    sink = SlackSink([word])
    receipt = await channel().send(SmallWeb(sink), MESSAGE, "dev/1", None)
    assert len(sink.messages) == 1
    assert sink.messages[0].payload["text"] == "Board of Peace\nСовет мира\nhttps://akorda.kz/1"
    assert "blocks" not in sink.messages[0].payload
    assert "simplest form" in receipt.note


async def test_a_message_whose_thread_is_gone_and_whose_form_slack_cannot_show_arrives_all_the_same() -> None:
    sink = SlackSink(["thread_not_found", "invalid_blocks"])
    receipt = await bot().send(SmallWeb(sink), MESSAGE, "dev/2", Receipt(ids={"ts": "1.2"}))
    assert [posted.payload["text"] for posted in sink.messages] == ["Board of Peace\nСовет мира\nhttps://akorda.kz/1"]
    assert "new root" in receipt.note and "simplest form" in receipt.note


async def test_a_message_that_is_in_no_thread_is_not_posted_again_because_slack_speaks_of_one() -> None:
    sink = SlackSink(["thread_not_found"] * 3)
    with pytest.raises(Refused):
        await bot().send(SmallWeb(sink), MESSAGE, "dev/1", None)
    assert len(sink.asked) == 1


@pytest.mark.parametrize("channel", [hook, bot])
async def test_a_message_slack_cannot_show_in_any_form_is_refused(channel: Any) -> None:
    sink = SlackSink(["invalid_blocks"] * 5)
    with pytest.raises(Refused) as caught:
        await channel().send(SmallWeb(sink), MESSAGE, "dev/1", None)
    assert caught.value.code == "invalid_blocks"
    assert len(sink.asked) == 2


@pytest.mark.parametrize("channel", [hook, bot])
async def test_a_crowded_minute_names_the_moment_to_try_again(channel: Any) -> None:
    with pytest.raises(TryLater) as caught:
        await channel().send(SmallWeb(SlackSink(["429"])), MESSAGE, "dev/1", None)
    assert caught.value.retry_at == AT + timedelta(seconds=30)
    assert caught.value.health == "limited"


@pytest.mark.parametrize(
    ("status", "word", "health"),
    [(503, "service_unavailable", "try_later"), (200, "rate_limited", "limited"), (502, "", "try_later")],
)
async def test_a_moment_that_slack_names_beside_a_fault_of_its_own_is_kept(status: int, word: str, health: str) -> None:
    body = json.dumps({"ok": False, "error": word}) if word else ""
    with pytest.raises(TryLater) as caught:
        await bot().send(said(status, body, ("retry-after", "30")), MESSAGE, "dev/1", None)
    assert (caught.value.retry_at, caught.value.health) == (AT + timedelta(seconds=30), health)


@pytest.mark.parametrize(("status", "word"), [(404, "no_service"), (403, "action_prohibited"), (410, "is_archived")])
async def test_a_webhook_that_is_dead_is_told_with_what_to_do(status: int, word: str) -> None:
    with pytest.raises(Refused, match=r"make a new one|an administrator|unarchive it"):
        await hook().send(said(status, word), MESSAGE, "dev/1", None)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ((404, "no_service"), "no_service"),
        ((410, "channel_is_archived"), "channel_is_archived"),
        ((403, "action_prohibited"), "action_prohibited"),
        ((403, "invalid_token"), "invalid_token"),
        ((400, "user_not_found"), "user_not_found"),
        ((404, ""), "404"),
        ((410, "<html>gone</html>"), "410"),
        ((302, ""), "302"),
        ((200, '{"ok":false,"error":"no_service"}'), "no_service"),
        ((200, '{"ok":false}'), "unknown_error"),
        ((200, "no_text"), "no_text"),
        ((200, "no_service"), "no_service"),
        ((200, "channel_is_archived\n"), "channel_is_archived"),
    ],
)
async def test_a_dead_webhook_is_the_operators_business(reply: tuple[int, str], code: str) -> None:
    with pytest.raises(Refused) as caught:
        await hook().send(said(*reply), MESSAGE, "dev/1", None)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "word", ["invalid_auth", "is_archived", "not_in_channel", "channel_not_found", "missing_scope", "x"]
)
async def test_what_a_bot_may_not_do_is_the_operators_business(word: str) -> None:
    with pytest.raises(Refused) as caught:
        await bot().send(said(200, json.dumps({"ok": False, "error": word})), MESSAGE, "dev/1", None)
    assert caught.value.code == word


@pytest.mark.parametrize(
    "word",
    [
        "access_denied",
        "ekm_access_denied",
        "not_allowed_token_type",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "team_not_found",
        "two_factor_setup_required",
    ],
)
async def test_what_an_administrator_forbids_is_told_with_what_to_do(word: str) -> None:
    with pytest.raises(Refused, match=rf"\({word}\): .+"):
        await bot().send(said(200, json.dumps({"ok": False, "error": word})), MESSAGE, "dev/1", None)


@pytest.mark.parametrize(
    "reply",
    [
        (500, ""),
        (503, "<html>"),
        (408, ""),
        (500, "rollup_error"),
        (200, '{"ok":false,"error":"internal_error"}'),
        (200, '{"ok":false,"error":"ratelimited"}'),
        (200, '{"ok":false,"error":"message_limit_exceeded"}'),
        (200, "<!doctype html><title>Log in to the office network</title>"),
        (200, "\ufeff<html>Log in</html>"),
    ],
)
@pytest.mark.parametrize("channel", [hook, bot])
async def test_a_fault_that_passes_is_tried_again(channel: Any, reply: tuple[int, str]) -> None:
    with pytest.raises(TryLater):
        await channel().send(said(*reply), MESSAGE, "dev/1", None)


@pytest.mark.parametrize("body", ["ok", "", "[]", "[" * 100_000, '{"message": "please log in"}', b"\xff\xfe"])
async def test_a_bot_takes_only_slacks_own_yes_for_an_answer(body: str) -> None:
    with pytest.raises(TryLater) as caught:
        await bot().send(said(200, body), MESSAGE, "dev/1", None)
    assert caught.value.code == "unexpected_content"


@pytest.mark.parametrize(
    "error",
    [
        TryLater(f"{HOOK} did not answer", code="deadline", retry_at=AT),
        Refused(f"no way to {HOOK}", code="tls_error"),
        Unreadable(f"{HOOK} answered too much", code="too_large"),
        TryLater("reset while asking /services/T00000000/B00000000/nosuchsecret0000", code="network"),
    ],
)
async def test_the_webhooks_address_is_in_no_error(error: Any) -> None:
    with pytest.raises((TryLater, Refused)) as caught:
        await hook().send(SmallWeb(failing(error)), MESSAGE, "dev/1", None)
    assert caught.value.code == error.code
    chain = [caught.value, caught.value.__cause__, caught.value.__context__]
    assert not any("nosuchsecret" in str(link) for link in chain)


async def test_a_message_waits_for_a_certificate_that_holds() -> None:
    web = SmallWeb(failing(Refused("its certificate is not valid: certificate is not yet valid", code="tls_error")))
    with pytest.raises(TryLater, match="not yet valid") as caught:
        await hook().send(web, MESSAGE, "dev/1", None)
    assert caught.value.code == "tls_error"


async def test_a_message_waits_for_a_network_that_does_not_lead_slacks_name_inside() -> None:
    web = SmallWeb(failing(Refused("it leads to an address that is not public", code="blocked_address")))
    with pytest.raises(TryLater, match="not public"):
        await hook().send(web, MESSAGE, "dev/1", None)


async def test_a_time_out_after_slack_took_the_message_is_tried_again() -> None:
    sink = SlackSink(["drop"])
    with pytest.raises(TryLater):
        await hook().send(SmallWeb(sink), MESSAGE, "dev/1", None)
    assert len(sink.messages) == 1


async def test_a_missing_secret_is_named_and_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_WEBHOOK_URL")
    web = SmallWeb(SlackSink())
    with pytest.raises(Refused, match="SLACK_WEBHOOK_URL is not set"):
        await hook().send(web, MESSAGE, "dev/1", None)
    assert not web.asked


async def test_a_webhook_written_out_in_the_configuration_is_refused_without_repeating_it() -> None:
    written = Slack(Channel(key="desk", kind="slack", address=HOOK), SlackOptions())
    with pytest.raises(Refused) as caught:
        await written.send(SmallWeb(SlackSink()), MESSAGE, "dev/1", None)
    assert "nosuchsecret" not in str(caught.value)


@pytest.mark.parametrize("address", ["http://slack.example/hook", "http://127.0.0.1:8080/x", "http://[::1]:80/x"])
def test_an_address_that_can_hold_no_secret_may_be_written_out(address: str) -> None:
    assert is_reserved(address)


@pytest.mark.parametrize(
    "address",
    [
        HOOK,
        "http://a.example@evil.com/",
        "http://evil.com/.example",
        "http://example.com",
        "ftp://a.test/",
        "http://1.example.evil.com",
    ],
)
def test_any_other_address_may_not(address: str) -> None:
    assert not is_reserved(address)


async def test_a_bot_without_a_channel_is_told_what_to_write() -> None:
    lost = Slack(Channel(key="desk", kind="slack"), SlackOptions(token="env:SLACK_BOT_TOKEN"))
    with pytest.raises(Refused, match="no Slack channel is named"):
        await lost.send(SmallWeb(SlackSink()), MESSAGE, "dev/1", None)


def test_nothing_in_the_simplest_form_is_markup() -> None:
    evil = "<!channel> <@U1> <!subteam^S1> <http://evil|akorda.kz> & *b*"
    content = simplest(Message(subject=evil, body="", form="blocks", text=evil, link="https://a.example/?a=1&b=<x>"))
    assert "<" not in content["text"]
    assert ">" not in content["text"]
    assert content["mrkdwn"] is False
    assert "link_names" not in content
    assert "parse" not in content


@pytest.mark.parametrize("body", ["not json", "[]", '{"text": "no blocks"}', '{"blocks": []}', "null"])
def test_a_message_without_blocks_still_goes_out(body: str) -> None:
    assert payload(Message(subject="s", body=body, form="blocks", text="plain"))["text"] == "plain"


async def test_a_text_message_and_half_a_surrogate_pair_go_through() -> None:
    sink = SlackSink()
    await hook().send(SmallWeb(sink), Message(subject="s", body="a\ud800b", form="text"), "dev/1", None)
    assert sink.messages[0].payload["text"] == "a\ufffdb"


async def test_a_huge_plain_text_is_cut_before_slack_cuts_it() -> None:
    sink = SlackSink()
    await hook().send(
        SmallWeb(sink), Message(subject="s", body="", form="blocks", text="слово " * 9_000), "dev/1", None
    )
    assert len(sink.messages[0].payload["text"]) <= 3_600


def test_an_unknown_option_is_a_fault() -> None:
    with pytest.raises(ValidationError, match="colour"):
        SlackOptions.model_validate({"colour": "red"})


async def test_the_sink_itself_refuses_what_slack_refuses() -> None:
    sink = SlackSink(token="xoxb-other")

    def asked(content: object, **headers: str) -> Asked:
        return Asked(
            method="POST",
            url="https://slack.com/api/chat.postMessage",
            body=json.dumps(content).encode(),
            headers=headers,
            at=AT,
        )

    answers = [
        json.loads(sink(each).body)["error"]
        for each in (
            asked({"channel": "C", "text": "x"}),
            asked({"channel": "C", "text": "x"}, authorization="Bearer xoxb-bad"),
            asked({"text": "x"}, authorization="Bearer xoxb-other"),
            asked({"channel": "C"}, authorization="Bearer xoxb-other"),
            asked({"channel": "C", "text": "x", "blocks": BLOCKS * 51}, authorization="Bearer xoxb-other"),
            asked([], authorization="Bearer xoxb-other"),
        )
    ]
    assert answers == ["not_authed", "invalid_auth", "channel_not_found", "no_text", "invalid_blocks", "invalid_json"]
    assert not sink.messages
