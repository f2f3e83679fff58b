"""``digest``: a report on a story over any stretch of time, whenever a person asks."""

from datetime import datetime
from pathlib import Path

from monitor.config import Settings
from monitor.desk.naming import named
from monitor.jobs.report import build_report
from monitor.messages.report import Report
from monitor.model import Story
from monitor.store.doors import Reading


def has_story_file(folder: Path, key: str) -> bool:
    """Whether a config folder has a file that is named as the story, whatever is in it."""
    return Path(key).name == key and (folder / "stories" / f"{key}.toml").is_file()


def story_of(settings: Settings, key: str) -> Story:
    """The story with this key; by its key alone where a fault in its file hides the rest, for what is stored of it
    stands all the same. Raises WrongUse, naming the one that was probably meant."""
    if key not in {story.key for story in settings.stories} and has_story_file(settings.folder, key):
        return Story(key=key, title=key)
    return named("story", key, settings.stories)


def report(door: Reading, settings: Settings, key: str, *, since: datetime, until: datetime, zone: str) -> Report:
    """What happened in a story in [since, until). Raises WrongUse for an unknown story."""
    return build_report(door, settings, story_of(settings, key), since=since, until=until, zone=zone)
