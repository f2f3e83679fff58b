"""``monitor source preview`` at the prompt: words, exit codes, and lines for programs."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FEED = (
    "<rss><channel><item><title>Тоқаев\x9d Давоста</title><guid>1</guid><link>/a</link></item></channel></rss>"
).encode()


def run(*args: str, folder: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "monitor", "source", "preview", *args]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, input=stdin, capture_output=True, cwd=folder, env=env, check=False, timeout=120)


def test_posts_go_out_as_lines_and_health_goes_to_stderr(tmp_path: Path) -> None:
    done = run("-", "--base", "https://outlet.example/f", "--json", folder=tmp_path, stdin=FEED)
    assert (done.returncode, done.stderr.decode().strip()) == (0, "ok")
    assert b"\\u009d" in done.stdout
    post = json.loads(done.stdout)
    assert (post["id"], post["url"]) == ("1", "https://outlet.example/a")


def test_a_place_that_cannot_be_read_ends_with_one_and_what_to_do(tmp_path: Path) -> None:
    done = run("-", "--kind", "feed", folder=tmp_path, stdin=b"<html><body>x</body></html>")
    lines = done.stderr.decode().splitlines()
    assert (done.returncode, done.stdout, lines[0]) == (1, b"", "unreadable")
    assert "discover" in lines[2]


def test_an_address_without_its_scheme_is_answered_with_one(tmp_path: Path) -> None:
    done = run("outlet.example/feed", folder=tmp_path)
    assert done.returncode == 2 and b"if it is an address of the web: https://outlet.example/feed" in done.stderr
    assert b"https" not in run("feed.xml", folder=tmp_path).stderr


def test_wrong_use_ends_with_two(tmp_path: Path) -> None:
    assert run("x", "--kind", "gopher", folder=tmp_path).returncode == 2


def test_a_batch_answers_every_line_and_ends_well(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(FEED)
    (tmp_path / "bomb.xml").write_bytes(b"<rss><channel><item>" + b"<a>" * 900_000)
    asked = [{"id": n, "address": "bomb.xml" if n % 7 == 0 else "feed.xml"} for n in range(30)]
    (tmp_path / "batch.jsonl").write_text("\n".join(json.dumps(line) for line in asked))
    done = run("--batch", "batch.jsonl", folder=tmp_path)
    answers = {answer["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}
    assert (done.returncode, len(answers)) == (0, 30)
    assert all(len(answers[n]["posts"]) == 1 for n in range(30) if n % 7)


@pytest.mark.parametrize("ends", ["Ctrl-C", "a closed pipe"])
def test_a_batch_ends_at_once_though_a_further_line_may_come(tmp_path: Path, ends: str) -> None:
    (tmp_path / "feed.xml").write_bytes(FEED)
    command = [sys.executable, "-m", "monitor", "source", "preview", "--batch", "-"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=env
    ) as asked:
        assert asked.stdin and asked.stdout and asked.stderr
        asked.stdin.write(b'{"id": 1, "address": "feed.xml"}\n')
        asked.stdin.flush()
        assert json.loads(asked.stdout.readline())["id"] == 1
        if ends == "Ctrl-C":
            asked.send_signal(signal.SIGINT)
        else:
            asked.stdout.close()
            asked.stdin.write(b'{"id": 2, "address": "feed.xml"}\n')
            asked.stdin.flush()
        try:
            assert asked.wait(timeout=60) == (130 if ends == "Ctrl-C" else 0)
            assert asked.stderr.read() == b""
        finally:
            asked.kill()


def test_who_asks_one_by_one_is_answered_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(FEED)
    command = [sys.executable, "-m", "monitor", "source", "preview", "--batch", "-"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, env=env) as batch:
        assert batch.stdin is not None
        assert batch.stdout is not None
        for number in range(3):
            batch.stdin.write(json.dumps({"id": number, "address": "feed.xml"}).encode() + b"\n")
            batch.stdin.flush()
            assert json.loads(batch.stdout.readline())["id"] == number
        batch.stdin.close()
        assert batch.wait(timeout=60) == 0


def test_a_fault_in_the_config_here_stops_no_preview_unless_that_config_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "monitor.toml").write_text("zone = 7")
    (tmp_path / "feed.xml").write_bytes(FEED)
    done = run("feed.xml", folder=tmp_path)
    assert (done.returncode, b"monitor.toml has faults" in done.stderr) == (0, True)
    assert run("feed.xml", "--config", "config", folder=tmp_path).returncode == 1


def test_what_is_remarked_of_a_place_is_said_with_its_meaning(tmp_path: Path) -> None:
    page = tmp_path / "home.html"
    page.write_text("<html><head><title>Outlet</title></head><body><p>News</p></body></html>", encoding="utf-8")
    result = run(str(page), "--kind", "discover", "--base", "https://outlet.example/", folder=tmp_path)
    assert result.returncode == 0
    assert "guessed: feeds usually stand at these addresses; whether one does was not asked" in result.stderr.decode()
    assert "https://outlet.example/feed.xml" in result.stdout.decode()


def test_a_page_that_was_taken_for_one_article_is_said_to_be_one(tmp_path: Path) -> None:
    page = (
        b"<html><body><article><h1>Dockers vote</h1><p>"
        + b"They meet on Monday. " * 20
        + b"</p></article></body></html>"
    )
    guessed = run("-", "--base", "https://outlet.example/news", folder=tmp_path, stdin=page)
    assert b"--option item=SELECTOR" in guessed.stderr
    asked = run("-", "--kind", "article", "--base", "https://outlet.example/news", folder=tmp_path, stdin=page)
    assert (guessed.stdout, asked.stderr.decode().strip()) == (asked.stdout, "ok")


def test_a_channel_may_be_named_as_in_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "monitor.toml").write_text(
        '[network]\nproxy = "http://127.0.0.1:9"\nallow = ["127.0.0.1:9"]\n'
    )
    done = run("@aqorda_resmi", "--kind", "telegram", folder=tmp_path)
    assert (done.returncode, b"No such file" in done.stderr) == (1, False), done.stderr
    assert b"t.me: the proxy cannot be reached" in done.stderr
    guess = run("@aqorda_resmi", folder=tmp_path)
    assert (guess.returncode, b"--kind telegram or --kind x" in guess.stderr) == (2, True)
