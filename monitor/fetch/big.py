"""Memory for big bodies: a few grow as they like, all others together only so far, and who is slow stops nobody."""

import asyncio
from itertools import islice


class Bigs:
    """The big bodies of one Web. The ``first`` of them may always grow; what the others hold together is bounded by
    ``beside`` (bytes): many small ones that come slowly do not stop the next."""

    def __init__(self, *, first: int, beside: int) -> None:
        self._first, self._beside = first, beside
        # in the order in which they became big
        self._all: dict[Big, int] = {}
        self._waiting: list[asyncio.Future[None]] = []

    def may_grow(self, one: "Big") -> bool:
        """Whether there is memory for more of it."""
        if len(self._all) <= self._first:
            return True
        beside = sum(islice(self._all.values(), self._first, None))
        return beside < self._beside or one in islice(self._all, self._first)

    def holds(self, one: "Big", size: int) -> None:
        """It has ``size`` bytes now."""
        self._all[one] = size

    def ends(self, one: "Big") -> None:
        """Its bytes are free."""
        self._all.pop(one, None)
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            if not each.done():
                each.set_result(None)

    async def until_free(self) -> None:
        """Until one of them has ended."""
        waits: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waits)
        await waits


class Big:
    """One body that has become big, from then on to its end."""

    __slots__ = ("_bigs",)

    def __init__(self, bigs: Bigs) -> None:
        self._bigs = bigs

    def grows(self, size: int) -> bool:
        """It has ``size`` bytes now. Whether it may go on at once; else ``acquire`` first."""
        self._bigs.holds(self, size)
        return self._bigs.may_grow(self)

    async def acquire(self) -> None:
        """Waits until it may grow."""
        while not self._bigs.may_grow(self):
            await self._bigs.until_free()

    def ends(self) -> None:
        """It holds nothing any more."""
        self._bigs.ends(self)
