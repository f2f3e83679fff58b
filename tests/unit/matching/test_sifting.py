"""A haul is looked through at once; whatever it leaves out, no story would have found by itself."""

from random import Random

from monitor.matching import Matcher
from monitor.matching.find import Finder
from monitor.model import Keyword, Media, Post, RuleText, Story

_FORMS = {
    "ru": ("Токаев", "Совет мира", "отель"),
    "kk": ("Тоқаев", "Бейбітшілік кеңесі", "үкімет"),
    "ar": ("توكاييف", "مجلس السلام", "وزير"),
    "en": ("Tokayev", "Board of Peace"),
    "fr": ("hôtel", "état"),
    "zh": ("和平",),
}
_WORDS = """
Токаева токаевтокаев Совета мира #советмира Тоkаев отели Тоқаевтың кеңесінің Бейбітшілік وتوكاييف لمجلس السلام مجلس
Tokayev's BOARD Board of Peace #BoardOfPeace @BoardOfPeace l'hôtel l’état 和平 🕊 Astana ASTANA example.org/tokayev
из в том что the of and in على من дом стол река house table river بيت нет слово ёлка
"""
_SIGNS = (*" " * 12, "\n", ".", ", ", *"#@'-_«»(5…😀", "\u0301", "\u200c", "\u0640")
_PIECES = (*_WORDS.split(), *_SIGNS)


def _story(**more: object) -> Story:
    words = [Keyword(name=lang, forms={lang: forms}) for lang, forms in _FORMS.items()]
    words += [Keyword(name="sign", forms={"und": ("🕊",)}), Keyword(name="exact", exact={"en": ("Astana",)})]
    return Story(key="s", title="", languages=tuple(_FORMS), keywords=tuple(words), **more)  # type: ignore[arg-type]


def _text(chance: Random, most: int) -> str:
    return "".join(chance.choices(_PIECES, k=chance.randint(0, most)))


def _haul(chance: Random) -> list[Post]:
    return [
        Post(
            source="a",
            id=str(number),
            title=_text(chance, 4),
            text=_text(chance, 12),
            media=(Media(alt=_text(chance, 3)),) if chance.random() < 0.3 else (),
        )
        for number in range(chance.randint(0, 30))
    ]


def test_what_is_sifted_out_of_a_haul_holds_no_keyword() -> None:
    finder, chance = Finder([_story()]), Random(3)
    kept = held = looked_at = 0
    for _ in range(150):
        posts = _haul(chance)
        left = finder.sift(posts)
        assert [post for post in posts if post in left] == left
        assert [post for post in posts if post not in left and finder.find(post)] == []
        kept, looked_at = kept + len(left), looked_at + len(posts)
        held += sum(bool(finder.find(post)) for post in left)
    assert 500 < held <= kept < looked_at - 200


def test_a_post_without_a_word_of_the_story_is_left_out_of_a_haul() -> None:
    posts = [Post(source="a", id="1", text="the river"), Post(source="a", id="2", text="Board of Peace")]
    assert Finder([_story()]).sift(posts) == posts[1:]


def test_a_post_with_the_first_word_of_a_phrase_alone_is_left_out_of_a_haul() -> None:
    texts = (
        "He joined the board. Of peace nobody spoke",
        "the board at work",
        "Board\nof Peace",
        "the «Board» of peace",
    )
    posts = [Post(source="a", id=str(number), text=text) for number, text in enumerate(texts)]
    assert Finder([_story()]).sift(posts) == posts[2:]


def test_a_haul_with_a_sign_that_no_stored_post_has_is_looked_at_whole() -> None:
    posts = [Post(source="a", id="1", text="the \0 river"), Post(source="a", id="2", text="Board of Peace")]
    assert Finder([_story()]).sift(posts) == posts


def test_a_story_that_asks_for_no_word_sees_every_post_of_a_haul() -> None:
    posts = [Post(source="a", id="1", text="the river"), Post(source="b", id="2", text="the house")]
    asks_for_no_word = Story(
        key="s", title="", languages=("en",), keywords=(Keyword(name="w", forms={"en": ("peace",)}),),
        rule=RuleText(update="from(a)", related="w"),
    )  # fmt: skip
    assert Matcher([asks_for_no_word]).sift(posts) == posts


def test_a_pattern_sees_every_post_of_a_haul() -> None:
    posts = [Post(source="a", id="1", text="the river"), Post(source="a", id="2", text="the house")]
    story = Story(key="s", title="", languages=("en",), keywords=(Keyword(name="w", patterns=(r"ri\w+",)),))
    assert Finder([story]).sift(posts) == posts
