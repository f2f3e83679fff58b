"""What comes in can be stored; what goes out can only be read."""

import re
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from monitor.text import clean
from monitor.text.storable import incoming

#: Any code point at all, surrogates too, with the troublesome ones drawn often.
any_text = st.text(
    st.one_of(
        st.characters(codec=None),
        st.sampled_from("\x00\x1b\x9b\r\n\u0085\u2028\u202e\u2066\u2069\u200f\u200d\u0301\ud83d\ude00\U000e0041🇰🇿سلام"),
    ),
    max_size=200,
)


def test_a_lone_surrogate_becomes_the_replacement_character_and_nul_goes() -> None:
    assert incoming("a\ud800b\x00c") == "a\ufffdbc"


def test_two_halves_of_a_character_are_joined() -> None:
    assert incoming("\ud83d\ude00") == "😀"


@given(any_text)
def test_any_text_can_be_stored(text: str) -> None:
    stored = incoming(text)
    stored.encode("utf-8")
    assert "\x00" not in stored
    assert incoming(stored) == stored


@given(any_text)
def test_no_text_keeps_what_could_act(text: str) -> None:
    shown = clean.outgoing(text)
    for sign in shown:
        assert unicodedata.category(sign) != "Cc" or sign in "\n\t"
        assert not 0x202A <= ord(sign) <= 0x202E
        assert not 0x2066 <= ord(sign) <= 0x206F
        assert not 0xE0000 <= ord(sign) <= 0xE0FFF
    assert not regex.search(r"\p{M}{9}", shown)
    assert clean.outgoing(shown) == shown


@given(any_text)
def test_a_line_stays_a_line(text: str) -> None:
    assert len(clean.one_line(text).splitlines()) <= 1


def test_marks_that_arabic_persian_and_emoji_need_are_kept() -> None:
    needed = "می\u200cخواهم \u200fعربي\u061c 👨\u200d👩\u200d👧 \u200e(x)"
    assert clean.outgoing(needed) == needed


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("flag\U000e0041\U000e0042", "flag"),
        ("a\x1b]52;c;x\x07b", "a]52;c;xb"),
        ("a\x9b2Jb", "a2Jb"),
        ("one\r\ntwo\u2028three\x85four", "one\ntwo\nthree\nfour"),
        ("tab\there", "tab\there"),
    ],
)
def test_hostile_signs_are_dropped_and_lines_kept(published: str, shown: str) -> None:
    assert clean.outgoing(published) == shown


def test_a_chain_of_joined_pictures_is_broken_into_ones_that_fit_a_line() -> None:
    shown = clean.outgoing("👩" + "\u200d👩🏽" * 300)
    assert shown.count("👩") == 301
    assert max(chain.count("\u200d") for chain in re.split("(?<!\u200d)(?=👩)", shown)) <= 6
    kiss, family = "👩🏻\u200d❤️\u200d💋\u200d👨🏾", "👨\u200d👩\u200d👧\u200d👦"
    assert clean.outgoing(kiss + family) == kiss + family


def test_each_line_is_isolated_by_itself() -> None:
    assert clean.isolate("أ\n\nb", "rtl") == "\u2067أ\u2069\n\n\u2067b\u2069"
    assert clean.isolate("") == ""
    assert clean.without_isolates(clean.isolate("a\nb")) == "a\nb"


@given(any_text, st.integers(0, 60))
def test_a_shortened_text_keeps_its_limit_and_whole_letters(text: str, limit: int) -> None:
    text = clean.outgoing(text)
    short = clean.shorten(text, limit)
    assert len(short) <= limit
    if len(text) <= limit:
        assert short == text
    elif short:
        assert short.endswith(clean.ELLIPSIS)
        kept = short.removesuffix(clean.ELLIPSIS)
        assert text.startswith(kept)
        boundaries = {0} | {cluster.end() for cluster in regex.finditer(r"\X", text)}
        assert len(kept) in boundaries or kept != kept.rstrip() or text[len(kept)].isspace()


def test_a_family_and_a_flag_are_not_cut_in_two() -> None:
    family = "👨\u200d👩\u200d👧"
    assert clean.shorten("ab" + family + "cdefgh", 5) == "ab…"
    assert clean.shorten("🇰🇿🇰🇿🇰🇿🇰🇿", 6) == "🇰🇿🇰🇿…"


def test_a_cut_falls_between_words() -> None:
    assert clean.shorten("Tokayev arrived in Davos today", 24) == "Tokayev arrived in…"


def test_a_tower_of_marks_cannot_stall_the_cut() -> None:
    assert len(clean.shorten("a" + "\u0301" * 300_000, 100)) <= 100
