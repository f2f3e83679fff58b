"""structlog without the rich tracebacks that it would bring: ours are plain, and they cost 2.5 MB and 20 ms a start."""

import sys

_RICH = "rich.traceback"

_hidden = _RICH not in sys.modules and "structlog" not in sys.modules
if _hidden:
    sys.modules[_RICH] = None  # type: ignore[assignment]  # what Python takes for "not installed"
try:
    import structlog
finally:
    if _hidden:
        del sys.modules[_RICH]

__all__ = ["structlog"]
