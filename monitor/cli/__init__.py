"""The door: one file a command group, tables, progress."""

import os
import sys

#: Words before which no command stands: they are answered from the overview.
_OF_ALL = frozenset({"", "-h", "--help", "--version"})


def main() -> None:
    """The command ``monitor``."""
    try:
        from monitor.cli.app import overview, tree
        from monitor.cli.wall import open_streams

        open_streams()
        first = sys.argv[1] if len(sys.argv) > 1 else ""
        completes = any(name.startswith("_") and name.endswith("MONITOR_COMPLETE") for name in os.environ)
        commands = overview() if first in _OF_ALL and not completes else tree(first)
    except KeyboardInterrupt:
        sys.exit(130)  # somebody changed their mind while it was still starting; the wall does not stand yet
    commands()
