"""A story grows with its posts: unlisted spellings and new names are proposed, and written only when taken."""

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.config.story import parse_story, read_story
from monitor.desk.stories import snippet, take_suggestions, with_suggestion
from monitor.desk.suggesting import Suggestion, suggest
from monitor.model import ConfigError, Keyword, Post, Refused, RuleText, Story

STORY = Story(
    key="peace",
    title="peace",
    languages=("en", "ar"),
    keywords=(
        Keyword(name="tokayev", facet="who", forms={"en": ("Tokayev",), "ar": ("توكاييف",)}),
        Keyword(name="board", facet="what", forms={"en": ("Board of Peace",), "ar": ("مجلس السلام",)}),
    ),
    rule=RuleText(update="who and what", related="what"),
)


def posts(*texts: str) -> list[Post]:
    return [Post(source="s", id=f"p{number}", text=text, lang="en") for number, text in enumerate(texts)]


OURS = (
    "Tokayev signed the charter of the Board of Peace, and Nickolay Mladenov welcomed it.",
    "The Board of Peace met; Nickolay Mladenov will lead it, Tokayev said.",
    "Nickolay Mladenov thanked Tokayev on behalf of the Board of Peace.",
    "The International Stabilization Force of the Board of Peace arrives, said Tokayev.",
    "Tokayev offers doctors to the International Stabilization Force under the Board of Peace.",
    "The Board of Peace named the International Stabilization Force on Monday.",
)
NEARLY = (
    "Tokayev will send medics to the International Stabilization Force in March.",
    "Tokaev: we joined the Board of Peace.",
)
OTHERS = ("Rain fell in London today and the river rose.", "The match ended without a goal.", "Markets were calm.") * 20


def test_a_new_name_is_proposed_with_what_it_would_add() -> None:
    found = {one.form: one for one in suggest(STORY, posts(*OURS, *NEARLY, *OTHERS))}
    force = found["International Stabilization Force"]
    assert (force.kind, force.facet, force.posts, force.alerts) == ("name", "what", 4, 1)
    assert force.examples[:2] == (  # what would be new comes first
        ("p6", "Tokayev will send medics to the International Stabilization Force in March."),
        ("p3", "The International Stabilization Force of the Board of Peace arrives, said Tok"),
    )
    assert found["Nickolay Mladenov"].facet == "who"


def test_an_unlisted_spelling_is_proposed_for_its_keyword() -> None:
    found = suggest(STORY, posts(*OURS, *NEARLY, *OTHERS))
    spelling = next(one for one in found if one.kind == "spelling")
    assert (spelling.keyword, spelling.lang, spelling.form, spelling.alerts) == ("tokayev", "en", "Tokaev", 1)
    assert spelling.why == "Tokayev: -yev as -ev"


def test_what_adds_most_comes_first_and_places_are_left_out() -> None:
    found = suggest(STORY, posts(*(text + " In London." for text in OURS), *NEARLY, *OTHERS))
    assert [one.alerts for one in found] == sorted((one.alerts for one in found), reverse=True)
    assert not any(one.form == "London" for one in found)


def test_an_ordinary_word_or_body_of_any_country_is_not_proposed() -> None:
    ours = [f"Tokayev said the Central Bank and the Board of Peace agree, number {number}." for number in range(4)]
    assert not [one.form for one in suggest(STORY, posts(*ours, *OTHERS)) if "Central" in one.form]


def test_no_other_spelling_is_proposed_for_a_word_that_is_no_name() -> None:
    acquit = Keyword(name="jail", facet="what", forms={"kk": ("ақтау", "түрме"), "ru": ("тюрьма",)})
    story = replace(STORY, keywords=(*STORY.keywords, acquit))
    found = suggest(story, posts(*OURS, *["Tokayev flew to Актау."] * 3, *OTHERS))
    assert "jail" not in {one.keyword for one in found}


def test_a_spelling_that_brings_nothing_and_stands_in_other_news_is_not_proposed() -> None:
    rule = RuleText(update="who and what", related="who and what")
    story = replace(STORY, rule=rule)
    found = suggest(story, posts(*OURS, "Talks on the Board of Peace: Tokaev is absent, says an aide.", *OTHERS))
    assert "Tokaev" in {one.form for one in found}
    story = replace(story, keywords=(*story.keywords, Keyword(name="davos", facet="where", forms={"en": ("Davos",)})))
    assert "Tokaev" not in {one.form for one in suggest(story, posts(*OURS, *["Tokaev was in Davos."] * 2, *OTHERS))}


def test_without_a_post_of_the_story_nothing_is_proposed() -> None:
    assert suggest(STORY, posts(*OTHERS)) == []
    assert suggest(STORY, []) == []


TEXT = """\
# kept as it is
key = "peace"
languages = ["en"]
[[keywords]]
name = "tokayev"
facet = "who"
forms.en = [
  "Tokayev",  # the usual one
]
[[keywords]]
name = "board"
facet = "what"
forms.en = "Board of Peace"
[rule]
update = "who and what"
"""


def proposal(kind: str, keyword: str, form: str) -> Suggestion:
    return Suggestion(
        kind=kind,  # type: ignore[arg-type]
        keyword=keyword,
        facet="what",
        lang="en",
        form=form,
        why="",
        posts=1,
        alerts=1,
        digest=0,
        examples=(),
    )


def test_what_is_taken_is_written_and_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "peace.toml"
    path.write_text(TEXT, encoding="utf-8")
    take_suggestions(path, [proposal("spelling", "tokayev", "Tokaev"), proposal("name", "isf", 'The "Force"')])
    story = read_story(path)
    assert story.keywords[0].forms["en"] == ("Tokaev", "Tokayev")
    assert (story.keywords[2].name, story.keywords[2].forms["en"]) == ("isf", ('The "Force"',))
    assert "# kept as it is" in path.read_text()
    assert "# the usual one" in path.read_text()


def test_a_form_that_is_no_list_is_left_to_the_editor() -> None:
    with pytest.raises(Refused, match=r"write \"Peace Board\" into forms.en of board yourself"):
        with_suggestion(TEXT, proposal("spelling", "board", "Peace Board"), "peace.toml")


def test_nothing_is_written_if_the_story_would_not_be_well(tmp_path: Path) -> None:
    path = tmp_path / "peace.toml"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(ConfigError):
        take_suggestions(path, [proposal("name", "board", "Again")])
    assert path.read_text() == TEXT
    assert parse_story(TEXT, "f").keywords[1].forms["en"] == ("Board of Peace",)


def test_what_is_of_a_place_is_a_spelling_of_the_place() -> None:
    dam = Keyword(name="dam", facet="what", forms={"ru": ("плотина",)})
    story = Story(
        key="dam",
        title="dam",
        keywords=(Keyword(name="sarybulak", facet="place", forms={"ru": ("Сарыбулак",)}), dam),
    )
    texts = ["Плотина в Сарыбулаке прорвана.", *["Сарыбулакская плотина разрушена."] * 4]
    (found,) = suggest(story, posts(*texts, *OTHERS))
    assert (found.kind, found.keyword, found.form, found.alerts) == ("spelling", "sarybulak", "сарыбулакский", 4)


def test_the_snippet_can_be_pasted_and_says_what_each_would_bring() -> None:
    found = suggest(STORY, posts(*OURS, *NEARLY, *OTHERS))
    text = snippet(STORY, found)
    assert "# 1 more alert, 0 more for the digest; in 4 posts: in 3 of 7 posts of the story" in text
    assert "#   p6: Tokayev will send medics" in text
    assert 'in place of forms.en of keyword "tokayev"\n# forms.en = ["Tokayev", "Tokaev"]' in text
    pasted = parse_story('key = "s"\n' + text, "s.toml")
    assert ("International Stabilization Force",) in [keyword.forms["en"] for keyword in pasted.keywords]
    assert snippet(STORY, []) == ""


def test_a_given_name_beside_the_storys_own_is_no_proposal() -> None:
    texts = [f"Kassym-Jomart Tokayev spoke of the Board of Peace on day {day}." for day in range(6)]
    assert suggest(STORY, posts(*texts, *OTHERS)) == []


def test_a_new_place_joins_the_facet_that_its_posts_lack() -> None:
    dam = Keyword(name="dam", facet="what", forms={"en": ("dam", "flood")})
    story = Story(
        key="dam", title="dam", keywords=(Keyword(name="sarybulak", facet="place", forms={"en": ("Sarybulak",)}), dam)
    )
    texts = [
        *[f"The dam at Sarybulak burst, and {n} people left Tasaryk." for n in range(4)],
        *[f"A flood reached Tasaryk on day {n}." for n in range(3)],
    ]
    (found,) = suggest(story, posts(*texts, *OTHERS))
    assert (found.form, found.facet, found.alerts) == ("Tasaryk", "place", 3)
