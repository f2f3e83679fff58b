"""A list of any length is asked for in full, and nothing beside it; an answer that is evidence comes back whole."""

import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, bindparam, select

from monitor.model import Post, Reply
from monitor.store.bulk import BATCH
from monitor.store.listed import Listed
from monitor.store.posts import add_new, marks_of, sort_out
from monitor.store.reading import reading
from monitor.store.records import keep_replies
from monitor.store.schema import evidence, posts, replies
from monitor.store.writing import writing

NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)


def _stored(engine: Engine, source: str, number: int) -> list[Post]:
    found = [Post(source=source, id=f"{source}{each}", title=f"title {each}", seen_at=NOW) for each in range(number)]
    with writing(engine) as door:
        add_new(door, source, found, marks_of(found), now=NOW, background=(), wanted=())
    return found


@pytest.mark.parametrize("length", [0, 1, 2, 8, 9, 48, 49, BATCH, BATCH + 1])
def test_all_posts_of_a_list_are_found_and_no_others(engine: Engine, length: int) -> None:
    known = [post.id for post in _stored(engine, "a", BATCH + 3)]
    _stored(engine, "b", 3)
    query = Listed(
        lambda ids: select(posts.c.post_id).where(posts.c.source == bindparam("source"), posts.c.post_id.in_(ids))
    )
    with reading(engine) as door:
        found = query.rows(door, {"source": "a"}, known[:length])
    assert sorted(row.post_id for row in found) == sorted(known[:length])


def test_of_many_known_posts_only_the_new_one_is_new(engine: Engine) -> None:
    known = _stored(engine, "a", 60)
    new = Post(source="a", id="new", title="another", seen_at=NOW)
    with reading(engine) as door:
        found = sort_out(door, "a", [*known, new], now=NOW)
    assert (found.new, found.changed, found.churned) == ((new,), (), 0)


def test_a_post_under_another_id_is_known_by_its_address_and_its_words_together(engine: Engine) -> None:  # 55
    known = Post(source="a", id="1", url="https://a.example/1", title="Dam opens", seen_at=NOW)
    with writing(engine) as door:
        add_new(door, "a", [known], marks_of([known]), now=NOW, background=(), wanted=())
    again = replace(known, id="2")
    elsewhere, edited = replace(known, id="3", url="https://a.example/3"), replace(known, id="4", title="Dam closes")
    with reading(engine) as door:
        found = sort_out(door, "a", [again, elsewhere, edited], now=NOW)
        of_another = sort_out(door, "b", [replace(again, source="b")], now=NOW)
    assert (found.new, found.churned) == ((elsewhere, edited), 1)
    assert len(of_another.new) == 1


def test_an_answer_with_a_match_is_kept_once_and_comes_back_whole(engine: Engine) -> None:
    _stored(engine, "a", 2)
    reply = Reply(
        asked="https://a.example/", url="https://a.example/", headers=(("etag", '"1"'),), body=b"ab" * 9_000, at=NOW
    )
    with writing(engine) as door:
        rows = list(door.connection.execute(select(posts.c.id)).scalars())
        for _ in range(2):
            keep_replies(door, [reply], rows)
    with reading(engine) as door:
        (kept,) = door.connection.execute(select(replies)).all()
        shown = list(door.connection.execute(select(evidence.c.post)).scalars())
    assert zlib.decompress(kept.body) == reply.body
    assert (kept.url, kept.status, kept.headers, kept.at) == (reply.url, 200, [["etag", '"1"']], NOW)
    assert sorted(shown) == sorted(rows)
