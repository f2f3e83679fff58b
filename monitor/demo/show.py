"""``demo``: the story unfolds in the terminal."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from monitor.config.story import read_story
from monitor.demo import scenario
from monitor.demo.keeping import keep_messages
from monitor.demo.playing import play
from monitor.demo.receiving import arrived
from monitor.demo.world import World
from monitor.desk.starting import starter_folder
from monitor.jobs.digest import send_digest
from monitor.jobs.timetable import Driver, Every, Row
from monitor.jobs.watch import watch
from monitor.model import Digest
from monitor.store import developments
from monitor.store.developments import Kept
from monitor.store.doors import Reading
from monitor.store.letters import letters
from monitor.text.clean import isolate, one_line, outgoing, shorten

ZONE = "Asia/Almaty"

#: Between two scenes, so that one can read along (seconds).
PAUSE = 2.0


async def show(folder: Path, *, wait: bool, out: Path | None) -> int:
    """Plays the scenario; the console channel prints the alerts, we print what stays quiet. 0 if all went well.

    ``wait`` leaves time to read; ``out`` keeps the mails, Slack messages and the digest as files.
    """
    screen = Console(highlight=False)
    token = folder / "x-token"
    token.write_text(scenario.TOKEN, encoding="utf-8")
    token.chmod(0o600)
    sources = [replace(source, every=timedelta(days=365)) for source in scenario.sources(str(token))]
    stories = [read_story(path) for path in sorted((starter_folder() / "stories").glob("*.toml"))]
    start = scenario.SCENES[0].at - timedelta(hours=1)
    world = World(
        folder=folder,
        start=start,
        outlets=scenario.outlets(),
        sources=sources,
        stories=stories,
        zone=ZONE,
        console=True,
    )
    _opening(screen, len(sources))
    async with world:
        app, told = world.app, _Narrator(screen)
        rows = [Row(name="watch", trigger=Every(timedelta(minutes=1)), run=lambda now: watch(app, now))]
        instants = [scene.at for scene in scenario.SCENES] + [scenario.MORNING]

        async def seen(at: datetime) -> None:
            await told.tell(at, await app.read(_since, told.last))
            if at == scenario.MORNING:
                await send_digest(app, Digest(key="morning", at="0 7 * * *", zone=ZONE), world.clock.now())
            await asyncio.sleep(PAUSE if wait else 0)

        keys = [source.key for source in sources]
        await play(world, instants, lambda _: keys, _served, driver=Driver(rows), before=told.announce, seen=seen)
        return await _ending(screen, world, out)


def _served(at: datetime) -> int:
    died, back = (next(scene.at for scene in scenario.SCENES if scene.what == word) for word in ("dies", "returns"))
    posts = [scene for scene in scenario.SCENES if scene.what == "post" and scene.at <= at]
    return len([scene for scene in posts if scene.where != "vesti.example" or not died <= at < back])


def _since(door: Reading, at: datetime) -> list[Kept]:
    return developments.matched(door, since=at)


class _Narrator:
    """Says in a line what reached nobody, and why."""

    def __init__(self, screen: Console) -> None:
        self._screen = screen
        self.last = datetime.fromisoformat("1970-01-01T00:00:00+00:00")

    def announce(self, at: datetime) -> None:
        """The time of a scene, before anything of it happens; and what breaks or mends."""
        local = at.astimezone(ZoneInfo(ZONE))
        self._screen.print(Rule(Text(f"{local:%a %d %b %H:%M} Almaty", style="dim"), style="dim", align="left"))
        for scene in scenario.SCENES:
            if scene.at == at and scene.what != "post":
                word = "shows a captcha from now on" if scene.what == "dies" else "answers again"
                self._screen.print(Text(f"  {scenario.FEEDS[scene.where]} {word}", style="red"))

    async def tell(self, at: datetime, kept: list[Kept]) -> None:
        for scene in scenario.SCENES:
            if scene.at == at and scene.what == "post" and not any(one.match.post.published_at == at for one in kept):
                title = isolate(shorten(one_line(outgoing(scene.title or scene.text)), 70))
                self._screen.print(Text(f"  - another matter, stored: {title}", style="dim"))
        for one in kept:
            if one.action not in {"alert", "held"}:
                title = isolate(shorten(one_line(outgoing(one.match.post.title or one.match.post.text)), 70))
                word = (
                    f"echo of dev/{one.development}" if one.verdict == "echo" else f"{one.match.tier}, for the digest"
                )
                self._screen.print(Text(f"  = {word}: {title}", style="cyan"))
                self._screen.print(Text(f"      {shorten(one.reason, 110)}", style="dim"))
            self.last = max(self.last, one.at + timedelta(microseconds=1))


def _opening(screen: Console, sources: int) -> None:
    screen.print(Text("A story unfolds, without network or keys.", style="bold"))
    screen.print(
        Text(
            f"{sources} sources on this machine play X, Telegram and news sites; the daemon and its database are "
            "the real thing. The texts are made up. What you see are alerts of the console channel (Slack and mail "
            "get them too); = is what stayed quiet.\n"
        )
    )


async def _ending(screen: Console, world: World, out: Path | None) -> int:
    kept = await world.app.read(letters, most=1000)
    found = await world.app.read(arrived, world)
    alerts = [letter.delivery for letter in kept if letter.delivery.key.startswith(("dev/", "more/"))]
    at_sinks = sum(1 for one in alerts if one.channel == "console" or (one.key, one.channel) in found)
    twice = sum(count - 1 for count in found.values())
    screen.print(Rule(style="dim"))
    line = f"{len(alerts)} alerts for 3 channels, {at_sinks} arrived, {twice} twice."
    screen.print(Text(line, style="bold green" if at_sinks == len(alerts) and not twice else "bold red"))
    screen.print(
        Text(f"{len(world.slack.messages)} messages at the Slack sink, {len(world.smtp.mails)} at the mail sink.")
    )
    if out is not None:
        keep_messages(world, out)
        screen.print(Text(f"kept in {out}"))
    return 0 if at_sinks == len(alerts) and not twice else 1
