"""Memory that is not needed goes back to the system, where the C library can do that."""

import ctypes
import platform
import subprocess
import sys
from types import SimpleNamespace

import pytest

from monitor.jobs import memory

ONLY_GLIBC = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="asks glibc")

#: Three threads, all alive, take ten megabytes in small pieces one after the other, and let them go.
PROGRAM = """
import ctypes, sys, threading
from monitor.jobs.memory import give_back, share_one_arena

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096

if sys.argv[1] == "yes":
    share_one_arena()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]

def take():
    with turn:
        taken = [libc.malloc(2_000) for _ in range(5_000)]
        for each in taken:
            ctypes.memset(each, 1, 2_000)
        lasting.append(libc.malloc(2_000))  # or the heap's end would go back by itself
        for each in taken:
            libc.free(each)
    all_done.wait()
    stay.wait()

turn, lasting, stay, all_done = threading.Lock(), [], threading.Event(), threading.Barrier(4)
before = resident()
for _ in range(3):
    threading.Thread(target=take, daemon=True).start()
all_done.wait()
taken = resident() - before
give_back()
print(taken, resident() - before)
stay.set()
"""


def grown(shares: str) -> tuple[int, int]:
    command = [sys.executable, "-c", PROGRAM, shares]
    taken, left = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return int(taken), int(left)


@ONLY_GLIBC
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_what_one_thread_let_go_another_uses_and_the_rest_is_given_back() -> None:
    taken, left = grown("yes")
    assert taken < 20_000_000
    assert left < 4_000_000


def test_a_library_that_knows_nothing_of_it_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace())
    memory._library.cache_clear()
    try:
        memory.share_one_arena()
        memory.give_back()
    finally:
        memory._library.cache_clear()
