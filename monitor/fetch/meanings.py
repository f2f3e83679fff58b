"""What an error of the network means, and who must act."""

import re
import ssl
from collections.abc import Callable

import aiohttp

from monitor.fetch.addresses import Blocked, Filtered
from monitor.fetch.resolver import NoAnswer
from monitor.fetch.urls import refused
from monitor.model import MonitorError, Refused, TryLater, Unreadable

#: Its chain ends at nobody whom this machine knows. Browsers often read such a place all the same: they fetch what it
#: forgets to send, or remember it from elsewhere.
_OF_ITS_CHAIN = (
    " (this machine does not know who signed it, or it does not send its whole chain: name what is missing by ca_file)"
)
_OF_ITS_OWNER = " (if it is of an authority of your own, name that by ca_file)"
#: What a verdict of OpenSSL (X509_V_ERR_...) means to whoever must act, or can also mean.
_DOUBTS = {
    2: _OF_ITS_CHAIN,  # UNABLE_TO_GET_ISSUER_CERT
    9: " (or this machine's clock is behind)",  # CERT_NOT_YET_VALID
    10: " (or this machine's clock is ahead)",  # CERT_HAS_EXPIRED
    18: _OF_ITS_OWNER,  # DEPTH_ZERO_SELF_SIGNED_CERT
    19: _OF_ITS_OWNER,  # SELF_SIGNED_CERT_IN_CHAIN
    20: _OF_ITS_CHAIN,  # UNABLE_TO_GET_ISSUER_CERT_LOCALLY
    21: _OF_ITS_CHAIN,  # UNABLE_TO_VERIFY_LEAF_SIGNATURE
}
_TOO_OLD = "it speaks no TLS that is new enough, 1.2 or 1.3"
#: The same for what OpenSSL says of a connection that was not made.
_NO_TLS = {
    "WRONG_VERSION_NUMBER": "it answers without TLS; does its address begin with http://?",
    "HTTP_REQUEST": "it answers without TLS; does its address begin with http://?",
    "UNSUPPORTED_PROTOCOL": _TOO_OLD,
    "TLSV1_ALERT_PROTOCOL_VERSION": _TOO_OLD,
    "SSLV3_ALERT_HANDSHAKE_FAILURE": "it knows no way to encrypt that is safe, or wants a certificate of ours",
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": "it wants a certificate of ours",
    "TLSV1_ALERT_NO_APPLICATION_PROTOCOL": "it does not speak HTTP/1.1",
    "TLSV1_UNRECOGNIZED_NAME": "it knows no place of this name",
}
#: "[SSL: NAME] what it says (_ssl.c:1006)"
_OPENSSL = re.compile(r"^(?:\[[^\]]*\] )?(.*?)(?: \(_ssl\.c:\d+\))?$")


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
    if isinstance(last, OSError) and last.strerror:
        return last.strerror
    # asyncio's own words for a connection that ends before its TLS stands
    return "it hung up" if isinstance(last, ConnectionError) else type(last).__name__


def _tls(problem: BaseException) -> MonitorError:
    for cause in _causes(problem):
        # aiohttp's own error claims to be this one as well, but says less.
        if why := getattr(cause, "verify_message", ""):
            doubt = _DOUBTS.get(getattr(cause, "verify_code", 0), "")
            return Refused(f"its certificate is not valid: {why.rstrip('.')}{doubt}", code="tls_error")
    return Refused(f"no safe connection could be made ({_no_tls(problem)})", code="tls_error")


def _no_tls(problem: BaseException) -> str:
    for cause in _causes(problem):
        if why := _NO_TLS.get(getattr(cause, "reason", None) or ""):
            return why
    said = _OPENSSL.sub(r"\1", _reason(problem))
    return _NO_TLS.get(said.upper().replace(" ", "_"), said)  # older Pythons do not know the names of all


def proxy_refuses(status: int) -> TryLater:
    """The way out is shut for the moment: a login that a person must renew, or a proxy that cannot look logins up."""
    return TryLater(f"the proxy refuses ({status})", code="proxy")


def _proxy(problem: BaseException) -> MonitorError:
    status = next(cause.status for cause in _causes(problem) if isinstance(cause, aiohttp.ClientHttpProxyError))
    if status in (401, 403, 407):
        return proxy_refuses(status)
    return TryLater(f"the proxy cannot reach it ({status})", code="network")


_FILTERED = "its name leads nowhere (0.0.0.0): a name server on the way, or /etc/hosts, filters it"
_PRIVATE = "it leads to an address that is not public; the operator can list it under [network] allow"

_Meaning = Callable[[BaseException], MonitorError]
_MEANINGS: tuple[tuple[type[BaseException], _Meaning], ...] = (
    (Filtered, lambda _: refused(_FILTERED)),
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
