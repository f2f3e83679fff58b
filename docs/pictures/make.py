"""Makes the pictures of the README from messages that the program itself composes.

    python docs/pictures/make.py            # needs Chromium: apt-get install chromium

``alert.png`` shows an alert's Slack blocks, drawn by a small renderer of this file in Slack's manner (no Slack is
asked); ``digest.png`` is the digest's page as a browser shows it. The posts are invented.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

from monitor.messages.alert import compose_alert
from monitor.messages.digest import compose_digest
from monitor.messages.report import Blind, Coverage, Report, Reported, count_posts
from monitor.model import Development, Hit, Match, Post, Story

HERE = Path(__file__).parent
ZONE = "Asia/Almaty"
SINCE = datetime(2026, 1, 22, 2, tzinfo=UTC)
STORY = Story(key="board-of-peace", title="Kazakhstan and the Board of Peace")
NAMES = {
    "akorda": "Акорда",
    "asharq": "الشرق الأوسط",
    "inform": "Казинформ",
    "tengri": "Tengrinews",
    "astana": "The Astana Times",
    "x-akorda": "Akorda on X",
}
#: The words that the story looks for, in the forms that stand in these posts.
WORDS = (
    "توكاييف",
    "مجلس السلام",
    "Тоқаев",
    "Бейбітшілік кеңесінің",
    "Токаев",
    "Совета мира",
    "Tokayev",
    "Board of Peace",
)


def post(source: str, lang: str, hours: float, title: str, text: str = "", offset: int = 300) -> Post:
    at = SINCE + timedelta(hours=hours)
    return Post(
        source=source,
        id=title,
        url=f"https://{source}.example/{lang}/board-of-peace",
        title=title,
        text=text,
        lang=lang,
        published_at=at,
        published_offset=offset,
        date_basis="feed",
        seen_at=at + timedelta(minutes=2),
    )


def matched(given: Post, tier: Any = "update", score: float = 0.93) -> Match:
    hits = [
        Hit(
            keyword="k",
            form=word,
            lang=given.lang,
            field=field,
            start=text.index(word),
            end=text.index(word) + len(word),
        )
        for field, text in (("title", given.title), ("text", given.text))
        for word in WORDS
        if word in text
    ]
    why = "update: who (tokayev) and what (board-of-peace)"
    return Match(post=given, story=STORY.key, tier=tier, score=score, hits=tuple(hits), why=why)


ARABIC = post(
    "asharq",
    "ar",
    9.2,
    "توكاييف يوقع ميثاق مجلس السلام في دافوس",
    "وقّع رئيس كازاخستان قاسم جومارت توكاييف، اليوم الخميس في دافوس، ميثاق مجلس السلام (Board of Peace) "
    "إلى جانب قادة الدول المؤسسة، وفق ما نشرته @aqorda_press.",
    180,
)
KAZAKH = post(
    "akorda",
    "kk",
    9.0,
    "Тоқаев Бейбітшілік кеңесінің жарғысына қол қойды",
    "Мемлекет басшысы Қасым-Жомарт Тоқаев Давоста Бейбітшілік кеңесінің жарғысына қол қойды.",
)
RUSSIAN = post("inform", "ru", 9.1, "Токаев подписал устав Совета мира")
ENGLISH = post(
    "astana",
    "en",
    15.5,
    "Tokayev pledges grain and a field hospital at the Board of Peace",
    "Kazakhstan will send wheat and a field hospital to Gaza, President Tokayev said in Davos.",
)


def report() -> Report:
    echoes = (RUSSIAN, ARABIC, post("tengri", "ru", 9.5, "Устав Совета мира подписан в Давосе"))
    related = [
        *(post("tengri", "ru", 2 + n * 1.4, title) for n, title in enumerate(RELATED_RUSSIAN)),
        *(post("asharq", "ar", 4 + n * 3.1, title, offset=180) for n, title in enumerate(RELATED_ARABIC)),
        post("astana", "en", 6.3, "Explainer: what is the Board of Peace?"),
    ]
    developments = (
        reported(17, KAZAKH, echoes, state="told"),
        reported(18, ENGLISH, (), state="held", why="quiet hours 22:30-07:00"),
    )
    blind = Blind(
        source="x-akorda",
        since=SINCE + timedelta(hours=19, minutes=10),
        until=SINCE + timedelta(hours=21, minutes=40),
        health="limited",
    )
    posts = [KAZAKH, ENGLISH, *echoes, *related]
    return Report(
        story=STORY.key,
        title=STORY.title,
        since=SINCE,
        until=SINCE + timedelta(days=1),
        zone=ZONE,
        developments=developments,
        related=tuple(matched(one, "related", 0.4) for one in related),
        buckets=count_posts(posts, SINCE, SINCE + timedelta(days=1), zone=ZONE),
        coverage=Coverage(sources=14, healthy=14, blind=(blind,)),
        names=NAMES,
    )


RELATED_RUSSIAN = (
    "Что известно о церемонии в Давосе: участники Совета мира",
    "Эксперты о членстве в Совете: что получит Казахстан",
    "Белый дом назвал состав исполнительного комитета",
    "В Давосе завершились переговоры по Газе",
)
RELATED_ARABIC = ("ما هو مجلس السلام ومن أعضاؤه؟", "خبراء: كازاخستان وسيط جديد في الشرق الأوسط")


def reported(number: int, lead: Post, echoes: tuple[Post, ...], **given: Any) -> Reported:
    development = Development(id=number, story=STORY.key, lead=lead, at=lead.seen_at, echoes=echoes)
    return Reported(development=development, match=matched(lead), **given)


def slack_page(body: str) -> str:
    """Slack blocks as a page in Slack's manner: each paragraph finds its own direction, as Slack's do."""
    blocks = "".join(slack_block(block) for block in json.loads(body)["blocks"])
    return f"""<!doctype html><meta charset="utf-8"><style>
    body {{ margin: 0; padding: 14px 18px; font: 15px/1.46 Lato, 'Noto Sans', sans-serif }}
    body {{ color: #1d1c1d; background: #fff }} a {{ color: #1264a3; text-decoration: none }}
    .message {{ display: grid; grid-template-columns: 36px 1fr; gap: 10px }}
    .face {{ width: 36px; height: 36px; border-radius: 8px; background: #0f6b5c }}
    .name b {{ font-weight: 800 }} .name span {{ color: #616061; font-size: 12px }}
    .app {{ background: #eee; border-radius: 2px; padding: 0 3px; font-size: 10px !important; font-weight: 700 }}
    h3 {{ font-size: 18px; margin: 6px 0 8px }} p {{ margin: 0; unicode-bidi: plaintext; text-align: start }}
    blockquote {{ margin: 4px 0; padding: 0 0 0 12px; border-left: 4px solid #ddd }}
    .context {{ color: #616061; font-size: 13px; margin: 6px 0; unicode-bidi: plaintext }}
    .block {{ margin: 6px 0 }} hr {{ border: 0; border-top: 1px solid #ddd }}
    </style><div class="message"><div class="face"></div><div>
    <div class="name"><b>Story monitor</b> <span class="app">APP</span> <span>18:12</span></div>{blocks}</div></div>"""


def slack_block(block: dict[str, Any]) -> str:
    match block["type"]:
        case "header":
            return f'<h3 dir="auto">{block["text"]["text"]}</h3>'
        case "section":
            return f'<p class="block">{block["text"]["text"]}</p>'
        case "context":
            return f'<div class="context">{"&ensp;".join(one["text"] for one in block["elements"])}</div>'
        case "divider":
            return "<hr>"
    return f'<div class="block">{"".join(rich_part(part) for part in block["elements"])}</div>'


def rich_part(part: dict[str, Any]) -> str:
    words = "".join(rich_element(element) for element in part["elements"]).replace("\n", "<br>")
    return f'<blockquote dir="auto">{words}</blockquote>' if part["type"] == "rich_text_quote" else f"<p>{words}</p>"


def rich_element(element: dict[str, Any]) -> str:
    text = escape(element["text"])
    if element["type"] == "link":
        return f'<a href="{escape(element["url"])}">{text}</a>'
    return f"<b>{text}</b>" if element.get("style", {}).get("bold") else text


def shoot(browser: str, page: str, target: Path, width: int, height: int) -> None:
    """Draws ``page`` with a headless browser that can reach nothing."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(page, encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--proxy-server=127.0.0.1:9"]
        shot = [f"--user-data-dir={folder}", f"--window-size={width},{height}", f"--screenshot={target}", file.as_uri()]
        command = [browser, *options, *shot]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - our own command
    sys.stdout.write(f"{target.name}: {target.stat().st_size:,} bytes\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--browser", default=shutil.which("chromium") or shutil.which("google-chrome") or "chromium")
    browser = parser.parse_args().browser
    alert = compose_alert(matched(ARABIC), STORY, development=17, form="blocks", zone=ZONE, source_name=NAMES["asharq"])
    shoot(browser, slack_page(alert.body), HERE / "alert.png", 680, 328)
    digest = compose_digest(report(), form="html", standalone=True)
    shoot(browser, digest.body, HERE / "digest.png", 900, 968)


if __name__ == "__main__":
    main()
