"""``why``: why a post belongs to a story, or why not, and what became of it."""

from dataclasses import dataclass

from monitor.config import Settings
from monitor.desk.naming import named
from monitor.matching import Matcher
from monitor.model import Post, Refused, Revision, Story
from monitor.store.developments import Kept, kept_of
from monitor.store.doors import Reading
from monitor.store.editions import editions, edits_of
from monitor.store.posts import find_post


@dataclass(frozen=True, kw_only=True)
class Why:
    """The answer for one story: ``lines`` explain the rule as it stands now, ``kept`` is what happened then."""

    story: Story
    lines: tuple[str, ...]
    kept: Kept | None


@dataclass(frozen=True, kw_only=True)
class Explained:
    """A post as it was first seen (``first``) and as it reads now, its later versions, the answers for the stories."""

    first: Post
    post: Post
    edits: tuple[Revision, ...]
    answers: tuple[Why, ...]


def why(door: Reading, settings: Settings, name: str, *, story: str = "") -> Explained:
    """Explains a stored post (by id or address), as it reads now, for one story or all.

    Raises Refused if there is no such post, WrongUse if there is no such story.
    """
    # an address is often copied without its scheme, which tells no two pages apart
    first = find_post(door, name) or (find_post(door, f"https://{name}") if "/" in name and "://" not in name else None)
    if first is None:
        hint = f"; a development is named dev/{name}" if name.isascii() and name.isdigit() and len(name) < 8 else ""
        raise Refused(
            f"no stored post has the id or address {name!r}; look for it with: monitor posts --find WORDS{hint}"
        )
    post = editions(door, [first])[0].post
    stories = [named("story", story, settings.stories)] if story else list(settings.stories)
    matcher = Matcher(stories)
    kept = {one.match.story: one for one in kept_of(door, first)}
    answers = [
        Why(story=one, lines=tuple(matcher.explain(post, one.key).lines()), kept=kept.get(one.key)) for one in stories
    ]
    return Explained(first=first, post=post, edits=tuple(edits_of(door, post)), answers=tuple(answers))
