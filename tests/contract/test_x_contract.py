"""Kind ``x`` against replies written after X's published shapes (API v2, specifications 2.166 and 2.167)."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.demo.outlet import Asked
from monitor.demo.outlets.x import XOutlet
from monitor.model import ConfigError, Haul, Media, MonitorError, Refused, Reply, Source, TryLater, Unreadable
from monitor.sources import load_kind
from monitor.sources.x import X, XOptions, read_timeline, read_user
from monitor.sources.x.api import id_at, id_moment, id_number, read_handle, timeline_url
from tests.small_web import SmallWeb

NOW = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)
USER = "900100200"
LONG = "Президент Касым-Жомарт Токаев прибыл в Давос для участия в церемонии подписания Устава Совета мира. " * 5


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_BEARER_TOKEN", "no-such-token")


def reply(
    content: Any, status: int = 200, headers: dict[str, str] | None = None, url: str = "https://x.com/press_demo"
) -> Reply:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    given = {"content-type": "application/json", **(headers or {})}
    return Reply(asked=url, url=url, status=status, headers=tuple(given.items()), body=body, at=NOW)


def read(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Haul:
    return read_timeline(reply(content, status, headers), XOptions(), NOW, "akorda-x")


def tweet(number: str = "2013900000000000001", text: str = "текст", **more: Any) -> dict[str, Any]:
    """A post as X returned them until 2.166."""
    return {
        "id": number,
        "text": text,
        "created_at": "2026-01-21T09:12:33.000Z",
        "lang": "und",
        "author_id": USER,
        "edit_history_tweet_ids": [number],
        **more,
    }


def page(*posts: dict[str, Any], **more: Any) -> dict[str, Any]:
    meta = (
        {"result_count": len(posts), "newest_id": posts[0]["id"], "oldest_id": posts[-1]["id"]}
        if posts
        else {"result_count": 0}
    )
    return {"data": list(posts), "meta": meta, **more}


# ---------------------------------------------------------------- one page


def test_a_post_is_read_with_its_time_its_address_and_its_source() -> None:
    (post,) = read(page(tweet(text="Указ &lt;№ 5&gt; &amp; закон"))).posts
    assert (post.source, post.id) == ("akorda-x", "2013900000000000001")
    assert post.url == "https://x.com/press_demo/status/2013900000000000001"
    assert post.text == "Указ <№ 5> & закон"
    assert post.published_at == datetime(2026, 1, 21, 9, 12, 33, tzinfo=UTC)
    assert (post.published_offset, post.date_basis, post.date_precision) == (0, "api", "instant")
    assert post.author == "press_demo"
    assert post.seen_at == NOW
    assert not post.edited


@pytest.mark.parametrize(
    ("note", "refs", "includes", "history"),
    [
        ("note_tweet", "referenced_tweets", "tweets", "edit_history_tweet_ids"),
        ("note_post", "referenced_posts", "posts", "edit_history_post_ids"),
    ],
)
def test_both_generations_of_field_names_are_read(note: str, refs: str, includes: str, history: str) -> None:
    own = {"id": "30", "text": "RT @mfa: Пре…", refs: [{"type": "retweeted", "id": "20"}], history: ["30"]}
    edited = {
        "id": "31",
        "text": "b",
        history: ["29", "31"],
        refs: [{"type": "quoted", "id": "20"}, {"type": "replied_to", "id": "19"}],
    }
    long = {"id": "32", "text": "Президент…", note: {"text": LONG}, history: ["32"]}
    content = {
        "data": [long, edited, own],
        "includes": {includes: [{"id": "20", "text": "Пре…", note: {"text": LONG}}]},
    }
    whole, second, repost = read(content | {"meta": {"result_count": 3}}).posts
    assert whole.text == LONG.strip()
    assert (second.id, second.edited, second.quotes, second.reply_to) == ("29", True, ("20",), "19")
    assert second.url.endswith("/status/31")
    assert repost.text == f"RT @mfa: {LONG.strip()}"
    assert repost.quotes == ("20",)


def test_a_repost_without_its_original_keeps_what_x_gave() -> None:
    (post,) = read(page(tweet(text="RT @mfa: Президент…", referenced_tweets=[{"type": "retweeted", "id": "5"}]))).posts
    assert post.text == "RT @mfa: Президент…"


def test_an_edited_post_keeps_the_id_and_the_time_of_its_first_version() -> None:
    first = id_at(datetime(2026, 1, 21, 9, 0, 1, tzinfo=UTC))
    last = id_at(datetime(2026, 1, 21, 9, 20, tzinfo=UTC))
    (post,) = read(
        page(tweet(last, "v2", edit_history_tweet_ids=[first, last], created_at="2026-01-21T09:20:00.000Z"))
    ).posts
    assert (post.id, post.edited) == (first, True)
    assert post.published_at == datetime(2026, 1, 21, 9, 0, 1, tzinfo=UTC)


def test_short_links_are_written_out_and_links_to_its_own_pictures_go() -> None:
    urls = [
        {"start": 0, "end": 23, "url": "https://t.co/aaaaaaaaaa", "expanded_url": "https://akorda.kz/ru/1?a=1&b=2"},
        {
            "start": 30,
            "end": 53,
            "url": "https://t.co/pic",
            "expanded_url": "https://x.com/a/status/1/photo/1",
            "media_key": "3_1",
        },
        {"url": "https://t.co/vid", "expanded_url": "https://twitter.com/a/status/1/video/1"},
        {"url": "https://t.co/bad", "expanded_url": "javascript:alert(1)"},
    ]
    text = "https://t.co/aaaaaaaaaa слово https://t.co/bad https://t.co/pic https://t.co/vid"
    (post,) = read(page(tweet(text=text, entities={"urls": urls}))).posts
    assert post.text == "https://akorda.kz/ru/1?a=1&b=2 слово https://t.co/bad"


def test_links_of_a_long_post_come_from_its_note() -> None:
    note = {
        "text": "длинный https://t.co/n",
        "entities": {"urls": [{"url": "https://t.co/n", "expanded_url": "https://akorda.kz/n"}]},
    }
    (post,) = read(page(tweet(text="дли…", note_tweet=note))).posts
    assert post.text == "длинный https://akorda.kz/n"


def test_an_article_has_its_title_and_words_though_its_post_is_a_bare_link() -> None:
    link = {"urls": [{"url": "https://t.co/a", "expanded_url": "https://x.com/i/article/1"}]}
    article = {"title": "О Совете мира &amp; не только", "plain_text": "Первый абзац."}
    (post,) = read(page(tweet(text="https://t.co/a", entities=link, article=article))).posts
    assert post.text == "https://x.com/i/article/1\nО Совете мира & не только\nПервый абзац."
    assert "article" in timeline_url(XOptions(), USER, "tweet", size=5)


CARD = {
    "url": "https://t.co/a",
    "expanded_url": "https://outlet.example/n",
    "title": "Мост &amp; дорога закрыты",
    "description": "Проезда нет.",
    "images": [{"url": "https://pbs.example/1.jpg"}],
}


def test_the_card_of_a_link_is_matched_as_what_a_picture_shows() -> None:
    (post,) = read(page(tweet(text="Коротко: https://t.co/a", entities={"urls": [CARD, CARD]}))).posts
    assert post.text == "Коротко: https://outlet.example/n"
    assert post.media == (Media(url="https://pbs.example/1.jpg", alt="Мост & дорога закрыты\nПроезда нет."),)
    profile = {**CARD, "expanded_url": "https://x.com/a", "title": "A (@a) on X"}
    assert read(page(tweet(text="Коротко: https://t.co/a", entities={"urls": [profile]}))).posts[0].media == ()


@pytest.mark.parametrize("lead", ["", "RT @a: "])
def test_a_post_that_is_a_bare_link_says_what_its_card_says(lead: str) -> None:
    (post,) = read(page(tweet(text=f"{lead}https://t.co/a", entities={"urls": [CARD]}))).posts
    assert post.text == f"{lead}https://outlet.example/n\nМост & дорога закрыты\nПроезда нет."
    assert post.media == ()


def test_descriptions_of_pictures_are_kept_and_a_repost_shows_those_of_its_original() -> None:
    media = [
        {"media_key": "3_1", "type": "photo", "url": "https://pbs.twimg.com/1.jpg", "alt_text": "Токаев &amp; Трамп"},
        {"media_key": "7_2", "type": "video", "preview_image_url": "https://pbs.twimg.com/2.jpg"},
    ]
    own = tweet("41", attachments={"media_keys": ["3_1", "7_2", "9_missing", 5]})
    repost = tweet("40", "RT @a: x", referenced_tweets=[{"type": "retweeted", "id": "39"}])
    original = tweet("39", "x", attachments={"media_keys": ["3_1"]})
    first, second = read(page(own, repost, includes={"media": media, "tweets": [original]})).posts
    assert first.media == (
        Media(url="https://pbs.twimg.com/1.jpg", kind="image", alt="Токаев & Трамп"),
        Media(url="https://pbs.twimg.com/2.jpg", kind="video"),
    )
    assert second.media == first.media[:1]


@pytest.mark.parametrize(
    ("code", "text", "lang"),
    [
        ("ar", "وصل رئيس كازاخستان", "ar"),
        ("iw", "שלום עולם", "he"),
        ("in", "halo dunia", "id"),
        ("und", "???", ""),
        ("zxx", "", ""),
        ("qme", "https://t.co/x", ""),
        ("zh-CN", "你好", "zh"),
        ("en", "Hello", "en"),
        (None, "Hello", ""),
        ("ru", "Президент Қасым-Жомарт Тоқаев Давосқа барды және кездесу өткізді", "kk"),
        ("ru", "Президент Токаев прибыл в Давос и провёл встречу", "ru"),
        (5, "x", ""),
    ],
)
def test_the_language_is_xs_unless_x_cannot_know_it(code: Any, text: str, lang: str) -> None:
    (post,) = read(page(tweet(text=text, lang=code))).posts
    assert post.lang == lang


@pytest.mark.parametrize(
    "content",
    [
        {"meta": {"result_count": 0}},
        {"data": [], "meta": {"result_count": 0}},
        {"data": [], "meta": {"result_count": 0}, "errors": []},
    ],
)
def test_an_empty_page_is_empty_with_or_without_data(content: Any) -> None:
    haul = read(content)
    assert (haul.posts, haul.health) == ((), "empty")
    assert haul.cost is not None
    assert haul.cost.reads == 0


def test_the_page_says_what_it_cost_and_where_it_goes_on() -> None:
    content = page(tweet("37"), tweet("9"))
    content["meta"]["next_token"] = "abc"
    haul = read(content)
    assert haul.cursor == {"newest": "37", "oldest": "9", "next": "abc"}
    assert haul.cost is not None
    assert (haul.cost.reads, haul.cost.usd) == (2, 0.01)


def test_ids_are_compared_as_numbers_even_where_meta_is_missing() -> None:
    haul = read({"data": [tweet("9"), tweet("37"), tweet("100")]})
    assert haul.cursor == {"newest": "100", "oldest": "9", "next": ""}


def test_a_newest_id_that_no_post_bears_is_not_believed() -> None:
    content = page(tweet("37"))
    content["meta"]["newest_id"] = "9" * 18
    assert read(content).cursor == {"newest": "37", "oldest": "37", "next": ""}


def test_partial_errors_are_remarked_and_the_posts_kept() -> None:
    errors = [
        {"type": f"https://api.{host}.com/2/problems/resource-not-found", "resource_type": "tweet"}
        for host in ("twitter", "x")
    ]
    haul = read(page(tweet(), errors=errors))
    assert haul.flags == ("partial:resource-not-found",)
    assert len(haul.posts) == 1


def test_a_post_without_a_time_is_dated_by_its_id() -> None:
    bare = {"id": id_at(datetime(2026, 1, 21, 9, 0, tzinfo=UTC)), "text": "x"}
    (post,) = read(page(bare)).posts
    assert post.published_at == datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
    assert read(page({"id": "17", "text": "from before ids told the time"})).posts[0].published_at is None


def test_the_last_call_of_a_window_names_how_long_to_wait() -> None:
    reset = str(int((NOW + timedelta(minutes=7)).timestamp()))
    assert read(page(), 200, {"x-rate-limit-remaining": "0", "x-rate-limit-reset": reset}).fresh_for == timedelta(
        minutes=7
    )
    assert read(page(), 200, {"x-rate-limit-remaining": "3", "x-rate-limit-reset": reset}).fresh_for is None
    assert read(
        page(), 200, {"x-rate-limit-remaining": "0", "x-rate-limit-reset": "99999999999"}
    ).fresh_for == timedelta(days=1)


# ---------------------------------------------------------------- refusals

PROBLEMS = "https://api.twitter.com/2/problems/"


@pytest.mark.parametrize(
    ("status", "content", "kind", "health", "code"),
    [
        (
            401,
            {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"},
            Refused,
            "refused",
            "401",
        ),
        (
            402,
            {"title": "CreditsDepleted", "type": PROBLEMS + "credits", "detail": "..."},
            Refused,
            "out_of_credit",
            "402",
        ),
        (403, {"title": "credits-depleted", "type": "about:blank"}, Refused, "out_of_credit", "402"),
        (402, b"", Refused, "out_of_credit", "402"),
        (
            403,
            {"title": "Client Forbidden", "reason": "client-not-enrolled", "type": PROBLEMS + "client-forbidden"},
            Refused,
            "refused",
            "403",
        ),
        (
            403,
            {"title": "Unsupported Authentication", "type": PROBLEMS + "unsupported-authentication"},
            Refused,
            "refused",
            "403",
        ),
        (403, {"title": "Forbidden", "type": PROBLEMS + "not-authorized-for-resource"}, Refused, "refused", "403"),
        (
            404,
            {"title": "Not Found", "type": PROBLEMS + "resource-not-found"},
            Refused,
            "refused",
            "resource-not-found",
        ),
        (404, b"<html>", TryLater, "try_later", "404"),
        (429, {"title": "Too Many Requests", "type": "about:blank", "status": 429}, TryLater, "limited", "429"),
        (429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, TryLater, "limited", "429"),
        (429, b"", TryLater, "limited", "429"),
        (
            429,
            {"title": "UsageCapExceeded", "period": "Daily", "scope": "Account", "type": PROBLEMS + "usage-capped"},
            TryLater,
            "limited",
            "usage-capped",
        ),
        (503, {"title": "Service Unavailable", "type": "about:blank", "status": 503}, TryLater, "try_later", "503"),
        (500, b"", TryLater, "try_later", "500"),
        (
            400,
            {
                "errors": [{"parameters": {"max_results": ["1"]}, "message": "x"}],
                "title": "Invalid Request",
                "type": PROBLEMS + "invalid-request",
            },
            Refused,
            "refused",
            "400",
        ),
        (
            400,
            {"errors": [{"parameters": {"post.fields": ["a"]}, "message": "x"}], "type": PROBLEMS + "invalid-request"},
            Refused,
            "refused",
            "field_names",
        ),
        (
            400,
            {"errors": [{"message": "The query parameter [post.fields] is not one of [id]"}]},
            Refused,
            "refused",
            "field_names",
        ),
        (200, {"title": "Forbidden", "type": PROBLEMS + "client-forbidden", "status": 403}, Refused, "refused", "403"),
        (
            200,
            {"errors": [{"type": PROBLEMS + "not-authorized-for-resource", "resource_type": "user"}]},
            Refused,
            "refused",
            "not-authorized-for-resource",
        ),
        (
            200,
            {
                "errors": [{"type": PROBLEMS + "resource-not-found", "resource_type": "user", "parameter": "id"}],
                "meta": {"result_count": 0},
            },
            Refused,
            "refused",
            "resource-not-found",
        ),
        (200, b"<html><title>x</title>", Unreadable, "unreadable", "unexpected_content"),
        (200, b"", Unreadable, "unreadable", "unexpected_content"),
        (200, [], Unreadable, "unreadable", "unexpected_content"),
        (200, {"hello": 1}, Unreadable, "unreadable", "unexpected_content"),
        (200, {"data": [{"text": "no id"}, 5], "meta": {}}, Unreadable, "layout_changed", "unexpected_content"),
        (200, b"[" * 200_000, Unreadable, "unreadable", "unexpected_content"),
        (200, b'{"data":' * 100_000, Unreadable, "unreadable", "unexpected_content"),
        (200, b"\xff\xfe\x00", Unreadable, "unreadable", "unexpected_content"),
        (200, b'{"a": ' + b"9" * 6_000 + b"}", Unreadable, "unreadable", "unexpected_content"),
    ],
)
def test_each_refusal_says_who_must_act(
    status: int, content: Any, kind: type[MonitorError], health: str, code: str
) -> None:
    with pytest.raises(MonitorError) as caught:
        read(content, status)
    assert (type(caught.value), caught.value.health, caught.value.code) == (kind, health, code)


def test_kinds_of_403_are_told_apart_in_words() -> None:
    said = set()
    for kind in ("client-not-enrolled", "unsupported-authentication", "not-authorized-for-resource"):
        with pytest.raises(Refused) as caught:
            read({"title": "x", "type": PROBLEMS + kind}, 403)
        said.add(caught.value.message)
    assert len(said) == 3


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"x-rate-limit-reset": str(int(NOW.timestamp()) + 300)}, timedelta(minutes=5)),
        ({"retry-after": "60"}, timedelta(minutes=1)),
        ({}, timedelta(minutes=15)),
        ({"x-rate-limit-reset": "1"}, timedelta(minutes=15)),
        ({"x-rate-limit-reset": "9" * 40}, timedelta(minutes=15)),
        ({"x-rate-limit-reset": "٣"}, timedelta(minutes=15)),
    ],
)
def test_a_limit_names_when_it_ends(headers: dict[str, str], wait: timedelta) -> None:
    with pytest.raises(TryLater) as caught:
        read({"title": "Too Many Requests", "type": "about:blank"}, 429, headers)
    assert caught.value.retry_at == NOW + wait


def test_a_cap_waits_for_the_next_day_of_the_world() -> None:
    with pytest.raises(TryLater) as caught:
        read({"title": "x", "period": "Monthly", "scope": "Product", "type": PROBLEMS + "usage-capped"}, 429)
    assert caught.value.retry_at == datetime(2026, 1, 23, 0, 5, tzinfo=UTC)
    assert "monthly cap" in caught.value.message


@pytest.mark.parametrize("bad", [None, 5, "x", [], {}, [None], [[]], {"a": {"b": []}}, True, 1e308, "\ud800", -1])
def test_no_shape_of_a_field_is_a_crash(bad: Any) -> None:
    for field in (
        "id",
        "text",
        "created_at",
        "lang",
        "entities",
        "note_post",
        "note_tweet",
        "referenced_posts",
        "attachments",
        "referenced_tweets",
        "edit_history_tweet_ids",
        "author_id",
    ):
        haul = read({"data": [tweet("41"), tweet("40") | {field: bad}], "meta": {"result_count": 2}})
        assert haul.posts[0].id == "41"
    for field in ("includes", "errors", "meta"):
        assert read(page(tweet(referenced_tweets=[{"type": "quoted", "id": "1"}])) | {field: bad}).posts
    for inner in ("urls", "tweets", "posts", "media", "users"):
        assert read(page(tweet(entities={inner: bad}), includes={inner: bad})).posts
        assert read(
            page(tweet(entities={inner: [bad]}, attachments={"media_keys": [bad]}), includes={inner: [bad]})
        ).posts


def test_a_page_of_a_hostile_size_is_bounded() -> None:
    content = page(*(tweet(str(number), "t.co " * 100) for number in range(20_000, 1, -1)))
    haul = read(content)
    assert len(haul.posts) == 1_000
    urls = [{"url": f"https://t.co/{n}", "expanded_url": "https://a.example/" + "x" * 4_000} for n in range(5_000)]
    (post,) = read(page(tweet(text="https://t.co/1 " * 20_000, entities={"urls": urls}))).posts
    assert len(post.text) < 60_000_000


def test_half_a_surrogate_pair_is_made_storable() -> None:
    (post,) = read(json.dumps(page(tweet(text="a\ud800b\x00"))).encode()).posts
    assert post.text == "a\ufffdb"


# ---------------------------------------------------------------- the account


def test_an_account_is_read() -> None:
    user = read_user(reply({"data": {"id": USER, "name": "Press", "username": "press_demo"}}), XOptions(), NOW)
    assert (user.id, user.handle, user.protected) == (USER, "press_demo", False)


def test_an_account_that_does_not_exist_is_the_operators_business() -> None:
    error = {"value": "nosuch", "title": "Not Found Error", "type": "https://api.x.com/2/problems/resource-not-found"}
    with pytest.raises(Refused, match="renamed, deleted or suspended"):
        read_user(reply({"errors": [error]}), XOptions(), NOW)
    with pytest.raises(Unreadable):
        read_user(reply({"data": {"name": "no id"}}), XOptions(), NOW)
    with pytest.raises(Unreadable):
        read_user(reply({}), XOptions(), NOW)


@pytest.mark.parametrize(
    "address",
    [
        "@press_demo",
        "press_demo",
        "https://x.com/press_demo",
        "x.com/press_demo/status/5",
        "https://mobile.twitter.com/press_demo?s=20",
        " http://www.x.com/@press_demo/ ",
    ],
)
def test_an_account_is_named_by_handle_or_address(address: str) -> None:
    assert read_handle(address) == "press_demo"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "@",
        "a b",
        "https://evil.example/press_demo",
        "https://x.com/",
        "https://x.com/i/lists/5",
        "https://x.com/search?q=a",
        "@waytoolongahandle1",
        "https://x.com.evil.example/a",
        "//x.com:99999999/a",
    ],
)
def test_what_names_no_account_is_told(address: str) -> None:
    with pytest.raises(Refused, match="no account of X"):
        read_handle(address)


def test_ids_and_moments_belong_together() -> None:
    assert id_moment("2080761390344937796") == datetime(2026, 7, 24, 21, 5, 48, 792000, tzinfo=UTC)
    assert id_at(datetime(2026, 1, 21, tzinfo=UTC)) == "2013763470750646272"
    assert [id_number(bad) for bad in ("", "x", "-1", "9" * 30, None, True, 1.5, "٣")] == [0] * 8


def test_the_author_is_never_expanded_and_pages_are_asked_whole() -> None:
    for generation in ("post", "tweet"):
        url = timeline_url(XOptions(exclude=("replies",)), USER, generation, since="5", until="9", page="t")  # type: ignore[arg-type]
        assert "author" not in url
        assert "max_results=100&since_id=5&until_id=9&pagination_token=t&exclude=replies&" in url


# ---------------------------------------------------------------- polls, against the demo's X


def source(**more: Any) -> Source:
    return Source(key="akorda-x", kind="x", address="@press_demo", **more)


def world(outlet: XOutlet, count: int, *, before: datetime = NOW) -> None:
    for number in range(count):
        outlet.add("press_demo", f"пост {number}", before - timedelta(minutes=count - number))


async def poll(
    outlet: Any, cursor: Any = None, at: datetime = NOW, options: XOptions | None = None, **more: Any
) -> Haul:
    return await X(source(**more), options or XOptions(api="http://api.example")).collect(
        SmallWeb(outlet, at), cursor or {}, at
    )


async def test_the_first_poll_looks_the_account_up_and_lays_a_base() -> None:
    outlet = XOutlet(token="no-such-token")
    world(outlet, 60)
    haul = await poll(outlet)
    assert len(haul.posts) == 20
    assert haul.posts[0].text == "пост 59"
    assert haul.cursor == {"user": USER, "handle": "press_demo", "fields": "post", "since": haul.posts[0].id}
    assert haul.cost is not None
    assert (haul.cost.reads, haul.cost.usd) == (21, 0.11)
    assert len(haul.replies) == 1


async def test_the_next_poll_asks_only_for_what_is_new_and_not_for_the_account() -> None:
    outlet = XOutlet()
    world(outlet, 3)
    first = await poll(outlet)
    outlet.add("press_demo", "новое", NOW + timedelta(minutes=1))
    outlet.asked.clear()
    second = await poll(outlet, first.cursor, NOW + timedelta(minutes=5))
    assert [post.text for post in second.posts] == ["новое"]
    assert len(outlet.asked) == 1
    assert second.cost is not None
    assert second.cost.usd == 0.005
    third = await poll(outlet, second.cursor, NOW + timedelta(minutes=10))
    assert (third.posts, third.health, third.cursor) == ((), "not_modified", second.cursor)
    assert third.cost is not None
    assert third.cost.usd == 0


async def test_all_pages_are_read_before_the_cursor_moves() -> None:
    outlet = XOutlet(page=10)
    world(outlet, 1)
    first = await poll(outlet)
    world(outlet, 45, before=NOW + timedelta(hours=1))
    second = await poll(outlet, first.cursor, NOW + timedelta(hours=2))
    assert [post.text for post in second.posts] == [f"пост {number}" for number in range(44, -1, -1)]
    sinces = {asked.url.split("since_id=")[1].split("&")[0] for asked in outlet.asked if "since_id" in asked.url}
    assert sinces == {first.posts[0].id}
    assert second.cursor is not None
    assert second.cursor["since"] == second.posts[0].id


async def test_what_one_poll_cannot_finish_the_next_goes_on_with() -> None:
    outlet = XOutlet(page=10)
    world(outlet, 1)
    cursor = (await poll(outlet)).cursor
    world(outlet, 45, before=NOW + timedelta(hours=1))
    got, options = [], XOptions(pages=2, api="http://api.example")
    for hour in (2, 3, 4):
        if hour == 3:
            outlet.add("press_demo", "inzwischen", NOW + timedelta(hours=2, minutes=30))
        haul = await poll(outlet, cursor, NOW + timedelta(hours=hour), options)
        cursor = haul.cursor
        got += [post.text for post in haul.posts]
        assert ("unfinished" in haul.flags) == (hour < 4)
    assert got == [f"пост {number}" for number in range(44, -1, -1)]
    haul = await poll(outlet, cursor, NOW + timedelta(hours=5))
    assert [post.text for post in haul.posts] == ["inzwischen"]


async def test_pages_paid_for_are_kept_when_a_later_one_fails() -> None:
    outlet = XOutlet(page=10)
    world(outlet, 1)
    first = await poll(outlet)
    world(outlet, 25, before=NOW + timedelta(hours=1))
    plan = iter(["ok", "429"])

    def limited(asked: Asked) -> Reply:
        if next(plan, "ok") == "429":
            outlet.faults.append("429")
        return outlet(asked)

    second = await poll(limited, first.cursor, NOW + timedelta(hours=2))
    assert (len(second.posts), second.health, second.error) == (10, "limited", "429")
    assert second.cursor is not None
    assert second.cursor["since"] == first.posts[0].id
    assert second.fresh_for is not None
    assert timedelta(0) < second.fresh_for <= timedelta(minutes=15)
    third = await poll(outlet, second.cursor, NOW + timedelta(hours=3))
    assert [post.text for post in third.posts] == [f"пост {number}" for number in range(14, -1, -1)]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("429", TryLater),
        ("503", TryLater),
        ("401", Refused),
        ("credits", Refused),
        ("usage-capped", TryLater),
        ("not-enrolled", Refused),
        ("protected", Refused),
    ],
)
async def test_a_first_page_that_fails_fails_the_poll(fault: str, kind: type[MonitorError]) -> None:
    outlet = XOutlet()
    world(outlet, 2)
    cursor = (await poll(outlet)).cursor
    outlet.faults.append(fault)
    with pytest.raises(kind):
        await poll(outlet, cursor)


@pytest.mark.parametrize("generation", ["post", "tweet"])
async def test_the_generation_that_x_takes_is_found_once_and_remembered(generation: str) -> None:
    outlet = XOutlet(generations=[generation])
    outlet.add("press_demo", LONG, NOW - timedelta(hours=1))
    first = await poll(outlet)
    assert first.cursor is not None
    assert first.cursor["fields"] == generation
    assert first.posts[0].text == LONG.strip()
    outlet.asked.clear()
    await poll(outlet, first.cursor)
    assert len(outlet.asked) == 1


async def test_a_generation_that_is_set_is_not_changed() -> None:
    outlet = XOutlet(generations=["tweet"])
    world(outlet, 1)
    with pytest.raises(Refused) as caught:
        await poll(outlet, options=XOptions(fields="post", api="http://api.example"))
    assert caught.value.code == "field_names"


async def test_an_edit_comes_as_the_same_post() -> None:
    outlet = XOutlet()
    post = outlet.add("press_demo", "опечтка", NOW - timedelta(minutes=9))
    first = await poll(outlet)
    outlet.edit(post, "опечатка", NOW + timedelta(minutes=1))
    second = await poll(outlet, first.cursor, NOW + timedelta(minutes=5))
    assert [(each.id, each.text, each.edited) for each in second.posts] == [(first.posts[0].id, "опечатка", True)]


async def test_reposts_quotes_replies_and_pictures_come_whole() -> None:
    outlet = XOutlet()
    original = outlet.add(
        "mfa_demo", LONG, NOW - timedelta(hours=2), media=(Media(url="https://p.example/1", alt="зал"),)
    )
    outlet.add("press_demo", "", NOW - timedelta(hours=1), kind="retweeted", of=original.id)
    outlet.add(
        "press_demo",
        "смотрите https://t.co/q",
        NOW,
        kind="quoted",
        of=original.id,
        links=(("https://t.co/q", f"https://x.com/mfa_demo/status/{original.id}"),),
    )
    quote, repost = (await poll(outlet)).posts
    assert repost.text == f"RT @mfa_demo: {LONG.strip()}"
    assert repost.media[0].alt == "зал"
    assert quote.text == f"смотрите https://x.com/mfa_demo/status/{original.id}"
    assert quote.quotes == (original.id,)


async def test_a_backfill_reads_back_to_its_time_in_whole_pages() -> None:
    outlet = XOutlet(page=10)
    world(outlet, 60)
    haul = await poll(outlet, backfill=timedelta(minutes=35))
    assert len(haul.posts) == 35
    assert haul.cursor is not None
    assert haul.cursor["since"] == haul.posts[0].id


async def test_an_account_that_moved_to_a_new_id_is_found_by_its_name() -> None:
    outlet = XOutlet()
    world(outlet, 2)

    def renamed(asked: Asked) -> Reply:
        if "/users/111/" in asked.url:
            error = {"resource_type": "user", "parameter": "id", "type": PROBLEMS + "resource-not-found"}
            return reply({"errors": [error]})
        return outlet(asked)

    haul = await poll(renamed, {"user": "111", "handle": "press_demo", "since": "5"})
    assert len(haul.posts) == 2
    with pytest.raises(Refused, match="renamed, deleted"):
        await poll(
            lambda asked: reply({"errors": [{"type": PROBLEMS + "resource-not-found"}]}),
            {"user": "1", "handle": "press_demo"},
        )


async def test_a_new_address_in_the_configuration_is_looked_up_anew() -> None:
    outlet = XOutlet()
    world(outlet, 2)
    haul = await poll(outlet, {"user": "111", "handle": "other", "fields": "post"})
    assert haul.cursor is not None
    assert haul.cursor["user"] == USER


async def test_a_protected_account_and_a_missing_token_are_told_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="protected"):
        await poll(lambda asked: reply({"data": {"id": "5", "protected": True}}))
    monkeypatch.delenv("X_BEARER_TOKEN")
    web = SmallWeb(XOutlet())
    with pytest.raises(Refused, match="X_BEARER_TOKEN is not set"):
        await X(source(), XOptions()).collect(web, {}, NOW)
    assert not web.asked


@pytest.mark.parametrize(
    "cursor", [{"user": 5, "since": [], "gap": "x"}, {"gap": {"until": {}}}, {"since": "x", "fields": 3}, {"gap": []}]
)
async def test_a_cursor_of_another_time_is_no_crash(cursor: Any) -> None:
    outlet = XOutlet()
    world(outlet, 2)
    assert (await poll(outlet, cursor)).posts


async def test_a_token_of_the_next_page_that_never_ends_is_left() -> None:
    outlet = XOutlet()
    content = page(tweet("9"))
    content["meta"]["next_token"] = "again"
    asked: list[Asked] = []

    def endless(each: Asked) -> Reply:
        asked.append(each)
        return reply(content)

    haul = await poll(endless, {"user": "5", "handle": "press_demo", "since": "3"})
    assert len(asked) == 2
    assert len(haul.posts) == 1
    assert outlet.accounts == {}


def test_a_wrong_address_is_a_fault_of_the_configuration() -> None:
    with pytest.raises(ConfigError, match=r"akorda-x\.address: 'https://t\.me/a' is no account of X"):
        X(Source(key="akorda-x", kind="x", address="https://t.me/a"), XOptions())


def test_a_missing_token_is_seen_before_the_first_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    assert X(source(), XOptions()).faults() == ()
    monkeypatch.delenv("X_BEARER_TOKEN")
    assert [key for key, _ in X(source(), XOptions()).faults()] == ["options.token"]


def test_the_registry_finds_it_and_its_reader() -> None:
    assert load_kind("x") is X
    assert X.read_one == "monitor.sources.x:read_timeline"
