"""An edited post is found and shown as it reads now, on each database that we run on."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from monitor.model import Post
from monitor.store import posts
from monitor.store.editions import editions, edits_of
from monitor.store.reading import reading
from monitor.store.writing import writing

NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)


def take(engine: Engine, post: Post, now: datetime) -> None:
    with writing(engine) as door:
        found = posts.sort_out(door, post.source, [post], now=now)
        posts.add_new(door, post.source, found.new, found.marks, now=now, background=(), wanted=())
        posts.add_revisions(door, post.source, found.changed, now=now)


def a_post(text: str) -> Post:
    return Post(source="a", id="1", url="https://a.example/1", title="Ferry sinks off Bali", text=text, seen_at=NOW)


def test_an_edited_post_is_found_by_its_old_and_its_new_words_and_shown_by_the_new(engine: Engine) -> None:
    take(engine, a_post("Четверо погибших"), NOW)
    take(engine, a_post("Одиннадцать погибших"), LATER)
    with reading(engine) as door:
        for word in ("ЧЕТВЕРО", "одиннадцать"):
            (edition,) = editions(door, posts.find_posts(door, words=word))
            assert (edition.post.text, edition.edited_at) == ("Одиннадцать погибших", LATER)
        assert [edit.text for edit in edits_of(door, edition.post)] == ["Одиннадцать погибших"]
        assert posts.find_posts(door, words="двенадцать") == []


def test_a_post_edited_back_reads_as_at_first(engine: Engine) -> None:
    take(engine, a_post("Четверо погибших"), NOW)
    take(engine, a_post("Одиннадцать погибших"), LATER)
    take(engine, a_post("Четверо погибших"), LATER + timedelta(hours=1))
    with reading(engine) as door:
        (edition,) = editions(door, posts.find_posts(door))
    assert edition.post.text == "Четверо погибших"
