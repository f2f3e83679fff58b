"""What a receiver of ours can rely on: a signature, an id that stays, and retries that end."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from standardwebhooks import Webhook as Verifier

from monitor.channels.webhook import Webhook, WebhookOptions, webhook_id
from monitor.demo.outlet import Asked
from monitor.demo.sinks.webhook import WebhookSink
from monitor.model import Channel, Message, Refused, Reply, TryLater
from tests.small_web import AT, SmallWeb, failing

SECRET = "whsec_bm8tc3VjaC1zZWNyZXQtYXQtYWxs"
MESSAGE = Message(subject="Совет мира", body='{"title": "مجلس السلام"}', form="json")


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_SECRET", SECRET)


def hook(at: datetime = AT, address: str = "http://desk.example/in", secret: str = "env:HOOK_SECRET") -> Webhook:
    return Webhook(Channel(key="desk", kind="webhook", address=address), WebhookOptions(secret=secret), now=lambda: at)


async def test_a_message_arrives_signed_and_as_it_is() -> None:
    sink = WebhookSink(SECRET)
    receipt = await hook().send(SmallWeb(sink), MESSAGE, "dev/1", None)
    assert sink.messages[0].body == {"title": "مجلس السلام"}
    assert receipt.ids == {"webhook_id": sink.messages[0].id}


async def test_the_published_library_verifies_the_signature() -> None:
    web = SmallWeb(WebhookSink())
    await hook(datetime.now(UTC)).send(web, MESSAGE, "dev/1", None)
    asked = web.asked[0]
    assert Verifier(SECRET).verify(asked.body, dict(asked.headers)) == {"title": "مجلس السلام"}


@pytest.mark.parametrize("off", [timedelta(minutes=-6), timedelta(minutes=6)])
async def test_a_receiver_refuses_a_signature_of_another_time(off: timedelta) -> None:
    sink = WebhookSink(SECRET)
    with pytest.raises(Refused):
        await hook(AT + off).send(SmallWeb(sink), MESSAGE, "dev/1", None)
    assert not sink.messages


async def test_a_retry_has_the_same_id_so_the_receiver_takes_it_once() -> None:
    sink = WebhookSink(SECRET, ["drop"])
    with pytest.raises(TryLater):
        await hook().send(SmallWeb(sink), MESSAGE, "dev/1", None)
    await hook(AT + timedelta(minutes=9)).send(SmallWeb(sink, AT + timedelta(minutes=9)), MESSAGE, "dev/1", None)
    assert len(sink.messages) == 1
    assert sink.repeats == [sink.messages[0].id]


@pytest.mark.parametrize(
    "other", [("desk", "dev/2", b"x"), ("desk2", "dev/1", b"x"), ("desk", "dev/1", b"y"), ("desk", "dev-1", b"x")]
)
def test_another_message_has_another_id(other: tuple[str, str, bytes]) -> None:
    assert webhook_id("desk", "dev/1", b"x") != webhook_id(*other)


def test_an_id_never_holds_the_dot_that_separates_the_signed_parts() -> None:
    assert "." not in webhook_id("desk", "source/feeds.tengri/try_later/2026", b"x")


@pytest.mark.parametrize("status", [404, 410, 400, 401, 300, 301, 304])
async def test_a_dead_address_is_the_operators_business(status: int) -> None:
    with pytest.raises(Refused) as caught:
        await hook().send(SmallWeb(WebhookSink(faults=[str(status)])), MESSAGE, "dev/1", None)
    assert caught.value.code == str(status)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599])
async def test_a_receiver_in_trouble_is_asked_again(status: int) -> None:
    with pytest.raises(TryLater):
        await hook().send(SmallWeb(WebhookSink(faults=[str(status)])), MESSAGE, "dev/1", None)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Thu, 22 Jan 2026 09:02:00 GMT", 120),
        ("Thu, 22 Jan 2026 09:02:00", 120),
        ("99999999999999999999", 86_400),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
        ("0", 0),
        ("Thu, 22 Jan 2025 09:02:00 GMT", None),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("١٢", None),
        ("Thu, 99 Jan 2026 99:02:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -1200", 86_400),
        ("Mon, 01 Jan 0001 00:00:00 +1200", None),
    ],
)
async def test_the_moment_a_receiver_names_is_kept_within_a_day(value: str, seconds: int | None) -> None:
    def outlet(asked: Any) -> Reply:
        return Reply(asked=asked.url, url=asked.url, status=429, headers=(("retry-after", value),), at=AT)

    with pytest.raises(TryLater) as caught:
        await hook().send(SmallWeb(outlet), MESSAGE, "dev/1", None)
    assert caught.value.retry_at == (None if seconds is None else AT + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        (datetime(2026, 1, 26, 9, 0, tzinfo=UTC), datetime(2026, 1, 26, 9, 2, tzinfo=UTC)),
        (AT + timedelta(days=1), AT + timedelta(minutes=2)),  # by that Date it has passed: ours holds
    ],
)
async def test_a_moment_counts_from_the_date_of_its_answer_for_either_clock_may_be_wrong(
    date: datetime, moment: datetime
) -> None:
    named = (("date", format_datetime(date, usegmt=True)), ("retry-after", format_datetime(moment, usegmt=True)))

    def outlet(asked: Any) -> Reply:
        return Reply(asked=asked.url, url=asked.url, status=429, headers=named, at=AT)

    with pytest.raises(TryLater) as caught:
        await hook().send(SmallWeb(outlet), MESSAGE, "dev/1", None)
    assert caught.value.retry_at == AT + timedelta(minutes=2)


async def test_a_receiver_that_is_down_and_names_the_moment_is_asked_again_then() -> None:
    def outlet(asked: Any) -> Reply:
        return Reply(asked=asked.url, url=asked.url, status=503, headers=(("retry-after", "3600"),), at=AT)

    with pytest.raises(TryLater) as caught:
        await hook().send(SmallWeb(outlet), MESSAGE, "dev/1", None)
    assert caught.value.retry_at == AT + timedelta(hours=1)


async def test_without_a_secret_nothing_is_signed() -> None:
    web = SmallWeb(WebhookSink())
    await hook(secret="").send(web, MESSAGE, "dev/1", None)
    assert "webhook-signature" not in web.asked[0].headers
    assert web.asked[0].headers["webhook-id"]


@pytest.mark.parametrize("value", ["whsec_", "whsec_!", "whsec_a", "ключ"])
async def test_a_bad_signing_secret_is_named_but_not_shown(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HOOK_SECRET", value)
    web = SmallWeb(WebhookSink())
    with pytest.raises(Refused, match="env:HOOK_SECRET is no signing secret") as caught:
        await hook().send(web, MESSAGE, "dev/1", None)
    assert caught.value.__context__ is None
    assert not web.asked


async def test_a_secret_address_is_in_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_URL", "http://desk.example/in/nosuchsecret?key=nosuchsecret")
    error = TryLater("http://desk.example/in/nosuchsecret?key=nosuchsecret is down", code="network")
    with pytest.raises(TryLater) as caught:
        await hook(address="env:HOOK_URL").send(SmallWeb(failing(error)), MESSAGE, "dev/1", None)
    assert "nosuchsecret" not in str(caught.value)


async def test_bytes_are_the_same_at_each_retry() -> None:
    web = SmallWeb(WebhookSink(SECRET))
    for _ in range(2):
        await hook().send(web, Message(subject="s", body=json.dumps({"a": "\ud800"}), form="json"), "dev/1", None)
    assert web.asked[0].body == web.asked[1].body
    assert web.asked[0].headers == web.asked[1].headers


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("https://desk.example/in?key=pa55word", "https://desk.example;"),
        ("/in/pa55word", "http://desk.example;"),
        ("//other.example:8443/pa55word", "https?://other.example:8443;"),
        ("http://a@b:pa55word/", "it redirects"),
        ("javascript:pa55word", "it redirects"),
        ("", "http://desk.example;"),
    ],
)
async def test_a_receiver_that_moved_is_told_with_where_to_and_without_what_may_be_secret(
    location: str, place: str
) -> None:
    def moved(asked: Asked) -> Reply:
        headers = (("location", location),)
        return Reply(asked=asked.url, url=asked.url, status=308, headers=headers, body=b"", at=AT)

    with pytest.raises(Refused, match=place) as caught:
        await hook().send(SmallWeb(moved), MESSAGE, "dev/1", None)
    assert "pa55word" not in caught.value.message
