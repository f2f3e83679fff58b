"""Streets and schools that bear a name: "на проспекте Назарбаева", "Nazarbayev University". Their news is none of whom
they are named after."""
# ruff: noqa: E501, SIM905  lists of words read best as they are

from collections.abc import Iterable

import regex as re

from monitor.model import Hit, Post
from monitor.text.fold import fold

#: What says that something bears the name behind it; not "от (своего) имени".
_NAMED = re.compile(
    r"(?<!\w)(?:(?<!\b[Оо]т\s(?:\w+\s)?)имени|им\.|(?<!\b[Вв]ід\s(?:\w+\s)?)імені)\s+(?:(?:\p{Lu}\p{Ll}*\.?-?\s*){1,3})?$"
)
#: Words that stand before the name of a street; further names may stand between.
_BEFORE = re.compile(
    r"""(?<!\w)(?:
        улиц[аеуй]|улицей|ул\.|проспект(?:а|е|у|ом)?|пр\.|бульвар(?:а|е|у|ом)?|переул(?:ок|ке|ка)
      | вулиц(?:я|і|ю|ею)|вул\.|бульвар(?:і|ом)|проспекті
      | rue|avenue|boulevard|calle|avenida|ulic[aęy]|ul\.|viale
      )\s+(?P<further>(?:\p{Lu}\p{Ll}*\.?-?\s*){1,3})?$""",
    re.VERBOSE,
)
#: The same behind it.
_NAMED_BEHIND = re.compile(r"\s+(?:атындағы|атындагы|nomidagi|номидаги)")
_BEHIND = re.compile(
    r"""(?:'\p{L}{1,4}|’\p{L}{1,4})?\s+(?:
        (?:Street|Avenue|Boulevard)(?!\w)
      | (?:көшесі|даңғылы|көчөсү|проспектиси)
      | (?:Caddesi|Bulvarı|Sokağı|küçəsi|prospekti|ko['ʻ‘’]chasi|кўчаси)
      )""",
    re.VERBOSE,
)
#: Behind a surname alone: "Harvard University" is Harvard, and "Almaty Airport" in Almaty.
_INSTITUTION = re.compile(
    r"""\s+(?:International\s+|Int[’']l\s+|Intellectual\s+|Интеллектуальн\w+\s+|Зияткерлік\s+)?(?:
        University|Airport|Stadium|Schools?(?!\w)|Университет|(?:Школ|(?<=Интеллектуальн\w+\s+)школ)[аеуы]?(?!\w)
      | Havalimanı|Üniversitesi|Stadyumu
      )""",
    re.VERBOSE,
)
#: Whose a street is that bears a name: the genitive of a name without the ending of an adjective.
_WHOSE = re.compile(r"(?i:\w+[аяиыії])")
_SURNAME = re.compile(r"\w{3,}(?:ев|ёв|єв|ов|енко|швили|ян|yev|ev|ov|enko|shvili|yan|oglu|oğlu|zade)", re.IGNORECASE)
#: Places that end like surnames, folded.
_PLACES = frozenset(
    fold(place)
    for place in (
        "Киев Харьков Львов Ростов Саратов Тамбов Псков Азов Чернигов Кишинёв Могилёв Чугуев Бердичев Серпухов Балашов Киров"
        " Королёв Ереван Жуков Николаев Ржев Серов Beyoğlu Nikolaev Nikolayev Rzhev"
        " Kiev Kharkov Lvov Rostov Saratov Tambov Pskov Azov Chernigov Kishinev Mogilev Kirov"
    ).split()
)
_AROUND = 60
#: Without one of these there is none of the words above.
_SIGNS = (
    "улиц", "ул.", "проспект", "пр.", "бульвар", "переул", "имени", "им.", "вулиц", "вул.", "імені", "rue ", "venue", "oulevard",
    "calle ", "avenida", "ulic", "viale ", "Street", "көшесі", "даңғылы", "атындағы", "көчөсү", "атындагы",
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
    before, behind = text[max(0, hit.start - _AROUND) : hit.start], text[hit.end : hit.end + _AROUND]
    if _NAMED.search(before) or _NAMED_BEHIND.match(behind):
        return True
    written = text[hit.start : hit.end]
    words = hit.form.split()
    is_surname = _SURNAME.fullmatch(words[-1]) is not None and fold(words[-1]) not in _PLACES
    # Istiklal Avenue, Крещатик: a street of its own name may be what a story is about
    is_person = is_surname or len(words) > 1
    if street := _BEFORE.search(before):
        return (
            is_person or bool(street["further"]) or (fold(written) != fold(hit.form) and _is_whose(written, hit.form))
        )
    if _BEHIND.match(behind):
        return is_person
    # "В Николаеве школа разрушена": what bears a name leaves it as it is
    return is_surname and fold(written) == fold(hit.form) and _INSTITUTION.match(behind) is not None


def _is_whose(written: str, form: str) -> bool:
    """Whether a Cyrillic name is the genitive of whom a street is named after: улица Абая, not улице Тверской."""
    return _WHOSE.fullmatch(written) is not None and not form.endswith(("ая", "ий", "ый", "ой"))
