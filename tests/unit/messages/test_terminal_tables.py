"""A table in a terminal keeps its columns in every script, and nothing in it is markup."""

import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from message_checks import active, balanced
from message_samples import ARABIC, HOSTILE, KAZAKH, RUSSIAN, any_text
from rich.cells import cell_len
from rich.console import Console

from monitor.messages.tables import Column, cell, table

COLUMNS = (Column(name="Source"), Column(name="Title", lines=2), Column(name="Posts", right=True))


def printed(rows: list[tuple[str, str, str]], width: int = 80, *, isolates: bool = True) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(table(COLUMNS, rows, width=width, isolates=isolates))
    return out.getvalue().splitlines()


def test_neighbouring_arabic_cells_are_isolated_from_each_other() -> None:
    line = printed([(ARABIC[:8], ARABIC, "12")])[2]
    assert line.count("\u2068") == line.count("\u2069") == 3
    assert f"\u2068{ARABIC}\u2069" in line


def test_a_pipe_gets_no_isolates() -> None:
    assert not set("".join(printed([(ARABIC, RUSSIAN, "1")], isolates=False))) & set("\u2066\u2067\u2068\u2069")


def test_a_long_cell_is_cut_before_it_is_isolated() -> None:
    cut = cell(ARABIC * 5, 20).plain
    assert cut.startswith("\u2068")
    assert cut.endswith("…\u2069")
    assert cell_len(cut) <= 20


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_columns_stand_below_each_other(width: int) -> None:
    rows = [(ARABIC, RUSSIAN * 3, "1"), ("akorda", KAZAKH, "12345"), ("👨\u200d👩\u200d👧🇰🇿", "نعم" * 40, "7")]
    lines = printed(rows, width)
    assert max(cell_len(line) for line in lines) <= width
    assert all(balanced(line) for line in lines)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_cells_are_only_read(text: str) -> None:
    lines = printed([(text, text, text)])
    assert not active("\n".join(lines))
    assert all(balanced(line) for line in lines)


@settings(max_examples=60)
@given(st.lists(st.tuples(any_text, any_text, any_text), max_size=5), st.integers(1, 120))
def test_any_rows_make_a_table(rows: list[tuple[str, str, str]], width: int) -> None:
    lines = printed(rows, width)
    assert all(balanced(line) for line in lines)
    assert not active("\n".join(lines))


def test_a_huge_cell_does_not_stall() -> None:
    started = time.process_time()
    printed([("ا" * 200_000, "слово " * 50_000, "1")])
    assert time.process_time() - started < 2
