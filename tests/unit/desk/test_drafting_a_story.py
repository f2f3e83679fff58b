"""An article becomes a story file that a person can edit, and that finds the story at once."""

from pathlib import Path

import pytest

from monitor.config.story import parse_story
from monitor.desk.drafting import draft_story
from monitor.desk.stories import set_status, with_status, write_new
from monitor.matching import Matcher, check_story
from monitor.model import ConfigError, Post, Refused, Story, WrongUse
from monitor.text.languages import language

ARABIC = """\
كتبت: ليلى حسن
يزور الرئيس قاسم جومارت توكاييف مدينة جنيف لحضور حفل توقيع ميثاق صندوق الأنهار، وفقا لبيان نشرته أكوردا.
وقالت وزارة الخارجية إن كازاخستان ستكون عضوا مؤسسا في صندوق الأنهار. وأضاف المتحدث باسم الرئاسة سانجار بولاتوف أن
توكاييف تلقى دعوة من الرئيس الأمريكي دونالد ترامب. وسيشرف صندوق الأنهار على مشاريع المياه في آسيا الوسطى.
وكان توكاييف قد التقى مع ترامب في واشنطن، وأكد سانجار بولاتوف أن كازاخستان وقعت معاهدة بلخاش.
"""
RUSSIAN = """\
Сильное землетрясение произошло в Жетысуской области в ночь на вторник, сообщил министр Чингис Аринов.
Эпицентр находился в 40 километрах от Талдыкоргана. Жители Талдыкоргана ночевали на улице.
"""


def drafted(text: str, **fields: str) -> Story:
    written, _ = draft_story(Post(source="", id="1", text=text, **fields), key="rivers", source="article.txt")
    story = parse_story(written, "rivers.toml")
    assert check_story(story) == ()
    return story


def tiers(story: Story, *texts: str) -> list[str | None]:
    matcher = Matcher([story])
    return [next((m.tier for m in matcher.match(Post(source="", id="1", text=text))), None) for text in texts]


def test_the_draft_finds_the_story_in_its_own_language_at_once() -> None:
    assert tiers(
        drafted(ARABIC),
        "أعلن توكاييف أن بلاده وقعت على ميثاق «صندوق الأنهار» أمس.",
        "قالت كازاخستان إنها ستمول صندوق الأنهار.",
        "التقى ترامب مع نتنياهو في واشنطن.",
        "فاز المنتخب في المباراة.",
    ) == ["update", "update", None, None]


def test_who_and_what_are_told_apart_from_what_is_only_mentioned() -> None:
    story = drafted(ARABIC)
    facets = {keyword.name: keyword.facet for keyword in story.keywords}
    assert facets["tokayev"] == facets["kazakhstan"] == facets["akorda"] == "who"
    assert facets["صندوق-الأنهار"] == "what"
    assert facets["trump"] == "people"
    assert facets["washington"] == facets["geneva"] == "places"
    assert (story.rule.update, story.rule.related) == ("who and what", "what")


def test_known_names_come_in_all_languages_and_guesses_wait_for_an_editor() -> None:
    written, _ = draft_story(Post(source="", id="1", text=ARABIC), key="rivers", source="article.txt")
    story = parse_story(written, "rivers.toml")
    tokayev = next(keyword for keyword in story.keywords if keyword.name == "tokayev")
    assert tokayev.forms["ru"] == ("Токаев",)
    assert set(tokayev.forms) == {"ar", "kk", "ru", "en"}
    spokesman = next(keyword for keyword in story.keywords if "سانجار بولاتوف" in keyword.forms.get("ar", ()))
    assert set(spokesman.forms) == {"ar"}
    assert "# a guess: the vowels are not written" in written


def test_names_in_cyrillic_are_written_in_other_letters() -> None:
    story = drafted(RUSSIAN, title="Землетрясение в Жетысу")
    minister = next(keyword for keyword in story.keywords if "Чингис Аринов" in keyword.forms["ru"])
    assert minister.forms["en"] == ("Arinov",)
    assert tiers(story, "После землетрясения жители Талдыкоргана вернулись домой.") == ["update"]


def test_each_keyword_shows_the_sentence_it_comes_from() -> None:
    written, _ = draft_story(Post(source="", id="1", text=RUSSIAN), key="quake", source="article.txt")
    assert "first in: Эпицентр находился в 40 километрах от Талдыкоргана.\n[[keywords]]" in written


def test_nothing_in_an_article_can_break_out_of_a_comment_or_a_text() -> None:
    hostile = (
        'Министр Чингис Аринов\u2028key = "evil"\u0085[rule]\r сказал: "\\" \'\'\' «Совет # \\u0000 мира».\x00\x7f'
    )
    story = drafted(hostile * 3, title='"""\\ \x00 \u202e # ]')
    assert story.key == "rivers"


def test_an_article_that_names_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="no name was found"):
        draft_story(Post(source="", id="1", text="it rained and it was cold in the night"), key="k", source="s")
    with pytest.raises(Refused, match="language of the article cannot be told"):
        draft_story(Post(source="", id="1", text="12345 !!!"), key="k", source="s")


def test_a_story_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "stories" / "s.toml"
    write_new(path, "key = 's'\n")
    with pytest.raises(Refused, match="is there already"):
        write_new(path, "key = 't'\n")
    assert path.read_text() == "key = 's'\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('key = "s"\ntitle = "t"\n[rule]\n', 'key = "s"\nstatus = "paused"\ntitle = "t"\n[rule]\n'),
        ('key = "s"\nstatus = "active"   # now\n', 'key = "s"\nstatus = "paused"\n'),
        (
            '# c\nkey = "s"\n[[keywords]]\nstatus = "x"\n',
            '# c\nkey = "s"\nstatus = "paused"\n[[keywords]]\nstatus = "x"\n',
        ),
    ],
)
def test_pausing_changes_one_line(before: str, after: str) -> None:
    assert with_status(before, "paused") == after


def test_a_story_is_paused_by_its_key(tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "broken.toml").write_text("key = ")
    file = tmp_path / "stories" / "any-name.toml"
    file.write_text('# mine\nkey = "s"\n[[keywords]]\nname = "a"\nforms.en = ["a"]\n', encoding="utf-8")
    assert set_status(tmp_path, "s", "paused") == file
    assert parse_story(file.read_text(), "f").status == "paused"
    with pytest.raises(WrongUse, match="there is no story 'x'"):
        set_status(tmp_path, "x", "paused")
    with pytest.raises(ConfigError):
        parse_story((tmp_path / "stories" / "broken.toml").read_text(), "f")


DAM = """\
Kazakh dam bursts after heavy rain, villages evacuated
By Anna Petrova, Almaty Bureau
ALMATY, April 14 (Steppe News) - A dam holding back the Sarybulak reservoir gave way overnight, flooding the villages
of Tasaryk and Koktal, officials said on Tuesday. More than 200 people left, Energy Minister Yerlan Akkenzhenov told
Reuters.
Three people are missing in Tasaryk. The Sarybulak dam was built in 1971 by Altyn Kredit Bank.
Read also: Astana marathon postponed. Subscribe to our Telegram channel.
"""
BANKER = """\
Экс-глава «Алтын Кредит Банка» Ерлан Сабитов задержан в Афинах
Ерлан Сабитов, бывший глава «Алтын Кредит Банка», задержан в аэропорту. Сабитов был объявлен в розыск.
Решение об экстрадиции примет суд. Адвокат Сабитова Никос Пападакис отверг обвинения.
"""


def by_facet(story: Story, facet: str) -> set[str]:
    return {keyword.name for keyword in story.keywords if keyword.facet == facet}


def test_something_that_happened_to_somebody_unknown_is_who_and_what_in_all_languages() -> None:
    story = drafted(DAM)
    assert {"sarybulak", "tasaryk"} <= by_facet(story, "who")
    assert {"dam", "flood", "evacuation"} <= by_facet(story, "what")
    assert tiers(
        story,
        "Жители эвакуированы: плотина в Сарыбулаке не выдержала.",
        "Сарыбұлақ бөгеті бұзылды.",
        "انهار سد ساريبولاك.",
        "A dam in Michigan was inspected.",
        "Kazakhstan signed a treaty.",
    ) == ["update", "update", "update", None, None]


def test_bylines_outlets_days_and_what_else_stands_on_a_page_become_no_keywords() -> None:
    forms = {form for keyword in drafted(DAM).keywords for form in keyword.forms.get("en", ())}
    assert forms.isdisjoint(
        {"Petrova", "Anna Petrova", "Steppe News", "Reuters", "Telegram", "Tuesday", "April", "Almaty"}
    )
    assert "Tasaryk and Koktal" not in forms
    assert {"Akkenzhenov", "Yerlan Akkenzhenov"} <= forms


def test_a_name_in_several_cases_is_one_keyword() -> None:
    story = drafted(BANKER)
    forms = [form for keyword in story.keywords for form in keyword.forms.get("ru", ())]
    assert [form for form in forms if "абит" in form] == ["Сабитов", "Ерлан Сабитов"]
    assert [form for form in forms if form.startswith(("Алтын", "Банк"))] == ["Алтын Кредит Банк"]
    assert "Никос Пападакис" in forms


def test_the_remark_on_the_rule_says_what_the_rule_says() -> None:
    written, _ = draft_story(Post(source="", id="1", text=DAM), key="dam", source="dam.txt")
    assert "#   who and what: one of who and one of what must stand in the post\n" in written
    assert "two of these names, whatever else the post says" in written
    alone, _ = draft_story(
        Post(source="", id="1", text="Министр Чингис Аринов сказал, что Чингис Аринов уедет."), key="k", source="s"
    )
    assert (
        'one keyword of who is enough. Names of other facets and keywords may be used as well.\nupdate = "who"' in alone
    )


@pytest.mark.parametrize(
    ("lang", "title", "other"),
    [
        ("ru", "Сильное землетрясение в горах Желдибая", "An earthquake struck"),
        ("en", "Kazatomprom workers vote to strike", "На заводе забастовка"),
        ("fr", "Incendie à Rouen-sur-Mer", "Blaze put out"),
        ("kk", "Сарыбұлақ ауылында өрт сөндірілді", "В доме пожар"),
    ],
)
def test_what_happened_is_looked_for_in_every_language(lang: str, title: str, other: str) -> None:
    story = drafted(f"{title}. {title}.", title=title, lang=lang)
    what = {keyword.name for keyword in story.keywords if keyword.facet == "what"}
    hits = Matcher([story]).judged(Post(source="", id="1", text=other))[0][1]
    assert {hit.keyword for hit in hits} <= what
    assert hits


PLANT = """\
Kazakhstan picks Rosatom to lead first nuclear plant consortium
ASTANA (Reuters) - Kazakhstan's Atomic Energy Agency said on Saturday that Rosatom would lead a consortium to build the
country's first nuclear power plant in Ulken, on the shore of Lake Balkhash. Agency chief Almasadam Satkaliyev said so.
Kazakhs backed the nuclear plant. Rosatom welcomed it.
(Reporting by Mariya Gordeyeva; Editing by Jane Smith)
"""


def test_an_ordinary_word_alerts_beside_a_country_but_fills_no_digest() -> None:
    story = drafted(PLANT)
    assert {"nuclear-power-plant", "rosatom"} <= by_facet(story, "what")
    forms = {form for keyword in story.keywords for form in keyword.forms.get("en", ())}
    assert forms.isdisjoint({"Agency", "Gordeyeva", "Jane Smith"})
    assert {"Balkhash", "Atomic Energy Agency"} <= forms
    assert tiers(
        story,
        "В Казахстане начали строить АЭС.",
        "Қазақстанда атом электр станциясы салынады.",
        "На Запорожской АЭС восстановлена линия.",
    ) == ["update", "update", None]


def test_an_investigation_is_never_who() -> None:
    story = drafted("هجوم إلكتروني يعطل الرحلات في مطار بيروت\nقال الوزير إن التحقيق جار في الهجوم على مطار بيروت.")
    assert by_facet(story, "who") == {"beirut"}
    assert "cyberattack" in by_facet(story, "what")


def test_a_russian_article_is_read_the_same_after_the_ukrainian_dictionary_was_loaded() -> None:
    pytest.importorskip("pymorphy3_dicts_uk")
    before = drafted(BANKER)
    language("uk").inflect(("Київ",))
    assert drafted(BANKER) == before
