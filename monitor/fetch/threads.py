"""Threads, as many as there are to be had."""

import resource
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

#: Where a control group says which ones this process is in, and where they are.
_GROUPS, _MOUNTED = Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")


class Threads(ThreadPoolExecutor):
    """A pool that does with the threads it has where the machine gives no further one (``ulimit -u``, ``ulimit -v``,
    a container's limit). Raises RuntimeError if it has none."""

    def _adjust_thread_count(self) -> None:
        try:
            super()._adjust_thread_count()
        except RuntimeError:  # what was to be done waits its turn already
            if not self._threads:
                raise


def at_most(wanted: int, groups: Path = _GROUPS, mounted: Path = _MOUNTED) -> int:
    """So many threads for one purpose: ``wanted``, or half of what this process may have, so that others can be started
    as well; 4 at least. What it may have: ``ulimit -u``, ``TasksMax`` of a service, ``--pids-limit`` of a container.
    """
    return max(4, min([wanted, *(limit // 2 for limit in _limits(groups, mounted))]))


def _limits(groups: Path, mounted: Path) -> Iterator[int]:
    own = resource.getrlimit(resource.RLIMIT_NPROC)[0]
    if own != resource.RLIM_INFINITY:
        yield own
    places = [mounted]  # as a container sees it
    with suppress(OSError, ValueError):
        places += [mounted / line[3:].strip("/") for line in groups.read_text().splitlines() if line.startswith("0::")]
    for place in places:
        with suppress(OSError, ValueError):  # "max" is no number
            yield int((place / "pids.max").read_text())
