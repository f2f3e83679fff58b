"""What stands under the help of each command: lines that may be typed as they are."""

from collections.abc import Sequence

import typer

#: Command -> its examples. The commands of a group go by both words.
EXAMPLES = {
    "init": ("monitor init .", "monitor init /etc/newsroom"),
    "check": ("monitor check", "monitor check /etc/newsroom --json"),
    "demo": ("monitor demo", "monitor demo --posts posts.jsonl --story story.toml --out sent/"),
    "run": ("monitor run", "monitor run --config /etc/newsroom/config"),
    "poll": ("monitor poll", "monitor poll akorda-ru akorda-kk"),
    "migrate": ("monitor migrate --check",),
    "backup": ("monitor backup monitor-2026-01-21.db",),
    "restore": ("monitor restore monitor-2026-01-21.db --force",),
    "health": ("monitor health", "monitor health --json", "monitor health --alive"),
    "posts": ("monitor posts --since 7d --find 'Tokayev Davos'", "monitor posts --source akorda-ru --json"),
    "developments": ("monitor developments", "monitor developments board-of-peace --since 24h"),
    "digest": (
        "monitor digest board-of-peace",
        "monitor digest board-of-peace --since 30d --format html --out page.html",
    ),
    "why": (
        "monitor why https://akorda.kz/ru/events/1",
        "monitor why 2013538236625846272 --story board-of-peace",
        "monitor why dev/4",
    ),
    "match": (
        "monitor match config/stories/board-of-peace.toml posts.jsonl",
        "zcat posts.jsonl.gz | monitor match config/stories/board-of-peace.toml -",
    ),
    "replay": (
        "monitor replay config/stories/board-of-peace.toml posts.jsonl",
        "monitor replay config/stories/board-of-peace.toml --days 7",
        "monitor replay story.toml posts.jsonl --render email --out alerts/",
    ),
    "outbox list": ("monitor outbox list --dead",),
    "outbox retry": ("monitor outbox retry", "monitor outbox retry 17 18"),
    "outbox drop": ("monitor outbox drop 41 42", "monitor outbox drop --channel old-desk"),
    "channel test": ("monitor channel test desk",),
    "source list": ("monitor source list", "monitor source list --json"),
    "source import": ("monitor source import feeds.opml",),
    "source preview": (
        "monitor source preview https://outlet.example/feed",
        "monitor source preview https://outlet.example/ --kind discover",
        "monitor source preview https://akorda.kz/ --kind page --option item=div.card",
        "monitor source preview page.html --base https://outlet.example/1 --json",
    ),
    "story new": (
        "monitor story new article.txt",
        "monitor story new https://outlet.example/1 --key davos --wikidata",
    ),
    "story list": ("monitor story list",),
    "story pause": ("monitor story pause board-of-peace", "monitor story pause board-of-peace --resume"),
    "story suggest": (
        "monitor story suggest board-of-peace --since 30d",
        "monitor story suggest board-of-peace --take 1,3",
    ),
    "story spellings": ("monitor story spellings Tokayev", "monitor story spellings board-of-peace --json"),
}
#: The same for the page that shows all commands.
FIRST = ("monitor demo", "monitor init .", "monitor check", "monitor run")
#: What reads a file of posts says where its form is described.
_OF_POSTS = {"match", "replay", "demo", "story suggest"}
_PANELS = {
    "Begin": ("init", "check", "demo", "story", "source"),
    "Keep it running": ("run", "poll", "health", "outbox", "channel", "migrate", "backup", "restore"),
    "Read what happened": ("digest", "developments", "posts", "why"),
    "Try a story on posts": ("match", "replay"),
}
_PANEL_OF = {command: panel for panel, commands in _PANELS.items() for command in commands}


def dress(app: typer.Typer) -> None:
    """Puts examples under every command of a tree, and the commands into panels."""
    for command in app.registered_commands:
        command.epilog = _epilog(str(command.name))
        command.rich_help_panel = _PANEL_OF[str(command.name)]
    for group in app.registered_groups:
        name = str(group.name or group.typer_instance.info.name)  # type: ignore[union-attr]
        group.rich_help_panel = _PANEL_OF[name]
        for command in group.typer_instance.registered_commands:  # type: ignore[union-attr]
            called = command.name or command.callback.__name__  # type: ignore[union-attr]
            command.epilog = _epilog(f"{name} {called}")


def _epilog(command: str) -> str:
    told = shown("For example:", EXAMPLES[command])
    return f"{told}\n\nThe form of posts: docs/reference/posts-file.md" if command in _OF_POSTS else told


def shown(head: str, lines: Sequence[str]) -> str:
    """Lines to type, under what is said of them."""
    return "\n".join([head, *(f"  $ {line}" for line in lines)])
