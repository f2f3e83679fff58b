"""``kill -9`` of the real program at every hand-over, on both databases: every alert is told, and hardly one twice."""

import asyncio
import signal
from pathlib import Path

from loopback import GOODS, a_loopback, let_leases_run_out, start, until

HANDOVERS = ("collected", "matched", "taken_in", "before_send", "sent_not_marked", "marked")


async def test_every_alert_is_told_when_the_program_is_killed_at_every_handover(  # 43
    database_url: str, tmp_path: Path
) -> None:
    async with a_loopback(feeds=1) as world:
        config = world.write_config(tmp_path, database_url)
        for word, handover in zip(GOODS, HANDOVERS, strict=False):
            world.publish(word)
            daemon = await start(config, handover)
            assert await asyncio.wait_for(daemon.wait(), 60) == -signal.SIGKILL, (tmp_path / "log").read_text()[-3000:]
            let_leases_run_out(database_url)
        world.publish(GOODS[len(HANDOVERS)])
        expected = {(sink, word) for sink in ("slack", "hook") for word in GOODS[: len(HANDOVERS) + 1]}
        daemon = await start(config)
        try:
            await until(lambda: set(world.told()) == expected, f"{expected - set(world.told())} told")
            daemon.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(daemon.wait(), 20) == 0
        finally:
            if daemon.returncode is None:
                daemon.kill()
                await daemon.wait()
    told = world.told()
    # of each channel one message can be on its way when the program dies, and it was killed thrice while it sent
    for sink in ("slack", "hook"):
        assert sum(times - 1 for (where, _), times in told.items() if where == sink) <= 3, told
    assert len({got.id for got in world.hook.messages}) == len(world.hook.messages)
