"""Whether a daemon runs. It is asked each minute where a container or a watcher asks: it needs no database for it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.store.presence import Sign

if TYPE_CHECKING:
    from monitor.store.records import Beat

#: A heartbeat older than this is no life (it beats every 15 s).
ALIVE = timedelta(seconds=60)


def is_running(beat: "Beat", now: datetime) -> bool:
    """Whether a daemon has beaten lately and has not said goodbye."""
    return beat.stopped_at is None and abs(now - beat.beat_at) <= ALIVE


def is_alive(sign: Sign | None, now: datetime) -> bool:
    """Whether a daemon has given a sign of life lately, though it may not be able to write a heartbeat."""
    return sign is not None and (sign.is_mute or (sign.at is not None and abs(now - sign.at) <= ALIVE))
