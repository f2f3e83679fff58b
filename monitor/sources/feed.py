"""Feeds: RSS in every version, Atom, RDF, JSON Feed."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

from monitor.model import Cursor, Haul, MonitorError, Reply, Source, TryLater, Web, zone_named
from monitor.sources import validators
from monitor.sources.feed_edits import unsettled, versions_of
from monitor.sources.feed_entry import Wishes
from monitor.sources.feed_identity import marks_of, settle
from monitor.sources.status import check

#: What we would like best.
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
#: No feed may put us off for longer than a day (minutes).
_DAY = 1_440


def _zone(name: str) -> str:
    zone_named(name)
    return name


def _charset(label: str) -> str:
    from monitor.text.charset import named

    if label and not named(label):
        raise ValueError(f"there is no charset {label!r}")
    return label


class FeedOptions(BaseModel):
    """``[sources.options]`` of kind ``feed``. None is needed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: The zone meant where the feed's dates name none (IANA name).
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    #: The language of the feed, where it says a wrong one.
    lang: str = ""
    #: The charset of the feed, where header, prolog and detection are all wrong.
    charset: Annotated[str, AfterValidator(_charset)] = ""
    #: False: the feed's own wish how often it is asked (ttl, Cache-Control) is passed over.
    heed_pace: bool = True


class Feed:
    """A feed that is polled."""

    Options = FeedOptions
    #: The pure function that reads one reply: for previews of files.
    read_one = "monitor.sources.feed:read_feed"

    def __init__(self, source: Source, options: FeedOptions) -> None:
        self._source = source
        self._options = options

    def faults(self) -> tuple[tuple[str, str], ...]:
        """What would keep every poll from succeeding, seen without polling: (key of the configuration, what)."""
        if self._source.address.lower().startswith(("http://", "https://")):
            return ()
        return (("address", "is no web address; it begins with https:// or http://"),)

    async def collect(self, web: Web, cursor: Cursor, now: datetime) -> Haul:
        """The posts that the feed shows now. Raises as ``status.check``; Unreadable if it is no feed."""
        configured = self._source.address
        address = validators.address(cursor, configured)
        try:
            return await self._ask(web, address, cursor, now)
        except MonitorError as problem:
            if address == configured or problem.health == "limited":
                raise
        # Where it had moved to, nothing stands any more: perhaps it has come back.
        cursor = {name: value for name, value in cursor.items() if name != validators.KEY}
        return await self._ask(web, configured, cursor, now)

    async def read(self, web: Web, reply: Reply, now: datetime) -> Haul:
        """As ``read_feed``, in a worker process; a feed of many thousand entries takes several turns."""
        hauls: list[Haul] = []
        start: Any = 0
        while start or not hauls:
            part = "monitor.sources.feed_reading:read_part"
            wishes = _wishes(self._options)  # plain: a worker need not hold what checks a configuration
            hauls.append(await web.apart(part, reply, wishes, now, self._source.key, start, into=Haul))
            start = (hauls[-1].cursor or {}).get("more")
        if len(hauls) == 1:
            return hauls[0]
        from monitor.sources.feed_reading import joined

        return joined(hauls)

    async def _ask(self, web: Web, address: str, cursor: Cursor, now: datetime) -> Haul:
        source = self._source
        headers = {"accept": ACCEPT, **validators.request_headers(cursor, source.address, now)}
        reply = await web.get(address, headers=headers, ca_file=source.ca_file)
        check(reply, now, expected_html=False)
        if reply.status == 304 and len(headers) == 1:
            raise TryLater("the server says that nothing has changed, though it was not asked that", code="304")
        if validators.unchanged(cursor, source.address, reply):
            kept = validators.keep(cursor, source.address, reply, now, sign=_sign(cursor), same=True)
            rest = self._rest(reply, cursor.get("minutes"), now)
            if kept is cursor.get(validators.KEY):
                return Haul(health="not_modified", cursor=cursor, fresh_for=rest)
            after, flags = {**cursor, validators.KEY: kept}, validators.remarks(kept)
            return Haul(health="not_modified", cursor=after, fresh_for=rest, flags=flags)
        haul, half = _without_half(await self.read(web, reply, now), cursor)
        found = haul.cursor or {}
        kept = validators.keep(cursor, source.address, reply, now, sign=str(found.get("sign", "")))
        if half and found.get("named"):  # the next answer is read, even if it is the same
            kept = {name: value for name, value in kept.items() if name not in {"body", "etag", "modified"}}
        posts, ids = settle(haul.posts, found.get("marks", ()), cursor)
        renamed = "ids" in ids or posts is not haul.posts
        versions = versions_of(posts, marks_of(posts)) if renamed else found.get("versions", ())
        held, edits = unsettled(versions, cursor)
        cut = tuple(post.id for post, version in zip(posts, versions, strict=True) if version[:8] in held)
        if not half and found.get("cut"):
            cut = (*cut, str(found["cut"]))
        flags = (*haul.flags, *validators.remarks(kept), *(["unstable_ids"] if "ids" in ids else []))
        return replace(
            haul,
            posts=posts,
            cursor={
                validators.KEY: kept,
                "minutes": found.get("minutes", 0),
                **ids,
                **edits,
                **({"half": half} if half else {}),
            },
            fresh_for=self._rest(reply, found.get("minutes"), now),
            flags=flags,
            cut=cut,
            replies=(reply,),
        )

    def _rest(self, reply: Reply, minutes: Any, now: datetime) -> timedelta | None:
        """How long the feed asks to be left alone, never more than a day."""
        if not self._options.heed_pace:
            return None
        said = timedelta(minutes=min(minutes, _DAY)) if isinstance(minutes, int) and minutes > 0 else None
        fresh = validators.fresh_for(reply, now)
        return max((rest for rest in (said, fresh) if rest), default=None)


def _without_half(haul: Haul, cursor: Cursor) -> tuple[Haul, str]:
    """Without the entry in which the answer broke off, and that one's id: its id or link may be half of one, and at the
    next poll it nearly always comes whole.

    It stays if it is all there is: that is better than nothing. Also if it broke off inside the same entry the last
    time, behind its id and link: such a feed never comes whole. Not where ids cannot be relied on: there a post is
    known again by its words, and half of them would make it another one.
    """
    found = haul.cursor or {}
    half = found.get("cut", "")
    is_known = found.get("named") and half == cursor.get("half") and "ids" not in cursor
    if not half or is_known:
        return haul, ""
    kept = tuple(post for post in haul.posts if post.id != half)
    if not kept or len(kept) == len(haul.posts):
        return haul, ""
    marks = marks_of(kept)
    return replace(haul, posts=kept, cursor={**found, "marks": marks, "versions": versions_of(kept, marks)}), half


def _sign(cursor: Cursor) -> str:
    kept = cursor.get(validators.KEY)
    return str(kept.get("sign", "")) if isinstance(kept, dict) else ""


def read_feed(reply: Reply, options: FeedOptions, now: datetime, source: str) -> Haul:
    """The posts of one reply, see ``feed_reading.read_feed``: imported when first used, for the daemon lets workers
    read and need not hold their libraries."""
    from monitor.sources import feed_reading

    return feed_reading.read_feed(reply, _wishes(options), now, source)


def _wishes(options: FeedOptions) -> Wishes:
    return Wishes(zone=options.zone, lang=options.lang, charset=options.charset)
