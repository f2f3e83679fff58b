"""What the configuration names is entered in the store: at the start, and when the configuration is read again."""

from datetime import datetime

from monitor.jobs.app import App
from monitor.jobs.late import forget_mended
from monitor.jobs.orphans import tell_orphans
from monitor.store import register
from monitor.store.doors import Writing


def register_all(door: Writing, app: App, now: datetime) -> None:
    """Makes the store hold the configured sources, and renamed stories their past."""
    register.register(door, app.settings.sources, now=now)
    for story in app.settings.stories:
        register.rename_story(door, story.key, story.was)
    forget_mended(door, app)
    if tell_orphans(door, app, now):
        app.send_poke.set()
