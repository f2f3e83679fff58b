"""Entries become posts: plain words, believable dates, whole links, one id each."""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from urllib.parse import urljoin, urlsplit

from monitor.model import DatePrecision, Media, Post
from monitor.sources.feed_dates import When, read_when
from monitor.sources.feed_entry import Entry, Sheet, is_empty
from monitor.sources.feed_identity import identity
from monitor.sources.feed_trimmings import is_only_links, without_fields, without_footer, without_shortcodes
from monitor.text.html import plain
from monitor.text.outlets import only_leads_on
from monitor.text.pointers import without_pointers
from monitor.text.references import unescape

#: Longer titles and texts are cut (characters): a feed carries articles, not books.
LONGEST_TITLE, LONGEST_TEXT = 1_000, 200_000
#: The second finds capitals as well, in three times the time.
_IMAGE, _ANY_IMAGE = re.compile(r"<img\b[^<>]*>"), re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_SRC = re.compile(r"\ssrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_ALT = re.compile(r"\salt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
#: What is markup though it was said to be text: not "<b>" alone, which a text may speak of.
_ESCAPED_TWICE = re.compile(
    r"</(?:p|div|a|span|strong|em|b|i|li|h[1-6]|figure|td)>|<br\s*/?>|<img\s|<p>", re.IGNORECASE
)
_MOST_MEDIA = 20
#: So many entries in a row without a date that can be read, and no further date of the feed is tried.
_IN_VAIN = 1_000
_NEVER: tuple[datetime | None, int | None, DatePrecision] = (None, None, "instant")
_blank = object.__new__
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=[-_]|\Z)")
#: What outlets write for Kazakh, Ukrainian, Czech, Japanese, Chinese: country codes.
_COUNTRIES = {"kz": "kk", "ua": "uk", "cz": "cs", "jp": "ja", "cn": "zh", "iw": "he", "in": "id"}
_OTHER_SCRIPTS = re.compile(r"[\u0400-\u04ff\u0590-\u06ff\u3040-\u30ff\u4e00-\u9fff]")
#: Languages in Latin letters: what a feed says of its language is often the default of its software.
_LATIN = frozenset(
    {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "az", "cs", "sv", "fi", "da", "no", "ro", "hu"}
)
_NEIGHBOURS = frozenset({"ru", "kk"})
_DOUBTED = _LATIN | _NEIGHBOURS
#: Letters that Kazakh has and Russian has not: so many are no name in a Russian text, and none in so many letters is no
#: Kazakh.
_KAZAKH, _CYRILLIC = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]"), re.compile("[\u0400-\u04ff]")
_SURE_LETTERS, _SURE_LENGTH, _NEIGHBOURS_SAMPLE = 4, 80, 140


def posts_of(sheet: Sheet, *, base: str, source: str, zone: tzinfo, now: datetime) -> Iterator[Post]:
    """The posts of a feed, in its order, without entries that hold nothing.

    ``base`` is the address that answered; ``zone`` is meant where a date names none.
    Two posts may still have one id (``feed_identity.told_apart``).
    """
    maker = _Maker(sheet, base, source, zone, now)
    for entry in sheet.entries:
        if not is_empty(entry):
            yield maker.post(entry)


class _Maker:
    """Makes the posts of one feed."""

    def __init__(self, sheet: Sheet, base: str, source: str, zone: tzinfo, now: datetime) -> None:
        self._author, self._base, self._source = sheet.author, base, source
        self._link, self._lang = _whole(base, sheet.link), _language(sheet.lang)
        self._zone, self._now = zone, now
        self._vain = 0  # entries in a row whose date could not be read
        self._lines: dict[str, str] = {}
        self._languages: dict[str, str] = {}

    def post(self, entry: Entry) -> Post:
        """One entry as a post."""
        base = _whole(self._base, entry.base) or self._base if entry.base else self._base
        link = _whole(base, entry.link)
        behind = entry.outlet if entry.outlet and only_leads_on(link) else ""
        title = _title(entry.title)
        if behind:
            title = title.removesuffix(f" - {behind}")
        text, markup, said = _body(entry, link, self._link, title)
        if behind and is_only_links(markup):
            text = ""
        media: tuple[Media, ...] = ()
        if entry.media or "<img" in markup:
            media = _media(entry.media, markup, base)
            if entry.media:
                described = [one.alt for one in entry.media if one.alt and one.alt not in text]
                text = "\n".join((text, *described)).strip()
        when = read_when(entry.published, self._zone, self._now) if entry.published and self._vain < _IN_VAIN else None
        if when is None:
            when = self._further(entry, said)
        elif self._vain:
            self._vain = 0
        lang = self._language(entry.lang) if entry.lang else self._lang
        post = _blank(Post)
        # Filled as unpickling fills it: what a frozen class does to set each of its fields costs five times as much.
        field = post.__dict__
        field["source"] = self._source
        field["id"] = identity(entry.id, link, title, text, entry.published, feed_link=self._link)
        field["url"] = link
        field["title"] = title
        field["text"] = text
        field["author"] = self._line(behind or entry.author or entry.outlet or self._author)
        field["lang"] = _believed(lang, title + text[:200]) if lang in _DOUBTED else lang
        field["published_at"], field["published_offset"], field["date_precision"] = when or _NEVER
        field["date_basis"] = "feed" if when else "seen"
        field["seen_at"] = self._now
        field["reply_to"] = entry.reply_to
        field["quotes"] = ()
        field["media"] = media
        field["section"] = self._line(", ".join(entry.categories)) if entry.categories else ""
        field["edited"] = False
        return post

    def _further(self, entry: Entry, said: str) -> When | None:
        """The moment of an entry whose first date says nothing, by its others. Where a thousand entries in a row had
        none that can be read, no further one is tried: that nothing is meant is told slowest of all."""
        texts = [text for text in (entry.updated, said) if text]
        if self._vain >= _IN_VAIN or not (texts or entry.published):
            return None
        when = next((found for text in texts if (found := read_when(text, self._zone, self._now))), None)
        self._vain = 0 if when else self._vain + 1
        return when

    def _language(self, tag: str) -> str:
        """A language; most entries of a feed have the same."""
        if tag not in self._languages:
            self._languages[tag] = _language(tag)
        return self._languages[tag]

    def _line(self, text: str) -> str:
        """A name or rubric on one line; most entries of a feed have the same."""
        if text not in self._lines:
            self._lines[text] = " ".join(unescape(text).split())[:LONGEST_TITLE]
        return self._lines[text]


def _title(markup: str) -> str:
    """The words of a title, on one line."""
    title = plain(markup) if "<" in markup or "&" in markup else markup
    if "  " in title or not title.isprintable() or title[:1] == " " or title[-1:] == " ":
        title = " ".join(title.split())
    return title[:LONGEST_TITLE]


def _body(entry: Entry, link: str, home: str, title: str) -> tuple[str, str, str]:
    """The words of an entry, the full text if it has one; the markup they come from; the date in front of them."""
    content, summary, said = entry.content, entry.summary, ""
    if content:
        content = without_footer(content, link, home)
    if summary:
        summary = without_footer(summary, link, home)
    if content.startswith("<span"):
        content, said = without_fields(content, title, entry.author)
    elif summary.startswith("<span"):
        summary, said = without_fields(summary, title, entry.author)
    text = _words(content) if content else ""
    # A "content" that holds a picture and three words is not the full text.
    if summary and len(summary) * 2 > len(content) and len(shorter := _words(summary)) > len(text):
        text, content = shorter, summary
    text = without_shortcodes(text) if "[" in text else text
    return without_pointers(text) if "\n" in text else text, content, said


def _words(markup: str) -> str:
    words = plain(markup[: LONGEST_TEXT * 5])
    if "<" not in markup and "&lt;" in markup and _ESCAPED_TWICE.search(words):
        words = plain(words)
    return words[:LONGEST_TEXT]


def _media(given: tuple[Media, ...], markup: str, base: str) -> tuple[Media, ...]:
    found: dict[str, Media] = {}
    for media in given:
        if url := _whole(base, media.url):
            found.setdefault(url, Media(url=url, kind=media.kind, alt=media.alt))
    if "<img" in markup:
        for image in (_ANY_IMAGE if "<IMG" in markup else _IMAGE).findall(markup):
            if len(found) >= _MOST_MEDIA:
                break
            if (url := _whole(base, unescape(_source(image)))) and url not in found:
                found[url] = Media(url=url, alt=unescape(_description(image)))
    return tuple(found.values())[:_MOST_MEDIA]


def _source(image: str) -> str:
    """Where a picture lies, "" if its tag does not say."""
    before, named, after = image.partition(' src="')
    if named and "src" not in before and "SRC" not in before:
        address, _, _ = after.partition('"')
        if address and address.isprintable() and " " not in address and "'" not in address and ">" not in address:
            return address
    found = _SRC.search(image)
    return found[1] if found else ""


def _description(image: str) -> str:
    """The words for a picture, "" if its tag has none."""
    before, named, after = image.partition(' alt="')
    if named and "alt" not in before and "ALT" not in before and '"' in after:
        return after.partition('"')[0]
    found = _ALT.search(image)
    return (found[1] or found[2] or "") if found else ""


def _whole(base: str, link: str) -> str:
    """An absolute web address, "" if ``link`` is none: script and data addresses lead nowhere."""
    if not link:
        return ""
    if "\n" in link or "\t" in link or "\r" in link:
        link = "".join(link.split())
    if "&amp;" in link:  # escaped once too much: no address has it
        link = link.replace("&amp;", "&")
    if not link.startswith(("https://", "http://")):
        try:
            link = urljoin(base, _without_scheme(base, link))
            if urlsplit(link).scheme not in {"http", "https"}:
                return ""
        except ValueError:
            return ""
    return link


def _without_scheme(base: str, link: str) -> str:
    """``link``, behind two slashes if it begins with the name of a host: ``www.``, or the one of ``base``."""
    host = urlsplit(base).netloc.lower().removeprefix("www.")
    begins = link[:500].partition("/")[0].lower()
    return f"//{link}" if begins.startswith("www.") or (host and begins == host) else link


def _language(tag: str) -> str:
    """The language subtag of ``ru-RU``, ``en_us``, "" if there is none."""
    found = _LANGUAGE.match(tag.strip().lower()) if tag else None
    return _COUNTRIES.get(found[0], found[0]) if found else ""


def _believed(lang: str, sample: str) -> str:
    """A language in Latin letters, unless the words are in others; Russian and Kazakh, which one template serves,
    unless the letters tell that it is the other: then none, and who reads the words finds out."""
    if lang in _NEIGHBOURS:
        sample = sample[:_NEIGHBOURS_SAMPLE]
        kazakh = len(_KAZAKH.findall(sample))
        if lang == "ru":
            return "" if kazakh >= _SURE_LETTERS else lang
        return "" if not kazakh and len(_CYRILLIC.findall(sample)) >= _SURE_LENGTH else lang
    if sample.isascii():
        return lang
    return "" if len(_OTHER_SCRIPTS.findall(sample[:200])) * 3 > len(sample[:200]) else lang
