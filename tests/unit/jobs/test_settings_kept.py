"""What the daemon keeps of a configuration: what it works by, not the text it was read from."""

from pathlib import Path

from monitor.config import read_config
from monitor.jobs.setup import build_kinds, without_files

SOURCES = """
[[sources]]
key = "one"
kind = "feed"
address = "https://one.example/feed"
[[sources]]
key = "two"
kind = "feed"
address = "https://two.example/feed"
[[sources]]
key = "three"
kind = "feed"
address = "https://three.example/feed"
options.heed_pace = false
[[sources]]
key = "four"
kind = "feed"
address = "https://four.example/feed"
options.heed_pace = true
"""


def test_sources_with_the_same_options_share_them_and_others_have_their_own(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(SOURCES)
    settings = read_config(tmp_path)
    kinds = build_kinds(settings.sources, settings.files["sources.toml"], [])
    one, two, three, four = (vars(kinds[key])["_options"] for key in ("one", "two", "three", "four"))
    assert one is two
    assert [each.heed_pace for each in (one, three, four)] == [True, False, True]


def test_the_text_of_a_configuration_that_is_good_is_let_go(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(SOURCES)
    kept = without_files(read_config(tmp_path))
    assert not kept.files
    assert [source.key for source in kept.sources] == ["one", "two", "three", "four"]
