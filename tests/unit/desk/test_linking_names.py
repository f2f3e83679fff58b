"""Names in further languages from Wikidata: asked for one by one, kept, and never in the way."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.story import parse_story
from monitor.demo.outlets.wikidata import WikidataOutlet
from monitor.demo.transport import OutletTransport
from monitor.desk.drafting import draft_linked_story
from monitor.desk.linking import Asking, Kept
from monitor.drafting.wikidata import read_entities, read_search
from monitor.fetch import Web
from monitor.model import MonitorError, Post, Story

NOON = datetime(2026, 1, 21, 12, tzinfo=UTC)
ENDPOINT = "https://wikidata.example/w/api.php"
ARTICLE = """\
يزور الرئيس قاسم جومارت توكاييف مدينة جنيف لحضور حفل توقيع ميثاق صندوق الأنهار، وفقا لبيان نشرته أكوردا.
وأضاف المتحدث باسم الرئاسة سانجار بولاتوف أن كازاخستان ستكون عضوا في صندوق الأنهار. وأكد سانجار بولاتوف ذلك.
"""
ENTITIES = {
    "Q900001": {
        "ar": ("صندوق الأنهار", "صندوق الأنهار الدولي"),
        "kk": ("Өзендер қоры",),
        "ru": ("Фонд рек (международный)", "Речной фонд"),
        "en": ("Rivers Fund",),
    },
    "Q900002": {
        "ar": ("سانجار بولاتوف",),
        "ru": ("Булатов, Санжар Маратович", "Санжар Булатов"),
        "en": ("Sanzhar Bulatov",),
    },
    "Q900003": {"ar": ("سانجار",), "en": ("Sanjar",)},
}


def web(outlet: WikidataOutlet) -> Web:
    async def public(host: str) -> list[str]:
        return ["93.184.216.34"]

    return Web(transport=OutletTransport(outlet, lambda: NOON), resolver=public, inline=True, now=lambda: NOON)


async def drafted(outlet: WikidataOutlet, kept: Kept | None = None) -> tuple[Story, Asking]:
    async with web(outlet) as there:
        asking = Asking(there, endpoint=ENDPOINT, kept=kept, pause=0)
        post = Post(source="", id="1", text=ARTICLE)
        text, _ = await draft_linked_story(post, asking, key="rivers", source="a.txt")
    return parse_story(text, "rivers.toml"), asking


async def test_a_body_known_there_comes_in_all_languages_and_goes_by_its_english_name() -> None:
    story, asking = await drafted(WikidataOutlet(ENTITIES))
    fund = next(keyword for keyword in story.keywords if keyword.name == "rivers-fund")
    assert fund.facet == "what"
    assert fund.forms == {
        "ar": ("صندوق الأنهار", "صندوق الأنهار الدولي"),
        "kk": ("Өзендер қоры",),
        "ru": ("Фонд рек", "Речной фонд"),
        "en": ("Rivers Fund",),
    }
    assert asking.remark == ""


async def test_a_person_goes_by_the_last_name_too_and_guesses_give_way() -> None:
    story, _ = await drafted(WikidataOutlet(ENTITIES))
    spokesman = next(keyword for keyword in story.keywords if "سانجار بولاتوف" in keyword.forms.get("ar", ()))
    assert spokesman.forms["en"] == ("Bulatov", "Sanzhar Bulatov")
    assert "Санжар Булатов" in spokesman.forms["ru"]


async def test_what_is_known_in_all_languages_is_not_asked_for() -> None:
    outlet = WikidataOutlet(ENTITIES)
    await drafted(outlet)
    assert not any("%D8%AA%D9%88%D9%83%D8%A7%D9%8A" in url for url in outlet.asked)  # توكاي..., whom we know
    assert sum("wbgetentities" in url for url in outlet.asked) == 1


async def test_a_kept_answer_is_not_asked_for_again(tmp_path: Path) -> None:
    path = tmp_path / "data" / "wikidata.json"
    first, again = WikidataOutlet(ENTITIES), WikidataOutlet({})
    story, _ = await drafted(first, Kept(path))
    assert len(first.asked) > 1
    same, _ = await drafted(again, Kept(path))
    assert again.asked == []
    assert same.keywords == story.keywords


@pytest.mark.parametrize("fault", ["maxlag", "badvalue", "503", "429"])
async def test_when_it_cannot_answer_the_draft_is_made_without_it(fault: str) -> None:
    outlet = WikidataOutlet(ENTITIES)
    outlet.faults.append(fault)
    story, asking = await drafted(outlet)
    assert fault in asking.remark
    assert {keyword.name for keyword in story.keywords} >= {"tokayev", "صندوق-الأنهار"}
    assert len(outlet.asked) == 1


async def test_a_broken_file_of_kept_answers_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "wikidata.json"
    path.write_text("{broken", encoding="utf-8")
    story, asking = await drafted(WikidataOutlet(ENTITIES), Kept(path))
    assert asking.remark == ""
    assert any(keyword.name == "rivers-fund" for keyword in story.keywords)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b'{"search": 5}', b'{"search": [5, {"id": "../Q1"}]}', b'{"entities": []}',
        b'{"entities": {"Q1": {"labels": [], "aliases": {"en": [5]}}}}', b"[" * 100_000, b"\xff\xfe",
        b'{"error": {"code": "x", "info": {}}}', b'{"error": {}}',
    ],
)  # fmt: skip
def test_odd_answers_are_read_or_refused(body: bytes) -> None:
    for read in (read_search, lambda body: read_entities(body, ["en"])):
        try:
            read(body)
        except MonitorError as error:
            assert "Wikidata" in error.message


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        read_search(body)
        read_entities(body, ["en", "kk"])
    except MonitorError:
        pass
