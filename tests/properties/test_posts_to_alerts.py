"""Whatever happens in whatever order, every post is stored once and every alert is told, at most once more a fault."""

import asyncio
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from monitor.demo.inside import Inside, StillClock
from monitor.demo.outlets.dealt import DealtFeed
from monitor.demo.sinks.refusing import Faults
from monitor.demo.sinks.slack import SlackSink
from monitor.model import Channel, Keyword, Post, Source, Story
from monitor.store.posts import find_posts

START = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
HANDOVERS = ("collected", "matched", "taken_in", "before_send", "sent_not_marked", "marked")

#: Each good has a story of its own, so that no post can be judged the echo of another.
GOODS = [a + b for a in ("barley", "telmor", "saffron", "quinoa") for b in ("ando", "iskul", "emfi", "uldor", "obane")]
STORIES = [
    Story(key=word, title=word, languages=("en",), keywords=(Keyword(name=word, facet="what", exact={"en": (word,)}),))
    for word in GOODS
]


class Died(BaseException):
    """The power went."""


class PostsToAlerts(RuleBasedStateMachine):
    """A daemon over one feed and one Slack. Feed, Slack, clock and database file outlive every crash."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = StillClock(START)
        self.feed = DealtFeed(title="a", posts=[])
        self.slack = SlackSink()
        secret = self.folder / "webhook"
        secret.write_text("https://slack.example/services/T0/B0/x")
        secret.chmod(0o600)
        self.channel = Channel(key="desk", kind="slack", address=f"file:{secret}")
        self.published: list[str] = []
        self.excused = 0
        self.planned = ("", 0)
        self.runner = asyncio.Runner()

    @initialize()
    def the_first_poll_is_the_baseline(self) -> None:
        self._start()
        self._run(self.inside.poll_round())

    def _start(self) -> None:
        met: Counter[str] = Counter()

        def fail_at(name: str) -> None:
            met[name] += 1
            if (name, met[name]) == self.planned:
                self.dead = True
            if self.dead:  # while the power is off nothing tidies up
                raise Died

        self.dead, self.planned = False, ("", 0)
        self.met = met
        self.inside = Inside(
            f"sqlite:///{self.folder}/monitor.db",
            clock=self.clock,
            outlets={"a.example": self.feed, "slack.example": self.slack},
            sources=[Source(key="a", kind="feed", address="https://a.example/feed")],
            stories=STORIES,
            channels=[self.channel],
            fail_at=fail_at,
        )
        self._run(self.inside.__aenter__())

    def _run(self, work: Coroutine[Any, Any, Any]) -> None:
        try:
            self.runner.run(work)
        except Died:
            self.excused += 1
            self.inside.app.close()
            self._start()

    @precondition(lambda self: len(self.published) < len(GOODS))
    @rule()
    def a_post_is_published(self) -> None:
        number = len(self.published)
        word = GOODS[number]
        self.published.append(word)
        # the outlet's own clock is right whatever ours does: what is new stands at the end
        post = Post(source="", id=f"p{number}", url=f"https://a.example/{number}", title=f"The {word} harvest fails")
        self.feed.posts = [*self.feed.posts, replace(post, published_at=START + timedelta(seconds=number))]

    @precondition(lambda self: self.feed.posts)
    @rule(number=st.integers(0, 50))
    def a_post_is_edited(self, number: int) -> None:
        posts = list(self.feed.posts)
        number %= len(posts)
        posts[number] = replace(posts[number], text=posts[number].text + " They say it again.")
        self.feed.posts = posts

    @rule()
    def the_oldest_post_that_was_told_is_deleted(self) -> None:
        told = self._told()
        gone = next((post for post in self.feed.posts if any(word in post.title for word in told)), None)
        self.feed.posts = [post for post in self.feed.posts if post is not gone]

    @rule()
    def everything_due_is_polled(self) -> None:
        self.clock.go(timedelta(minutes=20))
        self._run(self.inside.poll_round())

    @rule()
    def everything_due_is_sent(self) -> None:
        self._run(self.inside.send_round())

    @rule(handover=st.sampled_from(HANDOVERS), nth=st.integers(1, 3))
    def the_power_will_go(self, handover: str, nth: int) -> None:
        self.planned = (handover, self.met[handover] + nth)

    @rule(minutes=st.integers(-180, 180))
    def the_clock_is_set(self, minutes: int) -> None:
        self.clock.go(timedelta(minutes=minutes))

    @rule(faults=st.lists(st.sampled_from(("429", "500", "503", "drop")), min_size=1, max_size=3))
    def slack_will_fail(self, faults: list[str]) -> None:
        self.slack.faults.plan(*faults)
        self.excused += faults.count("drop")

    def _told(self) -> Counter[str]:
        said = [json.dumps(posted.payload) for posted in self.slack.messages]
        return Counter({word: count for word in self.published if (count := sum(word in text for text in said))})

    def teardown(self) -> None:
        """In the end all is well for half a day; then nothing is missing and nothing was told without need."""
        self.planned = ("", 0)
        self.slack.faults = Faults()
        self.clock.go(max(timedelta(0), START + timedelta(hours=4) - self.clock.now()))
        for _ in range(36):
            self.everything_due_is_polled()
            self.everything_due_is_sent()
        stored = self.runner.run(self.inside.app.read(find_posts))
        told = self._told()
        self.runner.run(self.inside.__aexit__())
        self.runner.close()
        shutil.rmtree(self.folder)
        assert sorted(post.id for post in stored) == sorted(f"p{number}" for number in range(len(self.published)))
        assert set(told) == set(self.published), "an alert was lost"
        assert sum(told.values()) - len(told) <= self.excused, "more was repeated than faults excuse"


TestPostsToAlerts = PostsToAlerts.TestCase
TestPostsToAlerts.settings = settings(max_examples=12, stateful_step_count=30, deadline=None)
