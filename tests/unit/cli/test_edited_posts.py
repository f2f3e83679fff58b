"""What the commands say of a post that its place has edited, and of the posts and languages of a development."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from monitor.cli.app import tree
from monitor.desk.effect import Effect
from monitor.desk.suggesting.standing import Suggestion
from monitor.matching.costs import Cost
from monitor.matching.guards import Caution
from monitor.matching.variants import Offer
from monitor.model import Echo, Fault, Match, Message, New, Post
from monitor.store import records
from monitor.store.developments import record
from monitor.store.engine import open_engine
from monitor.store.letters import note_sent
from monitor.store.posts import add_new, add_revisions, marks_of
from monitor.store.writing import writing

STORY = """\
key = "dam"
title = "The dam"
languages = ["en"]
[[keywords]]
name = "dam"
forms.en = ["dam"]
[rule]
update = "dam"
"""

SEEN = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=5)
FIRST = Post(source="wire", id="live-1", url="https://wire.example/live-1", title="Dam fails: four dead", lang="en")
LATER = replace(FIRST, title="Dam fails: 11 dead", text="Twenty are missing.")


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The database of a folder that commands are typed in."""
    (tmp_path / "config" / "stories").mkdir(parents=True)
    (tmp_path / "config" / "stories" / "dam.toml").write_text(STORY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(tree(), ["migrate"]).exit_code == 0
    engine = open_engine(f"sqlite:///{tmp_path}/data/monitor.db")
    yield engine
    engine.dispose()


def said(*words: str) -> str:
    result = CliRunner().invoke(tree(), list(words))
    assert result.exit_code == 0, result.output
    return result.output


def take(engine: Engine, *posts: Post) -> None:
    """Stores posts that belong to the story: the first opens a development, the others repeat it."""
    with writing(engine) as door:
        marks = marks_of(posts)
        _, rows = add_new(door, "wire", posts, marks, now=SEEN, background=(), wanted=list(marks))
        opened = 0
        for post in posts:
            match = Match(post=post, story="dam", tier="update", score=1.0, hits=())
            verdict = Echo(match=match, of=opened, likeness=0.9) if opened else New(match=match)
            more = {"background": False, "action": "alert", "reason": "new", "features": {}}
            kept = record(door, verdict, match, rows[post.id], at=SEEN, **more)  # type: ignore[arg-type]
            opened = opened or kept or 0


def edit(engine: Engine, post: Post, *, after: timedelta) -> None:
    with writing(engine) as door:
        add_revisions(door, "wire", [post], now=SEEN + after)


def test_an_edited_post_is_found_by_its_latest_words(engine: Engine) -> None:
    take(engine, FIRST)
    edit(engine, LATER, after=timedelta(hours=1))
    for words in ("11 dead", "four dead", "missing"):
        assert "(edited) Dam fails: 11 dead" in said("posts", "--find", words)
    post = json.loads(said("posts", "--find", "11 dead", "--json"))
    assert (post["title"], post["text"]) == (LATER.title, LATER.text)
    assert datetime.fromisoformat(post["edited_at"]) == SEEN + timedelta(hours=1)
    assert "no such post" in said("posts", "--find", "12 dead")


def test_a_development_shows_what_its_post_says_now(engine: Engine) -> None:
    take(engine, FIRST)
    assert "(edited)" not in said("developments")
    edit(engine, LATER, after=timedelta(hours=1))
    assert "(edited) Dam fails: 11 dead" in said("developments")
    assert json.loads(said("developments", "--json"))["title"] == LATER.title


def test_a_post_edited_back_to_its_first_words_shows_these(engine: Engine) -> None:
    take(engine, FIRST)
    edit(engine, LATER, after=timedelta(hours=1))
    edit(engine, FIRST, after=timedelta(hours=2))
    assert "four dead" in said("posts") and "four dead" in said("developments")
    assert "11 dead" not in said("developments")


def test_why_names_each_edit_with_its_time(engine: Engine) -> None:
    take(engine, FIRST)
    edit(engine, LATER, after=timedelta(hours=1))
    edit(engine, replace(LATER, text="Nobody is missing."), after=timedelta(hours=2))
    lines = " ".join(said("why", "live-1").split())
    times = [(SEEN + timedelta(hours=hours)).strftime("%H:%M") for hours in (1, 2)]
    assert "was: “Dam fails: four dead”; now: “Dam fails: 11 dead”" in lines
    assert "was: “Twenty are missing.”; now: “Nobody is missing.”" in lines
    assert all(f"edited, seen {time}" in lines or time in lines for time in times)
    edits = json.loads(said("why", "live-1", "--json"))["edits"]
    assert [one["title"] for one in edits] == ["Dam fails: 11 dead"] * 2
    assert datetime.fromisoformat(edits[1]["at"]) == SEEN + timedelta(hours=2)


def test_why_takes_an_address_without_its_scheme(engine: Engine) -> None:
    take(engine, FIRST)
    assert FIRST.title in said("why", "wire.example/live-1")


def test_why_shows_what_a_development_consists_of(engine: Engine) -> None:
    take(engine, FIRST, replace(FIRST, id="live-2", url="https://wire.example/2", title="Minister resigns"))
    edit(engine, LATER, after=timedelta(hours=1))
    lines = " ".join(said("why", "dev/1").split())
    assert lines.startswith("development 1 of dam: 2 posts Dam fails: 11 dead wire, seen")
    assert lines.index("update, new: development 1") < lines.index("Minister resigns") < lines.index("an echo in")
    told = json.loads(said("why", "dev/1", "--json"))
    assert [(one["id"], one["verdict"]) for one in told["posts"]] == [("live-1", "new"), ("live-2", "echo")]
    for words, wrong in (
        (("dev/7",), "there is no development 7; those that there are: monitor developments"),
        (("dev/1", "--story", "flood"), "development 1 belongs to the story 'dam', not to 'flood'"),
        (("7",), "a development is named dev/7"),
    ):
        refused = CliRunner().invoke(tree(), ["why", *words])
        assert refused.exit_code == 1 and wrong in " ".join(refused.output.split())


def test_a_list_that_was_cut_says_so(engine: Engine) -> None:
    take(engine, FIRST, replace(FIRST, id="live-2", url="https://wire.example/2", title="Minister resigns"))
    cut = "only the latest 1 are shown; --most says how many"
    assert cut in said("posts", "--most", "1")
    assert cut not in said("posts", "--most", "2") + said("developments", "--most", "1")


def test_health_says_first_whether_the_daemon_runs(engine: Engine) -> None:
    assert CliRunner().invoke(tree(), ["health"]).output.startswith("the daemon does not run\n")
    alive = CliRunner().invoke(tree(), ["health", "--alive", "--json"])
    assert alive.exit_code == 1 and json.loads(alive.output)["running"] is False


def test_a_daemon_of_which_only_its_heartbeat_tells_runs(engine: Engine) -> None:
    now = datetime.now(UTC)
    for stopped, said in ((None, "running"), (now, "not running")):
        life = records.Beat(
            worker="host/1", host="host", pid=1, version="1", started_at=SEEN, beat_at=now, stopped_at=stopped
        )
        with writing(engine) as door:
            records.beat(door, life)
        assert CliRunner().invoke(tree(), ["health", "--alive"]).stdout.strip() == said


def test_a_post_whose_language_is_unknown_counts_for_none(engine: Engine) -> None:
    take(engine, FIRST, replace(FIRST, id="live-2", url="https://wire.example/2", lang=""))
    assert "2 posts, 1 language\t" in said("developments")


def test_a_development_of_no_known_language_counts_none(engine: Engine) -> None:
    take(engine, replace(FIRST, lang=""))
    line = said("developments")
    assert "1 post\t" in line and "language" not in line


def test_every_key_that_a_program_gets_is_described(engine: Engine) -> None:
    take(engine, FIRST)
    edit(engine, LATER, after=timedelta(hours=1))
    with writing(engine) as door:
        message = Message(subject="Dam fails", body="Dam fails", form="text", text="Dam fails", lang="en")
        note_sent(door, "dev/1", "console", message, at=SEEN)
        life = records.Beat(
            worker="host/1", host="host", pid=1, version="1", started_at=SEEN, beat_at=SEEN, stopped_at=None
        )
        records.beat(door, life)
    page = (Path(__file__).parents[3] / "docs" / "reference" / "json.md").read_text("utf-8")
    for words in ("posts", "developments", "outbox list", "health", "why live-1", "why dev/1", "check", "story list"):
        printed = CliRunner().invoke(tree(), [*words.split(), "--json"]).stdout
        missing = {key for key in re.findall(r'"(\w+)": ', printed.replace("\\", "")) if f"`{key}`" not in page}
        assert printed.startswith(("{", "[")) and not missing, f"{words}: {missing}"
    for shape in (Caution, Cost, Effect, Offer, Suggestion, Fault):
        assert all(f"`{name}`" in page for name in getattr(shape, "__slots__", shape.__annotations__)), shape
