"""Hands a message over: slack, email, webhook, file, console."""

from importlib import import_module
from typing import Any

from monitor.model import Refused

#: The whole registry: one line to add, searchable, imported when first used.
BUILT_IN = {
    "console": "monitor.channels.console:Console",
    "email": "monitor.channels.email:Email",
    "file": "monitor.channels.file:FileChannel",
    "slack": "monitor.channels.slack:Slack",
    "webhook": "monitor.channels.webhook:Webhook",
}


def channels() -> list[str]:
    """Every channel kind this installation knows: built in, then those of other packages."""
    from importlib.metadata import entry_points

    return sorted({*BUILT_IN, *(point.name for point in entry_points(group="monitor.channels"))})


def load_channel(name: str) -> type[Any]:
    """The class of a channel kind. Raises Refused, naming those that exist, if there is none of this name."""
    if name in BUILT_IN:
        module, _, attribute = BUILT_IN[name].partition(":")
        return getattr(import_module(module), attribute)  # type: ignore[no-any-return]
    from importlib.metadata import entry_points

    for point in entry_points(group="monitor.channels", name=name):
        return point.load()  # type: ignore[no-any-return]
    raise Refused(f"there is no channel kind {name!r}; there are: {', '.join(channels())}", code="config")
