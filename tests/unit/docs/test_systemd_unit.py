"""The systemd unit that we hand out fits the program and gives it no more than it needs (SAFETY 5 I 83)."""

import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from monitor.jobs.signals import LONGEST_END

UNIT = Path(__file__).parents[3] / "docs" / "deploy" / "monitor.service"


def settings() -> dict[str, list[str]]:
    """What the unit sets, by name; a name may stand more than once."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in UNIT.read_text("utf-8").splitlines():
        if line and line[0] not in "#[":
            name, _, value = line.partition("=")
            found[name].append(value)
    return found


def test_it_starts_reloads_and_watches_the_daemon_as_that_expects() -> None:
    unit = settings()
    assert unit["Type"] == ["notify"]
    assert unit["ExecStart"] == ["/opt/monitor/bin/monitor run"]
    assert unit["ExecReload"] == ["/bin/kill -HUP $MAINPID"]
    assert unit["WatchdogSec"] == ["60"]
    assert unit["Restart"] == ["always"]
    assert float(unit["TimeoutStopSec"][0]) > LONGEST_END
    assert "MONITOR_CONFIG=/etc/monitor" in unit["Environment"]


def test_it_leaves_the_daemon_what_it_needs() -> None:
    unit = settings()
    assert set(unit["RestrictAddressFamilies"][0].split()) == {"AF_INET", "AF_INET6", "AF_UNIX"}
    # worker processes limit themselves: setrlimit is one of @resources
    assert not any("@resources" in line for line in unit["SystemCallFilter"] if line.startswith("~"))
    assert unit["StateDirectory"] == ["monitor"]
    assert "MONITOR_DATABASE_URL=sqlite:////var/lib/monitor/monitor.db" in unit["Environment"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_its_exposure_is_small() -> None:
    words = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(UNIT)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    if found is None:
        pytest.skip(f"this systemd-analyze cannot look at files: {done.stderr[:200]}")
    assert float(found[1]) <= 2.0
