"""The policy file: read whole, faults told with their place, printed as it was read."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config.policy import policy_of, read_policy, show_policy
from monitor.config.toml import parse
from monitor.model import ConfigError, Policy


def test_what_is_left_out_is_the_default(tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text('[policy]\ncap = 3\nquiet_from = "22:30"\nquiet_until = "07:00"\nzone = "Asia/Almaty"\n')
    policy = read_policy(file)
    assert (policy.cap, policy.quiet_from, policy.zone) == (3, "22:30", "Asia/Almaty")
    assert policy.echo_window == Policy().echo_window


def test_a_policy_file_needs_no_header() -> None:
    assert policy_of(parse('echo_window = "2d"\n', "p.toml")).echo_window == timedelta(days=2)


def test_an_empty_file_is_the_default_policy() -> None:
    assert policy_of(parse("", "p.toml")) == Policy()


def test_the_shown_policy_reads_back_as_itself() -> None:
    policy = Policy(
        cap=9, cap_window=timedelta(minutes=90), quiet_from="23:00", quiet_until="06:00", zone="Europe/Paris"
    )
    assert policy_of(parse(show_policy(policy), "p.toml")) == policy


def test_monitor_toml_may_hold_other_tables() -> None:
    loaded = parse('[store]\nurl = "x"\n[policy]\ncap = 2\n', "monitor.toml")
    assert policy_of(loaded, table=True).cap == 2
    assert policy_of(parse("[store]\n", "monitor.toml"), table=True) == Policy()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("cap = 0", "cap"),
        ('cap = "6"', "whole number"),
        ('echo_window = "soon"', '"12h"'),
        ('echo_window = "0h"', "longer than nothing"),
        ("cap_window = 60", '"15m"'),
        ('quiet_from = "25:00"', '"22:30"'),
        ('zone = "Asia/Atlantis"', "IANA"),
        ('zone = "../../etc/passwd"', "IANA"),
        ("likeness = 2", "likeness"),
        ("capp = 1", "did you mean cap?"),
    ],
)
def test_a_fault_is_told_with_file_line_and_what_would_be_right(line: str, said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        policy_of(parse(f"[policy]\n{line}\n", "p.toml"))
    assert str(raised.value).startswith("p.toml:2:")
    assert said in str(raised.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ConfigError) as raised:
        policy_of(parse('cap = 0\nzone = "x"\nquiet_from = "noon"\n', "p.toml"))
    assert len(raised.value.faults) == 4, "a time that is none, and an end that is missing, are two"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('quiet_from = "23:00"', '2: policy.quiet_from: quiet hours without an end; add quiet_until = "07:00"'),
        ('quiet_until = "07:00"', '2: policy.quiet_until: quiet hours without a beginning; add quiet_from = "22:30"'),
        ('quiet_from = ""\nquiet_until = "07:00"', "3: policy.quiet_until: quiet hours without a beginning"),
    ],
)
def test_quiet_hours_with_one_end_only_are_a_fault_that_names_the_other(lines: str, said: str) -> None:
    for table in (True, False):
        with pytest.raises(ConfigError) as raised:
            policy_of(parse(f"[policy]\n{lines}\ncap = 0\n", "p.toml"), table=table)
        assert [str(fault) for fault in raised.value.faults if str(fault).startswith(f"p.toml:{said}")]
        assert len(raised.value.faults) == 2, "what else is wrong is told as well"
    with pytest.raises(ConfigError, match="quiet hours without"):
        policy_of(parse(f"{lines}\n", "p.toml"))
    assert policy_of(parse('quiet_from = ""\nquiet_until = ""\n', "p.toml")) == Policy()
