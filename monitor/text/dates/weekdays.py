"""The days of the week that a text names: they tell whether 11/05/2026 is in May or in November."""

import re
from functools import cache

from monitor.text.dates.spell import simple

#: Their names and short forms, from Monday: English, Russian, Kazakh, Ukrainian, Arabic, Persian, Hebrew, Turkish,
#: French, Spanish, Italian, German.
_NAMES = (
    "monday mon понедельник пн дүйсенбі дс понеділок الاثنين اثنين الإثنين دوشنبه שני pazartesi pzt lundi lunes"
    " lunedì lun montag mo",
    "tuesday tue tues вторник вт сейсенбі сс вівторок الثلاثاء ثلاثاء سه‌شنبه שלישי salı sal mardi martes"
    " martedì mar dienstag di",
    "wednesday wed среда среду ср сәрсенбі середа середу الأربعاء أربعاء چهارشنبه רביעי çarşamba çar mercredi mer"
    " miércoles mié mercoledì mittwoch mi",
    "thursday thu thur thurs четверг чт бейсенбі четвер الخميس خميس پنجشنبه חמישי perşembe jeudi jeu jueves jue"
    " giovedì gio donnerstag do",
    "friday fri пятница пятницу пт жұма жм п'ятниця الجمعة جمعة جمعه שישי cuma vendredi ven viernes vie"
    " venerdì freitag fr",
    "saturday sat суббота субботу сб сенбі субота суботу السبت سبت شنبه שבת cumartesi cmt samedi sam sábado sáb"
    " sabato sab samstag sonnabend sa",
    "sunday sun воскресенье вс жексенбі жс неділя неділю нд الأحد أحد یکشنبه ראשון pazar paz dimanche dim domingo"
    " domenica dom sonntag so",
)
_WORD = re.compile(r"([^\W\d_]+(?:'[^\W\d_]+)?)([.,]?)")


@cache
def _numbers() -> dict[str, int]:
    return {simple(name): number for number, names in enumerate(_NAMES) for name in names.split(" ")}


def weekdays(text: str) -> frozenset[int]:
    """The numbers (Monday is 0) of the days that a ``simple`` text names. German short forms are words elsewhere
    ("edição do dia"): they count with their sign behind them ("Do, 05.11.2026")."""
    numbers = _numbers()
    said = ((word, sign) for word, sign in _WORD.findall(text) if word in numbers)
    return frozenset(numbers[word] for word, sign in said if sign or len(word) > 2 or not word.isascii())
