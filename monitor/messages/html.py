"""HTML for mail and browser: our own templates from the wheel, everything from outside escaped."""

from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from monitor.messages.phrases import count, say
from monitor.text.data import read_text

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, lang: str, **values: Any) -> str:
    """The page of ``data/<template>``, filled. Posts come in as values, never as template text."""
    return (
        _environment()
        .get_template(template)
        .render(
            lang=lang,
            say=lambda name, **fields: say(lang, name, **fields),
            count=lambda name, n, **fields: count(lang, name, n, **fields),
            **values,
        )
    )


def lines(text: str) -> Markup:
    """``text`` escaped, its line ends as ``<br>``."""
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(lambda name: read_text("messages", name)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["lines"] = lines
    return environment
