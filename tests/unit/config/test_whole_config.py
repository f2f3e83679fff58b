"""What a person may write by mistake is told as a fault, never as a traceback or a spinning daemon."""

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.config import find_folder, survey
from monitor.config.marks import marks_of
from monitor.desk.checking import check
from monitor.model import ConfigError


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("sources.toml", "sources = 1\n", "sources"),
        ("channels.toml", "channels = 5\n", "channels"),
        ("channels.toml", "digests = 'x'\n", "digests"),
        ("monitor.toml", '[daemon]\nstatus_every = "0s"\n', "status_every"),
    ],
)
def test_what_is_no_list_or_no_time_is_a_fault(tmp_path: Path, file: str, text: str, said: str) -> None:
    (tmp_path / file).write_text(text)
    _, faults = survey(tmp_path)
    assert [fault for fault in faults if said in fault.key]


def test_a_config_whose_alerts_reach_nobody_says_so(tmp_path: Path) -> None:
    (tmp_path / "channels.toml").write_text("console = false\n")
    assert any("alerts reach nobody" in remark for remark in check(tmp_path).remarks)


def test_a_shortest_wait_that_is_longer_than_the_longest_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(
        '[[sources]]\nkey = "a"\nkind = "feed"\naddress = "https://a.example/"\nevery = "5m"\nshortest = "10m"\n'
    )
    _, faults = survey(tmp_path)
    assert [(fault.key, fault.line) for fault in faults] == [("sources[a].shortest", 6)]


TWINS = """[[sources]]
key = "a"
kind = "feed"
address = "https://a.example/"
[[sources]]
key = "a"
kind = "telegram"
address = "@akorda"
options = { foo = 1 }
[[sources]]
key = "a"
kind = "fed"
address = "ftp://a.example/"
"""


def test_of_two_sources_with_one_key_each_is_told_at_its_own_line(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(TWINS)
    told = [(fault.line, fault.key, fault.wrong) for fault in check(tmp_path).faults]
    assert (9, "sources[2].options.foo", "unknown key") in told
    assert (6, "sources[2].key", "'a' stands twice") in told
    assert (11, "sources[3].key", "'a' stands twice") in told
    assert (12, "sources[3].kind", "there is no kind 'fed'") in told
    assert [line for line, key, _ in told if key == "sources[3].address"] == [13]
    assert not [line for line, _, _ in told if line < 6]


def test_two_sources_that_read_one_address_alike_are_remarked(tmp_path: Path) -> None:
    entry = '[[sources]]\nkey = "{}"\nkind = "{}"\naddress = "{}"\n'
    same = entry.format("a", "feed", "https://a.example/feed") + entry.format("b", "feed", "http://www.A.example/feed/")
    other = entry.format("c", "page", "https://a.example/feed") + entry.format("d", "feed", "https://a.example/other")
    (tmp_path / "sources.toml").write_text(same + other + 'options = { zone = "UTC" }\n')
    twins = [remark for remark in check(tmp_path).remarks if "one address" in remark]
    assert len(twins) == 1
    assert twins[0].startswith("sources a, b have one address, https://a.example/feed: ")


def test_of_two_digests_with_one_key_each_is_told_at_its_own_line(tmp_path: Path) -> None:
    digest = '[[digests]]\nkey = "d"\nat = "0 7 * * *"\n'
    (tmp_path / "channels.toml").write_text(digest + digest + 'channels = ["nowhere"]\n')
    told = [(fault.line, fault.wrong) for fault in check(tmp_path).faults]
    assert told == [(5, "'d' stands twice"), (7, "there is no 'nowhere'")]


STORY = """key = "s"
status = "on"
languages = ["kz", 5]
[[keywords]]
name = "k"
forms.en = ["word", ""]
patterns = ["("]
[[keywords]]
name = "k"
forms.ru = 5
[rule]
update = "k and nobody"
related = "k and ("
[features]
gnere = true
"""


def test_a_wrong_value_in_a_story_hides_no_other_fault_of_it_and_makes_up_none(tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "s.toml").write_text(STORY)
    (tmp_path / "stories" / "t.toml").write_text(
        'title = "T"\nwas = 5\nsources = ["nowhere"]\n'
        '[[keywords]]\nforms.en = ["word"]\nvariants = 5\n[rule]\nupdate = "lost"\n'
    )
    told = [(fault.file[-6:], fault.line, fault.key, fault.wrong[:24]) for fault in check(tmp_path).faults]
    assert [each[1:3] for each in told if each[0] == "s.toml"] == [
        (2, "status"),
        (3, "languages[2]"),
        (3, "languages[1]"),
        (6, "keywords[1].forms.en[2]"),
        (7, "keywords[1].patterns[1]"),
        (9, "keywords[2].name"),
        (10, "keywords[2].forms.ru"),
        (12, "rule.update"),
        (13, "rule.related"),
        (15, "features.gnere"),
    ], told
    assert {each[2] for each in told if each[0] == "t.toml"} == {
        "key",
        "was",
        "sources[1]",
        "keywords[1].name",
        "keywords[1].variants",
    }, told


def test_a_wrong_value_hides_no_other_fault_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").write_text(
        '[daemon]\npollers = 0\n[store]\nurl = "mysql://x/y"\n[network]\nallow = ["inside", 5]\nother = 1\n'
    )
    (tmp_path / "sources.toml").write_text(
        '[[sources]]\nkey = "A b"\nkind = "telegram"\naddress = "@akorda"\nevery = "soon"\noptions = { foo = 1 }\n'
    )
    told = [(fault.line, fault.key) for fault in check(tmp_path).faults]
    assert sorted(told) == sorted(
        [
            (2, "daemon.pollers"),
            (4, "store.url"),
            (6, "network.allow[1]"),
            (6, "network.allow[2]"),
            (7, "network.other"),
            (2, "sources[A b].key"),
            (5, "sources[A b].every"),
            (6, "sources[A b].options.foo"),
        ]
    ), told


LISTING = """[[sources]]
key = "ministry"
kind = "page"
address = "https://ministry.example/news"
[[sources]]
key = "council"
kind = "page"
address = "https://council.example/news"
options = { item = "li" }
[[sources]]
key = "akorda"
kind = "page"
address = "https://www.akorda.kz/en/events"
"""
PORT = """key = "port"
[[keywords]]
name = "dockers"
forms.el = ["λιμενεργάτης"]
forms.sw-ke = ["mpagazi"]
forms.pt-br = ["estivador"]
forms.tr = ["liman işçisi"]
forms.zh = ["码头工人"]
"""


def test_a_listing_that_would_be_followed_as_one_article_is_remarked(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(LISTING)
    (said,) = [remark for remark in check(tmp_path).remarks if "item" in remark]
    assert said.startswith("source ministry: without the option `item` the page itself is followed, as one article")


def test_a_story_whose_words_are_not_inflected_says_in_which_languages(tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "port.toml").write_text(PORT)
    said = [remark for remark in check(tmp_path).remarks if "as they are written" in remark]
    assert [remark.partition(":")[::2] for remark in said] == [
        (
            "story port",
            " words in el, sw are looked for as they are written, without their endings: "
            "give every form that posts use",
        )
    ]


TOKAYEV = """key = "visit"
languages = ["ru", "kk", "en", "ar"]
[[keywords]]
name = "tokayev"
forms.en = ["Tokayev"]
[[keywords]]
name = "nato"
forms.en = ["NATO"]
[[keywords]]
name = "kashagan"
forms.ru = ["Кашаган"]
forms.en = ["Kashagan"]
[[keywords]]
name = "strike"
forms.en = ["strike"]
"""


def test_a_name_in_the_letters_of_one_script_says_where_it_will_not_be_found(tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "visit.toml").write_text(TOKAYEV)
    (said,) = [remark for remark in check(tmp_path).remarks if "letters" in remark]
    assert said.endswith("write others: tokayev (ru, kk, ar), kashagan (ar); give their forms in these languages")


def put_a_file(place: Path) -> None:
    place.write_text("")


def put_a_link_that_leads_nowhere(place: Path) -> None:
    place.symlink_to(place.with_name("gone"))


@pytest.mark.parametrize(
    ("place", "put"),
    [
        ("stories", put_a_file),
        ("stories", put_a_link_that_leads_nowhere),
        ("sources.toml", put_a_link_that_leads_nowhere),
        ("sources.toml", Path.mkdir),
        ("stories/s.toml", put_a_link_that_leads_nowhere),
        ("stories/s.toml", Path.mkdir),
    ],
)
def test_what_cannot_be_read_does_not_pass_for_what_was_left_out(
    tmp_path: Path, place: str, put: Callable[[Path], None]
) -> None:
    (tmp_path / "monitor.toml").write_text("")
    if "/" in place:
        (tmp_path / "stories").mkdir()
    put(tmp_path / place)
    (fault,) = survey(tmp_path)[1]
    assert fault.file == str(tmp_path / place)
    assert "cannot be read: " in fault.wrong
    assert marks_of(tmp_path).keys() == {"monitor.toml", place}


def test_what_an_editor_keeps_beside_a_story_is_no_story(tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    put_a_link_that_leads_nowhere(tmp_path / "stories" / ".#s.toml")
    (tmp_path / "stories" / ".s.toml").write_text("half of")
    assert survey(tmp_path)[1] == []
    assert marks_of(tmp_path) == {}


def test_who_names_what_is_not_there_is_told_the_line_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "s.toml").write_text(
        'key = "s"\nchannels = "desc"\nsources = [\n  "a",\n  "b",\n]\n[[keywords]]\nname = "k"\nforms.en = ["word"]\n'
    )
    (tmp_path / "channels.toml").write_text(f'[[channels]]\nkey = "desk"\nkind = "file"\naddress = "{tmp_path}/out"\n')
    (tmp_path / "sources.toml").write_text('[[sources]]\nkey = "a"\nkind = "feed"\naddress = "https://a.example/"\n')
    assert [(fault.line, fault.key, fault.wrong, fault.right) for fault in check(tmp_path).faults] == [
        (2, "channels", "there is no 'desc' in channels.toml", "did you mean desk?"),
        (5, "sources[2]", "there is no 'b' in sources.toml", "there are: a"),
    ]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("sources.toml", "[[sources]]\nkey = a\n"),
        ("channels.toml", "[[channels]]\nkey = desk\n"),
        ("sources.toml", '[[sources]]\nkind = "feed"\naddress = "https://a.example/"\n'),
        ("stories/s.toml", "key = s\n"),
        ("stories/s.toml", 'title = "S"\n[[keywords]]\nname = "k"\nforms.en = ["word"]\n'),
    ],
)
def test_what_cannot_be_read_is_not_called_missing_elsewhere(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "s.toml").write_text(
        'key = "s"\nchannels = "desk"\nsources = ["a"]\n[[keywords]]\nname = "k"\nforms.en = ["word"]\n'
    )
    (tmp_path / "channels.toml").write_text(
        f'[[channels]]\nkey = "desk"\nkind = "file"\naddress = "{tmp_path}/out"\n'
        '[[digests]]\nkey = "d"\nat = "0 7 * * *"\nstories = ["s"]\nchannels = ["desk"]\n'
    )
    (tmp_path / "sources.toml").write_text('[[sources]]\nkey = "a"\nkind = "feed"\naddress = "https://a.example/"\n')
    assert not check(tmp_path).faults
    (tmp_path / file).write_text(text)
    (fault,) = check(tmp_path).faults
    assert fault.file == str(tmp_path / file)


def test_two_stories_of_one_key_are_told_at_the_line_of_the_second(tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    for name in ("a", "b"):
        (tmp_path / "stories" / f"{name}.toml").write_text(
            '# a story\nkey = "s"\n[[keywords]]\nname = "k"\nforms.en = ["word"]\n'
        )
    (fault,) = check(tmp_path).faults
    assert (fault.file[-6:], fault.line, fault.key) == ("b.toml", 2, "key")
    assert fault.wrong == f"'s' is also the key of {tmp_path}/stories/a.toml"
    assert fault.right


def test_a_list_of_tables_that_is_none_is_told_with_its_two_brackets(tmp_path: Path) -> None:
    (tmp_path / "channels.toml").write_text('[digests]\nkey = "d"\nat = "0 7 * * *"\n')
    (fault,) = check(tmp_path).faults
    assert str(fault).endswith("channels.toml:1: digests: ... is a table; tables under [[digests]], in two brackets")


def test_a_file_that_looks_like_a_part_of_the_configuration_and_is_none_is_remarked(tmp_path: Path) -> None:
    for name in ("my-story.toml", "stories/S.TOML", "stories/m.toml.txt", "stories/old/s.toml", "story/s.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    for name in ("notes.md", ".hidden.toml", "stories/.s.toml", "stories/s.toml.bak"):
        (tmp_path / name).write_text("")
    said = [remark.partition(" is not read: ")[0] for remark in check(tmp_path).remarks if "is not read" in remark]
    assert said == ["my-story.toml", "stories/S.TOML", "stories/m.toml.txt", "stories/old/s.toml", "story/s.toml"]


def test_an_address_that_its_kind_cannot_read_is_told_once(tmp_path: Path) -> None:
    entry = '[[sources]]\nkey = "a"\nkind = "feed"\naddress = "feed://news.example/all"\n'
    (tmp_path / "sources.toml").write_text(entry)
    (fault,) = check(tmp_path).faults
    assert str(fault).endswith("4: sources[a].address: is no web address; it begins with https:// or http://")


def test_a_folder_without_any_file_of_a_configuration_is_none(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no config here; make one with: monitor init"):
        find_folder(tmp_path)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "sources.toml").write_text("")
    assert find_folder(tmp_path / "config") == tmp_path / "config"
    with pytest.raises(ConfigError) as told:
        find_folder(tmp_path)
    assert str(told.value).endswith(f"no config here; did you mean {tmp_path}/config?")
    with pytest.raises(ConfigError) as told:
        find_folder(tmp_path / "config" / "sources.toml")
    assert str(told.value).endswith(f"no config here; did you mean {tmp_path}/config?")


def test_what_a_story_asks_for_and_can_never_find_is_remarked(tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "s.toml").write_text(
        'key = "s"\n[[keywords]]\nname = "k"\nforms.ru = ["Токаев, Назарбаев", "1,000 тенге", "Ян"]\n'
        'forms.en = ["flood OR fire", "U.S.", "Davos (Switzerland)", "OR-7 wolf"]\n'
        '[rule]\nupdate = "k and from(fist, second)"\n'
    )
    (tmp_path / "sources.toml").write_text(
        "".join(
            f'[[sources]]\nkey = "{key}"\nkind = "feed"\naddress = "https://a.example/{key}"\n'
            for key in ("first", "second")
        )
    )
    found = check(tmp_path)
    assert not found.faults
    assert [one.partition(": ")[2] for one in found.remarks if "either will do" in one or "from(" in one] == [
        "from(fist): there is no such source; did you mean first?",
        "'Токаев, Назарбаев' is looked for as one phrase; if either will do, write each by itself: "
        '["Токаев", "Назарбаев"]',
        '\'flood OR fire\' is looked for as one phrase; if either will do, write each by itself: ["flood", "fire"]',
    ]


def test_the_address_of_a_source_is_taken_for_no_secret(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('[[sources]]\nkey = "a"\nkind = "feed"\naddress = "file:///etc/passwd"\n')
    found = check(tmp_path)
    assert len(found.faults) == 1
    assert not [one for one in found.remarks if "chmod" in one]


@pytest.mark.parametrize("options", ["", 'options = { token = "env:X_BEARER_TOKEN" }\n'])
def test_a_secret_that_is_not_there_yet_is_remarked_be_it_named_or_meant_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: str
) -> None:
    monkeypatch.delenv("X_BEARER_TOKEN", raising=False)
    (tmp_path / "sources.toml").write_text(f'[[sources]]\nkey = "a"\nkind = "x"\naddress = "@akorda"\n{options}')
    found = check(tmp_path)
    assert not found.faults
    assert "source a: the environment variable X_BEARER_TOKEN is not set" in found.remarks


def test_lines_that_are_not_toml_hide_neither_each_other_nor_what_else_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "floods.toml").write_text(
        'key = "floods"\n[[keywords]]\nname = river\n[[keywords]]\nname = "dam"\nforms.en = ["dam"]\n'
        '[rule]\nupdate = "river and dam"\nupdat = "dam"\n'
    )
    (tmp_path / "sources.toml").write_text(
        '[[sources]]\nkey = “a”\nkind = feed\naddress = "https://a.example/"\n[sources.options]\nfoo = 1\n'
        '[[sources]]\nkey = "b"\nkind = "fed"\naddress = "https://b.example/"\n'
        '[[sources]]\nkey = "c"\nkind: "feed"\n'
    )
    (tmp_path / "monitor.toml").write_text("[policy]\ncap = four\n[keep]\nunmatched = 30 days\n")
    told = sorted((Path(fault.file).name, fault.line, fault.key) for fault in check(tmp_path).faults)
    assert told == [
        ("floods.toml", 3, ""),
        ("floods.toml", 9, "rule.updat"),
        ("monitor.toml", 2, ""),
        ("monitor.toml", 4, ""),
        ("sources.toml", 2, ""),
        ("sources.toml", 3, ""),
        ("sources.toml", 9, "sources[b].kind"),
        ("sources.toml", 13, ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '[[sources]]\nkey = "a"\nkind = "feed"\naddress = [\n  "https://a.example/",\nevery = "5m"\nenabled = true\n',
        '[[sources]]\nkey = """a\nkind = "feed"\n[[sources]]\nkey = "b"\n',
        '[[sources]],\nkey = "a"\nkind = "feed"\naddress = "https://a.example/"\n',
        "".join(f'{{"id": {n}, "text": "Flood"}}\n' for n in range(9)),
        "key: a\nkind: feed\naddress: https://a.example/\n",
    ],
    ids=["a list that is never closed", "a text that is never closed", "a header", "JSON lines", "YAML"],
)
def test_what_comes_of_one_wrong_line_is_not_told_as_more_faults(tmp_path: Path, text: str) -> None:
    (tmp_path / "sources.toml").write_text(text)
    assert len(survey(tmp_path)[1]) == 1
