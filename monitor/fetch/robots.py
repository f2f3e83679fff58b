"""robots.txt by RFC 9309: asked once a day for each host, shared by all who wait for it.

Which lines are meant for us is decided here, what they say by protego: with thousands of user agents over thousands
of rules the library alone keeps each pair.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from protego import Protego

from monitor.fetch.urls import Target
from monitor.model import MonitorError, Refused, TryLater

#: RFC 9309 2.5: at least so much of the file is read (bytes). What lies behind is not.
LONGEST = 500 * 1024
#: RFC 9309 2.4: an answer is used for a day at most (seconds). After a failure we ask again sooner.
FRESH = 86_400.0
FAILED = 600.0
#: RFC 9309 2.3.1.4: a file that cannot be had for so long counts as none (seconds).
GIVEN_UP = 30 * 86_400.0
#: A longer Crawl-delay is not kept (seconds): it would hold a poll's slot for minutes.
LONGEST_PAUSE = 30.0
#: Rules remembered over all hosts; 600 bytes each. The hosts asked longest ago are forgotten beyond that.
REMEMBERED = 50_000
#: A longer file is read in a thread.
LONG = 20_000

_AGENT = re.compile(r"user[-\s]?agent\s*(?::|\s)\s*(.*)", re.IGNORECASE)
_SITE_WIDE = ("sitemap", "site-map", "host")


@dataclass(slots=True)
class _Rules:
    """What a host allows until ``until`` (loop time). ``parsed`` None allows all. ``weight`` counts its lines."""

    until: float
    parsed: Protego | None = None
    weight: int = 1
    failed_since: float | None = None
    problem: MonitorError | None = None


#: Asks for a robots.txt: address, ca_file -> status and the beginning of its body. Raises MonitorErrors.
Ask = Callable[[str, str], Awaitable[tuple[int, bytes]]]


class Robots:
    """Says what may be asked, for one product token. ``ask`` fetches the file through the same guarded client."""

    def __init__(self, ask: Ask, user_agent: str) -> None:
        self._ask = ask
        self._token = user_agent.partition("/")[0].strip().lower()
        self._rules: dict[str, _Rules] = {}
        self._flying: dict[str, asyncio.Task[_Rules]] = {}

    async def check(self, target: Target, ca_file: str) -> float:
        """Seconds that the host wants between two calls, 0 if it names none.

        Raises Refused (code ``robots``) if it does not want this address asked, TryLater if its robots.txt cannot be
        had now: the standard takes that for a no.
        """
        rules = self._rules.get(target.site)
        if rules is None or asyncio.get_running_loop().time() >= rules.until:
            rules = await asyncio.shield(self._renew(target.site, ca_file))
        if rules.problem is not None:
            raise rules.problem
        if rules.parsed is None:
            return 0.0
        if not rules.parsed.can_fetch(target.url, self._token):
            raise Refused("its robots.txt does not want this address asked", code="robots")
        return min(rules.parsed.crawl_delay(self._token) or 0.0, LONGEST_PAUSE)

    def _renew(self, site: str, ca_file: str) -> asyncio.Task[_Rules]:
        task = self._flying.get(site)
        if task is None:
            task = self._flying[site] = asyncio.create_task(self._fetch(site, ca_file))
            task.add_done_callback(lambda _: self._flying.pop(site, None))
        return task

    async def _fetch(self, site: str, ca_file: str) -> _Rules:
        before = self._rules.pop(site, None)
        try:
            status, body = await self._ask(f"{site}/robots.txt", ca_file)
        except TryLater as problem:
            rules = self._unreachable(before, problem)
        except MonitorError as problem:
            # No safe connection to this host at all; any other refusal (it leads too far, or inward) means no file.
            rules = self._unreachable(before, problem) if problem.code == "tls_error" else self._all_allowed()
        else:
            if status == 429 or status >= 500:
                rules = self._unreachable(
                    before, TryLater(f"its robots.txt cannot be had ({status})", code=str(status))
                )
            elif 200 <= status < 300:
                rules = await self._read(body)
            else:
                rules = self._all_allowed()
        self._rules[site] = rules
        self._forget()
        return rules

    async def _read(self, body: bytes) -> _Rules:
        if len(body) > LONG:
            parsed, weight = await asyncio.to_thread(_parse, body, self._token)
        else:
            parsed, weight = _parse(body, self._token)
        return _Rules(asyncio.get_running_loop().time() + FRESH, parsed, weight)

    def _all_allowed(self) -> _Rules:
        return _Rules(asyncio.get_running_loop().time() + FRESH)

    def _unreachable(self, before: _Rules | None, problem: MonitorError) -> _Rules:
        """The rules known so far go on; without any, nothing is allowed, until it lasted a month."""
        now = asyncio.get_running_loop().time()
        since = now if before is None or before.failed_since is None else before.failed_since
        if before is not None and before.problem is None:
            return _Rules(now + FAILED, before.parsed, before.weight, failed_since=since)
        given_up = now - since > GIVEN_UP
        return _Rules(now + FAILED, failed_since=since, problem=None if given_up else problem)

    def _forget(self) -> None:
        weight = sum(rules.weight for rules in self._rules.values())
        while weight > REMEMBERED and len(self._rules) > 1:
            weight -= self._rules.pop(next(iter(self._rules))).weight


def _parse(body: bytes, token: str) -> tuple[Protego, int]:
    lines = lines_for(body.decode("utf-8-sig", "replace"), token)
    return Protego.parse("\n".join(["User-agent: *", *lines])), len(lines) + 1


def lines_for(text: str, token: str) -> list[str]:
    """The rules of all groups that name our product token, else of those for ``*`` (RFC 9309 2.2.1)."""
    ours: list[str] = []
    all_agents: list[str] = []
    named = False
    into: list[list[str]] = []
    among_agents = False
    for raw in text.splitlines():
        line = raw.partition("#")[0].strip()
        agent = _AGENT.match(line)
        if agent:
            if not among_agents:
                into, among_agents = [], True
            name = agent[1].strip().lower()
            group = all_agents if name == "*" else ours if _product(name) == token else None
            named = named or group is ours
            if group is not None and not any(rules is group for rules in into):
                into.append(group)
        elif line and not line.lower().startswith(_SITE_WIDE):
            among_agents = False
            # Allow, Disallow in all its misspellings, Crawl-delay: nothing else is wanted of a line.
            if line[0] in "aAdDcC":
                for rules in into:
                    rules.append(line)
    return ours if named else all_agents


def _product(name: str) -> str:
    return re.split(r"[/\s]", name.replace("*", ""), maxsplit=1)[0]
