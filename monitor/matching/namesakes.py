"""Streets and schools that bear a name: "на проспекте Назарбаева", "Nazarbayev University". Their news is none of whom
they are named after."""
# ruff: noqa: E501, SIM905  lists of words read best as they are

from collections.abc import Iterable

import regex as re

from monitor.model import Hit, Post
from monitor.text.fold import fold

#: Words that stand before the name of a street, or say that something bears a name; further names may stand between.
_BEFORE = re.compile(
    r"""(?<!\w)(?:
        улиц[аеуй]|улицей|ул\.|проспект(?:а|е|у|ом)?|пр\.|бульвар(?:а|е|у|ом)?|переул(?:ок|ке|ка)|(?<![Оо]т\s)имени|им\.
      | вулиц(?:я|і|ю|ею)|вул\.|бульвар(?:і|ом)|проспекті|(?<![Вв]ід\s)імені
      | rue|avenue|boulevard|calle|avenida|ulic[aęy]|ul\.|viale|خیابان|شارع
      )\s+(?:(?:\p{Lu}\p{Ll}*\.?-?\s*){1,3}|\p{Arabic}+\s)?$""",
    re.VERBOSE,
)
#: The same behind it.
_BEHIND = re.compile(
    r"""(?:'\p{L}{1,4}|’\p{L}{1,4})?\s+(?:
        (?:Street|Avenue|Boulevard)(?!\w)
      | (?:көшесі|даңғылы|атындағы|көчөсү|атындагы|проспектиси)
      | (?:Caddesi|Bulvarı|Sokağı|küçəsi|prospekti|nomidagi|номидаги|ko['ʻ‘’]chasi|кўчаси)
      )""",
    re.VERBOSE,
)
#: Behind a surname alone: "Harvard University" is Harvard, and "Almaty Airport" in Almaty.
_INSTITUTION = re.compile(
    r"""\s+(?:International\s+|Int[’']l\s+|Intellectual\s+|Интеллектуальн\w+\s+|Зияткерлік\s+)?(?:
        University|Airport|Stadium|Schools?(?!\w)|Университет|[Шш]кол[аеуы]?(?!\w)|Havalimanı|Üniversitesi|Stadyumu
      )""",
    re.VERBOSE,
)
_SURNAME = re.compile(r"\w{3,}(?:ев|ёв|єв|ов|енко|швили|ян|yev|ev|ov|enko|shvili|yan|oglu|oğlu|zade)", re.IGNORECASE)
#: Places that end like surnames, folded.
_PLACES = frozenset(
    fold(place)
    for place in (
        "Киев Харьков Львов Ростов Саратов Тамбов Псков Азов Чернигов Кишинёв Могилёв Чугуев Бердичев Серпухов Балашов Киров"
        " Королёв Ереван Жуков Kiev Kharkov Lvov Rostov Saratov Tambov Pskov Azov Chernigov Kishinev Mogilev Kirov"
    ).split()
)
_AROUND = 60
#: Without one of these there is none of the words above.
_SIGNS = (
    "улиц", "ул.", "проспект", "пр.", "бульвар", "переул", "имени", "им.", "вулиц", "вул.", "імені", "rue ", "venue", "oulevard",
    "calle ", "avenida", "ulic", "viale ", "خیابان", "شارع", "Street", "көшесі", "даңғылы", "атындағы", "көчөсү", "атындагы",
    "Cadde", "Bulvar", "Soka", "küçəsi", "prospekti", "nomidagi", "номидаги", "chasi", "кўчаси", "Universit", "Üniversit", "Airport",
    "Stadium", "School", "ниверситет", "кол", "Havalim", "Stadyum",
)  # fmt: skip


def bears_names(post: Post) -> bool:
    """Whether a post may hold such a name at all."""
    return any(sign in post.title or sign in post.text for sign in _SIGNS)


def namesakes(post: Post, hits: Iterable[Hit]) -> frozenset[Hit]:
    """Those of ``hits`` that are part of the name of a street or an institution, which is not in them."""
    return frozenset(hit for hit in hits if hit.start < hit.end and hit.form[:1].isupper() and _bears_name(post, hit))


def _bears_name(post: Post, hit: Hit) -> bool:
    text = post.title if hit.field == "title" else post.text
    if not text[hit.start].isupper():
        return False
    behind = text[hit.end : hit.end + _AROUND]
    if _BEHIND.match(behind) or _BEFORE.search(text[max(0, hit.start - _AROUND) : hit.start]):
        return True
    surname = hit.form.split()[-1]
    is_surname = _SURNAME.fullmatch(surname) is not None and fold(surname) not in _PLACES
    return is_surname and _INSTITUTION.match(behind) is not None
