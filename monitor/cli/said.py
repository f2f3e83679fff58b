"""What ``monitor --help`` says of each command, so that nobody waits for all of them to be imported. A test holds these
lines against the commands' own."""

#: Commands that have commands.
GROUPS = frozenset({"story", "source", "outbox", "channel"})

SAID = {
    "init": "Write a commented configuration to start from: FOLDER/config/.",
    "check": "Print every fault of the configuration: file, line, key, what is wrong, what would be right.",
    "migrate": "Bring the database to this program's schema (the daemon does it by itself at its start).",
    "demo": "Show a story unfold on loopback: sources, alerts, an echo, a source that dies, a digest.",
    "run": "Run the daemon: poll, match, alert, digest, until Ctrl-C or SIGTERM.",
    "poll": "Ask sources once, now, and take in what they show. Alerts wait in the outbox for the daemon.",
    "health": "Say whether the daemon runs, which sources it cannot read, and what waits. "
    "Exit 1 if something is wrong.",
    "posts": "List stored posts, the latest first.",
    "developments": "List what happened: each development once, with how many posts and languages repeat it.",
    "backup": "Copy the database to FILE as of this moment, while the daemon runs. The copy is checked.",
    "restore": "Put a copy in place of the database. The daemon must be stopped; the copy is checked first.",
    "digest": "Write what happened in a story: developments first, then the rest, a chart, and what we could not see.",
    "why": "Explain for each story which part of its rule held for a post, which did not, and what became of it.",
    "match": "Write a JSON line for every post that belongs to a story, with the words that made it so.",
    "replay": "Say of every matching post whether it is new or an echo, and who would have heard of it.",
    "story": "Draft a story from an article, list and pause stories.",
    "source": "Try a place before it becomes a source; list the sources; bring a feed reader's feeds.",
    "outbox": "What waits to be delivered, and what could not be.",
    "channel": "Where messages go.",
}
