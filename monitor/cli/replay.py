"""``monitor replay``: the whole policy over a file of posts. No database, no network, no config needed."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import ConfigOption, at_hand, database, many, print_json
from monitor.cli.files import must_be_there
from monitor.cli.match import stories_and_posts
from monitor.cli.posts import PostsFile
from monitor.config import Settings
from monitor.model import Policy, Post, WrongUse

if TYPE_CHECKING:
    from monitor.desk.render import Renderer
    from monitor.desk.replay import Step


class Form(StrEnum):
    """How alerts are written out."""

    slack = "slack"
    email = "email"
    text = "text"


FilesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE", help="Story files, then posts (a JSON object a line; none: standard input)."),
]
PolicyOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.toml",
        help="The policy. Without it: with --days or --config that of monitor.toml, else the default.",
    ),
]
GivenOption = Annotated[bool, typer.Option("--given", help="Take every post as an update: judge novelty alone.")]
AllOption = Annotated[bool, typer.Option("--all", help="Also write what does not belong, with tier null.")]
DaysOption = Annotated[
    int | None, typer.Option(min=1, max=3650, help="Play the stored posts of so many days, instead of a file.")
]
RenderOption = Annotated[Form | None, typer.Option(help="Write what each alert would send, as this channel.")]
OutOption = Annotated[Path | None, typer.Option(metavar="DIR", help="Where --render writes.")]
ShowPolicyOption = Annotated[bool, typer.Option("--show-policy", help="Print the policy as TOML, with --json as JSON.")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines (always so).")]


def replay(
    files: FilesArgument = None,
    policy: PolicyOption = None,
    given: GivenOption = False,
    every: AllOption = False,
    days: DaysOption = None,
    config: ConfigOption = None,
    render: RenderOption = None,
    out: OutOption = None,
    show_policy: ShowPolicyOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say of every matching post whether it is new or an echo, and who would have heard of it.

    Posts go in order of their instants. Lines are those of `monitor match` with verdict, development, action and why.
    """
    from monitor.config.policy import show_policy as as_toml
    from monitor.config.policy import written
    from monitor.desk.replay import replay as replay_posts
    from monitor.jobs.stories import read_stories

    settings = at_hand(config) if days is not None or config is not None else None
    chosen = _policy(policy, settings)
    if show_policy:
        print_json(written(chosen)) if as_json else typer.echo(as_toml(chosen), nl=False)
        return
    if not files:
        raise WrongUse("a story file is missing: monitor replay STORY.toml [POSTS.jsonl]")
    if (render is None) != (out is None):
        raise WrongUse("--render and --out DIR go together")
    stories, posts = stories_and_posts(files) if days is None else (_stories_alone(files), "")
    read = read_stories(stories)
    source = PostsFile(posts) if days is None or settings is None else _Stored(days, settings)
    renderer = _renderer(out, render, chosen)
    typer.echo(_described(chosen), err=True)
    counts: Counter[str] = Counter()
    _write(replay_posts(read, source, policy=chosen, given=given, every=every, tell=_tell), renderer, counts)
    typer.echo(_summary(source.read, counts), err=True)
    if renderer is not None:
        typer.echo(f"{many(renderer.written, 'message')} written to {renderer.folder}", err=True)
    if source.broken:
        raise typer.Exit(1)


def _stories_alone(files: list[str]) -> list[Path]:
    """The story files of a replay of stored posts. Raises WrongUse for anything else."""
    for name in files:
        if not name.endswith(".toml"):
            raise WrongUse(f"{name} is no story file: with --days the posts are those that are stored, not a file's")
    return [Path(name) for name in files]


class _Stored:
    """The posts that the store has seen in the last days, in the order in which they came."""

    broken = 0

    def __init__(self, days: int, settings: Settings) -> None:
        self._since = datetime.now(UTC) - timedelta(days=days)
        self._settings = settings
        self.read = 0
        with database(self._settings):
            pass  # whether there is one is told before anything is played

    def __iter__(self) -> Iterator[Post]:
        from monitor.store.posts import seen_since
        from monitor.store.reading import reading

        after = 0
        with database(self._settings) as engine, reading(engine) as door:
            while part := seen_since(door, self._since, after=after):
                after = part[-1][0]
                self.read += len(part)
                yield from (post for _, post in part)


def _policy(file: Path | None, settings: Settings | None) -> Policy:
    """The policy of a file, or else of the configuration whose posts are played, or that is named."""
    from monitor.config.policy import read_policy

    if file is None:
        return Policy() if settings is None else settings.policy
    must_be_there(file)
    return read_policy(file)


def _renderer(out: Path | None, form: Form | None, policy: Policy) -> "Renderer | None":
    if out is None or form is None:
        return None
    from monitor.desk.render import Renderer

    try:
        return Renderer(out, form.value, zone=policy.zone)
    except OSError as error:
        raise WrongUse(f"{out} cannot be written: {error.strerror}") from error


def _write(steps: "Iterable[Step]", renderer: "Renderer | None", counts: "Counter[str]") -> None:
    import msgspec

    for step in steps:
        sys.stdout.buffer.write(msgspec.json.encode(step.record()) + b"\n")
        if step.decision is not None:
            counts["matched"] += 1
            counts[step.decision.action if step.decision.cause != "echo" else "echo"] += 1
        if renderer is not None:
            renderer.take(step)
    sys.stdout.buffer.flush()
    if renderer is not None:
        renderer.finish()


def _tell(line: str) -> None:
    typer.echo(line, err=True)


def _described(policy: Policy) -> str:
    from monitor.config.durations import write_duration

    quiet = "never quiet"
    if policy.quiet_from and policy.quiet_from != policy.quiet_until:
        quiet = f"quiet from {policy.quiet_from} until {policy.quiet_until} {policy.zone}"
    return (
        f"policy: at most {many(policy.cap, 'alert')} in {write_duration(policy.cap_window)}, echoes within "
        f"{write_duration(policy.echo_window)} from likeness {policy.likeness:g}, {quiet} (all of it: --show-policy)"
    )


def _summary(posts: int, counts: "Counter[str]") -> str:
    return (
        f"{many(posts, 'post')}, {counts['matched']:,} matched: {many(counts['alert'], 'alert')}, "
        f"{counts['held']:,} held, {many(counts['echo'], 'echo', 'echoes')}, {counts['digest']:,} for the digest"
    )


def add_to(app: typer.Typer) -> None:
    """Adds the command of this file."""
    app.command("replay")(replay)
