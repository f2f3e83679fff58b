"""X's API v2 for the demo: look-up and timeline after the documented shapes, limits, refusals, both generations.

Documented by X: max_results 5..100 (else 400), since_id and until_id exclusive, newest first, ``meta.next_token``
while there is more, no ``data`` on an empty page, long posts cut in ``text`` and whole in ``note_*``, reposts cut to
"RT @name: ..." and whole in ``includes`` when expanded, each edit a new id with the history oldest first.
"""

import json
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from monitor.demo.outlet import Asked
from monitor.model import Media, Reply
from monitor.sources.x.api import id_at

#: X cuts the text of longer posts here.
SHORT = 280
WINDOW = timedelta(minutes=15)

_USER = re.compile(r"/2/users/by/username/([A-Za-z0-9_]{1,15})")
_TIMELINE = re.compile(r"/2/users/([0-9]{1,19})/tweets")
_NAMES: dict[str, dict[str, str]] = {
    "post": {"fields": "post.fields", "note": "note_post", "refs": "referenced_posts",
             "history": "edit_history_post_ids", "includes": "posts", "expand": "referenced_posts"},
    "tweet": {"fields": "tweet.fields", "note": "note_tweet", "refs": "referenced_tweets",
              "history": "edit_history_tweet_ids", "includes": "tweets", "expand": "referenced_tweets.id"},
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class XPost:
    """A post of the demo's X. ``history`` are the ids of its versions, oldest first; the last is its own."""

    id: str
    author: str
    at: datetime
    text: str
    lang: str = "und"
    history: tuple[str, ...] = ()
    kind: Literal["", "quoted", "retweeted", "replied_to"] = ""
    of: str = ""
    links: tuple[tuple[str, str], ...] = ()
    media: tuple[Media, ...] = ()


class XOutlet:
    """An outlet with accounts and posts. ``generations`` are the field names it takes and answers in; ``faults`` are
    answers used up first: a status ("429", "503"), or "credits", "usage-capped", "not-enrolled", "protected"."""

    def __init__(
        self, *, token: str = "", generations: Iterable[str] = ("post", "tweet"), limit: int = 10_000, page: int = 100
    ) -> None:
        self.asked: list[Asked] = []
        self.faults: deque[str] = deque()
        self.accounts: dict[str, str] = {}
        self._posts: dict[str, XPost] = {}
        self._token, self._generations = token, tuple(generations)
        self._limit, self._page = limit, page
        self._calls: deque[datetime] = deque()

    def account(self, handle: str, user: str = "") -> str:
        """Opens an account; returns its id."""
        return self.accounts.setdefault(handle.lower(), user or str(900_100_200 + len(self.accounts)))

    def add(self, handle: str, text: str, at: datetime, **more: Any) -> XPost:
        """Publishes a post at ``at``; it shows from then on."""
        self.account(handle)
        number = id_at(at, len(self._posts))
        post = XPost(id=number, author=handle, at=at, text=text, history=(number,), **more)
        self._posts[number] = post
        return post

    def edit(self, post: XPost, text: str, at: datetime) -> XPost:
        """A new version under a new id; from ``at`` on it stands in the place of the old one."""
        number = id_at(at, len(self._posts))
        newer = replace(post, id=number, text=text, at=at, history=(*post.history, number))
        self._posts[number] = newer
        return newer

    def delete(self, post: XPost) -> None:
        """The post, and every version of it, is gone."""
        for number in post.history:
            self._posts.pop(number, None)

    def __call__(self, asked: Asked) -> Reply:
        """What X answers."""
        self.asked.append(asked)
        parts = urlsplit(asked.url)
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        if self.faults:
            return self._fault(asked, self.faults.popleft())
        given = asked.headers.get("authorization", "")
        if not given.startswith("Bearer ") or (self._token and given != f"Bearer {self._token}"):
            return self._problem(asked, 401, "about:blank", "Unauthorized")
        if self._spent(asked.at):
            return self._problem(asked, 429, "rate-limit-exceeded", "Too Many Requests")
        if found := _USER.fullmatch(parts.path):
            return self._look_up(asked, found[1])
        if found := _TIMELINE.fullmatch(parts.path):
            return self._timeline(asked, found[1], query)
        return self._problem(asked, 404, "about:blank", "Not Found")

    def _spent(self, at: datetime) -> bool:
        while self._calls and self._calls[0] <= at - WINDOW:
            self._calls.popleft()
        if len(self._calls) >= self._limit:
            return True
        self._calls.append(at)
        return False

    def _look_up(self, asked: Asked, handle: str) -> Reply:
        user = self.accounts.get(handle.lower())
        if user:
            return self._json(asked, 200, {"data": {"id": user, "name": handle, "username": handle}})
        problem = {
            "value": handle, "detail": f"Could not find user with username: [{handle}].",
            "title": "Not Found Error", "type": _type("resource-not-found"),
            "resource_type": "user", "parameter": "username", "resource_id": handle,
        }  # fmt: skip
        return self._json(asked, 200, {"errors": [problem]})

    def _timeline(self, asked: Asked, user: str, query: dict[str, str]) -> Reply:
        generation = next((name for name in ("post", "tweet") if _NAMES[name]["fields"] in query), self._generations[0])
        if generation not in self._generations:
            name = _NAMES[generation]["fields"]
            return self._invalid(asked, name, query[name], f"The query parameter [{name}] is not one of the allowed")
        size = query.get("max_results", "10")
        if not size.isdigit() or not 5 <= int(size) <= 100:
            return self._invalid(
                asked, "max_results", size, f"The `max_results` query parameter value [{size}] is not valid"
            )
        handle = next((name for name, number in self.accounts.items() if number == user), "")
        shown = self._shown(handle, query, asked.at)
        start = int(query.get("pagination_token", "0") or 0)
        count = min(int(size), self._page)
        page = shown[start : start + count]
        more = start + count if start + count < len(shown) else 0
        return self._json(asked, 200, self._page_of(page, more, start, query, _NAMES[generation]))

    def _shown(self, handle: str, query: dict[str, str], at: datetime) -> list[XPost]:
        """The account's posts as they stand at ``at``, newest first: the newest version of each."""
        newest: dict[str, XPost] = {}
        for post in sorted(self._posts.values(), key=lambda each: int(each.id)):
            if post.author.lower() == handle and post.at <= at:
                newest[post.history[0]] = post
        since, until = int(query.get("since_id", "0")), int(query.get("until_id", str(2**63)))
        start = (
            datetime.fromisoformat(query["start_time"]) if "start_time" in query else datetime(2010, 11, 6, tzinfo=UTC)
        )
        out = {"replies": "replied_to", "retweets": "retweeted"}
        excluded = {out.get(name, "") for name in query.get("exclude", "").split(",") if name}
        posts = [
            post
            for post in newest.values()
            if since < int(post.id) < until and post.at >= start and post.kind not in excluded
        ]
        return sorted(posts, key=lambda each: int(each.id), reverse=True)[:3_200]

    def _page_of(
        self, page: list[XPost], more: int, start: int, query: dict[str, str], names: dict[str, str]
    ) -> dict[str, Any]:
        meta: dict[str, Any] = {"result_count": len(page)}
        if not page:
            return {"meta": meta}
        meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
        meta |= ({"next_token": str(more)} if more else {}) | ({"previous_token": "0"} if start else {})
        expanded = query.get("expansions", "").split(",")
        content: dict[str, Any] = {"data": [self._object(post, names) for post in page], "meta": meta}
        includes: dict[str, Any] = {}
        others = [self._posts[post.of] for post in page if post.of in self._posts]
        if others and names["expand"] in expanded:
            includes[names["includes"]] = [self._object(post, names) for post in others]
        media = [(post, index) for post in (*page, *others) for index in range(len(post.media))]
        if media and "attachments.media_keys" in expanded:
            includes["media"] = [_media(post, index) for post, index in media]
        return content | ({"includes": includes} if includes else {})

    def _object(self, post: XPost, names: dict[str, str]) -> dict[str, Any]:
        text, of = post.text, self._posts.get(post.of)
        if post.kind == "retweeted" and of:
            text = f"RT @{of.author}: {of.text}"
            text = text if len(text) <= 140 else f"{text[:139]}…"
        found: dict[str, Any] = {
            "id": post.id, "text": escape(text, quote=False), "lang": post.lang, "conversation_id": post.history[0],
            "created_at": post.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "author_id": self.accounts[post.author.lower()], names["history"]: list(post.history),
        }  # fmt: skip
        urls = [{"url": short, "expanded_url": long, "display_url": long[8:38]} for short, long in post.links]
        if urls:
            found["entities"] = {"urls": urls}
        if len(text) > SHORT:
            found[names["note"]] = {"text": escape(text, quote=False)} | ({"entities": {"urls": urls}} if urls else {})
            found["text"] = escape(f"{text[: SHORT - 1]}…", quote=False)
        if post.kind and post.of:
            found[names["refs"]] = [{"type": post.kind, "id": post.of}]
        if post.media:
            found["attachments"] = {"media_keys": [f"3_{post.id}{index}" for index in range(len(post.media))]}
        return found

    def _fault(self, asked: Asked, fault: str) -> Reply:
        problems: dict[str, tuple[int, str, str, dict[str, Any]]] = {
            "credits": (402, "about:blank", "CreditsDepleted", {}),
            "usage-capped": (429, "usage-capped", "UsageCapExceeded", {"period": "Monthly", "scope": "Product"}),
            "not-enrolled": (403, "client-forbidden", "Client Forbidden", {"reason": "client-not-enrolled"}),
            "401": (401, "about:blank", "Unauthorized", {}),
            "429": (429, "rate-limit-exceeded", "Too Many Requests", {}),
        }
        if fault == "protected":
            error = {
                "resource_type": "user",
                "title": "Authorization Error",
                "type": _type("not-authorized-for-resource"),
            }
            return self._json(asked, 200, {"errors": [error]})
        if fault in problems:
            status, kind, title, more = problems[fault]
            return self._problem(asked, status, kind, title, **more)
        return self._problem(asked, int(fault), "about:blank", "Service Unavailable")

    def _invalid(self, asked: Asked, name: str, value: str, message: str) -> Reply:
        errors = [{"parameters": {name: [value]}, "message": message}]
        return self._problem(asked, 400, "invalid-request", "Invalid Request", errors=errors)

    def _problem(self, asked: Asked, status: int, kind: str, title: str, **more: Any) -> Reply:
        content = {"title": title, "detail": title, "type": _type(kind), "status": status, **more}
        return self._json(asked, status, content, "application/problem+json")

    def _json(self, asked: Asked, status: int, content: Any, kind: str = "application/json; charset=utf-8") -> Reply:
        reset = (self._calls[0] if self._calls else asked.at) + WINDOW
        left = 0 if status == 429 else max(0, self._limit - len(self._calls))
        headers = (
            ("content-type", kind),
            ("x-rate-limit-limit", str(self._limit)),
            ("x-rate-limit-remaining", str(left)),
            ("x-rate-limit-reset", str(int(reset.timestamp()))),
        )
        body = json.dumps(content, ensure_ascii=False).encode()
        return Reply(asked=asked.url, url=asked.url, status=status, headers=headers, body=body, at=asked.at)


def _type(tail: str) -> str:
    return tail if tail == "about:blank" else f"https://api.x.com/2/problems/{tail}"


def _media(post: XPost, index: int) -> dict[str, Any]:
    media = post.media[index]
    kind = {"image": "photo", "video": "video"}.get(media.kind, "photo")
    found: dict[str, Any] = {"media_key": f"3_{post.id}{index}", "type": kind}
    found |= {"url": media.url} if kind == "photo" else {"preview_image_url": media.url}
    return found | ({"alt_text": media.alt} if media.alt else {})
