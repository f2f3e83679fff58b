"""Nouns, errors and the three ports. Standard library only; everything else is built from these."""

from monitor.model.development import Development, Echo, Features, New, Told, Verdict
from monitor.model.errors import (
    WELL,
    ConfigError,
    Fault,
    Health,
    MonitorError,
    Refused,
    TryLater,
    Unreadable,
    WrongUse,
)
from monitor.model.message import (
    Channel,
    Delivery,
    Digest,
    Direction,
    File,
    Form,
    Message,
    Receipt,
)
from monitor.model.policy import Policy
from monitor.model.ports import ChannelPort, Clock, Kind, Web
from monitor.model.post import DateBasis, DatePrecision, Media, Post, Revision
from monitor.model.source import Cost, Cursor, Haul, Reply, Source
from monitor.model.story import Field, Hit, Keyword, Match, RuleText, Story, Tier
from monitor.model.zones import zone_named

__all__ = [
    "WELL",
    "Channel",
    "ChannelPort",
    "Clock",
    "ConfigError",
    "Cost",
    "Cursor",
    "DateBasis",
    "DatePrecision",
    "Delivery",
    "Development",
    "Digest",
    "Direction",
    "Echo",
    "Fault",
    "Features",
    "Field",
    "File",
    "Form",
    "Haul",
    "Health",
    "Hit",
    "Keyword",
    "Kind",
    "Match",
    "Media",
    "Message",
    "MonitorError",
    "New",
    "Policy",
    "Post",
    "Receipt",
    "Refused",
    "Reply",
    "Revision",
    "RuleText",
    "Source",
    "Story",
    "Tier",
    "Told",
    "TryLater",
    "Unreadable",
    "Verdict",
    "Web",
    "WrongUse",
    "zone_named",
]
