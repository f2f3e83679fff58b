"""structlog without rich, which it would bring for tracebacks: ours are plain, and it costs 5 MB and 50 ms a start."""

import sys

#: What Python takes for "not installed" while structlog is loaded, unless a command has it already.
_hidden = [name for name in ("rich", "rich.pretty", "rich.traceback") if name not in sys.modules]
if "structlog" in sys.modules:
    _hidden = []
for _name in _hidden:
    sys.modules[_name] = None  # type: ignore[assignment]
try:
    import structlog
finally:
    for _name in _hidden:
        del sys.modules[_name]

__all__ = ["structlog"]
