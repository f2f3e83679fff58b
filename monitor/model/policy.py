"""The policy: who hears of what, and when. Read from ``[policy]`` of monitor.toml or from a file of its own."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What happens with a judged match.

    At most ``cap`` alerts in ``cap_window`` per story and channel, then one message "N more". A match within
    ``echo_window`` of a development (by instants) may be its echo; ``likeness`` 0..1 is the least that makes one.
    Between ``quiet_from`` and ``quiet_until`` ("22:30", read in ``zone``) alerts are held and told afterwards;
    equal or empty means never quiet. Quiet hours hold delivery, never judgement.
    A post published longer than ``late_after`` before it was seen goes to the digest: an old page found late
    is no alert.
    """

    cap: int = 6
    cap_window: timedelta = timedelta(hours=1)
    echo_window: timedelta = timedelta(hours=72)
    likeness: float = 0.5
    quiet_from: str = ""
    quiet_until: str = ""
    zone: str = "UTC"
    late_after: timedelta = timedelta(days=3)
