"""What the lower house of a parliament passed, the upper house passes another day: that is told too, once."""

import pytest

from monitor.judging.ordinals import houses
from monitor.model import New
from tests.unit.judging.streaming import a_stream


def test_the_second_house_is_told_and_its_repeats_are_not() -> None:
    verdicts = a_stream(
        (0.0, "ru", "Госдума приняла закон о запрете мессенджеров"),
        (0.4, "en", "Duma passes messenger ban"),
        (3.0, "ru", "Совет Федерации одобрил закон о запрете мессенджеров"),
        (3.4, "en", "Federation Council approves messenger ban"),
    )
    assert [development for _, development in verdicts] == [1, 1, 3, 3]
    assert isinstance(verdicts[2][0], New)
    assert "upper" in verdicts[2][0].why


@pytest.mark.parametrize(
    ("lang", "title", "named"),
    [
        ("kk", "Сенат жаңа заңды мақұлдады", ["upper"]),
        ("kk", "Мәжіліс депутаттары заңды қабылдады", ["lower"]),
        ("ar", "مجلس الشيوخ يقر القانون", ["upper"]),
        ("fr", "Le Sénat adopte la loi votée par l'Assemblée nationale", ["upper", "lower"]),
        ("de", "Bundesrat stimmt dem Gesetz zu", ["upper"]),
        ("en", "Parliament passes the law", []),
        ("ru", "Сенатор рассказал о законе", []),
        ("en", "White House approves arms sale", []),
        ("en", "Open house passes off well", []),
        ("en", "White House says House passes bill", ["lower"]),
        ("fr", "Frappes sur Douma en Syrie", []),
        ("fr", "La Douma adopte la loi", ["lower"]),
    ],
)
def test_a_house_of_parliament_is_known_by_its_name(lang: str, title: str, named: list[str]) -> None:
    assert houses(title, lang) == named
