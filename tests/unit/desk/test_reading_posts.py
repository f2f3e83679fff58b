"""Files of posts: what stands there is read, what is broken is told by its number, and nothing stops the rest."""

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.desk import posts
from monitor.desk.posts import BrokenLine, read_lines, read_posts
from monitor.model import Post, Unreadable


def one(line: str | bytes) -> Post | BrokenLine:
    (read,) = read_posts([line])
    return read


def test_all_fields_are_read() -> None:
    post = one(
        '{"id": "1", "text": "a\\nb", "title": "T", "lang": "kk", "url": "https://x.example/1", "author": "A", '
        '"source": "akorda", "published_at": "2026-01-20T10:00:00+05:00", "label": "update", "section": "Opinion"}'
    )
    assert isinstance(post, Post)
    assert (post.id, post.text, post.title, post.lang) == ("1", "a\nb", "T", "kk")
    assert (post.url, post.author, post.source, post.section) == ("https://x.example/1", "A", "akorda", "Opinion")
    assert post.published_at == datetime(2026, 1, 20, 5, tzinfo=UTC)
    assert (post.published_offset, post.date_precision) == (300, "instant")


def test_null_means_absent_and_unknown_fields_are_ignored() -> None:
    post = one(
        '{"id": 7, "text": "", "title": null, "published_at": null, "event": {"deep": [1]}, "outlet": "o.example"}'
    )
    assert isinstance(post, Post)
    assert (post.id, post.text, post.title, post.source, post.published_at) == ("7", "", "", "o.example", None)


@pytest.mark.parametrize(
    ("stamp", "at", "offset", "precision"),
    [
        ("2026-01-20T10:00:00Z", datetime(2026, 1, 20, 10, tzinfo=UTC), 0, "instant"),
        ("2026-01-20T10:00:00", datetime(2026, 1, 20, 10, tzinfo=UTC), None, "instant"),
        ("2026-01-20 10:00", datetime(2026, 1, 20, 10, tzinfo=UTC), None, "instant"),
        ("2026-01-20T10:00:00.123456789+0530", datetime(2026, 1, 20, 4, 30, 0, 123456, UTC), 330, "instant"),
        ("20260120T100000Z", datetime(2026, 1, 20, 10, tzinfo=UTC), 0, "instant"),
        ("2026-01-20", datetime(2026, 1, 20, tzinfo=UTC), None, "day"),
    ],
)
def test_a_time_is_iso_8601_and_utc_without_an_offset(
    stamp: str, at: datetime, offset: int | None, precision: str
) -> None:
    post = one(json.dumps({"id": "1", "text": "", "published_at": stamp}))
    assert isinstance(post, Post)
    assert (post.published_at, post.published_offset, post.date_precision) == (at, offset, precision)
    assert post.seen_at == at


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{bad", "not JSON"),
        ("[1, 2]", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ('{"text": "x"}', "id is missing"),
        ('{"id": true, "text": "x"}', "id must be text"),
        ('{"id": "", "text": "x"}', "id must be text"),
        ('{"id": "1"}', "text is missing"),
        ('{"id": "1", "text": null}', "text is missing"),
        ('{"id": "1", "text": 5}', "text must be text"),
        ('{"id": "1", "text": "x", "title": ["a"]}', "title must be text"),
        ('{"id": "1", "text": "x", "published_at": "yesterday"}', "is not ISO 8601"),
        ('{"id": "1", "text": "x", "published_at": "0001-01-01T00:00:00+14:00"}', "is not ISO 8601"),
        ('{"id": "1", "text": "x", "published_at": 1768900000}', "published_at must be text"),
        ('{"id": "1", "text": "x", "published_at": "0001-01-01"}', "outside of the years 1970 to 2199"),
        ('{"id": "1", "text": "x", "published_at": "9999-12-31T23:59:59Z"}', "leave it out"),
        ("[" * 200_000, "not JSON"),
        ('{"id": ' + "9" * 10_000 + "}", "not JSON"),
        ("\x00\x01\x02", "not JSON"),
    ],
)
def test_a_broken_line_says_what_is_wrong(line: str, why: str) -> None:
    read = one(line)
    assert isinstance(read, BrokenLine)
    assert why in str(read)
    assert str(read).startswith("line 1: ")


@pytest.mark.parametrize("stamp", ["1970-01-01T00:00:00+05:00", "1970-01-01", "2199-12-31T23:59:59-12:00"])
def test_the_first_and_the_last_year_are_read_in_every_zone(stamp: str) -> None:
    assert isinstance(one(json.dumps({"id": "1", "text": "", "published_at": stamp})), Post)


def test_the_rest_goes_on_after_a_broken_line_and_numbers_count_blank_lines() -> None:
    lines = ['{"id": "1", "text": ""}', "", "{", "  \r\n", '{"id": "2", "text": ""}']
    read = list(read_posts(lines))
    assert [each.id if isinstance(each, Post) else each.number for each in read] == ["1", 3, "2"]


def test_byte_order_mark_crlf_and_bytes_that_are_not_utf8_are_fine() -> None:
    read = list(read_posts([b'\xef\xbb\xbf{"id": "1", "text": "caf\xe9!"}\r\n']))
    assert [post.text for post in read if isinstance(post, Post)] == ["caf\ufffd!"]


def test_a_lone_surrogate_becomes_one_replacement_and_a_pair_stays_a_letter() -> None:
    post = one('{"id": "1", "text": "a\\ud800b\\ud83d\\ude00c"}')
    assert isinstance(post, Post)
    assert post.text == "a\ufffdb\U0001f600c"


def test_a_line_without_end_is_told_and_not_held_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posts, "MAX_LINE", 100)
    stream = io.BytesIO(b'{"id": "1", "text": "' + b"x" * 5_000 + b'"}\n{"id": "2", "text": ""}\n' + b"y" * 301)
    lines = list(read_lines(stream))
    assert [len(line) for line in lines] == [101, 24, 101]
    read = list(read_posts(lines))
    assert [each.id if isinstance(each, Post) else each.number for each in read] == [1, "2", 3]


@pytest.mark.parametrize(
    ("start", "do"),
    [
        ('{"id": "1"}\n'.encode("utf-16"), "iconv"),
        ('{"id": "1"}\n'.encode("utf-16-be").join([b"\xfe\xff", b""]), "iconv"),
        (gzip.compress(b"{}", mtime=0), "zcat"),
        (b"PK\x03\x04...", "unpack"),
    ],
)
def test_a_file_that_holds_no_lines_of_utf8_is_refused_once_with_what_to_do(start: bytes, do: str) -> None:
    with pytest.raises(Unreadable, match=do):
        list(read_lines(io.BytesIO(start + b"\n" * 99)))


@pytest.mark.parametrize("line", ['[{"id": "1", "text": "a"}]', "["])
def test_a_json_list_is_told_apart_and_how_to_make_lines_of_it(line: str) -> None:
    assert "jq" in str(one(line))


def test_the_example_of_the_reference_page_can_be_read() -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "posts-file.md"
    example = page.read_text("utf-8").split("```json\n")[1].split("```")[0]
    read = list(read_posts(example.splitlines()))
    assert [type(each) for each in read] == [Post] * 3


def test_the_reference_page_names_every_field_that_is_read() -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference" / "posts-file.md").read_text("utf-8")
    assert all(f"| `{name}` |" in page for name in ("id", "text", "published_at", *posts._TEXTS))


@given(st.binary(max_size=60))
def test_any_bytes_are_a_post_or_a_broken_line(line: bytes) -> None:
    assert len(list(read_posts([line]))) <= 1
