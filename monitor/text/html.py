"""HTML fragments to plain text, in one pass whose time grows with the length alone.

No tree is built: only tags, comments and text are told apart, as the HTML standard's tokenizer does it. So a
hundred thousand nested elements cost no more than as many side by side, and nothing is lost below some depth.
"""

import re
from collections.abc import Iterable
from functools import cache

from monitor.text.references import unescape

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
_ATTRIBUTES = r"(?:[^>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+|[\"'])*+"
_TAG = re.compile(rf"<(/?[a-zA-Z][^\s/>]*+|[!?]){_ATTRIBUTES}>")
_TOKEN = re.compile(
    rf"<(?:(?P<comment>!--)|(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>{_ATTRIBUTES})>|[!?/][^>]*+>)"
)
#: A tag without its "<" and ">" whose quotes are all closed before that ">": so it ends there and nowhere else.
_CLEAR = re.compile(r"(/?[a-zA-Z][^\s/\"'=]*+)((?:[^\"'=]++|=(?:\"[^\"]*+\"|'[^']*+'|(?=[^\s\"'=])))*+)")
_PICTURE = re.compile(rf"<img(?=[\s/>])({_ATTRIBUTES})>")
_COMMENT_END = re.compile(r"--!?>")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_ALT = re.compile(r"(?:^|[\s\"'/])(?:alt|aria-label)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))", re.IGNORECASE)
_OPEN_END = re.compile(r"<[a-zA-Z/!?]")
#: A tag up to its end, or, where a quote has swallowed that, up to the end of the text; and one up to the next ">".
_TAG_OR_REST = re.compile(rf"<(?:/?[a-zA-Z][^\s/>]*+|[!?]){_ATTRIBUTES}(>|\Z)")
_NEXT_END = re.compile(r"<[a-zA-Z/!?][^>]*+>")
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]*+)")
_MANY_LINES = re.compile(r"\n{3,}")
_INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "embed",
        "font", "i", "img", "ins", "kbd", "label", "link", "map", "mark", "meta", "meter", "nobr", "noindex",
        "noscript", "output", "picture", "progress", "q", "rp", "rt", "ruby", "s", "samp", "small", "source", "span",
        "strike", "strong", "sub", "sup", "time", "track", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
_BREAKING = _BLOCKS | {f"/{name}" for name in _BLOCKS} | {"br", "/br"}
#: Tags that need more than a look at their name.
_HEAVY = _CELLS | _DROPPED | {f"/{name}" for name in _CELLS | _DROPPED} | {"img", "area", "pre", "!", "?"}
_KNOWN = _BLOCKS | _CELLS | _DROPPED | _INLINE
#: What an ordinary tag does to the line it stands in: nothing, ends it, ends it if it holds anything.
_NOTHING, _ENDS, _ENDS_FULL = range(3)
_EFFECTS = {
    name: _ENDS if name == "br" else _ENDS_FULL if name in _BREAKING else _NOTHING
    for known in _BLOCKS | _INLINE
    for name in (known, f"/{known}")
    if name not in _HEAVY
}
#: The same for whole tags, as they are written without attributes; and for short ones with some, as they come.
_BARE = {f"{name}{end}": effect for name, effect in _EFFECTS.items() for end in ("", "/", " /")}
#: So many tags are remembered, of so many characters at most.
_MOST_KNOWN, _SHORT = 2_000, 80


def plain(markup: str) -> str:
    """The words of an HTML fragment as a reader sees them: plain text, unescaped, blocks and ``<br>`` on lines.

    Words of neighbouring blocks and cells are never glued, words split by inline tags stay whole; ``alt`` of pictures
    is kept; scripts, styles and comments are dropped. Text without any tag keeps its lines. At most one empty line
    stands between two others. Time and memory grow with the length of ``markup``, whatever it holds.
    """
    if "<" not in markup:
        text = unescape(markup)
        return _tidy(text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text)
    if "]" in markup or "[" in markup:
        markup = _CDATA.sub("", markup)
    clear = _clear(markup)
    if clear is not None:
        return _tidy(clear, breaks=False)
    markup = _whole(markup)
    light = _light(markup)
    return _tidy(_join("", _pieces(markup)) if light is None else light, breaks=False)


def one_block(text: str) -> str:
    """As ``plain`` of an element that holds ``text`` (no markup, nothing escaped) and no other element."""
    return _tidy(text.replace("\n", " "), breaks=False)


def _tidy(text: str, *, breaks: bool = True) -> str:
    """Any run of white space within a line becomes one space; ``breaks``: there may be some around line breaks too.

    Most texts have nothing to mend, and looking is far cheaper than mending.
    """
    if (
        "  " in text
        or "\t" in text
        or "\xa0" in text
        or "\r" in text
        or "\f" in text
        or "\v" in text
        or "\u2028" in text
        or "\u2029" in text
        or "\x85" in text
        or (breaks and (" \n" in text or "\n " in text))
    ):
        text = "\n".join([" ".join(line.split()) for line in text.split("\n")])
    if "\n\n\n" in text:
        text = _MANY_LINES.sub("\n\n", text)
    return text.strip()


def _clear(markup: str) -> str | None:
    """As ``_light``, in half its time, of markup whose every "<" begins a tag that the next ">" ends; None for any
    other."""
    line, *parts = markup.replace("\n", " ").split("<")
    if not parts:
        return None
    lines: list[str] = []
    for part in parts:
        tag, closed, text = part.partition(">")
        if not closed:
            return None
        effect = _BARE.get(tag)
        if effect is None:
            known = _told(tag)
            if known is None:
                return None
            effect, words = known
            text = words + text
        if effect == _NOTHING:
            line += text
            continue
        line = line.strip(" ")
        if effect == _ENDS or (line and not line.isspace()):
            lines.append(line)
        line = text
    lines.append(line.strip(" "))
    return unescape("\n".join(lines))


def _told(tag: str) -> tuple[int, str] | None:
    """What a tag with attributes does to its line, and the words it stands for; None if it needs more than a look."""
    if tag.startswith('a href="') and tag.find('"', 8) == len(tag) - 1:
        return _NOTHING, ""  # of all tags that are never twice the same, nearly the only one
    found = _CLEAR.fullmatch(tag)
    if not found:
        return None
    name = found[1]
    effect = _EFFECTS.get(name)
    if effect is not None:
        if name != "a" and len(tag) <= _SHORT and len(_BARE) < _MOST_KNOWN:
            _BARE[tag] = effect  # a paragraph or the frame of a picture looks like the one before
        return effect, ""
    if name == "img":
        return _NOTHING, _alt(found[2])
    name = name.lower()
    return None if name in _HEAVY else (_EFFECTS.get(name, _NOTHING), "")


def _light(markup: str) -> str | None:
    """The text of markup of nothing but ordinary tags, in a third of the time; None for any other."""
    flat = markup.replace("\n", " ")
    if "<img" in flat:
        flat = _PICTURE.sub(_described, flat)
    pieces = _TAG.split(flat)
    if len(pieces) == 1 and "<img" not in markup:
        return unescape(markup)
    names = [name.lower() for name in pieces[1::2]]
    if not _HEAVY.isdisjoint(names):
        return None
    return _join(pieces[0], zip(names, pieces[2::2], strict=True))


def _pieces(markup: str) -> list[tuple[str, str]]:
    """Tags, each with the text that follows it: comments and code left out, pictures and cells turned into text."""
    pieces: list[tuple[str, str]] = []
    endless: set[str] = set()
    at, name, before, kept_lines = 0, "", "", 0
    while token := _TOKEN.search(markup, at):
        pieces += _kept(name, before + markup[at : token.start()], kept_lines > 0)
        at, name, before = token.end(), (token["name"] or "").lower(), ""
        if token["comment"]:
            # "<!-->" and "<!--->" are whole comments; one that never ends hides the rest, as in a browser
            end = _COMMENT_END.search(markup, token.start() + 2 if markup.startswith((">", "->"), at) else at)
            at = end.end() if end else len(markup)
        elif name in _DROPPED - endless and not token["end"] and not token["attributes"].endswith("/"):
            end = _end_tag(name).search(markup, at)
            # without an end tag, code runs to the end; anything else is taken for text that lost its end tag
            at = end.end() if end else len(markup) if name in {"script", "style"} else at
            if not end:
                endless.add(name)  # looked for once: a later search would not find it either
        elif name == "pre":
            kept_lines = max(0, kept_lines + (-1 if token["end"] else 1))
        elif name in {"img", "area"}:
            before = _alt(token["attributes"])
        if name in _CELLS:
            before = " "
    return pieces + _kept(name, before + markup[at:], kept_lines > 0)


def _kept(name: str, text: str, keep_lines: bool) -> list[tuple[str, str]]:
    if "\n" not in text:
        return [(name, text)]
    if not keep_lines:
        return [(name, text.replace("\n", " "))]
    first, *others = text.split("\n")
    return [(name, first), *(("br", other) for other in others)]


def _described(picture: re.Match[str]) -> str:
    """A picture's description in its place; the picture itself inside another tag, or if it would make one there."""
    alt, markup, start = _alt(picture[1]), picture.string, picture.start()
    inside = markup.rfind("<", 0, start) > markup.rfind(">", 0, start)
    return picture[0] if inside or "<" in alt else alt


def _alt(attributes: str) -> str:
    """The description of a picture, parted from the words around it."""
    at = attributes.find(' alt="') + 1
    if at:
        before, end = attributes[: at + 3].lower(), attributes.find('"', at + 5)
        if end >= 0 and before.find("alt") == at and "aria-label" not in before:
            return f" {attributes[at + 5 : end]} "
    alt = _ALT.search(attributes)
    return f" {next(group for group in alt.groups() if group is not None)} " if alt else ""


def _join(line: str, pieces: Iterable[tuple[str, str]]) -> str:
    """The text of the pieces behind ``line``, unescaped: a block begins a line if the one before it holds anything."""
    lines: list[str] = []
    for name, text in pieces:
        if name not in _BREAKING:
            line += text
            continue
        if name == "br" or line.strip():
            lines.append(line.strip(" "))
        line = text
    lines.append(line.strip(" "))
    return unescape("\n".join(lines))


def _whole(markup: str) -> str:
    """``markup`` without a tag that was cut off at its end. Every tag that is left has its ">"."""
    last = markup.rfind(">")
    if markup.find('"', last) >= 0 or markup.find("'", last) >= 0:
        markup = _unswallowed(markup, last)
        last = markup.rfind(">")
    cut = _OPEN_END.search(markup, last + 1)
    if not cut:
        return markup
    name = _TAG_NAME.match(markup, cut.start())
    # "Rates <US 5% ..." of a text that never was HTML is kept; "... <a hre" is a tag cut off
    if name and name[1].lower() not in _KNOWN and "=" not in markup[cut.start() :] and name.end() < len(markup):
        return markup[: cut.start()] + markup[cut.start() :].replace("<", "&lt;")
    return markup[: cut.start()]


def _unswallowed(markup: str, last: int) -> str:
    """``markup``, but where a quote runs from a tag behind the ``last`` ">", that tag and those after it end at their
    next ">": nothing reads on to the end of the text once for each of them, and none of that is lost."""
    for tag in _TAG_OR_REST.finditer(markup):
        if not tag[1]:
            at = tag.start()
            return markup[:at] + _NEXT_END.sub(_bare_of_quotes, markup[at:]) if at < last else markup
    return markup


def _bare_of_quotes(tag: re.Match[str]) -> str:
    return tag[0] if _CLEAR.fullmatch(tag[0], 1, len(tag[0]) - 1) else tag[0].replace('"', "").replace("'", "")


@cache
def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])[^>]*+>", re.IGNORECASE)
