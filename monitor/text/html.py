"""HTML fragments to plain text, in one pass whose time grows with the length alone.

No tree is built: only tags, comments and text are told apart, as the HTML standard's tokenizer does it. So a
hundred thousand nested elements cost no more than as many side by side, and nothing is lost below some depth.
"""

import html
import re
from functools import cache

#: Elements that stand on lines of their own.
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame", "h1", "h2", "h3", "h4",
        "h5", "h6", "head", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "noframes", "ol",
        "optgroup", "option", "p", "pre", "search", "section", "select", "summary", "table", "tbody", "tfoot",
        "thead", "title", "tr", "ul",
    }
)  # fmt: skip
#: Elements that part words without breaking the line.
_CELLS = frozenset({"td", "th", "input", "button", "iframe", "object", "video", "audio", "svg", "math", "textarea"})
#: Elements whose content is not for readers, or not markup: it ends at their own end tag and nowhere else.
_DROPPED = frozenset({"script", "style", "iframe", "noembed", "noframes", "template"})

# A quote that never closes is an ordinary character: so the first ">" ends the tag, and the text after it is kept.
_TOKEN = re.compile(
    r"<(?:(?P<comment>!--)|(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)"
    r"(?P<attributes>(?:[^>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+|[\"'])*+)>|[!?/][^>]*+>)"
)
_COMMENT_END = re.compile(r"--!?>")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_ALT = re.compile(r"(?:^|[\s\"'/])(?:alt|aria-label)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))", re.IGNORECASE)
_OPEN_END = re.compile(r"<[a-zA-Z/!?]")
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]*+)")
# html.unescape turns digits into a number without a limit; no character has more than seven.
_LONG_NUMBER = re.compile(r"&#(?:[0-9]{9,}+|[xX][0-9a-fA-F]{9,}+);?")
_SPACES = re.compile(r"[ \t\r\f\v\xa0]+")
_LINES = re.compile(r" ?(\n) ?")
_MANY_LINES = re.compile(r"\n{3,}")
_INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "embed",
        "font", "i", "img", "ins", "kbd", "label", "link", "map", "mark", "meta", "meter", "nobr", "noindex",
        "noscript", "output", "picture", "progress", "q", "rp", "rt", "ruby", "s", "samp", "small", "source", "span",
        "strike", "strong", "sub", "sup", "time", "track", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
_KNOWN = _BLOCKS | _CELLS | _DROPPED | _INLINE


def unescape(text: str) -> str:
    """``text`` with its HTML character references resolved, once. Never raises; an impossible number is U+FFFD."""
    if "&" not in text:
        return text
    return html.unescape(_LONG_NUMBER.sub("\ufffd", text))


def plain(markup: str) -> str:
    """The words of an HTML fragment as a reader sees them: plain text, unescaped, blocks and ``<br>`` on lines.

    Words of neighbouring blocks and cells are never glued, words split by inline tags stay whole; ``alt`` of pictures
    is kept; scripts, styles and comments are dropped. Text without any tag keeps its lines. At most one empty line
    stands between two others. Time and memory grow with the length of ``markup``, whatever it holds.
    """
    if "<" in markup:
        return _tidy(_flatten(_CDATA.sub("", markup)))
    return _tidy(unescape(markup.replace("\r\n", "\n").replace("\r", "\n")))


def _tidy(text: str) -> str:
    text = _SPACES.sub(" ", text)
    if "\n" in text:
        text = _MANY_LINES.sub("\n\n", _LINES.sub(r"\1", text))
    return text.strip()


def _flatten(markup: str) -> str:
    markup = _whole(markup)
    parts: list[str] = []
    endless: set[str] = set()
    at, kept_lines = 0, 0
    while token := _TOKEN.search(markup, at):
        if token.start() > at:
            _add(parts, markup[at : token.start()], kept_lines > 0)
        at = token.end()
        if token["comment"]:
            # "<!-->" and "<!--->" are whole comments; one that never ends hides the rest, as in a browser
            end = _COMMENT_END.search(markup, token.start() + 2 if markup.startswith((">", "->"), at) else at)
            at = end.end() if end else len(markup)
            continue
        if not (name := token["name"]):
            continue
        name = name.lower()
        if name in _DROPPED - endless and not token["end"] and not token["attributes"].endswith("/"):
            end = _end_tag(name).search(markup, at)
            # without an end tag, code runs to the end; anything else is taken for text that lost its end tag
            at = end.end() if end else len(markup) if name in {"script", "style"} else at
            if not end:
                endless.add(name)  # looked for once: a later search would not find it either
        elif name == "pre":
            kept_lines = max(0, kept_lines + (-1 if token["end"] else 1))
        _part(parts, name, token["attributes"])
    _add(parts, markup[at:], kept_lines > 0)
    return "".join(parts)


def _whole(markup: str) -> str:
    """``markup`` without a tag that was cut off at its end. Every tag that is left has its ">"."""
    last = markup.rfind(">")
    cut = _OPEN_END.search(markup, last + 1)
    if not cut:
        return markup
    name = _TAG_NAME.match(markup, cut.start())
    # "Rates <US 5% ..." of a text that never was HTML is kept; "... <a hre" is a tag cut off
    if name and name[1].lower() not in _KNOWN and "=" not in markup[cut.start() :] and name.end() < len(markup):
        return markup[: cut.start()] + markup[cut.start() :].replace("<", "&lt;")
    return markup[: cut.start()]


@cache
def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])[^>]*+>", re.IGNORECASE)


def _add(parts: list[str], text: str, keep_lines: bool) -> None:
    if not keep_lines:
        text = text.replace("\n", " ")
    text = unescape(text)
    if parts and parts[-1] == "\n" and not keep_lines:
        text = text.lstrip(" \t\r\xa0")
    if text:
        parts.append(text)


def _part(parts: list[str], name: str, attributes: str) -> None:
    """What a tag leaves in the text: a line break, a space, the description of a picture, or nothing."""
    if name == "br":
        parts.append("\n")
    elif name in _BLOCKS:
        if parts and not parts[-1].endswith("\n"):
            parts.append("\n")
    elif name in _CELLS:
        parts.append(" ")
    elif name in {"img", "area"} and (alt := _ALT.search(attributes)):
        words = unescape(next(group for group in alt.groups() if group is not None)).strip()
        if words:
            parts.append(f" {words} ")
