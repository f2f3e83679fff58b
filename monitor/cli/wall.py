"""The one wall between the program and a person: whatever breaks behind it comes out as a sentence and an exit code.

0 well, 1 something to act on, 2 wrong use, 130 stopped by Ctrl-C. Never a traceback, unless ``MONITOR_TRACEBACK`` asks
for it.
"""

import errno
import io
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from monitor.model import ConfigError, MonitorError, WrongUse

#: 0 well, 1 something to act on, 2 wrong use; a program that Ctrl-C ended says 128 + SIGINT.
ACT, WRONG, STOPPED = 1, 2, 130


def open_streams() -> None:
    """Makes both streams fit for every letter: UTF-8 when they go to a program or a file, whatever the locale; on a
    terminal its own charset, with a ``?`` for what it lacks. A stream that was closed before we came swallows. A width
    of no columns, which some set who do not know it, would swallow everything too: it counts as unknown."""
    if os.environ.get("COLUMNS", "").strip("0 ") == "":
        os.environ.pop("COLUMNS", None)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - lives as long as we do
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


@contextmanager
def walled(*passes: type[BaseException]) -> Iterator[None]:
    """Ends the program with a sentence, whatever is raised inside; what is one of ``passes`` goes through."""
    try:
        yield
    except passes:
        raise
    except KeyboardInterrupt as stop:
        _forget_output()
        raise SystemExit(STOPPED) from stop
    except BrokenPipeError as closed:
        # the reader has seen enough (| head): that is no error
        _forget_output()
        raise SystemExit(0) from closed
    except SystemExit as end:
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        # the same in rich, which typer writes its help with: it ends the program by itself, as if that were an error
        _forget_output()
        raise SystemExit(WRONG if end.__context__.__context__ else 0) from end
    except Exception as error:
        if os.environ.get("MONITOR_TRACEBACK"):
            traceback.print_exc()
        for line in sentences(error):
            _tell(line)
        if isinstance(error, OSError) and error.filename is None:
            _forget_output()
        raise SystemExit(WRONG if isinstance(error, WrongUse) or _is_mistyped(error) else ACT) from error


def sentences(error: Exception) -> list[str]:
    """What went wrong, for the person at the prompt."""
    match error:
        case ConfigError():
            return [str(fault) for fault in error.faults]
        case MonitorError():
            return [error.message]
        case OSError(filename=name) if name is not None:
            return [f"{os.fsdecode(name) if not isinstance(name, int) else name}: {_reason(error)}"]
        case OSError(errno=errno.ENOSPC | errno.EDQUOT | errno.EFBIG | errno.EIO):
            return [f"the output cannot be written: {_reason(error)}"]
        case OSError():
            return [f"the system refuses: {_reason(error)}"]
        case UnicodeEncodeError() if _is_mistyped(error):
            return ["what was typed is not UTF-8"]
        case MemoryError():
            return ["there is not enough memory for this"]
    places = traceback.extract_tb(error.__traceback__)
    place = places[-1]
    begun = any((Path(one.filename).name, one.name) == ("threading.py", "start") for one in places[-2:])
    if isinstance(error, RuntimeError) and begun:
        return ["the system gives the monitor no further thread: look at ulimit -v and -u, or the container's limits"]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return [
        f"This is a fault of the monitor itself ({type(error).__name__} at {where}). Please report it, with what you "
        "typed and what `monitor --version` says; MONITOR_TRACEBACK=1 shows more."
    ]


def _is_mistyped(error: Exception) -> bool:
    """Whether an error comes from an argument with bytes that are not UTF-8."""
    halves = any("\ud800" <= letter <= "\udfff" for word in sys.argv for letter in word)
    return halves and isinstance(error, UnicodeEncodeError)


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _tell(line: str) -> None:
    """A line on stderr; red on a terminal. If even that cannot be written, the exit code must do."""
    from rich.console import Console
    from rich.text import Text

    from monitor.text.clean import outgoing

    with suppress(OSError, ValueError):
        Console(stderr=True, highlight=False, soft_wrap=True).print(Text(outgoing(line), style="red"))


def _forget_output() -> None:
    """Nobody reads our output any more: what is still to be written goes nowhere, so that nothing complains at exit."""
    with suppress(OSError, ValueError):
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())
        os.close(sink)
