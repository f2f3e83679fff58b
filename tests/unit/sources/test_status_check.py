"""The status and the first look at an answer say who must act."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from monitor.model import MonitorError, Refused, Reply, TryLater, Unreadable
from monitor.sources.status import LONGEST_WAIT, check, retry_after

NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def reply(status: int = 200, body: str = "", url: str = "https://outlet.example/feed", **headers: str) -> Reply:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Reply(asked="https://outlet.example/feed", url=url, status=status, headers=pairs, body=body.encode(), at=NOW)


def error(answer: Reply, *, expected_html: bool = True) -> MonitorError:
    with pytest.raises(MonitorError) as caught:
        check(answer, NOW, expected_html=expected_html)
    return caught.value


@pytest.mark.parametrize("status", [200, 203, 206, 226, 304])
def test_an_answer_that_may_be_read_passes(status: int) -> None:
    check(reply(status, "<html><body><p>News</p></body></html>"), NOW)


@pytest.mark.parametrize(
    ("status", "kind", "health", "code"),
    [
        (401, Refused, "refused", "401"),
        (402, Refused, "out_of_credit", "402"),
        (403, Refused, "refused", "403"),
        (404, TryLater, "try_later", "404"),
        (408, TryLater, "try_later", "408"),
        (410, Refused, "gone", "410"),
        (418, Refused, "refused", "418"),
        (420, TryLater, "limited", "429"),
        (425, TryLater, "try_later", "425"),
        (429, TryLater, "limited", "429"),
        (451, Refused, "refused", "451"),
        (500, TryLater, "try_later", "500"),
        (503, TryLater, "try_later", "503"),
        (522, TryLater, "try_later", "522"),
        (999, Refused, "blocked", "999"),
        (302, Unreadable, "unreadable", "unexpected_content"),
    ],
)
def test_each_status_says_who_must_act(status: int, kind: type[MonitorError], health: str, code: str) -> None:
    told = error(reply(status))
    assert (type(told), told.health, told.code) == (kind, health, code)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("30", timedelta(seconds=30)),
        ("1.5", timedelta(seconds=1.5)),
        ("Wed, 21 Jan 2026 10:00:00 GMT", timedelta(hours=1)),
        ("Wed, 21 Jan 2026 14:00:00 +0500", timedelta(0)),
        ("Sun, 06 Nov 1994 08:49:37 GMT", timedelta(0)),
        ("99999999999999999999", LONGEST_WAIT),
        (f"{NOW.timestamp() + 90:.0f}", timedelta(seconds=90)),
        (f"{NOW.timestamp() * 1000 + 90_000:.0f}", timedelta(seconds=90)),
        (f"{NOW.timestamp() - 90:.0f}", timedelta(0)),
        ("Wed, 21 Jan 2099 10:00:00 GMT", LONGEST_WAIT),
        ("Fri, 31 Dec 9999 23:59:59 -1200", LONGEST_WAIT),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("٣٠", timedelta(seconds=30)),
        ("Wed, 99 Foo 2026", None),
    ],
)
def test_the_wait_that_a_place_names_is_kept_within_reason(value: str, wait: timedelta | None) -> None:
    at = retry_after(reply(429, retry_after=value), NOW)
    assert at == (None if wait is None else NOW + wait)


def test_a_limit_carries_the_moment_to_come_back() -> None:
    told = error(reply(429, retry_after="120"))
    assert isinstance(told, TryLater)
    assert told.retry_at == NOW + timedelta(minutes=2)


CLOUDFLARE = """<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>
<meta http-equiv="refresh" content="360"></head><body><div class="main-wrapper"><h2>Checking</h2></div>
<script>(function(){window._cf_chl_opt={cvId:'3'};})();</script></body></html>"""
SMART = """<html><head><title>Ой!</title></head><body><form action="/checkcaptcha?key=1"><div class="SmartCaptcha">
Подтвердите, что запросы отправляли вы, а не робот</div></form></body></html>"""
BARE = """<html><head><title>Access check</title></head><body>
<div class="g-recaptcha" data-sitekey="x"></div></body></html>"""
LOGIN = """<html><head><title>Вход</title></head><body><form method="post"><input name="user">
<input type="password" name="pass"></form></body></html>"""
PARAGRAPH = "<p>Kazakhstan's president travels to Davos to sign the charter of the Board of Peace.</p>"
ARTICLE = (
    "<html><head><title>Just a moment: what the charter says</title></head><body><form><input type='password'></form>"
    + PARAGRAPH * 40
    + "<div class='g-recaptcha'></div></body></html>"
)


@pytest.mark.parametrize("page", [CLOUDFLARE, SMART, BARE])
@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_captcha_is_told_whatever_the_status(page: str, status: int) -> None:
    told = error(reply(status, page))
    assert (type(told), told.health, told.code) == (Refused, "blocked", "captcha")


def test_the_header_of_a_challenge_is_enough() -> None:
    assert error(reply(403, "", cf_mitigated="challenge")).code == "captcha"


def test_a_login_page_is_told() -> None:
    assert (error(reply(200, LOGIN)).health, error(reply(200, LOGIN)).code) == ("blocked", "login")


def test_a_redirect_to_a_login_page_is_told_by_address_and_form() -> None:
    page = LOGIN.replace("Вход", "Outlet")
    assert error(reply(200, page, url="https://outlet.example/account/login?next=/feed")).code == "login"


def test_an_unauthorised_login_page_keeps_its_number() -> None:
    assert error(reply(401, LOGIN)).code == "401"


def test_an_article_with_a_login_box_and_a_comment_captcha_is_an_article() -> None:
    check(reply(200, ARTICLE), NOW)


def test_a_short_article_with_a_captcha_for_comments_is_an_article() -> None:
    page = f"<html><head><title>Charter</title></head><body><article>{PARAGRAPH}</article><div class='h-captcha'></div>"
    check(reply(200, page), NOW)


def test_an_article_about_captchas_is_an_article() -> None:
    check(reply(200, f"<html><title>Captcha broken by students</title><body><article>{PARAGRAPH}</article>"), NOW)


def test_where_no_page_may_stand_a_password_field_is_enough() -> None:
    page = LOGIN.replace("Вход", "Outlet")
    check(reply(200, page + PARAGRAPH), NOW)
    assert error(reply(200, page), expected_html=False).code == "login"


@pytest.mark.parametrize("piece", ["<a ", "<input ", "class=", "<title", "<!--", "<a href=x>", "id='"])
def test_a_hostile_page_is_looked_at_quickly(piece: str) -> None:
    check(reply(200, "<html>" + piece * 60_000), NOW)


def test_a_slow_place_is_not_asked_before_the_time_it_named_when_it_answered() -> None:
    late = replace(reply(429, retry_after="120"), at=NOW + timedelta(seconds=20))
    assert retry_after(late, NOW) == NOW + timedelta(seconds=140)


@pytest.mark.parametrize("wrong", [timedelta(days=-3), timedelta(hours=6), timedelta(days=400)])
def test_a_date_counts_from_the_date_of_its_answer_for_either_clock_may_be_wrong(wrong: timedelta) -> None:
    theirs = NOW + wrong
    named = {"date": format_datetime(theirs, usegmt=True), "retry_after": format_datetime(theirs + HOUR, usegmt=True)}
    assert retry_after(reply(429, **named), NOW) == NOW + HOUR


def test_the_login_of_a_hotels_network_is_no_trouble_of_the_place() -> None:
    told = error(reply(511))
    assert (type(told), told.code) == (TryLater, "proxy")
    assert "outlet.example" not in told.message


def test_a_moment_that_has_passed_by_the_clock_of_the_place_and_not_by_ours_is_waited_for() -> None:
    theirs = NOW + timedelta(days=300)
    named = {"date": format_datetime(theirs, usegmt=True), "retry_after": format_datetime(NOW + HOUR, usegmt=True)}
    assert retry_after(reply(429, **named), NOW) == NOW + HOUR
