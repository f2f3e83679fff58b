"""A database file on another machine's disk is remarked before it is damaged."""

from pathlib import Path

import pytest

from monitor.config import Settings
from monitor.jobs.database import store_faults
from monitor.store.disks import network_disk

MOUNTS = r"""
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
nas:/export {nas} nfs4 rw,vers=4.2 0 0
/dev/sdb1 {nas}/local ext4 rw 0 0
//box/share {folder}/my\040files cifs rw 0 0
nas:/old {folder}/over nfs rw 0 0
tmpfs {folder}/over tmpfs rw 0 0
half a line
"""


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("nas/data/monitor.db", "nfs4"),
        ("nas/local/monitor.db", ""),
        ("nasty/monitor.db", ""),
        ("my files/monitor.db", "cifs"),
        ("over/monitor.db", ""),
        ("monitor.db", ""),
    ],
)
def test_the_disk_under_a_file_is_known_by_what_is_mounted_there(tmp_path: Path, file: str, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS.format(folder=tmp_path, nas=tmp_path / "nas"))
    assert network_disk(tmp_path / file, mounts) == kind


def test_where_nobody_says_what_is_mounted_nothing_is_said(tmp_path: Path) -> None:
    assert network_disk(tmp_path / "monitor.db", tmp_path / "nowhere") == ""


def test_check_remarks_a_database_on_a_network_disk_before_and_after_it_is_made(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS.format(folder=tmp_path, nas=tmp_path))
    settings = Settings(folder=tmp_path, store_url=f"sqlite:///{tmp_path}/monitor.db")
    assert store_faults(settings) == ([], [])
    mounts.write_text(MOUNTS.format(folder=tmp_path, nas=tmp_path))
    for _ in range(2):
        faults, remarks = store_faults(settings, mounts)
        assert faults == []
        assert "stands on a network disk (nfs4)" in remarks[0]
        (tmp_path / "monitor.db").touch()
