"""A configuration that has lost its sources or its stories is without a fault, and would blind the monitor."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from living import DAY, START, a_source, living, virtually
from rooms import Room, settle

from monitor.demo.inside import Inside
from monitor.desk.health import health
from monitor.jobs.reload import reload
from monitor.jobs.roster import register_all
from monitor.model import Channel

SOURCES = '[[sources]]\nkey = "a"\nkind = "feed"\naddress = "https://a.example/feed"\n'
STORY = 'key = "s"\ntitle = "S"\nlanguages = ["en"]\n[[keywords]]\nname = "w"\nfacet = "f"\nforms.en = ["wheat"]\n'


def a_config(folder: Path) -> Path:
    (folder / "config" / "stories").mkdir(parents=True)
    (folder / "config" / "channels.toml").write_text("# the console alone\n")
    (folder / "config" / "sources.toml").write_text(SOURCES)
    (folder / "config" / "stories" / "s.toml").write_text(STORY)
    return folder / "config"


async def reloads(inside: Inside, config: Path) -> bool:
    inside.app.settings = replace(inside.app.settings, folder=config)
    channels = inside.app.channels
    taken = await reload(inside.app)
    inside.app.channels = channels  # the room's own
    return taken


@pytest.mark.parametrize(
    ("name", "told"), [("sources.toml", "no source is left of 1"), ("stories/s.toml", "no story is left of 1")]
)
async def test_a_file_that_was_emptied_or_is_just_being_written_blinds_no_daemon(
    tmp_path: Path, name: str, told: str
) -> None:
    room, config = Room(tmp_path), a_config(tmp_path)
    async with room.open() as inside:
        await inside.app.write(register_all, inside.app, room.clock.now())
        if name == "sources.toml":
            (config / name).write_bytes(b"")
        else:
            (config / name).unlink()
        assert not await reloads(inside, config)
        await settle(inside, room)
        (mail,) = room.smtp.mails
        assert told in mail.message.get_body(("plain",)).get_content()
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        assert len(room.smtp.mails) == 2, "the old one stays in force"


@pytest.mark.parametrize(
    ("name", "said"), [("stories/s.toml", 'status = "paused"\n'), ("sources.toml", "enabled = false\n")]
)
async def test_the_only_story_can_be_paused_and_the_only_source_switched_off_while_the_daemon_runs(
    tmp_path: Path, name: str, said: str
) -> None:
    room, config = Room(tmp_path), a_config(tmp_path)
    async with room.open() as inside:
        await inside.app.write(register_all, inside.app, room.clock.now())
        file = config / name
        file.write_text(file.read_text() + said if name == "sources.toml" else said + file.read_text())
        assert await reloads(inside, config)
        await settle(inside, room)
        assert room.subjects() == []
        room.publish("Board of Peace: Kazakhstan joins")
        await settle(inside, room)
        assert room.subjects() == []


async def test_a_story_file_with_a_name_of_any_bytes_stops_no_reload(tmp_path: Path) -> None:
    room, config = Room(tmp_path), a_config(tmp_path)
    strange = config / "stories" / "caf\udce9.toml"
    strange.write_text("no TOML")
    async with room.open() as inside:
        await inside.app.write(register_all, inside.app, room.clock.now())
        assert not await reloads(inside, config)
        await settle(inside, room)
        assert room.subjects() == ["The changed configuration was not taken"]
        strange.write_text(STORY.replace('"s"', '"strange"'))
        assert await reloads(inside, config)


def test_a_fault_that_was_mended_by_a_new_start_is_told_when_it_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text("[[sources]]\nkey = ")
    mail = Channel(key="file", kind="file", address=str(tmp_path / "told.jsonl"))

    async def begun_at(start: datetime) -> list[str]:
        async with living(tmp_path, outlets={}, sources=[a_source()], channels=[mail], start=start) as life:
            await life.app.ready.wait()
            for _ in range(2):
                assert not await reload(life.app)
            return [told for told in await life.told() if "not taken" in told]

    assert len(virtually(begun_at(START))) == 1
    assert len(virtually(begun_at(START + DAY))) == 2


async def test_a_start_without_the_sources_of_yesterday_is_told(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        await inside.app.write(register_all, inside.app, room.clock.now())
    async with room.open(sources=[]) as blind:
        for _ in range(2):
            await blind.app.write(register_all, blind.app, room.clock.now())
        await settle(blind, room)
        assert room.subjects() == ["No source is watched any more"]
        report = await blind.app.read(health, now=room.clock.now())
        assert any("no source is watched" in trouble for trouble in report.troubles)
