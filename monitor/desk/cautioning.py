"""What a configuration does well by its words and surely not as its writer means: remarks of ``check``."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from monitor.config.shape import near
from monitor.matching.rule import sources_of
from monitor.model import Source, Story
from monitor.sources.layouts import layout_of
from monitor.text.languages import LANGUAGES, RULED

#: Languages whose words have no endings that a dictionary form would lack, or whose particles are known.
_UNBENT = frozenset({"zh", "yue", "ja", "ko", "th", "lo", "my", "km", "vi", "id", "ms"})


def cautious(sources: Sequence[Source], stories: Sequence[Story]) -> list[str]:
    """One sentence for each source and story that will miss what a person expects of it."""
    known = sorted({key for source in sources for key in (source.key, *source.was)})
    return [
        *(text for source in sources if source.enabled and (text := _one_article(source))),
        *(text for story in stories if (text := _as_written(story))),
        *(text for story in stories if (text := _in_other_letters(story))),
        *(text for story in stories for text in [*_from_nowhere(story, known), *_several_in_one(story)]),
    ]


def _one_article(source: Source) -> str:
    """A listing without ``item`` is followed as if it were an article: nothing that it lists is ever read."""
    if source.kind != "page" or source.options.get("item"):
        return ""
    layout = layout_of(source.address)
    if layout is not None and (layout.is_article(source.address) or "item" in layout.options):
        return ""
    return (
        f"source {source.key}: without the option `item` the page itself is followed, as one article; if it lists "
        "articles, say which element is one: options = { item = ... }"
    )


def _as_written(story: Story) -> str:
    """Forms in a language whose grammar we do not have find one form of each word alone."""
    cited = {lang.lower().replace("_", "-").partition("-")[0] for word in story.keywords for lang in word.forms}
    plain = sorted(cited - {*LANGUAGES, *RULED} - _UNBENT)
    if not plain:
        return ""
    return (
        f"story {story.key}: words in {', '.join(plain)} are looked for as they are written, without their endings: "
        "give every form that posts use"
    )


#: Language -> the script that its news is written in; all others of a story's languages write Latin letters.
_SCRIPTS = {
    **dict.fromkeys(("ru", "uk", "kk", "ky", "tt", "tg", "mn", "be", "bg", "sr", "mk"), "CYRILLIC"),
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ug"), "ARABIC"),
    "he": "HEBREW",
}


def _in_other_letters(story: Story) -> str:
    """A name stands in the letters of each language: Tokayev is not found where Токаев or توكاييف is written."""
    missed: dict[str, list[str]] = {}
    for keyword in story.keywords:
        forms = [form for forms in (*keyword.forms.values(), *keyword.exact.values()) for form in forms]
        if keyword.patterns or not any(form[:1].isupper() and not form.isupper() for form in forms):
            continue  # no name, or an acronym, which is written alike in many scripts
        known = {_script(form) for form in forms}
        for lang in story.languages:
            if lang not in keyword.forms and _SCRIPTS.get(lang, "LATIN") not in known:
                missed.setdefault(keyword.name, []).append(lang)
    if not missed:
        return ""
    each = ", ".join(f"{name} ({', '.join(langs)})" for name, langs in missed.items())
    return (
        f"story {story.key}: names are found only in the letters in which they are cited, and posts in these languages "
        f"write others: {each}; give their forms in these languages"
    )


def _script(form: str) -> str:
    """The script of the first letter, as Unicode calls it ("LATIN")."""
    letter = next((letter for letter in form if letter.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0]


def _from_nowhere(story: Story, known: Sequence[str]) -> Iterator[str]:
    """A rule may be tried without any configuration, so a source that it names is nowhere else looked for."""
    for line in ("update", "related", "never"):
        for key in sources_of(getattr(story.rule, line)):
            if key not in known:
                yield f"story {story.key}, rule.{line}: from({key}): there is no such source; {near(key, known)}"


#: What parts alternatives elsewhere; in a form it stands between two words of one phrase, which no text has.
_ALTERNATIVES = re.compile(r"(?<=\w)\s*[,;|،؛、]\s*(?=[^\W\d])|(?<=\w)\s+(?:OR|AND|NOT)\s+(?=\w)")


def _several_in_one(story: Story) -> Iterator[str]:
    """Several words where one form stands: they are looked for as one phrase."""
    for keyword in story.keywords:
        for lang, forms in keyword.forms.items():
            for form in forms:
                if _ALTERNATIVES.search(form):
                    each = ", ".join(f'"{part.strip()}"' for part in _ALTERNATIVES.split(form))
                    yield (
                        f"story {story.key}, keyword {keyword.name} ({lang}): {form!r} is looked for as one phrase; if "
                        f"either will do, write each by itself: [{each}]"
                    )
