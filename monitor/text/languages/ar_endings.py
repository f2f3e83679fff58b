"""Endings of Arabic words, by how they end, and what stands joined before them: particles, article, pronouns, sound
plurals and duals."""

from functools import cache

from monitor.text.languages.forms import Heads, Tails
from monitor.text.languages.gather import endings, shared

_CONJUNCTIONS = {"": "", "و": "wa-", "ف": "fa-"}
_PREPOSITIONS = {"": "", "ب": "bi-", "ك": "ka-", "ل": "li-"}


def _joined(*parts: dict[str, str]) -> dict[str, str]:
    heads = {"": ""}
    for part in parts:
        heads = {
            before + letters: f"{named} {name}".strip()
            for before, named in heads.items()
            for letters, name in part.items()
        }
    return heads


#: Before an indefinite word or one with a pronoun.
BARE: Heads = {
    letters: f"with {named}" if named else "" for letters, named in _joined(_CONJUNCTIONS, _PREPOSITIONS).items()
}
#: Before a definite one: ل and ال become لل.
DEFINITE: Heads = {
    letters: f"with {named}"
    for letters, named in (
        _joined(_CONJUNCTIONS, {"": "", "ب": "bi-", "ك": "ka-"}, {"ال": "al-"})
        | _joined(_CONJUNCTIONS, {"لل": "li-l-"})
    ).items()
}
#: Before a short stem a lone "ك" or "ف", or two particles, are more likely letters of another word.
FEW: Heads = {head: how for head, how in BARE.items() if head in ("", "و", "ب", "ل")}

PRONOUNS = endings(with_a_pronoun="ه ها هم هما هن نا كم")


def _then_pronoun(before: str, how: str) -> dict[str, str]:
    return {before + tail: f"{how} {name}".strip() for tail, name in PRONOUNS.items()}


#: Endings of a word that ends in a consonant, bare and with the article.
_SOUND = endings(cited="-", dual="ان ين", plural="ون ين ات")
_SOUND_BARE: Tails = shared(_SOUND | endings(accusative="ا") | PRONOUNS | _then_pronoun("ات", "plural"))
_SOUND_DEFINITE: Tails = shared(_SOUND)
#: What is left of a masculine plural before a genitive or a pronoun; on nouns at large it would be a nisba.
_CONSTRUCT = endings(construct_plural="و ي") | _then_pronoun("ي", "plural") | _then_pronoun("و", "plural")
_FEMININE = endings(feminine_or_with_a_pronoun="ه", feminine_dual="تان تين") | _then_pronoun("ت", "feminine")
_FEMININE_DEFINITE = endings(feminine="ه", feminine_dual="تان تين")
#: Of a short word: a masculine plural would be another word.
_SHORT = endings(cited="-", dual="ان ين", plural="ات")
_SHORT_BARE: Tails = shared(_SHORT | endings(accusative="ا") | PRONOUNS)
_SHORT_DEFINITE: Tails = shared(_SHORT)
#: Of a word in ة, after its stem: "مدينة", "مدينته", "مدينتان".
TA_BARE: Tails = shared(
    endings(cited="ه", dual="تان تين تا تي", plural="ات", with_a_pronoun="تك")
    | _then_pronoun("ت", "")
    | _then_pronoun("تي", "dual")
    | _then_pronoun("ات", "plural")
)
TA_DEFINITE: Tails = shared(endings(cited="ه", dual="تان تين", plural="ات"))
#: Of a word in ى after its stem ("مستوى", "مستواه", "مستويات").
ALIF_BARE: Tails = shared(
    endings(cited="ي", plural="يات", dual="يان يين") | _then_pronoun("ا", "") | _then_pronoun("يات", "plural")
)
ALIF_DEFINITE: Tails = shared(endings(cited="ي", plural="يات", dual="يان يين"))
#: Of a word in اء after its ا ("وزراء", "وزراؤهم", "إجراءات").
HAMZA_BARE: Tails = shared(
    endings(cited="ء", accusative="ءا", dual="ءان ءين يين وان", plural="ءات وات")
    | _then_pronoun("و", "")
    | _then_pronoun("ي", "")
    | _then_pronoun("ء", "")
    | _then_pronoun("ءات", "plural")
)
HAMZA_DEFINITE: Tails = shared(endings(cited="ء", dual="ءان ءين", plural="ءات"))
#: Of a word in another ء, before it ("شيء", "شيئا", "جزؤه").
SEAT_BARE: Tails = shared(
    endings(cited="ء", accusative="ءا يا", dual="ءان ءين يين يان", plural="ءات")
    | {seat + tail: how for tail, how in PRONOUNS.items() for seat in ("و", "ي", "ء")}
)
#: Of a name in a vowel nothing but itself.
FIXED: Tails = shared(endings(cited="-"))
FIXED_WAW: Tails = shared(endings(cited="-", accusative="ا"))
PLURAL_BARE: Tails = shared(
    endings(broken_plural="-", broken_plural_accusative="ا") | _then_pronoun("", "broken plural")
)
PLURAL_HAMZA_BARE: Tails = {
    tail: f"broken plural {how}".strip() for tail, how in HAMZA_BARE.items() if not tail.startswith("ءات")
}
PLURAL_TA: Tails = shared(_then_pronoun("ت", "broken plural"))
PLURAL_ALIF: Tails = shared(_then_pronoun("ا", "broken plural"))
PLURAL_DEFINITE: Tails = shared(endings(broken_plural="-"))

#: Of a word in أة: "مكافأة", "مكافآت".
AA_BARE: Tails = {"ا" + tail: how for tail, how in TA_BARE.items() if not tail.startswith("ا")} | {
    tail: how for tail, how in TA_BARE.items() if tail.startswith("ا")
}
AA_DEFINITE: Tails = {"اه": "", "اتان": "dual", "اتين": "dual", "ات": "plural"}


@cache
def dual_tails(ending: str) -> tuple[Tails, Tails]:
    """A word in ان or ون may be a dual or plural: then it is ين in the other cases."""
    bare = {ending + tail: how for tail, how in _SOUND_BARE.items()} | {"ين": "oblique"}
    return bare, {ending + tail: how for tail, how in _SOUND_DEFINITE.items()} | {"ين": "oblique"}


@cache
def sound_tails(short: bool, feminine: bool, construct: bool) -> tuple[Tails, Tails]:
    bare, definite = (dict(_SHORT_BARE), dict(_SHORT_DEFINITE)) if short else (dict(_SOUND_BARE), dict(_SOUND_DEFINITE))
    if feminine:
        bare, definite = bare | _FEMININE, definite | _FEMININE_DEFINITE
    if construct:
        bare = _CONSTRUCT | bare
    return bare, definite
