"""Which channel is meant, and where its preview is asked for."""

import re
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from monitor.model import Refused

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_HOSTS = {"t.me", "www.t.me", "telegram.me", "telegram.dog"}
_ADDRESS = "write @name or https://t.me/s/name"


class TelegramOptions(BaseModel):
    """``[sources.options]`` of kind ``telegram``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pages: int = Field(default=10, ge=1, le=100, description="pages of about 20 posts that one poll reads at most")


def read_address(address: str) -> tuple[str, str]:
    """Origin and name of a public channel: ``@name``, ``name``, ``t.me/name``, ``https://t.me/s/name`` ...

    A host that is not Telegram's own is kept (a mirror, the demo). Raises Refused (code ``config``).
    """
    text = address.strip()
    if _NAME.fullmatch(text.removeprefix("@")):
        return "https://t.me", text.removeprefix("@")
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise Refused(f"{address!r} is no channel of Telegram: {_ADDRESS}", code="config") from error
    words = [word for word in parts.path.split("/") if word]
    if words and (words[0].startswith("+") or words[0] == "joinchat"):
        raise Refused(f"{address!r} is an invitation: only public channels show a preview", code="config")
    name = words[1] if len(words) > 1 and words[0] == "s" else words[0] if words else ""
    if host.endswith(".t.me") and host != "www.t.me" and not name:
        host, name = "t.me", host.removesuffix(".t.me")
    if parts.scheme not in {"http", "https"} or not host or not _NAME.fullmatch(name) or name == "s":
        raise Refused(f"{address!r} is no channel of Telegram: {_ADDRESS}", code="config")
    if host in _HOSTS:
        return "https://t.me", name
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}", name


def page_url(origin: str, name: str, before: int) -> str:
    """The newest page, or the one that ends before a number."""
    return f"{origin}/s/{name}" + (f"?before={before}" if before else "")
