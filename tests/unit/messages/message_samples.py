"""Posts for the tests of messages: real-looking ones in four languages, and ones that mean harm."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from monitor.model import Hit, Match, Media, Post, Story

SEEN = datetime(2026, 1, 22, 13, 12, tzinfo=UTC)
STORY = Story(key="board-of-peace", title="Kazakhstan and the Board of Peace")

ARABIC = "توكاييف يوقع ميثاق مجلس السلام في دافوس"
ARABIC_TEXT = (
    "وقّع الرئيس قاسم جومارت توكاييف ميثاق مجلس السلام يوم 2026-01-22، وفق @aqorda_press.\n"
    "التفاصيل: https://akorda.kz/ar"
)
RUSSIAN = "Токаев подписал устав Совета мира"
KAZAKH = "Тоқаев Давоста Бейбітшілік кеңесінің жарғысына қол қойды"

#: Everything that ever made a message act instead of being read (SAFETY, output).
HOSTILE = (
    "<!channel> <@U1> <!subteam^S1> <http://evil.example|akorda.kz> @here",
    "</title><script>alert(1)</script><img src=x onerror=alert(1)>",
    "<svg><set attributeName=onload to=alert(1)></svg><iframe srcdoc='<b>'></iframe><base href=//x>",
    "<button formaction=javascript:alert(1)>x</button><meta http-equiv=refresh content=0><style>*{}</style>",
    "{{7*7}} {{config}} {% import 'os' %} ${x} #{y}",
    "hi\r\nBcc: evil@example.com",
    "hi\u2028Bcc: a\u2029Cc: b\u0085To: c",
    "=?utf-8?q?hi=0d=0aBcc:_evil@x?=",
    "\x1b]52;c;aGk=\x07\x1b[2J\x9b31m\x00",
    "\u202egnp.exe\u202c \u2066x\u2069 \U000e0041\U000e0042",
    "[/] [link=http://x]y[/link] *b* _i_ `c` ~s~",
    "a" + "\u0301" * 5_000,
    "ا" * 40_000,
    "\ud800 lone",
    "=1+1",
)


def hit(word: str, text: str, field: str = "text", keyword: str = "who") -> Hit:
    """The first place of ``word`` in ``text``."""
    start = text.index(word)
    return Hit(keyword=keyword, form=word, lang="", field=field, start=start, end=start + len(word))  # type: ignore[arg-type]


def post(**given: Any) -> Post:
    return Post(**({"source": "akorda", "id": "1", "seen_at": SEEN} | given))


def match(
    given: Post, *hits: Hit, tier: Any = "update", score: float = 0.9, why: str = "update: who and what"
) -> Match:
    return Match(post=given, story=STORY.key, tier=tier, score=score, hits=hits, why=why)


def arabic() -> Match:
    """An Arabic post with hits in title and text, published at 16:10 in UTC+3."""
    return match(
        post(
            title=ARABIC,
            text=ARABIC_TEXT,
            lang="ar",
            url="https://qazaqstan.example/ar/1",
            author="فاطمة",
            published_at=datetime(2026, 1, 22, 13, 10, tzinfo=UTC),
            published_offset=180,
            date_basis="feed",
        ),
        hit("توكاييف", ARABIC, "title"),
        hit("مجلس السلام", ARABIC, "title", "what"),
        hit("توكاييف", ARABIC_TEXT),
    )


def hostile(text: str) -> Match:
    """A post whose every field is ``text``."""
    return match(
        post(
            title=text,
            text=text * 3,
            author=text,
            lang=text,
            url="https://attacker.example/story?x=<script>" + text[:50],
            media=(Media(alt=text, url=text),),
            reply_to=text,
            quotes=(text,),
        ),
        Hit(keyword="who", form=text, lang="ru", field="title", start=0, end=2),
        Hit(keyword="who", form="x", lang="ru", field="text", start=1, end=10**9),
        Hit(keyword="who", form="x", lang="ru", field="text", start=-5, end=1),
        why=text,
    )


any_text = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(codec=None), max_size=400),
    st.lists(st.sampled_from([*HOSTILE[:11], ARABIC, RUSSIAN, "🇰🇿", "\u200f", " ", "\n", '&<>"']), max_size=30).map(
        "".join
    ),
)

any_match = st.builds(
    lambda title, text, name, url, start, length: match(
        post(title=title, text=text, author=name, lang=name, url=url),
        Hit(keyword="k", form=name, lang="ar", field="title", start=start, end=start + length),
        Hit(keyword="k", form=name, lang="ar", field="text", start=start * 3, end=start * 3 + length),
        why=name,
    ),
    any_text,
    any_text,
    any_text,
    st.one_of(any_text, any_text.map("https://example.com/".__add__)),
    st.integers(0, 300),
    st.integers(0, 40),
)
