"""Ideas across languages: every entry finds itself, places are no ideas, particles in front come off."""

import pytest
from babel import Locale

from monitor.judging.lexicon import bare_forms, entries_for
from monitor.judging.names import skeleton
from monitor.judging.reading import read
from monitor.judging.stems import script_of
from monitor.text.data import read_text
from monitor.text.fold import fold
from monitor.text.words import words

LANGUAGES = ("en", "ru", "uk", "kk", "ar", "fa", "tr", "az", "fr", "es", "it", "pt", "de", "pl", "he", "zh", "hi", "uz")

#: Places whose name is the word for the idea, or that stand for it in the news.
MEANT = {
    *("davos", "давос", "дaвoс", "دافوس", "paz", "nieves", "reunion", "riunione", "reuniao", "победа"),
    *("vatican", "vatikan", "vaticano", "vatikanstadt", "ватикан", "watykan", "الفاتيكان", "واتيكان", "הוותיקן"),
    *("jungferninseln", "اسلام"),
}

CITIES = {
    "latin": """
        Aktau Almaty Astana Atyrau Karaganda Shymkent Pavlodar Taraz Oral Kokshetau Baku Grozny Groznego
        Makhachkala Gaza Rafah Jerusalem Haifa Beirut Damascus Aleppo Baghdad Basra Mosul Tehran Isfahan Mashhad
        Kabul Kandahar Herat Islamabad Karachi Lahore Delhi Mumbai Kolkata Dhaka Colombo Kathmandu Beijing
        Shanghai Tokyo Osaka Seoul Hanoi Pyongyang Bangkok Manila Jakarta Singapore Sydney Canberra Moscow
        Petersburg Kazan Sochi Rostov Belgorod Kursk Voronezh Kyiv Kharkiv Odesa Lviv Donetsk Mariupol
        Zaporizhzhia Kherson Minsk Vilnius Riga Tallinn Warsaw Krakow Prague Budapest Vienna Berlin Munich
        Hamburg Cologne Frankfurt Paris Lyon Marseille Bordeaux Lille London Glasgow Manchester Liverpool
        Edinburgh Dublin Madrid Barcelona Valencia Seville Bilbao Lisbon Porto Rome Milan Naples Turin Venice
        Athens Thessaloniki Ankara Istanbul Izmir Antalya Adana Gaziantep Nicosia Cairo Alexandria Tripoli
        Benghazi Tunis Algiers Rabat Casablanca Khartoum Juba Nairobi Mogadishu Lagos Abuja Accra Dakar Bamako
        Niamey Kinshasa Luanda Harare Pretoria Johannesburg Washington Boston Chicago Houston Dallas Miami
        Denver Seattle Lima Havana Caracas Bogota Quito Santiago Montevideo Brasilia Riyadh Jeddah Mecca Medina
        Doha Dubai Manama Kuwait Muscat Sanaa Aden Amman Ramallah Hebron Nablus Jenin Tashkent Samarkand Bukhara
        Bishkek Dushanbe Ashgabat Tbilisi Batumi Yerevan Ganja Geneva Zurich Brussels Amsterdam Rotterdam
        Copenhagen Stockholm Oslo Helsinki Belgrade Zagreb Sarajevo Skopje Tirana Pristina Sofia Bucharest
        Chisinau
    """,
    "cyrillic": """
        Актау Алматы Астана Атырау Караганда Шымкент Павлодар Тараз Уральск Баку Грозный Грозного Грозном
        Махачкала Газа Газе Газу Газы Рафах Иерусалим Хайфа Бейрут Дамаск Алеппо Багдад Басра Мосул Тегеран
        Исфахан Кабул Кандагар Герат Исламабад Карачи Лахор Дели Мумбаи Дакка Пекин Шанхай Токио Осака Сеул
        Пхеньян Ханой Бангкок Манила Джакарта Москва Казань Сочи Ростов Белгород Курск Воронеж Киев Харьков
        Одесса Львов Донецк Мариуполь Херсон Минск Вильнюс Рига Таллин Варшава Прага Будапешт Вена Берлин Мюнхен
        Гамбург Париж Лион Марсель Ницца Лондон Мадрид Барселона Лиссабон Рим Милан Неаполь Турин Афины Анкара
        Стамбул Измир Анталья Каир Триполи Тунис Алжир Хартум Найроби Лагос Вашингтон Бостон Чикаго Майами
        Мехико Гавана Каракас Лима Сантьяго Джидда Мекка Медина Доха Дубай Маскат Сана Аден Амман Рамалла
        Ташкент Самарканд Бухара Бишкек Душанбе Ашхабад Тбилиси Батуми Ереван Женева Цюрих Брюссель Гаага
        Копенгаген Стокгольм Осло Хельсинки Белград Загреб Сараево Тирана Приштина София Бухарест Судан Оман
        Куба
    """,
    "arabic": """
        أكتاو ألماتي أستانا باكو غروزني جروزني غزة رفح القدس حيفا بيروت دمشق حلب حمص بغداد البصرة الموصل طهران
        أصفهان كابول قندهار كراتشي لاهور دلهي مومباي دكا بكين طوكيو سيول موسكو قازان كييف خاركيف أوديسا دونيتسك
        مينسك وارسو فيينا برلين باريس لندن مدريد برشلونة روما ميلانو أثينا أنقرة إسطنبول القاهرة طرابلس بنغازي
        تونس الجزائر الرباط الخرطوم نيروبي مقديشو واشنطن نيويورك بوسطن شيكاغو ميامي الرياض جدة مكة الدوحة دبي
        أبوظبي المنامة الكويت مسقط صنعاء عدن عمان الخليل نابلس جنين طشقند سمرقند بشكيك دوشنبه تبليسي يريفان جنيف
        زيورخ بروكسل السودان سوريا العراق إيران تركيا كازاخستان قازاخستان روسيا أوكرانيا إسرائيل فلسطين الأردن
        لبنان مصر ليبيا المغرب قطر السعودية اليمن
    """,
    "hebrew": """
        ירושלים חיפה אביב אשדוד אשקלון נתניה עזה רפיח רמאללה חברון שכם ביירות דמשק בגדאד טהרן קהיר אנקרה
        איסטנבול מוסקבה קייב ורשה פראג וינה ברלין פריז לונדון מדריד רומא אתונה וושינגטון בוסטון באקו אסטנה אקטאו
        גרוזני טביליסי ירוואן דובאי ריאד כווית קזחסטן רוסיה אוקראינה ישראל מצרים ירדן סוריה לבנון עיראק איראן
        טורקיה צרפת גרמניה ספרד איטליה
    """,
}


def ideas(lang: str, text: str) -> set[str]:
    """The ideas of a text, one word after the other."""
    return {term[2:] for term in read("", text, lang).terms if term.startswith("i:")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_country_is_no_idea(lang: str) -> None:
    wrong = {}
    for code, name in Locale.parse(lang).territories.items():
        folded = [fold(word.text) for word in words(name)] if len(code) == 2 else []
        for at, word in enumerate(folded):
            for form in bare_forms(word, script_of(word)):
                idea = entries_for(lang, script_of(form)).idea(form, folded[at + 1 :]) if script_of(form) else ""
                if idea and word not in MEANT and form not in MEANT:
                    wrong[name] = idea
    assert not wrong


@pytest.mark.parametrize("lang", LANGUAGES[:15])
def test_a_city_is_no_idea(lang: str) -> None:
    script = {"ru": "cyrillic", "uk": "cyrillic", "kk": "cyrillic", "ar": "arabic", "fa": "arabic", "he": "hebrew"}
    names = CITIES[script.get(lang, "latin")].split()
    wrong = {name: found for name in names if fold(name) not in MEANT and (found := ideas(lang, name))}
    assert not wrong


def test_every_entry_finds_an_idea() -> None:
    lost = []
    for line in read_text("judging", "lexicon.txt").splitlines():
        name, colon, rest = line.partition(":")
        if not colon or line.startswith(("#", "-")):
            continue
        for part in rest.split(" / "):
            lang, *entries = part.split()
            assert lang in LANGUAGES, line[:80]
            for entry in entries:
                text = entry.strip("_").replace("*", "").replace("_", " ")
                if not ideas(lang, text) and not ideas(lang, text + " x"):
                    lost.append((name, lang, entry))
    assert not lost


def test_no_idea_is_named_twice() -> None:
    names = [line.split(":")[0] for line in read_text("judging", "lexicon.txt").splitlines() if line[:1] not in "# "]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Putin apologised"),
        ("ru", "Путин извинился"),
        ("uk", "Путін вибачився"),
        ("kk", "Путин кешірім сұрады"),
        ("ar", "بوتين يعتذر"),
        ("fa", "پوتین عذرخواهی کرد"),
        ("tr", "Putin özür diledi"),
        ("az", "Putin üzr istədi"),
        ("fr", "Poutine a présenté ses excuses"),
        ("es", "Putin pidió disculpas"),
        ("it", "Putin si è scusato"),
        ("pt", "Putin pediu desculpas"),
        ("de", "Putin hat sich entschuldigt"),
        ("pl", "Putin przeprosił"),
        ("he", "פוטין התנצל"),
        ("zh", "普京道歉"),
        ("hi", "पुतिन ने माफी मांगी"),
    ],
)
def test_one_idea_in_every_language(lang: str, text: str) -> None:
    assert "apologise" in ideas(lang, text)


@pytest.mark.parametrize(
    ("idea", "titles"),
    [
        (
            "pilot",
            ("en crew freed", "ru экипаж освобождён", "kk экипаж босатылды", "ar تحرير الطاقم", "fr l'équipage libéré"),
        ),
        ("cholera", ("en cholera outbreak", "ar الكوليرا", "fr le choléra", "ru вспышка холеры")),
        ("mining", ("en miners trapped", "ru горняки под землёй", "kk кеншілер", "ar منجم فحم", "de Bergleute")),
        ("extradite", ("en extradited", "ru экстрадирован", "kk экстрадицияланды", "ar تسليم", "tr suçlu iadesi")),
        ("merger", ("en takeover bid", "ru слияние", "de Übernahme", "fr le rachat", "ar استحواذ")),
    ],
)
def test_what_else_happens_is_one_idea_across_languages(idea: str, titles: tuple[str, ...]) -> None:
    for title in titles:
        lang, _, text = title.partition(" ")
        assert idea in ideas(lang, text), title


def test_particles_in_front_come_off() -> None:
    assert "airport" in ideas("ar", "وبالمطار")
    assert "hospital" in ideas("he", "לבית חולים") or "hospital" in ideas("he", "הרופאים")


@pytest.mark.parametrize(
    "spellings",
    [
        ("Tokayev", "Tokaev", "Toqaev", "Токаев", "Тоқаев", "توكاييف"),
        ("Putin", "Путин", "Путін", "بوتين", "פוטין"),
        ("Grozny", "Грозный", "غروزني", "גרוזני"),
        ("Zheldibay", "Желдибай", "Желдібай"),
    ],
)
def test_a_name_has_one_skeleton_in_all_scripts(spellings: tuple[str, ...]) -> None:
    assert len({skeleton(spelling)[:3] for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("lang", "words", "idea"),
    [
        ("fr", "Un homme meurt", "dead"),
        ("es", "Mueren tres personas", "dead"),
        ("de", "Lawine tötet drei", "dead"),
        ("es", "La policía detiene", "arrest"),
        ("de", "Polizei nimmt fest", "arrest"),
        ("de", "wieder auf freiem Fuß", "release"),
        ("fr", "Un train déraille", "crash"),
        ("de", "Güterzug entgleist", "crash"),
        ("ru", "Поезд сошёл с рельсов", "crash"),
        ("tr", "Otel yandı", "fire"),
        ("ar", "احترقت سفينة", "fire"),
        ("uk", "Суд звинуватив мера", "accuse"),
        ("kk", "Ол өлтірілді", "dead"),
        ("fa", "او محکوم شد", "sentence"),
    ],
)
def test_verbs_that_change_their_stem_or_stand_in_two_words_have_their_idea(lang: str, words: str, idea: str) -> None:
    assert idea in ideas(lang, words)
