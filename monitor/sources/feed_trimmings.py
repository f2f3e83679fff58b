"""What software adds to the words of an entry that nobody has written for it: footers, repeated headlines."""

import re

from monitor.text.html import plain

#: A footer stands in the last paragraph; so far back (characters) it is looked for.
_FOOTER = 3_000
#: Behind its last link it has no more than these.
_LAST_WORDS = 120
_HREF = re.compile(r"<a\b[^<>]*?\bhref\s*=\s*[\"']([^\"'<>]*)[\"']", re.IGNORECASE)
_ONLY_LINKS = re.compile(
    r"(?:<a\b[^<>]*>[^<>]*</a>|<font\b[^<>]*>[^<>]*</font>|</?(?:ol|ul|li|p|br|strong)\b[^<>]*>|&nbsp;|\s)++",
    re.IGNORECASE,
)

#: The fields that Drupal writes in front of the text: each in a span, which may hold one element more.
_FIELD = re.compile(
    r"\s*+<span\b(?P<said>[^<>]*+)>(?P<words>[^<>]*+(?:<(?P<inner>span|a|time)\b(?P<more>[^<>]*+)>[^<>]*+</(?P=inner)>\s*+)?+)</span>"
)
_NO_WORDS = re.compile(r"\bfield--name-(?:title|uid|created)\b|\btypeof=[\"']schema:Person\b")
_MOMENT = re.compile(r"\bdatetime=[\"']([^\"']{10,40})[\"']")
#: What a plug-in of WordPress that is not there any more would have made a layout of.
_SHORTCODE = re.compile(
    r"(?:(?<!\w)\[|\[/)(?:(?:vc|et_pb|fusion|av|tdb?|tdc|kc|su|ux|cs|mk|nectar)_[a-z0-9_]{1,40}|caption|gallery|embed|playlist)"
    r"(?:/?\]|\s[^\[\]\n]{0,500}\])"
)


def without_fields(markup: str, title: str, author: str) -> tuple[str, str]:
    """``markup`` without the fields that Drupal writes in front of a text: the headline once more (``title``), who made
    the page (``author``) and when; and that moment as it is written, "" if there is none."""
    at, moment = 0, ""
    while field := _FIELD.match(markup, at):
        found = _MOMENT.search(field["more"] or "") if field["inner"] == "time" else None
        if not (found or _NO_WORDS.search(field["said"]) or _NO_WORDS.search(field["more"] or "")):
            words = " ".join(plain(field["words"]).split())
            if words not in {title, author} or not words:
                break
        at, moment = field.end(), found[1] if found else moment
    return markup[at:], moment


def without_shortcodes(text: str) -> str:
    """``text`` without the signs of WordPress's layouts (``[vc_row]``, ``[caption id="3"]``); the words inside stay."""
    found = _SHORTCODE.sub("", text) if "]" in text else text
    return found if found == text else "\n".join(" ".join(line.split()) for line in found.split("\n")).strip()


def without_footer(markup: str, link: str, home: str) -> str:
    """``markup`` without WordPress's last paragraph ("The post X appeared first on Y", in any language).

    It is told by its two links, to the entry (``link``) and to the front page (``home``). The outlet's name in it
    would make each of its posts one about Astana, or about peace. Without Reddit's, too ("submitted by ...").
    """
    end = markup[-_LAST_WORDS:]
    if "</a>" not in end:  # as nearly always, and told in no time
        return markup
    if "comments]</a>" in end:
        start = markup.rfind("submitted by", max(0, len(markup) - _FOOTER))
        return markup[:start].rstrip().removesuffix("&#32;") if "/user/" in markup[start : start + 200] else markup
    start = markup.rfind("<p", max(0, len(markup) - _FOOTER))
    if start < 0 or markup.count("<a", start) != 2 or not home:
        return markup
    there = {_plain(address) for address in _HREF.findall(markup, start)}
    return markup[:start] if len(there) == 2 and there == {_plain(link), _plain(home)} else markup


def _plain(address: str) -> str:
    """An address without scheme, ``www.``, query and last slash."""
    return address.partition("?")[0].partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")


def is_only_links(markup: str) -> bool:
    """Whether markup holds nothing but links and what stands beside them in grey: the list of other outlets' headlines
    that an aggregator shows in place of a text, another one from hour to hour."""
    return _ONLY_LINKS.fullmatch(markup) is not None
