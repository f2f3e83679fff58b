"""A story file: ``config/stories/<key>.toml`` -> Story. Shapes only; what the words mean is ``matching``'s to check."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from monitor.config.part import read_part
from monitor.config.places import Way
from monitor.config.shape import Shape, Texts, read_shape
from monitor.config.toml import Loaded, load, load_part, parse
from monitor.model import Fault, Keyword, RuleText, Story

#: A story's key stands in file names, addresses and delivery keys.
_KEY = re.compile(r"\w[\w.-]{0,99}")


def _key(value: str) -> str:
    if not _KEY.fullmatch(value):
        raise ValueError(f"{value!r} cannot be a key; letters, digits and hyphens, at most 100")
    return value


class KeywordShape(Shape):
    """``[[keywords]]``: an idea in all its spellings."""

    name: str
    facet: str = ""
    forms: dict[str, Texts] = Field(default_factory=dict)
    exact: dict[str, Texts] = Field(default_factory=dict)
    patterns: Texts = Field(default_factory=list)
    variants: bool | dict[str, bool | Texts] = False


class RuleShape(Shape):
    """``[rule]``: what is told, what waits for the digest, what is left out."""

    update: str = ""
    related: str = ""
    never: str = ""


class StoryShape(Shape):
    """The whole file."""

    key: Annotated[str, AfterValidator(_key)]
    title: str = ""
    languages: Texts = Field(default_factory=list)
    keywords: list[KeywordShape] = Field(default_factory=list)
    rule: RuleShape = RuleShape()
    features: dict[str, bool] = Field(default_factory=dict)
    sources: Texts = Field(default_factory=list)
    channels: Texts = Field(default_factory=list)
    status: Literal["active", "paused"] = "active"
    was: Texts = Field(default_factory=list)


def read_story(path: Path) -> Story:
    """The story of a file. Raises ConfigError with every fault of its shape: file, line, key, what would be right."""
    return story_of(load(path))


def parse_story(text: str | bytes, file: str) -> Story:
    """The story of a text; ``file`` is its name in messages. Raises ConfigError."""
    return story_of(parse(text, file))


def story_of(loaded: Loaded) -> Story:
    """The story of a file that is already loaded (whose lines the caller needs too). Raises ConfigError."""
    return _story(read_shape(StoryShape, loaded), loaded)


@dataclass(frozen=True, kw_only=True)
class StoryPart:
    """A story without what its file says wrongly (``lost``): good for finding what else is wrong, and nothing else."""

    story: Story
    lost: tuple[Way, ...]
    loaded: Loaded

    def touches(self, key: str) -> bool:
        """Whether what is said of a key may come from what was left out."""
        way = self.loaded.way(key)
        return any(way[: len(place)] == place[: len(way)] for place in self.lost)

    @property
    def knows_names(self) -> bool:
        """Whether all names that a rule may use are there."""
        return not any(
            place[0] == "keywords" and (len(place) < 3 or place[2] in {"name", "facet"}) for place in self.lost
        )


def read_story_part(path: Path) -> tuple[StoryPart | None, list[Fault]]:
    """What of a story's file is well, and all faults of its shape. None where what stands before its first table is no
    TOML. Raises ConfigError for a file that cannot be read."""
    loaded, broken, left_out = load_part(path)
    if "" in left_out:
        return None, broken
    shape, wrong, lost = read_part(StoryShape, loaded, instead=_instead)
    faults = [*broken, *wrong]
    if shape is None:
        return None, faults
    # one of a list is not there any more, and nobody knows which
    lost += tuple((name, -1) if name == "keywords" else (name,) for name in left_out)
    # other spellings are asked for by the languages of the forms
    lost += tuple((*way[:2], "variants") for way in lost if way[2:3] == ("forms",))
    return StoryPart(story=_story(shape, loaded), lost=lost, loaded=loaded), faults


def _instead(way: Way) -> Any:
    match way:
        case ("key",):
            return "unnamed"
        case ("languages",) | ("keywords", int(), "forms" | "exact"):
            return ["und"] if len(way) == 1 else {"und": []}  # a language that may have any letters
        case ("languages", int()):
            return "und"
        case ("keywords", int()):
            return {"name": ""}
        case ("keywords", int(), "forms" | "exact", _):
            return []
        case ("keywords", int(), "name") | (*_, int()):
            return ""
    return None


def _story(shape: StoryShape, loaded: Loaded) -> Story:
    return Story(
        key=shape.key,
        title=shape.title or shape.key,
        languages=tuple(shape.languages),
        keywords=tuple(_keyword(each) for each in shape.keywords),
        rule=RuleText(update=shape.rule.update, related=shape.rule.related, never=shape.rule.never),
        sources=tuple(shape.sources),
        channels=tuple(shape.channels),
        status=shape.status,
        features=dict(shape.features),
        was=tuple(shape.was),
        file=loaded.file,
    )


def _keyword(shape: KeywordShape) -> Keyword:
    return Keyword(
        name=shape.name,
        facet=shape.facet,
        forms={lang: tuple(forms) for lang, forms in shape.forms.items()},
        exact={lang: tuple(forms) for lang, forms in shape.exact.items()},
        patterns=tuple(shape.patterns),
        variants=shape.variants
        if isinstance(shape.variants, bool)
        else {lang: one if isinstance(one, bool) else tuple(one) for lang, one in shape.variants.items()},
    )
