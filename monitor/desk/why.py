"""``why``: why a post belongs to a story, or why not, and what became of it."""

from dataclasses import dataclass

from monitor.config import Settings
from monitor.desk.naming import named
from monitor.matching import Matcher
from monitor.model import Post, Refused, Story
from monitor.store.developments import Kept, kept_of
from monitor.store.doors import Reading
from monitor.store.posts import find_post


@dataclass(frozen=True, kw_only=True)
class Why:
    """The answer for one story: ``lines`` explain the rule as it stands now, ``kept`` is what happened then."""

    story: Story
    lines: tuple[str, ...]
    kept: Kept | None


def why(door: Reading, settings: Settings, name: str, *, story: str = "") -> tuple[Post, list[Why]]:
    """Explains a stored post (by id or address) for one story or all.

    Raises Refused if there is no such post, WrongUse if there is no such story.
    """
    post = find_post(door, name)
    if post is None:
        raise Refused(f"no stored post has the id or address {name!r}; look for it with: monitor posts --find WORDS")
    stories = [named("story", story, settings.stories)] if story else list(settings.stories)
    matcher = Matcher(stories)
    kept = {one.match.story: one for one in kept_of(door, post)}
    return post, [
        Why(story=one, lines=tuple(matcher.explain(post, one.key).lines()), kept=kept.get(one.key)) for one in stories
    ]
