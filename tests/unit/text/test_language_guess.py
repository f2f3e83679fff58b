"""The language of a post is guessed from its own letters and words."""

import unicodedata

import pytest

from monitor.text.detect import detect, language_of

TEXTS = {
    "ru": "Президент подписал документ и поблагодарил участников встречи",
    "kk": "Президент құжатқа қол қойып, кездесуге қатысушыларға алғыс айтты",
    "uk": "Президент підписав документ і подякував учасникам зустрічі",
    "ky": "Президент документке кол коюп, жолугушууга катышкандарга ыраазычылык билдирди жана кайтты",
    "ar": "وقع الرئيس الوثيقة وشكر المشاركين في الاجتماع",
    "fa": "رئیس جمهور این سند را امضا کرد و از شرکت کنندگان تشکر کرد",
    "en": "The president signed the document and thanked everyone at the meeting",
    "fr": "Le président a signé le document et remercié les participants de la réunion",
    "de": "Der Präsident unterzeichnete das Dokument und dankte den Teilnehmern",
    "es": "El presidente firmó el documento y agradeció a los participantes de la reunión",
    "tr": "Cumhurbaşkanı belgeyi imzaladı ve toplantıya katılanlara teşekkür etti",
    "he": "הנשיא חתם על המסמך והודה למשתתפים",
    "zh": "总统签署了文件",
    "ja": "大統領は文書に署名しました",
    "ko": "대통령이 문서에 서명했다",
    "el": "Ο πρόεδρος υπέγραψε",
}


@pytest.mark.parametrize(("lang", "text"), TEXTS.items())
def test_a_sentence_is_told_by_its_letters_and_words(lang: str, text: str) -> None:
    assert detect(text) == lang


@pytest.mark.parametrize(
    "text",
    [
        "Densaulyq saqtau ministrliginiñ mälimetinşe, qyzylşamen auyrğandar sany artty",
        "Memleket basshysy búgin Úkimet otyrysyn ótkizdi",
        "Aqtöbede şahta apaty: 3 adam qaza boldı, tergew jürip jatır",
        "Almaty oblysynda jer silkinisi boldy",
        "قاراعاندى وبلىسىندا شاحتادا جارىلىس بولىپ، ءۇش ادام قازا تاپتى",
        "ۇلتتىق بانك پايىزدىق مولشەرلەمەنى كوتەردى",
    ],
)
def test_kazakh_is_told_in_each_of_its_alphabets(text: str) -> None:
    assert detect(text) == "kk"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The charter will be signed in Davos, what could go wrong ¯\\_(ツ)_/¯"),
        ("ru", "Устав подписан, и что тут скажешь ¯\\_(ツ)_/¯"),
        ("kk", "Жарғыға қол қойылды (づ｡◕‿‿◕｡)づ деп жазды"),
        ("zh", "外交部发言人表示将出席会议ツ"),
        ("ja", "NHK NEWS WEB カザフスタン大統領がダボスで署名"),
        ("ja", "TOYOTA トヨタ"),
    ],
)
def test_a_face_made_of_japanese_letters_is_no_japanese(lang: str, text: str) -> None:
    assert detect(text) == lang


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ky", "Бишкекте мектептин чатыры урап, эки бала жабыркады"),
        ("ky", "Жогорку Кеңештин төрагасы кызматынан кетти"),
        ("uz", "Ўзбекистонда доллар нархи кўтарилди"),
        ("uz", "Fargʻonada zilzila sodir boʻldi, 3 kishi yaralangan"),
        ("tt", "Казанда яңа күпер ачылды, тантанада мең кеше катнашты"),
        ("tk", "Türkmenistanyň Prezidenti döwlet saparyna ugrady"),
        ("ug", "ئۈرۈمچىدە ئوت ئاپىتى يۈز بەردى، ئۈچ كىشى قازا قىلدى"),
        ("mn", "Улаанбаатарт гал гарч, хоёр хүн эмнэлэгт хүргэгджээ"),
        ("be", "Пажар у Гродне: загінулі тры чалавекі"),
        ("bg", "Земетресение разлюля София, няма пострадали"),
        ("cs", "Babiš jednal s prezidentem v Astaně o dodávkách ropy"),
        ("hu", "A magyar kormány elutasította a javaslatot"),
        ("ku", "Serokomar li Astanayê bi wezîrê derve re civiya"),
        ("ar", "ارتفاع سعر الدولار"),
        ("kk", "Жарылыс болды: адам шығыны жоқ"),
        ("kk", "Toqaev Astanada kezdesti"),
    ],
)
def test_a_short_post_in_a_language_close_to_another_is_told_from_it(lang: str, text: str) -> None:
    assert detect(text) == lang


def test_signs_that_nobody_sees_and_accents_apart_from_their_letters_tell_no_other_language() -> None:
    text = "Astanada sot úkim shyǵardy"
    assert detect(text) == detect("As\u2060tanada s\u200bot " + unicodedata.normalize("NFD", "úkim shyǵardy")) == "kk"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("tr", "Özbekistan Merkez Bankası faizi artırdı"),
        ("az", "Qəzada üç nəfər ölüb"),
        ("ug", "شىنجاڭ ئۇيغۇر ئاپتونوم رايونىدا يەر تەۋرىدى، ئۈچ كىشى قازا قىلدى"),
        ("ar", "مصطفى مدبولي يلتقي وزير الخارجية الكازاخي"),
        ("es", "Año nuevo: los niños y la señora"),
        ("en", "Iraq, Qatar sign Qaem gas deal"),
    ],
)
def test_what_shares_letters_with_kazakh_is_not_taken_for_it(lang: str, text: str) -> None:
    assert detect(text) == lang


@pytest.mark.parametrize("text", ["", "12:30", "😀😀", "https://x.com/the/and/of", "\ud800"])
def test_a_text_without_words_is_in_no_language(text: str) -> None:
    assert detect(text) == ""


def test_a_megabyte_is_no_slower_than_a_page() -> None:
    assert detect("слово " * 200_000) == "ru"


@pytest.mark.parametrize(
    ("declared", "text", "lang"),
    [
        ("en", "Президент сегодня подписал устав и вернулся домой", "ru"),
        ("en", "La patineuse est suspendue des championnats du monde", "fr"),
        ("en", "Mahkeme belediye başkanının cezaevine gönderilmesine karar verdi", "tr"),
        ("kk", "Это было сегодня: президент подписал устав, который он не читал, и вернулся домой", "ru"),
        ("ru", "Президент бүгін жарғыға қол қойып, елге оралды", "kk"),
        ("ar", "رئیس‌جمهور از مناطق زلزله‌زده بازدید کرد و برگشت", "fa"),
        # "al", "in" and "come" are Italian as well
        ("en", "Vaccination begins in Al-Rahma camp\nChildren under ten come first.", "en"),
        # what a source says is believed otherwise: few words, names in other letters, a language we cannot tell
        ("ru", "Board of Peace", "ru"),
        ("ru", "Telvia предложила $18 млрд за Norden Mobile", "ru"),
        ("sk", "Prezident dnes podpísal chartu a vrátil sa domov", "sk"),
        ("en", "The president signed the charter today and returned", "en"),
        ("", "The president signed the charter today and returned", "en"),
    ],
)
def test_a_source_is_believed_unless_its_text_is_plainly_in_another_language(
    declared: str, text: str, lang: str
) -> None:
    assert language_of(text, declared) == lang
