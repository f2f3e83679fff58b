"""Of a long post only some sentences are read word by word: nothing is judged otherwise than by reading all of it."""

from random import Random

import pytest

from monitor.matching.find import Finder
from monitor.matching.grounds import Grounds, Page
from monitor.matching.plan import plan
from monitor.matching.tiers import Sight, outcome
from monitor.model import Keyword, Media, Post, RuleText, Story
from monitor.text.detect import language_of

_NAMES = "Tokayev", "Токаева", "the Board of Peace", "Совета мира", "Astana", "Астаны", "Gaza", "Газы"
_PHRASES = {
    "en": """As reported earlier|Last month|Earlier|this week|After|two days|since|then|in|of|the|said|may|why|who|which
|he|I|we|analyst|expert|opinion|says|yesterday|12|45,5|and|or|Oslo|Rome|dam|disaster|following|recall that""",
    "ru": """Ранее|Напомним|что|Как сообщалось|после|спустя|два дня|с тех пор|в|который|которая|заявил|почему|он|я|мы
|эксперт|мнение|вчера|12|45,5|и|или|Осло|Рим|плотина|катастрофа|тому назад|после того как""",
}
_SIGNS = (*[",", ",", ",", ";", ";", ":", ".", ".", ".", ".", "!", "?", "…", "«", "»", "“", "”"], '"', "\n", "\n\n")
_PIECES = {lang: (*said.replace("\n", "").split("|"), *_SIGNS) for lang, said in _PHRASES.items()}


def _story() -> Story:
    forms = {"en": ("Tokayev",), "ru": ("Токаев",)}
    bodies = {"en": ("Board of Peace",), "ru": ("Совет мира",)}
    places = {"en": ("Astana", "Gaza"), "ru": ("Астана", "Газа")}
    return Story(
        key="s",
        title="",
        languages=("en", "ru"),
        keywords=(
            Keyword(name="who", facet="people", forms=forms),
            Keyword(name="what", facet="matter", forms=bodies),
            Keyword(name="where", facet="matter", forms=places),
        ),
        rule=RuleText(update="people and matter", related="people or matter"),
    )


def _text(chance: Random, lang: str) -> str:
    words = chance.choices(_PIECES[lang], k=chance.randint(100, 260))
    for _ in range(chance.randint(1, 5)):
        words.insert(chance.randint(0, len(words)), chance.choice(_NAMES))
    return chance.choice((" ", " ", "  ")).join(words)


@pytest.mark.parametrize("lang", _PIECES)
def test_a_long_post_is_judged_as_if_all_of_it_were_read(lang: str) -> None:
    finder, of_story, chance = Finder([_story()]), plan(_story()), Random(lang)
    seen: dict[str, int] = {}
    for number in range(400):
        title = chance.choice(("", "", _text(chance, lang)[:80]))
        media = (Media(alt=chance.choice(_NAMES)),) if chance.random() < 0.3 else ()
        post = Post(source="a", id=str(number), lang=lang, title=title, text=_text(chance, lang), media=media)
        found, page = finder.find(post), Page(post, language_of)
        grounds = Grounds(page, found.get("s", ()))
        whole = outcome(of_story, grounds, Sight(page))
        assert outcome(of_story, grounds, Sight(page, found)) == whole, post
        for sign in ("listed", "looked_back_on", "demoted"):
            seen[sign] = seen.get(sign, 0) + bool(getattr(whole, sign))
    assert min(seen.values()) > 20, seen
