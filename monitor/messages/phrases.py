"""Every fixed phrase a person reads, in one table: a new interface language is one more column here.

A phrase is looked up by its name and filled with ``{fields}``. A phrase with a number has one wording per
plural category of its language (CLDR), named ``<name>.<category>``; ``other`` must be there.
"""

from typing import Final

_ENGLISH: Final[dict[str, str]] = {
    "update": "Update",
    "related": "Related",
    "source": "Source",
    "author": "Author",
    "published": "Published",
    "seen": "Seen",
    "seen-at": "seen {time}",
    "language": "Language",
    "why": "Why",
    "news": "New",
    "matched": "Matched",
    "link": "Link",
    "development": "Development",
    "score": "Score",
    "story": "Story",
    "unknown-language": "language unknown",
    "as-published": "as published: {time}",
    "no-zone": "published without a zone",
    "day-only": "date only, no time given",
    "not-stated": "not stated by the source",
    "from-address": "date taken from the address",
    "from-text": "date taken from the text",
    "from-sitemap": "date taken from the sitemap",
    "suspicious-link": "suspicious link: the host may imitate another",
    "no-link": "no web address",
    "open": "Open the post",
    "cut": "shortened",
    "more-subject": "[{story}] more posts",
    "more-title.one": "{n} more post in {story}",
    "more-title.other": "{n} more posts in {story}",
    "more-reason": "Held back by the alert cap, to keep this channel readable. All of them: monitor digest {key}",
    "and-more-parts.one": "and {n} more part",
    "and-more-parts.other": "and {n} more parts",
    "and-more.one": "and {n} more",
    "and-more.other": "and {n} more",
    "away-title.one": "While we were away: {n} message",
    "away-title.other": "While we were away: {n} messages",
    "away-reason": "Told late: this channel was out of reach since {since}. monitor developments shows everything.",
    "notice": "Notice",
    "digest": "Digest",
    "digest-subject": "[{story}] digest, {window}",
    "window": "{first} to {last}",
    "covers": "Covers what was seen from {window}.",
    "summary": "{developments}, {posts}, {languages}",
    "summary-plain": "{developments}, {posts}",
    "summary-nothing": "no posts",
    "posts.one": "{n} post",
    "posts.other": "{n} posts",
    "outlets.one": "{n} outlet",
    "outlets.other": "{n} outlets",
    "languages.one": "{n} language",
    "languages.other": "{n} languages",
    "developments.one": "{n} new development",
    "developments.other": "{n} new developments",
    "nothing-new": "Nothing new in this story.",
    "nothing-sure": "All sources were seen, so this is really no news.",
    "nothing-unsure": "But not all sources were seen the whole time: something may have been missed.",
    "nothing-blind": "No source is known to have been seen, so this says nothing about the world.",
    "developments": "New developments",
    "told": "alerted",
    "held": "held back",
    "state-digest": "first told here",
    "told-earlier": "alerted before this window",
    "digest-earlier": "it began before this window, and was not alerted",
    "who-says": "Says",
    "since": "Since",
    "echoes": "Echoes",
    "echoes-of": "+{outlets}, {languages}",
    "turned": "later, development {n} says otherwise",
    "edited-since": "its post was edited since, and now says {now}",
    "echo-latest": "{others}, the latest after {time}: {headline}",
    "also-says": "+{outlets}",
    "no-echo": "no other outlet yet",
    "own-more.one": "{n} more post of its own outlet",
    "own-more.other": "{n} more posts of its own outlet",
    "own-latest": "{more}, the latest: {headline}",
    "first-seen": "first in {language}: {source}, {time}",
    "earlier": "{time} earlier",
    "minutes.one": "{n} minute",
    "minutes.other": "{n} minutes",
    "hours.one": "{n} hour",
    "hours.other": "{n} hours",
    "days.one": "{n} day",
    "days.other": "{n} days",
    "rest": "Also matched, by language",
    "coverage": "Coverage",
    "sources-well.one": "{well} of {n} source well",
    "sources-well.other": "{well} of {n} sources well",
    "paused": "The story is paused: no post is matched against it.",
    "no-sources": "no source is configured for this story",
    "not-asked": "no source of this story was asked yet: monitor run, or monitor poll",
    "some-not-asked.one": "{n} was not asked yet",
    "some-not-asked.other": "{n} were not asked yet",
    "blind": "Blind: {what}",
    "blind-none": "no gaps in this window",
    "every-source": "All sources",
    "blind-one": "{source} {time} ({reason})",
    "blind-whole": "the whole window",
    "blind-still": "since {time}, still",
    "blind-until": "until {time}",
    "chart": "Posts over time",
    "chart-alt": "Bar chart of matched posts, {first} to {last}: {posts}",
    "chart-none": "0 until {until}",
    "chart-blind.one": "{n} source was blind for a part of this time (shaded)",
    "chart-blind.other": "{n} sources were blind for a part of this time (shaded)",
    "chart-unseen": "for a part of this time no source was seen (shaded)",
    "chart-legend-blind": "a source blind",
    "other-languages": "other",
    "by-language": "Posts by language",
    "changes": "Edited or taken away at the source",
    "edited": "edited",
    "deleted": "no longer shown by its source",
    "was": "was",
    "now": "now",
    "background": "Background: published before we began to watch",
    "limited": "rate limited",
    "refused": "access refused",
    "out_of_credit": "out of credit",
    "gone": "gone",
    "blocked": "blocked by a captcha or login page",
    "layout_changed": "page layout changed",
    "unreadable": "unreadable answer",
    "try_later": "not reachable",
    "footer": "Sent by your story monitor.",
}

PHRASES: Final[dict[str, dict[str, str]]] = {"en": _ENGLISH}

#: English names of the languages that sources write in; another code is shown as it is.
_LANGUAGES: Final[dict[str, str]] = {
    "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "ckb": "Central Kurdish", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "hy": "Armenian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "ko": "Korean",
    "ku": "Kurdish", "ky": "Kyrgyz", "lt": "Lithuanian", "lv": "Latvian", "mn": "Mongolian", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sr": "Serbian", "sv": "Swedish", "tg": "Tajik", "th": "Thai", "tk": "Turkmen", "tr": "Turkish", "tt": "Tatar",
    "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def say(lang: str, name: str, **fields: object) -> str:
    """The phrase ``name`` in ``lang`` (English if we do not have it), filled. Raises KeyError for no such phrase."""
    table = PHRASES.get(lang, _ENGLISH)
    return (table.get(name) or _ENGLISH[name]).format(**fields)


def count(lang: str, name: str, n: int, **fields: object) -> str:
    """The phrase ``name`` for ``n`` things: "1 source", "4 sources"."""
    table = PHRASES.get(lang, _ENGLISH)
    wording = f"{name}.{plural(lang, n)}"
    return say(lang, wording if wording in table else f"{name}.other", n=n, **fields)


def plural(lang: str, n: int) -> str:
    """The CLDR plural category of ``n`` in Arabic, Kazakh, Russian, English; "one" or "other" elsewhere."""
    if lang == "ru":
        ten, hundred = n % 10, n % 100
        if ten == 1 and hundred != 11:
            return "one"
        return "few" if 2 <= ten <= 4 and not 12 <= hundred <= 14 else "many"
    if lang == "ar" and n != 1:
        hundred = n % 100
        few = "few" if 3 <= hundred <= 10 else "many" if hundred >= 11 else "other"
        return {0: "zero", 2: "two"}.get(n, few)
    return "one" if n == 1 else "other"


def language(lang: str, code: str) -> str:
    """The name of the language ``code`` for a reader of ``lang``; the code itself if we have no name for it."""
    if not code:
        return say(lang, "unknown-language")
    return _LANGUAGES.get(code.lower().replace("_", "-").split("-")[0], code)
