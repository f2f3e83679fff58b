"""The simulation finds out that memory grows, and is not misled by its own books or by caches that end somewhere."""

import gc
from functools import cache, lru_cache

from benchmarks.simulation.ledger import growth
from benchmarks.simulation.memory import Memory, look

MB = 1024**2


def test_what_stays_behind_is_told_from_books_and_caches_with_a_bound() -> None:
    bounded = lru_cache(maxsize=100)(lambda number: b"x" * MB)
    endless = cache(lambda number: b"x" * MB)
    book: dict[int, bytes] = {}
    gc.freeze()  # as the daemon does at its start
    begun = look([book])
    for number in range(12):
        bounded(number)
    for number in range(14):
        book[number] = b"x" * MB
    for number in range(16):
        endless(number)
    left = [b"x" * MB for _ in range(18)]
    last = look([book])
    assert 11 <= last.caches <= 15  # those of before were emptied by the look
    assert 13 <= last.books - begun.books <= 15
    assert 16 + len(left) - 3 <= last.rest - begun.rest <= 16 + len(left) + 3


def test_a_hundred_kilobytes_for_each_crash_of_a_year_are_found_out() -> None:
    def months(each: float) -> list[Memory]:
        return [Memory(whole=190.0, caches=10.0 + n, books=float(n), rest=120 + each * n) for n in range(37)]

    assert growth(months(0.1 * 105 / 35)) != ""
    assert growth(months(0.1)) == ""
    assert growth(months(5)[:2]) == ""  # the first days are a beginning
