"""Why a post belongs to a story, or does not: which part of the rule held, which did not, what was missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.matching.evaluate import Part, explain
from monitor.matching.grounds import Grounds
from monitor.matching.plan import FEATURES, Plan
from monitor.matching.tiers import Outcome, Sight, outcome
from monitor.matching.tree import Name, Node, Not, children
from monitor.model import Hit, Post, Tier

#: A hit is shown with so many characters of the text on each side.
_AROUND = 24

#: So many hits of one part are shown.
_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldClause:
    """One line of ``[rule]`` and how it fared; ``default`` where the story file leaves it out."""

    name: str
    part: Part
    default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A post and a story: the tier (None: does not belong), and everything that led to it.

    ``demoted`` says what turned an update into related. ``signs`` are what the post showed, each in words.
    """

    story: str
    post: Post
    tier: Tier | None
    score: float
    clauses: tuple[ToldClause, ...]
    demoted: tuple[str, ...]
    signs: tuple[str, ...]
    hits: tuple[Hit, ...]
    outside: str = ""

    def lines(self) -> tuple[str, ...]:
        """The explanation in plain words, a fact a line; indented where it belongs to the line above."""
        return tuple(_lines(self))


def explain_match(plan: Plan, grounds: Grounds, *, outside: str) -> Explanation:
    """The explanation of what ``outcome`` says of the same grounds. ``outside``: why the story does not look here."""
    found = Outcome(tier=None) if outside else outcome(plan, grounds, Sight(grounds.page))
    named = [("never", plan.never), ("update", plan.update), ("related", plan.related)]
    return Explanation(
        story=plan.story.key,
        post=grounds.post,
        tier=found.tier,
        score=found.score,
        clauses=tuple(
            ToldClause(
                name=name, part=explain(clause.node, clause.text, grounds, plan.groups), default=not clause.given
            )
            for name, clause in named
            if clause is not None
        ),
        demoted=found.demoted,
        signs=tuple(_signs(plan, found)),
        hits=grounds.hits,
        outside=outside,
    )


def _signs(plan: Plan, found: Outcome) -> Iterator[str]:
    if found.listed:
        names = ", ".join(dict.fromkeys(hit.keyword for hit in found.listed))
        yield f"inside an enumeration: {names}"
    if found.looked_back_on:
        names = ", ".join(dict.fromkeys(hit.keyword for hit in found.looked_back_on))
        yield f"only looked back on: {names}"
    if found.genre is not None:
        for sign in found.genre.signs:
            yield f"looks like opinion or analysis: {sign}"
        if found.genre.report:
            yield f'reports: "{found.genre.report}"'
    for name in FEATURES:
        if name not in plan.features:
            yield f"switched off in this story: {name}"


def why(found: Outcome, plan: Plan, grounds: Grounds) -> str:
    """One line for a match: the tier's rule, the words that stand for it, what moved the tier."""
    held = "update" if found.tier == "update" or found.demoted else "related"
    clause = plan.update if held == "update" else plan.related
    rule = " ".join(clause.text.split())
    named = frozenset().union(*(plan.groups.get(name, frozenset()) for name in _asked(clause.node)))
    words = ", ".join(_by_keyword(grounds.post, (hit for hit in grounds.hits if hit.keyword in named)))
    line = f"{held}: {rule}" + (f" - {words}" if words else "")
    return line + "".join(f"; only related by {each}" for each in found.demoted)


def _asked(node: Node) -> Iterator[str]:
    """The names that a rule asks for; what stands under ``not`` is none of them."""
    if isinstance(node, Name):
        yield node.name
    elif not isinstance(node, Not):
        for child in children(node):
            yield from _asked(child)


def _by_keyword(post: Post, hits: Iterable[Hit]) -> Iterator[str]:
    seen: dict[str, Hit] = {}
    for hit in hits:
        seen.setdefault(hit.keyword, hit)
    for name, hit in seen.items():
        yield f"{name} “{written(post, hit)}”" if hit.end > hit.start else name


def written(post: Post, hit: Hit) -> str:
    """The words of a hit as they stand in the post."""
    return " ".join((post.title if hit.field == "title" else post.text)[hit.start : hit.end].split())


# --- in plain words ---------------------------------------------------------------------------------------------------


def _lines(told: Explanation) -> Iterator[str]:
    if told.outside:
        yield f"{told.story}: does not belong: {told.outside}"
    elif told.tier is None:
        stopped = any(clause.name == "never" and clause.part.held for clause in told.clauses)
        yield f"{told.story}: does not belong" + (": its never rule holds" if stopped else "")
    else:
        yield f"{told.story}: {told.tier}, score {told.score:.2f}"
    for demotion in told.demoted:
        yield f"  an update by its rule, but only related by {demotion}"
        yield f"    an alert all the same with: [features] {demotion.partition(':')[0]} = false"
    for clause in told.clauses:
        yield from _clause(told, clause)
    for sign in told.signs:
        yield f"  {sign}"
    if not told.hits:
        yield "  no keyword of this story stands in the post"


def _clause(told: Explanation, clause: ToldClause) -> Iterator[str]:
    given = " (the default)" if clause.default else ""
    yield f"  {clause.name}{given}: {clause.part.rule}"
    yield f"    {'holds' if clause.part.held else 'does not hold'}"
    yield from _part(told.post, clause.part, "    ", root=True)
    if clause.part.needed and clause.name != "never":
        yield f"    would hold with: {clause.part.needed}"


def _part(post: Post, part: Part, indent: str, *, root: bool = False) -> Iterator[str]:
    if not root or not part.parts:
        yield f"{indent}  {'+' if part.held else '-'} {part.rule}"
        if not part.parts:
            for hit in part.hits[:_SHOWN]:
                yield f"{indent}      {_shown(post, hit)}"
            if len(part.hits) > _SHOWN:
                yield f"{indent}      and {len(part.hits) - _SHOWN} more"
    # Of what holds, only the parts that hold; of what nothing stood for, its name is enough.
    for inner in part.parts if root or _stood(part) else ():
        if root or inner.held or not part.held:
            yield from _part(post, inner, indent if root else indent + "  ")


def _stood(part: Part) -> bool:
    return part.held or bool(part.hits) or any(_stood(inner) for inner in part.parts)


def _shown(post: Post, hit: Hit) -> str:
    text = post.title if hit.field == "title" else post.text
    before, after = text[max(hit.start - _AROUND, 0) : hit.start], text[hit.end : hit.end + _AROUND]
    around = " ".join(f"{before}[{text[hit.start : hit.end]}]{after}".split())
    origin = ", ".join(filter(None, [hit.keyword, f"{hit.form} ({hit.lang})" if hit.lang else hit.form, hit.rule]))
    return f"{hit.field}: …{around}… <- {origin}" if hit.end > hit.start else f"{origin}"
