"""Whatever happens to a feed on its way, nothing that feedparser still finds is lost, and nothing breaks."""

import io
import random
import re
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.demo.outlet import Asked
from monitor.demo.outlets.feeds import FeedOutlet, Shape
from monitor.model import MonitorError, Post, Reply
from monitor.sources.feed import FeedOptions, read_feed
from monitor.text.html import plain

NOW = datetime(2026, 1, 22, tzinfo=UTC)
HERE = "https://outlet.example/feed"
WORDS = {
    "en": "president board of peace charter Davos signing AT&T <official> statement 5%",
    "ru": "президент Совет мира устав Давос «подписание» заявление — церемония в на по",
    "ar": "الرئيس مجلس السلام ميثاق دافوس توقيع مراسم بيان رسمي في من إلى",
    "kk": "президенті Бейбітшілік кеңесі жарғы Давос қол қою рәсімі мәлімдеме және",
}


def feed(chance: random.Random, shape: Shape) -> tuple[str, set[str]]:
    """A feed and the words of its titles, each title once."""
    words = WORDS[chance.choice(list(WORDS))].split()
    posts = [
        Post(
            source="",
            id=f"id-{number}",
            url=f"https://outlet.example/{number}?a=1&b={number}",
            title=" ".join([*(chance.choice(words) for _ in range(5)), f"n{number}"]),
            text="\n".join(" ".join(chance.choice(words) for _ in range(15)) for _ in range(2)),
            published_at=NOW - timedelta(minutes=number),
        )
        for number in range(chance.randint(1, 9))
    ]
    body = FeedOutlet(posts=posts, shape=shape)(Asked(url=HERE, at=NOW)).body.decode()
    return body, {normal(post.title) for post in posts}


def normal(title: str | None) -> str:
    return " ".join(re.findall(r"\w+", plain(title or "")))


def between(text: str, at: int, piece: str) -> str:
    return text[:at] + piece + text[at:]


Mutation = Callable[[random.Random, str, int], str]
MUTATIONS: dict[str, Mutation] = {
    "cut": lambda chance, text, at: text[:at],
    "hole": lambda chance, text, at: text[:at] + text[at + chance.randint(1, 40) :],
    "doubled": lambda chance, text, at: text[: at + chance.randint(1, 200)] + text[at:],
    "swapped": lambda chance, text, at: text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
    "unescaped": lambda chance, text, at: text.replace("&amp;", "&").replace("&lt;", "<", chance.randint(0, 3)),
    "not closed": lambda chance, text, at: re.sub(r"</(?:title|link|guid|id|item|entry)>", "", text, count=1),
    "void": lambda chance, text, at: text.replace("</title>", chance.choice(["<br>", "<p>", "<hr>"]) + "</title>", 2),
    "less": lambda chance, text, at: between(text, at, chance.choice([" < ", "<3", "<", "<<", ">"])),
    "entity": lambda chance, text, at: between(text, at, chance.choice(["&nbsp;", "&foo;", "&#0;", "&", "&;", "&lt"])),
    "control": lambda chance, text, at: between(text, at, chance.choice("\x00\x01\x08\x1f\ufffe")),
    "cdata": lambda chance, text, at: between(text, at, chance.choice(["<![CDATA[", "]]>", "<!--", "-->"])),
    "quote": lambda chance, text, at: between(text, at, chance.choice("\"'")),
    "unquoted": lambda chance, text, at: re.sub(r'="([^"]*)"', r"=\1", text, count=1),
    "prefix": lambda chance, text, at: re.sub(r' xmlns:\w+="[^"]*"', "", text),
    "capitals": lambda chance, text, at: re.sub(r"</?(?:item|title|link|entry)", lambda tag: tag[0].upper(), text),
    "one id": lambda chance, text, at: re.sub(r"(<guid[^>]*>|<id>)[^<]*", r"\1N/A", text),
    "before": lambda chance, text, at: chance.choice(["\n\n", "<br />\n<b>Warning</b>: x\n", "junk "]) + text,
    "behind": lambda chance, text, at: text + chance.choice(["junk", "<script>x</script>", "</rss>", "\x00"]),
}  # fmt: skip


def titles_of(body: bytes) -> set[str]:
    reply = Reply(asked=HERE, url=HERE, body=body, at=NOW)
    try:
        return {normal(post.title) for post in read_feed(reply, FeedOptions(), NOW, "outlet").posts}
    except MonitorError:
        return set()


@pytest.mark.parametrize("name", MUTATIONS)
def test_nothing_that_feedparser_still_finds_is_lost(name: str) -> None:
    chance = random.Random(name)
    for round_ in range(25):
        text, titles = feed(chance, "atom" if round_ % 3 == 0 else "rss")
        spoilt = MUTATIONS[name](chance, text, chance.randrange(60, len(text))).encode("utf-8", "replace")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = {normal(dict.get(entry, "title")) for entry in feedparser.parse(io.BytesIO(spoilt)).entries}
        assert theirs & titles <= titles_of(spoilt), spoilt.decode()


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-16", "utf-8-sig"])
def test_a_lying_prolog_spoils_no_title(charset: str) -> None:
    chance = random.Random(charset)
    for _ in range(10):
        text, titles = feed(chance, "rss")
        if text.encode(charset, "ignore").decode(charset) == text and "президент" in text:
            assert titles_of(text.encode(charset)) == titles


PIECES = st.sampled_from(
    [
        "<rss>",
        "<channel>",
        "<item>",
        "</item>",
        "<title>",
        "</title>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?xml ",
        "?>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<entry>",
        "<link href=",
        "'",
        '"',
        ">",
        "<",
        "&",
        ";",
        "&#",
        "x:",
        "=",
        "<!DOCTYPE ",
        "[",
        "]",
        "{",
        "}",
        '"items":',
        ":",
        ",",
        "null",
        "1e999",
        "\x00",
        "\ud800",
        "Тоқаев",
        "مجلس",
        " ",
        "\n",
    ]
)


@settings(max_examples=300)
@given(st.lists(PIECES | st.text(max_size=5), max_size=60))
def test_no_text_breaks_the_reader(pieces: list[str]) -> None:
    titles_of("".join(pieces).encode("utf-8", "surrogatepass"))


@settings(max_examples=200)
@given(st.binary(max_size=400), st.sampled_from([b"", b"<rss><channel><item><title>", b'{"items":[', b"\xff\xfe<"]))
def test_no_bytes_break_the_reader(body: bytes, start: bytes) -> None:
    titles_of(start + body)
