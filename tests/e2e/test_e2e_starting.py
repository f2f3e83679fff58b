"""The daemon starts before what it needs is there."""

import signal
from pathlib import Path

import pytest
from program import running, write_config
from sqlalchemy import make_url

SOURCE = '[[sources]]\nkey = "a"\nkind = "feed"\naddress = "https://127.0.0.1/a"\n'


async def test_a_channel_whose_secret_is_not_set_is_named_at_the_start_and_not_by_its_first_alert(
    tmp_path: Path,
) -> None:
    slack = '[[channels]]\nkey = "{}"\nkind = "slack"\naddress = "env:NOBODY_SET_THIS"\n'
    config = write_config(tmp_path, monitor='[log]\nformat = "json"\n', sources=SOURCE, channels=slack.format("desk"))
    async with running(config) as daemon:
        await daemon.said("a channel can deliver nothing", '"desk"', "NOBODY_SET_THIS is not set")
        (config / "channels.toml").write_text(slack.format("night"))
        daemon.signal(signal.SIGHUP)
        await daemon.said("a channel can deliver nothing", '"night"', "NOBODY_SET_THIS is not set")
        daemon.signal(signal.SIGTERM)
        assert await daemon.end(within=25) == 0
    assert len(daemon.events("a channel can deliver nothing as it is")) == 2


async def test_a_daemon_that_is_started_before_its_server_says_so_once_and_begins_when_it_answers(
    tmp_path: Path, postgres_url: str
) -> None:
    url = make_url(postgres_url)
    if not isinstance(there := url.query.get("host"), str):
        pytest.skip("a server that is reached by no socket file cannot be hidden")
    later = tmp_path / "s"
    address = url.update_query_dict({"host": str(later)}).render_as_string(hide_password=False)
    config = write_config(tmp_path, monitor='[log]\nformat = "json"\n', sources=SOURCE)
    async with running(config, MONITOR_DATABASE_URL=address) as daemon:
        await daemon.said("the database cannot be written", "does not answer")
        later.symlink_to(there)
        await daemon.said('"started"')
        daemon.signal(signal.SIGTERM)
        assert await daemon.end(within=25) == 0
    assert len(daemon.events("the database cannot be written")) == 1
    assert not [line for line in daemon.lines if "Traceback" in line]
    later.unlink()
    async with running(config, MONITOR_DATABASE_URL=address) as daemon:
        await daemon.said("the database cannot be written")
        daemon.signal(signal.SIGTERM)
        assert await daemon.end(within=25) == 0, "who waits can be stopped"
