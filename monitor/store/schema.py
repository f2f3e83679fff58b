"""The tables. Unique constraints, not memory, say "once"."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from monitor.store.columns import Json, Moment, Span

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: SQLite counts rows in INTEGER alone; PostgreSQL wants the wide one.
Id = BigInteger().with_variant(Integer, "sqlite")

#: A source and when it is due. A worker borrows it until ``lease_until``; ``lease_token`` grows with each loan.
sources = Table(
    "sources",
    metadata,
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("every", Span, nullable=False),
    Column("next_at", Moment, nullable=False),
    # how far ahead next_at was when it was set, and when that was: later than now was written by a wrong clock
    Column("wait", Span, nullable=False),
    Column("timed_at", Moment),
    Column("lease_until", Moment),
    Column("lease_token", BigInteger, nullable=False),
    Column("cursor", Json, nullable=False),
    Column("baseline_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("health", Text),
    Column("error", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("health_since", Moment),
    Column("told_ill", Text, nullable=False),
    Column("polled_at", Moment),
    Column("well_since", Moment),
    Column("well_at", Moment),
    Column("news_at", Moment),
    Column("posts_read", BigInteger, nullable=False),
    # remarks on the last answer that was read
    Column("flags", Json, nullable=False, server_default="[]"),
    # since when it shows nothing at all
    Column("empty_since", Moment),
    # watched time without news; time in which it was not asked, or could not be read, does not count
    Column("quiet_for", Span, nullable=False, server_default="0"),
    # what the operator was last told of its silence, "" = nothing
    Column("told_quiet", Text, nullable=False, server_default=""),
)
# What is due, lent or wrongly timed is looked up all the time: by the index alone, in the order in which it is wanted.
Index("ix_sources_waiting", sources.c.enabled, sources.c.next_at, sources.c.key, sources.c.host, sources.c.lease_until)
Index("ix_sources_lent", sources.c.enabled, sources.c.lease_until, sources.c.host)
Index("ix_sources_timed_at", sources.c.enabled, sources.c.timed_at)

#: Everything that was ever published at our sources. ``stands_at``: last day it was seen standing there.
posts = Table(
    "posts",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("source", Text, nullable=False),
    Column("post_id", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("url_key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("published_at", Moment),
    Column("published_offset", Integer),
    Column("date_basis", Text, nullable=False),
    Column("date_precision", Text, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("stands_at", Moment, nullable=False),
    Column("reply_to", Text, nullable=False),
    Column("quotes", Json, nullable=False),
    Column("media", Json, nullable=False),
    Column("section", Text, nullable=False),
    Column("edited", Boolean, nullable=False),
    Column("text_hash", Text, nullable=False),
    Column("background", Boolean, nullable=False),
    Column("gone_at", Moment),
    Column("purged_at", Moment),
    UniqueConstraint("source", "post_id"),
)
Index("ix_posts_seen_at", posts.c.seen_at)
Index("ix_posts_url_key", posts.c.url_key)
Index("ix_posts_source_text_hash", posts.c.source, posts.c.text_hash)

#: Later versions of a post; its first version stays in ``posts``.
revisions = Table(
    "revisions",
    metadata,
    Column("post", Id, ForeignKey("posts.id"), primary_key=True),
    Column("hash", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
)

#: The thing that happened. ``told``: an alert about it was put into the outbox.
developments = Table(
    "developments",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("story", Text, nullable=False),
    Column("lead", Id, ForeignKey("posts.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("action", Text, nullable=False),
)
Index("ix_developments_story_at", developments.c.story, developments.c.at)
# A post that is forgotten leads none: without this each of them is looked for in the whole table.
Index("ix_developments_lead", developments.c.lead)

#: Post belongs to story, with its evidence and what was judged of it.
matches = Table(
    "matches",
    metadata,
    Column("post", Id, ForeignKey("posts.id"), primary_key=True),
    Column("story", Text, primary_key=True),
    Column("tier", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("why", Text, nullable=False),
    Column("hits", Json, nullable=False),
    Column("features", Json),
    Column("at", Moment, nullable=False),
    Column("background", Boolean, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("likeness", Float, nullable=False),
    Column("action", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("development", Id, ForeignKey("developments.id")),
)
Index("ix_matches_story_at", matches.c.story, matches.c.at)
Index("ix_matches_development", matches.c.development)

#: The outbox: what must reach a person. (key, channel) is unique.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("story", Text, nullable=False),
    Column("message", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("made_at", Moment, nullable=False),
    # when it was first meant to go: what an alert cap counts; due_at moves with each retry
    Column("goes_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("wait", Span, nullable=False),
    Column("lease_until", Moment),
    Column("lease_token", BigInteger, nullable=False),
    Column("sent_at", Moment),
    Column("receipt", Json),
    Column("last_error", Text, nullable=False),
    # key of the message of the same channel in which this one is told; it is not sent by itself
    Column("within", Text, nullable=False, server_default=""),
    UniqueConstraint("key", "channel"),
)
Index("ix_deliveries_state_due_at", deliveries.c.state, deliveries.c.due_at)
Index("ix_deliveries_story_channel_goes_at", deliveries.c.story, deliveries.c.channel, deliveries.c.goes_at)
#: What waits and is told in no other message. Written out, not as values: else its index is not found to be meant.
GOES_BY_ITSELF = text("deliveries.state = 'waiting' AND deliveries.within = ''")
#: Indexes of a part of their table, and of which.
_OF_A_PART = (
    (
        # The state is the same in all of it, but SQLite, which knows nothing of the rows, takes the index that answers
        # most.
        Index("ix_deliveries_next", deliveries.c.state, deliveries.c.channel, deliveries.c.due_at, deliveries.c.id),
        text("state = 'waiting' AND within = ''"),
    ),
    (
        Index("ix_deliveries_lent", deliveries.c.channel, deliveries.c.lease_until),
        deliveries.c.lease_until.is_not(None),
    ),
)

#: A channel that asked for a pause (Retry-After), or that is failing: nothing is sent before ``ready_at``.
channels = Table(
    "channels",
    metadata,
    Column("key", Text, primary_key=True),
    Column("ready_at", Moment, nullable=False),
    Column("wait", Span, nullable=False),
    Column("failures", Integer, nullable=False),
)

#: Stretches in which a source could not be read. The digest says so to its reader.
blindness = Table(
    "blindness",
    metadata,
    Column("source", Text, primary_key=True),
    Column("since", Moment, primary_key=True),
    Column("until", Moment),
    Column("health", Text, nullable=False),
    Column("detail", Text, nullable=False),
)

#: A digest's identity is its window, by seen time.
digests = Table(
    "digests",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("since", Moment, primary_key=True),
    Column("until", Moment, nullable=False),
    UniqueConstraint("digest", "until"),
)

#: Bytes of replies that held a match, compressed, by content hash.
replies = Table(
    "replies",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", Json, nullable=False),
    Column("at", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    Column("post", Id, ForeignKey("posts.id"), primary_key=True),
    Column("reply", Text, ForeignKey("replies.hash"), primary_key=True),
)

#: A post that broke our own code: kept aside with its error, its source goes on.
quarantine = Table(
    "quarantine",
    metadata,
    Column("source", Text, primary_key=True),
    Column("post_id", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("error", Text, nullable=False),
    Column("post", Json, nullable=False),
)

#: What runs: one row a daemon, beaten every few seconds.
heartbeats = Table(
    "heartbeats",
    metadata,
    Column("worker", Text, primary_key=True),
    Column("started_at", Moment, nullable=False),
    Column("beat_at", Moment, nullable=False),
    Column("stopped_at", Moment),
    Column("pid", Integer, nullable=False),
    Column("host", Text, nullable=False),
    Column("version", Text, nullable=False),
)

#: Small facts that outlive a run (document frequencies, keys of renamed sources ...).
facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Json, nullable=False),
)


def tables_of(dialect: str) -> MetaData:
    """The tables as a database of this kind (``sqlite``, ``postgresql``) makes them.

    What is a dialect's own is said when it is needed: to say it brings the dialect, and each takes three megabytes.
    """
    for index, part in _OF_A_PART:
        index.dialect_options[dialect]["where"] = part
    return metadata
