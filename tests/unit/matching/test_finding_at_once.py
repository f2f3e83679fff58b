"""The daemon reads on two threads, and both ask the same finder."""

import gc
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier, Event

import pytest

from monitor.matching.find import Finder
from monitor.matching.patterns import TIME_LIMIT
from monitor.model import Hit, Keyword, Post, Story

_FORMS = {
    "ru": ("Токаев", "Совет мира", "заявление", "отель", "Астана"),
    "kk": ("Тоқаев", "Бейбітшілік кеңесі", "үкімет", "Астана"),
    "ar": ("توكاييف", "مجلس السلام", "وزير", "مدينة"),
    "en": ("Tokayev", "Board of Peace", "minister", "Turkey"),
    "zh": ("和平",),
}
_WRITTEN = (
    "Токаева Токаевым Совета мира советом мира заявлению заявления отели Астаной Астану Тоқаевтың кеңесінде үкіметінің "
    "Бейбітшілік кеңесінің وتوكاييف بالوزير لمجلس السلام المدينة ومدينتهم Tokayev's ministers Board of Peace turkey "
    "#BoardOfPeace #советмира 和平与发展 example.org/astana l’Astana из в том и что сегодня"
)


@pytest.fixture
def _switching_all_the_time() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def _story() -> Story:
    keywords = [
        Keyword(name=f"{lang}{number}", forms={lang: (form,)})
        for lang, forms in _FORMS.items()
        for number, form in enumerate(forms)
    ]
    keywords.append(Keyword(name="exact", exact={"ru": ("Газа",)}))
    keywords.append(Keyword(name="pattern", patterns=(r"[Тт]о[кқ]аев\w*",)))
    return Story(key="s", title="", languages=tuple(_FORMS), keywords=tuple(keywords))


def _posts() -> list[Post]:
    chance = Random(4)
    return [
        Post(source="a", id=str(number), text=" ".join(chance.choices(_WRITTEN.split(), k=25)) + f" слово{number}")
        for number in range(300)
    ]


@pytest.mark.usefixtures("_switching_all_the_time")
def test_two_threads_that_ask_one_finder_get_what_one_thread_gets() -> None:
    posts = _posts()
    alone = Finder([_story()])
    expected = [alone.find(post) for post in posts]
    shared, together = Finder([_story()]), Barrier(2)

    def ask(given: list[Post]) -> list[Mapping[str, tuple[Hit, ...]]]:
        together.wait()
        return [shared.find(post) for post in given]

    with ThreadPoolExecutor(2) as pool:
        forwards, backwards = pool.submit(ask, posts), pool.submit(ask, posts[::-1])
    assert forwards.result() == expected
    assert backwards.result() == expected[::-1]
    assert sum(len(found["s"]) for found in expected if found) > len(posts)


def test_a_pattern_is_not_blamed_for_the_time_that_another_thread_took() -> None:
    pattern = Story(key="s", title="", languages=(), keywords=(Keyword(name="goods", patterns=(r"telok\w*",)),))
    finder, busy = Finder([pattern]), Event()
    words = 2_000
    post = Post(source="a", id="1", text="telokfi " * words)

    def twice() -> None:
        busy.wait()
        for _ in range(2):
            sum(range(12_000_000))  # in C: nobody else runs for more than a pattern may take

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(twice)
            busy.set()
            found = finder.find(post)
    finally:
        sys.setswitchinterval(usual)
    assert not finder.flagged
    assert len(found["s"]) == words


def test_a_pattern_is_not_blamed_for_the_time_in_which_python_tidies_up() -> None:
    pattern = Story(key="s", title="", languages=(), keywords=(Keyword(name="goods", patterns=(r"telok\w*",)),))
    finder, words, pauses = Finder([pattern]), 2_000, list[str]()

    def pause(phase: str, info: dict[str, int]) -> None:
        ends = time.process_time() + (0 if pauses else 3 * TIME_LIMIT)
        pauses.append(phase)
        while time.process_time() < ends:
            pass

    usual = gc.get_threshold()
    gc.callbacks.append(pause)
    gc.set_threshold(words // 2)
    try:
        found = finder.find(Post(source="a", id="1", text="telokfi " * words))
    finally:
        gc.set_threshold(*usual)
        gc.callbacks.remove(pause)
    assert pauses
    assert not finder.flagged
    assert len(found["s"]) == words
