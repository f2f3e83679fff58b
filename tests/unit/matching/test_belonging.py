"""Does a post belong to a story, in which tier, and why."""

from dataclasses import replace

import pytest

from monitor.matching import Matcher
from monitor.model import ConfigError, Keyword, Post, RuleText, Story
from monitor.text.detect import detect, language_of


def keyword(name: str, facet: str = "", **forms: str) -> Keyword:
    return Keyword(name=name, facet=facet, forms={lang: (form,) for lang, form in forms.items()})


WORDS = (
    keyword("tokayev", "who", en="Tokayev", ru="Токаев", ar="توكاييف", kk="Тоқаев"),
    keyword("kazakhstan", "who", en="Kazakhstan", ru="Казахстан", ar="كازاخستان"),
    keyword("board", "what", en="Board of Peace", ru="Совет мира", ar="مجلس السلام"),
    keyword("football", "", en="World Cup"),
)


def story(update: str = "", related: str = "", never: str = "", **others: object) -> Story:
    fields = {"key": "board", "title": "Board", "languages": ("en", "ru", "ar"), "keywords": WORDS} | others
    return Story(rule=RuleText(update=update, related=related, never=never), **fields)  # type: ignore[arg-type]


def post(text: str, title: str = "", **others: object) -> Post:
    return Post(source="s", id="1", title=title, text=text, **others)  # type: ignore[arg-type]


def tier(text: str, of: Story, title: str = "", **others: object) -> str | None:
    matches = Matcher([of]).match(post(text, title, **others))
    return matches[0].tier if matches else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tokayev signed the charter of the Board of Peace.", "update"),
        ("Tokayev flew home.", "related"),
        ("The World Cup begins.", "related"),
        ("Nothing of the sort.", None),
    ],
)
def test_without_a_rule_one_keyword_of_each_facet_alerts_and_any_is_related(text: str, expected: str | None) -> None:
    assert tier(text, story()) == expected


def test_what_never_names_is_no_evidence_for_the_defaults() -> None:
    never = story(never="football and not board")
    assert tier("Tokayev at the World Cup", never) is None
    assert tier("The Board of Peace and the World Cup, said Tokayev", never) == "update"
    facet = story(keywords=(*WORDS[:3], keyword("football", "noise", en="World Cup")), never="noise")
    assert tier("Tokayev signed at the Board of Peace", facet) == "update"


def test_without_facets_any_keyword_alerts() -> None:
    plain = story(keywords=(keyword("quake", en="earthquake"),))
    assert tier("An earthquake, officials said", plain) == "update"


def test_never_goes_before_update_and_update_before_related() -> None:
    ruled = story(update="who and what", related="what", never="football")
    assert tier("Tokayev signed, Board of Peace, World Cup", ruled) is None
    assert tier("Tokayev signed the Board of Peace charter", ruled) == "update"
    assert tier("Board of Peace meets", ruled) == "related"
    assert tier("Tokayev flew home", ruled) is None


def test_a_story_looks_only_at_its_sources_if_it_names_them() -> None:
    ours = story(sources=("akorda",))
    assert tier("Tokayev signed the Board of Peace charter", ours) is None
    there = Matcher([ours]).match(Post(source="akorda", id="1", text="Tokayev signed the Board of Peace charter"))
    assert [match.tier for match in there] == ["update"]
    nameless = Matcher([ours]).match(Post(source="", id="1", text="Tokayev signed the Board of Peace charter"))
    assert [match.tier for match in nameless] == ["update"]


def test_a_source_may_be_enough() -> None:
    trusted = story(update="from(s)", related="who")
    assert tier("Nothing of the sort.", trusted) == "update"


def test_each_story_gets_its_own_match_in_the_order_given() -> None:
    quake = story(key="quake", keywords=(keyword("quake", en="charter"),))
    both = Matcher([quake, story()]).match(post("Tokayev signed the charter of the Board of Peace."))
    assert [(match.story, match.tier) for match in both] == [("quake", "update"), ("board", "update")]


def test_a_match_says_in_one_line_what_held() -> None:
    (match,) = Matcher([story(update="who and what")]).match(post("Токаев подписал: «Совет мира» создан."))
    assert match.why == "update: who and what - tokayev “Токаев”, board “Совет мира”"
    assert 0 <= match.score <= 1


def test_a_demoted_update_says_by_what() -> None:
    (match,) = Matcher([story()]).match(
        post("The charter and its price.", title="Why Tokayev needs the Board of Peace")
    )
    assert match.tier == "related"
    assert 'only related by genre: "why" in the title' in match.why


def test_an_unreadable_rule_is_refused_before_any_post() -> None:
    with pytest.raises(ConfigError, match=r"rule.update: \"who and\^\", position 8"):
        Matcher([story(update="who and")])


def test_an_explanation_names_each_part_and_what_was_missing() -> None:
    told = Matcher([story(update="who and what", related="what")]).explain(post("Tokayev flew home."), "board")
    assert told.tier is None
    lines = "\n".join(told.lines())
    assert "board: does not belong" in lines
    assert "+ who" in lines
    assert "- what" in lines
    assert "text: …[Tokayev] flew home.… <- tokayev, Tokayev (en)" in lines
    assert "would hold with: what (board)" in lines


def test_an_explanation_agrees_with_the_match() -> None:
    matcher = Matcher([story(update="who and what", never="football")])
    for text in ("Tokayev signed, Board of Peace", "Board of Peace", "World Cup, Tokayev, Board of Peace", "x"):
        told, matches = matcher.explain(post(text), "board"), matcher.match(post(text))
        assert told.tier == (matches[0].tier if matches else None)
        assert told.score == (matches[0].score if matches else 0)


def test_an_explanation_says_that_never_stopped_it_or_the_source() -> None:
    stopped = Matcher([story(never="football")]).explain(post("Tokayev, Board of Peace, World Cup"), "board")
    assert stopped.lines()[0] == "board: does not belong: its never rule holds"
    elsewhere = Matcher([story(sources=("akorda",))]).explain(post("Tokayev, Board of Peace"), "board")
    assert elsewhere.lines()[0] == "board: does not belong: the story follows akorda, this is from s"


def test_a_post_in_no_language_or_without_text_is_fine() -> None:
    matcher = Matcher([story()])
    for text in ("", "\ud800", "🙂🙂", "\x00", "12 34", "\u202e" * 50, " \n\n "):
        assert matcher.match(post(text)) == ()
        assert matcher.explain(post(text), "board").tier is None


@pytest.mark.parametrize("title", ["", "Токаев подпишет устав", "Tokayev signs the charter", "  Тоқаев Астанаға келді"])
@pytest.mark.parametrize(
    "text", ["", "\n Токаев заявил, что подпишет устав Совета мира", "The president said that Tokayev will sign", "…"]
)
def test_a_post_that_belongs_gets_the_language_that_it_reads_as(title: str, text: str) -> None:
    matcher, nameless = Matcher([story(), story(key="again", related="lang(ru) and who")]), post(text, title)
    lang = detect(f"{title}\n{text}")
    belongs = bool(matcher.match(nameless))
    assert matcher.match_named(nameless) == matcher.match(replace(nameless, lang=lang) if belongs else nameless)
    read = language_of(f"{title}\n{text}".strip(), "uk")
    assert matcher.match_named(replace(nameless, lang="uk")) == matcher.match(replace(nameless, lang=read))


@pytest.mark.parametrize("declared", ["en", "en-US", "ru", "EN_us"])
def test_a_post_whose_site_calls_everything_english_is_told_in_its_own_language(declared: str) -> None:
    turkish = post("Tokayev bu hafta Davos'ta Board of Peace şartını imzalayacak ve oradan dönecek.", lang=declared)
    (match,) = Matcher([story()]).match_named(turkish)
    assert match.post.lang == "tr"
    (kept,) = Matcher([story()]).match_named(post("Tokayev, Board of Peace", lang=declared))
    assert kept.post.lang == declared  # too few words to say anything else


@pytest.mark.parametrize(
    "text", ["Министр сказал, что Астана в это не верит", "Министр айтты: Астана бұған сенбейді және"]
)
def test_a_word_of_two_languages_is_named_in_the_one_that_the_post_reads_as(text: str) -> None:
    places = Keyword(name="place", forms={"ru": ("Астана",), "kk": ("Астана",)})
    matcher, nameless = Matcher([Story(key="s", title="", languages=("ru", "kk"), keywords=(places,))]), post(text)
    (match,) = matcher.match_named(nameless)
    assert (match,) == matcher.match(replace(nameless, lang=detect(text)))
    assert match.hits[0].lang == match.post.lang == detect(text)
