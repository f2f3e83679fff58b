"""Names in German, where every noun has a capital: somebody behind what he is, a town behind "in"."""

from collections.abc import Sequence
from functools import cache

from monitor.drafting.heads import heads
from monitor.drafting.sentence import Article, Word

#: What stands before towns without an article, and what stands there so as well but is none.
_IN = frozenset(["in", "nach", "aus"])
_NO_TOWN = frozenset(
    word
    for line in (
        "haft kraft betrieb zukunft frage ordnung höhe richtung form folge sicht not gefahr bewegung zusammenarbeit",
        "angaben auskunft hause gold silber holz stein papier protest angst wut prüfung abstimmung kürze teilen europa",
        "deutschland rente gefangenschaft gewahrsam quarantäne zahlung empfang anspruch brand flammen",
    )
    for word in line.split()
)


@cache
def _roles() -> tuple[str, ...]:
    return tuple(sorted(role for role in heads("de").role if len(role) > 3))


def ends_with_role(word: Word) -> bool:
    """Whether a word says what somebody is, also joined to another: Museumsdirektorin."""
    return word.folded.endswith(_roles())


def is_titled(words: Sequence[Word], place: int) -> bool:
    """Whether somebody's name stands here, though a dictionary has the word: Vorstandschefin Ulrike Wessendorf."""
    for back in (1, 2):
        if place < back or not (words[place - back + 1].close and words[place - back].capital):
            return False
        if ends_with_role(words[place - back]):
            return True
    return False


def is_town(article: Article, name: str) -> bool:
    """Whether the article says again and again that something is in it, and never with an article: in Graz."""
    before = article.before(name)
    there = sum(each in _IN for each in before)
    return there > 1 and 2 * there >= len(before) and name.lower() not in _NO_TOWN
