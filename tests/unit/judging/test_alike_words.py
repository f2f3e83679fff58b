"""Everyday words that begin as a word of undoing, and are another, undo nothing: children, violence, the Gulf."""

import pytest

from monitor.judging.reading import read
from monitor.judging.sides import sides

HEADLINES = (
    ("ar", "الهند توقع اتفاقا لحماية الأطفال", "sign"),  # put out
    ("ar", "الدوحة تستضيف نهائي دوري أبطال آسيا", ""),  # annulment
    ("ar", "الأردن يوقع اتفاقا لحماية الأنهار", "sign"),  # collapsed
    ("ar", "شركة كبرى توقع عقدا مع بغداد", "sign"),  # acquitted
    ("fa", "ایران قرارداد صادرات نفت را امضا کرد", "sign"),  # denied, in Arabic
    ("fa", "قرارداد دوجانبه منعقد و امضا شد", "sign"),  # forbade
    ("es", "Gobierno y sindicatos firman negociaciones", "sign"),  # refuse
    ("es", "Los ministros firman un pacto contra la violencia", "sign"),  # break
    ("fr", "Paris signe un pacte contre les violences", "sign"),  # break
    ("fr", "La Cour de cassation signe un accord", "sign"),  # annul
    ("fr", "Les ouvriers signent un accord", "sign"),  # open
    ("de", "Minister unterzeichnen Vertrag auf dem Platz der Republik", "sign"),  # bursts
    ("de", "Minister unterzeichnen schließlich den Vertrag", "sign"),  # close
    ("tr", "Çok sayıda ülke anlaşmayı kabul etti", "accept"),  # collapses
    ("tr", "Acil durum toplantısında anlaşma imzalandı", "sign"),  # opened
    ("he", "הפרלמנט אישר את החוק", "accept"),  # violated
    ("he", "מדינות המפרץ חתמו על הסכם", "sign"),  # violate
    ("he", "שר החוץ חתם על הסכם במסגרת הביקור", "sign"),  # closed
    ("uk", "Президент підписав прекрасну угоду", "sign"),  # stopped, in Russian
    ("ru", "Суд приговорил директора к семи годам лишения свободы", "guilt"),  # deprived
    ("ru", "Начальник порта подписал договор", "sign"),  # began
    ("kk", "Қазақстан үкіметі келісімге қол қойды", "sign"),  # a verdict
)


@pytest.mark.parametrize(("lang", "title", "axis"), HEADLINES, ids=lambda value: value[:24])
def test_a_word_that_only_begins_like_undoing_undoes_nothing(lang: str, title: str, axis: str) -> None:
    found = sides([title], lang)

    assert {side for side, _ in found.values()} <= {2}
    assert not axis or axis in found
    assert not {"guilt", "way", "course", "hit", "deploy"} & (found.keys() - {axis})


@pytest.mark.parametrize(
    ("lang", "word", "idea"),
    [
        ("tr", "insanlar", "build"),
        ("tr", "olumlu", "dead"),
        ("es", "presidencia", "prison"),
        ("es", "camino", "car"),
        ("fr", "définitif", "defy"),
        ("fr", "lourd", "praise"),
        ("de", "einige", "agree"),
        ("de", "Beitrag", "join"),
        ("ar", "طبيعي", "hospital"),
        ("ar", "يتحدث", "defy"),
        ("ar", "هكذا", "cyber"),
        ("fa", "طالبان", "demand"),
        ("fa", "نفت", "deny"),
        ("he", "הצליח", "rescue"),
        ("he", "מחלקת", "disease"),
        ("ru", "указал", "law"),
    ],
)
def test_a_word_that_only_begins_like_an_idea_is_none_of_it(lang: str, word: str, idea: str) -> None:
    assert f"i:{idea}" not in read("", f"... {word} ...", lang).terms
