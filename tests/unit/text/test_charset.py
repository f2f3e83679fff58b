"""Bytes become readable text, whatever the header and the document say about them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.charset import declared_charset, decode, header_charset, named
from monitor.text.mojibake import goodness

RU = "Глава государства примет участие в подписании Устава Совета мира, сообщает пресс-служба Акорды."
UK = "Президент заявив, що її позиція щодо миру незмінна, а підписання відбудеться у Давосі."
KK = "Мемлекет басшысы Қасым-Жомарт Тоқаев Бейбітшілік кеңесінің жарғысына қол қояды."
AR = "وصل رئيس كازاخستان إلى دافوس للمشاركة في توقيع ميثاق مجلس السلام، حسبما أعلنت الرئاسة."
TR = "Kazakistan Cumhurbaşkanı, Barış Kurulu şartını imzalamak için Davos'a gitti, açıklandı."
FR = "Le président est arrivé à Davos pour signer la charte du Conseil de paix, a annoncé le service."
HE = "נשיא קזחסטן הגיע לדאבוס כדי לחתום על אמנת מועצת השלום, כך נמסר מלשכתו."
EL = "Ο πρόεδρος έφτασε στο Νταβός για να υπογράψει τον χάρτη του Συμβουλίου Ειρήνης."
PL = "Prezydent przybył do Davos, aby podpisać kartę; później odbędzie się spotkanie, mówią źródła."
JA = "大統領は平和評議会憲章に署名するためダボスに到着したと大統領府が発表した。"
WRITTEN = [
    (RU, "windows-1251"),
    (RU, "koi8-r"),
    (RU, "iso8859-5"),
    (RU, "cp866"),
    (RU, "utf-8"),
    (RU, "utf-16-le"),
    (UK, "windows-1251"),
    (UK, "koi8-u"),
    (KK, "kz1048"),
    (KK, "utf-8"),
    (AR, "windows-1256"),
    (AR, "iso8859-6"),
    (TR, "windows-1254"),
    (FR, "windows-1252"),
    (HE, "windows-1255"),
    (EL, "windows-1253"),
    (PL, "windows-1250"),
    (PL, "iso8859-2"),
    (JA, "cp932"),
    (JA, "euc-jp"),
]


@pytest.mark.parametrize("said", ["", "utf-8", "windows-1251", "windows-1256", "iso-8859-1", "x-nonsense"])
@pytest.mark.parametrize(("text", "charset"), WRITTEN)
def test_a_title_is_readable_whatever_the_header_says(text: str, charset: str, said: str) -> None:
    page = f"<html><head><title>{text}</title></head><body><p>ok</p></body></html>".encode(charset, "ignore")
    got, _ = decode(page, header_charset=said)
    assert got == page.decode(charset)


@pytest.mark.parametrize(
    ("label", "charset"),
    [
        ("Latin1", "windows-1252"),
        (" UTF8 ", "utf-8"),
        ("'cp1251'", "windows-1251"),
        ("iso8859-6", "iso-8859-6"),
        ("GB2312", "gb18030"),
        ("shift_jis", "cp932"),
        ("KOI8-R", "koi8-r"),
        ("utf-7", ""),
        ("rot13", ""),
        ("x-nonsense", ""),
        ("\x00", ""),
        ("unicode_escape", ""),
    ],
)
def test_a_label_means_what_the_web_means_by_it(label: str, charset: str) -> None:
    assert named(label) == charset


def test_the_document_is_asked_when_the_header_is_silent() -> None:
    assert declared_charset(b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">') == "koi8-r"
    assert declared_charset(b"<?xml version='1.0' encoding='ISO-8859-6'?>") == "ISO-8859-6"
    assert declared_charset(b"<meta charset=utf-16>") == "utf-8"
    assert declared_charset(b" " * 2_000 + b"<meta charset=koi8-r>") == ""
    assert header_charset('text/html; charset="windows-1251"') == "windows-1251"
    assert header_charset("text/html") == ""


def test_one_damaged_letter_does_not_spoil_a_page() -> None:
    text, charset = decode((RU * 3).encode() + b"\xd0", header_charset="windows-1251")
    assert charset == "utf-8"
    assert text == RU * 3 + "\ufffd"


def test_a_byte_order_mark_wins_and_is_not_part_of_the_text() -> None:
    assert decode(b"\xef\xbb\xbf" + RU.encode(), header_charset="windows-1251") == (RU, "utf-8")
    assert decode(b"\xff\xfe" + RU.encode("utf-16-le"), header_charset="utf-8") == (RU, "utf-16-le")


def test_mojibake_is_told_from_words() -> None:
    for text in (RU, UK, KK, AR, TR, FR, HE, EL, PL, JA):
        assert goodness(text) > 0.85
    assert goodness(RU.encode().decode("windows-1251", "replace")) < 0.7
    assert goodness(AR.encode("windows-1256").decode("windows-1252", "replace")) < 0.7


@given(st.binary(max_size=400), st.text(max_size=12), st.text(max_size=12))
def test_no_bytes_and_no_label_make_it_fail(body: bytes, said: str, declared: str) -> None:
    text, charset = decode(body, header_charset=said, declared=declared)
    assert isinstance(text, str)
    assert charset


@pytest.mark.parametrize("piece", [b"<", b"<meta ", b"<?xml ", b"\xd0", b"\x1b$B", b"<!--\xe9", bytes(range(256))])
def test_hostile_bytes_take_no_time(piece: bytes) -> None:
    body = (piece * (2_000_000 // len(piece))) + b"\xe9"
    start = time.process_time()
    decode(body, header_charset="iso-2022-jp", declared="big5")
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("iso-8859-1", "A £5bn deal, 25 °C, © 2026 Agency"),
        ("windows-1252", "5 € – mehr nicht"),
        ("iso-8859-1", "Île-de-France: été très chaud, créée"),
        ("windows-1251", "№ 5: 5 млрд € © 2026"),
        ("iso-8859-2", "Łódź i Kraków"),
        ("windows-1254", "ığdır"),
    ],
)
def test_a_declared_charset_is_believed_where_few_letters_could_speak_against_it(said: str, text: str) -> None:
    for page in (text, f"<html><body><p>News of the day</p><p>{text}</p></body></html>"):
        assert decode(page.encode(said.replace("iso-8859-1", "windows-1252")), header_charset=said)[0] == page


@pytest.mark.parametrize(
    ("said", "body", "text"),
    [
        ("utf-8", "It’s “over” again. ".encode() + b"Don\x92t panic", "It’s “over” again. Don’t panic"),
        ("", "It’s “over” again \u2013 ".encode() + b"Don\x92t panic", "It’s “over” again – Don’t panic"),
        (
            "utf-8",
            "Séisme à Almaty : un élève bless".encode() + b"\xc3...",
            "Séisme à Almaty : un élève bless\ufffd...",
        ),
        ("utf-8", "Токаев: «Да".encode()[:-1], "Токаев: «Д\ufffd"),
        ("utf-8", "Өрт сөндірілді ".encode() + b"\x97 ok \x81.", "Өрт сөндірілді — ok \ufffd."),
    ],
)
def test_one_damaged_letter_makes_no_other_charset_of_a_text_with_few_letters_beyond_ascii(
    said: str, body: bytes, text: str
) -> None:
    assert decode(body, header_charset=said) == (text, "utf-8")


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-u", "iso-8859-5", "windows-1252", "gb18030", "shift_jis"])
def test_a_server_that_calls_everything_utf_8_is_still_not_believed(charset: str) -> None:
    words = {
        "windows-1252": "Un élève blessé, a-t-il dit",
        "gb18030": "外交部发言人表示将",
        "shift_jis": "大統領は署名した",
    }
    body = words.get(charset, "СССР и «ДА» сказал он").encode(charset, "ignore")
    assert decode(body, header_charset="utf-8")[1] != "utf-8"
