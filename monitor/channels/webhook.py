"""The webhook channel: JSON to an address of yours, signed after Standard Webhooks."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from pydantic import BaseModel, ConfigDict, Field
from standardwebhooks import Webhook as Signer
from standardwebhooks.webhooks import EmptyWebhookSecretError

from monitor.channels.posting import check, no_web_address, post
from monitor.config.secrets import complaint, reveal
from monitor.model import Channel, Form, Message, Receipt, Refused, Web


class WebhookOptions(BaseModel):
    """Without ``secret`` the receiver cannot tell us from others."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    secret: str = Field(default="", description="env:NAME or file:PATH of the signing secret (whsec_...)")


def _now() -> datetime:
    return datetime.now(UTC)


class Webhook:
    """Posts each message as the JSON object it is. ``now`` gives the time that is signed (aware UTC)."""

    Options = WebhookOptions
    form: Form = "json"

    def __init__(self, channel: Channel, options: WebhookOptions, now: Callable[[], datetime] = _now) -> None:
        self.channel = channel
        self.options = options
        self._now = now

    def faults(self) -> tuple[tuple[str, str], ...]:
        """What would keep every message from going out, seen without sending: (key of the configuration, what)."""
        found = [("address", complaint(self.channel.address, plain=True) or no_web_address(self.channel.address))]
        if self.options.secret:
            found.append(("options.secret", complaint(self.options.secret)))
        return tuple(fault for fault in found if fault[1])

    async def send(self, web: Web, message: Message, key: str, after: Receipt | None) -> Receipt:
        """Posts the message; ``Receipt.ids``: ``webhook_id``, the same at each retry.

        Raises TryLater (408, 425, 429, 5xx, network) or Refused (any other status: 404 and 410 are dead addresses).
        """
        url = reveal(self.channel.address, plain=True)
        content = message.body.encode("utf-8", "replace")
        name = webhook_id(self.channel.key, key, content)
        headers = {"content-type": "application/json; charset=utf-8", "webhook-id": name, **self._sign(name, content)}
        reply = await post(web, url, content, headers)
        check(reply, who=f"the webhook {self.channel.key}")
        return Receipt(ids={"webhook_id": name})

    def _sign(self, name: str, content: bytes) -> dict[str, str]:
        at = self._now().astimezone(UTC)
        stamp = {"webhook-timestamp": str(int(at.timestamp()))}
        if not self.options.secret:
            return stamp
        secret = reveal(self.options.secret).get_secret_value()
        try:
            signer = Signer(secret)
        except (EmptyWebhookSecretError, ValueError, RuntimeError):  # binascii.Error is a ValueError
            signer = None
        if signer is None:  # raised out here, away from an error that may hold the secret
            raise Refused(f"{self.options.secret} is no signing secret: whsec_ and base64", code="secret")
        return {**stamp, "webhook-signature": signer.sign(name, at, content.decode())}


def webhook_id(channel: str, key: str, content: bytes) -> str:
    """What "the same message" means to the receiver: readable, and the same whenever the same bytes are sent again.

    The content is in it because a delivery key starts again at 1 with a new database, and a receiver that remembers
    ids would then drop a fresh alert.
    """
    readable = re.sub(r"[^A-Za-z0-9]+", "-", key).strip("-")[:60]
    digest = sha256(b"\0".join([channel.encode("utf-8", "replace"), key.encode("utf-8", "replace"), content]))
    return f"{readable}-{digest.hexdigest()[:16]}"
