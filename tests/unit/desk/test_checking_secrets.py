"""``check`` says what a source or channel lacks before the first message is lost on it."""

from pathlib import Path

import pytest

from monitor.desk.checking import check

WAYS = """
[[channels]]
key = "desk"
kind = "slack"
address = "env:SLACK_WEBHOOK_URL"
[[channels]]
key = "mail"
kind = "email"
address = "nobody"
options = { host = "mx.example", from = "m@a.example", user = "m", security = "none", password = "env:P" }
[[channels]]
key = "off"
kind = "slack"
address = "env:OTHER"
enabled = false
"""


def test_a_channel_that_could_never_send_is_a_fault_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/x")
    monkeypatch.setenv("P", "x")
    (tmp_path / "channels.toml").write_text(WAYS)
    said = [str(fault).replace(str(tmp_path), "") for fault in check(tmp_path).faults]
    assert len(said) == 2, said
    assert said[0].startswith("/channels.toml:9: channels[mail].address: 'nobody' is not a mail address")
    assert said[1].startswith("/channels.toml:10: channels[mail].options.security: a password never travels")


def test_a_secret_that_is_not_here_is_a_remark_for_what_is_switched_on(tmp_path: Path) -> None:
    (tmp_path / "channels.toml").write_text(WAYS.replace("nobody", "a@a.example").replace('"none"', '"tls"'))
    found = check(tmp_path)
    assert not found.faults
    assert "channel desk: the environment variable SLACK_WEBHOOK_URL is not set" in found.remarks
    assert "channel mail: the environment variable P is not set" in found.remarks
    assert not any("OTHER" in remark for remark in found.remarks)


def test_a_secret_written_out_is_a_fault_that_does_not_repeat_it(tmp_path: Path) -> None:
    (tmp_path / "channels.toml").write_text(
        '[[channels]]\nkey = "desk"\nkind = "slack"\naddress = "https://hooks.slack.com/services/T0/B0/s3cret"\n'
    )
    (fault,) = check(tmp_path).faults
    assert "a secret never stands in the configuration" in str(fault)
    assert "s3cret" not in str(fault)


def test_a_secret_file_that_others_may_read_is_remarked(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("abc")
    secret.chmod(0o644)
    (tmp_path / "sources.toml").write_text(
        f'[[sources]]\nkey = "x"\nkind = "x"\naddress = "https://x.com/a"\noptions = {{ token = "file:{secret}" }}\n'
    )
    assert any("can be read by others (mode 0644)" in remark for remark in check(tmp_path).remarks)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("hooks.slack.com/services/T0/B0/s3cret", "holds no web address"),
        ("changeme", "holds no web address"),
        ("https:///s3cret", "holds no web address"),
        ("https://hooks.slack.com/services/T0/B0/s3cret # the desk", "holds no web address"),
        ('"https://hooks.slack.com/services/T0/B0/s3cret"', "has quote marks round it"),
        ("https://hooks.slack.com/services/T0/B0/s3cret", ""),
    ],
)
def test_a_variable_that_holds_no_address_where_one_must_stand_is_remarked_and_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, said: str
) -> None:
    for name in ("HOOK", "BEAT"):
        monkeypatch.setenv(name, value)
    (tmp_path / "channels.toml").write_text(
        '[[channels]]\nkey = "a"\nkind = "slack"\naddress = "env:HOOK"\n'
        '[[channels]]\nkey = "b"\nkind = "webhook"\naddress = "env:HOOK"\n'
    )
    (tmp_path / "monitor.toml").write_text('[watch]\nheartbeat_url = "env:BEAT"\n')
    told = [remark for remark in check(tmp_path).remarks if "HOOK" in remark or "BEAT" in remark]
    for place in ("channel a: env:HOOK ", "channel b: env:HOOK ", "watch.heartbeat_url: env:BEAT "):
        assert any(remark.startswith(place + said) for remark in told) == bool(said), (place, told)
    assert not [remark for remark in told if "s3cret" in remark or "changeme" in remark]
