"""Telegram's preview pages for the demo: ``/s/NAME`` with ``before`` and ``after``, as built in 2026."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from monitor.demo.outlet import Asked
from monitor.model import Reply

#: How many messages a page shows.
PAGE = 20

_PREVIEW = re.compile(r"/s/([A-Za-z0-9_]{1,32})(?:/(\d{1,10}))?")
_HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title} – Telegram</title>
<meta property="og:title" content="{title}"></head><body class="widget_frame_base tgme_webpreview">
<header class="tgme_header search_collapsed"><div class="tgme_header_info"><div class="tgme_channel_info_header">
<div class="tgme_channel_info_header_title"><span dir="auto">{title}</span></div>
<div class="tgme_channel_info_header_username"><a href="https://t.me/{name}">@{name}</a></div></div></div></header>
<main class="tgme_main" data-url="/{name}"><section class="tgme_channel_history js-message_history">
"""
_FOOT = "</section></main><script>TWeb.init();</script></body></html>"
_CLOSED = """<!DOCTYPE html><html><head><title>Telegram: Contact @{name}</title></head><body class="tgme_head_wrap">
<div class="tgme_page_wrap"><div class="tgme_page">{title}<div class="tgme_page_description">If you have
<strong>Telegram</strong>, you can view and join<br><strong>@{name}</strong> right away.</div></div></div></body></html>
"""


@dataclass(frozen=True, kw_only=True)
class Told:
    """A message of the demo's Telegram. ``markup`` is what stands in its bubble; ``deleted_at`` ends it."""

    number: int
    at: datetime
    markup: str
    edited_at: datetime | None = None
    before_edit: str = ""
    deleted_at: datetime | None = None
    service: bool = False


class TelegramOutlet:
    """An outlet with channels. ``closed`` are names that exist and show no preview; other names do not exist."""

    def __init__(self, *, closed: tuple[str, ...] = (), page: int = PAGE) -> None:
        self.asked: list[Asked] = []
        self._closed = closed
        self._page = page
        self._titles: dict[str, str] = {}
        self._told: dict[str, list[Told]] = {}

    def channel(self, name: str, title: str = "") -> None:
        """Opens a channel."""
        self._titles.setdefault(name, title or name)
        self._told.setdefault(name, [])

    def add(self, name: str, text: str, at: datetime, *, extra: str = "", skip: int = 0, service: bool = False) -> int:
        """Publishes a message at ``at``; returns its number. ``extra`` is markup before the text, ``skip`` leaves
        numbers out, as the further pictures of an album do."""
        self.channel(name)
        told = self._told[name]
        number = (told[-1].number if told else 0) + 1 + skip
        words = escape(text, quote=False).replace("\n", "<br/>")
        block = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{words}</div>' if text else ""
        told.append(Told(number=number, at=at, markup=f"{extra}{block}", service=service))
        return number

    def edit(self, name: str, number: int, text: str, at: datetime) -> None:
        """From ``at`` on the message has another text, and says that it was edited."""
        words = escape(text, quote=False).replace("\n", "<br/>")
        block = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{words}</div>'
        self._change(name, number, lambda told: replace(told, before_edit=told.markup, markup=block, edited_at=at))

    def delete(self, name: str, number: int, at: datetime) -> None:
        """From ``at`` on the message is gone."""
        self._change(name, number, lambda told: replace(told, deleted_at=at))

    def __call__(self, asked: Asked) -> Reply:
        """The page, or what t.me shows in its place (a redirect, as for every name without a preview)."""
        self.asked.append(asked)
        parts = urlsplit(asked.url)
        if found := _PREVIEW.fullmatch(parts.path):
            name = next((known for known in self._titles if known.lower() == found[1].lower()), "")
            if not name:
                moved = (("location", f"{parts.scheme}://{parts.netloc}/{found[1]}"),)
                return Reply(asked=asked.url, url=asked.url, status=302, headers=moved, at=asked.at)
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            return self._html(asked, self._preview(name, query, asked.at))
        name = parts.path.strip("/")
        title = (
            f'<div class="tgme_page_title"><span dir="auto">{escape(name)}</span></div>' if name in self._closed else ""
        )
        return self._html(asked, _CLOSED.format(name=escape(name), title=title))

    def _preview(self, name: str, query: dict[str, str], at: datetime) -> str:
        told = [each for each in self._told[name] if each.at <= at and not (each.deleted_at and each.deleted_at <= at)]
        before, after = query.get("before", ""), query.get("after", "")
        if after.isdigit():
            later = [each for each in told if each.number > int(after)]
            shown = later[: self._page]
        else:
            earlier = [each for each in told if not before.isdigit() or each.number < int(before)]
            shown = earlier[-self._page :]
        body = "".join(self._message(name, each, at) for each in shown)
        if not shown:
            body = '<div class="tgme_widget_message_wrap"><div class="tme_no_messages_found">No posts found</div></div>'
        elif shown[0] is not told[0]:
            number = shown[0].number
            link = f'href="/s/{name}?before={number}" data-before="{number}"'
            more = f'<a {link} class="tme_messages_more js-messages_more"></a>'
            body = f'<div class="tgme_widget_message_centered js-messages_more_wrap">{more}</div>{body}'
        title = escape(self._titles[name])
        return _HEAD.format(title=title, name=name) + body + _FOOT

    def _message(self, name: str, told: Told, at: datetime) -> str:
        is_edited = told.edited_at is not None and told.edited_at <= at
        markup = told.markup if is_edited or not told.edited_at else told.before_edit
        moment = told.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
        link = f"https://t.me/{name}/{told.number}"
        title, service = escape(self._titles[name]), " service_message" if told.service else ""
        return f"""<div class="tgme_widget_message_wrap js-widget_message_wrap">
<div class="tgme_widget_message text_not_supported_wrap{service} js-widget_message" data-post="{name}/{told.number}">
<div class="tgme_widget_message_user"><a href="https://t.me/{name}"></a></div>
<div class="tgme_widget_message_bubble"><div class="tgme_widget_message_author accent_color">
<a class="tgme_widget_message_owner_name" href="https://t.me/{name}"><span dir="auto">{title}</span></a></div>
{markup}
<div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info short">
<span class="tgme_widget_message_views">1.2K</span><span class="copyonly"> views</span>
<span class="tgme_widget_message_meta">{"edited &nbsp;" if is_edited else ""}<a class="tgme_widget_message_date"
href="{link}"><time datetime="{moment}" class="time">{moment[11:16]}</time></a></span></div></div></div></div></div>
"""

    def _change(self, name: str, number: int, change: Any) -> None:
        self._told[name] = [change(each) if each.number == number else each for each in self._told[name]]

    def _html(self, asked: Asked, page: str) -> Reply:
        headers = (("content-type", "text/html; charset=utf-8"),)
        return Reply(asked=asked.url, url=asked.url, headers=headers, body=page.encode(), at=asked.at)
