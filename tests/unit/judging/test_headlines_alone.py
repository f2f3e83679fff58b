"""Headlines without a text: all of a story share its words, and only what they say besides tells them apart."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from monitor.judging import Background, features, judge
from monitor.matching import Matcher
from monitor.model import Echo, Keyword, New, Policy, Post, Story, Told

MORNING = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
BOARD = Keyword(
    name="board",
    facet="what",
    forms={"en": ("Board of Peace",), "ru": ("Совет мира",), "ar": ("مجلس السلام",), "kk": ("Бейбітшілік кеңесі",)},
)
NOVAK = Keyword(name="n", facet="who", forms={"en": ("Janez Novak",), "ru": ("Янез Новак",), "ar": ("يانيز نوفاك",)})
BRIDGE = Keyword(name="b", facet="what", forms={"en": ("bridge",), "ru": ("мост",), "ar": ("جسر",)})

#: (what is told, minutes after the first, headline)
OF_THE_BOARD = (
    ("leaves", 0, "Kazakhstan leaves Board of Peace, minister says"),
    ("leaves", 5, "Kazakhstan quits Board of Peace"),
    ("leaves", 12, "Казахстан вышел из Совета мира"),
    ("leaves", 15, "Kazakhstan withdraws from the Board of Peace"),
    ("leaves", 20, "كازاخستان تنسحب من مجلس السلام"),
    ("treasurer", 120, "Treasurer of the Board of Peace resigns over fraud"),
    ("treasurer", 130, "Board of Peace treasurer steps down amid fraud claims"),
    ("treasurer", 135, "Казначей Совета мира ушел в отставку из-за мошенничества"),
    ("office", 240, "Board of Peace opens office in Almaty"),
    ("office", 255, "В Алматы открылся офис Совета мира"),
    ("joins", 600, "Norway joins the Board of Peace"),
    ("joins", 605, "Норвегия вступила в Совет мира"),
    ("hacked", 660, "Board of Peace website hacked"),
    ("hacked", 670, "Hackers attack Board of Peace website"),
    ("dinner", 720, "Trump skips Board of Peace dinner"),
    ("logo", 750, "Board of Peace logo unveiled"),
    ("visit", 780, "Vance visits Board of Peace headquarters"),
)
OF_THE_MINISTER = (
    ("signs", 0, "Minister Janez Novak signs bridge agreement"),
    ("signs", 12, "Янез Новак подписал соглашение о строительстве моста"),
    ("signs", 20, "وزير النقل يانيز نوفاك يوقع اتفاقية الجسر"),
    ("sacked", 90, "إقالة وزير النقل يانيز نوفاك بعد انهيار الجسر"),
    ("sacked", 100, "Minister Janez Novak sacked after bridge collapse"),
    ("questioned", 180, "Janez Novak questioned by police over bridge"),
    ("questioned", 190, "Police question Janez Novak about bridge"),
    ("blames", 300, "Janez Novak blames contractor for bridge"),
    ("sorry", 360, "Janez Novak apologises for bridge"),
    ("sorry", 370, "Янез Новак извинился за мост"),
    ("arrested", 510, "Янез Новак арестован по делу о мосте"),
    ("arrested", 520, "Janez Novak arrested in bridge case"),
)


@pytest.mark.parametrize(
    ("keywords", "stream"), [((BOARD,), OF_THE_BOARD), ((NOVAK, BRIDGE), OF_THE_MINISTER)], ids=["board", "minister"]
)
def test_each_thing_that_happens_is_told_and_none_is_told_again(
    keywords: tuple[Keyword, ...], stream: Sequence[tuple[str, int, str]]
) -> None:
    matcher = Matcher([Story(key="s", title="", languages=("en", "ru", "ar", "kk"), keywords=keywords)])
    told: list[Told] = []
    first: dict[str, int] = {}
    for number, (what, minutes, headline) in enumerate(stream, 1):
        at = MORNING + timedelta(minutes=minutes)
        post = Post(source=f"source-{number}", id=str(number), title=headline, published_at=at)
        (match,) = matcher.match_named(post)
        found = features(match, Background())
        verdict = judge(match, found, told, at=at, policy=Policy())
        if what in first:
            assert isinstance(verdict, Echo), (headline, verdict.why)
            assert verdict.of == first[what], (headline, verdict.why)
        else:
            assert isinstance(verdict, New), (headline, verdict.why)
            first[what] = number
        lang, development = match.post.lang, first[what]
        told.append(
            Told(development=development, source=post.source, post_id=post.id, url="", lang=lang, at=at, features=found)
        )
