"""Text is made storable on its way in. Apart from ``clean``, whose patterns a reader of feeds need not hold."""

import codecs

#: Loaded now: a process that may not read Python's own files any more could not.
codecs.lookup("utf-16-le")


def incoming(text: str) -> str:
    """``text`` as it can be stored: lone surrogates become U+FFFD, pairs become their character, NUL goes."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        # an order of magnitude faster than to look for what most texts do not have, and this coding than UTF-8
        text.encode("utf-16-le")
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
