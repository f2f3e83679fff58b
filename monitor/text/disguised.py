"""Quotes, dashes and dots that come as control characters: windows-1252 that somebody took for Latin-1.

A program that did so writes the quote of "It’s" as U+0092, or as ``&#146;``. No text has those controls, so HTML reads
the number as the sign that was meant (WHATWG HTML, numeric character reference end state); XML has no such rule, and
neither have the characters themselves.
"""

import re

_MEANT = {
    number: sign
    for number in range(0x80, 0xA0)
    if (sign := bytes([number]).decode("windows-1252", "ignore"))  # five of them stand for nothing
}
_CONTROL = re.compile("[\x80-\x9f]")
#: The same in UTF-8, and as a reference. Each begins with one byte, which is looked for fifty times as fast as two.
_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_REFERENCE = re.compile(rb"#(?<=&#)(?:0{0,4}(1[2-5]\d)|[xX]0{0,4}([89][0-9a-fA-F]));")


def undisguised(text: str) -> str:
    """``text`` with the signs that were meant. U+0085, which might be the end of a line, is the dots it nearly always
    is."""
    return text.translate(_MEANT) if _CONTROL.search(text) else text


def undisguised_xml(xml: bytes) -> bytes:
    """The same for XML in UTF-8, also where it has references."""
    if b"#" in xml:
        xml = _REFERENCE.sub(_sign, xml)
    if b"\xc2" in xml and _BYTES.search(xml):
        xml = _BYTES.sub(lambda found: undisguised(found[0].decode()).encode(), xml)
    return xml


def _sign(reference: re.Match[bytes]) -> bytes:
    number = int(reference[1]) if reference[1] else int(reference[2], 16)
    return f"#{ord(_MEANT[number])};".encode() if number in _MEANT else reference[0]
