"""What the configuration names is entered in the store: at the start, and when the configuration is read again."""

from datetime import datetime

from monitor.jobs.app import App
from monitor.jobs.late import forget_mended
from monitor.jobs.notices import notify, stamp
from monitor.jobs.orphans import tell_orphans
from monitor.store import register, wellbeing
from monitor.store.doors import Writing


def register_all(door: Writing, app: App, now: datetime) -> None:
    """Makes the store hold the configured sources, and renamed stories their past."""
    if not app.kinds and (before := wellbeing.count_enabled(door)):
        _tell_none(door, app, now, before)
    register.register(door, app.settings.sources, now=now)
    for story in app.settings.stories:
        register.rename_story(door, story.key, story.was)
    forget_mended(door, app)
    if tell_orphans(door, app, now):
        app.send_poke.set()


def _tell_none(door: Writing, app: App, now: datetime, before: int) -> None:
    """A file that was emptied by a power cut makes a configuration without a fault, and a monitor without eyes."""
    app.log.error("no source is watched any more", before=before)
    lines = [
        f"The configuration names no source that is switched on; until now there {_were(before)}.",
        f"Was sources.toml emptied? Put it back ({app.settings.folder.absolute()}), and start the daemon again.",
    ]
    notify(door, app, now, f"notice/none/{stamp(now)}", "No source is watched any more", lines)


def _were(count: int) -> str:
    return "was one" if count == 1 else f"were {count:,}"
