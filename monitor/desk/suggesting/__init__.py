"""``story suggest``: what could be added to a story, learned from posts that matched and from those that nearly did."""

from collections.abc import Sequence

from monitor.desk.suggesting.names import names
from monitor.desk.suggesting.spellings import offered_spellings, spellings
from monitor.desk.suggesting.standing import Seen, Stood, Suggestion, Try, as_story, note
from monitor.matching import Matcher
from monitor.model import Post, Story

__all__ = ["Suggestion", "suggest"]


def suggest(story: Story, posts: Sequence[Post], *, most: int = 20) -> list[Suggestion]:
    """What could be added to a story, what adds most first. Nothing is changed."""
    offered = offered_spellings(story)
    forms = list(offered)
    tried = as_story(forms)
    matcher = Matcher([story, tried] if offered else [story])
    seen: list[Seen] = []
    stood: dict[Try, Stood] = {}
    for number, post in enumerate(posts):
        judged = {key: (hits, match) for key, hits, match in matcher.judged(post)}
        hits, match = judged.get(story.key, ((), None))
        seen.append(Seen(post=post, hits=hits, tier=match.tier if match else None))
        note(stood, forms, number, judged.get(tried.key, ((), None))[0])
    if not any(one.tier for one in seen):
        return []
    found = [*spellings(story, seen, offered, stood), *names(story, seen)]
    found.sort(key=lambda one: (-one.alerts, -one.digest, -one.posts, one.form))
    return found[:most]
