"""What capitals tell: an acronym in small letters is nearly always another word ("ВОЗ" and "воз", "UN" and "un")."""
# ruff: noqa: E501, SIM905  a list of words reads best as it is

from monitor.text.languages.forms import Seen

#: Short words of grammar in languages that are written beside each other: a keyword's forms are looked for in every post.
GRAMMAR_WORDS = frozenset(
    (
        "the and for are was his her who its our out all can has had how may one see she too two you act aid ice"
        " est les des une sur pas par son ses mes que qui dans elle avec sous leur nous vous mais ont fait tout"
        " ser con por una los las del sus como pero esta este son fue más muy sin hay han era"
        " der die das ist mit ein von und auf für als aus bei nur war sie wir ihr mir dir man sei bis vor wie was"
        " che non per gli dei nel sul uma dos das com não ele ela het een van dat niet"
    ).split()
)


def acronym_in_small_letters(cited: str, seen: Seen) -> bool:
    """Whether ``cited`` is an acronym, and the word seen does not have its capitals ("l'ONU" and "МИДа" do)."""
    if not is_acronym(cited):
        return False
    written = seen.word.replace("’", "'")
    begins = [part[: len(cited)] for part in (written, written.rpartition("'")[2])]
    return not any(begin.isupper() and begin.isalpha() for begin in begins)


def is_acronym(cited: str) -> bool:
    """Whether a cited word is written in capitals alone."""
    return len(cited) > 1 and cited.isupper() and cited.isalpha()


def doubt_of_acronym(cited: str, seen: Seen) -> str:
    """Why an acronym is another word here, in a language of which no list tells all words: in small letters, in a text
    that has capitals; of two letters, or as a word of grammar, also with a capital ("Un homme", "Est-ce")."""
    if not acronym_in_small_letters(cited, seen):
        return ""
    common = len(cited) == 2 or cited.lower() in GRAMMAR_WORDS
    small = seen.word[-1:].islower() and not any(letter.isupper() for letter in seen.word)
    return "small letters: another word" if common or (small and not seen.text.islower()) else ""
