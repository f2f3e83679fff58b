"""The door: one file a command group, tables, progress."""

import sys


def main() -> None:
    """The command ``monitor``."""
    from monitor.cli.app import tree
    from monitor.cli.wall import open_streams

    open_streams()
    tree(sys.argv[1] if len(sys.argv) > 1 else "")()
