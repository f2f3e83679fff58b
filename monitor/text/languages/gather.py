"""From a list of forms to stems with shared endings: what the languages with a dictionary have in common."""

from collections.abc import Collection, Mapping

from monitor.text.languages.forms import NO_HEADS, Heads, Stem, Stems, Tails

#: Shorter stems would be met inside every other word.
SHORTEST = 3

_tails: dict[tuple[tuple[str, str], ...], Tails] = {}


def endings(**derivations: str) -> dict[str, str]:
    """A table of endings: ``genitive="а я"`` gives {"а": "genitive", "я": "genitive"}.

    "-" is no ending, ``cited`` no derivation.
    """
    return {
        "" if ending == "-" else ending: "" if how == "cited" else how.replace("_", " ")
        for how, listed in derivations.items()
        for ending in listed.split()
    }


def shared(tails: Mapping[str, str]) -> Tails:
    """The same endings as one object, however many words have them."""
    key = tuple(tails.items())
    return _tails.setdefault(key, dict(tails))


def gather(forms: Mapping[str, str], heads: Heads = NO_HEADS) -> Stems:
    """Stems for folded ``forms`` (form -> how it derives): few, none shorter than three letters if it can be helped."""
    common = _common(forms) if forms else ""
    if len(common) >= SHORTEST:
        cut = len(common)
        return (Stem(common, shared({form[cut:]: how for form, how in forms.items()}), heads),)
    groups: dict[str, list[str]] = {}
    for form in forms:
        if form:
            groups.setdefault(form[:SHORTEST], []).append(form)
    stems = []
    for group in groups.values():
        key = _common(group)
        stems.append(Stem(key, shared({form[len(key) :]: forms[form] for form in group}), heads))
    return tuple(stems)


def _common(forms: Collection[str]) -> str:
    first, last = min(forms), max(forms)
    if last.startswith(first):
        return first
    length = 0
    while first[length] == last[length]:
        length += 1
    return first[:length]
