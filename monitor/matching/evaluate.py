"""Does a rule hold for what stood in a post? And told in words: which part held, which not, what was missing.

``holds`` and ``explain`` are two readings of one meaning: a test holds them against each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.matching.grounds import Grounds
from monitor.matching.tree import And, From, Lang, Name, Near, Node, Not, Of, Or, Title
from monitor.model import Hit

#: Which keywords a name stands for: a keyword for itself, a facet for its keywords.
Groups = Mapping[str, frozenset[str]]


def holds(node: Node, grounds: Grounds, groups: Groups) -> bool:
    """Whether the rule holds. A name that is not in ``groups`` never stands anywhere."""
    match node:
        case Name(name=name):
            return not groups.get(name, frozenset()).isdisjoint(grounds.names)
        case And(parts=parts):
            return all(holds(part, grounds, groups) for part in parts)
        case Or(parts=parts):
            return any(holds(part, grounds, groups) for part in parts)
        case Not(part=part):
            return not holds(part, grounds, groups)
        case Of(count=count, parts=parts):
            return sum(holds(part, grounds, groups) for part in parts) >= count
        case Near(distance=distance):
            apart = _apart(node, grounds, groups)
            return apart is not None and apart <= distance
        case Title(part=part):
            return holds(part, grounds.title, groups)
        case From(sources=sources):
            return grounds.post.source in sources
        case Lang(codes=codes):
            return grounds.page.lang in codes


def may_hold_without_words(node: Node) -> bool:
    """Whether the rule may hold for a post without a single keyword: by ``from``, ``lang`` or a bare ``not``."""
    match node:
        case From() | Lang() | Not():
            return True
        case And(parts=parts):
            return all(may_hold_without_words(part) for part in parts)
        case Or(parts=parts):
            return any(may_hold_without_words(part) for part in parts)
        case Of(count=count, parts=parts):
            return sum(may_hold_without_words(part) for part in parts) >= count
        case Title(part=part):
            return may_hold_without_words(part)
    return False


def _apart(node: Near, grounds: Grounds, groups: Groups) -> int | None:
    left, right = _side(node.left, grounds, groups), _side(node.right, grounds, groups)
    return grounds.page.distance(left, right) if left and right else None


def _side(names: tuple[Name, ...], grounds: Grounds, groups: Groups) -> tuple[Hit, ...]:
    return grounds.of(frozenset().union(*(groups.get(name.name, frozenset()) for name in names)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One piece of a rule, and how it fared. ``rule`` is the piece as written, ``hits`` what stood there for it,
    ``needed`` what would have made it hold ("" if it held)."""

    rule: str
    held: bool
    hits: tuple[Hit, ...] = ()
    needed: str = ""
    parts: tuple["Part", ...] = ()


def explain(node: Node, text: str, grounds: Grounds, groups: Groups) -> Part:
    """The same answer as ``holds``, with its reasons. ``text`` is the rule text that the tree was made of."""
    rule = " ".join(text[node.start : node.end].split())
    match node:
        case Name(name=name):
            hits = grounds.of(groups.get(name, frozenset()))
            return Part(rule=rule, held=bool(hits), hits=hits, needed="" if hits else _wanted(name, groups))
        case And(parts=parts) | Or(parts=parts) | Of(parts=parts):
            told = tuple(explain(part, text, grounds, groups) for part in parts)
            return _joined(node, rule, told)
        case Not(part=part):
            inner = explain(part, text, grounds, groups)
            needed = f"no {inner.rule}" if inner.held else ""
            return Part(rule=rule, held=not inner.held, hits=inner.hits, needed=needed, parts=(inner,))
        case Near(distance=distance, left=left, right=right):
            return _explain_near(rule, distance, (left, right), grounds, groups)
        case Title(part=part):
            inner = explain(part, text, grounds.title, groups)
            where = "title" if grounds.post.title.strip() else "first line"
            needed = f"in the {where}: {inner.needed}" if inner.needed else ""
            return Part(rule=rule, held=inner.held, hits=inner.hits, needed=needed, parts=(inner,))
        case From(sources=sources):
            held = grounds.post.source in sources
            return Part(rule=rule, held=held, needed="" if held else f"a post of {' or '.join(sources)}")
        case Lang(codes=codes):
            held = grounds.page.lang in codes
            needed = f"a post in {' or '.join(codes)}, this is in {grounds.page.lang or 'an unknown language'}"
            return Part(rule=rule, held=held, needed="" if held else needed)


def _joined(node: And | Or | Of, rule: str, told: tuple[Part, ...]) -> Part:
    held = [part for part in told if part.held]
    missing = [part.needed for part in told if not part.held]
    match node:
        case And():
            short = bool(missing)
            needed = " and ".join(_bracket(each, " or ") for each in missing) if len(missing) > 1 else "".join(missing)
        case Or():
            short, needed = not held, " or ".join(missing)
        case Of(count=count):
            lack = count - len(held)
            short, needed = lack > 0, f"{lack} more of: {', '.join(_bracket(each, ', ') for each in missing)}"
    hits = tuple(dict.fromkeys(hit for part in told for hit in part.hits if part.held))
    return Part(rule=rule, held=not short, hits=hits, needed=needed if short else "", parts=told)


def _bracket(text: str, joint: str) -> str:
    return f"({text})" if joint in text else text


def _explain_near(
    rule: str, distance: int, sides: tuple[tuple[Name, ...], tuple[Name, ...]], grounds: Grounds, groups: Groups
) -> Part:
    left, right = (_side(side, grounds, groups) for side in sides)
    absent = [
        " or ".join(_wanted(name.name, groups) for name in side)
        for side, hits in zip(sides, (left, right), strict=True)
        if not hits
    ]
    if absent:
        return Part(rule=rule, held=False, hits=left + right, needed=" and ".join(absent))
    apart = grounds.page.distance(left, right)
    if apart is not None and apart <= distance:
        return Part(rule=rule, held=True, hits=left + right)
    how = "never in one field" if apart is None else f"they are {apart} words apart"
    return Part(rule=rule, held=False, hits=left + right, needed=f"at most {distance} words between, {how}")


def _wanted(name: str, groups: Groups) -> str:
    members = sorted(groups.get(name, frozenset()) - {name})
    if not members:
        return name
    shown = ", ".join(members[:6]) + (f" and {len(members) - 6} more" if len(members) > 6 else "")
    return f"{name} ({shown})"
