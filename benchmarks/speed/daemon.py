"""The monitor itself, as an operator starts it: ``monitor run`` on a folder that was written for it."""

import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from speed.measure import Process, start
from speed.server import host_of
from speed.stories import story_file


def write_config(
    folder: Path,
    port: int,
    feeds: int,
    stories: int,
    *,
    every: str = "1h",
    daemon: str = "",
    channels: str = "",
    policy: str = "",
) -> None:
    """``folder/config``: every feed a source, every story a file; everything else as it is by default."""
    config = folder / "config"
    (config / "stories").mkdir(parents=True)
    text = f'[network]\nallow = ["127.0.0.0/8:{port}"]\n[daemon]\n{daemon}\n[policy]\n{policy}\n'
    (config / "monitor.toml").write_text(text)
    entries = (
        f'[[sources]]\nkey = "f-{feed}"\nkind = "feed"\naddress = "http://{host_of(feed)}:{port}/feed/{feed}"\n'
        f'every = "{every}"\n'
        for feed in range(feeds)
    )
    (config / "sources.toml").write_text("\n".join(entries))
    (config / "channels.toml").write_text(channels)
    for story in range(stories):
        (config / "stories" / f"story-{story}.toml").write_text(story_file(story), encoding="utf-8")


@contextmanager
def running(folder: Path, *, cores: int = 0, memory: bool = False) -> Iterator[Process]:
    """The daemon, until the block ends; its log is ``folder/log.jsonl``."""
    with (folder / "log.jsonl").open("a") as log:
        command = ["-m", "monitor", "run", "--config", str(folder / "config")]
        process = start(command, cores=cores, memory=memory, cwd=folder, stderr=log, stdout=subprocess.DEVNULL)
        try:
            yield process
        finally:
            if process.popen.returncode is None:
                process.popen.kill()
                process.popen.wait()


def until_polled(folder: Path, process: Process, *, patience: float = 600.0) -> None:
    """Waits until every source has been asked once. Raises RuntimeError if the daemon ends or takes too long."""
    ends = time.monotonic() + patience
    file = folder / "data" / "monitor.db"
    while time.monotonic() < ends:
        time.sleep(0.1)
        if process.popen.poll() is not None:
            raise RuntimeError((folder / "log.jsonl").read_text()[-3000:])
        try:
            with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
                every, left = database.execute("select count(*), sum(polled_at is null) from sources").fetchone()
                if every and not left:
                    return
        except sqlite3.OperationalError:
            continue  # not made yet
    raise RuntimeError(f"not every source was asked within {patience:g} s")


def stop(process: Process) -> None:
    """Asks it to end, as a service manager does."""
    process.popen.send_signal(signal.SIGTERM)
