"""What the pages about pages and dates say is so."""

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.sources.layouts import layouts
from monitor.sources.page_options import PageOptions
from monitor.text.dates import read_date

DOCS = Path(__file__).parents[2] / "docs"
NOW = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)
PAGE = (DOCS / "reference/sources-page.md").read_text(encoding="utf-8")
DATES = (DOCS / "reference/dates.md").read_text(encoding="utf-8")


def test_every_option_of_a_page_is_described() -> None:
    described = set(re.findall(r"`(\w+)`", PAGE.partition("## Options")[2].partition("## Known places")[0]))
    assert set(PageOptions.model_fields) <= described


def test_every_known_place_is_named() -> None:
    assert all(layout.hosts[0] in PAGE for layout in layouts())


@pytest.mark.parametrize("name", ["reference/sources-page.md", "howto/follow-a-news-page.md"])
def test_the_examples_are_valid_sources(name: str) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        for source in tomllib.loads(re.sub(r"^ {3}", "", block, flags=re.MULTILINE))["sources"]:
            PageOptions.model_validate(source["options"])


def test_every_form_of_a_date_in_the_table_is_read() -> None:
    table = DATES.partition("| form | examples |")[2].partition("- Without a year")[0]
    rows = [row.split("|")[2] for row in table.splitlines() if row.count("|") == 3 and "---" not in row]
    examples = [example for row in rows[:-1] for example in re.findall(r"`([^`]+)`", row)]
    assert len(examples) > 20
    for example in examples:
        found = read_date(example, zone=UTC, now=NOW)
        assert found, example
        assert found.day in {datetime(2026, 1, day).date() for day in (21, 22)}, example  # noqa: DTZ001  # a day


def test_every_basis_is_explained() -> None:
    from typing import get_args

    from monitor.model import DateBasis

    table = DATES.partition("| `date_basis` |")[2].partition("- A date that")[0]
    assert set(get_args(DateBasis)) <= set(re.findall(r"`(\w+)`", table))
