"""Config files: every fault names its file and line."""

from pathlib import Path

import pytest

from monitor.config.toml import load, parse
from monitor.model import ConfigError

EVERYTHING = """\
# a comment with = and [brackets]
key = "a # not a comment"
"quoted key" = 1
plain.dotted = true
many = [
  "one",  # first
  ["two", 'three'],
  { four = 4 },
]
long = \"\"\"
[not.a.table]
x = 1 ""\"\"\"
raw = '''
[[nor.this]]'''
[table."with dot.s"]
deep = { a = { b = [1, 2] } }
[[list]]
name = "first"
[list.inner]
x = 1
[[list.more]]
y = 1
[[list]]
name = "second"
[[list.more]]
y = 2
[[list.more]]
y = 3
"""


@pytest.mark.parametrize(
    ("way", "line"),
    [
        (("key",), 2),
        (("quoted key",), 3),
        (("plain", "dotted"), 4),
        (("many",), 5),
        (("many", 0), 6),
        (("many", 1, 1), 7),
        (("many", 2, "four"), 8),
        (("long",), 10),
        (("raw",), 13),
        (("table", "with dot.s"), 15),
        (("table", "with dot.s", "deep", "a", "b", 1), 16),
        (("list",), 17),
        (("list", 0, "name"), 18),
        (("list", 0, "inner", "x"), 20),
        (("list", 0, "more", 0, "y"), 22),
        (("list", 1, "name"), 24),
        (("list", 1, "more", 1, "y"), 28),
        (("list", 1, "missing"), 23),
        (("nothing",), 0),
    ],
)
def test_each_key_knows_its_line(way: tuple[str | int, ...], line: int) -> None:
    assert parse(EVERYTHING, "f.toml").line(way) == line


def test_lines_are_right_with_byte_order_mark_and_windows_line_ends() -> None:
    raw = b"\xef\xbb\xbf" + EVERYTHING.replace("\n", "\r\n").encode()
    loaded = parse(raw, "f.toml")
    assert loaded.line(("list", 1, "more", 1, "y")) == 28
    assert loaded.data["key"] == "a # not a comment"


@pytest.mark.parametrize(
    ("way", "name"),
    [
        (("list", 0, "name"), "list[first].name"),
        (("list", 1, "more", 0, "y"), "list[second].more[1].y"),
        (("many", 1), "many[2]"),
        (("nothing", 7), "nothing[8]"),
    ],
)
def test_a_place_is_named_as_people_read_it_and_found_again(way: tuple[str | int, ...], name: str) -> None:
    loaded = parse(EVERYTHING, "f.toml")
    assert loaded.name(way) == name
    assert loaded.line_of(name) == loaded.line(way)


def test_two_elements_of_one_name_go_by_their_numbers() -> None:
    loaded = parse('[[k]]\nname = "a"\n[[k]]\nname = "a"\n', "f.toml")
    assert loaded.name(("k", 1, "name")) == "k[2].name"
    assert loaded.line_of("k[2].name") == 4


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b'a = 1\nb = "x\n', "f.toml:2: not TOML"),
        ("a = 1\nb = “x”\n".encode(), "f.toml:2: not TOML: invalid value, column 5; use straight quotes"),
        (b"a = 1\nkey: value\n", "write key = value"),
        (b"a = text\n", "text stands in quotes"),
        (b"a = [", "f.toml:1: not TOML"),
        (b"a = 1\na = 2\n", "f.toml:2: not TOML: cannot overwrite a value, column 6; each key once in its table"),
        (b"every = 15m\n", 'text stands in quotes: key = "..."'),
        (b"quiet_from = 23:00\n", 'text stands in quotes: key = "..."'),
        (b"at = 0 7 * * *\n", 'text stands in quotes: key = "..."'),
        (b'a = ["x", y]\n', 'each text of a list stands in quotes: ["...", "..."]'),
        (b"a = [10.1.2.0/24:443]\n", 'each text of a list stands in quotes: ["...", "..."]'),
        (b"a = [\n  'x',\nb = 1\n", "a list is never closed: add ]"),
        (b"a = 1\nkind = 'feed\"\nb = 2\nc = 3\n", 'f.toml:2: not TOML: expected "\'"'),
        (b'a = ["x",, "y"]\n', "one comma stands between two entries of a list"),
        (b'a = ["x"\n)\n', "a list is never closed: add ]"),
        (b'- a = "x"\n', "nothing stands before a key: take the - away"),
        (b'a = ["x" "y"]\n', "a comma stands between two entries of a list"),
        (b'a = [\n  "x"\n  "y",\n]\n', "f.toml:3: not TOML: unclosed array, column 3; a comma stands between"),
        ("кind = 1\n".encode(), "'к' is Cyrillic: keys are written in Latin letters"),
        ("[[sourcеs]]\na = 1\n".encode(), "'е' is Cyrillic: keys are written in Latin letters"),
        ("kind\u00a0= 1\n".encode(), "column 5; an invisible sign (U+00A0) stands there: take it away"),
        ("\u200bkind = 1\n".encode(), "column 1; an invisible sign (U+200B) stands there: take it away"),
        (b"a = yes\n", "true or false, in small letters and without quotes"),
        (b"a = True  # as in Python\n", "true or false, in small letters and without quotes"),
        (b"a = null\n", "nothing: leave the key out"),
        (b"a = 0,5\n", "a point in place of the comma: 0.5"),
        (b'a = "x" // y\n', "a remark begins with #"),
        (b"a =\n", "a value is missing behind the ="),
        (b"a = [1, 2],\n", "nothing stands behind a value: take the , away"),
        (b"a = 'it's'\n", "quotes inside a text are of the other kind"),
        (b'a = "x" b = "y"\n', "each key on a line of its own"),
        (b'a = ["\\d+"]\n', "a backslash stands in single quotes: '...'"),
        (b'a = "C:\\Users"\n', "a backslash stands in single quotes: '...'"),
        (b"a = {\n  b = 1 }\n", "what stands in { } stands on one line"),
        (b"a = { b = 1, }\n", "without a comma before the }"),
        (b"a = [1]\na.b = 1\n", "what stands before the dot has a value above: write it in one way only"),
        (b"<<<<<<< HEAD\na = 1\n", "both sides of a merge stand in the file: keep one"),
        (b'a = "x\nb = 1\n', 'the line ends inside a text, column 7; a text ends with the " that it begins with'),
        (b'a = "x",\n', "nothing stands behind a value: take the , away"),
        (b"a = true;\n", "nothing stands behind a value: take the ; away"),
        (b'zone "UTC"\n', "write key = value"),
        (b'{"zone": "UTC"}\n', "write key = value"),
        (b'a = ["x]\nb = 1\n', "the line ends inside a text, column 9; a text ends with the quote that it begins with"),
        (b"a = 'x\nb = 1\n", "f.toml:1: not TOML: expected \"'\"; a text ends with the ' that it begins with"),
        (b"a = { b = 1\nc = 2\n", "a table on one line is closed on that line: { ... }"),
        (b"[a\nb = 1\n", "column 3; a header is [name]"),
        (b"[[a]\nb = 1\n", "column 4; a header is [[name]]"),
        (b"[sources]\na = 1\n[sources]\na = 2\n", "twice, column 9; write [[sources]] each time, in two brackets"),
        (b"[daemon]\na = 1\n[daemon]\nb = 2\n", "twice, column 8; write all keys of [daemon] under one header"),
        (b"[s]\na = 1\n[[s]]\na = 2\n", "write [[s]] each time, in two brackets"),
        (b"a = 'x' # \xe2\x80\x9cy\xe2\x80\x9d\nb = 1x\n", "f.toml:2: not TOML: "),
        (b"\xff\xfea\x00", "the file is in UTF-16; save it as UTF-8"),
        (b"a = 1\nb = '\xe9'\n", "f.toml:2: not UTF-8 text"),
        (b"a = " + b"[" * 100_000, "nest too deep"),
        (b"a" + b".b" * 5_000 + b" = 1", "nest too deep"),
        (b"a = 1\n" + bytes(4096), "f.toml:2: it holds bytes of zero"),
        ("a = 1".encode("utf-16-le"), "it is in UTF-16"),
    ],
)
def test_a_file_that_is_not_toml_says_where(raw: bytes, told: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse(raw, "f.toml")
    assert told in str(error.value)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        load(tmp_path / "none.toml")
    with pytest.raises(ConfigError, match=r"cannot be read: it is a folder"):
        load(tmp_path)


def test_a_large_file_is_walked_in_linear_time() -> None:
    text = "".join(f"[[k]]\nname = \"n{n}\"\nforms.ar = ['a', 'b']\n" for n in range(20_000))
    assert parse(text, "f.toml").line(("k", 19_999, "forms", "ar", 1)) == 60_000
