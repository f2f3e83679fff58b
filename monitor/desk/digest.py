"""``digest``: a report on a story over any stretch of time, whenever a person asks."""

from datetime import datetime

from monitor.config import Settings
from monitor.config.shape import near
from monitor.jobs.report import build_report
from monitor.messages.report import Report
from monitor.model import Refused, Story
from monitor.store.doors import Reading


def story_of(settings: Settings, key: str) -> Story:
    """The story with this key. Raises Refused, naming those that there are."""
    found = next((story for story in settings.stories if story.key == key), None)
    if found is None:
        keys = [story.key for story in settings.stories]
        raise Refused(f"there is no story {key!r}; {near(key, keys)}", code="config")
    return found


def report(door: Reading, settings: Settings, key: str, *, since: datetime, until: datetime, zone: str) -> Report:
    """What happened in a story in [since, until). Raises Refused for an unknown story."""
    return build_report(door, settings, story_of(settings, key), since=since, until=until, zone=zone)
