"""The first of the guard's four places: the text of an address, before anything else reads it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

import idna

from monitor.fetch.addresses import Guard
from monitor.model import Refused

_PARTS = re.compile(r"(https?)://([^/?#]*)([/?#].*)?", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(?::([0-9]{0,5}))?")
_NAME = re.compile(r"[a-z0-9_.-]{1,254}")
_LOOPBACK = re.compile(r"127\.[0-9.]+")
_NEVER = re.compile(r"[\x00-\x1f\x7f-\x9f\\\ud800-\udfff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")

#: Servers stop reading a request line at 8 to 16 KB.
LONGEST = 16_384


@dataclass(frozen=True, slots=True)
class Target:
    """An address whose text passed. ``url`` is rebuilt from what was checked; ``host`` is ASCII, without brackets."""

    url: str
    scheme: str
    host: str
    port: int
    literal: bool

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host, port: whom a secret may be shown to."""
        return self.scheme, self.host, self.port

    @property
    def site(self) -> str:
        """Scheme, host and odd port, for people: paths and queries may be secrets."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        odd = "" if self.port == (443 if self.scheme == "https" else 80) else f":{self.port}"
        return f"{self.scheme}://{host}{odd}"


def is_localhost(host: str) -> bool:
    """Whether a name means the machine itself (RFC 6761), whatever a name server says, or an address does."""
    if host == "::1" or _LOOPBACK.fullmatch(host):
        return True
    return host.removesuffix(".").rpartition(".")[2] == "localhost"


def refused(why: str) -> Refused:
    """The error for an address that we will not dial."""
    return Refused(why, code="blocked_address")


def _ask(guard: Guard, host: str, port: int, *, literal: bool) -> None:
    """Raises Refused for a port or a literal address that the guard does not permit, with what could be listed."""
    where = "under [network] allow"
    if port not in guard.ports:
        entry = (
            f"{host}/{128 if ':' in host else 32}" if literal else "its address and port, for example 203.0.113.7/32"
        )
        raise refused(f"port {port} is not open; the operator can list {entry}:{port} {where}")
    if literal and not guard.permits(host, port):
        raise refused(f"{host} port {port} is not a public address; the operator can list it {where}")
    if not literal and is_localhost(host) and not (guard.permits("127.0.0.1", port) or guard.permits("::1", port)):
        raise refused(f"localhost is not a public address; the operator can list 127.0.0.1/32:{port} {where}")


def read_target(url: str, guard: Guard | None) -> Target:
    """Checks the text of ``url``: a plain http(s) address, nothing that two readers could read in two ways.

    A literal address or a port that ``guard`` does not permit is refused here; names are checked when resolved.
    ``guard`` None leaves these two to the later places (the tests switch this place off to try the others).
    Raises Refused with code ``blocked_address``.
    """
    text = url.strip(" \t\r\n\f")
    if len(text) > LONGEST:
        raise refused(f"the address is longer than {LONGEST} characters")
    if _NEVER.search(text):
        raise refused("the address has a backslash or a control character in it")
    parts = _PARTS.fullmatch(text)
    if parts is None:
        scheme = _SCHEME.match(text)
        what = f"addresses of kind {scheme[0][:20].lower()!r} are" if scheme else "an address without http(s):// is"
        raise refused(f"{what} never asked, only http and https")
    scheme_, authority, rest = parts[1].lower(), parts[2], parts[3] or "/"
    host, port, literal = _read_authority(authority, 443 if scheme_ == "https" else 80)
    if guard is not None:
        _ask(guard, host, port, literal=literal)
    shown = f"[{host}]" if ":" in host else host
    default = port == (443 if scheme_ == "https" else 80)
    rest = rest.partition("#")[0] or "/"
    # A space inside path or query is a slip of whoever wrote the link; it can mean only one thing.
    rest = (rest if rest.startswith("/") else f"/{rest}").replace(" ", "%20")
    return Target(f"{scheme_}://{shown}{'' if default else f':{port}'}{rest}", scheme_, host, port, literal)


def _read_authority(authority: str, default_port: int) -> tuple[str, int, bool]:
    if "@" in authority:
        raise refused("the address names a user; passwords do not belong into addresses")
    parts = _AUTHORITY.fullmatch(authority)
    if parts is None:
        raise refused("the address names no host that could be asked")
    port = int(parts[2]) if parts[2] else default_port
    if port > 65535:
        raise refused(f"there is no port {port}")
    host = parts[1]
    if host.startswith("["):
        return _canonical(IPv6Address, host[1:-1]), port, True
    name = _read_name(host)
    if name.removesuffix(".").rpartition(".")[2][:1].isdigit():
        # 127.1, 0x7f000001, 2130706433, 017700000001: a resolver reads these as IPv4, so only the plain form passes.
        if not host.isascii():
            raise refused("the address hides a number behind other letters")
        return _canonical(IPv4Address, name), port, True
    return name, port, False


def _canonical(kind: Callable[[str], IPv4Address | IPv6Address], text: str) -> str:
    try:
        ip = kind(text)
    except ValueError as problem:
        raise refused("the address has a host that looks like a number but is no plain IP address") from problem
    return str(ip)


def _read_name(host: str) -> str:
    if host.isascii():
        name = host.lower()
    else:
        try:
            name = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError) as problem:
            raise refused("the address has a host name that cannot exist") from problem
    labels = name.removesuffix(".").split(".")
    if not _NAME.fullmatch(name) or not all(0 < len(label) < 64 for label in labels):
        raise refused("the address has a host name that cannot exist")
    return name
