"""Whom we trust: the system's certificate authorities, and a file the operator names. Never nobody."""

import ssl
from asyncio.sslproto import SSLProtocol
from functools import lru_cache
from pathlib import Path

import certifi

from monitor.model import Refused

#: What a TLS connection reads at once (bytes): two of TLS's own pieces. asyncio's usual 262,144 are no faster, and each
#: connection keeps as much for as long as it lives, idle or not: a quarter of a megabyte for each of a thousand feeds.
_AT_ONCE = 32_768

SSLProtocol.max_size = min(_AT_ONCE, SSLProtocol.max_size)


class Trust:
    """Hands out TLS contexts, made once: each costs 17 ms. There is no switch to verify nothing."""

    def __init__(self, ca_file: str = "") -> None:
        self._everywhere = ca_file
        self._system = ssl.get_default_verify_paths().cafile or ""

    def context(self, ca_file: str = "") -> ssl.SSLContext:
        """A verifying context; ``ca_file`` (PEM) is trusted besides the system's. Read again when the file changes, and
        when the system's does: new authorities come with its upgrades, and a daemon runs for years.

        Raises Refused with code ``tls_error`` if the file cannot be used.
        """
        system = _changed_at(self._system) if self._system else -1.0
        return _make(tuple((path, _changed_at(path)) for path in (self._everywhere, ca_file) if path), system)


def _changed_at(path: str) -> float:
    try:
        return Path(path).stat().st_mtime
    except OSError:
        return -1.0


@lru_cache(maxsize=200)
def _make(ca_files: tuple[tuple[str, float], ...], _system: float) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not _system_has_authorities():
        context.load_verify_locations(certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    for path, _ in ca_files:
        try:
            context.load_verify_locations(path)
        except (OSError, ssl.SSLError) as problem:
            raise Refused(f"ca_file {path} cannot be read as PEM certificates", code="tls_error") from problem
    return context


def _system_has_authorities() -> bool:
    """Slim images have none."""
    places = ssl.get_default_verify_paths()
    folder = Path(places.capath) if places.capath else None
    return bool(places.cafile) or (folder is not None and folder.is_dir() and any(folder.iterdir()))
