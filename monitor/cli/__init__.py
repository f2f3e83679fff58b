"""The door: one file a command group, tables, progress."""

import atexit
import gc
import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from monitor.jobs.early import mind

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

#: Words before which no command stands: they are answered from the overview.
_OF_ALL = frozenset({"", "-h", "--help", "--version"})

#: How the threads are called that wait for a name server (``fetch.resolver``) and for a line (``desk.preview_batch``).
_MAY_HANG = ("names_", "lines_")

#: Commands that would leave half a copy of the database behind if SIGTERM simply ended them (`timeout`, a unit).
_LEAVES_FILES = frozenset({"backup", "restore", "migrate"})

#: How many new objects there must be before circles among them are looked for, and how often among older ones: a
#: command ends soon, and what it still loads stays.
_RARELY = (10_000, 20, 20)

#: What a program that Ctrl-C ended says: 128 + SIGINT.
_STOPPED = 130


def main() -> None:
    """The command ``monitor``. Ctrl-C ends it without a word and with 130, wherever it lands."""
    sys.unraisablehook = _lost
    # else pydantic looks through every package that is installed for one that wants to read along
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if sys.argv[1:2] == ["run"] and hasattr(signal, "SIGHUP"):
        mind()  # a machine that shuts down while we start, and a reload, find a daemon already
    elif sys.argv[1:2] and sys.argv[1] in _LEAVES_FILES:
        signal.signal(signal.SIGTERM, _end_in_order)
    try:
        _start()
    except KeyboardInterrupt:
        _stop()  # somebody changed their mind while it was still starting; the wall does not stand yet
    except SystemExit as end:
        if end.code == _STOPPED:
            _stop()
        _end_undisturbed(end.code if isinstance(end.code, int) else int(end.code is not None))
        raise


def _end_in_order(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)


def _end_undisturbed(code: int) -> None:
    """The work is done: Python gives signals back their default while it ends, and would die of them. Whoever asks a
    second time need not wait for a thread that hangs."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(code))
    atexit.register(signal.signal, signal.SIGTERM, signal.SIG_IGN)  # then the threads have ended
    if any(thread.name.startswith(_MAY_HANG) for thread in threading.enumerate()):
        # a name server that hangs would be waited for, or a line, in a thread that nothing can interrupt
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _start() -> None:
    from monitor.cli.wall import open_streams

    open_streams()
    completes = any(name.startswith("_") and name.endswith("MONITOR_COMPLETE") for name in os.environ)
    folder = None if completes else _plain_run(sys.argv[1:])
    # of all that is loaded now nothing goes away again: there is nothing to look for
    gc.disable()
    if folder is not None:
        from monitor.cli.daemon import daemon_alone

        daemon_alone(folder)
    from monitor.cli.app import overview, tree

    first = sys.argv[1] if len(sys.argv) > 1 else ""
    commands = overview() if first in _OF_ALL and not completes else tree(first)
    gc.freeze()
    gc.set_threshold(*_RARELY)
    gc.enable()
    commands()


def _plain_run(words: Sequence[str]) -> str | None:
    """The config folder that the words of a plain ``run`` name, "" if they name none; None for all other words.

    Such a daemon needs nobody who reads options; whatever else was typed, typer reads.
    """
    match words:
        case ["run"]:
            return ""
        case ["run", "--config", folder] if folder and not folder.startswith("-"):
            return folder
        case ["run", option] if option.startswith("--config="):
            return option.removeprefix("--config=") or None
    return None


def _lost(what: "UnraisableHookArgs") -> None:
    """An error in a place that cannot raise (an object's end, a callback): Python would only print it and go on."""
    if issubclass(what.exc_type, KeyboardInterrupt):
        _stop()
    if issubclass(what.exc_type, SystemExit):
        code = getattr(what.exc_value, "code", 0)  # SIGTERM before the daemon stood
        os._exit(code if isinstance(code, int) else 1)
    sys.__unraisablehook__(what)


def _stop() -> NoReturn:
    """Ends at once: everything was left in order on the way here, and the interpreter's own end may speak."""
    with suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(_STOPPED)
