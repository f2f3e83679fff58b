"""Feeds as news outlets write them: four languages, RSS and Atom, about 35 entries and 59 KB, one in fifty broken."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from html import escape

from speed.stories import LANGUAGES, mention

#: Entries of a feed, and bytes of an entry with all its tags: 35 of them make 59 KB.
ENTRIES, ENTRY_BYTES = 35, 1_690

#: One feed in so many is broken, in one of the ways of ``DIRT``.
DIRTY = 50

#: One entry in so many tells of a story.
TOLD = 100

#: Letters for invented words; consonants and vowels by turns.
_LETTERS = {
    "en": ("bcdfghklmnprstvw", "aeiou"),
    "ru": ("бвгджзклмнпрстфхцчш", "аеиоуыюя"),
    "kk": ("бғджзйқкмнңпрстшл", "аәеоөұүыі"),
    "ar": ("بتثجحخدذرزسشصضطظعغفقكلمنهو", "اوي"),
}
_SMALL = {
    "en": "the of and to in a is that for it as was with be by on not he his but at are this have from",
    "ru": "и в не на что он с по это как его к но из за то все она так о был от же для мы",
    "kk": "және мен бұл үшін деп бір да осы ол бойынша туралы болып кейін дейін еді екен бар жоқ өз",
    "ar": "في من على إلى أن عن هذا التي الذي كان مع ما لا بعد قد كل بين عند ذلك هذه",
}
_SECTIONS = {
    "en": ("World", "Economy", "Sport"),
    "ru": ("Мир", "Экономика", "Спорт"),
    "kk": ("Әлем", "Экономика", "Спорт"),
    "ar": ("العالم", "اقتصاد", "رياضة"),
}


@cache
def _vocabulary(lang: str) -> tuple[str, ...]:
    """9,000 invented words, the short ones first, as in a language the common ones are short."""
    dice = random.Random(f"words {lang}")
    consonants, vowels = _LETTERS[lang]
    words = {
        "".join(dice.choice(consonants) + dice.choice(vowels) for _ in range(dice.choice((1, 2, 2, 3, 3, 4))))
        + dice.choice(("", dice.choice(consonants)))
        for _ in range(9_000)
    }
    return tuple(sorted(words, key=lambda word: (len(word), word)))


@cache
def _sentences(lang: str) -> tuple[str, ...]:
    """4,000 sentences; words follow Zipf's law, a third are small words."""
    dice = random.Random(f"sentences {lang}")
    words = _vocabulary(lang)

    def word() -> str:
        if dice.random() < 0.33:
            return dice.choice(_SMALL[lang].split())
        return words[int(len(words) * dice.random() ** 3)]

    def sentence() -> str:
        said = " ".join(word() for _ in range(dice.randint(8, 18)))
        return said[:1].upper() + said[1:] + dice.choice((".", ".", ".", f" {dice.randint(2, 900)}."))

    return tuple(sentence() for _ in range(4_000))


@dataclass(frozen=True)
class Item:
    """One entry as it will be written."""

    id: str
    link: str
    title: str
    markup: str
    section: str
    at: datetime


def item(host: str, feed: int, number: int, lang: str, at: datetime, *, story: int | None, size: int) -> Item:
    """Entry ``number`` of a feed, about ``size`` bytes of markup; ``story`` is the one it tells of."""
    dice = random.Random(f"{feed} {number}")
    said = _sentences(lang)
    title = " ".join(dice.choice(said).rstrip(".").split()[: dice.randint(6, 11)])
    first = dice.choice(said)
    if story is not None:
        first = mention(story, lang, dice)
        title = f"{mention(story, lang, dice).rstrip('.')} {title[:30]}"
    markup, length = [f"<p>{escape(first, quote=False)}</p>"], 0
    while length < size:
        part = escape(dice.choice(said), quote=False)
        if dice.random() < 0.2:
            part = f'<a href="https://{host}/t/{dice.randint(1, 999)}">{part}</a>'
        markup.append(f"<p>{part}</p>" if dice.random() < 0.5 else f"{part}<br/>")
        length += len(markup[-1].encode())
    if dice.random() < 0.4:
        markup.insert(0, f'<img src="https://{host}/i/{feed}-{number}.jpg" alt="{escape(title)}"/>')
    link = f"https://{host}/news/{feed}/{number}"
    section = dice.choice(_SECTIONS[lang])
    return Item(f"{link}?id={number}", link, title, "\n".join(markup), section, at)


def items_of(feed: int, host: str, now: datetime, *, count: int = ENTRIES, stories: int = 0) -> list[Item]:
    """The entries of a feed, newest first. One in TOLD tells of one of ``stories``; of five, one of the first."""
    lang = LANGUAGES[feed % len(LANGUAGES)]
    dice = random.Random(f"feed {feed}")
    told = [
        (0 if dice.random() < 0.2 else dice.randrange(stories)) if stories and dice.random() < 1 / TOLD else None
        for _ in range(count)
    ]
    size = ENTRY_BYTES * dice.uniform(0.7, 1.3) - 640  # what an entry has besides its markup, escaped
    return [
        item(host, feed, number, lang, now - timedelta(minutes=17 * place + 3), story=told[place], size=int(size))
        for place, number in enumerate(range(count, 0, -1))
    ]


def written(feed: int, host: str, items: Sequence[Item], *, clean: bool = False) -> bytes:
    """The feed's XML: two of three are RSS, the third Atom; three of four name their language; ``clean``: none is
    broken."""
    lang = LANGUAGES[feed % len(LANGUAGES)]
    named = lang if feed // 4 % 4 else ""
    body = (_atom(host, named, items) if feed % 3 == 2 else _rss(host, named, items)).encode()
    return DIRT[feed // DIRTY % len(DIRT)](body) if feed % DIRTY == DIRTY // 2 and not clean else body


def _rss(host: str, lang: str, items: Sequence[Item]) -> str:
    entries = "".join(
        f"<item>\n<title>{escape(one.title, quote=False)}</title>\n<link>{one.link}</link>\n"
        f'<guid isPermaLink="false">{one.id}</guid>\n<dc:creator>Desk of {host}</dc:creator>\n'
        f"<category>{one.section}</category>\n<pubDate>{format_datetime(one.at)}</pubDate>\n"
        f"<description><![CDATA[{one.markup}]]></description>\n</item>\n"
        for one in items
    )
    named = f"<language>{lang}</language>\n" if lang else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">\n<channel>\n'
        f"<title>News of {host}</title>\n<link>https://{host}/</link>\n<description>All news</description>\n{named}"
        f"{entries}</channel>\n</rss>\n"
    )


def _atom(host: str, lang: str, items: Sequence[Item]) -> str:
    entries = "".join(
        f"<entry>\n<title>{escape(one.title, quote=False)}</title>\n"
        f'<link rel="alternate" type="text/html" href="{one.link}"/>\n<id>{one.id}</id>\n'
        f"<author><name>Desk of {host}</name></author>\n"
        f'<category term="{one.section}"/>\n<published>{one.at.astimezone(UTC).isoformat()}</published>\n'
        f"<updated>{one.at.astimezone(UTC).isoformat()}</updated>\n"
        f'<content type="html">{escape(one.markup)}</content>\n</entry>\n'
        for one in items
    )
    named = f' xml:lang="{lang}"' if lang else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"{named}>\n'
        f'<title>News of {host}</title>\n<link href="https://{host}/"/>\n<id>https://{host}/</id>\n'
        f"<updated>{items[0].at.astimezone(UTC).isoformat()}</updated>\n{entries}</feed>\n"
    )


def _replaced(old: bytes, new: bytes, nth: int = 5) -> "type[bytes] | object":
    def dirt(body: bytes) -> bytes:
        parts = body.split(old)
        place = min(nth, len(parts) - 1)
        return body if len(parts) < 2 else old.join(parts[:place]) + new + old.join(parts[place:])

    return dirt


def breaks_off(feed: int) -> bool:
    """Whether the answer of this feed ends in the middle of an entry, its last."""
    return feed % DIRTY == DIRTY // 2 and DIRT[feed // DIRTY % len(DIRT)] is _cut


def _cut(body: bytes) -> bytes:
    return body[: len(body) * 4 // 5]


def _chatty(body: bytes) -> bytes:
    return b"\n\n<!-- served by node 7 -->\n" + body + b"\n<!-- 0.021 s -->\nDone"


def _entity(body: bytes) -> bytes:
    return body.replace(b"<title>", b"<title>&nbsp;&laquo;x&raquo; ", 9)


#: What is wrong with the broken ones: a bare ampersand, a tag never closed, an invalid byte, a control character, an
#: end missing, words around the XML, HTML entities, a prefix never declared, a DOCTYPE, a bare "<".
DIRT = (
    _replaced(b"</title>", b" R&D </title>"),
    _replaced(b"</title>", b"<br> and more</title>"),
    _replaced(b"</title>", b" \xff\xfe</title>"),
    _replaced(b"</title>", b" \x0b\x01</title>"),
    _cut,
    _chatty,
    _entity,
    _replaced(b"</title>", b"</title><media:rating>nonadult</media:rating>"),
    lambda body: body.replace(b"?>\n", b'?>\n<!DOCTYPE rss [<!ENTITY w "news">]>\n', 1),
    _replaced(b"</title>", b" 3 < 4</title>"),
)
