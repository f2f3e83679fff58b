"""Bylines, datelines, credits and outlets tell no news; the first line of a plain text is its headline."""

import time

import pytest

from monitor.drafting import furniture, headline_end


def told(text: str) -> str:
    left = list(text)
    for start, end in furniture(text):
        left[start:end] = " " * (end - start)
    return " ".join("".join(left).split())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("By Anna Petrova, Almaty Bureau\nThe dam held.", "The dam held."),
        ("كتبت: ليلى حسن\nانهار السد.", "انهار السد."),
        ("القاهرة تخفض الفائدة\nالقاهرة - أحمد سالم\nخفض البنك الفائدة.", "القاهرة تخفض الفائدة خفض البنك الفائدة."),
        ("Headline\nالإسماعيلية (أ ف ب)\nجنحت السفينة.", "Headline جنحت السفينة."),
        ("ALMATY, April 14 (Steppe News) - A dam gave way.", "A dam gave way."),
        ("КАИР, 2 апр — ПРАЙМ. Банк снизил ставку.", "Банк снизил ставку."),
        ("ТАЛДЫКОРГАН. Прорвало плотину.", "Прорвало плотину."),
        ("14 сәуір, сейсенбі. Бөгет бұзылды.", "Бөгет бұзылды."),
        ("The dam held. Read also: Marathon postponed. Subscribe to us.", "The dam held."),
        ("Плотина выстояла.\nФото: РИА Новости. Подписывайтесь на наш канал.", "Плотина выстояла."),
        ("Бөгет бұзылды, деп хабарлайды Қазақпарат.", "Бөгет бұзылды, деп хабарлайды ."),
        ("He told Reuters that the dam held.", "He told that the dam held."),
        ("Le barrage a tenu. Lire aussi : La crue", "Le barrage a tenu."),
    ],
)
def test_what_tells_no_news_is_left_out(text: str, left: str) -> None:
    assert told(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Kazakhstan signed the charter - and left.",
        "Токаев подписал устав. Затем он уехал.",
        "By Monday the dam had held for a week, and the water fell at last, engineers said.",
        "الجزيرة العربية أرض واسعة.",
        "США и Казахстан подписали договор - впервые.",
    ],
)
def test_news_stays_whole(text: str) -> None:
    assert told(text) == " ".join(text.split())


def test_a_first_line_is_a_headline_if_it_looks_like_one() -> None:
    assert headline_end("Dam bursts in Kazakhstan\nA dam gave way.") == len("Dam bursts in Kazakhstan")
    for text in (
        "A dam gave way.\nIt rained.",
        "By Anna Petrova\nA dam gave way.",
        "Dam bursts in Kazakhstan",
        "",
        "\n\n",
    ):
        assert headline_end(text) == 0


@pytest.mark.parametrize(
    "text", ["A" * 50_000, "A, " * 20_000, "A (" * 20_000, "\n" * 50_000, "By " * 20_000, "А — " * 20_000]
)
def test_hostile_texts_are_no_trouble(text: str) -> None:
    started = time.process_time()
    furniture(text)
    assert time.process_time() - started < 2
