"""What a rule means for a post; and the explanation says the same."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.matching.evaluate import explain, holds
from monitor.matching.grounds import Grounds, Page
from monitor.matching.rule import parse_rule
from monitor.model import Hit, Post

GROUPS = {
    "a": frozenset({"a"}),
    "b": frozenset({"b"}),
    "c": frozenset({"c"}),
    "letters": frozenset({"a", "b", "c"}),
    "ab": frozenset({"a", "b"}),
}


def hits_of(post: Post) -> Iterable[Hit]:
    """Every single letter a, b, c of the post stands for the keyword of its name."""
    for field in ("title", "text"):
        text = post.title if field == "title" else post.text
        for place, letter in enumerate(text):
            if letter in "abc" and not text[place - 1 : place].isalpha() and not text[place + 1 : place + 2].isalpha():
                yield Hit(keyword=letter, form=letter, lang="en", field=field, start=place, end=place + 1)


def grounds(text: str, title: str = "", source: str = "s", lang: str = "") -> Grounds:
    post = Post(source=source, id="1", title=title, text=text, lang=lang)
    return Grounds(Page(post, lambda text, given: given or ("xx" if text else "")), hits_of(post))


@pytest.mark.parametrize(
    ("rule", "text", "held"),
    [
        ("a", "a", True),
        ("a", "b", False),
        ("letters", "b", True),
        ("a and b", "a", False),
        ("a and b", "b a", True),
        ("a or b and c", "a", True),
        ("not a", "b", True),
        ("not a and b", "a b", False),
        ("not (a and b)", "a", True),
        ("2 of (a, b, c)", "a a a", False),
        ("2 of (a, b, c)", "a c", True),
        ("2 of (ab, c)", "a b", False),
        ("near/1(a, b)", "a b", True),
        ("near/1(a, b)", "b a", True),
        ("near/1(a, b)", "a x b", False),
        ("near/2(a, b)", "a, “x” - b", True),
        ("near/2(a, b)", "a x x b x a", True),
        ("near/2(a, b)", "a x x b x x a", False),
        ("near/3(a, ab)", "a", True),
        ("near/1(a or c, b)", "x c b", True),
        ("near/9(a, b)", "a", False),
        ("from(s)", "", True),
        ("from(t, s)", "", True),
        ("from(t)", "", False),
        ("lang(xx)", "text", True),
        ("lang(en)", "text", False),
        ("unknown", "a", False),
        ("not unknown", "a", True),
    ],
)
def test_a_rule_holds_or_not(rule: str, text: str, held: bool) -> None:
    assert holds(parse_rule(rule), grounds(text), GROUPS) is held


def test_the_title_is_the_first_line_where_there_is_none() -> None:
    assert holds(parse_rule("title(a)"), grounds("\n  x a\nb"), GROUPS)
    assert not holds(parse_rule("title(b)"), grounds("\n  x a\nb"), GROUPS)
    assert not holds(parse_rule("title(a)"), grounds("a", title="x b"), GROUPS)
    assert holds(parse_rule("title(near/1(a, b))"), grounds("x", title="a b"), GROUPS)


def test_words_of_title_and_text_are_never_near() -> None:
    assert not holds(parse_rule("near/50(a, b)"), grounds("b", title="a"), GROUPS)


def test_the_language_given_counts_before_the_one_detected() -> None:
    assert holds(parse_rule("lang(kk)"), grounds("text", lang="kk-KZ"), GROUPS)
    assert holds(parse_rule("lang(xx)"), grounds("text", lang="und"), GROUPS)


def test_a_picture_description_has_no_place() -> None:
    post = Post(source="s", id="1", text="a")
    described = Hit(keyword="b", form="b", lang="en", field="text", start=1, end=1)
    both = Grounds(Page(post, lambda _, given: given), [*hits_of(post), described])
    assert holds(parse_rule("a and b"), both, GROUPS)
    assert not holds(parse_rule("near/9(a, b)"), both, GROUPS)


@pytest.mark.parametrize(
    ("rule", "text", "needed"),
    [
        ("a and b", "a", "b"),
        ("a and (b or c)", "a", "b or c"),
        ("a and (b or c) and ab", "c", "a and ab (a, b)"),
        ("a and b", "a b", ""),
        ("a and not b", "a b", "no b"),
        ("2 of (a, b, c)", "a", "1 more of: b, c"),
        ("near/2(a, b)", "a x x x b", "at most 2 words between, they are 4 words apart"),
        ("near/2(a, b)", "a", "b"),
        ("title(a)", "x\na", "in the first line: a"),
        ("from(t)", "", "a post of t"),
        ("lang(kk)", "text", "a post in kk, this is in xx"),
        ("letters", "", "letters (a, b, c)"),
    ],
)
def test_it_says_what_would_have_been_needed(rule: str, text: str, needed: str) -> None:
    assert explain(parse_rule(rule), rule, grounds(text), GROUPS).needed == needed


_atom = st.sampled_from(
    ["a", "b", "c", "ab", "letters", "near/2(a, b)", "near/1(a or b, c)", "from(s)", "lang(xx)", "unknown"]
)
_rule = st.recursive(
    _atom,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} and {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} or {pair[1]})"),
        inner.map(lambda one: f"not ({one})"),
        inner.map(lambda one: f"title({one})"),
        st.tuples(inner, inner).map(lambda pair: f"2 of (({pair[0]}) and a, ({pair[1]}) or b, not c)"),
    ),
    max_leaves=6,
)


@given(_rule, st.text(alphabet="abcx \n", max_size=12), st.text(alphabet="abcx ", max_size=6))
def test_the_explanation_agrees_with_the_rule(rule: str, text: str, title: str) -> None:
    node = parse_rule(rule)
    told = explain(node, rule, grounds(text, title), GROUPS)
    assert told.held is holds(node, grounds(text, title), GROUPS)
    assert bool(told.needed) is not told.held
