"""Names to addresses: resolved once, every record checked, and the address that was checked is the one dialled."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from aiohttp.abc import AbstractResolver, ResolveResult

from monitor.fetch.addresses import Blocked, Filtered, Gate
from monitor.fetch.threads import Threads, at_most

#: Host name -> the text of its addresses. Raises OSError if there are none. The demo and the tests bring their own.
Lookup = Callable[[str], Awaitable[Sequence[str]]]

#: A failure is believed for so long (seconds).
FAILED = 15.0
#: While the name server is down, an answer up to an hour old is used again; it is still checked when dialled.
LAST_GOOD = 3600.0
#: A caller waits this long; the thread that asks may stay busy longer.
PATIENCE = 5.0
#: So many names in a row that were asked for in vain, each for longer than this (s): then the name server hangs.
HANGS, SLOW = 8, 1.0
#: While it hangs a caller waits only this long (s), and no more than so many names are asked for at once: whoever waits
#: keeps others from being polled. One answer, and all is as before.
IMPATIENCE, TRIES = 0.25, 16
#: Names that never resolve keep a thread for seconds each: with few threads they hold up every other name.
THREADS = 128
#: The answers of a name server that filters.
_NOWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - nothing listens there
#: The oldest answers are forgotten beyond this many names.
REMEMBERED = 20_000


class _LearningGate(Gate, Protocol):
    def learn(self, addresses: Sequence[str]) -> None: ...


class NoAnswer(OSError):
    """The name has no address, or the name server did not say in time."""


@dataclass(slots=True)
class _Answer:
    addresses: tuple[str, ...]
    asked_at: float
    good_at: float
    failed: bool


class Resolver(AbstractResolver):
    """Resolves for one Web. Times are loop time, in seconds."""

    def __init__(self, gate: Gate, lookup: Lookup | None = None, *, fresh: float = 60.0) -> None:
        self._gate, self._fresh = gate, fresh
        self._lookup = lookup or self._ask_system
        self._answers: dict[str, _Answer] = {}
        self._flying: dict[str, asyncio.Task[_Answer]] = {}
        self._threads: Threads | None = None
        # names in a row that were asked for in vain, and for long
        self._vain = 0
        # The C library waits 5 s and asks twice again by default; read when a thread first resolves.
        os.environ.setdefault("RES_OPTIONS", "timeout:1 attempts:2")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of ``host``, IPv4 first. Raises Blocked if any may not be dialled, NoAnswer if there is none.

        One bad record spoils the name: which of them gets dialled must not be up to the name server.
        """
        addresses = await self.addresses(host)
        if not all(self._gate.permits(address, port) for address in addresses):
            raise Filtered if _NOWHERE.issuperset(addresses) else Blocked
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
            if family in (socket.AF_UNSPEC, socket.AF_INET6 if ":" in address else socket.AF_INET)
        ]

    async def addresses(self, host: str) -> tuple[str, ...]:
        """All addresses of a name, unchecked. Raises NoAnswer."""
        now = asyncio.get_running_loop().time()
        answer = self._answers.get(host)
        if answer is None or now - answer.asked_at >= (FAILED if answer.failed else self._fresh):
            answer = await self._ask_once(host)
        if not answer.addresses or now - answer.good_at > LAST_GOOD:
            raise NoAnswer("the name has no address, or the name server does not answer")
        return answer.addresses

    def known(self, host: str) -> tuple[str, ...]:
        """What is remembered of a name, () if nothing. No look-up is made."""
        answer = self._answers.get(host)
        return answer.addresses if answer else ()

    async def _ask_once(self, host: str) -> _Answer:
        """One look-up in flight per name; whoever waits for it gives up after a while, it goes on."""
        task = self._flying.get(host)
        if task is None:
            if self._vain >= HANGS and len(self._flying) >= TRIES:
                return self._answers.get(host) or _Answer((), asked_at=0.0, good_at=0.0, failed=True)
            task = self._flying[host] = asyncio.create_task(self._ask(host))
            task.add_done_callback(lambda _: self._flying.pop(host, None))
        try:
            async with asyncio.timeout(PATIENCE if self._vain < HANGS else IMPATIENCE):
                return await asyncio.shield(task)
        except TimeoutError:
            return self._remember(host, ())

    async def _ask(self, host: str) -> _Answer:
        loop = asyncio.get_running_loop()
        overdue = loop.call_later(SLOW, self._in_vain)
        try:
            found = tuple(dict.fromkeys(await self._lookup(host)))
        except (OSError, UnicodeError):
            found = ()
        finally:
            overdue.cancel()
        if found or loop.time() < overdue.when():
            self._vain = 0  # it answers, if only that there is no such name
        return self._remember(host, found)

    def _in_vain(self) -> None:
        self._vain += 1

    def _remember(self, host: str, found: tuple[str, ...]) -> _Answer:
        now = asyncio.get_running_loop().time()
        last = self._answers.pop(host, None)
        if found or last is None:
            answer = _Answer(found, asked_at=now, good_at=now, failed=not found)
        else:
            answer = _Answer(last.addresses, asked_at=now, good_at=last.good_at, failed=True)
        self._answers[host] = answer
        while len(self._answers) > REMEMBERED:
            del self._answers[next(iter(self._answers))]
        return answer

    async def _ask_system(self, host: str) -> Sequence[str]:
        if self._threads is None:
            self._threads = Threads(at_most(THREADS), thread_name_prefix="names")
        try:
            asked = asyncio.get_running_loop().run_in_executor(self._threads, _getaddrinfo, host)
        except RuntimeError as problem:
            raise OSError("no thread can be started that asks for it") from problem
        rows = await asked
        # IPv4 first: a broken IPv6 route costs a connect time-out on every poll.
        return sorted(rows, key=lambda address: ":" in address)

    async def close(self) -> None:
        """Forgets what is in flight; threads end by themselves."""
        for task in list(self._flying.values()):
            task.cancel()
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._threads = None


class ProxyResolver(Resolver):
    """Resolves the proxy's name, and lets its addresses through: the operator named it."""

    def __init__(self, gate: _LearningGate, lookup: Lookup | None = None, *, fresh: float = 60.0) -> None:
        super().__init__(gate, lookup, fresh=fresh)
        self._learner = gate

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The proxy's addresses. aiohttp asks for no other name here: names of others go to the proxy as they are."""
        self._learner.learn(await self.addresses(host))
        return await super().resolve(host, port, family)


def _getaddrinfo(host: str) -> list[str]:
    rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    # The scope of a link-local address stays in the text ("fe80::1%eth0"), so that the guard sees it.
    return [str(row[4][0]) for row in rows]
