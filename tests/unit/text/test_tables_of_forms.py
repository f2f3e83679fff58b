"""Tables of word forms: what was packed is found again, and nothing else, one block at a time."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from monitor.text.tables import Table, encode, forms_of, pack

WORDS = st.text(st.characters(min_codepoint=0x61, max_codepoint=0x4FF, categories=("L",)), min_size=1, max_size=12)


def packed(forms: dict[str, list[str]]) -> Table:
    lines = [
        f"{lemma}\t{' '.join(encode(lemma, form) for form in found)}".encode() for lemma, found in sorted(forms.items())
    ]
    return Table(pack(sorted(lines)))


@given(st.dictionaries(WORDS, st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=30), st.lists(WORDS))
def test_each_lemma_gives_its_forms_and_other_words_none(forms: dict[str, list[str]], others: list[str]) -> None:
    table = packed(forms)
    assert {lemma: list(table.forms(lemma)) for lemma in forms} == forms
    assert [table.forms(word) for word in others if word not in forms] == [()] * sum(
        word not in forms for word in others
    )
    assert sorted(table.lemmas()) == sorted(forms)


def test_a_table_of_many_blocks_finds_words_at_the_edges_of_each() -> None:
    forms = {f"{'w' * (number % 7)}{number:05}": [f"{number:05}s"] for number in range(4_000)}
    table = packed(forms)
    assert all(table.forms(lemma) == (form,) for lemma, (form,) in forms.items())
    assert not any(table.forms(f"{lemma}x") for lemma in forms)
    assert table.forms("") == table.forms("zzz") == table.forms("\ud800") == ()


def test_a_word_of_a_large_table_is_looked_up_without_unpacking_it() -> None:
    tracemalloc.start()
    try:
        assert "Häuser" in forms_of("de", "Haus")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4_000_000  # unpacked it has six millions
