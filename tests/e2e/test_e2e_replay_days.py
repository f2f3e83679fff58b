"""A changed policy is tried on the posts of the last days, before it is trusted."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.demo.inside import Inside, StillClock
from monitor.demo.outlets.dealt import DealtFeed
from monitor.model import Post, Source

ROOT = Path(__file__).parents[2]
STORY = 'key = "b"\nlanguages = ["en"]\n[[keywords]]\nname = "b"\nfacet = "what"\nforms.en = ["Board of Peace"]\n'


def played(story: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "monitor", "replay", str(story), "--days", "7", "--config", str(folder / "config")],
        cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


async def test_stored_posts_are_played_through_the_policy(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "monitor.toml").write_text("[policy]\ncap = 2\n")
    (tmp_path / "data").mkdir()
    story = tmp_path / "b.toml"
    story.write_text(STORY)
    now = datetime.now(UTC)
    posts = [
        Post(source="", id=str(n), url=f"https://a.example/{n}", title=title, published_at=now - timedelta(hours=3 - n))
        for n, title in enumerate(["Wheat", "Board of Peace meets", "Board of Peace meets"], 1)
    ]
    inside = Inside(
        f"sqlite:///{tmp_path}/data/monitor.db", clock=StillClock(now),
        outlets={"a.example": DealtFeed(title="a", posts=posts)}, stories=[],
        sources=[Source(key="a", kind="feed", address="https://a.example/feed")],
    )  # fmt: skip
    async with inside:
        await inside.poll_round()
    done = played(story, tmp_path)
    assert done.returncode == 0, done.stderr
    verdicts = [json.loads(line)["verdict"] for line in done.stdout.splitlines()]
    assert verdicts == ["new", "echo"]
    assert "3 posts, 2 matched: 1 alert, " in done.stderr
    assert "policy: at most 2 alerts in 1h" in done.stderr
