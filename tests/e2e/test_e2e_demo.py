"""The demo plays any file through the whole daemon: every post stored once, every alert delivered once."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def demo(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "monitor", "demo", *words],
        cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False, timeout=180,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def test_the_first_story_is_played_without_loss_or_repeat(tmp_path: Path) -> None:
    file = ROOT / "benchmarks" / "data" / "s1.dev.jsonl"
    done = demo("--posts", str(file), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout.splitlines()[-1])
    assert counts["served"] == counts["stored"] == len(file.read_text().splitlines())
    assert counts["alerts"] == counts["delivered"] > 20


def test_any_file_plays_even_with_odd_lines(tmp_path: Path) -> None:
    lines = [
        {"id": "1", "text": "Board of Peace: Tokayev signs", "title": "A < B & C"},
        {"id": "1", "text": "The same id again, about wheat", "source": "other.example"},
        {"id": "2", "text": "Ночь \ud800 and \x00 bytes", "published_at": "2031-05-01T10:00:00+05:00", "label": "x"},
        {"id": "3", "text": "", "title": None, "lang": "zz"},
        {"id": "4", "text": "Совет мира: Токаев выступил в Вашингтоне", "outlet": "ВЕСТИ / 1", "extra": {"a": 1}},
    ]
    file = tmp_path / "posts.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)) + "\nnot json\n")
    done = demo("--posts", str(file), cwd=tmp_path)
    counts = json.loads(done.stdout.splitlines()[-1])
    assert (counts["served"], counts["stored"]) == (5, 5), done.stderr
    assert counts["alerts"] == counts["delivered"]
    assert done.returncode == 1, "a broken line is something to act on"
    assert "6" in done.stderr


def test_the_demo_shows_alerts_an_echo_a_dying_source_and_a_digest(tmp_path: Path) -> None:
    done = demo("--fast", "--out", str(tmp_path / "kept"), cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    for expected in ("UPDATE", "echo of dev/1", "captcha", "can be read again", "Digest", "0 twice"):
        assert expected in done.stdout
    assert list((tmp_path / "kept").glob("mail-*.eml"))
