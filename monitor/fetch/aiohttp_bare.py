"""aiohttp without the list of authorities that it reads when it is imported; to be imported before it.

It makes a TLS context for connections that name none. Ours name theirs, so that list is read for nothing: 2 MB, and a
twentieth of the start. Made like this that context trusts nobody: what ever came to use it would fail, not be deceived.
"""

import ssl
from typing import Any


def _trusting_nobody(*_: Any, **__: Any) -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


_usual = ssl.create_default_context
ssl.create_default_context = _trusting_nobody
try:
    import aiohttp.connector
finally:
    ssl.create_default_context = _usual

__all__ = ["aiohttp"]
