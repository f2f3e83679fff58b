"""What an article recalls at its end is no sign that it tells the same: news of another thing is told."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.judging import Background, features, judge
from monitor.judging.reading import read
from monitor.judging.sides import opening
from monitor.model import Echo, Match, New, Policy, Post, Told
from monitor.text.data import read_text

NOON = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)

#: What was told; another piece of news half an hour later; and the sentence with which it recalls the first.
RECALLED = {
    "en": (
        "Bridge in Marvan closed after cracks are found",
        "Engineers found cracks in two pillars of the bridge.",
        "Ministry orders inspection of all river bridges in the north",
        "Inspectors will visit forty crossings within a month.",
        "Earlier, engineers found cracks in two pillars of the bridge in Marvan, and the bridge was closed.",
    ),
    "ru": (
        "Мост в Марване закрыли из-за трещин в опорах",
        "Инженеры обнаружили трещины в двух опорах моста.",
        "Министерство проверит все мосты через реку на севере",
        "Инспекторы осмотрят сорок переправ за месяц.",
        "Напомним, мост в Марване закрыли из-за трещин в опорах: инженеры обнаружили трещины в двух опорах.",
    ),
    "ar": (
        "إغلاق جسر في مروان بعد اكتشاف تشققات",
        "عثر المهندسون على تشققات في دعامتين من الجسر.",
        "الوزارة تأمر بتفتيش جميع جسور النهر في الشمال",
        "سيزور المفتشون أربعين معبرا خلال شهر.",
        "وكان جسر في مروان قد أغلق بعد اكتشاف تشققات في دعامتين من الجسر.",
    ),
    "kk": (
        "Марвандағы көпір тіректеріндегі жарықшақтан жабылды",
        "Инженерлер көпірдің екі тірегінен жарықшақ тапты.",
        "Министрлік солтүстіктегі барлық өзен көпірін тексереді",
        "Инспекторлар бір айда қырық өткелді қарайды.",
        "Бұған дейін Марвандағы көпір тіректеріндегі жарықшақтан жабылған, инженерлер екі тіректен жарықшақ тапқан.",
    ),
}


def verdicts(lang: str, *posts: tuple[str, str]) -> list[int]:
    """The development of each post, given as title and text, half an hour apart."""
    told: list[Told] = []
    for number, (title, text) in enumerate(posts, 1):
        at = NOON + timedelta(hours=number / 2)
        post = Post(
            source=f"s{number}", id=f"p{number}", title=title, text=text, lang=lang, published_at=at, seen_at=at
        )
        match = Match(post=post, story="s", tier="update", score=1.0, hits=())
        known = features(match, Background())
        verdict: New | Echo = judge(match, known, told, at=at, policy=Policy())
        of = verdict.of if isinstance(verdict, Echo) else number
        told.append(Told(development=of, source=post.source, post_id=post.id, url="", lang=lang, at=at, features=known))
    return [each.development for each in told]


@pytest.mark.parametrize("lang", RECALLED)
@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_news_that_recalls_what_was_told_is_news(lang: str, between: str) -> None:
    title, text, news, lead, recalls = RECALLED[lang]
    assert verdicts(lang, (title, text), (news, f"{lead}{between}{recalls}")) == [1, 2]


@pytest.mark.parametrize("lang", RECALLED)
def test_a_rewrite_that_recalls_something_else_is_still_an_echo(lang: str) -> None:
    _, _, news, lead, recalls = RECALLED[lang]
    assert verdicts(lang, (news, lead), (f"{news}!", f"{lead}\n\n{recalls}")) == [1, 1]


@pytest.mark.parametrize("lang", RECALLED)
def test_a_summary_that_only_recalls_buries_nothing(lang: str) -> None:
    title, text, news, _, recalls = RECALLED[lang]
    assert verdicts(lang, (title, text), (news, recalls)) == [1, 2]


def test_what_a_summary_recalls_takes_no_side_and_counts_nothing() -> None:
    parts = opening("Governor steps down over quake", "Earlier, 112 people were reported dead.")
    assert parts == ["Governor steps down over quake"]


def test_every_beginning_of_the_list_ends_what_a_text_tells() -> None:
    lost = []
    for line in read_text("judging", "recalls.txt").splitlines():
        lang, colon, rest = line.partition(":")
        for phrase in rest.split() if colon and not line.startswith("#") else ():
            text = f"Marvan closes the harbour today. {phrase.strip('*').replace('_', ' ').capitalize()} Tulland"
            terms = read("Marvan", text, lang).terms
            if not 0 < terms["n:TLN"] < 1:
                lost.append((lang, phrase))
    assert not lost


def test_the_first_sentence_recalls_nothing() -> None:
    assert read("Marvan", "Earlier elections are wanted by Tulland. More follows.", "en").terms["n:TLN"] == 1
    assert read("Марван", "Порт жабылды. Бұрынғы министр Tulland елге келді.", "kk").terms["n:TLN"] == 1  # a former one
