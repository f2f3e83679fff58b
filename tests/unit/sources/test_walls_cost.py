"""Looking for a captcha costs next to nothing on a page that has none, and finds every sign that it knows."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from time import process_time

import pytest

from monitor.model import Reply
from monitor.sources import walls

NOW = datetime(2026, 1, 21, tzinfo=UTC)
CARD = '<div class="card news" id="n{n}"><a href="/{n}" class="link big"><img src="/i/{n}.jpg"></a> Words.</div>\n'
PAGE = "<!DOCTYPE html><html><head><title>News</title></head><body>" + "".join(CARD.format(n=n) for n in range(1_500))


def reply(page: str) -> Reply:
    return Reply(asked="https://outlet.example/", url="https://outlet.example/", body=page.encode(), at=NOW)


def taken(work: Callable[[], object]) -> float:
    begun = process_time()
    for _ in range(20):
        work()
    return process_time() - begun


def test_a_page_without_a_captcha_is_seen_through_in_no_time() -> None:
    assert walls.wall(reply(PAGE)) == ""
    patterns = taken(lambda: (walls._CHALLENGE.search(PAGE), walls._WIDGET.search(PAGE)))
    assert taken(lambda: walls.wall(reply(PAGE))) < patterns / 2


@pytest.mark.parametrize("pattern", [walls._CHALLENGE, walls._WIDGET])
def test_no_sign_of_a_captcha_is_passed_over(pattern: re.Pattern[str]) -> None:
    for alternative in re.split(r"\|(?![^(]*\))", pattern.pattern):
        words = re.sub(r"\[[^\]]*\]\??|\\b|\(\?:|\?:|\)", "", alternative).replace("\\", "").lower()
        assert any(sign in words.encode() for sign in walls._SIGNS), alternative
