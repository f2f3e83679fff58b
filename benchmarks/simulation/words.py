"""Made-up news: no two items say the same thing, and only those that are meant to match do."""

import random

from monitor.model import Keyword, Story

#: The stories that are followed, each with one way of telling.
STORIES = (
    Story(
        key="board",
        title="The Board of Peace",
        languages=("en",),
        keywords=(
            Keyword(name="tokayev", facet="who", forms={"en": ("Tokayev",)}),
            Keyword(name="board", facet="what", forms={"en": ("Board of Peace",)}),
        ),
    ),
    Story(
        key="harvest",
        title="The harvest",
        languages=("en",),
        keywords=(Keyword(name="wheat", facet="what", forms={"en": ("wheat",)}),),
    ),
    Story(
        key="dam",
        title="Плотина",
        languages=("ru",),
        keywords=(Keyword(name="dam", facet="what", forms={"ru": ("плотина",)}),),
    ),
)

_TITLES = {
    "board": ("Tokayev and {a} sign a paper of the Board of Peace", "Board of Peace sends {a} to {b}, Tokayev says"),
    "harvest": ("Wheat from {a} is stopped at the border of {b}", "{a} buys the whole wheat of {b}"),
    "dam": ("Плотина у села {a} дала трещину", "Плотина {a} останется закрытой, решили в {b}"),
    "": ("{a} wins the cup in {b}", "A new bridge for {a}", "{a}: the museum opens in {b}", "Trains to {a} are late"),
}
_TEXTS = {
    "dam": "В {c} сообщили: {d} и {e} прибыли на место, {n} человек уехали в {f}. Работы ведёт {g}.",
    "": "In {c} the office of {d} said that {n} people came from {e}; {f} will answer {g} on the matter next week.",
}
_HARD, _SOFT = "bdfgklmnprstvz", "aeiou"
_HARD_RU, _SOFT_RU = "бвгдзклмнпрст", "аеиоу"


def name(rng: random.Random, *, cyrillic: bool = False) -> str:
    """A name that nobody bears."""
    hard, soft = (_HARD_RU, _SOFT_RU) if cyrillic else (_HARD, _SOFT)
    return "".join(rng.choice(hard) + rng.choice(soft) for _ in range(rng.randint(3, 4))).capitalize()


def tell(rng: random.Random, story: str) -> tuple[str, str]:
    """Title and text of an item; ``story`` "" for one that belongs to none."""
    cyrillic = story == "dam"
    filled = {letter: name(rng, cyrillic=cyrillic) for letter in "abcdefg"}
    text = _TEXTS.get(story, _TEXTS[""])
    return rng.choice(_TITLES[story]).format(**filled), text.format(**filled, n=rng.randint(12, 9_999))
