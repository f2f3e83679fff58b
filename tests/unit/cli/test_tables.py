"""What stands on a terminal: at any width, in any script, with hostile texts inside."""

import io
import json
import re
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.text import Text

from monitor.cli.common import print_json
from monitor.cli.tables import out as screen
from monitor.cli.tables import page, plain, table, wrapped

KAZAKH = "Тоқаев Ғазаға гуманитарлық көмек жіберу туралы шешімді жариялады: астық пен дала госпиталі жеткізіледі"
ARABIC = "كازاخستان توقع ميثاق مجلس السلام وتصبح عضواً مؤسساً في المجلس الجديد"
URL = "https://outlet.example/a/very/long/address/that/does/not/fit/into/forty/columns/2026/01/22"
HEADS = ("seen", "source", "lang", "title", "address")
ROWS = [
    ("2026-01-22 20:30", "akorda-telegram", "kk", KAZAKH, URL),
    ("2026-01-22 14:26", "خبر", "ar", ARABIC, "https://a.example/2"),
    ("2026-01-22 14:26", "herald", "en", "[/] [link=x]evil\x1b[2Jtitle\u202e \n[bold]", ""),
]


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> Terminal:
    """A terminal of that width in place of stdout, for the rest of the test."""
    stream = Terminal(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    return stream


def shown(stream: Terminal) -> list[str]:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return re.sub(r"\x1b\[[0-9;]*m", "", stream.buffer.getvalue().decode("utf-8")).splitlines()


@pytest.mark.parametrize("width", [20, 40, 80, 200, 400])
def test_a_table_fits_any_width_and_isolates_end_on_their_line(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = terminal(monkeypatch, width)
    table(HEADS, ROWS, long=("title", "address"), zone="Asia/Almaty")
    lines = shown(stream)
    for line in lines:
        assert cell_len(line.rstrip()) <= width or "https://" in line
        assert len(re.findall("[\u2066-\u2068]", line)) == line.count("\u2069")
        assert not {"\x1b", "\u202e"} & set(line)
    whole = re.sub(r"[\s\u2066-\u2069]", "", "".join(lines))
    told = (KAZAKH, ARABIC, URL, "[/] [link=x]evil[2Jtitle [bold]")
    assert all(text.replace(" ", "") in whole for text in told)
    assert lines[-1] == "times: Asia/Almaty"


def test_a_row_that_fits_stands_on_one_line_in_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = terminal(monkeypatch, 400)
    table(HEADS, ROWS, long=("title", "address"))
    lines = [re.sub("[\u2066-\u2069]", "", line) for line in shown(stream)]
    assert len(lines) == 4
    assert len({line.index(text) for line, text in zip(lines, ("lang", "kk", "ar", "en"), strict=True)}) == 1


def test_a_text_is_wrapped_with_its_indentation(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = terminal(monkeypatch, 30)
    wrapped(screen(), plain("what stands here goes on under itself, deeper in"), indent=4, hanging=2)
    first, *rest = shown(stream)
    assert first.startswith("    what")
    assert rest
    assert all(line.startswith("      ") and line[6] != " " for line in rest)


def test_a_sentence_that_quotes_arabic_runs_like_the_sentence_on_each_line(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = terminal(monkeypatch, 40)
    wrapped(screen(), plain('note: keyword gaza (ar), in its citation form: "غزة" is short'), indent=0)
    quoted = next(line for line in shown(stream) if "غزة" in line)
    assert "\u2066" in quoted
    assert not {"\u2067", "\u2068"} & set(quoted)
    stream = terminal(monkeypatch, 40)
    wrapped(screen(), plain(f"Davos: {ARABIC}"), indent=0)
    assert "\u2067Davos" in shown(stream)[0]


def test_piped_lines_have_tabs_and_no_isolates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "out").open("w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        table(HEADS, [*ROWS, ("a\tb", Text("x", style="red"), "", "", "")], long=("title",))
        wrapped(screen(), plain(KAZAKH), indent=2)
    *lines, whole = (tmp_path / "out").read_text("utf-8").splitlines()
    assert whole == f"  {KAZAKH}"
    assert [line.count("\t") for line in lines] == [4] * 4
    assert lines[1] == "\t".join(ROWS[1])


@pytest.mark.parametrize(
    ("published", "cell"),
    [
        ('=HYPERLINK("http://evil.example","see")', '\'=HYPERLINK("http://evil.example","see")'),
        ("@SUM(1+1)*cmd|' /C calc'!A0", "'@SUM(1+1)*cmd|' /C calc'!A0"),
        ("-2+3+Sheet1!A1", "'-2+3+Sheet1!A1"),
        ("+7 727 (250) 00 00", "+7 727 (250) 00 00"),
        ("- Flooded! Five towns (all)", "- Flooded! Five towns (all)"),
        ("@akorda_press", "@akorda_press"),
        ("-12", "-12"),
    ],
)
def test_a_piped_title_is_no_formula_in_a_spreadsheet(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, published: str, cell: str
) -> None:
    with (tmp_path / "out").open("w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        table(("seen", "title"), [("2026-11-27 12:00", published)])
    assert (tmp_path / "out").read_text("utf-8") == f"2026-11-27 12:00\t{cell}\n"


def test_a_row_too_long_for_its_line_goes_on_below_with_each_cell_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = terminal(monkeypatch, 24)
    table(("keyword", "form", "spelling", "seen"), [("novak", "نوفاك", "نوفاق", "2026-01-22 20:30")])
    assert shown(stream) == [
        "keyword  form  spelling",
        "seen",
        "novak  \u2067نوفاك\u2069  \u2067نوفاق\u2069",
        "2026-01-22 20:30",
    ]


def test_json_moves_no_cursor_and_still_says_what_was_published(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    post = {"title": "a\x9b2Jb\x85c\x1b[2J\u202emoc.live\u2028d\U000e0041 ‘Тоқаев’ \U0001f600"}
    print_json(post)
    line = capsysbinary.readouterr().out.decode()
    assert json.loads(line) == post
    assert not set(line.rstrip("\n")) & set("\x9b\x85\x1b\u202e\u2028\U000e0041")
    assert len(line.splitlines()) == 1 and "Тоқаев" in line


PAGE = f"""Digest: \u2068Board of Peace\u2069

12. \u2066{KAZAKH}\u2069
   Says: \u2068Акорда\u2069 · \u2068Arabic\u2069 · \u20662026-01-22 18:10\u2069
   \u2068"Davos": {ARABIC}, {ARABIC}\u2069
   {URL}
- \u2067{ARABIC} \u2066https://akorda.kz/ar\u2069\u2069 · \u2068Акорда\u2069 · \u20662026-01-22 11:00\u2069
2026-01-22 07:00  {"█" * 30} 6
"""


@pytest.mark.parametrize("width", [30, 50, 80, 400])
def test_a_digest_fits_a_terminal_and_what_goes_on_stands_below_where_it_began(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = terminal(monkeypatch, width)
    stream.buffer.write(page(PAGE))
    lines = shown(stream)
    for line in lines:
        assert cell_len(line) <= width or "https://outlet" in line or "█" in line
        assert len(re.findall("[\u2066-\u2068]", line)) == line.count("\u2069")
    whole = re.sub(r"[\s\u2066-\u2069]", "", "".join(lines))
    assert whole == re.sub(r"[\s\u2066-\u2069]", "", PAGE)
    assert len(lines) == 8 if width == 400 else len(lines) > 8
    if width < 400:
        start = next(at for at, line in enumerate(lines) if line.startswith("12. "))
        assert re.match("    \u2066[а-яғқіұәө]", lines[start + 1]), "a headline's second line is a headline too"
        assert f"   {URL}" in lines
    if width == 50:
        quoted = [line.strip() for line in lines if ARABIC[:9] in line][0:2]
        assert all(line[0] == "\u2067" for line in quoted), "each line runs as the whole does"
