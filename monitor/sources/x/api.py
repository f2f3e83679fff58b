"""How X is asked: addresses, parameters, ids. Documented shapes of API v2 (specifications 2.166 and 2.167)."""

import re
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import quote, urlencode, urlsplit

from pydantic import BaseModel, ConfigDict, Field

from monitor.model import Refused

#: The two generations of field names. Specification 2.167 (August 2026) renamed tweets to posts on REST endpoints.
Generation = Literal["post", "tweet"]

#: X's prices in US dollars, pay per use, as of August 2026: per post read, per user read.
USD_POST, USD_USER = 0.005, 0.010

#: Milliseconds of the first id: an id's upper bits are the milliseconds since then.
_EPOCH = 1_288_834_974_657

_HANDLE = re.compile(r"@?([A-Za-z0-9_]{1,15})")
_HOSTS = re.compile(r"(?:(?:www|mobile|m)\.)?(?:x|twitter)\.com", re.IGNORECASE)
#: First path segments of x.com that are no account.
_NOT_HANDLES = {"i", "home", "search", "explore", "hashtag", "settings", "intent", "share", "messages", "notifications"}

_PARAMETERS: dict[Generation, dict[str, str]] = {
    "post": {
        "post.fields": "created_at,lang,entities,attachments,conversation_id,note_post,article,edit_controls",
        "expansions": "referenced_posts,attachments.media_keys",
    },
    "tweet": {
        "tweet.fields": "created_at,lang,entities,attachments,conversation_id,note_tweet,article,edit_controls,"
        "referenced_tweets,edit_history_tweet_ids",
        "expansions": "referenced_tweets.id,attachments.media_keys",
    },
}


class XOptions(BaseModel):
    """``[sources.options]`` of kind ``x``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: str = Field(default="env:X_BEARER_TOKEN", description="env:NAME or file:PATH of an app-only bearer token")
    exclude: tuple[Literal["replies", "retweets"], ...] = Field(default=(), description="what not to read (or pay for)")
    first: int = Field(default=20, ge=5, le=100, description="posts read by the first poll")
    pages: int = Field(default=10, ge=1, le=32, description="pages of 100 posts that one poll reads at most")
    fields: Literal["auto", "post", "tweet"] = Field(default="auto", description="generation of field names")
    api: str = Field(default="https://api.x.com", description="where the API answers")


def read_handle(address: str) -> str:
    """The handle behind ``@name``, ``name`` or an address of x.com or twitter.com. Raises Refused (code ``config``)."""
    text = address.strip()
    if found := _HANDLE.fullmatch(text):
        return found[1]
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        first = parts.path.strip("/").partition("/")[0]
        host = parts.hostname or ""
    except ValueError:
        host = first = ""
    if _HOSTS.fullmatch(host) and (found := _HANDLE.fullmatch(first)) and first.lower() not in _NOT_HANDLES:
        return found[1]
    raise Refused(f"{address!r} is no account of X: write @name or https://x.com/name", code="config")


def user_url(api: str, handle: str) -> str:
    """Where the account's id is asked for: one user read, once."""
    return f"{api.rstrip('/')}/2/users/by/username/{quote(handle, safe='')}?user.fields=protected"


def timeline_url(
    options: XOptions,
    user: str,
    generation: Generation,
    *,
    size: int = 100,
    since: str = "",
    until: str = "",
    start: datetime | None = None,
    page: str = "",
) -> str:
    """One page of an account's posts, newest first. ``since`` and ``until`` are ids, both exclusive.

    The author is not expanded: we know him, and each would be paid for.
    """
    asked = {"max_results": str(max(5, min(size, 100)))}
    if since:
        asked["since_id"] = since
    elif start:  # X takes no start_time beside since_id
        asked["start_time"] = start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if until:
        asked["until_id"] = until
    if page:
        asked["pagination_token"] = page
    if options.exclude:
        asked["exclude"] = ",".join(options.exclude)
    asked |= {**_PARAMETERS[generation], "media.fields": "alt_text,type,url,preview_image_url"}
    return f"{options.api.rstrip('/')}/2/users/{quote(user, safe='')}/tweets?{urlencode(asked, safe=',')}"


def other(generation: Generation) -> Generation:
    """The other generation of field names."""
    return "tweet" if generation == "post" else "post"


def id_number(text: object) -> int:
    """An id as a number: ids are compared as integers, never as strings ("9" < "37"). 0 for what is no id."""
    if isinstance(text, str) and re.fullmatch(r"[0-9]{1,19}", text):
        return int(text)
    return text if isinstance(text, int) and not isinstance(text, bool) and 0 < text < 2**63 else 0


def id_moment(text: str) -> datetime | None:
    """When an id was made (UTC, to the millisecond); None for the small ids from before November 2010."""
    number = id_number(text)
    if number < 2**34:
        return None
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=(number >> 22) + _EPOCH)


def id_at(moment: datetime, sequence: int = 0) -> str:
    """The lowest id of a moment, plus ``sequence``: what the demo gives out."""
    return str(((int(moment.timestamp() * 1000) - _EPOCH) << 22) + sequence)
