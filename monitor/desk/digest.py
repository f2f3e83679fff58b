"""``digest``: a report on a story over any stretch of time, whenever a person asks."""

from datetime import datetime

from monitor.config import Settings
from monitor.desk.naming import named
from monitor.jobs.report import build_report
from monitor.messages.report import Report
from monitor.model import Story
from monitor.store.doors import Reading


def story_of(settings: Settings, key: str) -> Story:
    """The story with this key. Raises WrongUse, naming the one that was probably meant."""
    return named("story", key, settings.stories)


def report(door: Reading, settings: Settings, key: str, *, since: datetime, until: datetime, zone: str) -> Report:
    """What happened in a story in [since, until). Raises WrongUse for an unknown story."""
    return build_report(door, settings, story_of(settings, key), since=since, until=until, zone=zone)
