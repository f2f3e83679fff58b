"""How much one answer may cost us. Every number has its reason; ``Web(limits=...)`` changes them."""

from dataclasses import dataclass

KB = 1024
MB = 1024 * KB


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of one call. Seconds, bytes, counts."""

    #: The whole exchange, redirects included: time-outs of single reads let a drip of bytes run for ever.
    deadline: float = 30.0
    #: So long only where to half of all calls hardly anything comes for longer, and others wait for one: a few hundred
    #: places that drip must not hold up all others for half a minute each.
    crowded: float = 5.0
    #: To a connection, TLS included.
    connect: float = 10.0
    #: Between two reads, and until the head of the answer is there.
    silence: float = 15.0
    #: Decoded body, when the caller names no other bound.
    body: int = 10 * MB
    #: Body on the wire, when it is compressed.
    wire: int = 5 * MB
    #: Decoded / wire, once more than 1 MB came out: no text compresses better, bombs do.
    ratio: int = 200
    #: How long a name server's answer is believed.
    names_fresh: float = 60.0
    #: Redirects followed.
    redirects: int = 5
    #: Calls to one host at the same time.
    per_host: int = 2
    #: Calls at the same time; lowered when the process may not open that many files. Five hundred places that hang are
    #: to leave room for others.
    calls: int = 640
    #: A body longer than this is big: memory is body x concurrency.
    big: int = 128 * KB
    #: So many big bodies are read at the same time, however long they get, ...
    big_bodies: int = 4
    #: ... and others as long as they are not longer than this together.
    beside: int = 20 * MB
    #: Of a redirect's or an unwanted body this much is read, so that the connection can be kept.
    drain: int = 64 * KB


#: The limits of a Web that is given none.
DEFAULT = Limits()
