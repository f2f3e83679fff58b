"""How a sink misbehaves: a list of faults, one used up by each request."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime

from monitor.model import Reply

#: One planned answer: "ok", an HTTP status ("429", "500"), a word of the place ("invalid_blocks"), or "drop":
#: the message is kept, and then the connection dies.
Fault = str


class Dropped(ConnectionResetError):
    """The sink has taken the request in and gives no answer. Whoever serves it cuts the connection."""


class Faults:
    """Planned faults, first come first used; when none is left, all goes well."""

    def __init__(self, planned: Iterable[Fault] = ()) -> None:
        self._planned = deque(planned)

    def plan(self, *faults: Fault) -> None:
        """Adds faults after those still planned."""
        self._planned.extend(faults)

    def next(self) -> Fault:
        """The fault for this request; "ok" if none is planned."""
        return self._planned.popleft() if self._planned else "ok"

    def __len__(self) -> int:
        return len(self._planned)


def answer(url: str, at: datetime, status: int, body: bytes, kind: str, **headers: str) -> Reply:
    """A reply of a sink. Header names are given with underscores (``retry_after="30"``)."""
    given = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Reply(asked=url, url=url, status=status, headers=(("content-type", kind), *given), body=body, at=at)
