"""``[network]`` as the client takes it: its parts, the proxy's secret revealed, and every fault of them."""

import re
from collections.abc import Callable, Sequence
from ipaddress import IPv6Network
from typing import Any

from monitor.config import Settings
from monitor.config.secrets import complaint, is_reference, reveal, warning
from monitor.config.toml import Loaded
from monitor.fetch.addresses import Allowed
from monitor.fetch.proxies import read_proxy
from monitor.model import ConfigError, Fault, Refused

FILE = "monitor.toml"


def network_parts(settings: Settings) -> dict[str, Any]:
    """What ``Web`` is made with: ``allow``, ``nat64``, ``proxy`` (its reference revealed), ``direct``, ``ca_file``.

    Raises ConfigError with every fault; Refused (code ``secret``) when the proxy's secret cannot be read.
    """
    if faults := network_faults(settings):
        raise ConfigError(faults)
    network = settings.network
    proxy = reveal(network.proxy, plain=True).get_secret_value() if network.proxy else ""
    if is_reference(network.proxy):
        _check_proxy(proxy, network.direct, settings.files.get(FILE), "proxy")
    return {
        "allow": allowed(network.allow, settings.files.get(FILE)),
        "nat64": tuple(network.nat64),
        "proxy": proxy,
        "direct": tuple(network.direct),
        "ca_file": network.ca_file,
    }


def network_faults(settings: Settings) -> list[Fault]:
    """All that is wrong with ``[network]``, seen without a network. A secret that is not here is no fault of it."""
    network, loaded = settings.network, settings.files.get(FILE)
    checks: tuple[Callable[[], object], ...] = (
        lambda: allowed(network.allow, loaded),
        lambda: _check_nat64(network.nat64, loaded),
        lambda: _check_proxy("" if is_reference(network.proxy) else network.proxy, (), loaded, "proxy"),
        lambda: _check_proxy("http://proxy.invalid:1", network.direct, loaded, "direct"),
    )
    faults: list[Fault] = []
    for check in checks:
        try:
            check()
        except ConfigError as error:
            faults += error.faults
    return faults


def network_remarks(settings: Settings) -> list[str]:
    """What is no fault of ``[network]`` but worth knowing."""
    proxy, said = settings.network.proxy, []
    if proxy:
        said.append("all calls go through the proxy: it resolves the names, so it must filter private addresses itself")
    if is_reference(proxy):
        said += [f"network.proxy: {text}" for text in (complaint(proxy), warning(proxy)) if text]
    elif re.match(r"(?i)https?://[^/]*@", proxy):
        said.append('the proxy\'s login stands in the configuration: write proxy = "env:NAME" in its place')
    return said


def proxy_warning(settings: Settings, hint: str) -> str:
    """What to say when only the environment names a proxy; ``hint`` are the lines to paste, "" if it names none."""
    if not hint or settings.network.proxy:
        return ""
    pasted = "\n".join(f"    {line}" for line in hint.splitlines())
    return (
        "The environment names a proxy. It is not used: every call goes out directly. If calls must go through it, "
        f"add this to {FILE}:\n\n    [network]\n{pasted}\n"
    )


def allowed(written: Sequence[str], loaded: Loaded | None = None) -> list[tuple[str, int]]:
    """``[network] allow``: ``10.0.0.0/8:443`` -> (network, port). Raises ConfigError with every fault."""
    pairs: list[tuple[str, int]] = []
    faults: list[Fault] = []
    for number, entry in enumerate(written):
        try:
            pairs.append(Allowed.read(entry))
        except ValueError:
            wrong, right = f"{entry!r} is no network and port", "for example 10.0.0.0/8:443"
            faults.append(_fault(loaded, ("network", "allow", number), wrong, right))
    if faults:
        raise ConfigError(faults)
    return pairs


def _check_nat64(written: Sequence[str], loaded: Loaded | None) -> None:
    faults = []
    for number, entry in enumerate(written):
        try:
            fits = IPv6Network(entry).prefixlen == 96
        except ValueError:
            fits = False
        if not fits:
            wrong, right = f"{entry!r} is no NAT64 prefix", "written with /96, for example 2001:db8:64::/96"
            faults.append(_fault(loaded, ("network", "nat64", number), wrong, right))
    if faults:
        raise ConfigError(faults)


def _check_proxy(proxy: str, direct: Sequence[str], loaded: Loaded | None, key: str) -> None:
    try:
        read_proxy(proxy, direct)
    except Refused as error:
        # "from None": the cause would quote the address, and with it a login
        raise ConfigError([_fault(loaded, ("network", key), error.message, "")]) from None


def _fault(loaded: Loaded | None, way: tuple[str | int, ...], wrong: str, right: str) -> Fault:
    if loaded is None:
        return Fault(file=FILE, key=".".join(str(step) for step in way[:2]), wrong=wrong, right=right)
    return loaded.fault(way, wrong, right)
