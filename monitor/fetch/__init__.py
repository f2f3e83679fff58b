"""The polite, guarded client and the worker processes: the only way out."""

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from monitor.fetch.proxies import proxy_hint
    from monitor.fetch.web import Web

# httpx brings a command line of its own, and with it click, pygments and the rest of rich: a twelfth of our start and
# some megabytes for nothing. Without it httpx does without.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

__all__ = ["Web", "proxy_hint"]

_HOMES = {"Web": "web", "proxy_hint": "proxies"}


def __getattr__(name: str) -> Any:
    # Imported when first asked for: a worker process starts through this package and needs no HTTP at all.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"monitor.fetch.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
