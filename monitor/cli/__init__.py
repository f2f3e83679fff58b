"""The door: one file a command group, tables, progress."""


def main() -> None:
    """The command ``monitor``."""
    from monitor.cli.app import app

    app()
