"""What an error of the network means, and who must act."""

import ssl
from collections.abc import Callable

import aiohttp

from monitor.fetch.addresses import Blocked
from monitor.fetch.resolver import NoAnswer
from monitor.fetch.urls import refused
from monitor.model import MonitorError, Refused, TryLater, Unreadable

#: What a verdict of OpenSSL (X509_V_ERR_...) can also mean.
_OF_OUR_CLOCK = {
    9: " (or this machine's clock is behind)",  # CERT_NOT_YET_VALID
    10: " (or this machine's clock is ahead)",  # CERT_HAS_EXPIRED
}


def tell(problem: BaseException) -> MonitorError:
    """What an error of the network means, and who must act. Addresses stay out of it: they may be secrets."""
    for kind, error in _MEANINGS:
        if any(isinstance(cause, kind) for cause in _causes(problem)):
            return error(problem)
    return TryLater(f"the connection failed ({_reason(problem)})", code="network")


def _causes(problem: BaseException) -> list[BaseException]:
    causes: list[BaseException] = []
    while problem is not None and problem not in causes:
        causes.append(problem)
        problem = getattr(problem, "os_error", None) or problem.__cause__ or problem.__context__  # type: ignore[assignment]
    return causes


def _reason(problem: BaseException) -> str:
    last = _causes(problem)[-1]
    return last.strerror if isinstance(last, OSError) and last.strerror else type(last).__name__


def _tls(problem: BaseException) -> MonitorError:
    for cause in _causes(problem):
        # aiohttp's own error claims to be this one as well, but says less.
        if why := getattr(cause, "verify_message", ""):
            doubt = _OF_OUR_CLOCK.get(getattr(cause, "verify_code", 0), "")
            return Refused(f"its certificate is not valid: {why}{doubt}", code="tls_error")
    return Refused(f"no safe connection could be made ({_reason(problem)})", code="tls_error")


def proxy_refuses(status: int) -> TryLater:
    """The way out is shut for the moment: a login that a person must renew, or a proxy that cannot look logins up."""
    return TryLater(f"the proxy refuses ({status})", code="proxy")


def _proxy(problem: BaseException) -> MonitorError:
    status = next(cause.status for cause in _causes(problem) if isinstance(cause, aiohttp.ClientHttpProxyError))
    if status in (401, 403, 407):
        return proxy_refuses(status)
    return TryLater(f"the proxy cannot reach it ({status})", code="network")


_PRIVATE = "it leads to an address that is not public; the operator can list it under [network] allow"

_Meaning = Callable[[BaseException], MonitorError]
_MEANINGS: tuple[tuple[type[BaseException], _Meaning], ...] = (
    (Blocked, lambda _: refused(_PRIVATE)),
    (NoAnswer, lambda _: TryLater("its name cannot be resolved", code="dns")),
    (aiohttp.ClientHttpProxyError, _proxy),
    (aiohttp.ClientProxyConnectionError, lambda _: TryLater("the proxy cannot be reached", code="network")),
    (ssl.SSLError, _tls),
    (ssl.CertificateError, _tls),
    (TimeoutError, lambda _: TryLater("no answer in time", code="deadline")),
    (aiohttp.http_exceptions.LineTooLong, lambda _: Unreadable("its headers are too long", code="too_large")),
    (aiohttp.ClientPayloadError, lambda _: TryLater("the answer broke off in the middle", code="network")),
    (aiohttp.http_exceptions.HttpProcessingError, lambda _: TryLater("it does not speak proper HTTP", code="network")),
    (aiohttp.ServerDisconnectedError, lambda _: TryLater("it hung up without an answer", code="network")),
    (aiohttp.ClientResponseError, lambda _: TryLater("it does not speak proper HTTP", code="network")),
)
