"""What the shell offers for a key after Tab: the stories, sources and channels of the configuration (``--config``)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typer

from monitor.model import MonitorError


def stories(ctx: typer.Context, typed: str) -> list[str]:
    """Keys of stories that begin with what was typed."""
    return _keys("stories", ctx, typed)


def sources(ctx: typer.Context, typed: str) -> list[str]:
    """Keys of sources that begin with what was typed."""
    return _keys("sources", ctx, typed)


def channels(ctx: typer.Context, typed: str) -> list[str]:
    """Keys of channels that begin with what was typed."""
    return _keys("channels", ctx, typed)


def _keys(what: str, ctx: typer.Context, typed: str) -> list[str]:
    from monitor.config import find_folder, survey

    folder = ctx.params.get("config")
    try:
        settings, _ = survey(
            find_folder(Path(folder) if folder else None)
        )  # what of it can be read: faults are for `check` to tell
    except (MonitorError, OSError):
        return []
    entries: Iterable[Any] = getattr(settings, what)
    return sorted(entry.key for entry in entries if entry.key.startswith(typed))
