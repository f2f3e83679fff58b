"""The daemon's end of a worker's socket: whole frames out, whole frames in.

Not a pair of streams: those copy each answer three times and wake a task twice for it.
"""

import asyncio
from collections.abc import Callable

import msgspec

from monitor.fetch.crossing import LENGTH_BYTES

#: Room for a few answers of ordinary size (bytes). For a larger one more is taken, and given back after it.
_ROOM = 128 * 1024


class Link(asyncio.BufferedProtocol):
    """Hands each frame that has come, without its length, to ``taken``; a worker that sends more than ``most`` bytes in
    one, or what ``taken`` refuses with a MsgspecError, is over. ``over`` is done when nothing comes any more.
    """

    def __init__(self, taken: Callable[[bytes], None], most: int) -> None:
        self._taken, self._most = taken, most
        self._room, self._filled = bytearray(_ROOM), 0
        self._transport: asyncio.Transport | None = None
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def write(self, frame: bytes | bytearray) -> None:
        """Sends a frame; what the socket does not take yet is kept."""
        if self._transport is not None:
            self._transport.write(frame)

    def close(self) -> None:
        """Tells the worker that nothing more will come. What it still says is not heard."""
        if self._transport is not None:
            self._transport.close()

    # -- what asyncio calls ----------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self._transport = transport

    def get_buffer(self, sizehint: int) -> memoryview:
        return memoryview(self._room)[self._filled :]

    def buffer_updated(self, nbytes: int) -> None:
        self._filled += nbytes
        start = 0
        try:
            while (length := self._length(start)) is not None and start + LENGTH_BYTES + length <= self._filled:
                begin, start = start + LENGTH_BYTES, start + LENGTH_BYTES + length
                self._taken(bytes(memoryview(self._room)[begin:start]))
            self._make_room(start)
        except (msgspec.MsgspecError, OverflowError):
            self._end()
            return

    def eof_received(self) -> None:
        self._end()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()

    # --------------------------------------------------------------------------------------------------------------

    def _length(self, start: int) -> int | None:
        """The length of the frame that begins at ``start``, None if that much has not come yet."""
        if self._filled < start + LENGTH_BYTES:
            return None
        length = int.from_bytes(self._room[start : start + LENGTH_BYTES], "big")
        if length > self._most:
            raise OverflowError("an answer larger than it may be")
        return length

    def _make_room(self, start: int) -> None:
        """What has come of the next frame goes to the front, with room for all of it behind."""
        rest = self._filled - start
        needed = max(_ROOM, LENGTH_BYTES + (self._length(start) or 0))
        if needed > len(self._room) or (needed == _ROOM < len(self._room)):
            self._room = self._room[start : self._filled] + bytearray(needed - rest)
        elif start:
            self._room[:rest] = self._room[start : self._filled]
        self._filled = rest

    def _end(self) -> None:
        if self._transport is not None:
            self._transport.abort()
        if not self.over.done():
            self.over.set_result(None)
