"""A program that reads our JSON finds every field in the reference; the fonts are the ones we say."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from message_samples import STORY, arabic
from test_digest_messages import full

from monitor.messages.alert import compose_alert
from monitor.messages.digest import compose_digest
from monitor.messages.more import compose_more
from monitor.messages.notice import compose_notice
from monitor.text.data import data_path

ROOT = Path(__file__).parents[3]


def names(value: Any) -> set[str]:
    if isinstance(value, list):
        return {name for one in value for name in names(one)}
    if isinstance(value, dict):
        return {
            name for key, one in value.items() for name in ({key} | (names(one) if key != "by_language" else set()))
        }
    return set()


def test_every_json_field_is_described() -> None:
    reference = (ROOT / "docs" / "reference" / "messages.md").read_text(encoding="utf-8")
    for message in (
        compose_alert(arabic(), STORY, development=1, form="json", zone="UTC"),
        compose_more(STORY, [arabic()], form="json", zone="UTC"),
        compose_notice("x", ["y"], form="json"),
        compose_digest(full(), form="json"),
    ):
        told = json.loads(message.body)
        assert told["schema"] in reference
        described = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]+)`", reference))))
        missing = names(told) - described
        assert not missing


def test_the_fonts_are_the_ones_that_were_made() -> None:
    folder = Path(data_path("messages", "fonts"))
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert {path.name for path in folder.iterdir()} == {*sums, "SHA256SUMS"}
    assert {name for name in sums if name.endswith(".txt")} == {"OFL-Amiri.txt", "OFL-NotoSans.txt"}
    for name, expected in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected
    assert sum(path.stat().st_size for path in folder.iterdir()) < 1_500_000
