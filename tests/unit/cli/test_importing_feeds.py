"""``monitor source import``: whoever comes from a feed reader brings the feeds along."""

import tomllib
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from monitor.cli.app import tree
from monitor.desk.checking import check

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Miniflux</title></head><body>
<outline text="Central Asia">
  <outline title="The Astana Times" text="x" xmlUrl="https://astanatimes.com/feed/" type="rss"/>
  <outline text="Новости: &quot;Тенгри&quot; \\ &#9; &amp; 'x'" xmlUrl="https://tengrinews.example/rss"/>
  <outline text="The Astana Times" xmlUrl="https://other.example/feed?a=1&amp;b=2"/>
</outline>
<outline text="Again" xmlUrl="http://www.astanatimes.com/feed"/>
<outline text="Old" xmlUrl="feed:old.example"/>
<outline text="Login" xmlUrl="https://me:pa55word@a.example/feed"/>
<outline xmlUrl="https://nameless.example/atom.xml"/>
</body></opml>
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def imported(text: str) -> Result:
    Path("feeds.opml").write_text(text, encoding="utf-8")
    return CliRunner().invoke(tree(), ["source", "import", "feeds.opml"])


def test_the_subscriptions_of_a_feed_reader_become_sources_without_a_fault() -> None:
    done = imported(OPML)
    assert done.exit_code == 0
    sources = {source["key"]: source for source in tomllib.loads(done.stdout)["sources"]}
    assert list(sources) == ["the-astana-times", "tengrinews", "the-astana-times-2", "nameless"]
    assert sources["tengrinews"]["name"] == "Новости: \"Тенгри\" \\ & 'x'"
    assert sources["the-astana-times-2"]["address"] == "https://other.example/feed?a=1&b=2"
    Path("config/stories").mkdir(parents=True)
    Path("config/sources.toml").write_text(done.stdout, encoding="utf-8")
    assert not check(Path("config")).faults


def test_what_cannot_become_a_source_is_named_without_its_password() -> None:
    done = imported(OPML)
    told = " ".join(done.stderr.split())
    assert "left out: Again: it stands there twice (as the-astana-times)" in told
    assert "left out: Old: feed:old.example is no address of the web" in told
    assert "left out: Login: its address holds a login" in told and "pa55word" not in done.output
    assert "4 sources for sources.toml" in told


def test_what_is_a_source_already_does_not_come_again() -> None:
    Path("config").mkdir()
    done = imported(OPML)
    Path("config/sources.toml").write_text(done.stdout, encoding="utf-8")
    again = imported(OPML)
    assert again.stdout == "" and "left out: The Astana Times: it is the source the-astana-times" in again.stderr


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("not xml", "feeds.opml: it is no OPML file (line 1: "),
        (
            '<opml>\n<outline text="a" xmlUrl="https://a.example/?a=1&b=2"/></opml>',
            "no OPML file (line 2: not well-formed (invalid token); an & in a name or an address is written &amp;)",
        ),
        ("<rss/>", "feeds.opml: it is no OPML file: its root is <rss>"),
        ("", "feeds.opml: it is no OPML file (line 1: no element found)"),
        ('<!DOCTYPE o [<!ENTITY a "b">]><opml/>', "feeds.opml: it declares entities of its own"),
        ("<opml><body>", "feeds.opml: it is no OPML file (line 1: no element found)"),
    ],
)
def test_what_is_no_opml_is_refused_in_a_sentence(text: str, wrong: str) -> None:
    done = imported(text)
    assert done.exit_code == 1 and wrong in " ".join(done.stderr.split())
