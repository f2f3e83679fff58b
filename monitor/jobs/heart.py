"""The heartbeat, for others to watch: a file that is touched and an address that is called while all is well."""

import asyncio
from datetime import datetime
from pathlib import Path

from monitor.config.secrets import reveal
from monitor.jobs.app import App
from monitor.model import MonitorError


async def beat(app: App, failing: set[str], now: datetime) -> None:
    """Touches the file and calls the address that others watch. ``failing`` keeps the kinds ("file", "url") that did
    not get through: the first failure of each is logged, and its end."""
    shape = app.settings.watch
    if shape.heartbeat_file:
        try:
            await asyncio.to_thread(_touch, Path(shape.heartbeat_file), now)
            _note(app, failing, "file", "")
        except OSError as error:
            _note(app, failing, "file", error.strerror or type(error).__name__)
    if shape.heartbeat_url:
        try:
            reply = await app.web.get(reveal(shape.heartbeat_url, plain=True).get_secret_value())
            _note(app, failing, "url", "" if reply.status < 400 else f"it answers {reply.status}")
        except MonitorError as error:
            _note(app, failing, "url", error.code or error.health)


def _note(app: App, failing: set[str], what: str, problem: str) -> None:
    """Logs the first failure of a heartbeat and its end. The address itself may be a secret: it is not named."""
    if problem and what not in failing:
        app.log.warning("the heartbeat does not arrive", to=what, why=problem)
    if not problem and what in failing:
        app.log.info("the heartbeat arrives again", to=what)
    (failing.add if problem else failing.discard)(what)


def _touch(path: Path, now: datetime) -> None:
    """Writes the moment, whole or not at all."""
    path = path.expanduser()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(f"{now:%Y-%m-%dT%H:%M:%SZ}\n", encoding="ascii")
    fresh.replace(path)
