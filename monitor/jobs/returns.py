"""What was borrowed and is to be given back: by jobs that came to no end, and by those that were never begun."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from monitor.jobs.app import App
from monitor.store.faults import StoreFault

GiveBack = Callable[[list[Any]], Awaitable[None]]


class Returns:
    """Loans to be given back: ``unfinished`` by ``give_back``, ``unbegun`` by ``put_back``, once the store takes it."""

    def __init__(self, app: App, give_back: GiveBack, put_back: GiveBack) -> None:
        self._app, self._give_back, self._put_back = app, give_back, put_back
        self.unfinished: list[Any] = []
        self.unbegun: list[Any] = []

    async def free(self) -> None:
        """Gives all of them back. Raises StoreFault while it cannot: they are kept for the next time then."""
        await self._freed(self.unfinished, self._give_back)
        await self._freed(self.unbegun, self._put_back)

    async def _freed(self, kept: list[Any], free: GiveBack) -> None:
        loans = list(kept)
        kept.clear()
        if not loans:
            return
        try:
            await free(loans)
        except (StoreFault, asyncio.CancelledError):
            kept += loans
            raise
        except Exception as error:
            # their leases run out by themselves
            self._app.log.exception("unfinished work could not be given back", kind=type(error).__name__)
