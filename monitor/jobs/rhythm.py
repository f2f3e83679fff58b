"""How long to wait for others to be claimed together with, and how many more than there are slots: as they fall due."""

#: Who was poked from outside, or is waited for, does not wait longer than this (s) for others to claim together with.
SOON = 0.25

#: So many that are claimed together are enough: where more fall due, claims come the oftener, up to every ``SOON``.
ENOUGH = 120


class Rhythm:
    """Learned from each claim. Times are loop time, in seconds.

    ``together`` is the longest to wait, ``ahead`` the most that are claimed without a slot for them.
    """

    def __init__(self, together: float, ahead: int) -> None:
        self._together, self._most_ahead = together, ahead
        #: when something was claimed last, and how long to wait until the next time
        self.claimed_at, self.wait = -together, together
        # since all that was due was claimed: when that was, how many were and have ended; and how many usually have
        self._since, self._counted, self._ended, self._usual = -together, 0, 0, 0

    @property
    def ahead(self) -> int:
        """As many as the slots lately got through from one time to the next."""
        return min(self._most_ahead, max(self._ended, self._usual))

    @property
    def short(self) -> float:
        """How long to wait where somebody is waited for."""
        return min(self._together, SOON)

    def claimed(self, count: int, at: float, *, is_all: bool) -> None:
        """So many were claimed then; whether that is all that was due."""
        if count:
            self.claimed_at = at
            self._counted += count
        if self._counted and is_all:
            self.wait = min(self._together, max(SOON, ENOUGH * (self.claimed_at - self._since) / self._counted))
            self._since, self._counted = self.claimed_at, 0
            self._usual, self._ended = max(self._ended, self._usual // 2), 0

    def ended(self) -> None:
        """A job has ended."""
        self._ended += 1

    def waited_too_long(self, count: int) -> None:
        """So many have had no slot: there are fewer ahead the next time."""
        self._ended, self._usual = 0, min(self._usual, count) // 2
