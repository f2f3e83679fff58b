"""A name in a list is told from a name in a sentence, in every language we claim."""

import pytest

from monitor.matching.enumeration import listed
from monitor.matching.reading import Reading
from monitor.model import Post


def spans(text: str, lang: str) -> list[tuple[int, int]]:
    return listed(Reading(Post(source="s", id="1", text=text), lang))


def inside(text: str, word: str, lang: str) -> bool:
    start = text.index(word)
    return any(begin <= start and start + len(word) <= end for begin, end in spans(text, lang))


@pytest.mark.parametrize(
    ("lang", "text", "word"),
    [
        ("en", "Leaders of Turkey, Egypt, Kazakhstan and Pakistan attended the ceremony.", "Kazakhstan"),
        ("en", "Leaders of Turkey, Egypt, Kazakhstan and Pakistan attended the ceremony.", "Turkey"),
        ("en", "Leaders of Turkey, Egypt, Kazakhstan and Pakistan attended the ceremony.", "Pakistan"),
        ("ru", "Приехали лидеры Турции, Египта, Казахстана и Пакистана, чтобы обсудить планы.", "Казахстана"),
        ("kk", "Жиынға Түркия, Мысыр, Қазақстан және Пәкістан басшылары қатысты.", "Қазақстан"),
        ("ar", "حضر الحفل قادة تركيا ومصر وكازاخستان وباكستان أمس في المدينة.", "وكازاخستان"),
        ("ar", "شاركت في القمة دول منها السعودية، قطر، كازاخستان، وإندونيسيا هذا الأسبوع.", "كازاخستان"),
        ("uk", "Прибули лідери Туреччини, Єгипту, Казахстану та Пакистану на церемонію.", "Казахстану"),
        ("tr", "Törene Mısır, Katar, Kazakistan ve Pakistan liderleri katıldı.", "Kazakistan"),
        ("fr", "Les dirigeants de la Turquie, Égypte, Kazakhstan et Pakistan sont venus.", "Kazakhstan"),
        ("de", "Die Vertreter von Türkei, Ägypten, Kasachstan und Pakistan kamen am Abend.", "Kasachstan"),
        ("es", "Asistieron líderes de Turquía, Egipto, Kazajistán y Pakistán a la ceremonia.", "Kazajistán"),
        ("en", "In Oslo talks went on; in Rome a strike began; in Kazakhstan the dam held.", "Kazakhstan"),
        ("fa", "رهبران ترکیه، مصر، قزاقستان و پاکستان در این مراسم حضور یافتند.", "قزاقستان"),
        ("zh", "土耳其、埃及、哈萨克斯坦、巴基斯坦领导人出席了这次重要的仪式。", "哈萨克斯坦"),
    ],
)
def test_a_name_among_names_is_in_a_list(lang: str, text: str, word: str) -> None:
    assert inside(text, word, lang)


@pytest.mark.parametrize(
    ("lang", "text", "word"),
    [
        ("en", "Kazakhstan joined the board, an official said.", "Kazakhstan"),
        ("en", "In Davos on Thursday Tokayev signed the charter and met Trump.", "Tokayev"),
        ("en", "Tokayev, who arrived late, signed the charter in Davos today.", "Tokayev"),
        ("en", "The president, Kassym-Jomart Tokayev, signed it and left for Astana.", "Tokayev"),
        ("ru", "Президент Токаев, по словам пресс-службы Акорды, подписал устав в Давосе.", "Токаев"),
        ("ru", "«Казахстан присоединился к совету», - сообщил он.", "Казахстан"),
        ("kk", "Тоқаев Давоста жарғыға қол қойды, деп хабарлады Ақорда.", "Тоқаев"),
        ("ar", "وقال الرئيس توكاييف إن بلاده وقعت الميثاق في دافوس أمس.", "توكاييف"),
        ("tr", "Tokayev, Davos'ta düzenlenen törende tüzüğü imzaladı.", "Tokayev"),
        ("ru", "Банк Египта оставил ставку 18,75%, отметив, что инфляция вернётся к снижению.", "ставку"),
        ("en", "Kazakhstan kept 17,5 percent, which nobody had expected, and raised reserves.", "Kazakhstan"),
        ("en", "Kazakhstan, which joined, and Egypt; Tokayev signed it on Thursday in Davos.", "Tokayev"),
    ],
)
def test_a_name_in_a_sentence_is_not(lang: str, text: str, word: str) -> None:
    assert not inside(text, word, lang)


def test_hostile_texts_are_no_trouble() -> None:
    for text in ("," * 50_000, "a, " * 50_000, "و" * 50_000, "a and " * 20_000, "\ud800, \ud800, \ud800"):
        spans(text, "en")
