"""Stories to be followed: eight keywords each, in four languages; and sentences that tell of them."""
# ruff: noqa: E501  a table reads best with few lines

import random
from functools import cache

LANGUAGES = ("en", "ar", "ru", "kk")

#: So many different ones can be told of.
STORIES = 100

#: Invented surnames: the same syllables in each script.
_BEGIN = (
    ("Kar", "كار", "Кар", "Қар"), ("Sam", "سام", "Сам", "Сам"), ("Tol", "تول", "Тол", "Тол"), ("Bek", "بيك", "Бек", "Бек"),
    ("Mur", "مور", "Мур", "Мұр"), ("Zhan", "جان", "Жан", "Жан"), ("Dar", "دار", "Дар", "Дар"), ("Rus", "روس", "Рус", "Рүс"),
    ("Al", "آل", "Ал", "Әл"), ("Nur", "نور", "Нур", "Нұр"), ("Sul", "سول", "Сул", "Сұл"), ("Vol", "فول", "Вол", "Вол"),
    ("Gal", "غال", "Гал", "Ғал"), ("Pan", "بان", "Пан", "Пан"), ("Hor", "هور", "Хор", "Хор"), ("Lem", "ليم", "Лем", "Лем"),
)  # fmt: skip
_MIDDLE = (
    ("im", "يم", "им", "ым"), ("at", "ات", "ат", "ат"), ("ego", "يغو", "его", "еғо"), ("usa", "وسا", "уса", "ұса"),
    ("ondo", "وندو", "ондо", "ондо"), ("iri", "يري", "ири", "ірі"), ("amba", "امبا", "амба", "амба"),
    ("elge", "يلغي", "елге", "елге"),
)  # fmt: skip
_END = (("ov", "وف", "ов", "ов"), ("baev", "باييف", "баев", "баев"), ("enko", "ينكو", "енко", "енко"))

_HEADS = (
    ("Council", "مجلس", "Совет", "кеңесі"), ("Forum", "منتدى", "Форум", "форумы"), ("Bank", "بنك", "Банк", "банкі"),
    ("Commission", "لجنة", "Комиссия", "комиссиясы"), ("Agreement", "اتفاق", "Соглашение", "келісімі"),
    ("Project", "مشروع", "Проект", "жобасы"), ("Fund", "صندوق", "Фонд", "қоры"), ("Corridor", "ممر", "Коридор", "дәлізі"),
    ("Summit", "قمة", "Саммит", "саммиті"), ("Reform", "إصلاح", "Реформа", "реформасы"),
)  # fmt: skip
_OF = (
    ("Water", "المياه", "воды", "Су"), ("Energy", "الطاقة", "энергии", "Энергия"), ("Trade", "التجارة", "торговли", "Сауда"),
    ("Road", "الطرق", "дорог", "Жол"), ("Culture", "الثقافة", "культуры", "Мәдениет"), ("Sport", "الرياضة", "спорта", "Спорт"),
    ("Science", "العلوم", "науки", "Ғылым"), ("Forest", "الغابات", "леса", "Орман"), ("Sea", "البحر", "моря", "Теңіз"),
    ("Grain", "القمح", "зерна", "Астық"), ("Steel", "الصلب", "стали", "Болат"), ("Oil", "النفط", "нефти", "Мұнай"),
    ("Gas", "الغاز", "газа", "Газ"), ("Bridge", "الجسور", "мостов", "Көпір"), ("River", "النهر", "реки", "Өзен"),
    ("Children", "الأطفال", "детей", "Балалар"), ("Women", "النساء", "женщин", "Әйелдер"), ("Youth", "الشباب", "молодёжи", "Жастар"),
    ("Health", "الصحة", "здоровья", "Денсаулық"), ("Housing", "الإسكان", "жилья", "Баспана"), ("Tax", "الضرائب", "налогов", "Салық"),
    ("Border", "الحدود", "границы", "Шекара"), ("Film", "السينما", "кино", "Кино"), ("Music", "الموسيقى", "музыки", "Музыка"),
    ("Cotton", "القطن", "хлопка", "Мақта"), ("Milk", "الحليب", "молока", "Сүт"), ("Rice", "الأرز", "риса", "Күріш"),
    ("Sugar", "السكر", "сахара", "Қант"), ("Railway", "السكك", "поездов", "Пойыз"), ("Airport", "المطار", "аэропорта", "Әуежай"),
)  # fmt: skip
_SAID = {
    "en": ("said", "announced", "met with", "criticised", "signed"),
    "ar": ("قال", "أعلن", "التقى", "انتقد", "وقع"),
    "ru": ("заявил", "объявил", "посетил", "раскритиковал", "подписал"),
    "kk": ("мәлімдеді", "жариялады", "келді", "сынады", "қол қойды"),
}


@cache
def _names() -> tuple[tuple[str, ...], ...]:
    all_names = [
        tuple(a + b + c for a, b, c in zip(begin, middle, end, strict=True))
        for begin in _BEGIN
        for middle in _MIDDLE
        for end in _END
    ]
    random.Random(7).shuffle(all_names)
    return tuple(all_names)


def _surnames(story: int) -> tuple[tuple[str, ...], ...]:
    return tuple(_names()[(story * 5 + place) % len(_names())] for place in range(5))


def _phrases(story: int) -> tuple[tuple[str, ...], ...]:
    found = []
    for place in range(3):
        number = (story + place * 100) % 300
        head, of = _HEADS[number // 30], _OF[number % 30]
        found.append((f"{of[0]} {head[0]}", f"{head[1]} {of[1]}", f"{head[2]} {of[2]}", f"{of[3]} {head[3]}"))
    return tuple(found)


def mention(story: int, lang: str, dice: random.Random) -> str:
    """A sentence that tells of a story: one of its people, one of its matters."""
    at = LANGUAGES.index(lang)
    who, what = dice.choice(_surnames(story))[at], dice.choice(_phrases(story))[at]
    return f"{who} {dice.choice(_SAID[lang])} {what}."


def story_file(story: int) -> str:
    """The TOML of a story: five people, three matters; an update tells of both."""
    lines = [f'key = "story-{story}"', f'title = "Story {story}"', f"languages = {list(LANGUAGES)}"]
    for facet, ideas in (("who", _surnames(story)), ("what", _phrases(story))):
        for number, forms in enumerate(ideas):
            lines += ["[[keywords]]", f'name = "{facet}-{number}"', f'facet = "{facet}"']
            lines += [f'forms.{lang} = ["{form}"]' for lang, form in zip(LANGUAGES, forms, strict=True)]
    return "\n".join([*lines, "[rule]", 'update = "who and what"', 'related = "what"', ""])
