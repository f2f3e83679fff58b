"""The slack channel: an incoming webhook, or a bot that can answer in threads."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from monitor.channels.posting import check, no_web_address, post, retry_at
from monitor.config.secrets import complaint, reveal
from monitor.model import Channel, Form, Message, Receipt, Refused, Reply, TryLater, Web
from monitor.text.clean import shorten
from monitor.text.storable import incoming

#: Slack cuts a message's text at 40,000 characters and advises 4,000.
SIMPLEST_LENGTH = 3_500

#: Slack could not take the form of the message, so it is sent again in its simplest one.
_FORM = {
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_payload",
    "msg_blocks_too_long",
    "msg_too_long",
    "missing_text_or_fallback_or_attachments",
    "no_text",
}
#: Slack could not answer in the thread, so the message starts a new root.
_THREAD = {
    "cannot_reply_to_message",
    "invalid_thread_ts",
    "message_not_found",
    "restricted_action_non_threadable_channel",
    "restricted_action_thread_locked",
    "thread_not_found",
}
#: Faults of Slack's own, or of a crowded minute. Every other word is for the operator.
_PASSING = {
    "fatal_error",
    "internal_error",
    "message_limit_exceeded",  # all of a free workspace together
    "org_login_required",  # the workspace is being moved
    "rate_limited",
    "ratelimited",
    "request_timeout",
    "rollup_error",
    "service_unavailable",
    "team_added_to_org",
}
_LIMITED = {"message_limit_exceeded", "rate_limited", "ratelimited"}
#: What the operator can do about the commonest of the others.
_ADVICE = {
    "access_denied": "the bot may not use this workspace: ask an administrator",
    "accesslimited": "the workspace takes nothing from this network: ask an administrator",
    "account_inactive": "the bot's user or workspace was removed: install the app again",
    "action_prohibited": "an administrator of the workspace forbids it",
    "channel_is_archived": "the channel is archived: unarchive it, or choose another",
    "channel_not_found": "there is no such channel, or the bot is not in it",
    "ekm_access_denied": "an administrator has suspended posting there",
    "enterprise_is_restricted": "an administrator of the organisation forbids it",
    "invalid_auth": "the token is not valid: copy it again",
    "invalid_token": "the webhook's address is not valid: copy it again",
    "is_archived": "the channel is archived: unarchive it, or choose another",
    "missing_scope": "the app needs the scope chat:write",
    "no_active_hooks": "the webhook is switched off: make a new one",
    "no_service": "the webhook was removed: make a new one",
    "no_team": "the workspace is gone",
    "not_authed": "no token was sent",
    "not_allowed_token_type": "a bot token is needed (xoxb-...)",
    "not_in_channel": "invite the bot into the channel",
    "posting_to_general_channel_denied": "the workspace lets only some post in its general channel: choose another",
    "restricted_action": "the workspace lets only some post there: choose another channel, or ask an administrator",
    "restricted_action_read_only_channel": "nobody may post there: choose another channel",
    "restricted_action_thread_only_channel": "only answers may be posted there: choose another channel",
    "team_access_not_granted": "the app is not installed in this workspace: install it there",
    "team_not_found": "the workspace is gone, or the app is not installed in it",
    "token_expired": "the token has expired: make a new one",
    "token_revoked": "the token was revoked: make a new one",
    "two_factor_setup_required": "the workspace asks for two factors: set that up, then install the app again",
    "user_not_found": "the webhook's user was removed: make a new one",
}
_KNOWN = {*_FORM, *_THREAD, *_PASSING, *_ADVICE}
_WORD = re.compile(r"[a-z][a-z0-9_]{1,60}")


class SlackOptions(BaseModel):
    """``token`` and ``channel`` make it a bot (threads); without them the channel's address is a webhook."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: str = Field(default="", description="env:NAME or file:PATH of a bot token (xoxb-...)")
    channel: str = Field(default="", description="where the bot posts: an id (C0123456789) or #name")
    api: str = Field(default="https://slack.com/api", description="where the Web API answers")


class Slack:
    """Posts Block Kit messages. ``address`` names the webhook's address, or the channel when a token is given."""

    Options = SlackOptions
    form: Form = "blocks"
    #: Slack takes one message a second and channel.
    spacing = timedelta(seconds=1)

    def __init__(self, channel: Channel, options: SlackOptions) -> None:
        self.channel = channel
        self.options = options

    def faults(self) -> tuple[tuple[str, str], ...]:
        """What would keep every message from going out, seen without sending: (key of the configuration, what)."""
        if not self.options.token:
            address = self.channel.address
            found = [("address", complaint(address, plain=is_reserved(address)) or no_web_address(address))]
        else:
            to = self.options.channel or self.channel.address
            found = [
                ("options.token", complaint(self.options.token)),
                ("options.channel", "" if to else 'no Slack channel is named: write channel = "C0123456789"'),
            ]
        return tuple(fault for fault in found if fault[1])

    async def send(self, web: Web, message: Message, key: str, after: Receipt | None) -> Receipt:
        """Posts the message, in the thread of ``after`` and in the channel when a bot posts it.

        ``Receipt.ids`` of a bot: ``ts``, ``channel`` and ``thread_ts`` (the root's ``ts``, its own for a root).
        Raises TryLater (limits, faults of Slack) or Refused (a dead webhook, a token, an archived channel); code
        is Slack's own word, or the status.
        """
        url, headers, extra = self._way()
        thread = (after.ids.get("thread_ts") or after.ids.get("ts", "")) if after and self.options.token else ""
        body, notes = payload(message), list[str]()
        for _ in range(3):  # at most once simpler and once without its thread
            # in the channel as well: who does not follow the thread must see it
            within = {"thread_ts": thread, "reply_broadcast": True} if thread else {}
            content = {**extra, **body, **within}
            reply = await post(web, url, encoded(content), headers)
            word = trouble(reply)
            if word in _FORM and body != simplest(message):
                body = simplest(message)
                notes.append(f"sent in its simplest form, because Slack said {word}")
            elif word in _THREAD and thread:
                thread = ""
                notes.append(f"a new root, because Slack said {word}")
            else:
                break
        _raise(reply, word, bot=bool(self.options.token))
        return self._receipt(reply, thread, notes)

    def _way(self) -> tuple[SecretStr, dict[str, str], dict[str, str]]:
        """Where to post, with which headers, and what every payload carries. Secrets are read here, just before use."""
        headers = {"content-type": "application/json; charset=utf-8"}
        if not self.options.token:
            address = self.channel.address
            return reveal(address, plain=is_reserved(address)), headers, {}
        to = self.options.channel or self.channel.address
        if not to:
            raise Refused('no Slack channel is named: write channel = "C0123456789" into its options', code="config")
        headers["authorization"] = f"Bearer {reveal(self.options.token).get_secret_value()}"
        return SecretStr(f"{self.options.api.rstrip('/')}/chat.postMessage"), headers, {"channel": to}

    def _receipt(self, reply: Reply, thread: str, notes: list[str]) -> Receipt:
        if not self.options.token:
            return Receipt(note="; ".join(notes))
        answer = _object(reply)
        posted = answer.get("message")
        ts = str(answer.get("ts") or "")
        landed = str(posted.get("thread_ts") or "") if isinstance(posted, dict) else ""
        if thread and landed != thread:
            notes.append("a new root, because its thread is gone")
        ids = {"ts": ts, "channel": str(answer.get("channel") or ""), "thread_ts": landed or ts}
        return Receipt(ids={name: value for name, value in ids.items() if value}, note="; ".join(notes))


def payload(message: Message) -> dict[str, Any]:
    """What is posted for a message: its blocks and their fallback text, without previews of links."""
    content: Any = None
    if message.form == "blocks":
        try:
            content = json.loads(message.body)
        except ValueError:
            content = None
    if not isinstance(content, dict) or not content.get("blocks"):
        return simplest(message)
    return {
        "text": str(content.get("text") or escaped(message.subject)),
        "blocks": content["blocks"],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def simplest(message: Message) -> dict[str, Any]:
    """The same as plain text, in which nothing is markup: no mention, no hidden link."""
    plain = message.text or (message.body if message.form == "text" else message.subject)
    text = escaped(shorten(plain.strip() or message.subject or "(empty)", SIMPLEST_LENGTH))
    if message.link and message.link not in plain:
        text = f"{text}\n{escaped(message.link)}"
    return {"text": text, "mrkdwn": False, "unfurl_links": False, "unfurl_media": False}


def escaped(text: str) -> str:
    """The three characters that Slack reads as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def encoded(content: Mapping[str, Any]) -> bytes:
    """The payload as bytes of JSON."""
    return incoming(json.dumps(content, ensure_ascii=False, separators=(",", ":"))).encode()


def is_reserved(address: str) -> bool:
    """Whether an address lies under a name that belongs to nobody (RFC 2606, 6761), or on this machine.

    No secret can stand in it, so it may be written out: the demo and the tests do.
    """
    host = re.match(r"https?://(\[::1\]|[^/:?#@\[\]]+)(?=[:/?#]|$)", address)
    name = host[1].lower() if host else ""
    return name in {"127.0.0.1", "[::1]", "localhost"} or name.endswith((".example", ".test", ".invalid", ".localhost"))


def trouble(reply: Reply) -> str:
    """Slack's own word for what is wrong, "" if it took the message or said nothing we know how to read.

    The Web API answers 200 with ``{"ok": false, "error": word}``; a webhook answers the bare word as text, and what
    stands before it may make a 200 of that. Any other 200 of a webhook means taken: so says Slack ("Changes to errors
    for incoming webhooks", 2016), and places that speak its language answer each with words of their own.
    """
    answer = _object(reply)
    if answer:
        error = answer.get("error")
        return (
            "" if answer.get("ok", True) is True else (error if isinstance(error, str) and error else "unknown_error")
        )
    text = reply.body[:200].decode("utf-8", "replace").strip()
    if reply.status < 300:
        return text if text in _KNOWN else ""
    return text if _WORD.fullmatch(text) else ""


def _raise(reply: Reply, word: str, *, bot: bool) -> None:
    """Raises what the answer means for the delivery; returns if Slack took the message."""
    if word in _LIMITED or reply.status == 429:
        raise TryLater("Slack asks us to slow down", code=word or "429", health="limited", retry_at=retry_at(reply))
    if word in _PASSING:
        raise TryLater(f"Slack has a fault of its own: {word}", code=word, retry_at=retry_at(reply))
    advice = f": {_ADVICE[word]}" if word in _ADVICE else ""
    if word and (200 <= reply.status < 300 or advice):
        raise Refused(f"Slack refuses the message ({word}){advice}", code=word)
    check(reply, who="Slack", word=word)
    # A hook says "ok" and little else; the Web API always says {"ok": true}. A proxy's login page says neither.
    if (bot and _object(reply).get("ok") is not True) or reply.body.removeprefix(BOM_UTF8).lstrip()[:1] == b"<":
        raise TryLater("something else answered in place of Slack (a proxy, a login?)", code="unexpected_content")


def _object(reply: Reply) -> dict[str, Any]:
    try:
        answer = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}
