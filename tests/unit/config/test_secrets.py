"""Secrets are read where they are named, and never shown."""

from pathlib import Path

import pytest

from monitor.config.secrets import complaint, reveal, warning
from monitor.model import Refused

TOKEN = "xoxb-no-real-token"


def test_a_secret_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_TOKEN", f" {TOKEN}\n")
    assert reveal("env:SLACK_TOKEN").get_secret_value() == TOKEN


@pytest.mark.parametrize("content", [TOKEN, f"{TOKEN}\n", f"\ufeff{TOKEN}\r\n"])
def test_a_secret_is_read_from_a_file_without_its_line_break(tmp_path: Path, content: str) -> None:
    file = tmp_path / "token"
    file.write_bytes(content.encode())
    assert reveal(f"file:{file}").get_secret_value() == TOKEN


def test_a_secret_does_not_show_when_it_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_TOKEN", TOKEN)
    assert TOKEN not in f"{reveal('env:SLACK_TOKEN')!r} {reveal('env:SLACK_TOKEN')}"


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("env:NOT_THERE", "NOT_THERE is not set"),
        ("env:", "(no name) is not set"),
        ("env:A\0B", "is not set"),
        ("file:/nowhere/at/all", "/nowhere/at/all cannot be read"),
        ("file:/tmp\0x", "cannot be read"),
        ("file:/", "cannot be read"),
        ("file:~nobody-of-this-name/x", "cannot be read"),
        ("", "no secret is named"),
    ],
)
def test_a_missing_secret_is_named_plainly(reference: str, said: str) -> None:
    with pytest.raises(Refused, match=said.replace("(", r"\(").replace(")", r"\)")) as caught:
        reveal(reference)
    assert caught.value.code == "secret"
    assert complaint(reference) == caught.value.message


def test_a_secret_written_into_the_configuration_is_refused_and_not_repeated() -> None:
    with pytest.raises(Refused) as caught:
        reveal(TOKEN)
    assert TOKEN not in caught.value.message
    assert "env:NAME" in caught.value.message


def test_a_plain_address_is_handed_back_where_it_is_legal() -> None:
    assert reveal("https://desk.example/in", plain=True).get_secret_value() == "https://desk.example/in"


@pytest.mark.parametrize(
    "content", [b"", b" \n", b"a\nb", b"a\r\nX-Evil: 1", b"\xff\xfe\x00", b"a" * 20_000, b"a\x1bb"]
)
def test_a_file_that_holds_no_single_secret_is_refused_without_showing_it(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "token"
    file.write_bytes(content)
    with pytest.raises(Refused) as caught:
        reveal(f"file:{file}")
    assert "Evil" not in caught.value.message
    assert caught.value.__cause__ is None


def test_a_secret_file_that_others_can_read_is_warned_about(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN)
    file.chmod(0o644)
    assert "chmod 600" in warning(f"file:{file}")
    file.chmod(0o600)
    assert warning(f"file:{file}") == ""
    assert warning("env:SLACK_TOKEN") == ""
    assert warning(f"file:{tmp_path}/missing") == ""
