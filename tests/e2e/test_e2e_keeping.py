"""A copy made beside the running daemon, and its way back; databases that cannot be used are told in one line."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from program import ROOT, ask, running, write_config

SOURCE = '[[sources]]\nkey = "a"\nkind = "feed"\naddress = "http://127.0.0.1:9/feed"\n'


def monitor(config: Path, *words: str, before: Callable[[], None] | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "monitor", *words, "--config", str(config)],
        cwd=config.parent, capture_output=True, text=True, check=False, timeout=60, preexec_fn=before,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def refused(config: Path, *words: str, before: Callable[[], None] | None = None) -> str:
    """The one line in which a command says why not."""
    done = monitor(config, *words, before=before)
    assert done.returncode == 1, (words, done.stdout, done.stderr)
    lines = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    assert len(lines) == 1, done.stderr
    return lines[0]


async def test_a_copy_is_made_beside_the_daemon_and_put_back_when_it_has_stopped(tmp_path: Path) -> None:
    config = write_config(tmp_path, sources=SOURCE, monitor='[log]\nformat = "json"\n')
    copy = tmp_path / "copy.db"
    async with running(config) as daemon:
        await daemon.said('"started"')
        assert "checked" in await ask(config, "backup", str(copy))
        await ask(config, "backup", str(copy), code=1)
        await ask(config, "backup", str(copy), "--force")
        await ask(config, "restore", str(copy), "--force", code=1)
        daemon.signal(signal.SIGTERM)
        assert await daemon.end(within=25) == 0
    assert "--force" in refused(config, "restore", str(copy))
    done = monitor(config, "restore", str(copy), "--force")
    assert done.returncode == 0, done.stderr
    assert "the former one is kept: " in done.stderr
    assert [path.name for path in (tmp_path / "data").glob("monitor.db.until-*")]
    assert monitor(config, "migrate", "--check").returncode == 0
    # the copy says that a daemon runs: it was made beside one, and that is a minute ago at most
    assert monitor(config, "health").returncode == 1


def test_looking_whether_a_migration_is_due_makes_no_file(tmp_path: Path) -> None:
    config = write_config(tmp_path, sources=SOURCE)
    done = monitor(config, "migrate", "--check")
    assert done.returncode == 1
    assert done.stdout.startswith("due")
    assert not (tmp_path / "data").exists()


def future(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
        db.commit()


def half_written(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: 4096 * 3 + 100])


def overwritten(file: Path) -> None:
    file.write_bytes(b"Dear diary, " * 5_000)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (future, "written by a newer monitor"),
        (half_written, "the database is damaged; put a backup in its place: monitor restore FILE"),
        (overwritten, "is no database, or was only half written; put a backup in its place"),
    ],
)
@pytest.mark.parametrize("command", ["run", "health", "migrate"])
def test_a_database_that_cannot_be_used_is_told_in_one_line_and_left_alone(
    tmp_path: Path, harm: Callable[[Path], None], said: str, command: str
) -> None:
    config = write_config(tmp_path, sources=SOURCE, monitor='[log]\nformat = "json"\n')
    assert monitor(config, "migrate").returncode == 0
    file = tmp_path / "data" / "monitor.db"
    harm(file)
    before = file.read_bytes()
    assert said in refused(config, command)
    assert file.read_bytes() == before


def test_a_disk_that_takes_nothing_is_told_in_one_line_at_the_start(tmp_path: Path) -> None:
    config = write_config(tmp_path, sources=SOURCE, monitor='[log]\nformat = "json"\n')
    assert monitor(config, "migrate").returncode == 0
    said = refused(config, "run", before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)))
    assert "the disk under the database" in said


def test_a_folder_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    config = write_config(tmp_path, sources=SOURCE)
    (tmp_path / "data").write_text("a file where a folder should be")
    assert "data is a file, so no database can stand at" in refused(config, "run")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told_in_one_line(tmp_path: Path) -> None:
    config = write_config(tmp_path, sources=SOURCE, monitor='[log]\nformat = "json"\n')
    assert monitor(config, "migrate").returncode == 0
    (tmp_path / "data" / "monitor.db").chmod(0o400)
    (tmp_path / "data").chmod(0o500)
    try:
        said = refused(config, "run")
    finally:
        (tmp_path / "data").chmod(0o700)
    assert "read-only" in said or "cannot be opened" in said
