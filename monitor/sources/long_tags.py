"""Tags with hundreds of attributes lose them: libxml2 and lxml look through all of a tag's for each of them, so 100,000
in one tag would take a minute."""

import re

#: No place that is read by people has so many in one tag; and a tag with so many is at least as long as this.
_MOST, _SHORTEST = 400, 800
#: As the HTML standard's tokenizer reads them: a quote opens a value behind "=" and nowhere else.
_ATTRIBUTES = r"[^>\"'=]*+(?:=\s*+(?:\"[^\"]*+\"|'[^']*+')?+[^>\"'=]*+|[\"'][^>\"'=]*+)*+"
#: A quick look, at nearly every page the only one: whatever may be a tag, up to its end.
_MAY_BE = rf"<[^\s<>!?/]{_ATTRIBUTES}"
_MAY_BE_TEXT, _MAY_BE_BYTES = re.compile(_MAY_BE), re.compile(_MAY_BE.encode())
_TAG = re.compile(rf"<(?:!--|([a-zA-Z_:][^\s/>]*+)({_ATTRIBUTES}))")
_VALUES = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+')")
#: Elements in which nothing is a tag but their own end.
_RAW = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "title", "textarea")}


def without_long_tags(text: str) -> str:
    """``text`` (HTML or XML), each tag of more than 400 attributes bare of them. Time grows with the length alone."""
    long = (tag[0] for tag in _MAY_BE_TEXT.finditer(text) if tag.end() - tag.start() > _SHORTEST)
    return _shortened(text) if any(map(_is_long, long)) else text


def bytes_without_long_tags(body: bytes) -> bytes:
    """The same of text in UTF-8."""
    long = (tag[0] for tag in _MAY_BE_BYTES.finditer(body) if tag.end() - tag.start() > _SHORTEST)
    if not any(_is_long(tag.decode("latin-1")) for tag in long):
        return body
    return _shortened(body.decode("utf-8", "replace")).encode("utf-8", "replace")


def _shortened(text: str) -> str:
    """As ``without_long_tags``; what stands in scripts and comments is no tag."""
    kept: list[str] = []
    at = done = 0
    raw = dict(_RAW)
    while tag := _TAG.search(text, at):
        at = tag.end()
        if not tag[1]:
            end = text.find("-->", at)
            at = end if end >= 0 else len(text)
            continue
        if _is_long(tag[2]):
            kept += [text[done : tag.start()], f"<{tag[1]}{'/' if tag[2].endswith('/') else ''}"]
            done = at
        if ends := raw.get(name := tag[1].lower()):
            if end_tag := ends.search(text, at):
                at = end_tag.start()
            else:
                del raw[name]  # looked for once: a later search would not find it either
    return "".join([*kept, text[done:]])


def _is_long(attributes: str) -> bool:
    names = _VALUES.sub("= ", attributes)
    return max(len(names.split()), names.count("="), names.count("/")) > _MOST
