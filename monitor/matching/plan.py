"""A story's rule, ready to be asked: trees, what each name stands for, and the defaults where the file says nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.matching.rule import parse_rule
from monitor.matching.tree import And, Name, Node, Or, plain_name, walk
from monitor.model import Story

#: What stands for "any keyword" in a default rule.
ANY = "any keyword"

#: Judgements that a story can switch off under ``[features]``; all are on unless it does.
FEATURES = ("enumeration", "genre", "background", "beginning", "remembrance", "namesake")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One line of ``[rule]``: the text as written (or the default, told in the same language) and its tree."""

    text: str
    node: Node
    given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A story ready for evaluation."""

    story: Story
    groups: Mapping[str, frozenset[str]]
    update: Clause
    related: Clause
    never: Clause | None
    features: frozenset[str]


def plan(story: Story) -> Plan:
    """The plan of a story. Raises RuleFault if one of its rules cannot be read; unknown names simply never hold."""
    never = _clause(story.rule.never)
    apart = _names(never) if never else frozenset()
    return Plan(
        story=story,
        groups=groups(story, apart),
        update=_clause(story.rule.update) or _default_update(story, apart),
        related=_clause(story.rule.related) or _simple((ANY,), " or "),
        never=never,
        features=frozenset(name for name in FEATURES if story.features.get(name, True)),
    )


def groups(story: Story, apart: frozenset[str] = frozenset()) -> dict[str, frozenset[str]]:
    """Which keywords each name of a rule stands for: a keyword for itself, a facet for all of its own.

    ``apart`` are names that the ``never`` rule uses: they are no evidence for the defaults.
    """
    found: dict[str, set[str]] = {}
    counted: set[str] = set()
    for keyword in story.keywords:
        found.setdefault(plain_name(keyword.name), set()).add(keyword.name)
        if facet := plain_name(keyword.facet):
            found.setdefault(facet, set()).add(keyword.name)
        if apart.isdisjoint({plain_name(keyword.name), plain_name(keyword.facet)}):
            counted.add(keyword.name)
    return {name: frozenset(names) for name, names in found.items()} | {ANY: frozenset(counted)}


def _names(clause: Clause) -> frozenset[str]:
    return frozenset(node.name for node in walk(clause.node) if isinstance(node, Name))


def _clause(text: str) -> Clause | None:
    return Clause(text=text, node=parse_rule(text), given=True) if text.strip() else None


def _default_update(story: Story, apart: frozenset[str]) -> Clause:
    """One keyword of each facet; without facets any keyword. Facets that only ``never`` uses do not count."""
    facets = dict.fromkeys(
        plain_name(keyword.facet)
        for keyword in story.keywords
        if keyword.facet.strip() and apart.isdisjoint({plain_name(keyword.name), plain_name(keyword.facet)})
    )
    return _simple(tuple(facets) or (ANY,), " and ")


def _simple(names: tuple[str, ...], joint: str) -> Clause:
    """A rule of bare names, written and built at once (a default may be longer than any rule a person writes)."""
    text = ""
    parts: list[Name] = []
    for name in names:
        text += joint if text else ""
        parts.append(Name(name=name, start=len(text), end=len(text) + len(name)))
        text += name
    node: Node = parts[0]
    if len(parts) > 1:
        node = (And if joint == " and " else Or)(parts=tuple(parts), start=0, end=len(text))
    return Clause(text=text, node=node, given=False)
