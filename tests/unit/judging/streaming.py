"""Posts judged one after the other, as they come to a story."""

from datetime import UTC, datetime, timedelta

from monitor.judging import Background, features, judge
from monitor.model import Echo, Match, Policy, Post, Told, Verdict

NOON = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)


def a_stream(*posts: tuple[float, str, str]) -> list[tuple[Verdict, int]]:
    """Verdict and development of each post, given as hour, language and title."""
    told: list[Told] = []
    found = []
    for number, (hour, lang, title) in enumerate(posts, 1):
        at = NOON + timedelta(hours=hour)
        post = Post(source=f"s{number}", id=f"p{number}", title=title, text="", lang=lang, published_at=at, seen_at=at)
        match = Match(post=post, story="s", tier="update", score=1.0, hits=())
        known = features(match, Background())
        verdict = judge(match, known, told, at=at, policy=Policy())
        development = verdict.of if isinstance(verdict, Echo) else number
        told.append(
            Told(development=development, source=post.source, post_id=post.id, url="", lang=lang, at=at, features=known)
        )
        found.append((verdict, development))
    return found
