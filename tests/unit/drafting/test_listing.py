"""A list of headlines is told from an article, in whatever language and however its lines are broken."""

from pathlib import Path

import pytest

from monitor.desk.drafting import draft_story
from monitor.drafting.listing import is_list
from monitor.model import Post

_HEADLINES = [
    "Parliament passes budget after night-long debate",
    "Storm closes schools in coastal towns",
    "Police arrest three over museum theft",
    "Wildfire forces evacuations near Athens",
    "Hospital waiting lists fall for third month",
    "Arsenal beat Bayern 3-1",
]
_PROSE = "The minaret of Khiva leans by 38 centimetres, the agency said. It was closed to tourists on Monday. " * 6


def test_headlines_below_each_other_are_a_list_with_leads_or_without() -> None:
    assert is_list("\n".join(_HEADLINES * 2))
    assert is_list("\n".join(f"{each}\nIt is the third time this year." for each in _HEADLINES * 2))
    assert is_list("\n".join(["ارتفاع أسعار النفط", "البرلمان يقر الموازنة", "عاصفة تغلق المدارس"] * 4))


def test_an_article_with_other_headlines_below_it_is_an_article() -> None:
    assert not is_list("\n".join([_PROSE, *_HEADLINES * 2]))


def test_an_article_whose_lines_are_broken_by_mail_is_an_article() -> None:
    words = _PROSE.split()
    broken = "\n".join(" ".join(words[place : place + 9]) for place in range(0, len(words), 9))
    assert not is_list(broken)


@pytest.mark.parametrize("folder", ["unseen", "odd", "headlines", "articles"])
def test_none_of_our_articles_is_a_list(folder: str) -> None:
    data = Path(__file__).parents[3] / "benchmarks" / "data" / folder
    assert [file.name for file in sorted(data.glob("*.txt")) if is_list(file.read_text(encoding="utf-8"))] == []


def test_a_draft_from_a_list_says_so_at_its_top() -> None:
    written, made = draft_story(Post(source="", id="x", text="\n".join(_HEADLINES * 3)), key="x", source="x")
    assert made.listed
    assert "# CHECK all: this reads like a list of headlines" in written.split("[[keywords]]")[0]
