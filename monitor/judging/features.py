"""What judging remembers of a matched post: small, JSON values only, made once when the post is matched."""

import math
import re
from collections.abc import Mapping
from hashlib import sha256
from zlib import crc32

from monitor.judging.background import Background
from monitor.judging.figures import figures
from monitor.judging.marks import is_act
from monitor.judging.ordinals import houses, ordinals
from monitor.judging.persons import persons
from monitor.judging.reading import Reading, read
from monitor.judging.sides import opening, sides, titled
from monitor.judging.sketch import sketch
from monitor.model import Features, Match, Post
from monitor.text.detect import language_of
from monitor.text.urls import canonical, is_bare

#: Raised when the shape changes: features of another version are compared by link and time alone.
VERSION = 1

#: Kinds of terms: ideas, names, stems.
KINDS = ("i", "n", "t")

#: Terms kept of each kind, the most telling first. About 2 KB as JSON.
_MOST = {"i": 24, "n": 36, "t": 48}
_MOST_OURS = 16
_MASK_TERMS = 40
_MASK_BITS = 256
_MOST_LINKS = 4

_DAY, _AHEAD, _OLDEST = 86_400, 3_600, 20 * 365 * 86_400

_LINK = re.compile(r"https?://[^\s<>\"'«»“”]{4,2000}", re.IGNORECASE)
_REPOST = re.compile(r"^\s*RT\s+@\w{1,50}:\s*", re.IGNORECASE)

#: Which scripts a language code may be written in; a code that contradicts the letters is no code.
_CYRILLIC = frozenset(
    {"ru", "uk", "kk", "be", "bg", "sr", "mk", "ky", "tg", "mn", "tt", "ba", "kaa", "uz", "cv", "sah", "os", "ab", "ce"}
)
_ARABIC = frozenset({"ar", "fa", "ur", "ps", "ckb", "ku", "sd", "ug", "kk", "az"})
_HEBREW = frozenset({"he", "iw", "yi"})


def terms_of(post: Post) -> frozenset[str]:
    """What ``Background.with_terms`` counts of a post. Costs about as much as ``features``."""
    return frozenset(read(post.title, post.text, _language(post)).terms)


def features(match: Match, background: Background) -> Features:
    """What judging needs of a matched post later on: JSON values, at most about 4 KB whatever the text. Never raises.

    ``background`` says which words are common in all news seen.
    """
    post = match.post
    lang = _language(post)
    reading = read(post.title, _REPOST.sub(lambda found: " " * len(found.group()), post.text[:2_000]), lang, match.hits)
    terms = _weighed(reading, background)
    weights = {kind: [weight for term, weight in terms.items() if term[0] == kind] for kind in KINDS}
    links = _links(post.text)
    link = link_key(post.url)
    parts = opening(post.title, post.text)
    counts = figures(parts, lang)
    return {
        "v": VERSION,
        "lang": f"{lang if _fits(lang, reading.script) else ''}/{reading.script}",
        "link": link,
        "links": [found for found in links if found != link],
        "refs": [key for ref in (*post.quotes, post.reply_to) if ref and (key := post_key(ref))][:4],
        "own": bool(reading.words),
        "published": _published(post),
        "terms": terms,
        "ours": [term for term in reading.ours if term in terms][:_MOST_OURS],
        "norms": {kind: round(math.hypot(*of_kind), 2) for kind, of_kind in weights.items()},
        "counts": _counted(reading, terms),
        "numbers": list(reading.numbers),
        "head": [term for term in reading.head if term in terms][:_MOST_OURS],
        "sides": sides(parts, lang),
        "acts": [term for term, weight in reading.terms.items() if weight > 1 and is_act(term[2:])][:_MOST_OURS],
        "titled": titled(parts[0], reading.terms, lang) if parts else [],
        "figures": {counted: [[each.value, int(each.rounded)] for each in found] for counted, found in counts.items()},
        **({"counted": sorted(figures(parts[:1], lang))} if counts and post.title.strip() else {}),
        "persons": persons(parts[0], lang) if parts and post.title.strip() else [],
        "nth": ordinals(parts[0], lang) if parts else {},
        "houses": houses(parts[0], lang) if parts else [],
        "sketch": sketch(reading.words),
        "length": len(reading.words),
        "mask": _mask(terms),
    }


def link_key(url: str) -> str:
    """The canonical address, a very long one by its hash; "" for a front page, which names no page of its own."""
    key = canonical(url)
    if is_bare(key):
        return ""
    if len(key) <= 200 and key.isascii():
        return key
    return f"{key[:60].encode('ascii', 'replace').decode()}#{sha256(key.encode('utf-8', 'replace')).hexdigest()[:24]}"


def post_key(ref: str) -> str:
    """The id of a post, or its address as ``link_key`` has it: what quotes and replies are found by."""
    if "://" in ref:
        return link_key(ref)
    return ref if len(ref) <= 200 and ref.isascii() else sha256(ref.encode("utf-8", "replace")).hexdigest()[:24]


def _language(post: Post) -> str:
    lang = post.lang.casefold().replace("_", "-").partition("-")[0][:3]
    return language_of(f"{post.title[:300]}\n{post.text[:1_200]}", lang if lang.isalpha() and lang != "und" else "")


def _fits(lang: str, script: str) -> bool:
    if script == "cyrillic":
        return lang in _CYRILLIC
    if script == "arabic":
        return lang in _ARABIC
    if script == "hebrew":
        return lang in _HEBREW
    return script != "latin" or lang not in (_CYRILLIC - {"sr", "uz", "kk", "tt", "kaa", "os"}) | _HEBREW | {"ar", "fa"}


def _published(post: Post) -> list[int] | None:
    """From when to when a post may have been published (seconds), None if the place named no time we can believe."""
    if post.published_at is None or post.date_basis == "seen":
        return None
    first = round(post.published_at.timestamp())
    last = first + _DAY if post.date_precision == "day" else first
    seen = round(post.seen_at.timestamp())
    # A post from tomorrow, or from 1970, has a clock that says nothing.
    return None if seen > 0 and not seen - _OLDEST <= first <= seen + _AHEAD else [first, last]


def _links(text: str) -> list[str]:
    found: dict[str, None] = {}
    if "://" not in text:  # most have none, and the pattern is slow
        return []
    for number, match in enumerate(_LINK.finditer(text[:20_000])):
        if link := link_key(match.group().rstrip(".,;:!?)]}»…")):
            found.setdefault(link)
        if len(found) >= _MOST_LINKS or number >= 40:
            break
    return list(found)


def _weighed(reading: Reading, background: Background) -> dict[str, float]:
    """Terms with place (title twice) times rarity, the weightiest of each kind."""
    rare = background.rarities(reading.terms)
    weighed = [(-weight * rarity, term) for (term, weight), rarity in zip(reading.terms.items(), rare, strict=True)]
    weighed.sort()
    left = dict(_MOST)
    terms: dict[str, float] = {}
    for weight, term in weighed:
        if left[term[0]] > 0:
            left[term[0]] -= 1
            terms[term] = round(-weight, 2)
    return terms


def _counted(reading: Reading, terms: Mapping[str, float]) -> dict[str, float]:
    """How many terms of each kind a text has, what it recalls counted in part."""
    found = dict.fromkeys(KINDS, 0.0)
    for term in terms:
        found[term[0]] += min(1.0, reading.terms[term])
    return {kind: round(total, 1) for kind, total in found.items()}


def _mask(terms: Mapping[str, float]) -> int:
    """A bit for each of the weightiest terms: two masks tell in a moment whether two posts have much in common."""
    mask = 0
    for _, term in sorted([(-weight, term) for term, weight in terms.items()])[:_MASK_TERMS]:
        mask |= 1 << crc32(term.encode("utf-8", "replace")) % _MASK_BITS
    return mask
