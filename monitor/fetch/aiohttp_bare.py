"""aiohttp without the list of authorities that it reads when it is imported, twice; to be imported before it.

It makes TLS contexts for connections that name none. Ours name theirs, so that list is read for nothing: 3 MB, and a
tenth of the start. Made like this, what verifies trusts nobody: whoever came to use it would fail, not be deceived.
"""

import ssl


def _none(self: ssl.SSLContext) -> None:
    """Instead of the system's authorities."""


_Context = ssl.SSLContext
_usual = vars(_Context).get("set_default_verify_paths")
_Context.set_default_verify_paths = _none  # type: ignore[method-assign]
try:
    import aiohttp.connector
finally:
    if _usual is None:  # it comes from the class that this one is made of
        del _Context.set_default_verify_paths
    else:
        _Context.set_default_verify_paths = _usual  # type: ignore[method-assign]

__all__ = ["aiohttp"]
