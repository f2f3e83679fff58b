"""What docs/ says of feeds and previews is true."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

from monitor.desk.preview import Preview, all_kinds, post_json
from monitor.desk.preview_batch import answer_json
from monitor.model import Health, Post
from monitor.sources.feed import FeedOptions

DOCS = Path(__file__).parents[3] / "docs"
FEED = (DOCS / "reference" / "sources-feed.md").read_text(encoding="utf-8")
TRY = (DOCS / "howto" / "try-a-source.md").read_text(encoding="utf-8")


def test_every_option_of_a_feed_is_documented_with_its_default() -> None:
    table = dict(re.findall(r"^\| `(\w+)` \| `([^`]*)` \|", FEED, re.MULTILINE))
    defaults = {name: json.dumps(field.default) for name, field in FeedOptions.model_fields.items()}
    assert table == defaults


def test_every_kind_and_health_word_of_a_preview_is_documented() -> None:
    assert set(all_kinds()) <= set(re.findall(r"`(\w+)`", TRY))
    assert set(Health.__args__) <= set(re.findall(r"`(\w+)`", TRY))  # type: ignore[attr-defined]


def test_the_lines_for_programs_have_the_documented_fields() -> None:
    post, request, answer = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", TRY, re.DOTALL))
    assert post.keys() == post_json(Post(source="s", id="1", published_at=datetime(2026, 1, 21, tzinfo=UTC))).keys()
    assert answer.keys() == answer_json(1, Preview()).keys()
    assert request["address"]
