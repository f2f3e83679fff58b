"""``check`` finds before the start what the daemon would stumble over later: one sentence, with file and line."""

import re
import shutil
from pathlib import Path

import pytest

from monitor.config import read_config
from monitor.desk.checking import check
from monitor.model import ConfigError

CERTIFICATES = Path(__file__).parents[2] / "hostile" / "certificates"

STORY = """key = "s"
title = "S"
languages = ["en"]
[[keywords]]
name = "k"
facet = "what"
patterns = ['{}']
"""

FEED = '[[sources]]\nkey = "a"\nkind = "feed"\naddress = "{}"\n'

MAIL = '[[channels]]\nkey = "m"\nkind = "email"\naddress = "a@b.example"\n'

#: file, text, what is said of it: line, key and sentence.
CASES = [
    ("monitor.toml", '[network]\ncontact = "a@b\\r\\nX-Evil: 1"\n', "2: network.contact: it goes into a header"),
    ("monitor.toml", '[network]\nca_file = "none.pem"\n', "2: network.ca_file: there is no file none.pem"),
    ("monitor.toml", '[network]\nca_file = "monitor.toml"\n', "2: network.ca_file: monitor.toml holds no certificates"),
    ("monitor.toml", "pollers = 3\n", "1: pollers: unknown key; it stands under [daemon]"),
    ("monitor.toml", "cap = 3\n", "1: cap: unknown key; it stands under [policy]"),
    ("monitor.toml", '[daemon]\nzone = "UTC"\n', "2: daemon.zone: unknown key; it stands above the first [table]"),
    ("stories/s.toml", STORY.format("k") + "[daemon]\n", "8: daemon: unknown key; there are: "),
    ("stories/s.toml", 'update = "k"\n' + STORY.format("k"), "1: update: unknown key; it stands under [rule]"),
    ("sources.toml", FEED.format("https://a.example/") + 'item = "li"\n', "5: sources[a].item: unknown key; what only"),
    ("monitor.toml", '[store]\nurl = "mysql://u:pa55@h/d"\n', "2: store.url: 'mysql' is not a database we know; write"),
    ("monitor.toml", '[store]\nurl = "sqlite://"\n', "2: store.url: a database in memory loses everything"),
    ("monitor.toml", '[daemon]\npollers = 0\n', "2: daemon.pollers: 0 is too small; at least 1"),
    ("monitor.toml", '[daemon]\npollers = 5000\n', "2: daemon.pollers: 5000 is too large; at most 500"),
    ("monitor.toml", '[daemon]\nstatus_every = "1s"\n', "2: daemon.status_every: 1s is too small; at least 10"),
    ("monitor.toml", '[watch]\nheartbeat_url = "http://u:pa55@h/"\n', "2: watch.heartbeat_url: the address names"),
    ("monitor.toml", '[watch]\ndead_after = "0s"\n', "2: watch.dead_after: 0s is too small; at least 1"),
    ("monitor.toml", '[watch]\noverdue = "0s"\n', "2: watch.overdue: 0s is too small; at least 1"),
    ("monitor.toml", '[store]\nurl = "sqlite://data/m.db"\n', "2: store.url: two slashes name a server"),
    ("monitor.toml", '[keep]\nunmatched = "999999d"\n', "2: keep.unmatched: '999999d' is too long; at most 36500d"),
    ("monitor.toml", 'zone = "GMT+5"\n', "1: zone: 'GMT+5' is no time zone; a place, for example Asia/Almaty"),
    ("monitor.toml", 'zone = "MSK"\n', "1: zone: 'MSK' is no time zone; an IANA name, for example"),
    ("monitor.toml", 'zone = "Almaty"\n', "1: zone: 'Almaty' is no time zone; did you mean Asia/Almaty?"),
    ("channels.toml", '[[digests]]\nkey = "d"\nat = "07:30"\n',
        "3: digests[d].at: '07:30' has 1 field instead of five; 30 7 * * * is each day at 07:30"),
    ("channels.toml", '[[channels]]\nkey = "s"\nkind = "slack"\naddress = "${HOOK}"\n',
        "4: channels[s].address: a secret never stands in the configuration: write env:HOOK"),
    ("channels.toml", MAIL + 'options = { host = "h.example:587", from = "m@b.example" }\n',
        "5: channels[m].options.host: 'h.example:587' is no name of a server; the name alone, and the port"),
    ("sources.toml", FEED.format("https://a.example/").replace('"feed"', '"rss"'),
        "3: sources[a].kind: there is no kind 'rss'; write feed"),
    ("sources.toml", FEED.format("https://a.example/").replace('"feed"', '"fееd"'),  # two Cyrillic letters
        "3: sources[a].kind: there is no kind 'fееd'; did you mean feed, in Latin letters?"),
    ("stories/s.toml", STORY.replace("patterns = ['{}']", "forms = ['flood']"),
        '7: keywords[k].forms: ... is a list; lists by language: forms.en = ["..."]'),
    ("stories/s.toml", STORY.replace("'{}'", '"\\bflood\\b"'),
        "7: keywords[k].patterns[1]: '\\x08flood\\x08' holds a backspace"),
    ("sources.toml", FEED.format("https://u:pa55@a.example/f"), "4: sources[a].address: the address names a user"),
    ("sources.toml", FEED.format("file:///etc/passwd"), "4: sources[a].address: is no web address; it begins with"),
    ("sources.toml", FEED.format("https://a.example\\\\@b/"), "4: sources[a].address: the address has a backslash"),
    ("sources.toml", FEED.format("https://a.example/") + 'ca_file = "x.pem"\n', "5: sources[a].ca_file: there is no"),
    ("sources.toml", FEED.format(""), "4: sources[a].address: is empty; write something"),
    ("sources.toml", FEED.format("https://a.example/") + 'was = ["a"]\n', "5: sources[a].was: 'a' is its key still"),
    (
        "sources.toml",
        FEED.format("https://a.example/") + 'was = ["b"]\n' + FEED.replace('"a"', '"b"').format("https://b.example/"),
        "5: sources[a].was: 'b' is a source that is configured",
    ),
    (
        "sources.toml",
        FEED.format("https://a.example/") + 'options = { heed_pace = "perhaps" }\n',
        "5: sources[a].options.heed_pace: 'perhaps' is text; true or false",
    ),
    (
        "sources.toml",
        '[[sources]]\nkey = "t"\nkind = "telegram"\naddress = "https://t.me/+abc"\n',
        "4: sources[t].address: 'https://t.me/+abc' is an invitation; only public channels",
    ),
    (
        "sources.toml",
        '[[sources]]\nkey = "t"\nkind = "telegram"\naddress = "@akorda"\noptions = { pages = 0 }\n',
        "5: sources[t].options.pages: 0 is too small; at least 1",
    ),
    (
        "sources.toml",
        '[[sources]]\nkey = "x"\nkind = "x"\naddress = "https://t.me/a"\noptions = { token = "env:X" }\n',
        "4: sources[x].address: 'https://t.me/a' is no account of X; write @name",
    ),
    (
        "sources.toml",
        '[[sources]]\nkey = "p"\nkind = "page"\naddress = "news.example/all"\n',
        "4: sources[p].address: is no web address",
    ),
    (
        "channels.toml",
        MAIL + 'options = { host = "", from = "m@b.example" }\n',
        "5: channels[m].options.host: is empty; write something",
    ),
    (
        "channels.toml",
        MAIL + 'options = { host = "h.example", from = "" }\n',
        "5: channels[m].options.from: is empty; write something",
    ),
    (
        "channels.toml",
        '[[channels]]\nkey = "w"\nkind = "webhook"\naddress = "ftp://h/x"\n',
        "4: channels[w].address: is no web address; it begins with https://",
    ),
    (
        "channels.toml",
        '[[channels]]\nkey = "one"\nkind = "console"\n[[channels]]\nkey = "two"\nkind = "console"\n',
        "6: channels[two].kind: one is a console already",
    ),
    (
        "channels.toml",
        '[[digests]]\nkey = "d"\nat = "0 0 31 2 *"\n',
        "3: digests[d].at: '0 0 31 2 *' never comes; a day that its month has",
    ),
    ("stories/s.toml", STORY.format(".*"), "7: keywords[k].patterns[1]: '.*' is found in every text"),
    ("stories/s.toml", STORY.format(r"\w+"), r"7: keywords[k].patterns[1]: '\\w+' is found in every text"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "said"), CASES, ids=[f"{file}-{said[:40]}" for file, _, said in CASES])
def test_what_would_fail_later_is_told_with_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, text: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stories").mkdir()
    (tmp_path / file).write_text(text)
    told = [str(fault) for fault in check(tmp_path).faults]
    assert any(one.startswith(f"{tmp_path}/{file}:{said}") for one in told), told
    assert len({re.sub(r";.*", "", one) for one in told}) == len(told), "each fault is told once"
    assert not [one for one in told if re.search(r"pa55|[Ii]nput should|Extra inputs|Value error|\bValueError", one)], (
        told
    )


def test_what_is_right_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    shutil.copy(next(CERTIFICATES.glob("*.pem")), tmp_path / "ca.pem")
    (tmp_path / "monitor.toml").write_text(
        f'[network]\nca_file = "{tmp_path}/ca.pem"\ncontact = "https://desk.example"\n'
    )
    (tmp_path / "channels.toml").write_text('[[digests]]\nkey = "d"\nat = "0 0 29 2 1"\n')
    (tmp_path / "sources.toml").write_text(
        FEED.format("https://a.example/")
        + f'was = ["c"]\nca_file = "{tmp_path}/ca.pem"\n'
        + FEED.replace('"a"', '"b"').format("http://10.0.0.7/feed")
    )
    (tmp_path / "stories" / "s.toml").write_text(STORY.format(r"\bToqa(y|ev)\w*"))
    found = check(tmp_path)
    assert found.faults == ()
    assert any("source b: 10.0.0.7 port 80 is not a public address" in remark for remark in found.remarks)
    read_config(tmp_path)


@pytest.mark.parametrize(
    ("variable", "written", "told"),
    [
        ("sqlite:////var/lib/monitor/none.db", '[store]\nurl = "sqlite:///elsewhere.db"\n', True),
        ("sqlite:///elsewhere.db", '[store]\nurl = "sqlite:///elsewhere.db"\n', False),
        ("", '[store]\nurl = "sqlite:///elsewhere.db"\n', False),
        ("sqlite:////var/lib/monitor/none.db", "", False),
    ],
)
def test_a_database_that_the_environment_overrules_is_remarked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, written: str, told: bool
) -> None:
    monkeypatch.setenv("MONITOR_DATABASE_URL", variable)
    (tmp_path / "monitor.toml").write_text(written)
    said = [
        remark for remark in check(tmp_path).remarks if remark.startswith("[store] url of monitor.toml is not used")
    ]
    assert bool(said) == told


def test_a_driver_that_is_not_installed_is_named_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)  # as in an install without the extra
    (tmp_path / "monitor.toml").write_text('[store]\nurl = "postgresql://db.example/news"\n')
    (fault,) = check(tmp_path).faults
    assert str(fault).endswith(
        ":2: store.url: PostgreSQL needs a driver that is not installed; "
        "where the program is installed: pip install 'psycopg[binary]'"
    )
    assert ConfigError([fault])
