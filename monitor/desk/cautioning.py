"""What a configuration does well by its words and surely not as its writer means: remarks of ``check``."""

from collections.abc import Sequence

from monitor.model import Source, Story
from monitor.sources.layouts import layout_of
from monitor.text.languages import LANGUAGES

#: Languages whose words have no endings that a dictionary form would lack, or whose particles are known.
_UNBENT = frozenset({"zh", "yue", "ja", "ko", "th", "lo", "my", "km", "vi", "id", "ms"})


def cautious(sources: Sequence[Source], stories: Sequence[Story]) -> list[str]:
    """One sentence for each source and story that will miss what a person expects of it."""
    return [
        *(text for source in sources if source.enabled and (text := _one_article(source))),
        *(text for story in stories if (text := _as_written(story))),
    ]


def _one_article(source: Source) -> str:
    """A listing without ``item`` is followed as if it were an article: nothing that it lists is ever read."""
    if source.kind != "page" or source.options.get("item"):
        return ""
    layout = layout_of(source.address)
    if layout is not None and (layout.is_article(source.address) or "item" in layout.options):
        return ""
    return (
        f"source {source.key}: without the option `item` the page itself is followed, as one article; if it lists "
        "articles, say which element is one: options = { item = ... }"
    )


def _as_written(story: Story) -> str:
    """Forms in a language whose grammar we do not have find one form of each word alone."""
    cited = {lang.lower().replace("_", "-").partition("-")[0] for word in story.keywords for lang in word.forms}
    plain = sorted(cited - set(LANGUAGES) - _UNBENT)
    if not plain:
        return ""
    return (
        f"story {story.key}: words in {', '.join(plain)} are looked for as they are written, without their endings: "
        "give every form that posts use"
    )
