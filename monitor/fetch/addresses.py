"""Which network addresses may be dialled: the public internet on 80 and 443, and what the operator listed.

The standard library's ``is_global`` alone is no guard: it takes multicast, 6to4, NAT64 and IPv4 in IPv6 for public.
"""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple, Protocol

#: Ports of the web. Any other is open only where ``allow`` names it.
WEB_PORTS = frozenset({80, 443})

_V4_SPECIAL = tuple(
    IPv4Network(net)
    for net in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's wire server
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relay anycast
        "192.168.0.0/16",
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_V6_GLOBAL = IPv6Network("2000::/3")
_V6_SPECIAL = tuple(
    IPv6Network(net)
    for net in (
        "2001::/23",  # IETF protocol assignments: Teredo, ORCHID, benchmarking
        "2001:db8::/32",
        "2002::/16",  # 6to4: carries an IPv4 address, and nobody needs it any more
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",
    )
)
_V4_IN_V6 = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")


class Allowed(NamedTuple):
    """Addresses of one network, on one port, that may be dialled although they are not public."""

    cidr: str
    port: int

    @classmethod
    def read(cls, text: str) -> "Allowed":
        """From ``10.1.2.0/24:8080``, ``127.0.0.1:80`` or ``[fd00::/8]:443``. Raises ValueError."""
        cidr, colon, port = text.strip().rpartition(":")
        if not colon or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
            raise ValueError(f"{text!r} names no port: write network:port, for example 10.1.2.0/24:8080")
        cidr = cidr.removeprefix("[").removesuffix("]")
        ip_network(cidr)
        return cls(cidr, int(port))


class Blocked(OSError):
    """An address that may not be dialled. An OSError, so that whoever opens the socket tidies up after it."""

    def __init__(self) -> None:
        # One text for all: a connector that tries several addresses then raises this very class again.
        super().__init__("this address may not be dialled")


class Filtered(Blocked):
    """A name server that filters names answers with no address at all (0.0.0.0, ::) for those it does not like."""


class Gate(Protocol):
    """Says which (address, port) a connection may go to."""

    def permits(self, address: str, port: int) -> bool:
        """Whether this may be dialled."""
        ...


class Guard:
    """Says which (address, port) may be dialled.

    ``allow`` lists exceptions as (CIDR, port). ``nat64`` are further /96 prefixes under which the local network
    hides IPv4 addresses; the well-known 64:ff9b::/96 needs no mention.
    """

    def __init__(self, allow: Sequence[tuple[str, int]] = (), *, nat64: Sequence[str] = ()) -> None:
        self._allowed = tuple((ip_network(cidr), port) for cidr, port in allow)
        self._nat64 = (_NAT64, *(IPv6Network(prefix) for prefix in nat64))
        if any(prefix.prefixlen != 96 for prefix in self._nat64):
            raise ValueError("a NAT64 prefix is written with /96")
        self.ports = WEB_PORTS | {port for _, port in self._allowed}
        # The same address is asked for up to three times a connection.
        self._known = lru_cache(maxsize=4096)(self._judge)
        self._listed = lru_cache(maxsize=4096)(self._look_up)

    def permits(self, address: str, port: int) -> bool:
        """Whether this may be dialled. ``address`` is the text of an IP address."""
        return self._known(address, port)

    def _judge(self, address: str, port: int) -> bool:
        ip = self._unwrap(address)
        if ip is None:
            return False
        return self._is_listed(ip, port) or (port in WEB_PORTS and _is_public(ip))

    @property
    def lists_any(self) -> bool:
        """Whether the operator listed anything."""
        return bool(self._allowed)

    def lists(self, address: str, port: int) -> bool:
        """Whether the operator listed this address and port himself."""
        return bool(self._allowed) and self._listed(address, port)

    def _look_up(self, address: str, port: int) -> bool:
        ip = self._unwrap(address)
        return ip is not None and self._is_listed(ip, port)

    def _is_listed(self, ip: IPv4Address | IPv6Address, port: int) -> bool:
        return any(port == open_port and ip.version == net.version and ip in net for net, open_port in self._allowed)

    def _unwrap(self, address: str) -> IPv4Address | IPv6Address | None:
        """The address that a packet would reach in the end; None if it is none, or bound to a link."""
        try:
            ip = ip_address(address)
        except ValueError:
            return None
        if isinstance(ip, IPv4Address):
            return ip
        if ip.scope_id is not None:
            return None
        if ip in _V4_IN_V6 or any(ip in prefix for prefix in self._nat64):
            return IPv4Address(int(ip) & 0xFFFF_FFFF)
        return ip


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if not ip.is_global:
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in net for net in _V4_SPECIAL)
    return ip in _V6_GLOBAL and not any(ip in net for net in _V6_SPECIAL)
