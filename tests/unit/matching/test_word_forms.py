"""Every word form of our tables is found from its citation, in every language; what only looks so is not."""

from pathlib import Path

import pytest

from monitor.matching.compile import compile_form
from monitor.matching.find import Finder
from monitor.model import Keyword, Post, Story
from monitor.text.languages import LANGUAGES, RULED, Seen

TABLES = sorted((Path(__file__).parents[3] / "benchmarks" / "data" / "forms").glob("*.txt"))
LINES = [
    (table.stem, line)
    for table in TABLES
    for line in table.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def finds(lang: str, cited: str, text: str) -> bool:
    keyword = Keyword(name="k", forms={lang: (cited,)})
    return bool(Finder([Story(key="s", title="s", keywords=(keyword,))]).find(Post(source="a", id="1", text=text)))


def listed(texts: str) -> list[str]:
    return [text.strip() for text in texts.split(",") if text.strip()]


@pytest.mark.parametrize(("lang", "line"), LINES)
def test_a_citation_finds_its_forms_and_leaves_others_alone(lang: str, line: str) -> None:
    cited, _, rest = line.partition(":")
    wanted, _, others = rest.partition("|")
    assert [text for text in [cited, *listed(wanted)] if not finds(lang, cited, f"… {text}.")] == []
    assert [text for text in listed(others) if finds(lang, cited, f"… {text}.")] == []


@pytest.mark.parametrize(("lang", "line"), LINES)
def test_every_form_made_finds_itself(lang: str, line: str) -> None:
    entry = compile_form(line.partition(":")[0], lang)
    assert entry is not None
    if entry.gaps:
        return
    finder = Finder([Story(key="s", title="s", keywords=(Keyword(name="k", forms={lang: (entry.form,)}),))])
    for stem in entry.stems[0]:
        head, tails = next(iter(stem.heads)), list(stem.tails)
        some = tails[:: len(tails) // 80 + 1]
        written = [head + stem.key + tail for tail in some] + [one + stem.key + tails[0] for one in stem.heads]
        for word in written:
            text = f"… {word} …"
            if not entry.grammar.doubt(entry.cited[0], Seen(text, 2, len(text) - 2)):
                assert finder.find(Post(source="a", id="1", text=text)), word


def test_every_language_with_a_file_has_a_table() -> None:
    assert {table.stem for table in TABLES} >= {*LANGUAGES, *RULED}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Взрыв прогремел в 15 мин. езды от города", False),
        ("Через 5 мин., по его словам, всё стихло", False),
        ("Сапёры обезвредили 15 мин. Раненых нет.", True),
        ("Подорвался на мине. погиб на месте", True),
    ],
)
def test_minutes_that_are_cut_short_are_no_mines(text: str, found: bool) -> None:
    assert finds("ru", "мина", text) is found
