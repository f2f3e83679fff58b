"""What is meant by a command that does not exist: words that people bring along from other programs."""

from collections.abc import Mapping

_PREVIEW = "monitor source preview ADDRESS shows what it gives"
_FILE = "a story is a file, stories/KEY.toml beside sources.toml"

#: Where it was typed -> the word -> what does it here.
MEANT: Mapping[str, Mapping[str, str]] = {
    "": {
        "status": "monitor health",
        "start": "monitor run",
        "daemon": "monitor run",
        "stop": "a daemon ends at Ctrl-C, or at SIGTERM (kill PID)",
        "restart": "end it with Ctrl-C or SIGTERM, then: monitor run",
        "reload": "a daemon reads its configuration again at SIGHUP (kill -HUP PID)",
        "help": "monitor --help, monitor COMMAND --help",
        "version": "monitor --version",
        "config": "edit the files in config/, then: monitor check",
        "validate": "monitor check",
        "test": "monitor channel test KEY sends a test alert, monitor match tries a story on posts",
        "logs": "the log goes to standard error: monitor run 2>monitor.log",
        "log": "the log goes to standard error: monitor run 2>monitor.log",
        "alerts": "monitor developments, or for what was sent: monitor outbox list",
        "search": "monitor posts --find WORDS",
        "find": "monitor posts --find WORDS",
        "add": "monitor story new ARTICLE for a story; a source is written into sources.toml",
        "import": "monitor source import FILE.opml",
        "fetch": "monitor poll",
        "update": "monitor poll asks the sources, monitor migrate brings the database to a newer program",
        "upgrade": "monitor migrate",
        "sources": "monitor source list",
        "feeds": "monitor source list",
        "stories": "monitor story list",
        "channels": "they stand in channels.toml; monitor channel test KEY tries one",
    },
    "source": {
        "add": f"{_PREVIEW}; then write it into sources.toml",
        "new": f"{_PREVIEW}; then write it into sources.toml",
        "edit": "it stands in sources.toml",
        "remove": "take it out of sources.toml, or write there: enabled = false",
        "delete": "take it out of sources.toml, or write there: enabled = false",
        "pause": "write into sources.toml: enabled = false",
        "test": _PREVIEW,
        "check": _PREVIEW,
        "show": f"monitor source list; {_PREVIEW}",
        "poll": "monitor poll KEY",
    },
    "story": {
        "add": "monitor story new ARTICLE",
        "create": "monitor story new ARTICLE",
        "draft": "monitor story new ARTICLE",
        "edit": _FILE,
        "show": f"{_FILE}; monitor story list names them all",
        "remove": f"{_FILE}: delete it, or for a while: monitor story pause KEY",
        "delete": f"{_FILE}: delete it, or for a while: monitor story pause KEY",
        "resume": "monitor story pause KEY --resume",
        "test": "monitor match STORY.toml POSTS.jsonl",
    },
    "channel": {
        "list": "they stand in channels.toml; monitor check names them",
        "add": "write it into channels.toml, then: monitor channel test KEY",
        "remove": "take it out of channels.toml, or write there: enabled = false",
    },
    "outbox": {"show": "monitor outbox list", "clear": "monitor outbox drop", "resend": "monitor outbox retry"},
}


def meant(group: str, word: str) -> str:
    """What does here what ``monitor GROUP WORD`` does elsewhere (group "": ``monitor WORD``); "" if unknown."""
    return MEANT.get(group, {}).get(word.lower(), "")
