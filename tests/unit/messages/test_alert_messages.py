"""An alert tells a duty editor what, who says so, since when and why, in every form, whatever the post holds."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given, settings
from lxml import html as lxml_html
from message_checks import check, strings
from message_samples import (
    ARABIC,
    ARABIC_TEXT,
    HOSTILE,
    KAZAKH,
    RUSSIAN,
    STORY,
    any_match,
    any_text,
    arabic,
    hit,
    hostile,
    match,
    post,
)

from monitor.messages.alert import compose_alert
from monitor.model import Form, Hit, Match, Message
from monitor.text.clean import without_isolates

FORMS = get_args(Form)
ZONE = "Asia/Almaty"


def alert(given: Match, form: Form, **other: object) -> Message:
    return compose_alert(given, STORY, development=17, form=form, zone=ZONE, source_name="Акорда", **other)  # type: ignore[arg-type]


def words_of(message: Message) -> str:
    """All that a reader sees, as one string."""
    if message.form == "blocks":
        return " ".join(strings(json.loads(message.body)["blocks"], "text"))
    return message.body


@pytest.mark.parametrize("form", FORMS)
def test_an_alert_on_a_reversal_says_what_was_told_before(form: Form) -> None:
    said = 'not an echo of development 3: an earlier post says "signs", this one "withdraws … signature"'
    assert (
        without_isolates(words_of(alert(arabic(), form, news=said)))
        .replace("&#34;", '"')
        .count(json.dumps(said, ensure_ascii=False)[1:-1] if form == "json" else said)
    )
    told = alert(arabic(), form, news="nearest 0.46: stems -0.5, 3.1 h apart")
    check(told)
    assert "0.46" not in told.body


@pytest.mark.parametrize("form", FORMS)
def test_an_alert_says_everything_an_editor_asks(form: Form) -> None:
    message = alert(arabic(), form)
    check(message)
    seen = words_of(message)
    for needed in (
        "Kazakhstan and the Board of Peace",
        "Акорда",
        "2026-01-22",
        "qazaqstan.example",
        "who and what",
        "17",
    ):
        assert needed in seen
    assert "pdate" in seen.replace("UPDATE", "update")
    assert message.dir == "rtl"
    assert message.lang == "ar"
    assert message.link == "https://qazaqstan.example/ar/1"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_post_is_only_read(text: str, form: Form) -> None:
    check(alert(hostile(text), form))


@settings(max_examples=80)
@given(any_match)
def test_any_post_makes_valid_messages(given_match: Match) -> None:
    for form in FORMS:
        check(alert(given_match, form))


@settings(max_examples=30)
@given(any_text, any_text)
def test_any_names_make_valid_messages(title: str, name: str) -> None:
    for form in FORMS:
        story = replace(STORY, title=title)
        check(compose_alert(arabic(), story, development=1, form=form, zone="UTC", source_name=name))


def test_slack_shows_matched_words_in_bold_and_nothing_else() -> None:
    blocks = json.loads(alert(arabic(), "blocks").body)["blocks"]
    quote = next(part for block in blocks for part in block.get("elements", []) if part["type"] == "rich_text_quote")
    assert [e["text"] for e in quote["elements"] if e.get("style", {}).get("bold")] == ["توكاييف"]
    shown = without_isolates("".join(e["text"] for e in quote["elements"])).strip("\u200e\u200f")
    assert shown == ARABIC_TEXT


def test_slack_mentions_and_disguised_links_are_dead() -> None:
    body = alert(hostile(HOSTILE[0]), "blocks").body
    assert "<" not in body
    assert "link_names" not in body
    assert "parse" not in body


def test_html_marks_matched_words_and_turns_right_to_left_per_item() -> None:
    page = alert(arabic(), "html").body
    assert page.count('class="hit"') == 3
    assert 'dir="rtl" lang="ar" align="right"' in page
    assert '<bdi dir="ltr">2026-01-22 18:10 Asia/Almaty</bdi>' in page
    assert "\u2066@aqorda_press\u2069" in page
    russian = alert(match(post(title=RUSSIAN, lang="ru"), hit("Токаев", RUSSIAN, "title")), "html").body
    assert 'dir="rtl"' not in russian


def test_a_handle_stays_left_to_right_although_a_matched_word_is_its_part() -> None:
    title = "وقّع الرئيس ميثاق السلام @TokayevKZ في دافوس"
    found = match(post(title=title, lang="ar"), hit("TokayevKZ", title, "title"))
    assert "\u2066@*TokayevKZ*\u2069" in alert(found, "text").body
    page = lxml_html.fromstring(alert(found, "html").body).text_content()
    assert "\u2066@TokayevKZ\u2069" in page


def test_a_telephone_number_keeps_its_order() -> None:
    title = "للاستفسار: +7 (7172) 74-56-31، أو 1414"
    assert "\u2066+7 (7172) 74-56-31\u2069، أو 1414" in alert(match(post(title=title, lang="ar")), "text").body


def test_mail_has_the_same_alert_as_plain_text() -> None:
    message = alert(arabic(), "html")
    assert message.text == alert(arabic(), "text").body
    assert "*توكاييف*" in message.text
    assert "https://qazaqstan.example/ar/1\n" in message.text


def test_an_arabic_subject_is_isolated_and_names_the_story() -> None:
    assert alert(arabic(), "html").subject == f"[\u2068Kazakhstan and the Board of Peace\u2069] \u2068{ARABIC}\u2069"


def test_an_alert_that_stands_under_an_earlier_one_has_its_own_subject() -> None:
    later = alert(match(post(title=KAZAKH)), "html", thread="dev/17")
    assert later.subject == alert(match(post(title=KAZAKH)), "html").subject
    assert later.thread == "dev/17"


def test_a_time_is_given_in_the_readers_zone_and_as_published() -> None:
    text = without_isolates(alert(arabic(), "text").body)
    assert "Published: 2026-01-22 18:10 Asia/Almaty (as published: 2026-01-22 16:10 UTC+03:00)" in text
    assert "Seen: 2026-01-22 18:12 Asia/Almaty" in text


def test_a_bare_date_is_not_moved_to_another_day() -> None:
    given = post(
        title=RUSSIAN,
        published_at=datetime(2026, 1, 21, 19, 0, tzinfo=UTC),
        published_offset=300,
        date_basis="listing",
        date_precision="day",
    )
    text = without_isolates(alert(match(given), "text").body)
    assert "Published: 2026-01-22 (date only, no time given)" in text
    assert json.loads(alert(match(given), "json").body)["post"]["published_at"] == "2026-01-22"


def test_an_unknown_time_is_said_to_be_unknown() -> None:
    assert "Published: not stated by the source" in alert(match(post(title=RUSSIAN)), "text").body
    given = post(title=RUSSIAN, published_at=datetime(2026, 1, 22, tzinfo=UTC), date_basis="url")
    assert "published without a zone; date taken from the address" in alert(match(given), "text").body


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_do_not_break_an_alert(year: int) -> None:
    at = datetime(year, 1 if year == 1 else 12, 1 if year == 1 else 31, 12, tzinfo=UTC)
    for offset in (-720, 840, 99_999):
        given = post(title=RUSSIAN, published_at=at, published_offset=offset, date_basis="feed", seen_at=at)
        check(alert(match(given), "json"))
        check(alert(match(given), "text"))


def test_a_deceptive_link_is_shown_in_ascii_and_marked() -> None:
    given = match(post(title=RUSSIAN, url="https://\u0430korda.kz/x"))
    for form in ("text", "html", "blocks"):
        seen = words_of(alert(given, form))  # type: ignore[arg-type]
        assert "xn--korda-3ve.kz" in seen
        assert "suspicious link" in seen
    assert json.loads(alert(given, "json").body)["link"]["suspicious"] is True
    honest = match(post(title=RUSSIAN, url="https://қазақстан.қаз/x"))
    assert "suspicious" not in alert(honest, "html").body
    assert "қазақстан.қаз" in alert(honest, "html").body


def test_a_script_address_is_no_link() -> None:
    given = match(post(title=RUSSIAN, url="jav\tascript:alert(1)"))
    assert alert(given, "html").link == ""
    assert "javascript" not in alert(given, "html").body
    assert json.loads(alert(given, "json").body)["link"] is None


def test_json_hits_point_into_the_text_that_is_given() -> None:
    text = "\x1b[2J\u202eПрезидент\r\nТокаев прибыл"
    told = json.loads(alert(match(post(text=text), hit("Токаев", text)), "json").body)
    (found,) = told["hits"]
    assert told["post"]["text"][found["start"] : found["end"]] == "Токаев"


def test_a_long_text_shows_where_the_word_stood() -> None:
    text = "слово " * 5_000 + "Токаев прибыл. " + "слово " * 5_000
    for form in ("text", "html", "blocks"):
        message = alert(match(post(text=text), hit("Токаев", text)), form)  # type: ignore[arg-type]
        check(message)
        assert "Токаев" in words_of(message)
        assert len(message.text) < 3_000


@pytest.mark.parametrize("sign", ["😀", "&", "<", "a"])
def test_the_worst_post_still_fits_into_one_slack_message(sign: str) -> None:
    text = f"{sign} " * 30_000
    hits = [Hit(keyword="k", form="f", lang="", field="text", start=at, end=at + 1) for at in range(0, 50_000, 2)]
    worst = match(post(title=text, text=text, author=text, url="https://e.example/" + "a" * 1_900), *hits, why=text)
    message = compose_alert(
        worst,
        replace(STORY, title=text),
        development=10**9,
        form="blocks",
        zone="America/Argentina/ComodRivadavia",
        source_name=text,
    )
    check(message)
    kinds = [block["type"] for block in json.loads(message.body)["blocks"]]
    assert kinds == ["context", "header", "rich_text", "rich_text", "rich_text", "context"]


def test_a_post_without_a_title_is_headed_by_its_first_line() -> None:
    text = "\n  " + KAZAKH + "\nЕкінші жол"
    message = alert(match(post(text=text), hit("Тоқаев", text)), "text")
    assert KAZAKH in message.subject
    assert "*Тоқаев*" in message.body


@pytest.mark.parametrize("form", FORMS)
def test_a_post_of_nothing_still_makes_an_alert(form: Form) -> None:
    message = alert(match(post(), why=""), form)
    check(message)
    assert "Акорда" in message.subject


@pytest.mark.parametrize("form", ["text", "html", "blocks"])
def test_a_message_that_only_tests_its_channel_names_no_development(form: Form) -> None:
    message = compose_alert(arabic(), STORY, development=0, form=form, zone=ZONE)
    check(message)
    assert "Development" not in words_of(message)
    assert "Development 17" in words_of(alert(arabic(), form))


def test_a_word_inside_a_longer_one_is_not_named_again() -> None:
    title, text = "Mersin Limanı'nda grev", "Grev sürecek"
    found = match(
        post(title=title, text=text, lang="tr"),
        hit("Mersin", title, "title"),
        hit("Mersin Limanı'nda", title, "title"),
        hit("Limanı'nda", title, "title"),
        hit("grev", title, "title"),
        hit("Grev", text),
    )
    body = without_isolates(alert(found, "text").body)
    assert "Matched: Mersin Limanı'nda, grev\n" in body


def test_the_plain_alert_has_no_gap_among_its_facts() -> None:
    said = compose_alert(arabic(), STORY, development=1, form="text", zone="Asia/Almaty").body

    facts = said[said.index("Source: ") : said.index("Matched: ")]
    assert "\n\n" not in facts
