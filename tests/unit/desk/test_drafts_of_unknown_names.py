"""A draft of news that no list foresees: the headline's own name alerts, a town or a company alone does not."""

from monitor.config.story import parse_story
from monitor.desk.drafting import draft_story
from monitor.drafting.things import sequels
from monitor.matching import Matcher
from monitor.model import Post, Story

SHIP = """\
Researchers lose their icebreaker Nordavind to pack ice

OSLO, March 3 - The icebreaker Nordavind has been locked in pack ice near Vardo since Sunday, its owner said. Captain
Ingrid Solheim said that all 40 people aboard Nordavind were well. A second ship left Vardo on Monday.
"""
LETTER = """\
Росатом построит опреснитель в Мангистау

Госкорпорация «Росатом» построит опреснитель в Мангистау. Росатом вложит 200 млн долларов, сообщили в Мангистау.
"""
DERAILED = """\
Train derails near Craiova in Romania, six dead

BUCHAREST, May 2 - A passenger train derailed near Craiova early on Friday, killing six people, Romanian police said.
"""


def drafted(text: str) -> Story:
    written, _ = draft_story(Post(source="", id="1", text=text), key="it", source="article.txt")
    return parse_story(written, "it.toml")


def tier(story: Story, text: str) -> str | None:
    return next((match.tier for match in Matcher([story]).match(Post(source="", id="2", text=text))), None)


def test_the_own_name_of_a_headline_alerts_whatever_happens_to_it() -> None:
    story = drafted(SHIP)
    assert tier(story, "Nordavind breaks free after nine days") == "update"
    assert tier(story, "Ледокол «Нордавинд» идёт домой") == "update"
    assert tier(story, "Vardo opens a new fish market") != "update"


def test_a_name_that_the_text_calls_a_corporation_does_not_alert_alone() -> None:
    story = drafted(LETTER)
    assert "title(rosatom)" not in str(story.rule.update)
    assert tier(story, "Росатом сменил главу представительства в Каире") != "update"


def test_a_derailment_is_followed_in_other_languages_by_country_and_by_what_seldom_happens_there() -> None:
    story = drafted(DERAILED)
    assert tier(story, "Число жертв схода с рельсов в Румынии выросло до восьми") == "update"
    assert tier(story, "В Румынии поезд сошёл с рельсов") == "update"
    assert tier(story, "Румыния закупит новые поезда") is None


def test_whatever_news_goes_on_with_is_in_the_list() -> None:
    missing = {key for thing in sequels().values() for key in thing.sequels} - set(sequels())
    assert not missing
    assert all({"ru", "en"} <= set(thing.names) for thing in sequels().values())


STATION = """\
Три страны построят Жаркентайскую ГЭС

БИШКЕК, 12 мая. Министры подписали соглашение о Жаркентайской ГЭС. Жаркентайская ГЭС обойдётся в 4 млрд долларов.
"""
BRIDGE = """\
У Кременчуці обвалилася частина Крюківського мосту. Двоє людей загинули, повідомив очільник Полтавської ОВА
Володимир Когут. На місці працюють водолази.
"""


def test_a_thing_called_by_its_place_is_found_by_the_place_in_other_languages() -> None:
    story = drafted(STATION)
    assert tier(story, "Lenders agree to finance the Zharkentay dam") == "update"
    assert tier(story, "Жаркентай су электр станциясының құрылысы басталды") == "update"
    assert tier(story, "Тоннель к Жаркентаю пробит") == "update"


def test_a_ukrainian_town_and_an_official_after_the_letters_of_his_office_are_cited_as_a_dictionary_would() -> None:
    story = drafted(BRIDGE)
    forms = {form for keyword in story.keywords for form in keyword.forms.get("uk", ())}
    assert {"Кременчук", "Володимир Когут"} <= forms
    assert tier(story, "Kremenchuk bridge collapse: divers recover minibus") == "update"
    assert tier(story, "Movement resumes over the Kryukiv bridge") == "update"


def test_a_name_made_by_letters_is_looked_for_in_its_other_usual_spellings() -> None:
    story = drafted(
        "Боксшы Ерасыл Сейдахметов шеттетілді\n\nЕрасыл Сейдахметов шеттетілді, деді Сейдахметовтің адвокаты."
    )
    assert tier(story, "Kazakh boxer Seidakhmetov banned for four years") == "update"


def test_what_belongs_to_a_country_names_it() -> None:
    story = drafted(
        "Bolivian volcano erupts\n\nLA PAZ - A volcano erupted in Bolivia on Monday, Bolivian officials said."
    )
    assert tier(story, "Проснулся боливийский вулкан: извержение длилось час") == "update"


GAS = """\
Turkmenistan and Türkiye agree on gas

ASHGABAT, June 21 - Turkmenistan will sell Türkiye natural gas under a contract, "a historic step", officials said.
"""
WALKOUT = """\
Зайсандағы шопандар жұмысқа шықпады

Зайсандағы шопандар ереуіл жариялады. Аудан әкімі Нұрдәулет Қилыбай жиналғандармен кездесті. Қилыбай ереуілге қарсы.
"""


def test_what_two_countries_agree_on_is_followed_by_both_and_by_what_it_is_about() -> None:
    story = drafted(GAS)
    assert tier(story, "Туркменский газ пошёл в Турцию") == "update"
    assert tier(story, "Туркменистан и Турция открыли общую выставку ковров") is None
    assert not any("historic" in keyword.name for keyword in story.keywords)


def test_a_kazakh_town_that_begins_a_sentence_is_found_and_a_person_is_followed_with_what_happened() -> None:
    story = drafted(WALKOUT)
    assert any(keyword.forms.get("kk") == ("Зайсан",) for keyword in story.keywords)
    assert tier(story, "Килыбай пообещал бастующим выслушать их: забастовка продолжается") == "update"
    assert tier(story, "Килыбай открыл выставку") != "update"


ROBBERY = """\
Einbruch in Graz: Goldschale gestohlen

Unbekannte haben in Graz eine Goldschale gestohlen. Museumsdirektorin Henrike Zellweger war in Graz.
"""


def test_a_german_town_is_one_though_a_dictionary_has_it_and_somebody_goes_without_what_he_is() -> None:
    story = drafted(ROBBERY)
    people = {form for keyword in story.keywords for form in keyword.forms.get("de", ())}
    assert {"Graz", "Zellweger", "Henrike Zellweger"} <= people
    assert tier(story, "Two held over the theft in Graz") == "update"
    assert tier(story, "Graz opens a new tram line") != "update"


def test_a_draft_says_at_its_top_what_it_could_not_do() -> None:
    first = "Халықаралық тестілеу агенттігі шешім шығарды"
    text = f"{first}\n\nХалықаралық тестілеу агенттігі мен Ерасыл Сейдахметов сотқа барды, деді адвокат."
    written, _ = draft_story(Post(source="", id="1", text=text), key="it", source="article.txt", languages=("en", "ru"))
    top = written.partition("\nkey = ")[0]
    assert "# MISSING in en, ru: no name is known for khalyqaralyq-testileu-agenttigi" in top
    assert "# CHECK: the names that other languages have for" in top


def test_a_persian_monday_is_no_town_and_a_province_is_found_behind_its_governor() -> None:
    text = "سقوط بالگرد حامل استاندار کرمان\n\nبالگرد حامل استاندار کرمان عصر دوشنبه سقوط کرد."
    written, _ = draft_story(Post(source="", id="1", text=text), key="it", source="article.txt", lang="fa")
    story = parse_story(written, "it.toml")
    assert not any(keyword.name == "dushanbe" for keyword in story.keywords)
    assert tier(story, "Helicopter carrying governor of Kerman crashes") == "update"


def test_a_bank_called_by_a_word_of_its_own_is_written_in_other_letters() -> None:
    story = drafted(
        "НБУ визнав неплатоспроможним банк «Сумикредит»\n\nБанк «Сумикредит» мав 200 тисяч клієнтів, каже НБУ."
    )
    assert tier(story, "Sumikredit bankrupt: Kyiv pays depositors") == "update"
    assert "title(nbu)" not in str(story.rule.update)
