"""Whether what came is the article that an entry of a listing promised, and which of two headlines is the better."""

import re

from monitor.model import Post
from monitor.text.urls import canonical, is_bare

_WORD = re.compile(r"[^\W\d_]{4,}")
#: Scripts whose words are not parted by spaces: their headlines are not compared.
_UNPARTED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
#: So many words a headline has at least that is compared; of each the first letters count, for endings change.
_FEWEST, _STEM = 3, 4
#: What is shorter may be a rubric that stands in both: "News".
_A_HEADLINE = 15


def is_another(entry: Post, article: Post, answered: str, listing: str) -> bool:
    """Whether another page came: the front page or the listing in place of an article that was taken away, or one that
    has no word of the headline (a plea for consent, "page not found", works on the server).

    ``answered`` is the address that answered, ``listing`` that of the listing.
    """
    there, asked = canonical(answered), canonical(entry.url)
    if there != asked and (is_bare(there) or there == canonical(listing)):
        return True
    if _UNPARTED.search(entry.title):
        return False
    stems = {word[:_STEM] for word in _WORD.findall(entry.title.casefold())}
    said = f"{article.title}\n{article.text}".casefold()
    return len(stems) >= _FEWEST and not any(stem in said for stem in stems)


def better_title(listed: str, own: str) -> str:
    """The listing's headline; the article's own where the listing has none, cuts it, or wraps rubric, lead and counters
    around it."""
    wrapped = _A_HEADLINE <= len(own) < len(listed) and own.casefold() in listed.casefold()
    return own if not listed or wrapped or listed.endswith(("…", "...")) else listed
