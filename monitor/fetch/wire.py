"""An address as it goes out: read by two parsers that must see the same place in it, once for all its polls."""

from dataclasses import dataclass

import httpx
import yarl

from monitor.fetch.urls import Target, refused


@dataclass(frozen=True, slots=True)
class Address:
    """A checked address with all that a request is built of.

    ``text`` is the address as httpx writes it, ``path`` what of it stands in the request line, ``host`` the value of
    the Host header; ``origin`` is whom the connection is made to.
    """

    target: Target
    url: httpx.URL
    text: str
    path: str
    host: str
    origin: yarl.URL


def read_address(target: Target) -> Address:
    """Reads what passed ``read_target`` once more, byte for byte, by httpx and by aiohttp's yarl.

    Raises Refused (code ``blocked_address``) if one of them cannot, or if they see different hosts.
    """
    try:
        url = httpx.URL(target.url)
        text = str(url)
        # Read here: httpx decodes a name like "xn--" only when it is used, and then fails.
        seen = url.scheme, url.raw_host.decode("ascii"), _port(url), bool(url.host)
        other = yarl.URL(text, encoded=True)
        also_seen = other.scheme, other.raw_host, other.port, True
        path, host, origin = other.raw_path_qs, other.host_port_subcomponent, other.origin()
    except (httpx.InvalidURL, ValueError) as problem:
        raise refused("the address cannot be read") from problem
    if seen != also_seen or host is None:
        raise refused("the address can be read in two ways")
    return Address(target, url, text, path, host, origin)


def _port(url: httpx.URL) -> int | None:
    # `or` would take port 0 for none, and check 80 in its place.
    return url.port if url.port is not None else {"http": 80, "https": 443}.get(url.scheme)
