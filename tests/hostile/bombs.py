"""Small bodies that unpack to very much."""

import zlib
from base64 import b64decode
from functools import cache

MB = 1 << 20

#: 512 MB of zeros by brotli, 841 bytes (packed once more here, to be short).
_BROTLI = (
    "eNo7/f+//Q91hkcbHRS+/+v//7/+gz/DkUTBhnd/5f////9gPkPHYSaGu7/t//3/f9CeUaCdlWHX9/o///831zMp8HEzlLz//+P/f/b/LA4y"
    "Ygwv7v3/+P8//z/OBgsdhgt7/z/+/1/+jzBDYQTDgur/x6EWbWBwQLKIcdSiUYuGg0XmAPFI1qQ="
)


@cache
def brotli_bomb() -> bytes:
    """841 bytes that hold 512 MB."""
    return zlib.decompress(b64decode(_BROTLI))


@cache
def zstd_bomb(size: int = 512 * MB) -> bytes:
    """A frame of run-length blocks: 4 bytes for each 128 KB (RFC 8878 3.1.1.2)."""
    block = 128 * 1024
    frame = b"\x28\xb5\x2f\xfd" + b"\x00" + bytes([0b01011_000])  # no size named, a window of 2 MB
    count = size // block
    for number in range(count):
        last = number == count - 1
        frame += (last | 1 << 1 | block << 3).to_bytes(3, "little") + b"\x00"
    return frame


@cache
def gzip_bomb(size: int = 128 * MB) -> bytes:
    """Zeros by gzip, a thousandth of ``size``."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = bytes(MB)
    return b"".join([*(packer.compress(piece) for _ in range(size // MB)), packer.flush()])
