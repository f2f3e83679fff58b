"""Keywords' regular expressions, the last resort: each with a time limit, so that none holds up the others."""

import time
from collections.abc import Iterator, Mapping, Sequence

import regex

from monitor.matching.compile import Owner
from monitor.matching.shapes import addresses, overlaps
from monitor.model import ConfigError, Fault, Story

#: Seconds a pattern may take for one text.
TIME_LIMIT = 0.2
#: So often it is tried on a text while other threads take the time.
_TRIES = 5
#: After so many texts that ran out of time a pattern is left alone.
_PATIENCE = 3


def pattern_fault(pattern: str) -> str:
    """What is wrong with a regular expression, in words; "" if nothing is."""
    try:
        regex.compile(pattern)
    except (regex.error, RecursionError, OverflowError) as fault:
        return str(fault) or type(fault).__name__
    return ""


def late_pattern(story: str, keyword: str, pattern: str) -> str:
    """What is told of a pattern that ran out of time."""
    return (
        f"{story}: keywords[{keyword}].patterns: {pattern!r} ran out of time ({TIME_LIMIT} s a text): it finds nothing"
        " there, and after three such texts it is left alone; write it without nested repetition"
    )


#: Texts that have nothing in common, not even a letter: what is found in each of them is found in every post.
_STRANGERS = ("Zq", "жъ", "ظغ", "字", "77")


def finds_everything(pattern: str) -> bool:
    """Whether a regular expression (that is one) finds something in texts that have nothing in common: ``.*``."""
    compiled = regex.compile(pattern)
    try:
        return all(
            any(match.end() > match.start() for match in compiled.finditer(text, timeout=TIME_LIMIT))
            for text in _STRANGERS
        )
    except (TimeoutError, MemoryError):
        return False


class Patterns:
    """The patterns of all keywords of ``stories``. Raises ConfigError if one is no regular expression."""

    def __init__(self, stories: Sequence[Story]) -> None:
        faults: list[Fault] = []
        self._all: list[tuple[Owner, str, regex.Pattern[str]]] = []
        self._late: dict[tuple[Owner, str], int] = {}
        for story in stories:
            for keyword in story.keywords:
                for pattern in keyword.patterns:
                    if wrong := pattern_fault(pattern):
                        key = f"keywords.{keyword.name}.patterns"
                        faults.append(Fault(file=story.file or story.key, key=key, wrong=f"{pattern}: {wrong}"))
                    else:
                        self._all.append((Owner(story.key, keyword.name), pattern, regex.compile(pattern)))
        if faults:
            raise ConfigError(faults)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._all)

    @property
    def flagged(self) -> Mapping[Owner, str]:
        """Keywords with a pattern that ran out of time, and that pattern."""
        # A copy first: another thread may add one meanwhile.
        return dict(list(self._late))

    def find(self, text: str) -> Iterator[tuple[Owner, str, int, int]]:
        """(keyword, pattern, start, end) of each match outside addresses; a pattern out of time finds nothing more."""
        if not self._all or not text:
            return
        taken = addresses(text)
        for owner, pattern, compiled in self._all:
            late = self._late.get((owner, pattern), 0)
            if late >= _PATIENCE:
                continue
            spans = _spans(compiled, text)
            if spans is None:
                self._late[owner, pattern] = late + 1
                continue
            for start, end in spans:
                if start < end and not overlaps(taken, start, end):
                    yield owner, pattern, start, end


def _spans(pattern: regex.Pattern[str], text: str) -> list[tuple[int, int]] | None:
    """Where a pattern matches; None if it ran out of time, or memory.

    The clock of ``regex`` is that of the whole process: time that other threads took is no fault of the pattern. Nor is
    one pause, in which Python looked for rubbish among all that there is; a second one is its own.
    """
    slow = 0
    for _ in range(_TRIES):
        begun = time.thread_time()
        try:
            return [match.span() for match in pattern.finditer(text, timeout=TIME_LIMIT)]
        except TimeoutError:
            slow += time.thread_time() - begun > TIME_LIMIT / 2
            if slow > 1:
                break
        except MemoryError:
            break
    return None
