"""Servers on loopback that play the other side, badly: raw sockets, for no library would say these things.

async with served(drip_body) as place:
    await web.get(place.url)          # web = Web(allow=place.allow)
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

CERTIFICATES = Path(__file__).with_name("certificates")
#: The authority that signed ``good``, ``expired`` and ``elsewhere``.
AUTHORITY = str(CERTIFICATES / "authority.pem")

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Place:
    """A listening server: where it is, how many connections came, and what was asked (raw heads)."""

    host: str
    port: int
    scheme: str = "http"
    accepts: int = 0
    heads: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}/"

    @property
    def allow(self) -> list[tuple[str, int]]:
        """What ``Web`` needs to be let in."""
        return [("127.0.0.0/8", self.port)]

    def asked(self) -> list[str]:
        """The request lines that came."""
        return [head.split(b"\r\n", 1)[0].decode("latin-1") for head in self.heads]


@asynccontextmanager
async def served(
    handler: Handler, *, host: str = "127.0.0.1", port: int = 0, certificate: str = "", name: str = ""
) -> AsyncIterator[Place]:
    """Serves ``handler``, called once a connection. ``certificate`` is a file of ``certificates/``.

    ``name`` is the host name that stands in the address, for a resolver of the test's own.
    """
    running: set[asyncio.Task[None]] = set()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        place.accepts += 1
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await handler(_Noted(reader, place), writer)  # type: ignore[arg-type]  # reads heads as the reader does
        finally:
            writer.close()
            running.discard(task)

    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
    server = await asyncio.start_server(accept, host, port, ssl=context, backlog=512, limit=1 << 20)
    place = Place(name or host, server.sockets[0].getsockname()[1], "https" if certificate else "http")
    try:
        yield place
    finally:
        server.close()
        for task in list(running):
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=2)


class _Noted:
    """A reader that notes each request head in its place."""

    def __init__(self, reader: asyncio.StreamReader, place: Place) -> None:
        self._reader, self._place = reader, place

    async def head(self) -> bytes:
        head = await self._reader.readuntil(b"\r\n\r\n")
        self._place.heads.append(head)
        return head

    def __getattr__(self, name: str) -> object:
        return getattr(self._reader, name)


async def read_head(reader: asyncio.StreamReader) -> bytes:
    """One request head, as it came. Raises IncompleteReadError when the other side closes."""
    return await reader.head()  # type: ignore[attr-defined, no-any-return]  # the reader of `served`


def reply(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    """A whole, honest answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def saying(*answers: bytes) -> Handler:
    """Answers each request with the next of ``answers``, the last one for ever; connections are kept."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await read_head(reader)
            writer.write(left.pop(0) if len(left) > 1 else left[0])
            await writer.drain()

    left = list(answers)
    return handler


def saying_and_closing(answer: bytes) -> Handler:
    """Answers one request, then closes."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(answer)
        await writer.drain()

    return handler


def routed(routes: dict[str, bytes]) -> Handler:
    """Answers by path; 404 for any other."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            path = (await read_head(reader)).split(b" ", 2)[1].decode("latin-1")
            writer.write(routes.get(path, reply(b"", status="404 Not Found")))
            await writer.drain()

    return handler


def repeating(head: bytes, piece: bytes, pause: float = 0.0) -> Handler:
    """Says ``head``, then ``piece`` for ever, with ``pause`` seconds between."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return handler


async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Accepts, and that is all."""
    await asyncio.sleep(3600)


drip_body = repeating(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"x", 0.1)
drip_head = repeating(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", 0.1)
endless_hints = repeating(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 0.02)
endless_chunks = repeating(
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"y" * 0x10000 + b"\r\n"
)
endless_body = repeating(b"HTTP/1.1 200 OK\r\n\r\n", b"z" * 65536)
