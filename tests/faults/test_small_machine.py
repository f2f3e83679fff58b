"""The real program where little is allowed, and where somebody takes its configuration away: it goes on."""

import asyncio
import resource
import shutil
import signal
from pathlib import Path

from loopback import GOODS, a_loopback, start, until

FEEDS = 40


def few_files() -> None:
    """At most 64 open files, as a careless limit leaves them: a connection, a database and a pipe are one each."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


async def test_with_64_open_files_every_source_is_read_and_a_config_that_vanishes_stops_nothing(
    tmp_path: Path,
) -> None:  # 74
    async with a_loopback(FEEDS) as world:
        config = world.write_config(tmp_path, f"sqlite:///{tmp_path}/monitor.db")
        daemon = await start(config, before=few_files)
        try:
            await until(lambda: len(world.asked) == FEEDS, "every source is asked")
            shutil.rmtree(config)
            daemon.send_signal(signal.SIGHUP)
            world.publish(GOODS[0], feed=FEEDS - 1)
            await until(lambda: len(world.told()) == 2, "the news is told on both channels")
            await until(lambda: len(world.slack.messages) == 2, "the config that is gone is told")
            daemon.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(daemon.wait(), 25) == 0
        finally:
            if daemon.returncode is None:
                daemon.kill()
                await daemon.wait()
    said = {posted.payload["text"] for posted in world.slack.messages}
    assert "The changed configuration was not taken" in said
    log = (tmp_path / "log").read_text()
    assert "no config here" in log
    assert "Traceback" not in log
