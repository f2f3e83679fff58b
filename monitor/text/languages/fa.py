"""Persian: plural, ezafe, indefinite and pronoun endings by rule (joined or after a half space); plurals of a table."""
# ruff: noqa: SIM905  a list of words reads best as it is

from collections.abc import Sequence

from monitor.text.fold import fold_word as fold
from monitor.text.languages.forms import NO_HEADS, Seen, Stem, Stems, Tails
from monitor.text.tables import forms_of

_PRONOUNS = ("م", "ت", "ش", "مان", "تان", "شان", "ام", "ات", "اش")
_PLURALS = ("ها", "های", "هایی")


def _tails() -> Tails:
    tails = {"": "", "ی": "indefinite or ezafe", "ای": "indefinite", "یی": "indefinite", "ان": "plural", "را": "object"}
    tails |= {"ین": "plural", "ات": "plural", "اتی": "plural"}
    tails |= dict.fromkeys(_PLURALS, "plural")
    tails |= dict.fromkeys(_PRONOUNS, "with a pronoun")
    tails |= {plural + pronoun: "plural with a pronoun" for plural in ("ها", "های", "ان") for pronoun in _PRONOUNS}
    tails |= dict.fromkeys(("تر", "ترین"), "comparative")
    return {fold(tail): how for tail, how in tails.items()}


_TAILS = _tails()
#: Of a word in ا or و: "دانشجو", "دانشجویان".
_AFTER_VOWEL: Tails = {**_TAILS, fold("یان"): "plural", fold("یانی"): "plural"}
#: Of a word of three letters or fewer only the plain plural and what is not easily part of another word.
_FEW: Tails = {
    fold(tail): how for tail, how in {"": "", "ی": "ezafe", "ها": "plural", "های": "plural", "هایی": "plural"}.items()
}
_FUNCTION_WORDS = frozenset(
    map(fold, "و در به از که این را با است برای آن یک خود تا کرد بر هم نیز می شد ها ما اما یا".split())
)

#: Broken plurals that the table lacks, and plurals of short words.
_IRREGULAR = {
    "زن": "زنان", "مرد": "مردان", "قانون": "قوانین", "رئیس": "رؤسا روسا رئیسان", "وزیر": "وزرا وزیران", "سفیر": "سفرا",
    "خبر": "اخبار", "حزب": "احزاب", "دولت": "دول دولتها", "شهید": "شهدا شهیدان", "عضو": "اعضا اعضای", "فرد": "افراد",
    "منبع": "منابع", "مسئله": "مسائل مسایل", "منطقه": "مناطق", "اثر": "آثار", "مجلس": "مجالس", "شخص": "اشخاص",
    "حق": "حقوق", "اصل": "اصول", "سند": "اسناد", "شرط": "شروط شرایط", "خط": "خطوط", "حد": "حدود", "نفر": "نفرات",
    "ملت": "ملل ملتها", "تاجر": "تجار", "شاعر": "شعرا", "عالم": "علما", "طرف": "طرفین اطراف", "هدف": "اهداف",
    "گروه": "گروهان", "شیخ": "شیوخ", "حاکم": "حکام", "کشته": "کشتگان کشته‌شدگان کشته‌شده",
    "نماینده": "نمایندگان", "فرمانده": "فرماندهان",
    "مدرسه": "مدارس", "حکم": "احکام", "مرکز": "مراکز", "نقطه": "نقاط", "مرحله": "مراحل", "جرم": "جرایم جرائم",
    "جسد": "اجساد",
    "حادثه": "حوادث", "فاجعه": "فجایع", "مورد": "موارد", "مرجع": "مراجع", "موضع": "مواضع", "مانع": "موانع",
    "قاضی": "قضات",
    "وکیل": "وکلا", "شاهد": "شهود شاهدان", "معدن": "معادن", "زائر": "زائران زوار", "ساحل": "سواحل",
    "پناهنده": "پناهندگان", "نویسنده": "نویسندگان", "رزمنده": "رزمندگان", "گروگان": "گروگانها",
}  # fmt: skip


def inflect(cited: Sequence[str]) -> tuple[Stems, ...]:
    """The stems of each word. Half spaces fold away, so that endings are found joined and half joined."""
    stems = [_stems(word) for word in cited]
    for place, key in enumerate(map(fold, cited[:-1])):
        if key.endswith(_EZAFE) and len(key) > _SHORTEST_WITH_EZAFE:
            stems[place] = (*stems[place], Stem(key[:-1], _AFTER_VOWEL, NO_HEADS))  # "نیروی ذخیره", "نیروهای ذخیره"
    return tuple(stems)


#: A word of a phrase in ا or و shows what joins it to the next.
_EZAFE = (fold("وی"), fold("ای"))
_SHORTEST_WITH_EZAFE = 4


def _stems(word: str) -> Stems:
    key = fold(word)
    tails = _FEW if len(key) <= 3 else _AFTER_VOWEL if key[-1] in "او" else _TAILS
    stems = [Stem(key, tails, NO_HEADS)]
    irregular = _IRREGULAR.get(word.replace("\u200c", ""), "").split()
    for form in (*forms_of("fa", word), *irregular):
        other = fold(form)
        if len(other) > 2 and (form in irregular or not other.startswith(key)):
            stems.append(Stem(other, {"": "broken plural", fold("ی"): "broken plural, ezafe"}))
    if key.endswith("ه") and len(key) > 4 and not irregular:
        stems.append(Stem(key[:-1], {fold(tail): "plural" for tail in ("گان", "گانی", "گی")}))  # "کشته", "کشتگان"
    return tuple(stems)


def spellings(cited: str) -> tuple[str, ...]:
    """Other ways to part the words of a form: a space for each half space, and none for each space."""
    found = []
    if "\u200c" in cited:
        found.append(cited.replace("\u200c", " "))
    if " " in cited.strip():
        found.append(cited.replace(" ", ""))
    return tuple(found)


def doubt(cited: str, seen: Seen) -> str:
    """Function words are themselves."""
    return "a function word" if fold(seen.word) in _FUNCTION_WORDS and fold(seen.word) != fold(cited) else ""
