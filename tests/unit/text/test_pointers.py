"""A line that leads to another article is no part of the text that it stands in."""

import pytest

from monitor.text.pointers import without_pointers

FIRST, LAST = "Мост через реку закрыт.", "Объезд займёт час."


@pytest.mark.parametrize(
    "pointer",
    [
        "Читайте также: Токаев подписал указ",
        "ЧИТАЙТЕ ТАКЖЕ: ТОКАЕВ ПОДПИСАЛ УКАЗ.",
        "👉 Читать также\nТокаев подписал указ\nКурс доллара снизился",
        "По теме: Токаев подписал указ",
        "Сондай-ақ оқыңыз: Тоқаев жарлыққа қол қойды",
        "اقرأ أيضا\nتوكاييف يوقع مرسوما",
        "Read more: Tokayev signs a decree",
        "Related:\nTokayev signs a decree",
        "İLGİLİ HABER: Tokayev kararname imzaladı",
        "AYRICA OKUYUN Tokayev kararname imzaladı",
        "Lesen Sie auch: Tokajew unterzeichnet Erlass",
        "Подписывайтесь на наш Telegram-канал",
        "تابعونا على تلغرام",
        "Follow us on Telegram and YouTube!",
        "— À lire aussi : Tokaïev signe un décret",
        "קראו גם: טוקאייב חתם על צו",
    ],
)
def test_a_line_that_leads_elsewhere_goes_with_the_headlines_below_it(pointer: str) -> None:
    assert without_pointers(f"{FIRST}\n{pointer}\n{LAST}") == f"{FIRST}\n{LAST}"


@pytest.mark.parametrize(
    "line",
    [
        "Подробнее о том, как закрыли мост, рассказали в акимате.",
        "По теме моста высказался аким.",
        "Related companies lost a tenth of their worth.",
        "Сондай-ақ, көпір жабылды.",
        "Readmore is a company.",
        "Подписывайтесь не подписывайтесь, а мост закрыт.",
        "Follow-up talks are to be held.",
        "- Нет, - сказал он.",
        "Read more and more people do. " * 10,
    ],
)
def test_a_sentence_that_begins_with_such_words_stays(line: str) -> None:
    assert without_pointers(f"{FIRST}\n{line}\n{LAST}") == f"{FIRST}\n{line}\n{LAST}"


def test_a_text_that_is_nothing_else_stays_and_sentences_below_a_pointer_stay() -> None:
    assert without_pointers("Read also: one\nRead also: two") == "Read also: one\nRead also: two"
    assert without_pointers(f"{FIRST}\nЧитайте также\n{LAST}") == f"{FIRST}\n{LAST}"
