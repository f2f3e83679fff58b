"""Many posts are marked and stored at once; it comes to the same as one after the other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from monitor.model import Post
from monitor.store.posts import add_new, count_posts, marks_of, sort_out
from monitor.store.writing import writing
from monitor.text.storable import incoming
from monitor.text.versions import text_hash, text_hashes

NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)

#: What composes, decomposes, vanishes or is blank, at the edges of texts above all.
_ODD = " \t\n\r\x1c\x85\xa0\u1680\u2009\u2028\u3000\u0301\u0308\u1161\u11a8\u0654\u200d\ufb01\u00c5\uff21\U0001f1f0é가"
_TEXTS = st.text(alphabet=st.one_of(st.sampled_from(_ODD), st.sampled_from("ab я ع"), st.characters()), max_size=12)


@given(st.lists(st.tuples(_TEXTS, _TEXTS), max_size=6))
def test_each_of_many_posts_is_told_apart_as_it_would_be_alone(written: Sequence[tuple[str, str]]) -> None:
    posts = [Post(source="a", id=str(n), title=title, text=text) for n, (title, text) in enumerate(written)]
    assert text_hashes(posts) == [text_hash(title, text) for title, text in written]
    kept = [replace(post, title=incoming(post.title), text=incoming(post.text)) for post in posts]
    assert text_hashes(kept) == [text_hash(post.title, post.text) for post in kept]
    assert [mark.text_hash for mark in marks_of(kept).values()] == text_hashes(kept)


@pytest.mark.parametrize(
    ("title", "text", "stored"),
    [
        ("Davos", "Tokayev signs.", "ae3130159071519f4f661b8083a25ec6"),
        ("Davos", "Tokayev \n\n signs.\x1f", "ae3130159071519f4f661b8083a25ec6"),
        ("  \uff24avos ", "Line one.\n\n Line\xa0two\u2028 \tends\x1f \n", "d44b559d0f6fa8c2b2440fdc785500db"),
        ("", "", "e3b0c44298fc1c149afbf4c8996fb924"),
    ],
)
def test_a_post_that_an_older_version_has_stored_was_not_edited(title: str, text: str, stored: str) -> None:
    assert text_hash(title, text) == stored
    assert text_hashes([Post(source="a", id="1", title=title, text=text)]) == [stored]


def test_of_many_posts_those_are_counted_that_were_not_there_yet(engine: Engine) -> None:
    posts = [Post(source="a", id=str(n), url=f"https://a.example/{n}", text=f"Text {n}") for n in range(500)]
    for shown, new in ((posts[:1], 1), (posts[:48], 47), (posts[:49], 1), (posts, 451), (posts, 0), ((), 0)):
        with writing(engine) as door:
            added, rows = add_new(door, "a", shown, marks_of(shown), now=NOW, background=(), wanted={"499"})
            assert added == new
            assert set(rows) == ({post.id for post in shown[-new:]} if new else set())
    with writing(engine) as door:
        assert count_posts(door) == 500
        found = sort_out(door, "a", [replace(posts[7], text="Text  7"), replace(posts[8], text="Text 8!")], now=NOW)
        assert [post.id for post in found.changed] == ["8"]


def test_digests_that_a_reader_has_made_find_the_same_new_and_edited_posts(engine: Engine) -> None:
    known = [Post(source="a", id=str(n), url=f"https://a.example/{n}", text=f"Text {n}") for n in range(4)]
    with writing(engine) as door:
        add_new(door, "a", known, marks_of(known), now=NOW, background=(), wanted=())
    again = replace(known[3], id="again")
    haul = [
        known[0],
        replace(known[1], text="Text  1"),
        replace(known[2], text="Text 2!"),
        again,
        replace(again, id="n", text="New"),
    ]
    for unread in (False, True):
        with writing(engine) as door:
            made = sort_out(door, "a", haul, now=NOW, unread=unread, digests=text_hashes(haul))
            assert made == sort_out(door, "a", haul, now=NOW, unread=unread)
            if not unread:
                assert [post.id for post in made.changed] == ["2"]
                assert [post.id for post in made.new] == ["n"]
