"""What software adds to the words of an entry that nobody has written for it: footers, repeated headlines."""

import re

#: A footer stands in the last paragraph; so far back (characters) it is looked for.
_FOOTER = 3_000
#: Behind its last link it has no more than these.
_LAST_WORDS = 120
_HREF = re.compile(r"<a\b[^<>]*?\bhref\s*=\s*[\"']([^\"'<>]*)[\"']", re.IGNORECASE)
_ONLY_LINKS = re.compile(
    r"(?:<a\b[^<>]*>[^<>]*</a>|<font\b[^<>]*>[^<>]*</font>|</?(?:ol|ul|li|p|br|strong)\b[^<>]*>|&nbsp;|\s)++",
    re.IGNORECASE,
)


def without_footer(markup: str, link: str, home: str) -> str:
    """``markup`` without WordPress's last paragraph ("The post X appeared first on Y", in any language).

    It is told by its two links, to the entry (``link``) and to the front page (``home``). The outlet's name in it
    would make each of its posts one about Astana, or about peace.
    """
    if "</a>" not in markup[-_LAST_WORDS:]:  # as nearly always, and told in no time
        return markup
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
