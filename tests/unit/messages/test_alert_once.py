"""A post without a title says all in its text, and nothing is shown twice."""

from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.messages.alert import compose_alert
from monitor.model import Match, Post, Story

POST = Post(source="x", id="1", text="Токаев подпишет Устав Совета мира", seen_at=datetime(2026, 1, 21, tzinfo=UTC))
MATCH = Match(post=POST, story="s", tier="update", score=1.0, hits=())


def test_a_post_without_a_title_is_shown_once_in_a_terminal_and_a_mail() -> None:
    message = compose_alert(MATCH, Story(key="s", title="S"), development=1, form="html", zone="UTC")
    assert message.text.count("Токаев подпишет") == 1
    body = message.body[message.body.index("<body") :]
    assert body.count("Токаев подпишет") == 1


def test_a_post_without_a_title_is_shown_once_in_slack() -> None:
    body = compose_alert(MATCH, Story(key="s", title="S"), development=1, form="blocks", zone="UTC").body
    assert body.count("Токаев подпишет") == 2  # in the notification, and in the message


@pytest.mark.parametrize("form", ["text", "html", "blocks"])
@pytest.mark.parametrize("between", ["\n", ". ", " — "])
def test_a_text_that_begins_with_its_title_says_it_once(form: Any, between: str) -> None:
    title, rest = "Aral Sea gains two metres", "Fishermen return to the shore."
    post = Post(source="x", id="1", title=title, text=f"{title}{between}{rest}", seen_at=POST.seen_at)
    match = Match(post=post, story="s", tier="update", score=1.0, hits=())
    body = compose_alert(match, Story(key="s", title="S"), development=1, form=form, zone="UTC").body
    shown = body[body.index("<body") :] if form == "html" else body.partition('"blocks"')[2] or body
    assert (shown.count(title), shown.count(rest)) == (1, 1)


def test_a_title_that_is_only_the_beginning_of_a_word_of_the_text_is_kept_apart() -> None:
    post = Post(source="x", id="1", title="Aral", text="Aralsk votes on Sunday.", seen_at=POST.seen_at)
    match = Match(post=post, story="s", tier="update", score=1.0, hits=())
    assert (
        "Aralsk votes" in compose_alert(match, Story(key="s", title="S"), development=1, form="text", zone="UTC").body
    )


def test_a_long_address_in_a_headline_does_not_widen_the_mail() -> None:
    post = Post(source="x", id="1", title="Aral " + "x" * 190, text="", seen_at=POST.seen_at)
    match = Match(post=post, story="s", tier="update", score=1.0, hits=())
    body = compose_alert(match, Story(key="s", title="S"), development=1, form="html", zone="UTC").body
    before = body[: body.rindex("x" * 190)]
    assert "overflow-wrap:anywhere" in before[before.rindex("<td") :]
