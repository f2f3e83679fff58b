"""What is undone is new: a reversal within hours is told, its repeats are not, and the reason stands in words."""

from collections.abc import Sequence

import pytest
from streaming import a_stream

from benchmarks.reversals import FLOORS, chains, score
from monitor.judging import Background, features
from monitor.judging.sides import sides
from monitor.model import Echo, Match, New, Post
from monitor.text.data import read_text


@pytest.mark.parametrize("half", FLOORS)
def test_reversals_of_the_labelled_chains_are_told_and_repeats_are_not(half: str) -> None:
    found = score(chains(half))
    told, alerted, astray = FLOORS[half]
    assert found.told >= told
    assert found.alerted <= alerted
    assert found.astray <= astray


@pytest.mark.parametrize(
    ("lang", "before", "after"),
    [
        ("en", "The president signs the charter", "The president withdraws his signature from the charter"),
        ("en", "The president signs the charter", "The president denies having signed the charter"),
        ("en", "The president signs the charter", "The president postpones the signing of the charter"),
        ("en", "The president signs the charter", "The president has not signed the charter"),
        ("en", "Teachers of Merton to go on strike", "Strike by teachers of Merton will not go ahead"),
        ("ru", "Президент подписал устав", "Президент отказался подписать устав"),
        ("ru", "Президент подписал устав", "Президент не подписывал устав"),
        ("kk", "Президент жарғыға қол қойды", "Президент жарғыға қол қоюдан бас тартты"),
        ("kk", "Президент жарғыға қол қойды", "Президент жарғыға қол қойған жоқ"),
        ("kk", "Президент жарғыға қол қояды", "Президент жарғыға қол қоймайды"),
        ("ar", "الرئيس يوقع الميثاق", "الرئيس ينفي توقيع الميثاق"),
        ("ar", "الرئيس يوقع الميثاق", "الرئيس لم يوقع الميثاق"),
        ("uk", "Президент підписав статут", "Президент відмовився підписати статут"),
        ("tr", "Cumhurbaşkanı tüzüğü imzaladı", "Cumhurbaşkanı tüzüğü imzalamadı"),
        ("fr", "Le président signe la charte", "Le président ne signera pas la charte"),
        ("es", "El presidente firmó la carta", "El presidente se niega a firmar la carta"),
        ("de", "Der Präsident unterzeichnet die Charta", "Der Präsident unterzeichnet die Charta nicht"),
        ("he", "הנשיא חתם על האמנה", "הנשיא סירב לחתום על האמנה"),
        ("fa", "رئیس جمهور منشور را امضا کرد", "رئیس جمهور منشور را امضا نکرد"),
    ],
)
def test_what_is_undone_within_hours_is_told_in_each_language(lang: str, before: str, after: str) -> None:
    (first, _), (reversal, _), (repeat, development) = a_stream((0, lang, before), (4, lang, after), (5, lang, after))
    assert isinstance(first, New)
    assert isinstance(reversal, New) and reversal.why.startswith("not an echo of development 1: an earlier post says")
    assert isinstance(repeat, Echo) and development == 2


@pytest.mark.parametrize(
    ("lang", "before", "after"),
    [
        ("ru", "Жунусова сыграет в Лидаре", "Жунусова не сыграет в Лидаре"),
        ("kk", "Пойыз жұмада жүреді", "Пойыз жұмада жүрмейді"),
        ("tr", "Takım cuma günü oynayacak", "Takım cuma günü oynamayacak"),
        ("en", "Zhunusova plays in Lidar", "Zhunusova does not play in Lidar"),
    ],
)
def test_a_negated_word_that_is_on_no_list_is_told_too(lang: str, before: str, after: str) -> None:
    assert [development for _, development in a_stream((0, lang, before), (3, lang, after), (4, lang, after))] == [
        1,
        2,
        2,
    ]


@pytest.mark.parametrize(
    "after", ["Club denies reports, Zhunusova plays in Lidar", "Zhunusova cancels match and plays in Lidar"]
)
def test_a_title_that_undoes_one_thing_and_has_the_word_that_another_negated_is_judged(after: str) -> None:
    _, (_, development), (repeat, of) = a_stream(
        (0, "en", "Zhunusova does not play in Lidar"), (3, "en", after), (4, "en", after)
    )
    assert isinstance(repeat, Echo) and of == development


def test_a_kazakh_denial_of_an_english_report_is_told_and_its_russian_repeat_is_not() -> None:
    verdicts = a_stream(
        (0, "en", "Tokayev signs the charter of the Board of Peace"),
        (3, "kk", "Ақорда: Тоқаевтың Бейбітшілік кеңесінің жарғысына қол қойғанын жоққа шығарды"),
        (4, "ru", "В Акорде опровергли, что Токаев подписал устав Совета мира"),
    )
    assert [development for _, development in verdicts] == [1, 2, 2]


def test_the_reason_names_the_words_of_both_posts() -> None:
    _, (verdict, _) = a_stream(
        (0, "en", "Talks on the border will be held on Monday"), (2, "en", "Talks on the border cancelled")
    )
    assert verdict.why == 'not an echo of development 1: an earlier post says "Talks", this one "Talks … cancelled"'


def test_what_is_done_again_after_it_was_undone_is_told_again() -> None:
    verdicts = a_stream(
        (0, "en", "Ostria joins the Northern Pact"),
        (5, "en", "Ostria withdraws from the Northern Pact"),
        (10, "en", "Ostria joins the Northern Pact again"),
        (11, "en", "Ostria joins the Northern Pact once more"),
    )
    assert [development for _, development in verdicts] == [1, 2, 3, 3]


def test_a_slow_outlet_that_tells_the_first_news_an_hour_after_the_reversal_is_no_news() -> None:
    verdicts = a_stream(
        (0, "en", "Ostria joins the Northern Pact"),
        (5, "en", "Ostria withdraws from the Northern Pact"),
        (6, "en", "Ostria joins Northern Pact"),
    )
    assert [development for _, development in verdicts] == [1, 2, 1]


@pytest.mark.parametrize(
    ("lang", "title", "expected"),
    [
        ("en", "Minister does not rule out talks", {"accept": 2}),
        ("en", "Ostria signs treaty after refusing for years", {"sign": 2, "treaty": 2}),
        ("en", "Laskin dismissed, Orlin appointed", {}),
        ("en", "Army says no one was hurt in the raid", {"injured": -2, "attack": 2}),
        ("en", "Kazakhstan to send only medics", {}),
        ("kk", "Тоқаев кеңеске не үшін қосылғанын айтты", {"belong": 2}),
        ("ru", "Министр не назвал дату отчёта", {}),
        ("en", "Ministers did not discuss the sanctions", {"sanction": 2}),
        ("en", "Ministers will not be able to sign the charter", {"sign": -2}),
        ("en", "Election commission denies registration to Nurlanov", {"confirm": -2}),
        ("fr", "L'accord n'est pas signé", {"accept": 2, "sign": -2}),
        ("kk", "Цана келіссөзі келісімсіз өтті", {"accept": -2}),
        ("tr", "Zirve Ankara'da yapılmayacak", {"summit": -2}),
        ("ru", "Пожар на заводе потушен", {"fire": -2}),
        ("ru", "Переговоров в Астане не будет", {"talks": -2}),
        ("en", "Kazakhstan lifts ban on grain exports", {"accept": 2, "trade": 2}),
        ("en", "Kazakh grain export ban removed", {"accept": 2, "trade": 2}),
        ("kk", "Қазақстан астық экспортына салынған тыйымды алып тастады", {"accept": 2, "trade": 2}),
        ("kk", "Іздеу тобы альпинисті таба алмады", {"found": -2}),
        ("de", "Bundestag lehnt Rentenpaket ab", {"accept": -2}),
        ("en", "Marvan miners end strike", {"strikework": -2}),
        ("en", "Marvan miners go on strike", {"strikework": 2}),
        ("ru", "Забастовка шахтеров Марвана завершена", {"strikework": -2}),
        ("kk", "Марван кеншілерінің ереуілі аяқталды", {"strikework": -2}),
        ("tr", "Marvan madencilerinin grevi sona erdi", {"strikework": -2}),
        ("en", "Signing ceremony ends in Marvan", {"ceremony": 2}),
        ("kk", "Сот журналисті қамауға алды", {"freedom": -2}),
        ("kk", "Журналист қамауға алынды", {"freedom": -2}),
        ("kk", "Журналист қамауға алынбады", {"freedom": 2}),
        ("kk", "Полиция жолды жабады", {"way": -2}),
        ("kk", "Полиция жолды жаппады", {"way": 2}),
        ("kk", "Компания сатып алынды", {"buy": 2}),
        ("fa", "روزنامه‌نگار بازداشت شد", {"freedom": -2}),
        ("fr", "La journaliste arrêtée à Lidar", {"freedom": -2}),
        ("uk", "Журналістку звільнили з-під варти", {"freedom": 2}),
        ("", "", {}),
    ],
)
def test_a_side_is_taken_only_where_a_headline_takes_one(lang: str, title: str, expected: dict[str, int]) -> None:
    found = {axis: side for axis, (side, _) in sides([title], lang).items()}
    assert {axis: found.get(axis) for axis in expected} == expected
    assert expected or not found


@pytest.mark.parametrize(
    ("lang", "before", "after"),
    [
        ("en", "Earthquake in Marvan: death toll 12", "Earthquake in Marvan: death toll 45"),
        ("ru", "Землетрясение в Марване: 12 погибших", "Землетрясение в Марване: сорок пять погибших"),
        (
            "kk",
            "Марвандағы жер сілкінісінде 12 адам қаза тапты",
            "Марвандағы жер сілкінісінде қырық бес адам қаза тапты",
        ),
        ("ar", "زلزال مارفان: مقتل 12 شخصا", "زلزال مارفان: مقتل ٤٥ شخصا"),
        ("en", "Belmar pledges $20m in aid to Noria", "Belmar pledges 400 million dollars in aid to Noria"),
        ("en", "Central bank raises rate to 18%", "Central bank keeps rate at 16.5%"),
        ("en", "Earthquake in Marvan, no casualties", "Earthquake in Marvan kills 14"),
        ("ru", "Землетрясение в Марване: пострадавших нет", "Землетрясение в Марване: 14 погибших"),
        ("kk", "Марвандағы жер сілкінісі: зардап шеккендер жоқ", "Марвандағы жер сілкінісінде 14 адам қаза тапты"),
        ("ar", "زلزال مارفان دون ضحايا", "زلزال مارفان: مقتل 14 شخصا"),
        ("tr", "Marvan depremi: can kaybı yok", "Marvan depremi: 14 ölü"),
        ("de", "Erdbeben in Marvan: keine Verletzten", "Erdbeben in Marvan: 14 Verletzte"),
    ],
)
def test_a_count_that_changed_for_good_is_news(lang: str, before: str, after: str) -> None:
    assert [development for _, development in a_stream((0, lang, before), (3, lang, after), (4, lang, after))] == [
        1,
        2,
        2,
    ]


@pytest.mark.parametrize(
    ("before", "lang", "after"),
    [
        ("Marvan airline cancels flights", "en", "Marvan pilots call off strike"),
        ("Авиакомпания Марвана отменила рейсы", "ru", "Пилоты Марвана отменили забастовку"),
        ("Sitov cancels visit to Marvan", "en", "Sitov cancels sanctions on Marvan"),
    ],
)
def test_what_undoes_something_else_is_news(before: str, lang: str, after: str) -> None:
    assert [development for _, development in a_stream((0, lang, before), (3, lang, after), (4, lang, after))] == [
        1,
        2,
        2,
    ]


def test_one_visit_called_off_under_two_names_is_told_once() -> None:
    told = a_stream((0, "en", "Sitov cancels visit to Marvan"), (1, "ru", "Ситов отменил встречу в Марване"))
    assert [development for _, development in told] == [1, 1]


@pytest.mark.parametrize(
    ("before", "lang", "after"),
    [
        ("104 killed in Sarban landslide", "en", "More than 100 killed in Sarban landslide"),
        ("104 killed in Sarban landslide", "en", "A hundred and four people killed in Sarban landslide"),
        ("31 killed in Sarban landslide", "en", "Thirty-one people dead in Sarban landslide"),
        ("Belmar gives 1,200,000 dollars to Noria for aid", "en", "Belmar gives $1.2 million to Noria for aid"),
        (
            "Bus falls into ravine near the town of Kalma, 27 people were killed, police of the province say",
            "en",
            "Bus falls into ravine near the town of Kalma, 72 people were killed, police of the province say",
        ),
        ("Sarban landslide: no casualties", "ru", "Оползень в Сарбане, пострадавших нет"),
    ],
)
def test_the_same_count_rounded_or_in_words_or_mistyped_is_an_echo(before: str, lang: str, after: str) -> None:
    assert [development for _, development in a_stream((0, "en", before), (1, lang, after))] == [1, 1]


def test_a_figure_without_end_is_kept_as_a_number() -> None:
    post = Post(source="s", id="p", title="9 " + "billion " * 30 + "dollars", text="", lang="en")
    known = features(Match(post=post, story="s", tier="update", score=1.0, hits=()), Background())
    assert known["figures"] == {"money.dollar": [[1e18, 1]]}


@pytest.mark.parametrize(
    ("before", "lang", "after"),
    [
        ("Dam bursts near Sarban, 200 people evacuated", "ar", "انهيار سد قرب ساربان وإجلاء 200 شخص"),
        (
            "Rescuers evacuate 40 people from a collapsed bridge",
            "en",
            "Collapse of bridge forces evacuation of 40 people",
        ),
        ("Court bans Marvan pilots' strike", "de", "Gericht untersagt Streik der Piloten in Marvan"),
        ("Commission blocks takeover of Marvan Mobile", "ru", "Комиссия запретила покупать Marvan Mobile"),
        (
            "Ostria and Marvan agree ceasefire at the border",
            "ru",
            "Остриа и Марван договорились прекратить огонь на границе",
        ),
        (
            "Ostria and Marvan sign protocol on ceasefire and troop withdrawal",
            "tr",
            "Ostria ve Marvan ateşkes ve askerlerin çekilmesi için protokol imzaladı",
        ),
    ],
)
def test_one_act_in_the_words_of_another_language_is_told_once(before: str, lang: str, after: str) -> None:
    assert [development for _, development in a_stream((0, "en", before), (0.5, lang, after))] == [1, 1]


def test_a_figure_that_nobody_gave_before_joins_two_languages_on_its_day() -> None:
    ferry = "Ferry carrying 240 runs aground off Sulawesi"
    told = a_stream((0, "en", ferry), (0.7, "ru", "У берегов Сулавеси сел на мель паром с 240 пассажирами"))
    assert [development for _, development in told] == [1, 1]
    other = a_stream((0, "en", ferry), (0.7, "ru", "У берегов Сулавеси сел на мель паром с 90 пассажирами"))
    assert [development for _, development in other] == [1, 2]
    later = a_stream((0, "en", ferry), (20, "ru", "Министр встретил 240 пассажиров с парома у Сулавеси"))
    assert [development for _, development in later] == [1, 2]


def test_talks_that_collapse_are_still_undone() -> None:
    told = a_stream(
        (0, "en", "Talks between Ostria and Marvan begin"), (3, "en", "Talks between Ostria and Marvan collapse")
    )
    assert [development for _, development in told] == [1, 2]


def figures_of(lang: str, title: str) -> dict[str, list[float]]:
    post = Post(source="s", id="p", title=title, text="", lang=lang)
    known = features(Match(post=post, story="s", tier="update", score=1.0, hits=()), Background())
    return {counted: [value for value, _ in found] for counted, found in known["figures"].items()}


@pytest.mark.parametrize(
    ("lang", "title", "counts"),
    [
        ("en", "Rescuers recover nine bodies from the mine", {"dead": [9]}),
        ("ru", "Спасатели ищут ещё 34 шахтёров", {}),
        ("ru", "Спасены 34 шахтёра", {"rescued": [34]}),
        ("ru", "Найдены тела девяти горняков", {"dead": [9]}),
        ("kk", "Құтқарушылар тағы 34 адамды іздеп жатыр", {}),
        ("ar", "العثور على جثث تسعة عمال", {"dead": [9]}),
        ("ru", "Семьи получат по 25 млн тенге", {"money.tenge": [25e6]}),
        ("en", "Families to get $48,000 each", {"money.dollar": [48_000]}),
        ("ru", "Хакеры требуют 200 биткоинов", {"money.bitcoin": [200]}),
    ],
)
def test_a_figure_counts_what_stands_beside_it(lang: str, title: str, counts: dict[str, list[float]]) -> None:
    assert figures_of(lang, title) == counts


def test_a_sum_told_in_another_currency_is_an_echo_and_a_higher_bid_is_news() -> None:
    told = a_stream(
        (0, "ru", "Семьи погибших шахтёров Сарбана получат компенсации по 25 млн тенге"),
        (0.5, "en", "Families of dead Sarban miners to get compensation of $48,000"),
    )
    assert [development for _, development in told] == [1, 1]
    bids = a_stream(
        (0, "en", "Telvia offers $18 billion for Norden"), (6, "en", "Telvia raises Norden offer to $21 billion")
    )
    assert [development for _, development in bids] == [1, 2]


def test_a_count_that_creeps_up_is_told_when_it_has_grown_by_half() -> None:
    tolls = [f"Death toll in the Marvan earthquake: {dead}" for dead in (20, 22, 24, 32)]
    verdicts = a_stream(*((float(hour), "en", toll) for hour, toll in enumerate(tolls)))
    assert [development for _, development in verdicts] == [1, 1, 1, 4]


@pytest.mark.parametrize(
    ("lang", "verdict"),
    [
        ("en", "Iran condemns Kazakhstan's decision to join Abraham Accords"),
        ("ru", "Израиль приветствовал присоединение Казахстана к Авраамовым соглашениям"),
        ("kk", "Палестина Қазақстанның Ибраһим келісіміне қосылуын сынға алды"),
        ("ar", "حماس تدين انضمام كازاخستان إلى اتفاقيات أبراهام"),
    ],
)
def test_an_outsiders_verdict_on_an_act_is_news_of_its_own(lang: str, verdict: str) -> None:
    first = (0.0, "en", "Kazakhstan joins Abraham Accords")
    assert [development for _, development in a_stream(first, (3.0, lang, verdict))] == [1, 2]


def test_the_same_act_in_another_town_in_the_same_words_is_news_of_its_own() -> None:
    verdicts = a_stream(
        (0, "ru", "В Алматы открылась выставка ремесленников"), (2, "ru", "В Астане открылась выставка ремесленников")
    )
    assert [development for _, development in verdicts] == [1, 2]


def test_one_speaker_named_by_his_house_is_no_other_news() -> None:
    verdicts = a_stream(
        (0, "en", "Kremlin denies Russia shot down Azerbaijani plane"),
        (1, "en", "Peskov denies Russia shot down Azerbaijani plane"),
    )
    assert [development for _, development in verdicts] == [1, 1]


def entries() -> Sequence[tuple[str, str, str]]:
    found = []
    for line in read_text("judging", "sides.txt").splitlines():
        name, colon, rest = line.partition(":")
        if not colon or line.startswith("#"):
            continue
        for part in rest.split(" / "):
            lang, *words = [word for word in part.split() if not word.startswith("@")] or [""]
            found += [(name, lang, word) for word in words]
    return found


def test_every_act_of_the_list_is_read_as_its_side() -> None:
    lost = []
    for name, lang, entry in entries():
        axis = name.rstrip("!+-~")
        if not axis or name[:3] in ("not", "but", "onc", "onl", "aga", "act", "mod"):
            continue
        found = sides([entry.replace("*", "").replace("_", " ").strip()], lang)
        wanted = ("life", "survive") if axis == "survive" else (axis,)
        if not any(each in found for each in wanted):
            lost.append((name, lang, entry, list(found)))
    assert not lost
