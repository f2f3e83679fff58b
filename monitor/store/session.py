"""The sign of life on PostgreSQL: a session of the daemon's own, whose name says how the daemon is.

A name is kept in the server's memory: it is there while the disk is full, and on a stand-by that only reads. It goes
with the daemon, whatever ends it.
"""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from types import TracebackType

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from monitor.store.doors import Reading
from monitor.store.engine import open_engine
from monitor.store.presence import Presence, Sign

#: How such a session is called; seconds since 1970 follow: of the sign, and of the beginning of an outage (0: none).
NAME = "story-monitor-daemon"

#: How much of the reason is told (characters): the server keeps 1,024 bytes of a statement.
LONGEST = 500

#: Two daemons' signs that are no further apart are both of now; what one cannot do is told before what another can.
SAME = timedelta(minutes=1)

#: How long the end waits for a server that does not answer (s).
PATIENCE = 1.0

_SAID = re.compile(rf"{NAME} (\d{{1,12}}) (\d{{1,12}})")
_SIGNS = text(
    "SELECT application_name, query FROM pg_stat_activity "
    "WHERE datname = current_database() AND application_name LIKE :named"
)


class Session:
    """A daemon's session, for as long as the block lasts. Made for a ``with``; ``say`` waits for nobody.

    ``is_alone``: daemons that share a server's database are no mistake.
    """

    is_alone = True

    def __init__(self, engine: Engine) -> None:
        self._url = engine.url.render_as_string(hide_password=False)
        self._sign: Sign | None = None
        self._poke, self._ended = Event(), False
        # a server that is silent must hold up neither the event loop nor the end of the program
        self._thread = Thread(target=self._speak, name="presence", daemon=True)

    def __enter__(self) -> "Session":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended = True
        self._poke.set()
        self._thread.join(PATIENCE)

    def say(self, sign: Sign) -> None:
        """Puts how the daemon is where ``sign_in`` finds it, soon; a server that is away hears of it the next time."""
        self._sign = sign
        self._poke.set()

    def _speak(self) -> None:
        engine = open_engine(self._url)
        connection: Connection | None = None
        while self._poke.wait() and not self._ended:
            self._poke.clear()
            try:
                connection = connection or engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                connection.exec_driver_sql(_statement(self._sign))
            except SQLAlchemyError:
                _close(connection)
                connection = None
        _close(connection)
        engine.dispose()


def _close(connection: Connection | None) -> None:
    if connection is not None:
        with suppress(SQLAlchemyError):
            connection.invalidate()
            connection.close()


def _statement(sign: Sign | None) -> str:
    """Names the session. The reason stands behind it as a remark: others see the last statement of a session."""
    at = int(sign.at.timestamp()) if sign and sign.at else 0
    since = int(sign.outage_since.timestamp()) if sign and sign.outage_since else 0
    why = re.sub(r"[^\w ,.;:()/'\"-]", "?", " ".join((sign.why if sign else "").split()), flags=re.ASCII)[:LONGEST]
    return f"SET application_name = '{NAME} {at} {since}' -- {why}"


def sign_in(door: Reading) -> Sign | None:
    """What the daemon of a PostgreSQL database says of itself; None if none is connected, and for a file.

    Of several the latest; of those of the same time one that cannot write.
    """
    if door.connection.dialect.name != "postgresql":
        return None
    rows = door.connection.execute(_SIGNS, {"named": f"{NAME} %"})
    signs = [(sign.at, sign) for row in rows if (sign := _read(row.application_name, row.query)) and sign.at]
    latest = max((at for at, _ in signs), default=None)
    ours = [sign for at, sign in signs if latest is not None and latest - at <= SAME]
    return max(ours, key=lambda sign: sign.outage_since is not None, default=None)


def _read(name: str, statement: str | None) -> Sign | None:
    if not (said := _SAID.fullmatch(name)):
        return None
    at, since = (datetime.fromtimestamp(int(number), UTC) for number in said.groups())
    # whoever asks as another user sees the name and not the statement
    _, _, why = (statement or "").partition(" -- ")
    begun = since if int(said[2]) else None
    return Sign(at=at, outage_since=begun, why=why or ("its log says why" if begun else ""))


def presence_of(engine: Engine) -> Presence | Session:
    """Where a daemon gives its sign of life: beside a file, or in a session."""
    if engine.dialect.name == "postgresql":
        return Session(engine)
    return Presence(engine.url.render_as_string(hide_password=False))
