"""A channel that was out of reach gets one message that names all it missed, within its limits."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from message_checks import check

from monitor.messages.catchup import Missed, compose_catch_up

START = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
HOSTILE = "=?utf-8?q?hi=0d=0aBcc:_x@y?= <!channel> \u202e\x1b[2J\ud800 {{7*7}} <script> قطاع غزة"


def missed(count: int, subject: str = "[Board of Peace] Tokayev signs the charter in Davos, item") -> list[Missed]:
    return [
        Missed(at=START + n * timedelta(minutes=7), subject=f"{subject} {n:03}", link=f"https://a.example/{n}")
        for n in range(count)
    ]


@pytest.mark.parametrize("form", ["text", "html", "blocks"])
@pytest.mark.parametrize("count", [1, 2, 25, 26, 100, 400, 3_000])
def test_it_is_well_formed_whatever_it_says(form: str, count: int) -> None:
    for subject in ("[x] plain", HOSTILE, "м" * 500, "😀" * 300, ""):
        check(compose_catch_up(missed(count, subject), form=form, zone="Asia/Almaty"))  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["text", "html"])
def test_four_hundred_are_all_named(form: str) -> None:
    message = compose_catch_up(missed(400), form=form, zone="Asia/Almaty")  # type: ignore[arg-type]
    assert message.subject == "While we were away: 400 messages"
    assert all(f"item {n:03}" in message.body for n in range(400))
    assert "2026-01-21 14:00" in message.body
    assert "https://a.example/399" in message.body


def test_slack_names_as_many_as_it_has_room_for_and_counts_the_others() -> None:
    message = compose_catch_up(missed(400), form="blocks", zone="UTC")
    named = sum(f"item {n:03}" in message.body for n in range(400))
    assert named >= 80
    assert f"and {400 - named} more" in message.body
    few = compose_catch_up(missed(20), form="blocks", zone="UTC")
    assert all(f"item {n:03}" in few.body for n in range(20))
    assert len([block for block in json.loads(few.body)["blocks"] if block["type"] == "rich_text"]) == 20
    assert all(f"item {n:03}" in compose_catch_up(missed(80), form="blocks", zone="UTC").body for n in range(80))


@pytest.mark.parametrize("form", ["text", "html", "blocks"])
def test_a_headline_from_right_to_left_keeps_its_order_behind_the_storys_name(form: str) -> None:
    headline = "\u2068الرئيس Tokayev يعلن (\u20662026-01-22\u2069) خطة\u2069"
    message = compose_catch_up(missed(1, f"[\u2068Арал\u2069] {headline}"), form=form, zone="UTC")  # type: ignore[arg-type]
    assert f"[\u2068Арал\u2069] {headline}" in message.body


def test_a_subject_that_is_cut_closes_what_it_opened() -> None:
    long = "\u2067" + "خطة " * 100 + "\u2066" + "x" * 200
    text = compose_catch_up(missed(1, f"\u2069[\u2068Арал\u2069] {long}"), form="text", zone="UTC").body
    line = next(row for row in text.split("\n") if "Арал" in row)
    assert sum(line.count(mark) for mark in "\u2066\u2067\u2068") == line.count("\u2069")
    assert "…" in line and len(line) < 200
