"""What a place says about its own freshness is used, and checked."""

from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.model import Reply
from monitor.sources.validators import address, digest, fresh_for, keep, remarks, request_headers, unchanged

HERE = "https://news.example/feed"
NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)


def reply(body: bytes = b"one", status: int = 200, moved_to: str = "", **headers: str) -> Reply:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Reply(asked=HERE, url=HERE, status=status, headers=named, body=body, at=NOW, moved_to=moved_to)


def after(*replies: Reply, at: datetime = NOW, cursor: dict[str, Any] | None = None) -> dict[str, Any]:
    cursor = cursor or {}
    for answer in replies:
        cursor = {**cursor, "http": keep(cursor, HERE, answer, at)}
    return cursor


def test_validators_go_out_exactly_as_they_came() -> None:
    cursor = after(reply(etag='W/"a b"', last_modified="Wed, 21 Jan 2026 09:15:00 GMT"))
    assert request_headers(cursor, HERE, NOW + timedelta(minutes=5)) == {
        "if-none-match": 'W/"a b"',
        "if-modified-since": "Wed, 21 Jan 2026 09:15:00 GMT",
    }


def test_the_first_poll_and_one_poll_a_day_ask_without_validators() -> None:
    assert request_headers({}, HERE, NOW) == {}
    cursor = after(reply(etag='"1"'))
    cursor = after(reply(b"", 304), at=NOW + timedelta(hours=20), cursor=cursor)
    assert request_headers(cursor, HERE, NOW + timedelta(hours=23)) == {"if-none-match": '"1"'}
    assert request_headers(cursor, HERE, NOW + timedelta(hours=24)) == {}


def test_a_clock_set_back_does_not_keep_old_validators_for_ever() -> None:
    assert request_headers(after(reply(etag='"1"')), HERE, NOW - timedelta(days=300)) == {}


def test_an_etag_that_stands_still_while_the_text_changes_is_not_believed_for_a_week() -> None:
    cursor = after(reply(etag='"1"'))
    later = NOW + timedelta(days=1)
    kept = keep(cursor, HERE, reply(b"two", etag='"1"'), later)
    assert remarks(kept) == ("lying_etag",)
    cursor = {"http": kept}
    assert request_headers(cursor, HERE, later + timedelta(hours=1)) == {}
    cursor = after(reply(b"two", etag='"1"'), at=later + timedelta(days=6), cursor=cursor)
    assert request_headers(cursor, HERE, later + timedelta(days=6, hours=23)) == {}
    assert request_headers(cursor, HERE, later + timedelta(days=7) - timedelta(seconds=1)) == {}
    cursor = after(reply(b"two", etag='"1"'), at=later + timedelta(days=7), cursor=cursor)
    assert request_headers(cursor, HERE, later + timedelta(days=7, hours=1)) == {"if-none-match": '"1"'}


def test_a_page_that_only_counts_its_visitors_is_no_liar() -> None:
    cursor: dict[str, Any] = {"http": keep({}, HERE, reply(b"seen 1", etag='"1"'), NOW, sign="same posts")}
    kept = keep(cursor, HERE, reply(b"seen 2", etag='"1"'), NOW + timedelta(days=1), sign="same posts")
    assert "distrust_until" not in kept


def test_a_304_keeps_what_was_known() -> None:
    cursor = after(reply(etag='"1"', last_modified="x"))
    assert after(reply(b"", 304), cursor=cursor) == cursor
    assert unchanged(cursor, HERE, reply(b"", 304))


def test_a_304_that_says_nothing_new_leaves_nothing_to_write_down() -> None:
    cursor = after(reply(etag='"1"', last_modified="x"))
    for answer in (reply(b"", 304), reply(b"", 304, etag='"1"'), reply(b"", 304, etag='"1"', last_modified="x")):
        assert keep(cursor, HERE, answer, NOW + timedelta(hours=1)) is cursor["http"]
    for answer in (reply(b"one"), reply(b"one", 200)):
        plain = after(reply(b"one"))
        assert keep(plain, HERE, answer, NOW + timedelta(hours=1), same=True) is plain["http"]


def test_a_304_may_bring_new_validators_and_ends_a_row_of_moves() -> None:
    cursor = after(reply(etag='"1"', last_modified="x"))
    assert keep(cursor, HERE, reply(b"", 304, etag='"2"'), NOW)["etag"] == '"2"'
    assert keep(cursor, HERE, reply(b"", 304, last_modified="y"), NOW)["modified"] == "y"
    moved = after(reply(b"", 304, moved_to="https://new.example/feed"), cursor=cursor)
    assert moved["http"]["moves"] == 1
    assert after(reply(b"", 304), cursor=moved) == cursor


def test_the_same_bytes_are_no_news() -> None:
    cursor = after(reply(b"one"))
    assert unchanged(cursor, HERE, reply(b"one"))
    assert not unchanged(cursor, HERE, reply(b"two"))
    assert not unchanged({}, HERE, reply(b"one"))


def test_the_same_bytes_are_no_news_after_an_update_of_the_program_either() -> None:
    cursor = after(reply(b"one", etag='"1"'))
    cursor = {"http": {**cursor["http"], "body": digest(b"one"), "sign": digest(b"one")}}  # as it was written before
    assert unchanged(cursor, HERE, reply(b"one"))
    assert not unchanged(cursor, HERE, reply(b"two"))
    assert "distrust_until" not in after(reply(b"one", etag='"1"'), cursor=cursor)["http"]


def test_a_200_always_stores_its_validators_even_with_the_same_bytes() -> None:
    cursor = after(reply(etag='"1"'), reply(etag='"2"'))
    assert request_headers(cursor, HERE, NOW) == {"if-none-match": '"2"'}


def test_validators_of_another_address_are_not_sent() -> None:
    cursor = after(reply(etag='"1"'))
    assert request_headers(cursor, "https://elsewhere.example/", NOW) == {}


def test_expires_zero_means_keep_no_validators() -> None:
    assert request_headers(after(reply(etag='"1"', expires="0")), HERE, NOW) == {}


def test_a_validator_that_could_smuggle_a_header_is_dropped() -> None:
    assert request_headers(after(reply(etag='"1"\r\nx: y', last_modified="м")), HERE, NOW) == {}
    assert request_headers(after(reply(etag="e" * 2_000)), HERE, NOW) == {}


def test_a_permanent_move_is_believed_after_three_answers_in_a_row() -> None:
    there = "https://new.example/feed"
    moved = reply(moved_to=there)
    cursor = after(moved, moved)
    assert address(cursor, HERE) == HERE
    assert address(after(reply(), cursor=cursor), HERE) == HERE
    assert address(after(reply(), moved, cursor=cursor), HERE) == HERE
    kept = keep(cursor, HERE, moved, NOW)
    assert remarks(kept) == (f"moved:{there}",)
    cursor = {"http": kept}
    assert address(cursor, HERE) == there
    assert address(after(reply(), cursor=cursor), HERE) == there
    assert address(cursor, "https://third.example/") == "https://third.example/"


def test_a_broken_cursor_is_an_empty_one() -> None:
    for broken in ({"http": 1}, {"http": {"for": HERE, "etag": 1, "full_at": "x", "moves": "n"}}, {"http": None}):
        assert request_headers(broken, HERE, NOW) == {}
        assert address(broken, HERE) == HERE
        assert keep(broken, HERE, reply(moved_to="https://n.example/"), NOW)["moves"] == 1


def test_freshness_is_what_the_place_asks_for_but_never_more_than_a_day() -> None:
    assert fresh_for(reply(cache_control="public, max-age=600", age="100"), NOW) == timedelta(seconds=500)
    assert fresh_for(reply(cache_control="max-age=99999999999"), NOW) == timedelta(days=1)
    assert fresh_for(reply(cache_control="no-cache, max-age=600"), NOW) is None
    assert fresh_for(reply(expires="Wed, 21 Jan 2026 09:30:00 GMT"), NOW) == timedelta(minutes=30)
    assert fresh_for(reply(expires="0"), NOW) is None
    assert fresh_for(reply(cache_control="max-age=-1"), NOW) is None
    assert fresh_for(reply(), NOW) is None


def test_equal_content_has_one_name() -> None:
    assert digest("мир") == digest("мир".encode())
    assert digest("\ud800")
