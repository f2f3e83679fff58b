"""Kind ``telegram`` against preview pages written after the page that t.me serves in 2026."""

# Markup stands on its lines as it is served:
# ruff: noqa: E501

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.demo.outlet import Asked
from monitor.demo.outlets.telegram import TelegramOutlet
from monitor.fetch import Web
from monitor.model import ConfigError, Haul, Media, MonitorError, Post, Refused, Reply, Source, TryLater, Unreadable
from monitor.sources import load_kind
from monitor.sources.telegram import Telegram, TelegramOptions, read_preview
from monitor.sources.telegram.address import read_address
from tests.small_web import SmallWeb

NOW = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)


def reply(body: str | bytes, url: str = "https://t.me/s/demo", status: int = 200) -> Reply:
    content = body if isinstance(body, bytes) else body.encode()
    return Reply(asked=url, url=url, status=status, headers=(("content-type", "text/html"),), body=content, at=NOW)


def message(
    number: int, inside: str, *, meta: str = "", classes: str = "", when: str = "2026-01-21T10:00:00+00:00"
) -> str:
    return f"""
<div class="tgme_widget_message_wrap js-widget_message_wrap">
<div class="tgme_widget_message text_not_supported_wrap js-widget_message {classes}" data-post="demo/{number}" data-view="eyJj">
 <div class="tgme_widget_message_user"><a href="https://t.me/demo"><i class="tgme_widget_message_user_photo"><img src="https://cdn4.telesco.pe/file/me.jpg"></i></a></div>
 <div class="tgme_widget_message_bubble">
  <i class="tgme_widget_message_bubble_tail"></i>
  <div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.me/demo"><span dir="auto">Акорда Demo</span></a></div>
  {inside}
  <div class="tgme_widget_message_reactions js-message_reactions"><span class="tgme_reaction"><i class="emoji"><b>❤</b></i>37</span></div>
  <div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info short js-message_info">
   <span class="tgme_widget_message_views">33.0K</span><span class="copyonly"> views</span><span class="tgme_widget_message_meta">{meta}<a class="tgme_widget_message_date" href="https://t.me/demo/{number}"><time datetime="{when}" class="time">10:00</time></a></span>
  </div></div>
 </div></div></div>"""


def text(words: str) -> str:
    return f'<div class="tgme_widget_message_text js-message_text" dir="auto">{words}</div>'


def page(*messages: str, more: str = "") -> str:
    return f"""<!DOCTYPE html><html><head><meta property="og:title" content="Акорда"></head><body class="widget_frame_base">
<div class="tgme_channel_info"><div class="tgme_channel_info_header_title"><span dir="auto">Акорда Demo</span></div></div>
<main class="tgme_main"><section class="tgme_channel_history js-message_history">{more}{"".join(messages)}</section></main></body></html>"""


def read(*messages: str) -> Haul:
    return read_preview(reply(page(*messages)), TelegramOptions(), NOW, "akorda-tg")


def only(inside: str, **more: Any) -> Post:
    (post,) = read(message(42, inside, **more)).posts
    return post


# ---------------------------------------------------------------- one message


def test_a_message_is_read_with_its_time_its_address_and_its_channel() -> None:
    post = only(text("Президент прибыл в Давос"))
    assert (post.source, post.id, post.url) == ("akorda-tg", "demo/42", "https://t.me/demo/42")
    assert post.text == "Президент прибыл в Давос"
    assert post.author == "Акорда Demo"
    assert (post.published_at, post.published_offset) == (datetime(2026, 1, 21, 10, tzinfo=UTC), 0)
    assert (post.date_basis, post.date_precision, post.seen_at) == ("time", "instant", NOW)
    assert (post.edited, post.reply_to, post.quotes, post.media) == (False, "", (), ())


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("a<br/>b<br><br>c", "a\nb\n\nc"),
        ("<b>За</b>головок и <i>кур</i>сив", "Заголовок и курсив"),
        ('<i class="emoji" style="background-image:url(\'//telegram.org/e.png\')"><b>🙏</b></i> спасибо', "🙏 спасибо"),
        ('<tg-emoji emoji-id="5"><i class="emoji"><b>❗️</b></i></tg-emoji>Молния', "❗️Молния"),
        ("AT&amp;T &lt;b&gt; &quot;x&quot;", 'AT&T <b> "x"'),
        ("<blockquote>цитата</blockquote>ответ", "цитата\nответ"),
        ('см. <a href="https://t.me/mfa">@mfa</a> и <a href="?q=%23Давос">#Давос</a>', "см. @mfa и #Давос"),
        ("<tg-spoiler>тайна</tg-spoiler>", "тайна"),
        ("وصل الرئيس<br/>إلى دافوس", "وصل الرئيس\nإلى دافوس"),
        ('x<span style="display: inline-block; width: 97px;"></span>', "x"),
        ("a<script>alert(1)</script><style>p{}</style>b", "ab"),
    ],
)
def test_text_is_plain_with_its_lines_and_emoji(markup: str, words: str) -> None:
    assert only(text(markup)).text == words


@pytest.mark.parametrize(
    ("meta", "edited"),
    [
        ("edited &nbsp;", True),
        ("", False),
        ("изменено&nbsp;", True),
        ("&nbsp; ", False),
        ('<span class="tgme_widget_message_from_author" dir="auto">Редактор</span>, ', False),
        ('<span class="tgme_widget_message_from_author" dir="auto">Редактор</span>, edited ', True),
    ],
)
def test_an_edit_is_told_from_a_signature(meta: str, edited: bool) -> None:
    assert only(text("x"), meta=meta).edited is edited


@pytest.mark.parametrize(
    "quote", ["tgme_widget_message_text js-message_reply_text", "tgme_widget_message_metatext js-message_reply_text"]
)
def test_a_reply_names_its_original_and_leaves_its_words_out(quote: str) -> None:
    block = f"""<a class="tgme_widget_message_reply user-color-default" href="https://t.me/Demo/41">
      <div class="tgme_widget_message_author accent_color"><span class="tgme_widget_message_author_name" dir="auto">Другой</span></div>
      <div class="{quote}" dir="auto">Чужие слова</div></a>"""
    post = only(block + text("Свои слова"))
    assert (post.text, post.reply_to, post.author) == ("Свои слова", "demo/41", "Акорда Demo")


def test_a_forwarded_message_names_where_it_comes_from() -> None:
    block = """<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;<a
      class="tgme_widget_message_forwarded_from_name" href="https://t.me/mfa_demo/7"><span dir="auto">МИД</span></a></div>"""
    post = only(block + text("Заявление"))
    assert (post.text, post.quotes, post.section) == ("Заявление", ("https://t.me/mfa_demo/7",), "Forwarded from МИД")
    hidden = '<div class="tgme_widget_message_forwarded_from">Forwarded from <span class="tgme_widget_message_forwarded_from_name">Кто-то</span></div>'
    assert (only(hidden + text("x")).quotes, only(hidden + text("x")).section) == ((), "Forwarded from Кто-то")


def test_an_album_is_one_post_with_all_its_pictures_and_its_text_once() -> None:
    pictures = "".join(
        f"""<a class="tgme_widget_message_photo_wrap grouped_media_wrap blured js-message_photo" style="left:0px;width:134px;background-image:url('https://cdn4.telesco.pe/file/{n}.jpg')" href="https://t.me/demo/{42 + n}?single"><div class="tgme_widget_message_photo grouped_media"></div></a>"""
        for n in range(3)
    )
    album = f'<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap"><div class="tgme_widget_message_grouped"><div class="tgme_widget_message_grouped_layer">{pictures}</div></div></div>'
    nested = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text("Подпись")}</div>'
    post = only(album + nested)
    assert post.text == "Подпись"
    assert [media.url for media in post.media] == [f"https://cdn4.telesco.pe/file/{n}.jpg" for n in range(3)]


def test_films_sounds_and_files_are_media() -> None:
    film = """<a class="tgme_widget_message_video_player js-message_video_player" href="https://t.me/demo/42">
      <i class="tgme_widget_message_video_thumb" style="background-image:url('//cdn4.telesco.pe/file/t.jpg')"></i>
      <div class="tgme_widget_message_video_wrap"><video src="https://cdn4.telesco.pe/file/v.mp4?token=x" class="tgme_widget_message_video"></video></div>
      <time class="message_video_duration js-message_video_duration">0:29</time></a>"""
    too_big = """<a class="tgme_widget_message_video_player not_supported" href="https://t.me/demo/42">
      <i class="tgme_widget_message_video_thumb" style="background-image:url('https://cdn4.telesco.pe/file/big.jpg')"></i></a>"""
    voice = '<a class="tgme_widget_message_voice_player"><audio class="tgme_widget_message_voice" src="https://cdn4.telesco.pe/file/a.oga"></audio></a>'
    file = """<a class="tgme_widget_message_document_wrap" href="https://t.me/demo/42"><div class="tgme_widget_message_document_icon"></div>
      <div class="tgme_widget_message_document"><div class="tgme_widget_message_document_title" dir="auto">Устав.pdf</div>
      <div class="tgme_widget_message_document_extra" dir="auto">1.2 MB</div></div></a>"""
    song = file.replace("document_icon", "document_icon audio").replace("Устав.pdf", "Гимн").replace("1.2 MB", "Хор")
    post = only(film + too_big + voice + file + song + text("x"))
    assert post.media == (
        Media(url="https://cdn4.telesco.pe/file/v.mp4?token=x", kind="video"),
        Media(url="https://cdn4.telesco.pe/file/big.jpg", kind="video"),
        Media(url="https://cdn4.telesco.pe/file/a.oga", kind="audio"),
        Media(url="https://t.me/demo/42", kind="file", alt="Устав.pdf"),
        Media(url="https://t.me/demo/42", kind="audio", alt="Гимн Хор"),
    )
    assert post.published_at == datetime(2026, 1, 21, 10, tzinfo=UTC)
    assert only(file).text == "Устав.pdf"


def test_a_poll_is_its_question_and_its_answers() -> None:
    poll = """<div class="tgme_widget_message_poll js-message_poll"><div class="tgme_widget_message_poll_question">Кто возглавит?</div>
      <div class="tgme_widget_message_poll_type">Anonymous Poll</div><div class="tgme_widget_message_poll_options">
      <div class="tgme_widget_message_poll_option"><div class="tgme_widget_message_poll_option_percent">60%</div><div class="tgme_widget_message_poll_option_text">Токаев</div></div>
      <div class="tgme_widget_message_poll_option"><div class="tgme_widget_message_poll_option_text">Трамп</div></div></div></div>"""
    assert only(poll).text == "Кто возглавит?\nТокаев\nТрамп"


PREVIEW = """<a class="tgme_widget_message_link_preview" href="https://akorda.kz/ru/1?a=1&amp;b=2"><i class="tgme_widget_message_link_preview_i"></i>
  <div class="link_preview_site_name accent_color" dir="auto">Akorda.kz</div>
  <i class="link_preview_right_image" style="background-image:url('https://cdn4.telesco.pe/file/p.jpg')"></i>
  <div class="link_preview_title" dir="auto">Устав Совета мира</div>
  <div class="link_preview_description" dir="auto">Подписан<br/>в Давосе</div></a>"""


def test_a_links_preview_is_matched_but_is_not_the_messages_own_text() -> None:
    post = only(text("Подробнее") + PREVIEW)
    assert post.text == "Подробнее"
    assert post.quotes == ("https://akorda.kz/ru/1?a=1&b=2",)
    card = "Устав Совета мира\nПодписан\nв Давосе"
    assert post.media == (Media(url="https://cdn4.telesco.pe/file/p.jpg", kind="image", alt=card),)
    bare = only(PREVIEW.replace("link_preview_right_image", "x"))
    assert (bare.text, bare.media) == (card, ())


def test_links_that_ask_before_they_open_are_escaped_twice() -> None:
    link = """<a href="https://akorda.kz/?a=1&amp;amp;b=2" target="_blank" onclick="return confirm('Open this link?\\n\\n'+this.href);">тут</a>"""
    plain = '<a href="https://akorda.kz/?c=1&amp;amp;d=2">там</a>'
    assert only(text(link + plain)).quotes == ("https://akorda.kz/?a=1&b=2", "https://akorda.kz/?c=1&amp;d=2")


def test_the_footer_that_stands_under_every_message_is_no_reference() -> None:
    footer = (
        '<a href="https://akorda.kz">сайт</a> <a href="https://t.me/demo">мы</a> <a href="https://t.me/demo/1">1</a>'
    )
    first, second = read(
        message(1, text(f'a <a href="https://a.example/1">x</a> {footer}')),
        message(2, text(f'b <a href="javascript:alert(1)">y</a> <a href="tg://resolve?domain=x">z</a> {footer}')),
    ).posts
    assert (first.quotes, second.quotes) == ((), ("https://a.example/1",))


def test_a_rich_post_without_text_keeps_its_link_and_picture_and_says_so() -> None:
    picture = """<a class="tgme_widget_message_photo_wrap" style="background-image:url(https://cdn4.telesco.pe/file/1.jpg)" href="https://t.me/demo/42"></a>"""
    plea = '<div class="message_media_not_supported_wrap"><div class="message_media_not_supported"><div class="message_media_not_supported_label">Please open Telegram to view this post</div></div></div>'
    haul = read(message(41, text("x")), message(42, picture + plea))
    post = haul.posts[0]
    assert (post.text, post.url, post.media[0].url) == (
        "",
        "https://t.me/demo/42",
        "https://cdn4.telesco.pe/file/1.jpg",
    )
    assert haul.flags == ("no_text",)
    assert haul.detail == "1 of 2 posts show no text in the preview"


def test_service_messages_are_no_posts_but_count_as_shown() -> None:
    haul = read(message(41, text("Channel photo updated"), classes="service_message"), message(42, text("x")))
    assert [post.id for post in haul.posts] == ["demo/42"]
    assert haul.cursor == {"name": "demo", "ids": [41, 42], "before": 0}


def test_an_advertisement_under_another_name_is_no_post_of_the_channel() -> None:
    advert = message(9_000_000, text("Купите")).replace("demo/", "advert/")
    haul = read(message(41, text("a")), advert, message(42, text("b")))
    assert [post.id for post in haul.posts] == ["demo/42", "demo/41"]
    assert haul.cursor == {"name": "demo", "ids": [41, 42], "before": 0}


def test_the_newest_comes_first_and_the_page_says_where_it_goes_on() -> None:
    more = '<div class="tgme_widget_message_centered js-messages_more_wrap"><a href="/s/demo?before=40" class="tme_messages_more js-messages_more" data-before="40"></a></div>'
    newer = '<a href="/s/demo?after=44" class="tme_messages_more" data-after="44"></a>'
    body = page(newer, message(40, text("a")), message(43, text("b")), more=more)
    haul = read_preview(reply(body), TelegramOptions(), NOW)
    assert [post.id for post in haul.posts] == ["demo/43", "demo/40"]
    assert haul.cursor == {"name": "demo", "ids": [40, 43], "before": 40}


@pytest.mark.parametrize(
    ("when", "moment"),
    [
        ("2026-01-21T15:00:00+05:00", datetime(2026, 1, 21, 10, tzinfo=UTC)),
        ("2026-01-21T10:00:00", datetime(2026, 1, 21, 10, tzinfo=UTC)),
        ("gestern", None),
        ("", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
    ],
)
def test_a_time_is_read_with_its_offset_or_not_at_all(when: str, moment: datetime | None) -> None:
    post = only(text("x"), when=when)
    assert post.published_at == moment
    assert post.published_offset == ((300 if "+05" in when else None) if moment else None)


# ---------------------------------------------------------------- places that show nothing

GROUP = '<html><body><div class="tgme_page"><div class="tgme_page_title"><span>Demo</span></div><div class="tgme_page_extra">5 members</div></div></body></html>'
NOBODY = '<html><body class="tgme_head_wrap"><div class="tgme_page"><div class="tgme_page_description">you can contact @demo</div></div></body></html>'


@pytest.mark.parametrize(
    ("body", "status", "kind", "health", "code"),
    [
        (GROUP, 200, Refused, "refused", "no_preview"),
        (NOBODY, 200, Refused, "refused", "no_preview"),
        ("<html><body>hello</body></html>", 200, Unreadable, "unreadable", "unexpected_content"),
        ("", 200, Unreadable, "unreadable", "unexpected_content"),
        ("<!-- -->", 200, Unreadable, "unreadable", "unexpected_content"),
        ('{"ok": true}', 200, Unreadable, "unreadable", "unexpected_content"),
        (
            page('<div class="tgme_widget_message">no number</div>'),
            200,
            Unreadable,
            "layout_changed",
            "unexpected_content",
        ),
        (
            page('<div class="tgme_widget_message" data-post="../../etc/1">x</div>'),
            200,
            Unreadable,
            "layout_changed",
            "unexpected_content",
        ),
        ("x", 429, TryLater, "limited", "429"),
        ("x", 500, TryLater, "try_later", "500"),
        ("x", 403, Refused, "refused", "403"),
        ("x", 410, Refused, "gone", "410"),
    ],
)
def test_what_is_no_preview_says_who_must_act(
    body: str, status: int, kind: type[MonitorError], health: str, code: str
) -> None:
    with pytest.raises(MonitorError) as caught:
        read_preview(reply(body, "https://t.me/demo", status), TelegramOptions(), NOW)
    assert (type(caught.value), caught.value.health, caught.value.code) == (kind, health, code)


def test_a_group_and_a_name_of_nobody_are_told_apart() -> None:
    with pytest.raises(Refused, match="private or restricted channel, a group"):
        read_preview(reply(GROUP, "https://t.me/demo"), TelegramOptions(), NOW)
    with pytest.raises(Refused, match="no public channel @demo"):
        read_preview(reply(NOBODY, "https://t.me/demo"), TelegramOptions(), NOW)


@pytest.mark.parametrize(
    "body",
    [
        page(),
        page('<div class="tgme_widget_message_wrap"><div class="tme_no_messages_found">No posts found</div></div>'),
    ],
)
def test_a_channel_without_messages_is_empty_not_broken(body: str) -> None:
    assert read_preview(reply(body), TelegramOptions(), NOW).health == "empty"


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + page(message(1, text("x"))),
        page(message(1, text("<b>" * 50_000 + "x"))),
        page(message(1, "<a" * 100_000)),
        page(message(1, "<!--" * 50_000)),
        page(message(1, text("<![CDATA[" * 20_000))),
        page(*(message(n, text("слово " * 20)) for n in range(2_000))),
        page('<div class="tgme_widget_message" data-post="demo/1">' * 2_000),
        page(message(1, text("x " * 500_000))),
        page(message(1, f'<div class="{"x " * 100_000}">x</div>' + text("y"))),
        page(message(1, text("".join(f'<a href="https://a.example/{n}">x</a>' for n in range(20_000))))),
        page(
            message(
                1,
                "".join(
                    f'<a class="tgme_widget_message_photo_wrap" style="background-image:url(https://a.example/{n})"></a>'
                    for n in range(5_000)
                ),
            )
        ),
        page(message(1, '<a class="tgme_widget_message_photo_wrap" style="' + "background-image:" * 20_000 + '"></a>')),
        page(message(1, text("a\x00b\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")))),
        page(message(1, text("&#0;&#xD800;&#99999999999;"))),
        "<!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>" + page(message(1, text("&b;"))),
    ],
)
def test_a_hostile_page_takes_no_time_and_no_crash(body: str) -> None:
    begun = time.process_time()
    try:
        haul = read_preview(reply(body), TelegramOptions(), NOW)
    except MonitorError:
        haul = Haul()
    assert time.process_time() - begun < 5
    assert len(haul.posts) <= 300
    assert all(len(post.text) <= 50_000 and len(post.media) <= 21 and len(post.quotes) <= 20 for post in haul.posts)
    assert all("\x00" not in post.text and post.text.encode() is not None for post in haul.posts)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("@aqorda_resmi", "https://t.me"),
        ("aqorda_resmi", "https://t.me"),
        ("t.me/aqorda_resmi", "https://t.me"),
        ("https://t.me/s/aqorda_resmi?before=5", "https://t.me"),
        ("http://telegram.me/aqorda_resmi/123", "https://t.me"),
        ("https://aqorda_resmi.t.me", "https://t.me"),
        ("http://tg.example:8080/s/aqorda_resmi", "http://tg.example:8080"),
    ],
)
def test_a_channel_is_named_by_name_or_address(address: str, origin: str) -> None:
    assert read_address(address) == (origin, "aqorda_resmi")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "@",
        "@1abc",
        "a b",
        "https://t.me/",
        "https://t.me/+AbCdEf",
        "https://t.me/joinchat/AbC",
        "ftp://t.me/demo",
        "https://t.me/s/",
        "//[",
        "https://t.me:99999999/demo",
        "x" * 200,
    ],
)
def test_what_names_no_channel_is_told(address: str) -> None:
    with pytest.raises(Refused) as caught:
        read_address(address)
    assert caught.value.code == "config"


# ---------------------------------------------------------------- polls, against the demo's Telegram


async def poll(outlet: Any, cursor: Any = None, at: datetime = NOW, name: str = "demo", **more: Any) -> Haul:
    options = TelegramOptions(**({"pages": more.pop("pages")} if "pages" in more else {}))
    source = Source(key="tg", kind="telegram", address=f"http://tg.example/s/{name}", **more)
    return await Telegram(source, options).collect(SmallWeb(outlet, at), cursor or {}, at)


def fill(outlet: TelegramOutlet, count: int, at: datetime = NOW - timedelta(days=1)) -> None:
    for number in range(count):
        outlet.add("demo", f"сообщение {number}", at + timedelta(minutes=number))


async def test_the_first_poll_reads_the_newest_page_alone() -> None:
    outlet = TelegramOutlet()
    fill(outlet, 60)
    haul = await poll(outlet)
    assert [post.id for post in haul.posts] == [f"demo/{number}" for number in range(60, 40, -1)]
    assert haul.cursor == {"since": 60, "seen": list(range(41, 61))}
    assert (haul.health, len(haul.replies), len(outlet.asked)) == ("ok", 1, 1)


async def test_older_pages_are_read_until_the_last_known_message() -> None:
    outlet = TelegramOutlet()
    fill(outlet, 10)
    first = await poll(outlet)
    fill(outlet, 70, NOW)
    second = await poll(outlet, first.cursor, NOW + timedelta(hours=2))
    assert {post.id for post in second.posts} >= {f"demo/{number}" for number in range(11, 81)}
    assert second.posts[0].id == "demo/80"
    assert len(outlet.asked) == 1 + 4
    assert second.cursor is not None
    assert second.cursor["since"] == 80


async def test_what_one_poll_cannot_finish_the_next_goes_on_with_and_news_do_not_wait() -> None:
    outlet = TelegramOutlet()
    fill(outlet, 10)
    cursor = (await poll(outlet)).cursor
    fill(outlet, 100, NOW)
    got: set[str] = set()
    for hour in range(2, 6):
        outlet.add("demo", f"молния {hour}", NOW + timedelta(hours=hour))
        haul = await poll(outlet, cursor, NOW + timedelta(hours=hour), pages=3)
        assert haul.posts[0].text == f"молния {hour}"
        cursor = haul.cursor
        got |= {post.id for post in haul.posts}
    assert got >= {f"demo/{number}" for number in range(11, 115)}
    assert cursor is not None
    assert "gap" not in cursor
    assert cursor["since"] == 114


async def test_an_older_page_that_fails_keeps_the_newer_ones() -> None:
    outlet = TelegramOutlet()
    fill(outlet, 10)
    first = await poll(outlet)
    fill(outlet, 50, NOW)

    def flaky(asked: Asked) -> Reply:
        return reply("busy", asked.url, 503) if "before=" in asked.url else outlet(asked)

    second = await poll(flaky, first.cursor, NOW + timedelta(hours=2))
    assert (len(second.posts), second.health, second.error, second.flags) == (20, "try_later", "503", ("unfinished",))
    assert second.cursor is not None
    assert second.cursor["since"] == 10
    third = await poll(outlet, second.cursor, NOW + timedelta(hours=3))
    assert {post.id for post in third.posts} >= {f"demo/{number}" for number in range(11, 41)}
    assert third.cursor is not None
    assert third.cursor["since"] == 60


async def test_an_edit_shows_under_the_same_id() -> None:
    outlet = TelegramOutlet()
    number = outlet.add("demo", "опечтка", NOW - timedelta(minutes=5))
    first = await poll(outlet)
    outlet.edit("demo", number, "опечатка", NOW + timedelta(minutes=1))
    second = await poll(outlet, first.cursor, NOW + timedelta(minutes=5))
    assert [(post.id, post.text, post.edited) for post in second.posts] == [("demo/1", "опечатка", True)]
    assert second.posts[0].published_at == NOW - timedelta(minutes=5)


async def test_a_deleted_message_is_told_once_and_gaps_of_albums_are_not() -> None:
    outlet = TelegramOutlet()
    fill(outlet, 3)
    outlet.add("demo", "альбом", NOW - timedelta(hours=1), skip=4)
    first = await poll(outlet)
    assert first.gone == ()
    outlet.delete("demo", 2, NOW + timedelta(minutes=1))
    outlet.delete("demo", 8, NOW + timedelta(minutes=1))
    outlet.add("demo", "новое", NOW + timedelta(minutes=2))
    second = await poll(outlet, first.cursor, NOW + timedelta(minutes=5))
    assert second.gone == ("demo/2", "demo/8")
    third = await poll(outlet, second.cursor, NOW + timedelta(minutes=10))
    assert third.gone == ()


async def test_a_backfill_reads_back_to_its_time() -> None:
    outlet = TelegramOutlet()
    fill(outlet, 200, NOW - timedelta(minutes=200))
    haul = await poll(outlet, backfill=timedelta(minutes=50))
    assert len(haul.posts) == 60
    assert haul.cursor is not None
    assert haul.cursor["since"] == 200


async def test_a_channel_empty_at_first_gets_its_first_message_later() -> None:
    outlet = TelegramOutlet()
    outlet.channel("demo", "Акорда")
    first = await poll(outlet)
    assert (first.posts, first.health) == ((), "empty")
    outlet.add("demo", "первое", NOW + timedelta(minutes=1))
    second = await poll(outlet, first.cursor, NOW + timedelta(minutes=5))
    assert [post.text for post in second.posts] == ["первое"]


async def test_places_without_a_preview_are_refused() -> None:
    outlet = TelegramOutlet(closed=("closed_demo",))
    with pytest.raises(Refused, match="private or restricted"):
        await poll(outlet, name="closed_demo")
    with pytest.raises(Refused, match="no public channel @nobody_here"):
        await poll(outlet, name="nobody_here")


async def test_a_page_that_ignores_what_is_asked_ends_the_walk() -> None:
    outlet = TelegramOutlet()
    fill(outlet, 60)
    asked: list[str] = []

    def stubborn(each: Asked) -> Reply:
        asked.append(each.url)
        return outlet(Asked(url="http://tg.example/s/demo", at=each.at))

    await poll(stubborn, {"since": 1, "seen": []})
    assert len(asked) == 2


@pytest.mark.parametrize(
    "cursor",
    [
        {"since": "x", "seen": 5, "gap": []},
        {"gap": {"before": {}}},
        {"since": -1, "seen": [None, "a"]},
        {"gap": {"before": 5}},
    ],
)
async def test_a_cursor_of_another_time_is_no_crash(cursor: Any) -> None:
    outlet = TelegramOutlet()
    fill(outlet, 3)
    assert (await poll(outlet, cursor)).posts


async def test_it_reads_in_a_worker_process_too() -> None:
    outlet = TelegramOutlet()
    fill(outlet, 3)
    body = outlet(Asked(url="https://t.me/s/demo", at=NOW)).body
    async with Web() as web:
        args = (reply(body), TelegramOptions(), NOW, "tg")
        haul = await web.apart("monitor.sources.telegram:read_preview", *args, into=Haul)
    assert haul == read_preview(*args)


def test_a_wrong_address_is_a_fault_of_the_configuration() -> None:
    with pytest.raises(ConfigError, match=r"tg\.address: 'https://t\.me/\+abc' is an invitation"):
        Telegram(Source(key="tg", kind="telegram", address="https://t.me/+abc"), TelegramOptions())


def test_the_registry_finds_it_and_its_reader() -> None:
    assert load_kind("telegram") is Telegram
    assert Telegram.read_one == "monitor.sources.telegram:read_preview"
