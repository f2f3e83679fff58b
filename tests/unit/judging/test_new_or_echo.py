"""New or echo: same post, same link, same words, the same in other words and languages; and what is not the same."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.judging import Background, features, judge
from monitor.model import Echo, Match, New, Policy, Post, Told, Verdict

NOON = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)
POLICY = Policy()


def a_post(id: str, title: str = "", text: str = "", **fields: object) -> Post:
    return Post(**{"source": f"source-{id}", "id": id, "title": title, "text": text, **fields})  # type: ignore[arg-type]


def a_match(post: Post) -> Match:
    return Match(post=post, story="s", tier="update", score=1.0, hits=())


def told_of(post: Post, development: int = 1, hours_ago: float = 1.0) -> Told:
    return Told(
        development=development,
        source=post.source,
        post_id=post.id,
        url=post.url,
        lang=post.lang,
        at=NOON - timedelta(hours=hours_ago),
        features=json.loads(json.dumps(features(a_match(post), Background()))),
    )


def judged(post: Post, told: Sequence[Told], at: datetime = NOON, policy: Policy = POLICY) -> Verdict:
    match = a_match(post)
    return judge(match, features(match, Background()), told, at=at, policy=policy)


SIGNED = a_post(
    "signed",
    "Tokayev signs the Board of Peace charter in Davos",
    "Kazakhstan's president signed the founding charter at a ceremony hosted by Donald Trump on Thursday.",
    lang="en",
    url="https://news.example/signed",
)
FLOOD = a_post(
    "flood",
    "Hundreds evacuated as floods reach Atyrau",
    "Rescuers moved families out of three villages after the Ural river rose above its banks overnight.",
    lang="en",
    url="https://news.example/flood",
)


def test_the_first_post_of_a_story_is_new() -> None:
    assert isinstance(judged(SIGNED, []), New)


def test_an_edited_post_is_never_new_however_old() -> None:
    edited = a_post("signed", "Something quite different now", lang="en")
    verdict = judged(edited, [told_of(SIGNED, hours_ago=500)])
    assert isinstance(verdict, Echo) and verdict.of == 1 and verdict.likeness == 1.0


def test_one_link_from_two_sources_is_one_development() -> None:
    same = a_post("x", "Read this", "worth a look", url="http://www.news.example/signed/?utm_source=tg#top")
    verdict = judged(same, [told_of(SIGNED), told_of(FLOOD, 2)])
    assert isinstance(verdict, Echo) and verdict.of == 1


def test_a_front_page_as_link_says_nothing() -> None:
    one = a_post("a", SIGNED.title, SIGNED.text, lang="en", url="https://news.example/")
    other = a_post("b", FLOOD.title, FLOOD.text, lang="en", url="https://news.example/?utm_source=rss")
    assert isinstance(judged(other, [told_of(one)]), New)


def test_a_source_that_gives_all_its_posts_one_link_is_judged_by_its_words() -> None:
    one = a_post("a", SIGNED.title, SIGNED.text, lang="en", url="https://news.example/live", source="live")
    other = a_post("b", FLOOD.title, FLOOD.text, lang="en", url="https://news.example/live", source="live")
    assert isinstance(judged(other, [told_of(one, hours_ago=9)]), New)


def test_copies_hours_to_days_later_are_echoes() -> None:
    copy = a_post("copy", SIGNED.title, SIGNED.text + " (Reuters)", lang="en")
    for hours in (0.1, 12, 70):
        verdict = judged(copy, [told_of(SIGNED, hours_ago=hours)])
        assert isinstance(verdict, Echo) and verdict.of == 1, hours


def test_a_copy_weeks_later_is_a_development_of_its_own() -> None:
    copy = a_post("copy", SIGNED.title, SIGNED.text, lang="en")
    assert isinstance(judged(copy, [told_of(SIGNED, hours_ago=24 * 14)]), New)


def test_a_translation_within_the_hour_is_an_echo() -> None:
    russian = a_post(
        "ru",
        "Токаев подписал в Давосе устав Совета мира",
        "Президент Казахстана поставил подпись под уставом на церемонии, которую провёл Дональд Трамп.",
        lang="ru",
    )
    arabic = a_post(
        "ar",
        "توكاييف يوقع ميثاق مجلس السلام في دافوس",
        "وقع رئيس كازاخستان على الميثاق خلال مراسم أقامها دونالد ترامب.",
        lang="ar",
    )
    for translation in (russian, arabic):
        verdict = judged(translation, [told_of(SIGNED), told_of(FLOOD, 2)])
        assert isinstance(verdict, Echo) and verdict.of == 1, translation.id


def test_the_backlog_of_a_first_poll_is_not_one_development() -> None:
    old = a_post(
        "old", "Ambassadors meet", "A short text.", lang="en", published_at=NOON - timedelta(days=9), date_basis="feed"
    )
    now = a_post("now", "Wheat arrives", "Another one.", lang="en", published_at=NOON, date_basis="feed")
    assert isinstance(judged(now, [told_of(old, hours_ago=0)]), New)


def test_days_apart_are_told_apart_where_a_place_names_only_days() -> None:
    day = {"lang": "en", "date_basis": "listing", "date_precision": "day"}
    old = a_post("old", "Ambassadors meet", "A short text.", published_at=NOON - timedelta(days=9), **day)
    now = a_post("now", "Wheat arrives", "Another one.", published_at=NOON.replace(hour=0), **day)
    assert isinstance(judged(now, [told_of(old, hours_ago=0)]), New)


def test_a_copy_that_was_met_late_is_an_echo_by_its_time_of_publication() -> None:
    first = replace(SIGNED, published_at=NOON - timedelta(hours=20), date_basis="feed")
    russian = a_post(
        "ru",
        "Токаев подписал в Давосе устав Совета мира",
        "Президент Казахстана поставил подпись под уставом на церемонии, которую провёл Дональд Трамп.",
        lang="ru",
        published_at=NOON - timedelta(hours=19.5),
        date_basis="feed",
    )
    assert isinstance(judged(russian, [told_of(first, hours_ago=20)]), Echo)


def test_a_clock_from_another_age_is_not_believed() -> None:
    for wrong in (datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)):
        first = replace(SIGNED, published_at=NOON, date_basis="feed", seen_at=NOON)
        copy = a_post("c", SIGNED.title, SIGNED.text, lang="en", published_at=wrong, date_basis="feed", seen_at=NOON)
        assert isinstance(judged(copy, [told_of(first)]), Echo), wrong


def test_one_language_in_two_scripts_is_not_compared_by_its_letters() -> None:
    cyrillic = features(a_match(a_post("a", text="Тоқаев Давоста жарғыға қол қойды", lang="kk")), Background())
    latin = features(a_match(a_post("b", text="Toqaev Davosta jarghygha qol qoidy", lang="kk-Latn")), Background())
    assert cyrillic["lang"] != latin["lang"]


def test_minutes_apart_alone_make_no_echo() -> None:
    greek = a_post("el", "Στάση εργασίας από Δευτέρα", "Το αποφάσισε η γενική συνέλευση.", lang="el")
    pairs = (
        (a_post("tr", "Limanda grev kırıcılar iş başında", lang="tr"), greek),
        (greek, a_post("en", "Police storm the port, 40 strikers held", "Riot police entered at dawn.", lang="en")),
        (greek, a_post("ja", "港湾労働者がストライキを延長", lang="ja")),
        (
            a_post("tr", "Limanda vinç devrildi", lang="tr"),
            a_post("en", "Longshoremen extend their walkout to Sunday", lang="en"),
        ),
    )
    for told, post in pairs:
        assert isinstance(judged(post, [told_of(told, hours_ago=0.02)]), New), post.title


def test_another_event_on_the_same_day_is_new() -> None:
    assert isinstance(judged(FLOOD, [told_of(SIGNED, hours_ago=4)]), New)


def test_the_same_template_with_another_figure_is_not_a_copy() -> None:
    first = a_post("m1", "Earthquake of magnitude 4.1 felt near Almaty", lang="en")
    second = a_post("m2", "Earthquake of magnitude 5.9 felt near Almaty", lang="en")
    verdict = judged(second, [told_of(first, hours_ago=40)])
    assert isinstance(verdict, New)


def test_the_same_template_with_another_name_is_not_a_copy() -> None:
    text = "Глава государства принял верительные грамоты посла {} и пожелал ему успехов в работе на благо двух народов."
    first = a_post("m1", "Токаев принял посла Италии", text.format("Италии"), lang="ru")
    second = a_post("m2", "Токаев принял посла Бразилии", text.format("Бразилии"), lang="ru")
    assert isinstance(judged(second, [told_of(first, hours_ago=24)]), New)


def test_the_outlet_named_behind_a_title_does_not_hide_a_copy() -> None:
    first = replace(SIGNED, title=SIGNED.title + " | Reuters", url="")
    copy = a_post("c", SIGNED.title + " - Tengri News", SIGNED.text, lang="en")
    assert isinstance(judged(copy, [told_of(first, hours_ago=60)]), Echo)


def test_two_words_are_no_copy_days_later() -> None:
    first, second = a_post("m1", text="Прямая трансляция", lang="ru"), a_post("m2", text="Прямая трансляция", lang="ru")
    assert isinstance(judged(second, [told_of(first, hours_ago=60)]), New)


def test_the_first_line_stands_for_a_missing_title() -> None:
    assert (
        features(a_match(a_post("a", text="Путин извинился\nПодробности позже")), Background())["terms"]
        == features(a_match(a_post("a", "Путин извинился", "Подробности позже")), Background())["terms"]
    )


def test_a_repost_without_own_words_is_an_echo() -> None:
    repost = a_post("rt", text="https://t.co/abc", quotes=("signed",))
    verdict = judged(repost, [told_of(SIGNED)])
    assert isinstance(verdict, Echo) and verdict.of == 1


def test_a_repost_of_something_unknown_is_new() -> None:
    assert isinstance(judged(a_post("rt", text="", quotes=("never-seen",)), [told_of(SIGNED)]), New)


def test_features_of_an_older_version_are_compared_by_link_and_identity() -> None:
    old = Told(
        development=3,
        source="s",
        post_id="p",
        url=SIGNED.url,
        lang="en",
        at=NOON - timedelta(hours=1),
        features={"v": 0},
    )
    assert isinstance(judged(FLOOD, [old]), New)
    verdict = judged(a_post("z", "x", url=SIGNED.url), [old])
    assert isinstance(verdict, Echo) and verdict.of == 3


def test_a_stricter_likeness_makes_fewer_echoes() -> None:
    later = a_post("again", "Board of Peace: Tokayev's signature in Davos", "The president signed in Davos.", lang="en")
    told = [told_of(SIGNED)]
    assert isinstance(judged(later, told, policy=Policy(likeness=0.05)), Echo)
    assert isinstance(judged(later, told, policy=Policy(likeness=1.0)), New)


HOSTILE = [
    *("", " ", "\ud800", "\x00", "a" * 1_000_000, "слово " * 200_000, "9" * 1_000_000, "السلام" * 100_000),
    *("😀" * 100_000, "https://" + "a" * 1_000_000, "和平" * 300_000, "A\u0301" * 200_000, "RT @x: " * 100_000),
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: f"{text[:3]!r}x{len(text)}")
def test_a_hostile_text_is_judged_in_little_time_and_space(text: str) -> None:
    post = a_post("h", text, text, url=text, quotes=(text, text), lang=text)
    kept = features(a_match(post), Background())
    assert len(json.dumps(kept)) < 4_500
    judge(a_match(post), kept, [told_of(SIGNED), told_of(post, 2)], at=NOON, policy=POLICY)
