"""What a cap held back is told once, and what an operator must know is told plainly."""

import json
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from message_checks import check, strings
from message_samples import ARABIC, HOSTILE, RUSSIAN, STORY, any_match, any_text, arabic, hostile, match, post

from monitor.messages.more import compose_more
from monitor.messages.notice import compose_notice
from monitor.model import Form, Match

FORMS = get_args(Form)


@pytest.mark.parametrize("form", FORMS)
def test_sixty_held_posts_of_five_kilobytes_stay_within_the_limits(form: Form) -> None:
    matches = [match(post(id=str(n), title=f"{RUSSIAN} {n} " + "слово " * 900, text="x" * 5_000)) for n in range(60)]
    message = compose_more(STORY, matches, form=form, zone="Asia/Almaty", names={"akorda": "Акорда"})
    check(message)
    assert "60" in message.body
    if form == "blocks":
        last = json.loads(message.body)["blocks"][-1]
        named = sum("Акорда" in text for text in strings(json.loads(message.body)["blocks"], "text"))
        assert last["elements"][0]["text"] == f"and {60 - named} more"
    elif form != "json":
        assert "and 40 more" in message.body


@pytest.mark.parametrize("form", FORMS)
def test_one_held_post_is_one_post(form: Form) -> None:
    message = compose_more(STORY, [arabic()], form=form, zone="UTC")
    check(message)
    assert ARABIC in message.body or form == "html"
    assert "1 more posts" not in message.text
    assert "and " not in message.text.splitlines()[-1]


def test_more_messages_of_a_story_keep_one_subject() -> None:
    subjects = {compose_more(STORY, [arabic()] * n, form="html", zone="UTC").subject for n in (1, 5, 30)}
    assert len(subjects) == 1


@settings(max_examples=30)
@given(st.lists(any_match, max_size=6), any_text)
def test_any_held_posts_make_valid_messages(matches: list[Match], name: str) -> None:
    for form in FORMS:
        check(compose_more(STORY, matches, form=form, zone="UTC", names={"akorda": name}))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", FORMS)
def test_hostile_held_posts_are_only_read(text: str, form: Form) -> None:
    check(compose_more(STORY, [hostile(text)] * 3, form=form, zone="UTC"))


@pytest.mark.parametrize("form", ("text", "html", "blocks"))
def test_a_headline_that_a_notice_quotes_keeps_its_order_beside_its_neighbours(form: Form) -> None:
    quoted = f"[\u2068مجلس السلام\u2069] \u2068{ARABIC}\u2069"
    message = compose_notice("A message could not be delivered", [f"To channel desk: {quoted}"], form=form)
    check(message)
    assert quoted in message.body
    cut = compose_notice("A notice", [f"To channel desk: \u2068{ARABIC * 40}\u2069"], form=form)
    assert cut.body.count("\u2068") == cut.body.count("\u2069")


def test_an_error_text_is_shown_and_not_obeyed() -> None:
    line = "page: attacker.example/story?x=<script>alert(1)</script> \x1b[2J"
    message = compose_notice("Source akorda-ru is silent", [line], form="html")
    check(message)
    assert "&lt;script&gt;" in message.body
    assert "<script>" not in message.body


@settings(max_examples=80)
@given(any_text, st.lists(any_text, max_size=60))
def test_any_notice_is_valid(subject: str, lines: list[str]) -> None:
    for form in FORMS:
        check(compose_notice(subject, lines, form=form))


@pytest.mark.parametrize("form", FORMS)
def test_a_notice_of_a_thousand_lines_is_cut_and_says_so(form: Form) -> None:
    message = compose_notice("Outbox", ["line " + "x" * 2_000] * 1_000, form=form)
    check(message)
    assert "more" in message.body
    assert "and 970 more" in message.text
