"""Other spellings of the names that a story has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from monitor.desk.suggesting.standing import Seen, Stood, Suggestion, Try, examples, gained
from monitor.matching.variants import variants
from monitor.model import Keyword, Story

#: A spelling is believed if so much of its posts holds another keyword of the story.
_COMPANY = 0.3


def offered_spellings(story: Story) -> dict[Try, str]:
    """Other spellings of the story's names, and how each differs."""
    offered: dict[Try, str] = {}
    for keyword in story.keywords:
        if _is_ordinary(keyword):
            continue
        for lang, forms in keyword.forms.items():
            for form in forms:
                for variant in variants(form) if form[:1].isalpha() and len(form) > 4 else ():
                    offered.setdefault((keyword.name, lang, variant.spelling), f"{form}: {variant.rule}")
                if adjective := _adjective(form, lang):
                    offered.setdefault((keyword.name, lang, adjective), f"{form}: as an adjective")
    return offered


def _is_ordinary(keyword: Keyword) -> bool:
    """Whether a keyword is no name: nobody spells a sentence or rubble in another way. German writes all nouns with
    capitals, and Arabic letters have none: what the other languages do decides."""
    cased = [
        form
        for lang, forms in keyword.forms.items()
        if lang != "de"
        for form in forms
        if form[:1].upper() != form[:1].lower()
    ]
    return bool(cased) and 2 * sum(form[:1].islower() for form in cased) > len(cased)


def _adjective(form: str, lang: str) -> str:
    """What is of a place, in languages that make a word of its own for it: Сарыбулак, сарыбулакский."""
    ending = {"ru": "ский", "uk": "ський"}.get(lang, "")
    one_name = form.isalpha() and form[:1].isupper() and not form.isupper()
    return form.lower() + ending if ending and one_name and form[-1] not in "аеёиоуыьэюяіїєй" else ""


def spellings(
    story: Story, seen: Sequence[Seen], offered: Mapping[Try, str], stood: Mapping[Try, Stood]
) -> list[Suggestion]:
    """Other spellings of the story's names that stand in posts where the name itself is not found."""
    facets = {keyword.name: keyword.facet for keyword in story.keywords}
    found = []
    for (name, lang, form), stands in stood.items():
        missing = {number for number in stands.places if all(hit.keyword != name for hit in seen[number].hits)}
        company = sum(bool(seen[number].hits) for number in missing)
        if missing and company >= _COMPANY * len(missing):
            changed = _with_form(story, name, lang, form)
            alerts, digest = gained(changed, seen, missing)
            ours = sum(seen[number].tier is not None for number in missing)
            if not alerts and not digest and 2 * ours < len(missing):
                continue  # it would bring nothing, and stands in other news
            found.append(
                Suggestion(
                    kind="spelling",
                    keyword=name,
                    facet=facets[name],
                    lang=lang,
                    form=form,
                    why=offered[name, lang, form],
                    posts=len(missing),
                    alerts=len(alerts),
                    digest=len(digest),
                    examples=examples(stands, seen, [*alerts, *digest, *sorted(missing)]),
                )
            )
    return _best_per_posts(found)


def _best_per_posts(found: Iterable[Suggestion]) -> list[Suggestion]:
    """Of spellings that are found in the same posts one is enough: the usual one, which is offered first."""
    kept: dict[tuple[str, tuple[tuple[str, str], ...]], Suggestion] = {}
    for one in found:
        kept.setdefault((one.keyword, one.examples), one)
    return list(kept.values())


def _with_form(story: Story, name: str, lang: str, form: str) -> Story:
    changed = []
    for keyword in story.keywords:
        if keyword.name == name:
            forms = {**keyword.forms, lang: (*keyword.forms.get(lang, ()), form)}
            changed.append(replace(keyword, forms=forms))
        else:
            changed.append(keyword)
    return replace(story, keywords=tuple(changed))
