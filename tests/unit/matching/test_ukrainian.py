"""Ukrainian is matched as well without its dictionary (a table, and rules) as with it (the extra ``uk``)."""

import importlib.util
from pathlib import Path

import pytest

from monitor.matching.find import Finder
from monitor.model import Keyword, Post, Story
from monitor.text.fold import fold
from monitor.text.languages import Seen, uk
from monitor.text.languages.forms import Stems

TABLE = Path(__file__).parents[3] / "benchmarks" / "data" / "forms" / "uk.txt"
#: (cited, a word that is a form of it): those of one word.
FORMS = [
    (cited, form.removeprefix("у ").removeprefix("на "))
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for cited, _, rest in [line.partition(":")]
    for form in map(str.strip, rest.partition("|")[0].split(","))
    if " " not in cited and form and "#" not in form
]

with_dictionary = pytest.mark.skipif(
    importlib.util.find_spec("pymorphy3_dicts_uk") is None, reason="the extra uk is not installed"
)


def takes(stems: Stems, word: str) -> bool:
    folded = fold(word)
    return any(folded.startswith(stem.key) and stem.tails.get(folded[len(stem.key) :]) is not None for stem in stems)


def test_names_and_words_of_the_table_are_many() -> None:
    assert len({cited for cited, _ in FORMS}) >= 150


def test_without_the_dictionary_every_form_is_known() -> None:
    assert [pair for pair in FORMS if not takes(uk.TABLE.inflect((pair[0],))[0], pair[1])] == []


@with_dictionary
def test_with_the_dictionary_every_form_is_known() -> None:
    assert [pair for pair in FORMS if not takes(uk.DICTIONARY.inflect((pair[0],))[0], pair[1])] == []


@with_dictionary
def test_with_the_dictionary_no_form_is_taken_for_another_word() -> None:
    doubts = [
        (cited, form, why)
        for cited, form in FORMS
        if (why := uk.DICTIONARY.doubt(cited, Seen(f"Про {form} пишуть", 4, 4 + len(form))))
    ]
    assert doubts == []


@pytest.mark.parametrize(
    ("cited", "text"),
    [
        ("Київ", "Зустріч відбулася у Києві."),
        ("Сергій", "Про це сказали Сергієві."),
        ("Шмигаль", "Заява Шмигаля про бюджет"),
        ("Свириденко", "Призначення Свириденка не буде"),
        ("Єрмак", "Розмова з ЄРМАКОМ тривала годину"),
        ("комп'ютер", "без комп’ютера"),
        ("Ґалаґан", "виступ Галагана"),
    ],
)
def test_ukrainian_names_are_found_in_running_text(cited: str, text: str) -> None:
    story = Story(key="s", title="s", keywords=(Keyword(name="k", forms={"uk": (cited,)}),))
    assert Finder([story]).find(Post(source="a", id="1", text=text))


@pytest.mark.parametrize(("cited", "text"), [("МАК", "Поле цвіте, мак росте"), ("Газа", "Ціна газу зросла")])
def test_without_the_dictionary_small_letters_are_another_word(
    cited: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(uk.DICTIONARY.__dict__, "_analyzer", None)  # as where it is not installed
    start = text.lower().index(cited.lower()[:3])
    assert uk.doubt(cited, Seen(text, start, start + len(cited)))
    assert not uk.doubt(cited, Seen(f"Про {cited}", 4, 4 + len(cited)))


@with_dictionary
def test_with_the_dictionary_a_place_is_no_form_of_a_common_word() -> None:
    assert uk.doubt("газ", Seen("Удари по Газі тривають", 9, 13))
    assert not uk.doubt("газ", Seen("Вода у газі лишилась", 7, 11))
