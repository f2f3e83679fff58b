"""A corporate proxy: what goes through it, what does not, and the hint when only the environment knows of one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import unquote

from monitor.fetch.urls import Target, read_target
from monitor.model import Refused

_USER = re.compile(r"(https?://)([^/@]*)@", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """Where calls go through, and which hosts are reached directly."""

    target: Target
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    names: tuple[str, ...] = ()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    def passes(self, target: Target) -> bool:
        """Whether a call to ``target`` goes through the proxy."""
        if target.literal:
            ip = ip_address(target.host)
            return not any(ip.version == net.version and ip in net for net in self.networks)
        host = target.host.removesuffix(".")
        return not any(host == name or host.endswith(f".{name}") for name in self.names)


def read_proxy(address: str, direct: Sequence[str] = ()) -> Proxy | None:
    """Reads ``http://[user:password@]host:port``; "" is no proxy.

    ``direct`` lists what is reached without it: ``example.com`` (and all below it), ``.example.com``,
    ``*.example.com``, addresses and networks (``10.0.0.0/8``). Raises Refused (code ``config``) for other forms.
    """
    if not address:
        return None
    user = _USER.match(address)
    name, _, password = user[2].partition(":") if user else ("", "", "")
    try:
        target = read_target(_USER.sub(r"\1", address, count=1), None)
    except Refused as problem:
        raise Refused("proxy must be http://host:port or https://host:port", code="config") from problem
    names: list[str] = []
    networks: list[IPv4Network | IPv6Network] = []
    for pattern in direct:
        try:
            networks.append(ip_network(pattern.strip().strip("[]"), strict=False))
        except ValueError:
            host = pattern.strip().removeprefix("*").removeprefix(".")
            try:
                names.append(read_target(f"http://{host}/", None).host.removesuffix("."))
            except Refused as problem:
                raise Refused(f"direct: {pattern!r} is no host name, address or network", code="config") from problem
    return Proxy(
        target=target, user=unquote(name), password=unquote(password), names=tuple(names), networks=tuple(networks)
    )


class OnlyProxy:
    """The gate of the connections to the proxy: they may go to the addresses its name has, on its port alone."""

    def __init__(self, proxy: Proxy) -> None:
        self._port = proxy.target.port
        self._own: set[str] = {proxy.target.host} if proxy.target.literal else set()

    def learn(self, addresses: Sequence[str]) -> None:
        """The proxy's name has these addresses now."""
        self._own.update(addresses)

    def permits(self, address: str, port: int) -> bool:
        """Whether this is the proxy."""
        return port == self._port and address in self._own


def proxy_hint(environ: Mapping[str, str]) -> str:
    """The lines to paste under ``[network]`` when the environment names a proxy, "" if it names none.

    The environment is not obeyed: a variable left over in a shell would reroute every secret. A password is never
    printed: the line then refers to the variable.
    """
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"):
        if value := environ.get(name, "").strip():
            break
    else:
        return ""
    # Nothing from outside goes into a line to be pasted unless it is plainly an address.
    plain = re.fullmatch(r"https?://[A-Za-z0-9_.:\[\]-]+/?", value) is not None
    lines = [f'proxy = "{value}"' if plain else f'proxy = "env:{name}"']
    bypass = environ.get("NO_PROXY", "") or environ.get("no_proxy", "")
    hosts = [host for host in (part.strip() for part in bypass.split(",")) if re.fullmatch(r"[A-Za-z0-9_.:/*-]+", host)]
    if hosts:
        lines.append("direct = [" + ", ".join(f'"{host}"' for host in hosts) + "]")
    return "\n".join(lines)
