"""Story files as the operator meets them: shape, words and rule, every fault with its line."""

from pathlib import Path

import pytest

from monitor.jobs.stories import read_stories
from monitor.model import ConfigError

SHIPPED = Path(__file__).parents[3] / "config" / "stories" / "board-of-peace.toml"


def faults(tmp_path: Path, *texts: str) -> list[str]:
    paths = []
    for number, text in enumerate(texts, 1):
        paths.append(tmp_path / f"story{number}.toml")
        paths[-1].write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        read_stories(paths)
    return [str(fault).replace(str(tmp_path) + "/", "") for fault in error.value.faults]


def test_the_shipped_story_has_no_fault() -> None:
    (story,) = read_stories([SHIPPED])
    assert story.key == "board-of-peace"
    assert {keyword.facet for keyword in story.keywords} >= {"who", "what"}
    for lang in ("ar", "kk", "ru", "en"):
        assert all(lang in keyword.forms or lang in keyword.exact for keyword in story.keywords)


def test_faults_of_words_and_rule_have_lines(tmp_path: Path) -> None:
    text = """\
key = "s"
languages = ["kz", "ru"]
[[keywords]]
name = "and"
facet = "who"
forms.ru = ["Токаев"]
[[keywords]]
name = "empty"
[[keywords]]
name = "blank"
forms.ru = ["x", "  "]
exact.ru = ["Δ"]
[[keywords]]
name = "blank"
patterns = ['a', '(']
[rule]
update = "who and wat"
never = "who and (what"
[features]
genres = true
"""
    assert faults(tmp_path, text) == [
        "story1.toml:2: languages[1]: 'kz' is a country; the language is 'kk'",
        "story1.toml:4: keywords[1].name: 'and' is a word of the rule language; another name; "
        "reserved: and, from, lang, near, not, of, or, title",
        'story1.toml:7: keywords[empty]: the keyword has no form; add forms.<language> = ["..."]',
        "story1.toml:11: keywords[3].forms.ru[2]: the form is empty; remove it",
        "story1.toml:14: keywords[4].name: 'blank' is also keyword 3; one name for one idea; join them",
        "story1.toml:15: keywords[4].patterns[2]: '(' is no pattern: missing ) at position 1; "
        "a regular expression in '...'",
        "story1.toml:17: rule.update: \"who and ^wat\", position 9: there is no keyword or facet 'wat'; "
        "there are: and, blank, empty, who",
        'story1.toml:18: rule.never: "who and ^(what", position 9: this ( is never closed; add )',
        "story1.toml:20: features.genres: unknown feature; did you mean genre?",
    ]


def test_faults_of_all_files_are_told_together(tmp_path: Path) -> None:
    one = 'key = "s"\n[[keywords]]\nname = "a"\nforms.en = ["a"]\n'
    found = faults(tmp_path, one, one, "key = 5", "key = ")
    assert [line.split(":")[0] for line in found] == ["story2.toml", "story3.toml", "story4.toml"]
    assert "'s' is also the key of" in found[0]


@pytest.mark.parametrize(
    ("keywords", "told"),
    [
        ('name = "who"\nfacet = "who"\nforms.en = ["a"]\n[[keywords]]\nname = "b"\nfacet = "who"\nforms.en = ["b"]',
         "'who' is also a facet"),
        ('name = ""\nforms.en = ["a"]', "the name is empty"),
        ('name = "a\\"b"\nforms.en = ["a"]', "quote or control character"),
        ('name = "a"\nforms.ru = ["Tokayev"]', "is in Latin letters, which none of ru uses"),
        ('name = "a"\nforms.ar = ["Токаев"]', "is in Cyrillic letters, which none of ar uses"),
        ('name = "a"\nforms."русский" = ["a"]', "is no language code"),
        ('name = "a"\nforms.rus = ["а"]', "'rus' is not how a language is named here; write 'ru'"),
        ('name = "a"\nforms.Arabic = ["ا"]', "'Arabic' is not how a language is named here; write 'ar'"),
        ('name = "a"\nforms."ru, kk" = ["а"]', 'is no language code; a list: ["ru", "kk"]'),
        ('name = "a"\nforms.ru = ["порт Aдена"]', "'A' in 'порт Aдена' is a Latin letter, the others are not"),
        ('name = "port"\nforms.en = ["a"]\n[rule]\nupdate = "роrt"', "did you mean port, in Latin letters?"),
    ],
)  # fmt: skip
def test_a_keyword_that_cannot_work_is_told(tmp_path: Path, keywords: str, told: str) -> None:
    assert told in "\n".join(faults(tmp_path, f'key = "s"\n[[keywords]]\n{keywords}\n'))


@pytest.mark.parametrize(
    "keywords",
    [
        'name = "who"\nfacet = "who"\nforms.en = ["a"]',  # the facet is this keyword and nothing else
        'name = "a"\nforms.kk = ["Toqaev", "Тоқаев", "توقايەۆ"]',  # Kazakh is written in three scripts
        'name = "a"\nforms.xx = ["Δ", "語"]',  # a language we know nothing of
        'name = "a"\nforms.ru = ["ISF"]\nforms.en = ["ISF"]',  # another of its languages uses these letters
        'name = "two words"\nfacet = "what-else"\nforms.en = ["🇰🇿", "8243"]',
    ],
)
def test_a_keyword_that_can_work_is_no_fault(tmp_path: Path, keywords: str) -> None:
    path = tmp_path / "s.toml"
    path.write_text(f'key = "s"\n[[keywords]]\n{keywords}\n', encoding="utf-8")
    assert len(read_stories([path])) == 1


@pytest.mark.parametrize("rule", ["not a", "lang(en)", "a or not b", "1 of (a, lang(en))"])
def test_a_rule_that_holds_for_everything_is_told(tmp_path: Path, rule: str) -> None:
    text = 'key = "s"\n[[keywords]]\nname = "a"\nforms.en = ["a"]\n[[keywords]]\nname = "b"\nforms.en = ["b"]\n'
    assert "it holds for posts without any keyword" in faults(tmp_path, text + f'[rule]\nupdate = "{rule}"\n')[0]


def test_a_story_without_a_keyword_is_told(tmp_path: Path) -> None:
    assert faults(tmp_path, 'key = "s"') == [
        "story1.toml: keywords: the story has no keyword; add [[keywords]] with name and forms"
    ]
