"""Does this post belong to the story? Keywords and rule x post -> match with evidence. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitor.matching.check import check_story
from monitor.matching.evaluate import may_hold_without_words
from monitor.matching.explain import Explanation, explain_match, why
from monitor.matching.find import Finder
from monitor.matching.grounds import Grounds, Page
from monitor.matching.plan import Plan, plan
from monitor.matching.tiers import Sight, outcome
from monitor.matching.tree import RuleFault
from monitor.model import ConfigError, Fault, Hit, Match, Post, Story
from monitor.text.detect import detect, language_of
from monitor.text.languages.mapped import let_go

__all__ = ["Explanation", "Finder", "Matcher", "check_story"]


class Matcher:
    """All stories, compiled once. Pure: the same post gives the same matches; may be called from several threads.

    Stories are matched whatever their ``status``: who hears of it is not decided here. Raises ConfigError if a
    rule or a pattern cannot be read (``check_story`` tells all faults beforehand).
    """

    def __init__(self, stories: Sequence[Story]) -> None:
        self._plans = {story.key: _plan(story) for story in stories}
        self._finder = Finder(stories)
        self._order = {story.key: place for place, story in enumerate(stories)}
        self._without_words = frozenset(key for key, each in self._plans.items() if _may_hold_without_words(each))
        let_go()  # to make the forms, the dictionaries were leafed through

    @property
    def flagged(self) -> dict[tuple[str, str], str]:
        """(story, keyword) -> a pattern of it that ran out of time; after three such texts it is left alone."""
        return {(owner.story, owner.keyword): pattern for owner, pattern in self._finder.flagged.items()}

    def sift(self, posts: Sequence[Post]) -> list[Post]:
        """Those of ``posts``, in their order, that ``match`` may find a story for; the others belong to none. For a
        haul this costs a small part of matching each, and few are left."""
        return list(posts) if self._without_words else self._finder.sift(posts)

    def match(self, post: Post) -> tuple[Match, ...]:
        """One match for each story that the post belongs to, in the order of the stories."""
        return _belonging(self.judged(post))

    def match_named(self, post: Post) -> tuple[Match, ...]:
        """``match``, but a post that belongs to a story and whose source names no language, or one that it is plainly
        not in, has the one it reads as ("" if it holds too little to tell). Nobody asks for that of the others, and it
        costs more than the match."""
        page, looked = Page(post, language_of), self._finder.look(post)
        sight = Sight(page, looked.hits)
        matches = _belonging(self._judged(page, looked.hits, sight))
        if not matches or (post.lang and page.lang == page.given):
            return matches
        text = f"{post.title}\n{post.text}"
        lang = detect(text) if text[:1].isspace() and not post.lang else page.lang  # which leaves out leading blanks
        if not lang:
            return matches
        named = Page(replace(post, lang=lang), language_of)
        if lang != page.lang:
            return self.match(named.post)
        if looked.in_any_language:
            return tuple(replace(match, post=named.post) for match in matches)
        # what it looks like is as it was
        return _belonging(self._judged(named, self._finder.find(named.post), sight))

    def judged(self, post: Post) -> list[tuple[str, tuple[Hit, ...], Match | None]]:
        """For each story with a hit, or with a rule that needs none: its key, its hits, and the match or None."""
        page, found = Page(post, language_of), self._finder.find(post)
        return self._judged(page, found, Sight(page, found))

    def _judged(
        self, page: Page, found: Mapping[str, tuple[Hit, ...]], sight: Sight
    ) -> list[tuple[str, tuple[Hit, ...], Match | None]]:
        keys = found.keys() | self._without_words if self._without_words else found.keys()
        if not keys:
            return []
        return [
            (key, found.get(key, ()), self._match(self._plans[key], Grounds(page, found.get(key, ())), sight))
            for key in sorted(keys, key=self._order.__getitem__)
        ]

    def _match(self, plan: Plan, grounds: Grounds, sight: Sight) -> Match | None:
        if _outside(plan.story, grounds.post):
            return None
        result = outcome(plan, grounds, sight)
        if result.tier is None:
            return None
        return Match(
            post=grounds.post,
            story=plan.story.key,
            tier=result.tier,
            score=result.score,
            hits=grounds.hits,
            why=why(result, plan, grounds),
        )

    def explain(self, post: Post, key: str) -> Explanation:
        """Why the post belongs to the story of this key, or does not. Raises KeyError for an unknown key."""
        plan = self._plans[key]
        hits = self._finder.find(post).get(key, ())
        return explain_match(plan, Grounds(Page(post, language_of), hits), outside=_outside(plan.story, post))


def _belonging(judged: Sequence[tuple[str, tuple[Hit, ...], Match | None]]) -> tuple[Match, ...]:
    return tuple(match for _, _, match in judged if match is not None)


def _plan(story: Story) -> Plan:
    try:
        return plan(story)
    except RuleFault as fault:
        faults = check_story(story) or (Fault(file=story.file, key="rule", wrong=fault.line(), right=fault.right),)
        raise ConfigError(faults) from fault


def _outside(story: Story, post: Post) -> str:
    """Why the story does not look at this post: it names its sources, and this is none of them. A post that names
    no source (a file of posts) is looked at."""
    if story.sources and post.source and post.source not in story.sources:
        return f"the story follows {', '.join(story.sources)}, this is from {post.source}"
    return ""


def _may_hold_without_words(plan: Plan) -> bool:
    return any(may_hold_without_words(clause.node) for clause in (plan.update, plan.related))
