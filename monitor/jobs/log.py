"""The log: one event, one line, named fields; for people on a terminal, JSON for machines; no secrets."""

import json
import logging
import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from monitor.config.secrets import conceal
from monitor.config.settings import LogShape
from monitor.jobs.logger import structlog
from monitor.jobs.patient import Patient
from monitor.text.clean import one_line, outgoing

#: What looks like a secret inside a text: tokens of Slack, bearer tokens, logins in addresses.
_SECRETS = re.compile(
    r"(hooks\.slack\.com/(?:services|triggers|workflows)/)[^\s\"'<>]+"
    r"|\b(xox[a-z]-)[\w-]+"
    r"|(?i:(bearer\s+))[\w.~+/%-]{8,}=*"
    r"|(://[^\s/@:]*:)[^\s/@]+(?=@)"
)


#: A key, a word, a moment, a poll's id, as nearly all that is logged is: nothing in it can be a secret or need tidying.
_WORD = re.compile(r"[\w.:+-]{1,200}(?:/\d+)?", re.ASCII)

_NUMBERS = (int, float, bool, type(None))

#: Made once: ``json.dumps`` would make one for each line.
_write_json = json.JSONEncoder(ensure_ascii=False, default=str).encode


def hide_secrets(text: str) -> str:
    """The text with what looks like a secret, and every one that was revealed, replaced by ``***``."""
    return conceal(_SECRETS.sub(lambda found: next(part for part in found.groups() if part) + "***", text))


def _tidy(_: Any, __: str, event: Any) -> Any:
    """No control bytes and no line breaks from outside, no secret: a post must not write log lines of its own."""
    if "exc_info" in event:
        event = structlog.processors.format_exc_info(_, __, event)
    return {
        key: hide_secrets(outgoing(str(value))) if key == "exception" else _clean(value) for key, value in event.items()
    }


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        if _is_word(value):
            return value
        return hide_secrets(value if _is_plain(value) else one_line(value))[:2_000]
    return value if isinstance(value, _NUMBERS) else hide_secrets(one_line(str(value)))


def _is_word(value: str) -> bool:
    return _WORD.fullmatch(value) is not None and "xox" not in value  # as tokens of Slack begin


def _is_plain(value: str) -> bool:
    """Whether there is nothing to tidy, as in nearly every field: keys, words, moments."""
    return value.isascii() and value.isprintable() and "  " not in value and value == value.strip()


def _for_machines(_: Any, level: str, event: Any) -> str:
    """A line of JSON. Nearly every line is one: what it costs is paid with each poll."""
    now = datetime.now(UTC).isoformat()[:-6] + "Z"
    words = _of_words(event)
    if words is not None:
        return f'{{{words}, "level": "{level}", "timestamp": "{now}"}}'
    return _write_json({**_tidy(_, level, event), "level": level, "timestamp": now})


def _of_words(event: Any) -> str | None:
    """The fields of an event as JSON if each is a word or a whole number, else None: nothing in it needs an escape.

    So are nearly all lines, for so are those of polls that bring nothing; a third of what JSON's encoder takes.
    """
    fields = []
    for name, value in event.items():
        if type(value) is str and _is_word(value):
            fields.append(f'"{name}": "{value}"')
        elif type(value) is int:
            fields.append(f'"{name}": {value}')
        else:
            return None
    return ", ".join(fields)


def _with_many_at_once(logger: Any) -> Any:
    """A logger that also takes many lines in one go, as polls without news are written down."""

    class Many(logger):  # type: ignore[misc]
        def info_each(self, event: str, rows: Iterable[Mapping[str, Any]]) -> None:
            """As ``info`` for each of ``rows``."""
            lines = [_for_machines(None, "info", {**self._context, **row, "event": event}) for row in rows]
            if lines:
                self._logger.msg("\n".join(lines))

    return Many


def _for_people(terminal: bool) -> Any:
    # plain tracebacks: rich ones print local variables, and a token may be among them
    return structlog.dev.ConsoleRenderer(
        colors=terminal, pad_event_to=28, exception_formatter=structlog.dev.plain_traceback
    )


def _lost_for_machines(lines: int) -> str:
    return _for_machines(None, "warning", {"event": "lines of the log were lost", "lines": lines}) + "\n"


def _lost_for_people(lines: int) -> str:
    return f"... {lines} lines of the log were lost: nobody took them ...\n"


def _is_news(record: logging.LogRecord) -> bool:
    """What asyncio says of a worker process that ended in the moment in which it was to be ended is none."""
    return not str(record.msg).startswith("Unknown child process pid")


class _OfLibraries(logging.Handler):
    """What libraries and the event loop have to say, as lines of our own: they would print it as it is, a secret in it
    as well."""

    def emit(self, record: logging.LogRecord) -> None:
        """Logs it with the library's name, and with its traceback if it has one."""
        with suppress(Exception):  # a line that cannot be written must not end what it is about
            fields: dict[str, Any] = {"detail": record.getMessage(), "of": record.name}
            if record.exc_info and record.exc_info[0] is not None:
                fields["exc_info"] = record.exc_info
            structlog.get_logger().log(record.levelno, "a library has something to say", **fields)


def _hear_libraries() -> None:
    root = logging.getLogger()
    for handler in root.handlers[:]:
        if isinstance(handler, _OfLibraries):
            root.removeHandler(handler)
    root.addHandler(_OfLibraries(logging.WARNING))


def start_log(shape: LogShape, *, stream: Any = None) -> None:
    """Sets the log up: ``auto`` is colour on a terminal, JSON otherwise. Lines go to standard error."""
    stream = stream or sys.stderr
    terminal = bool(stream.isatty())
    for_machines = shape.format == "json" or (shape.format == "auto" and not terminal)
    stream = Patient(stream, _lost_for_machines if for_machines else _lost_for_people)
    for_people = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False),
        _tidy,
        _for_people(terminal),
    ]
    level = getattr(logging, shape.level.upper())
    logger = structlog.make_filtering_bound_logger(level)
    structlog.configure(
        processors=[_for_machines] if for_machines else for_people,
        wrapper_class=_with_many_at_once(logger) if for_machines and level <= logging.INFO else logger,
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    _hear_libraries()
    # httpx prints whole addresses, secrets included, at INFO
    for noisy in ("httpx", "httpcore", "aiohttp", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("asyncio").addFilter(_is_news)
    # it warns of what it could not tidy up behind a server that has failed: that is told, once, by us
    logging.getLogger("psycopg").setLevel(logging.ERROR)
    # it warns each time that a row still waits for the database; what keeps the database is said once, by us
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
