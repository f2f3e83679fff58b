"""Whoever names an address - source, link, redirect, webhook - nothing inside is dialled (SAFETY 5 A 11)."""

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.channels.slack import Slack, SlackOptions
from monitor.desk.article import read_page
from monitor.fetch import Web
from monitor.fetch.limits import Limits
from monitor.model import Channel, Message, Refused, Source, TryLater, Unreadable
from monitor.sources import load_kind
from tests.hostile.servers import Place, reply, routed, saying, served

# 127.0.0.2 stands in for a public address.
pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2"])

NOW = datetime(2026, 1, 22, 12, 0, tzinfo=UTC)
INWARD = ("http://127.0.0.1:{port}/x", "http://2130706433:{port}/x", "http://inside.example:{port}/x")
MESSAGE = Message(subject="s", body='{"text": "s"}', form="json")


async def resolve(host: str) -> Sequence[str]:
    return ["127.0.0.1"] if host == "inside.example" else ["127.0.0.2"]


@pytest.fixture
async def inside() -> AsyncIterator[Place]:
    """A service of the operator's own, whom nobody outside may make us call."""
    async with served(saying(reply(b"a secret"))) as place:
        yield place


def web_with(inside: Place, public: int = 0) -> Web:
    """A Web that may use both ports, but no inside network."""
    allow = [("192.0.2.0/24", inside.port), *([("127.0.0.2/32", public)] if public else [])]
    return Web(allow=allow, resolver=resolve, limits=Limits(deadline=5), inline=True, pause=0)


async def collect(web: Web, kind: str, address: str, options: dict[str, str] | None = None) -> object:
    made = load_kind(kind)
    source = Source(key="s", kind=kind, address=address)
    return await made(source, made.Options.model_validate(options or {})).collect(web, {}, NOW)


async def by_feed(web: Web, address: str) -> object:
    return await collect(web, "feed", address)


async def by_page(web: Web, address: str) -> object:
    return await collect(web, "page", address)


async def by_listing(web: Web, address: str) -> object:
    return await collect(web, "page", address, {"item": "li", "link": "a", "title": "a"})


async def by_webhook(web: Web, address: str) -> object:
    from monitor.channels.webhook import Webhook, WebhookOptions

    channel = Channel(key="hook", kind="webhook", address=address)
    return await Webhook(channel, WebhookOptions()).send(web, MESSAGE, "dev/1", None)


async def by_slack(web: Web, address: str) -> object:
    # as SLACK_WEBHOOK_URL holds it: a written address must be of this machine or of a name that is nobody's
    secret = Path(tempfile.mkdtemp()) / "webhook"
    secret.write_text(address)
    secret.chmod(0o600)
    return await Slack(Channel(key="desk", kind="slack", address=f"file:{secret}"), SlackOptions()).send(
        web, MESSAGE, "dev/1", None
    )


async def by_bot(web: Web, address: str) -> object:
    secret = Path(tempfile.mkdtemp()) / "token"
    secret.write_text("xoxb-1")
    secret.chmod(0o600)
    options = SlackOptions(token=f"file:{secret}", channel="C1", api=address)
    return await Slack(Channel(key="desk", kind="slack", address=""), options).send(web, MESSAGE, "dev/1", None)


async def by_article(web: Web, address: str) -> object:
    return await read_page(web, address, NOW, None)


async def by_robots(web: Web, address: str) -> object:
    return await web.get(address, robots=True)


async def by_post(web: Web, address: str) -> object:
    return await web.post(address, content=b"{}", headers={})


PATHS = (by_feed, by_page, by_listing, by_article, by_robots, by_webhook, by_slack, by_bot, by_post)
Path_ = Callable[[Web, str], Awaitable[object]]


@pytest.mark.parametrize("address", INWARD)
@pytest.mark.parametrize("path", PATHS)
async def test_nothing_inside_is_called_whoever_names_it(path: Path_, address: str, inside: Place) -> None:
    async with web_with(inside) as web:
        with pytest.raises((Refused, Unreadable, TryLater)) as told:
            await path(web, address.format(port=inside.port))
    assert told.value.code == "blocked_address"
    assert inside.accepts == 0
    # a name that leads inside, as in a hotel's network, may lead out again: a message waits for that
    waits = path in (by_webhook, by_slack, by_bot) and address == INWARD[-1]
    assert isinstance(told.value, TryLater) == waits


@pytest.mark.parametrize("location", INWARD)
@pytest.mark.parametrize("path", (by_feed, by_page, by_listing, by_article, by_robots))
async def test_a_place_cannot_send_us_inward(path: Path_, location: str, inside: Place) -> None:
    away = reply(b"", f"Location: {location.format(port=inside.port)}", status="302 Found")
    async with (
        served(routed({"/feed": away}), host="127.0.0.2") as public,
        web_with(inside, public.port) as web,
    ):
        with pytest.raises((Refused, Unreadable)) as told:
            await path(web, f"http://public.example:{public.port}/feed")
    assert told.value.code == "blocked_address"
    assert (public.accepts >= 1, inside.accepts) == (True, 0)


@pytest.mark.parametrize("link", INWARD)
async def test_an_article_that_a_listing_names_inside_is_not_fetched_and_its_entry_stays(
    link: str, inside: Place
) -> None:
    page = f'<ul><li><a href="{link.format(port=inside.port)}">Charter signed in Davos</a></li></ul>'
    answer = reply(page.encode(), "Content-Type: text/html")
    async with (
        served(routed({"/news": answer}), host="127.0.0.2") as public,
        web_with(inside, public.port) as web,
    ):
        try:
            haul = await by_listing(web, f"http://public.example:{public.port}/news")
        except (Refused, TryLater) as error:
            pytest.fail(f"one bad link spoils the listing: {error}")
    assert [post.title for post in haul.posts] == ["Charter signed in Davos"]  # type: ignore[attr-defined]
    assert inside.accepts == 0


@pytest.mark.parametrize("link", INWARD)
async def test_an_article_that_leads_inward_is_not_fetched_there_and_its_entry_stays(link: str, inside: Place) -> None:
    page = reply(b'<ul><li><a href="/a">Charter signed in Davos</a></li></ul>', "Content-Type: text/html")
    away = reply(b"", f"Location: {link.format(port=inside.port)}", status="302 Found")
    async with (
        served(routed({"/news": page, "/a": away}), host="127.0.0.2") as public,
        web_with(inside, public.port) as web,
    ):
        haul = await by_listing(web, f"http://public.example:{public.port}/news")
    assert [post.title for post in haul.posts] == ["Charter signed in Davos"]  # type: ignore[attr-defined]
    assert "GET /a HTTP/1.1" in public.asked(), "it was tried"
    assert inside.accepts == 0


@pytest.mark.parametrize("location", INWARD)
async def test_a_robots_file_that_leads_inward_is_none(location: str, inside: Place) -> None:
    away = reply(b"", f"Location: {location.format(port=inside.port)}", status="302 Found")
    async with (
        served(routed({"/robots.txt": away, "/x": reply(b"public")}), host="127.0.0.2") as public,
        web_with(inside, public.port) as web,
    ):
        assert (await web.get(f"http://public.example:{public.port}/x", robots=True)).body == b"public"
    assert inside.accepts == 0


@pytest.mark.parametrize("path", (by_webhook, by_slack, by_bot))
async def test_a_webhook_that_leads_inward_is_not_followed(path: Path_, inside: Place) -> None:
    away = reply(b"", f"Location: http://127.0.0.1:{inside.port}/x", status="307 Temporary Redirect")
    async with (
        served(saying(away), host="127.0.0.2") as public,
        web_with(inside, public.port) as web,
    ):
        with pytest.raises(Refused):
            await path(web, f"http://public.example:{public.port}/hook")
    assert (public.accepts, inside.accepts) == (1, 0)
