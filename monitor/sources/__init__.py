"""One kind of place -> posts: feed, page, x, telegram. Asking is async; reading a reply is a pure function."""

from importlib import import_module
from typing import Any

from monitor.model import Refused

#: The whole registry: one line to add, searchable, imported when first used.
BUILT_IN = {
    "feed": "monitor.sources.feed:Feed",
    "page": "monitor.sources.page:Page",
    "telegram": "monitor.sources.telegram:Telegram",
    "x": "monitor.sources.x:X",
}


def kinds() -> list[str]:
    """Every source kind this installation knows: built in, then those of other packages."""
    return sorted({*BUILT_IN, *(point.name for point in _others())})


def load_kind(name: str) -> type[Any]:
    """The class of a source kind. Raises Refused, naming those that exist, if there is none of this name."""
    if name in BUILT_IN:
        module, _, attribute = BUILT_IN[name].partition(":")
        return getattr(import_module(module), attribute)  # type: ignore[no-any-return]
    for point in _others():
        if point.name == name:
            return point.load()  # type: ignore[no-any-return]
    raise Refused(f"there is no source kind {name!r}; there are: {', '.join(kinds())}", code="config")


def _others() -> Any:
    """The kinds that other packages bring."""
    from importlib.metadata import entry_points  # a worker that reads need not load what looks through packages

    return entry_points(group="monitor.sources")
