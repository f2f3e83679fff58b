"""Threads, as many as there are to be had."""

from concurrent.futures import ThreadPoolExecutor


class Threads(ThreadPoolExecutor):
    """A pool that does with the threads it has where the machine gives no further one (``ulimit -u``, ``ulimit -v``,
    a container's limit). Raises RuntimeError if it has none."""

    def _adjust_thread_count(self) -> None:
        try:
            super()._adjust_thread_count()
        except RuntimeError:  # what was to be done waits its turn already
            if not self._threads:
                raise
