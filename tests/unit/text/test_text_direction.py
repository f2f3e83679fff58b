"""A text runs as most of its words do."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.direction import direction


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("سيزور الرئيس توكاييف دافوس", "", "rtl"),
        ("Президент Токаев прибыл в Давос", "", "ltr"),
        ("Board of Peace: توكاييف يوقع الميثاق في دافوس اليوم", "", "rtl"),
        ('BBC: what "السلام" means for the Board of Peace today', "", "ltr"),
        ("https://example.com/very/long/latin/address @aqorda_press خبر عاجل", "", "rtl"),
        ("Kassym-Jomart Tokayev Board of Peace Davos توكاييف دافوس", "ar", "rtl"),
        ("Kassym-Jomart Tokayev arrives in Davos", "ar", "ltr"),
        ("ראש הממשלה הגיע", "", "rtl"),
        ("", "", "ltr"),
        ("123 — 456", "ar", "rtl"),
        ("2026 🇰🇿", "", "ltr"),
    ],
)
def test_direction_follows_the_words(text: str, lang: str, expected: str) -> None:
    assert direction(text, lang) == expected


@given(st.text(max_size=300))
def test_any_text_has_a_direction(text: str) -> None:
    assert direction(text) in {"ltr", "rtl"}


@pytest.mark.parametrize("text", ["ا" * 1_000_000, "@" * 1_000_000, "a.b@" * 300_000, "www." * 300_000, "a+" * 500_000])
def test_a_huge_text_is_decided_quickly(text: str) -> None:
    started = time.process_time()
    direction(text)
    assert time.process_time() - started < 1
