"""When next: intervals with jitter, back-off after failures, and what the other side asked for."""

import random
from datetime import datetime, timedelta

from monitor.model import Haul, MonitorError, Source, TryLater

#: A place may ask us to come less often (ttl, max-age), but some ask for absurd spans: an alert must not wait a day.
LONGEST_FRESH = timedelta(hours=1)

#: A failing source is asked less and less often, but never given up: feeds come back from 404, DNS and HTML.
LONGEST_BACKOFF = timedelta(hours=6)

#: Nobody is bothered by a call that does not arrive, and a network that is back must be noticed soon.
UNREACHED = frozenset({"dns", "network", "deadline", "proxy"})
LONGEST_UNREACHED = timedelta(minutes=30)
#: A certificate is renewed over there, or our own clock is set; the network of a hotel, or a name server that leads all
#: names inside, is left behind: what can be read again is not to wait six hours for it.
MENDED_ELSEWHERE = frozenset({"tls_error", "blocked_address", "too_many_redirects"})
LONGEST_MENDED = timedelta(hours=1)
#: When one place is reached again after one of these, the others are asked within this time: it was the way out.
ON_THE_WAY = UNREACHED | MENDED_ELSEWHERE
#: They wait for this part at least of what they would wait each by itself.
SCOUTS = 1 / 4
WAKE_WITHIN = timedelta(minutes=1)
#: Where nobody can be reached, a machine that has just begun, say, before its network: the first wait, which doubles.
SOON = timedelta(minutes=1)

#: First wait of a delivery's retry, its longest, and when it is given up.
SHORTEST_RETRY, LONGEST_RETRY, GIVE_UP = timedelta(seconds=5), timedelta(minutes=15), timedelta(hours=48)
#: One of several recipients is given up sooner: well before what waits is told as something that all have missed.
GIVE_UP_ONE = timedelta(hours=6)
#: Age alone gives nothing up: we may have been switched off all the while, or the clock may be wrong.
LEAST_TRIES = 10


#: A place is left alone for this part of the time that it has been quiet for: news come in bursts.
OF_QUIET = 1 / 3


#: Waits differ by so large a part of the interval, and are never shorter by more.
JITTER = 1 / 10


def after_haul(
    source: Source,
    haul: Haul,
    rng: random.Random,
    *,
    quiet: timedelta | None = None,
    late: timedelta = timedelta(0),
) -> timedelta:
    """How long to wait after a poll that went well: the interval +-10 %, longer if the place itself asks for it.

    ``quiet`` is how long its last news are ago (zero if this poll brought some; None if it never had any). A source
    with a ``shortest`` wait is asked again after a third of that, within its two bounds. ``late`` is how much later
    than it was due the poll came to its end: the next one comes the earlier, so that short delays do not add up, but
    never sooner than a tenth before the interval is over.
    """
    usual = source.every
    if source.shortest is not None and quiet is not None:
        usual = min(source.every, max(source.shortest, quiet * OF_QUIET))
    wait: timedelta = max(usual * rng.uniform(1 - JITTER, 1 + JITTER) - late, usual * (1 - JITTER))
    if haul.fresh_for is not None:
        wait = max(wait, min(haul.fresh_for, max(LONGEST_FRESH, source.every)))
    return wait


def quiet(news_at: datetime | None, now: datetime, *, is_news: bool) -> timedelta | None:
    """How long a source's last news are ago, as ``after_haul`` takes it; ``news_at`` is those before this poll."""
    if is_news:
        return timedelta(0)
    return max(now - news_at, timedelta(0)) if news_at is not None else None


def late(polled_at: datetime | None, wait: timedelta, now: datetime) -> timedelta:
    """How long after it was due a poll comes to its end at ``now``, as ``after_haul`` takes it: the one before ended
    at ``polled_at`` and was to be followed after ``wait``."""
    return max(now - polled_at - wait, timedelta(0)) if polled_at is not None else timedelta(0)


def after_failure(
    source: Source, error: MonitorError, failures: int, now: datetime, rng: random.Random, *, cut_off: bool = False
) -> timedelta:
    """How long to wait after ``failures`` failures in a row: doubling, with jitter; never less than was asked for.

    ``cut_off``: nobody can be reached, so it is the way out that is shut, and it is looked soon whether it is open.
    """
    longest = LONGEST_UNREACHED if error.code in UNREACHED else LONGEST_BACKOFF
    longest = max(LONGEST_MENDED if error.code in MENDED_ELSEWHERE else longest, source.every)
    most = min(source.every * (1 << min(failures, 12)), longest)
    wait: timedelta = most * rng.uniform(1 - JITTER, 1 + JITTER)
    if error.code in ON_THE_WAY:
        # they fell ill together: spread out, one of them soon finds that the way is open, and wakes the others
        part = rng.uniform(SCOUTS, 1)
        wait = max(most * part, min(wait, source.every))
        if cut_off:
            wait = min(wait, SOON * (1 << min(failures, 12)) * part)
    if error.health in {"refused", "out_of_credit", "gone"} and error.code not in MENDED_ELSEWHERE:
        # only a person can mend this; we look now and then whether one has
        wait = max(wait, timedelta(hours=1))
    if isinstance(error, TryLater) and error.retry_at is not None:
        wait = max(wait, error.retry_at - now)
    return wait


def before_retry(attempts: int, rng: random.Random) -> timedelta:
    """Full jitter: anything up to a bound that doubles with each attempt, 5 seconds to 15 minutes."""
    bound = min(SHORTEST_RETRY * (1 << min(attempts, 20)), LONGEST_RETRY)
    return max(bound * rng.random(), timedelta(seconds=1))


def is_given_up(age: timedelta, attempts: int, *, after: timedelta = GIVE_UP) -> bool:
    """Whether a message of this age, tried so often before now, is not tried again."""
    return age > after and attempts + 1 >= LEAST_TRIES
