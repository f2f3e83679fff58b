"""When was this page published? Which of the claims it makes is believed.

Order (an option may change it): JSON-LD, meta, microdata, ``<time>``, a listing's date, a stamp in a picture's address,
the page's own address, text. A claim is passed over when it lies ahead or before the web. A claim that is good to the
day only is refined by a lower one that names the time on the same day; one without a zone by an equal one that has it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from monitor.model import DateBasis
from monitor.text.dates import Dated, read_date, says_changed

#: Nothing on the web is older; 1970 is a clock that was never set.
EARLIEST = datetime(1993, 1, 1, tzinfo=UTC)
#: How far a server's clock may be ahead of ours; a day may have begun fourteen hours before it begins in UTC.
SKEW, FIRST_ZONE = timedelta(minutes=15), timedelta(hours=14)
#: A time this near to the fetch may be the time of rendering.
_RENDERED = timedelta(minutes=2)
#: What contradicts a time of rendering: nothing that could belong to another article.
_SURE = frozenset({"jsonld", "microdata", "url"})


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One statement about the time of publication and what it rests on."""

    basis: DateBasis
    dated: Dated
    #: A change, not the publication: believed only when nothing else is said.
    change: bool = False
    #: Said by the page's head, by its address, or in the article's own box: goes before what stands beside it.
    near: bool = True


#: ``20:52:15``: in a listing the time of one of today's articles.
_BARE_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[ap]\.?m\.?)?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What claims are read with: the zone meant where none is named, the present, the page's language."""

    zone: tzinfo
    now: datetime
    lang: str = ""

    def claim(self, basis: DateBasis, text: str, *, change: bool = False, near: bool = True) -> Claim | None:
        """The claim that ``text`` makes, None if it names no date that can be right."""
        if basis != "listing" and _BARE_CLOCK.fullmatch(text.strip()):
            return None  # of an article's day only a part stands here, or of a film its length
        found = read_date(text, zone=self.zone, now=self.now, lang=self.lang)
        change = change or says_changed(text)
        if found is None or not believable(found, self.now):
            return None
        return Claim(basis=basis, dated=found, change=change, near=near)


def believable(dated: Dated, now: datetime) -> bool:
    """Neither ahead of ``now`` (a little for clocks, more for days that begin in the east) nor before the web."""
    ahead = FIRST_ZONE if dated.precision == "day" else SKEW
    return EARLIEST <= dated.at <= now + ahead


def choose(claims: Sequence[Claim], order: Sequence[DateBasis], reading: Reading) -> Claim | None:
    """The claim that is believed, refined by the others; None if there is none of the bases in ``order``."""
    known = (claim for claim in claims if claim.basis in order)
    ranked = sorted(known, key=lambda claim: (claim.change, not claim.near, order.index(claim.basis)))
    if not ranked:
        return None
    best = ranked[0]
    if best.basis in {"jsonld", "meta"} and _is_rendered(best.dated, reading.now):
        # it may as well have been published this minute: only what is as sure speaks against it
        before = best.dated.at - timedelta(days=1)
        best = next((one for one in ranked if one.basis in _SURE and one.dated.at < before and not one.change), best)
    return _refined(best, ranked, reading.zone)


def _is_rendered(dated: Dated, now: datetime) -> bool:
    """The page stamps itself with the moment, or the day, on which it is served."""
    if dated.precision == "instant":
        return abs(dated.at - now) < _RENDERED
    return dated.day == (now + timedelta(minutes=dated.offset or 0)).date()


def _refined(best: Claim, others: Sequence[Claim], zone: tzinfo) -> Claim:
    for other in others:
        # the second in which a picture was uploaded is not that of publication, however well the days agree
        if other is best or other.change or not other.near or other.dated.precision == "day" or other.basis == "stamp":
            continue
        if other.basis == "text" and best.basis not in {"listing", "url"}:
            continue  # nor is a time that stands somewhere on the page, against what its head says
        if best.dated.precision == "day" or _is_midnight(best.dated):
            if other.dated.day == best.dated.day and not _is_midnight(other.dated):
                return other
        elif best.dated.offset is None and other.dated.offset is not None:
            there = (other.dated.at + timedelta(minutes=other.dated.offset)).replace(tzinfo=None)
            if abs(there - best.dated.at.astimezone(zone).replace(tzinfo=None)) < timedelta(minutes=1):
                return replace(best, dated=other.dated)
    return best


def is_settled(claims: Sequence[Claim], reading: Reading) -> bool:
    """Whether a claim names the very moment with its zone: looking further would change nothing."""
    exact = (
        one
        for one in claims
        if one.near and not one.change and one.dated.precision == "instant" and not _is_midnight(one.dated)
    )
    return any(one.dated.offset is not None and not _is_rendered(one.dated, reading.now) for one in exact)


def _is_midnight(dated: Dated) -> bool:
    there = dated.at + timedelta(minutes=dated.offset or 0)
    return (there.hour, there.minute, there.second) == (0, 0, 0)
