"""Story files, read and checked whole: their shape (config) and what their words mean (matching), with lines."""

from collections.abc import Sequence
from pathlib import Path

from monitor.config.story import story_of
from monitor.config.toml import Loaded, load
from monitor.matching import check_story
from monitor.model import ConfigError, Fault, Story


def read_stories(paths: Sequence[Path]) -> tuple[Story, ...]:
    """The stories of some files, in their order. Raises ConfigError with every fault of every file."""
    stories: list[Story] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            story, found = read_one(path)
        except ConfigError as error:
            faults += error.faults
            continue
        faults += found
        twin = next((other for other in stories if other.key == story.key), None)
        if twin is not None:
            wrong = f"{story.key!r} is also the key of {twin.file}"
            faults.append(Fault(file=story.file, key="key", wrong=wrong, right="a key of its own"))
        stories.append(story)
    if faults:
        raise ConfigError(faults)
    return tuple(stories)


def read_one(path: Path) -> tuple[Story, tuple[Fault, ...]]:
    """The story of a file and the faults of its words and rule. Raises ConfigError if its shape is wrong."""
    loaded = load(path)
    story = story_of(loaded)
    return story, with_lines(check_story(story), loaded)


def with_lines(faults: Sequence[Fault], loaded: Loaded) -> tuple[Fault, ...]:
    """The same faults with the lines at which their keys stand in the file, in the order of the file."""
    placed = [
        Fault(file=loaded.file, line=loaded.line_of(each.key), key=each.key, wrong=each.wrong, right=each.right)
        for each in faults
    ]
    return tuple(sorted(placed, key=lambda fault: fault.line))
