"""What a person may write by mistake is told as a fault, never as a traceback or a spinning daemon."""

from pathlib import Path

import pytest

from monitor.config import survey
from monitor.desk.checking import check


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("sources.toml", "sources = 1\n", "sources"),
        ("channels.toml", "channels = 5\n", "channels"),
        ("channels.toml", "digests = 'x'\n", "digests"),
        ("monitor.toml", '[daemon]\nstatus_every = "0s"\n', "status_every"),
    ],
)
def test_what_is_no_list_or_no_time_is_a_fault(tmp_path: Path, file: str, text: str, said: str) -> None:
    (tmp_path / file).write_text(text)
    _, faults = survey(tmp_path)
    assert [fault for fault in faults if said in fault.key]


def test_a_config_whose_alerts_reach_nobody_says_so(tmp_path: Path) -> None:
    (tmp_path / "channels.toml").write_text("console = false\n")
    assert any("alerts reach nobody" in remark for remark in check(tmp_path).remarks)


def test_a_shortest_wait_that_is_longer_than_the_longest_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(
        '[[sources]]\nkey = "a"\nkind = "feed"\naddress = "https://a.example/"\nevery = "5m"\nshortest = "10m"\n'
    )
    _, faults = survey(tmp_path)
    assert [(fault.key, fault.line) for fault in faults] == [("sources[a].shortest", 6)]


TWINS = """[[sources]]
key = "a"
kind = "feed"
address = "https://a.example/"
[[sources]]
key = "a"
kind = "telegram"
address = "@akorda"
options = { foo = 1 }
[[sources]]
key = "a"
kind = "fed"
address = "ftp://a.example/"
"""


def test_of_two_sources_with_one_key_each_is_told_at_its_own_line(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(TWINS)
    told = [(fault.line, fault.key, fault.wrong) for fault in check(tmp_path).faults]
    assert (9, "sources[2].options.foo", "unknown key") in told
    assert (6, "sources[2].key", "'a' stands twice") in told
    assert (11, "sources[3].key", "'a' stands twice") in told
    assert (12, "sources[3].kind", "there is no kind 'fed'") in told
    assert [line for line, key, _ in told if key == "sources[3].address"] == [13]
    assert not [line for line, _, _ in told if line < 6]


def test_of_two_digests_with_one_key_each_is_told_at_its_own_line(tmp_path: Path) -> None:
    digest = '[[digests]]\nkey = "d"\nat = "0 7 * * *"\n'
    (tmp_path / "channels.toml").write_text(digest + digest + 'channels = ["nowhere"]\n')
    told = [(fault.line, fault.wrong) for fault in check(tmp_path).faults]
    assert told == [(5, "'d' stands twice"), (7, "there is no 'nowhere'")]
