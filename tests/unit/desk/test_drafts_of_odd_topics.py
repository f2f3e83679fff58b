"""An article about what no list of ours knows is drafted by the words that its headline says and its text repeats."""

import pytest

from monitor.config.story import parse_story
from monitor.desk.drafting import draft_story
from monitor.matching import Matcher
from monitor.model import Post, Story


def _drafted(text: str) -> Story:
    return parse_story(draft_story(Post(source="", id="x", text=text), key="x", source="x")[0], "x.toml")


def _tier(story: Story, text: str) -> str:
    return next((match.tier for match in Matcher([story]).match(Post(source="p", id="1", text=text))), "")


_OYSTERS = (
    "Oyster farmers in Tasmania lose half their stock to a virus\n"
    "A virus has killed half of the oysters at Pittwater in Australia. The owner of the lease, Merrin Hadlow, said "
    "that oysters of three years had died within a week. Hadlow sells her oysters to Japan."
)
_WATERMILL = (
    "Le moulin à eau de Quézac menacé de démolition\n"
    "La préfecture de la Lozère veut démolir le moulin de Quézac. Le moulin, bâti en 1640, barre le Tarn, en France. "
    "Son meunier, Anselme Roubichou, a saisi le juge."
)
_LOCUST = (
    "الجراد يلتهم حقول القمح في مأرب\n"
    "اجتاحت أسراب الجراد حقول القمح في مأرب شرقي اليمن. وقال مزارعون إن الجراد التهم نصف المحصول في يومين."
)
_EAGLE = (
    "В Туве браконьеры отравили беркутов\n"
    "В Туве найдены восемь мёртвых беркутов. Орнитолог Аржаан Кыргыс сказал, что беркуты съели отравленную приманку. "
    "Это самая большая гибель птиц в России за годы."
)


@pytest.mark.parametrize(
    ("article", "post"),
    [
        (_OYSTERS, "Australia bans oysters from Pittwater"),
        (_WATERMILL, "France : le moulin de Quézac sauvé"),
        (_LOCUST, "اليمن: رش أسراب الجراد بالمبيدات"),
        (_EAGLE, "В России начали подсчёт беркутов"),
    ],
)
def test_a_later_post_is_alerted_though_no_list_knows_the_word(article: str, post: str) -> None:
    assert _tier(_drafted(article), post) == "update"


@pytest.mark.parametrize(
    ("article", "post"),
    [
        (_OYSTERS, "Australia's prime minister visits Japan"),
        (_WATERMILL, "France : le juge suspend la réforme"),
        (_LOCUST, "اليمن: مقتل ثلاثة في غارة"),
        (_EAGLE, "В России выросли цены на бензин"),
    ],
)
def test_ordinary_news_of_the_same_country_is_left_alone(article: str, post: str) -> None:
    assert _tier(_drafted(article), post) == ""


def test_the_word_alone_is_kept_for_the_digest() -> None:
    assert _tier(_drafted(_OYSTERS), "How to open an oyster") == "related"


def test_an_everyday_word_is_no_topic_however_often_it_comes_back() -> None:
    text = (
        "Company says work on the road is late\n"
        "The company Rundvik said that work on the road in Norway is late. The work will take a year, the company said."
    )
    names = {keyword.name for keyword in _drafted(text).keywords}
    assert not names & {"company", "work", "year", "late"}


def test_a_verb_of_the_headline_is_no_topic() -> None:
    text = (
        "Norway halibut farm dismantles its nets\n"
        "A halibut farm in Norway has dismantled its nets. The nets of the halibut farm were dismantled by Rundvik."
    )
    names = {keyword.name for keyword in _drafted(text).keywords}
    assert "halibut" in names
    assert "dismantle" not in names


def test_the_file_says_that_an_ordinary_word_is_to_be_checked() -> None:
    written, _ = draft_story(Post(source="", id="x", text=_OYSTERS), key="x", source="x")
    assert "# an ordinary word that the article comes back to" in written
