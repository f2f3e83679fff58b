"""Keywords are found where they stand, in every way in which posts are written."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.matching.find import Finder
from monitor.model import ConfigError, Keyword, Media, Post, Story

STORY = Story(
    key="s",
    title="t",
    keywords=(
        Keyword(name="tokayev", forms={"ru": ("Токаев",), "ar": ("توكاييف",), "en": ("Tokayev",)}),
        Keyword(
            name="board",
            forms={
                "ru": ("Совет мира",),
                "ar": ("مجلس السلام",),
                "en": ("Board of Peace", "U.S."),
                "zh": ("和平委员会",),
            },
            exact={"en": ("BoP", "Peace Council")},
        ),
        Keyword(name="flag", forms={"en": ("🇰🇿",)}),
        Keyword(name="toqayev", patterns=(r"\bToqa(?:y|ev)\w*",)),
    ),
)
FINDER = Finder([STORY])


def found(text: str, *, title: str = "", finder: Finder = FINDER) -> list[tuple[str, str]]:
    """(keyword, written word) of each hit."""
    hits = finder.find(Post(source="a", id="1", title=title, text=text)).get("s", ())
    return [(hit.keyword, (title if hit.field == "title" else text)[hit.start : hit.end]) for hit in hits]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Токаев сказал", [("tokayev", "Токаев")]),
        ("ТОКАЕВ:", [("tokayev", "ТОКАЕВ")]),
        ("«Тоkаев»", [("tokayev", "Тоkаев")]),
        ("Токае\u200bв\u200f", [("tokayev", "Токае\u200bв")]),
        ("توكـايـِيف\u200f.", [("tokayev", "توكـايـِيف")]),
        ("Tokayev’s plan", [("tokayev", "Tokayev’s")]),
        ("d'Tokayev", [("tokayev", "d'Tokayev")]),
        ("президент-Токаев-лидер", [("tokayev", "Токаев")]),
        ("«Совет\nмира»", [("board", "Совет\nмира")]),
        ("Совет «мира»", [("board", "Совет «мира")]),
        ('مجلس "السلام"', [("board", 'مجلس "السلام')]),
        ("#СоветМира", [("board", "СоветМира")]),
        ("#советмира", [("board", "советмира")]),
        ("#Совет_Мира", [("board", "Совет_Мира")]),
        ("#مجلس_السلام", [("board", "مجلس_السلام")]),
        ("#BoardOfPeace", [("board", "BoardOfPeace")]),
        ("says @boardofpeace.", [("board", "boardofpeace")]),
        ("write to press@boardofpeace.org", []),
        ("#TokayevInDavos", [("tokayev", "Tokayev")]),
        ("@Tokayev_KZ", [("tokayev", "Tokayev")]),
        ("the BoP's charter", [("board", "BoP")]),
        ("the Peace  Council", [("board", "Peace  Council")]),
        ("in the U.S. today", [("board", "U.S")]),
        ("美国和平委员会说", [("board", "和平委员会")]),
        ("now 🇰🇿!", [("flag", "🇰🇿")]),
        ("Toqayev", [("toqayev", "Toqayev")]),
    ],
)
def test_a_keyword_is_found_as_written(text: str, hits: list[tuple[str, str]]) -> None:
    assert found(text) == hits


@pytest.mark.parametrize(
    "text",
    [
        "Токаевский2",
        "неТокаев",
        "https://akorda.kz/Tokayev",
        "tokayev.kz",
        "mail tokayev@akorda.kz",
        "Совет, мира",
        "Совет. Мира",
        "Совет\n\nмира",
        "bop BOP BoPs",
        "peace council",
        "советмира",
        "",
        "\ud800",
    ],
)
def test_what_only_looks_like_a_keyword_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_hits_of_the_title_come_first_and_point_into_it() -> None:
    hits = FINDER.find(Post(source="a", id="1", title="Давос: Токаев", text="Токаев"))["s"]
    assert [(hit.field, hit.start, hit.end) for hit in hits] == [("title", 7, 13), ("text", 0, 6)]


def test_the_description_of_a_picture_is_text_without_a_place() -> None:
    post = Post(source="a", id="1", text="Фото", media=(Media(alt="кто-то"), Media(alt="Токаев в Давосе")))
    (hit,) = FINDER.find(post)["s"]
    assert (hit.keyword, hit.field, hit.start, hit.end) == ("tokayev", "text", 4, 4)
    assert hit.rule == "as cited, in the description of picture 2"


@pytest.mark.parametrize(
    ("lang", "form", "text", "rule"),
    [
        ("tr", "Lamine Yamal", "Lamine Yamal", ""),
        ("tr", "Lamine Yamal", "Lamine Yamal'ı", "tr: accusative"),
        ("de", "Roter Halbmond", "Roter Halbmond", ""),
        ("ar", "الحلم الجورجي", "الحلم الجورجي", ""),
        ("ar", "الحلم الجورجي", "بالحلم الجورجي", "ar: with bi-"),
        ("he", "הסהר האדום", "הסהר האדום", ""),
        ("kk", "ұстау", "ұсталған", "kk: verb, participle"),
        ("kk", "Тоқаев", "Toqaev", "kk: spelled otherwise"),
        ("ko", "세계 은행", "세계 은행이", "ko: particle"),
    ],
)
def test_a_hit_says_how_it_derives_and_nothing_of_what_stands_as_cited(
    lang: str, form: str, text: str, rule: str
) -> None:
    finder = Finder([Story(key="s", title="t", keywords=(Keyword(name="k", forms={lang: (form,)}),))])
    (hit,) = finder.find(Post(source="a", id="1", text=text))["s"]
    assert hit.rule == rule


def test_each_story_gets_its_own_hits() -> None:
    other = Story(key="o", title="o", keywords=(Keyword(name="he", forms={"ru": ("Токаев",)}),))
    hits = Finder([STORY, other]).find(Post(source="a", id="1", text="Токаев"))
    assert {story: [hit.keyword for hit in found] for story, found in hits.items()} == {"s": ["tokayev"], "o": ["he"]}


def test_a_pattern_that_explodes_is_flagged_and_the_others_run() -> None:
    story = Story(
        key="s",
        title="t",
        keywords=(Keyword(name="bad", patterns=(r"(a|a|aa)+$",)), Keyword(name="good", patterns=("!",))),
    )
    finder = Finder([story])
    assert found("a" * 60 + "!", finder=finder) == [("good", "!")]
    assert [owner.keyword for owner in finder.flagged] == ["bad"]


@pytest.mark.parametrize("word", ["Токаев", "توكاييف", "Тоқаев", "טוקאייב", "Tokayev"])
def test_the_edge_of_a_word_in_a_pattern_is_one_in_every_script(word: str) -> None:  # 24
    finder = Finder([Story(key="s", title="t", keywords=(Keyword(name="k", patterns=(rf"\b{word}\b",)),))])
    assert found(f"x {word}, y", finder=finder) == [("k", word)]
    assert found(f"x {word}{word[0]} y", finder=finder) == []


def test_a_pattern_that_is_no_expression_is_told_before_the_start() -> None:
    with pytest.raises(ConfigError, match=r"keywords\.bad\.patterns"):
        Finder([Story(key="s", title="t", keywords=(Keyword(name="bad", patterns=("(",)),))])


@given(st.text())
def test_no_text_breaks_the_search_and_every_span_lies_in_it(text: str) -> None:
    text = f"{text}Токаев {text} Board of {text}Peace توكاييف{text}"
    for hit in FINDER.find(Post(source="a", id="1", text=text)).get("s", ()):
        assert 0 <= hit.start < hit.end <= len(text)


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("а" * 100_000, 0),
        ("Токаев" * 20_000, 0),
        ("Токаев'" * 15_000, 0),
        ("#" * 100_000, 0),
        ("Совет " * 50_000, 0),
        ("和平委员会" * 20_000, 20_000),
        ("Токаев x.com " * 10_000, 10_000),
    ],
)
def test_a_monstrous_text_is_read_whole_in_no_time(text: str, hits: int) -> None:
    begun = time.process_time()
    assert len(found(text)) == hits
    assert time.process_time() - begun < 10, "it takes a fifth of a second; minutes, if each letter looks at all others"


def test_a_name_cited_in_russian_takes_kazakh_endings_in_a_story_followed_in_both() -> None:
    keyword = Keyword(name="n", forms={"ru": ("Назарбаев", "президент")})
    finder = Finder([Story(key="s", title="s", languages=("ru", "kk"), keywords=(keyword,))])
    assert found("Назарбаевтың президенттің", finder=finder) == [("n", "Назарбаевтың")]
