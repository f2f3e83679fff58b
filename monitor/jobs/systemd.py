"""What systemd is told of the daemon (sd_notify): ready, stopping, and that it is still alive."""

import asyncio
import os
import socket
from collections.abc import Mapping
from contextlib import suppress

from monitor.jobs.app import App
from monitor.jobs.watch import pulse
from monitor.store.faults import StoreFault


def tell(environ: Mapping[str, str], *lines: str) -> bool:
    """Sends ``lines`` (``READY=1`` ...) to the socket that systemd named; False if it named none or nobody listens.

    Not for one that is full either: a systemd that has frozen keeps its socket, and whoever waited for room in it would
    wait for ever.
    """
    address = environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    name = "\0" + address[1:] if address.startswith("@") else address
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as way:
        way.setblocking(False)
        way.sendto("\n".join(lines).encode(), name)
        return True
    return False


def watchdog(environ: Mapping[str, str]) -> float:
    """After how many seconds of silence systemd kills us; 0 if it does not watch."""
    if environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return 0.0
    value = environ.get("WATCHDOG_USEC", "")
    return int(value) / 1e6 if value.isascii() and value.isdigit() else 0.0


async def attend(app: App, environ: Mapping[str, str] = os.environ) -> None:
    """Tells systemd how it goes, until the app is stopping.

    What it did not take, for it had too much to do, is said again soon: it would end who never says that he is ready.
    The watchdog is fed at half its time, and only after the loop has come round and the database has answered. A
    database that answers with a fault is told elsewhere: a restart mends no disk. One that never answers starves it.
    """
    if "NOTIFY_SOCKET" not in environ:
        return
    await app.ready.wait()
    limit, ready = watchdog(environ), False
    while not app.stopping.is_set():
        ready = heard = ready or tell(environ, "READY=1")
        with suppress(TimeoutError):
            async with asyncio.timeout(limit / 4 or 15):
                status = await _ping(app)
                heard = tell(environ, *(["WATCHDOG=1"] if limit else []), f"STATUS={status}") and heard
        with suppress(TimeoutError):
            await asyncio.wait_for(app.stopping.wait(), (limit / 2 or 60) if heard else (limit / 8 or 15))
    tell(environ, "STOPPING=1", "STATUS=stopping")


async def _ping(app: App) -> str:
    try:
        return str(await app.read(pulse))
    except StoreFault as fault:
        return fault.message
    except Exception as error:
        app.log.exception("the pulse could not be read", kind=type(error).__name__)
        return type(error).__name__
