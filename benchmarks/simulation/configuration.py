"""The configuration of a simulated world, as files: what people have made of it so far."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.simulation.changes import Change
from benchmarks.simulation.place import Place
from benchmarks.simulation.plan import DAY, Plan
from benchmarks.simulation.sinks import SENDER, SLACK_HOST
from benchmarks.simulation.words import STORIES
from monitor.model import Source, Story

#: Texts are thrown away so early that whole archives come again afterwards, within a month.
PURGED_AFTER = 5 * DAY

#: Whatever happens at a change is over so long after it.
AROUND = timedelta(minutes=10)

_NEVER = datetime.max.replace(tzinfo=UTC) - DAY
#: The file that cannot be read now and then.
_FILE = "sources.toml"

_MONITOR = """
zone = "{zone}"
[daemon]
status_every = "1h"
[keep]
unmatched = "{unmatched}d"
{policy}
"""
_QUIET = '[policy]\nquiet_from = "23:00"\nquiet_until = "06:30"\n'
_SLACK = f'[[channels]]\nkey = "slack"\nkind = "slack"\naddress = "https://{SLACK_HOST}/services/T0/B0/x"\n'
_HEAD = "console = false\n"
_REST = f"""
[[channels]]
key = "mail"
kind = "email"
address = "desk@newsroom.example"
options = {{ host = "mail.example", from = "{SENDER}" }}
[[digests]]
key = "morning"
at = "0 7 * * *"
[[digests]]
key = "evening"
channels = ["mail"]
"""


class Configuration:
    """``folder`` holds the files. ``off`` are the changes that are not undone yet, by what they are of and whom."""

    def __init__(self, folder: Path, plan: Plan, places: Sequence[Place]) -> None:
        self.folder, self._plan = folder, plan
        self._places = {place.key: place for place in places}
        self.off: dict[tuple[str, str], Change] = {}
        self._names: dict[str, list[str]] = defaultdict(list)
        self._evening = f"30 18 * * *|{plan.zone}"
        self._past: dict[tuple[str, str], list[tuple[datetime, datetime]]] = defaultdict(list)
        #: by any key that a source or a story ever had: the one it began with
        self.first_key: dict[str, str] = {key: key for key in (*self._places, *(story.key for story in STORIES))}
        #: when the daemon refused files that could not be read: the beginning of that state, and when it said so first
        self.refused: dict[datetime, datetime] = {}
        #: when the hour of the digest was changed, and what it has been since
        self._hours = [(plan.start - DAY, self._evening)]
        (folder / "stories").mkdir(parents=True, exist_ok=True)
        self.write()

    def begin(self, change: Change) -> None:
        """Makes a change, in the files."""
        subject = change.subject
        if change.what == "moved" and self._broken_since is not None:
            return  # it would be looked for at its old place until the files can be read again
        if change.what == "renamed":
            names = self._names[subject]
            names.append(f"{subject}-r{len(names) + 1}")
            self.first_key[names[-1]] = subject
        elif change.what == "moved":
            self._places[subject].move()
        elif change.what == "digest":
            self._evening = change.value
            self._hours.append((change.start, change.value))
        if change.stays:
            self._past[change.of, subject].append((change.start, change.start))
        else:
            self.off[change.of, subject] = change
        self.write()

    def end(self, change: Change) -> None:
        """Undoes it."""
        if self.off.pop((change.of, change.subject), None) is not None:
            self._past[change.of, change.subject].append((change.start, change.end))
            self.write()

    def mend(self, now: datetime) -> None:
        """Whoever starts the daemon sees to it that its files can be read."""
        for change in [change for (of, _), change in self.off.items() if of == "file"]:
            self.end(replace(change, end=now))

    def note_reload(self, now: datetime) -> None:
        """The daemon reads the files now, and does not take them while one of them cannot be read."""
        if self._broken_since is not None:
            self.refused.setdefault(self._broken_since, now)

    def hour_of(self, digest: str, at: datetime) -> tuple[str, str]:
        """The cron line and the zone of a digest, as they were at a moment."""
        if digest != "evening":
            return "0 7 * * *", self._plan.zone
        cron, _, zone = max((since, value) for since, value in self._hours if since <= at)[1].partition("|")
        return cron, zone

    def key_of(self, subject: str) -> str:
        """The key that a source or story has now."""
        return self._names[subject][-1] if self._names[subject] else subject

    # -- the past ---------------------------------------------------------------------------------------------------

    def touched(self, of: str, subject: str, start: datetime, end: datetime) -> bool:
        """Whether something of the kind was being done to it in a stretch, or just before or after."""
        return any(one <= end + AROUND and start - AROUND <= two for one, two in self.spans(of, subject))

    def is_away(self, of: str, subject: str, at: datetime) -> bool:
        """Whether it was not in force at a moment: what was changed while a file could not be read came later."""
        going = self.off.get((of, subject))
        spans = [*self._past[of, subject], *([(going.start, _NEVER)] if going else [])]
        return any(self._taken_at(one) <= at <= self._taken_at(two) for one, two in spans)

    def _taken_at(self, at: datetime) -> datetime:
        """When the daemon could read files of that moment."""
        return max([at, *(end for start, end in self.spans("file", _FILE) if start <= at <= end)])

    def away(self, of: str, subject: str, start: datetime, end: datetime) -> timedelta:
        """How much of a stretch it was not in force, at most."""
        spans = self.spans(of, subject)
        return sum((max(min(end, two) - max(start, one), timedelta(0)) for one, two in spans), timedelta(0))

    def back_since(self, of: str, subject: str, at: datetime) -> datetime | None:
        """When it was put in force again last, if it was away at ``at`` or about that time; None if it was not.
        Later than any moment if it is away."""
        ends = [two for one, two in self.spans(of, subject) if one - AROUND <= at <= two + AROUND]
        return max(ends, default=None)

    def spans(self, of: str, subject: str) -> list[tuple[datetime, datetime]]:
        """The stretches in which it was not in force, or may not have been: what is changed while another file cannot
        be read takes effect when that is mended."""
        going = self.off.get((of, subject))
        spans = [*self._past[of, subject], *([(going.start, _NEVER)] if going else [])]
        return spans if of == "file" else [(one, self._taken_at(two)) for one, two in spans]

    @property
    def _broken_since(self) -> datetime | None:
        going = self.off.get(("file", _FILE))
        return going.start if going else None

    # -- files ------------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Writes all files as they should be now."""
        plan = self._plan
        policy = _QUIET if plan.seed % 3 == 0 else ""
        monitor = _MONITOR.format(zone=plan.zone, unmatched=PURGED_AFTER.days, policy=policy)
        (self.folder / "monitor.toml").write_text(monitor)
        sources = "".join(self._source(place) for place in self._places.values())
        broken = self._broken_since is not None
        (self.folder / _FILE).write_text(f"key = \n{sources}" if broken else sources)
        at, _, zone = self._evening.partition("|")
        slack = "" if ("channel", "slack") in self.off else _SLACK
        (self.folder / "channels.toml").write_text(f'{_HEAD}{slack}{_REST}at = "{at}"\nzone = "{zone}"\n')
        for story in STORIES:
            file = self.folder / "stories" / f"{story.key}.toml"
            change = self.off.get(("story", story.key))
            if change is not None and change.what == "taken out":
                file.unlink(missing_ok=True)
            else:
                file.write_text(self._story(story, paused=change is not None))

    def _source(self, place: Place) -> str:
        change = self.off.get(("source", place.key))
        if change is not None and change.what == "taken out":
            return ""
        source: Source = place.source(self._plan.every)
        lines = [
            "[[sources]]",
            _line("key", self.key_of(place.key)),
            _line("kind", source.kind),
            _line("address", source.address),
            f'every = "{int(source.every.total_seconds())}s"',
            "options = {" + ", ".join(_line(name, value) for name, value in source.options.items()) + "}",
            f"enabled = {json.dumps(change is None)}",
            _line("was", [place.key, *self._names[place.key][:-1]] if self._names[place.key] else []),
        ]
        return "\n".join(lines) + "\n"

    def _story(self, story: Story, *, paused: bool) -> str:
        names = self._names[story.key]
        lines = [
            _line("key", self.key_of(story.key)),
            _line("title", story.title),
            _line("languages", list(story.languages)),
            _line("status", "paused" if paused else "active"),
            _line("was", [story.key, *names[:-1]] if names else []),
        ]
        for keyword in story.keywords:
            lines += ["[[keywords]]", _line("name", keyword.name), _line("facet", keyword.facet)]
            lines += [f"forms.{_line(lang, list(forms))}" for lang, forms in keyword.forms.items()]
        return "\n".join(lines) + "\n"


def _line(name: str, value: Any) -> str:
    return f"{name} = {json.dumps(value, ensure_ascii=False)}"
