"""The types of the two doors. A query takes the one it needs, and mypy refuses a write through the reading door."""

from sqlalchemy import Connection


class Reading:
    """An open read transaction. Only ``store/reading.py`` and ``store/writing.py`` make one."""

    __slots__ = ("connection",)

    def __init__(self, connection: Connection) -> None:
        self.connection = connection


class Writing(Reading):
    """An open write transaction; it commits when its block ends well, and leaves nothing behind otherwise."""

    __slots__ = ()
