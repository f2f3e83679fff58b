"""The morning digest: what is new, who says so, what else matched, and whether no news is no news."""

import itertools
import json
import re
import struct
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from message_checks import check, strings
from message_samples import (
    ARABIC,
    HOSTILE,
    KAZAKH,
    RUSSIAN,
    SEEN,
    any_match,
    any_text,
    arabic,
    hit,
    hostile,
    match,
    post,
)

from monitor.messages.chart import WIDTH, draw, in_bars, to_svg
from monitor.messages.difference import difference
from monitor.messages.digest import CID, compose_digest
from monitor.messages.report import Blind, Bucket, Change, Coverage, Report, Reported, count_posts
from monitor.model import Development, Form, Match, Message, Post, Revision
from monitor.text.clean import without_isolates

FORMS = (*get_args(Form), "md")
SINCE = datetime(2026, 1, 22, 2, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=1)
WELL = Coverage(sources=14, healthy=14)
GAP = Blind(
    source="x", since=SINCE + timedelta(hours=19, minutes=10), until=SINCE + timedelta(hours=21), health="limited"
)


def at(hours: float) -> datetime:
    return SINCE + timedelta(hours=hours)


def dated(hours: float, **given: Any) -> Post:
    given = {"published_at": at(hours), "published_offset": 300, "date_basis": "feed", "seen_at": at(hours)} | given
    return post(**given)


def reported(lead: Match, *echoes: Post, number: int = 17, **given: Any) -> Reported:
    development = Development(id=number, story="bop", lead=lead.post, at=lead.post.seen_at, echoes=echoes)
    return Reported(development=development, match=lead, **given)


def report(**given: Any) -> Report:
    base = {
        "story": "bop",
        "title": "Board of Peace",
        "since": SINCE,
        "until": UNTIL,
        "zone": "Asia/Almaty",
        "coverage": WELL,
    }
    return Report(**(base | given))


def full() -> Report:
    lead = match(
        dated(9.1, id="1", title=KAZAKH, lang="kk", source="akorda", url="https://akorda.example/1"),
        hit("Тоқаев", KAZAKH, "title"),
    )
    echoes = (
        dated(9.0, id="2", title=RUSSIAN, lang="ru", source="inform", url="https://inform.example/2", seen_at=at(9.4)),
        dated(9.5, id="3", title=ARABIC, lang="ar", source="wam", url="https://wam.example/3"),
        dated(9.6, id="4", title=RUSSIAN, lang="ru", source="inform2", url="https://www.inform.example/other"),
        dated(9.7, id="5", title=KAZAKH, lang="kk", source="akorda-en", url="https://akorda.example/en/1"),
    )
    related = [match(dated(3 + n, id=f"r{n}", title=f"{RUSSIAN} {n}", lang="ru"), tier="related") for n in range(18)]
    old = dated(1, id="e", title="Kazakhstan pledges aid", text="one two three")
    return report(
        developments=(
            reported(lead, *echoes, state="told"),
            reported(arabic(), number=18, state="held", why="quiet hours"),
        ),
        related=(*related, match(dated(4, id="ra", title=ARABIC, lang="ar"), tier="related")),
        buckets=count_posts([lead.post, *echoes, *(one.post for one in related)], SINCE, UNTIL, zone="Asia/Almaty"),
        coverage=Coverage(sources=14, healthy=13, blind=(GAP,)),
        background=(match(dated(-100, id="b", title=ARABIC, lang="ar")),),
        changes=(
            Change(
                before=old,
                at=at(20),
                after=Revision(
                    source="akorda", post_id="e", at=at(20), title="Kazakhstan pledges grain", text="", hash=""
                ),
            ),
            Change(before=dated(2, id="d", title=RUSSIAN), at=at(21)),
        ),
        names={"akorda": "Акорда", "inform": "Казинформ", "wam": "وام", "x": "Akorda on X"},
        notes=("Covers two mornings.",),
    )


def seen_in(message: Message) -> str:
    if message.form == "blocks":
        return without_isolates(" ".join(strings(json.loads(message.body)["blocks"], "text")))
    if message.form == "html":
        return without_isolates(" ".join(lxml_html.document_fromstring(message.body).text_content().split()))
    return without_isolates(message.body)


@pytest.mark.parametrize("form", ["text", "html", "blocks", "md"])
def test_a_digest_says_what_is_new_who_says_so_and_how_much_was_seen(form: Any) -> None:
    message = compose_digest(full(), form=form)
    check(message)
    seen = seen_in(message)
    for needed in (
        "Board of Peace",
        "2026-01-22 07:00 to 2026-01-23 07:00 Asia/Almaty",
        "13 of 14 sources well",
        "Akorda on X 2026-01-23 02:10–04:00 (rate limited)",
        "2 new developments",
        KAZAKH,
        "+2 outlets, 3 languages (Arabic, Kazakh, Russian)",
        "first in Russian: Казинформ, 2026-01-22 16:00 (6 minutes earlier)",
        "quiet hours",
        "Russian (18)",
        "and 3 more" if form != "blocks" else "and 13 more",
        "Covers two mornings",
        "no longer shown by its source",
    ):
        assert needed in seen, needed
    assert seen.index("sources well") < seen.index(KAZAKH)


def test_the_other_forms_of_a_digest_have_edits_background_and_bars() -> None:
    for form in ("text", "html", "md"):
        seen = seen_in(compose_digest(full(), form=form))  # type: ignore[arg-type]
        assert "background: published before we began to watch" in seen.lower()
        assert "pledges aid" in seen
        assert "pledges grain" in seen
    assert "█" in compose_digest(full(), form="text").body


def test_a_quiet_night_is_no_news_only_when_everything_was_seen() -> None:
    quiet = compose_digest(report(), form="text").body
    assert "Nothing new in this story. All sources were seen, so this is really no news." in quiet
    for coverage in (
        Coverage(sources=14, healthy=14, blind=(GAP,)),
        Coverage(sources=14, healthy=13),
    ):
        unsure = compose_digest(report(coverage=coverage), form="text").body
        assert "something may have been missed" in unsure
        assert "really no news" not in unsure
    for coverage in (Coverage(), Coverage(sources=3, healthy=0)):
        assert "says nothing about the world" in compose_digest(report(coverage=coverage), form="text").body


@pytest.mark.parametrize("form", FORMS)
def test_the_text_of_a_post_without_a_title_is_told_once(form: Any) -> None:
    words = "Тоқаев Ғазаға дала госпиталін жіберу туралы шешімді жариялады"
    lead = match(dated(9, id="1", text=words, url="https://t.me/aqorda/1"), hit("Тоқаев", words))
    body = compose_digest(report(developments=(reported(lead),)), form=form).body
    assert body.count("дала госпиталін") == 1


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("first", ["Тоқаев Ғазаға барады", "Тоқаев Ғазаға барады. " + "Ол дала госпиталін ашады. " * 9])
def test_a_post_of_several_lines_without_a_title_says_its_beginning_once(form: Any, first: str) -> None:
    lead = match(dated(9, id="1", text=f"{first}\nСапар үш күнге созылады.", url="https://t.me/aqorda/1"))
    body = compose_digest(report(developments=(reported(lead),)), form=form).body
    assert body.count("Ғазаға барады") == 1
    assert body.count("Сапар үш күнге") == 1


@pytest.mark.parametrize("form", ["text", "html", "blocks", "md"])
def test_a_headline_that_thirty_outlets_carry_is_shown_once_and_they_are_counted(form: Any) -> None:
    same = [
        match(dated(n / 2, id=f"s{n}", title=f"{RUSSIAN}{'.' * (n % 2)}", lang="ru", url=f"https://s{n}.example/1"))
        for n in range(30)
    ]
    other = match(dated(20, id="o", title="Что такое Совет мира?", lang="ru", url="https://o.example/1"), score=0.1)
    body = without_isolates(compose_digest(report(related=(*same, other)), form=form).body)
    assert body.count(RUSSIAN) == 1
    assert "+29 outlets" in body and "Что такое Совет мира?" in body
    assert "more" not in body.partition("Russian")[2].partition("Posts over")[0]


def test_other_posts_stand_in_order_of_time() -> None:
    related = [match(dated(n, id=f"t{n}", title=f"No {n}", lang="ru"), score=n / 10) for n in (7, 2, 9, 4)]
    body = compose_digest(report(related=tuple(related)), form="text").body
    assert [body.index(f"No {n}") for n in (2, 4, 7, 9)] == sorted(body.index(f"No {n}") for n in (2, 4, 7, 9))


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    night = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)
    gap = Blind(source="x", since=night, until=night + timedelta(hours=1), health="try_later")
    told = report(
        since=night - timedelta(hours=9),
        until=night + timedelta(hours=9),
        zone="Europe/Berlin",
        coverage=Coverage(sources=3, healthy=3, blind=(gap,)),
    )
    text = without_isolates(compose_digest(told, form="text").body)
    assert "2026-10-25 02:10 UTC+02:00–02:10 UTC+01:00" in text
    assert "2026-10-24 17:10 to 2026-10-25 10:10 Europe/Berlin" in text


def test_on_a_busy_day_slack_names_every_development() -> None:
    days = [
        reported(match(dated(1, id=f"{n}", title=f"{RUSSIAN} {n:02}", text="слово " * 60)), number=n) for n in range(36)
    ]
    seen = seen_in(compose_digest(report(developments=tuple(days)), form="blocks"))
    assert all(f"{RUSSIAN} {n:02}" in seen for n in range(36))
    assert "more parts" not in seen


@pytest.mark.parametrize("form", ["text", "html", "blocks", "md"])
def test_a_development_bears_the_number_that_reasons_name_it_by(form: Any) -> None:
    why = 'new; not an echo of development 3: an earlier post says "signs", this one "refuses"'
    told = reported(match(dated(1, title=RUSSIAN)), number=17, state="told", why=why)
    assert "Development 17 · alerted: not an echo of development 3" in seen_in(
        compose_digest(report(developments=(told,)), form=form)
    )


def test_a_digest_without_posts_does_not_count_noughts() -> None:
    body = compose_digest(report(), form="text").body
    assert "no posts" in body and "0 " not in body.partition("Coverage")[0].partition("Almaty")[2]
    silent = match(dated(3, id="1", title="???", lang=""))
    assert "1 new development, 1 post\n" in compose_digest(report(developments=(reported(silent),)), form="text").body


def test_items_of_an_aggregator_count_by_the_outlet_behind_each() -> None:
    lead = match(dated(9, id="1", title=RUSSIAN, url="https://vesti.example/1"))
    wayside = "https://news.google.com/rss/articles/CBMi{}?oc=5"
    echoes = [
        dated(10, id=f"g{n}", title=RUSSIAN, url=wayside.format(n), author=name, source="google")
        for n, name in enumerate(("Reuters", "Reuters", "AP News", ""))
    ]
    told = report(developments=(reported(lead, *echoes),), names={"google": "Google News"})
    text = without_isolates(compose_digest(told, form="text").body)
    assert "+3 outlets" in text  # Reuters once, AP, and one that nobody names
    page = lxml_html.fromstring(compose_digest(told, form="html").body).text_content()
    assert all(name in page for name in ("Reuters", "AP News"))


def test_what_the_first_outlet_published_since_is_told_with_its_latest_headline() -> None:
    lead = match(dated(9, id="1", title="Dam bursts", url="https://vesti.example/1"))
    later = [
        dated(hours, id=title, title=title, url=f"https://vesti.example/{hours}")
        for hours, title in ((10, "Minister resigns"), (11, "Minister resigns over dam"))
    ]
    alone = compose_digest(report(developments=(reported(lead, *later),)), form="text").body
    assert "no other outlet yet; 2 more posts of its own outlet, the latest: “Minister resigns over dam”" in (
        without_isolates(alone)
    )
    other = dated(12, id="o", title="Dam bursts", url="https://other.example/1")
    both = compose_digest(report(developments=(reported(lead, later[0], other),)), form="text").body
    assert "Echoes: +1 outlet; 1 more post of its own outlet, the latest:" in both
    same = dated(12, id="s", title="Dam bursts", url="https://vesti.example/s")
    again = compose_digest(report(developments=(reported(lead, same),)), form="text").body
    assert "no other outlet yet; 1 more post of its own outlet\n" in without_isolates(again)


def test_an_echo_hours_later_is_told_with_its_headline_so_that_nothing_is_buried_unsaid() -> None:
    lead = match(dated(9, id="1", title="Bank's chief resigns", lang="ru", url="https://vesti.example/1"))
    soon = dated(10, id="2", title="Chief of the bank quits", lang="ru", url="https://other.example/1")
    late = dated(17, id="3", title="Chairman of the bank resigns", lang="ru", url="https://third.example/1")
    told = report(developments=(reported(lead, late, soon),))
    said = "+2 outlets, 1 language (Russian), the latest after 8 hours: “Chairman of the bank resigns”"
    assert all(said in seen_in(compose_digest(told, form=form)) for form in ("text", "html", "blocks"))
    for quick in (soon, dated(17, id="4", title="Bank's chief resigns", lang="ru", url="https://third.example/1")):
        text = compose_digest(report(developments=(reported(lead, quick),)), form="text").body
        assert "+1 outlet" in text and "latest" not in text


@pytest.mark.parametrize("form", ["text", "html", "blocks", "md"])
def test_what_is_no_longer_the_last_word_names_the_development_that_is(form: Any) -> None:
    said = reported(match(dated(9, id="1", title="Minister will sign")), number=3, state="told")
    why = 'new; not an echo of development 3: an earlier post says "sign", this one "refuses"'
    turned = reported(match(dated(12, id="2", title="Minister refuses to sign")), number=5, state="told", why=why)
    shown = seen_in(compose_digest(report(developments=(said, turned)), form=form))
    assert shown.count("later, development 5 says otherwise") == 1
    assert "says otherwise" not in seen_in(compose_digest(report(developments=(said,)), form=form))


@pytest.mark.parametrize("form", ["text", "html", "blocks", "md"])
def test_an_edit_into_the_opposite_is_told_where_the_development_stands_and_where_edits_do(form: Any) -> None:
    lead = Match(post=dated(1, id="e", title="Crew of the tanker is free"), story="s", tier="update", score=1, hits=())
    edit = Revision(
        source=lead.post.source, post_id="e", at=at(9), title="Crew of the tanker is not free", text="", hash=""
    )

    said = seen_in(
        compose_digest(
            report(developments=(reported(lead),), changes=(Change(before=lead.post, after=edit, at=at(9)),)), form=form
        )
    )

    assert "its post was edited since, and now says" in said
    assert said.count("is not free") >= 2


def test_a_post_that_is_gone_is_told_where_its_development_stands() -> None:
    lead = Match(post=dated(1, id="e", title="Crew of the tanker is free"), story="s", tier="update", score=1, hits=())

    said = compose_digest(
        report(developments=(reported(lead),), changes=(Change(before=lead.post, at=at(9)),)), form="text"
    )

    assert "no other outlet yet; no longer shown by its source" in said.body


def test_slack_tells_the_other_posts_from_the_developments() -> None:
    said = seen_in(compose_digest(full(), form="blocks"))

    assert said.index("quiet hours") < said.index("Also matched, by language") < said.index("Edited or taken away")


def test_before_the_first_poll_nobody_is_told_that_there_are_no_sources() -> None:
    none = compose_digest(report(coverage=Coverage(sources=3, unasked=3)), form="text").body
    assert "Coverage: no source of this story was asked yet: monitor run, or monitor poll" in none
    some = compose_digest(report(coverage=Coverage(sources=3, healthy=2, unasked=1)), form="text").body
    assert "Coverage: 2 of 3 sources well, 1 was not asked yet" in some


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_digest_is_a_digest(form: Any) -> None:
    message = compose_digest(report(), form=form)
    check(message)
    assert "Nothing new" in message.body
    assert "nothing new" in message.text.lower()
    assert "over time" not in message.text.lower()  # a chart of nothing says nothing


def test_blind_times_are_told_within_the_window() -> None:
    def line(since: float, until: float | None) -> str:
        blind = Blind(source="x", since=at(since), until=None if until is None else at(until), reason="captcha")
        body = compose_digest(report(coverage=Coverage(sources=2, healthy=2, blind=(blind,))), form="text").body
        return without_isolates(next(line for line in body.splitlines() if line.startswith("Coverage")))

    assert "x the whole window (captcha)" in line(-5, None)
    assert "x until 2026-01-22 10:00 (captcha)" in line(-5, 3)
    assert "x since 2026-01-22 10:00, still (captcha)" in line(3, None)
    assert "x 2026-01-22 10:00–11:00 (captcha)" in line(3, 4)
    assert "no gaps" in line(-5, -4)
    assert "no gaps" in line(24, 30)


def test_a_held_development_and_its_reason_are_told() -> None:
    told = json.loads(compose_digest(full(), form="json").body)["developments"]
    assert [(one["state"], one["why_state"]) for one in told] == [("told", None), ("held", "quiet hours")]


@pytest.mark.parametrize(("seconds", "is_first"), [(59, False), (60, True)])
def test_who_was_first_within_the_same_minute_nobody_says(seconds: int, is_first: bool) -> None:
    lead = arabic()
    assert lead.post.published_at is not None
    echo = dated(30, id="ru", title=RUSSIAN, lang="ru", source="inform", url="https://inform.example/1")
    echo = replace(echo, published_at=lead.post.published_at - timedelta(seconds=seconds), date_basis="feed")
    seen = seen_in(compose_digest(report(developments=(reported(lead, echo),)), form="text"))
    assert ("first in Russian" in seen) == is_first


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("new; nearest 0.46: stems -0.5, 3.1 h apart", ""),
        ("new; nothing was told in the echo window", ""),
        ("new", ""),
        ("new; not an echo of development 3: a count has changed", "not an echo of development 3: a count has changed"),
        ("nobody had been told of development 3; like it 0.93: ideas +1.2", "nobody had been told of development 3"),
        ("new; nearest 0.46: names -0.5, 3.1 h apart; quiet hours until 07:00 UTC", "quiet hours until 07:00 UTC"),
        ("newcomers are told", "newcomers are told"),
    ],
)
@pytest.mark.parametrize("form", ["text", "html", "blocks", "md"])
def test_readers_of_a_digest_are_spared_what_the_judge_measured(why: str, said: str, form: Any) -> None:
    message = compose_digest(report(developments=(reported(arabic(), state="told", why=why),)), form=form)
    seen = seen_in(message)
    assert "nearest" not in seen and "like it" not in seen and "echo window" not in seen
    assert (f"alerted: {said}" in seen) if said else ("alerted:" not in seen and "alerted" in seen)
    whole = json.loads(compose_digest(report(developments=(reported(arabic(), why=why),)), form="json").body)
    assert whole["developments"][0]["why_state"] == why, "programs get all of it"


def test_outlets_are_counted_and_not_sources() -> None:
    told = json.loads(compose_digest(full(), form="json").body)["developments"][0]
    assert told["outlets"] == 2
    assert len(told["echoes"]) == 4
    assert told["languages"] == ["ar", "kk", "ru"]
    assert told["first"]["source"] == "inform"


def test_a_date_without_a_time_is_never_called_first() -> None:
    lead = match(dated(9, id="1", title=KAZAKH, lang="kk"))
    vague = dated(0, id="2", title=RUSSIAN, lang="ru", date_precision="day", source="inform")
    body = compose_digest(report(developments=(reported(lead, vague),)), form="text").body
    assert "first in" not in body


def test_the_picture_travels_with_a_mail_and_inside_a_page() -> None:
    mail = compose_digest(full(), form="html")
    (picture,) = mail.files
    assert picture.data.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture.data[16:24]) == (1120, 480)
    assert f'src="cid:{CID}"' in mail.body
    assert picture.alt in lxml_html.document_fromstring(mail.body).xpath("//img/@alt")
    assert "23 posts" in picture.alt
    page = compose_digest(full(), form="html", standalone=True)
    check(page)
    assert page.files == ()
    assert 'src="data:image/png;base64,' in page.body
    assert "default-src 'none'" in page.body


def test_a_day_without_a_post_brings_no_picture_and_says_in_words_what_was_blind() -> None:
    buckets = tuple(count_posts([], SINCE, UNTIL, zone="UTC"))
    coverage = Coverage(sources=2, healthy=2, blind=(Blind(source="x", since=at(3), until=at(4), reason="captcha"),))
    quiet = compose_digest(report(buckets=buckets, coverage=coverage), form="html")
    assert buckets
    assert (quiet.files, "<img" in quiet.body) == ((), False)
    assert "captcha" in quiet.body


def test_without_counts_there_is_no_picture() -> None:
    message = compose_digest(report(), form="html")
    assert message.files == ()
    assert "<img" not in message.body


def test_a_huge_digest_stays_below_what_mail_programs_clip() -> None:
    leads = [
        match(dated(1, id=str(n), title=f"{n} " + "ترامب " * 40, text="كلمة " * 500, lang="ar")) for n in range(300)
    ]
    many = report(
        developments=tuple(reported(lead, number=n) for n, lead in enumerate(leads)),
        related=tuple(leads) * 3,
        coverage=Coverage(sources=500, healthy=0, blind=tuple(replace(GAP, source=f"source-{n}") for n in range(500))),
    )
    for form in FORMS:
        message = compose_digest(many, form=form)  # type: ignore[arg-type]
        check(message)
        if form == "html":
            assert len(message.body.encode()) <= 100_000
            assert message.body.index("0 of 500 sources well") < 8_000
        if form != "json":
            assert "more" in message.body
    assert len(json.loads(compose_digest(many, form="json").body)["developments"]) == 300


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", FORMS)
def test_a_hostile_world_is_only_read(text: str, form: Any) -> None:
    bad = hostile(text)
    given = report(
        title=text,
        developments=(reported(bad, bad.post, replace(bad.post, source=text, url=""), why=text, state="held"),),
        related=(bad,) * 3,
        background=(bad,),
        buckets=(Bucket(start=SINCE, end=UNTIL, counts={text: 3, "ru": 2}),),
        coverage=Coverage(sources=2, healthy=1, blind=(replace(GAP, source=text, reason=text),)),
        changes=(
            Change(before=bad.post, at=SEEN),
            Change(
                before=bad.post,
                at=SEEN,
                after=Revision(source="x", post_id="1", at=SEEN, title=text, text=text, hash=""),
            ),
        ),
        names={"akorda": text, text: text},
        notes=(text,),
    )
    check(compose_digest(replace(given, names={}, story=text, title=""), form=form))
    message = compose_digest(given, form=form)
    check(message)
    if form == "html":
        check(compose_digest(given, form="html", standalone=True))


@pytest.mark.parametrize("sign", ["😀", "&", "x"])
def test_the_worst_report_keeps_its_head_in_slack(sign: str) -> None:
    text = f"{sign} " * 5_000
    gaps = tuple(replace(GAP, source=f"{n}", reason=text) for n in range(9))
    given = report(
        title=text,
        notes=(text,) * 10,
        coverage=Coverage(sources=9, healthy=0, blind=gaps),
        names={f"{n}": text for n in range(9)},
    )
    message = compose_digest(given, form="blocks")
    check(message)
    assert "0 of 9 sources well" in message.body
    assert "Nothing new" in message.body


@settings(max_examples=20)
@given(st.lists(any_match, max_size=4), any_text)
def test_any_report_makes_valid_messages(matches: list[Match], text: str) -> None:
    given = report(
        title=text,
        developments=tuple(
            reported(one, *(other.post for other in matches), number=n) for n, one in enumerate(matches)
        ),
        related=tuple(matches),
        buckets=count_posts([one.post for one in matches], SINCE, UNTIL),
        coverage=Coverage(sources=1, healthy=0, blind=(replace(GAP, reason=text),)),
        changes=tuple(Change(before=one.post, at=SEEN) for one in matches),
        notes=(text,),
    )
    for form in FORMS:
        check(compose_digest(given, form=form))  # type: ignore[arg-type]


def test_markdown_in_a_headline_is_not_obeyed() -> None:
    bad = match(post(title="![x](http://evil.example/a.png) **b** `c` | <img src=x> [l](javascript:x) # h"))
    body = compose_digest(report(developments=(reported(bad),)), form="md").body
    assert r"!\[x\](http://evil.example/a.png) \*\*b\*\* \`c\` \| \<img src=x\> \[l\](javascript:x)" in body


@given(
    st.lists(
        st.integers(-400, 400).map(
            lambda days: datetime(2026, 1, 1, 5, tzinfo=UTC) + timedelta(days=days, minutes=days)
        ),
        max_size=30,
    ),
    st.timedeltas(timedelta(minutes=1), timedelta(days=4_000)),
    st.sampled_from(["UTC", "Asia/Almaty", "Europe/Paris", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia"]),
)
def test_every_post_of_the_window_is_counted_once(moments: list[datetime], length: timedelta, zone: str) -> None:
    since = datetime(2026, 1, 1, 3, 33, tzinfo=UTC)
    posts = [post(seen_at=moment, lang="ru") for moment in moments]
    buckets = count_posts(posts, since, since + length, zone=zone)
    assert sum(bucket.total for bucket in buckets) == sum(since <= one.seen_at < since + length for one in posts)
    assert (buckets[0].start, buckets[-1].end) == (since, since + length)
    assert all(one.end == other.start and one.start < one.end for one, other in itertools.pairwise(buckets))
    assert len(buckets) <= 50


def test_days_of_the_chart_are_the_readers_days() -> None:
    since, until = datetime(2026, 10, 20, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
    starts = [bucket.start for bucket in count_posts([], since, until, zone="Europe/Paris")[1:]]
    assert starts[0] == datetime(2026, 10, 20, 22, tzinfo=UTC)  # midnight in summer
    assert starts[-1] == datetime(2026, 11, 19, 23, tzinfo=UTC)  # midnight in winter


def test_the_chart_is_the_same_as_words_bars_and_picture() -> None:
    buckets = tuple(Bucket(start=at(n), end=at(n + 1), counts={"ru": n % 3, "ar": n % 2}) for n in range(24))
    chart = draw(buckets, (GAP,), zone="Asia/Almaty")
    assert chart is not None
    assert f"{sum(bucket.total for bucket in buckets)} posts" in chart.alt
    assert "1 source was blind" in chart.alt
    assert in_bars(buckets, zone="Asia/Almaty").count("█") > 10
    assert 'class="blind"' in to_svg(buckets, (GAP,), zone="UTC")
    assert draw((), (), zone="UTC") is None


def test_bars_say_until_when_there_was_nothing() -> None:
    totals = [0, 2, 0, 0, 0, 4, 0]
    buckets = tuple(Bucket(start=at(n), end=at(n + 1), counts={"ru": total}) for n, total in enumerate(totals))
    bars = [line.strip() for line in in_bars(buckets, zone="UTC", width=4).splitlines()]
    starts = [f"{at(n):%Y-%m-%d %H:%M}" for n in range(7)]
    assert bars == [
        f"{starts[0]}  0",
        f"{starts[1]}  ██ 2",
        f"{starts[2]}  0 until {starts[5]}",
        f"{starts[5]}  ████ 4",
        f"{starts[6]}  0",
    ]


def test_the_names_below_a_chart_stay_inside_it() -> None:
    counts = {code: 1_000 - at for at, code in enumerate(("ar", "kk", "ru", "en", "fa", "az", "he", "tr"))}
    svg = to_svg((Bucket(start=SINCE, end=UNTIL, counts=counts),), (GAP,), zone="UTC")
    words = [(float(x), said) for x, said in re.findall(r'<text x="([\d.]+)" y="\d+">([^<]+)</text>', svg)]
    assert "a source blind" in [said for _, said in words]
    assert all(x + 6.2 * len(said) <= WIDTH for x, said in words)


def test_a_chart_of_one_post_or_a_million_is_drawn() -> None:
    for n in (0, 1, 9, 10**6):
        buckets = (Bucket(start=SINCE, end=UNTIL, counts={"": n}),)
        assert draw(buckets, (), zone="UTC") is not None
        assert (str(n) in in_bars(buckets, zone="UTC")) or n == 0


@pytest.mark.parametrize(
    ("before", "after", "was", "now"),
    [
        ("Tokayev will sign", "Tokayev has signed", "Tokayev will sign", "Tokayev has signed"),
        ("a" * 50 + " x end", "a" * 50 + " y end", "…" + "a" * 29 + " x end", "…" + "a" * 29 + " y end"),
        ("same", "same and more", "same", "same and more"),
        ("", "new", "", "new"),
    ],
)
def test_an_edit_shows_what_was_and_what_is(before: str, after: str, was: str, now: str) -> None:
    assert difference(before, after) == (was, now)


@given(any_text, any_text)
def test_any_edit_can_be_shown(before: str, after: str) -> None:
    was, now = difference(before, after)
    assert len(was) <= 162
    assert len(now) <= 162


def test_no_name_or_edit_however_long_widens_a_mail() -> None:
    page = lxml_html.document_fromstring(compose_digest(full(), form="html").body)
    cells = [cell for cell in page.iter("td") if cell.xpath("./bdi[not(@dir)] | ./b/bdi[not(@dir)]")]
    assert len(cells) > 8
    for cell in cells:
        assert "overflow-wrap:anywhere" in cell.get("style"), lxml_html.tostring(cell)


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_quoted_arabic_headline_has_its_quotation_marks_on_its_own_side(form: Any) -> None:
    lead = match(dated(8, title=RUSSIAN, lang="ru", url="https://one.example/1", source="a"))
    late = dated(14, title=ARABIC, lang="ar", url="https://two.example/2", source="b", id="2")
    body = compose_digest(report(developments=(reported(lead, late),)), form=form, standalone=True).body
    assert f"\u2068“{ARABIC}”\u2069" in body
