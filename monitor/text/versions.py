"""What tells two versions of a post apart: a short name for its words."""

import hashlib
import unicodedata
from collections.abc import Sequence

from monitor.model import Post

#: Blank space other than a space and a line feed, of what NFKC leaves.
_ODD_SPACES = tuple("\t\r\v\f\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029")


def text_hash(title: str, text: str) -> str:
    """What tells two versions of a post apart: blank space and compatibility forms do not count."""
    plain = _plain(f"{title}\n{text}")
    # most texts have no other blanks: looking is far cheaper than taking them apart
    if any(space in plain for space in _ODD_SPACES):
        plain = " ".join(plain.split())
    return _hash(plain.strip().encode("utf-8", "replace"))


def text_hashes(versions: Sequence[Post]) -> list[str]:
    """``text_hash`` of each, in their order; what is looked for in the texts is looked for in all of them at once."""
    # a zero ends what composes, and no text that we keep holds one
    plain = _plain("\0".join([f"{post.title}\n{post.text}" for post in versions]))
    if plain.count("\0") != len(versions) - 1 or any(space in plain for space in _ODD_SPACES):
        return [text_hash(post.title, post.text) for post in versions]
    return [_hash(each.strip()) for each in plain.encode("utf-8", "replace").split(b"\0")]


def _plain(written: str) -> str:
    """In one form, on one line, with single spaces."""
    plain = unicodedata.normalize("NFKC", written).replace("\n", " ")
    while "  " in plain:
        plain = plain.replace("  ", " ")
    return plain


def _hash(plain: bytes) -> str:
    return hashlib.sha256(plain).hexdigest()[:32]
