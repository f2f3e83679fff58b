"""The rule language: what can be written, and how a slip is told."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.matching.rule import MAX_DEPTH, parse_rule
from monitor.matching.tree import And, From, Lang, Name, Near, Node, Not, Of, Or, RuleFault, Title, children, walk


def shown(node: Node) -> str:
    """A tree in brackets, so that a test can be read."""
    inside = " ".join(shown(part) for part in children(node))
    match node:
        case Name(name=name):
            return name
        case And():
            return f"(and {inside})"
        case Or():
            return f"(or {inside})"
        case Not():
            return f"(not {inside})"
        case Of(count=count):
            return f"({count} of {inside})"
        case Near(distance=distance):
            return f"(near {distance} {inside})"
        case Title():
            return f"(title {inside})"
        case From(sources=sources):
            return f"(from {' '.join(sources)})"
        case Lang(codes=codes):
            return f"(lang {' '.join(codes)})"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("who", "who"),
        ("who and what", "(and who what)"),
        ("a or b and c", "(or a (and b c))"),
        ("a and b or c and d", "(or (and a b) (and c d))"),
        ("not a and b", "(and (not a) b)"),
        ("not (a or b) and not not c", "(and (not (or a b)) (not (not c)))"),
        ("a and (b or c)", "(and a (or b c))"),
        ("2 of (a, b, c)", "(2 of a b c)"),
        ("2 of(a,b) and c", "(and (2 of a b) c)"),
        ("2 of (a، b، c)", "(2 of a b c)"),
        ("1 of (a and b, title(c))", "(1 of (and a b) (title c))"),
        ("near/12(a, b)", "(near 12 a b)"),
        ("near / 3 ( a , b or c )", "(near 3 a b c)"),
        ("title(a)", "(title a)"),
        ("title(a or near/3(b, c))", "(title (or a (near 3 b c)))"),
        ("from(akorda-ru)", "(from akorda-ru)"),
        ("from(akorda-ru, tengri.news)", "(from akorda-ru tengri.news)"),
        ("lang(kk) and a", "(and (lang kk) a)"),
        ("lang(KK, pt-BR)", "(lang kk pt)"),
        ("board-of-peace and world_cup", "(and board-of-peace world_cup)"),
        ("notable and orbit or android", "(or (and notable orbit) android)"),
        ("8243 and 2026-plan", "(and 8243 2026-plan)"),
        ("'two words' and \"of\"", "(and two words of)"),
        ("المجلس and кеңес or 会议", "(or (and المجلس кеңес) 会议)"),
        ("A AND B Or NOT C", "(or (and A B) (not C))"),
        ("who\n  and\twhat", "(and who what)"),
        ("((((a))))", "a"),
    ],
)
def test_a_rule_is_read_as_it_is_meant(text: str, tree: str) -> None:
    assert shown(parse_rule(text)) == tree


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", '"^", position 1: a name is missing here'),
        ("who and", '"who and^", position 8: a name is missing here'),
        ("and who", "\"^and who\", position 1: 'and' is an operator"),
        ("who what", "\"who ^what\", position 5: 'and' or 'or' is missing before 'what'"),
        ("who and (what", '"who and ^(what", position 9: this ( is never closed'),
        ("who and what)", '"who and what^)", position 13: this ) closes nothing'),
        ("who (what)", "'and' or 'or' is missing before '('"),
        ("(who what)", "'and', 'or' or ) is missing before 'what'"),
        ("who && what", "\"who ^&& what\", position 5: unexpected '&'"),
        ("who -what", "\"who ^-what\", position 5: unexpected '-'"),
        ("0 of (a, b)", "0 of 2 can never be right"),
        ("3 of (a, b)", '"^3 of (a, b)", position 1: 3 of 2 can never be right'),
        ("2 of (a, a, b)", "'a' is named 2 times"),
        ("2 of a", "( is missing here"),
        ("2 of ()", "a name is missing here"),
        ("near(a, b)", "near needs a distance in words"),
        ("near/x(a, b)", "near needs a distance in words"),
        ("near/0(a, b)", "the distance must be 1 to 1000"),
        ("near/99999999999999999999(a, b)", "the distance must be 1 to 1000"),
        ("near/3(a)", "near compares two names"),
        ("near/3(a, b, c)", "near compares two names, no more"),
        ("near/3(a and b, c)", "near compares names, or names joined by 'or'"),
        ("title a", "( is missing here"),
        ("title", "( is missing here"),
        ("from()", "a key is missing here"),
        ("lang(kk", "this ( is never closed"),
        ("'who", "the quoted name is not closed"),
        ("who and ''", "a name is missing here"),
        ("a, b", "'and' or 'or' is missing before ','"),
        ("\x00", "unexpected"),
    ],
)
def test_a_slip_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(RuleFault) as error:
        parse_rule(text)
    assert told in str(error.value)


def test_a_long_rule_is_shown_only_around_the_slip() -> None:
    text = " or ".join(f"name-{n}" for n in range(500))
    with pytest.raises(RuleFault) as error:
        parse_rule(text.replace("or name-250 ", "and or name-250 "))
    assert "^or name-250" in str(error.value)
    assert len(str(error.value)) < 200


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        "not " * 3_000 + "a",
        "title(" * 1_000 + "a" + ")" * 1_000,
        "1 of (" * 2_000,
        "(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1),
        "a or " * 10_000,
    ],
)
def test_a_hostile_rule_is_refused_quickly(text: str) -> None:
    started = time.process_time()
    with pytest.raises(RuleFault):
        parse_rule(text)
    assert time.process_time() - started < 2


def test_a_wide_rule_is_fine() -> None:
    assert len(list(walk(parse_rule(" or ".join(f"k{n}" for n in range(2_000)))))) == 2_001


@given(st.text(alphabet="ab ()/,'2 \t\nnotandorfearilg-٣", max_size=40))
def test_any_text_is_a_rule_or_a_fault_with_a_place(text: str) -> None:
    try:
        parse_rule(text)
    except RuleFault as fault:
        assert 0 <= fault.start <= len(text)
        assert "\n" not in str(fault)
