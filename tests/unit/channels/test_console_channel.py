"""What the duty editor sees on a terminal, and what a pipe gets."""

import io
import os
import sys
from contextlib import suppress

import pytest

from monitor.channels import load_channel
from monitor.channels.console import Console, ConsoleOptions
from monitor.channels.terminal import lines
from monitor.model import Channel, Message, Refused, TryLater

CHANNEL = Channel(key="console", kind="console")
ARABIC = "وصل رئيس كازاخستان قاسم جومارت توكاييف إلى دافوس"


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(subject: str = "", body: str = "", link: str = "") -> Message:
    return Message(subject=subject, body=body, form="text", link=link)


async def shown(message: Message, stream: io.StringIO) -> str:
    await Console(CHANNEL, ConsoleOptions(), stream).send(None, message, "dev/1", None)  # type: ignore[arg-type]
    return stream.getvalue()


async def test_a_pipe_gets_plain_text_without_colour_or_isolates() -> None:
    text = await shown(told("s", f"UPDATE\n\u2068{ARABIC}\u2069", "https://t.me/a/1"), io.StringIO())
    assert text == f"UPDATE\n{ARABIC}\nhttps://t.me/a/1\n\n"


async def test_a_terminal_gets_colour_and_each_line_in_its_own_isolate() -> None:
    text = await shown(told("Board of Peace", f"{ARABIC}\nсеть"), Tty())
    assert "\x1b[1m" in text
    assert f"\u2068{ARABIC}\u2069" in text
    assert "\u2068сеть\u2069" in text


async def test_no_color_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    text = await shown(told("Board of Peace", "x"), Tty())
    assert "\x1b[3" not in text


async def test_a_link_is_not_printed_twice_and_a_message_without_text_is_its_subject() -> None:
    text = await shown(told("s", "News\n\nhttps://t.me/a/1\n", "https://t.me/a/1"), io.StringIO())
    assert text == "News\nhttps://t.me/a/1\n\n"
    assert await shown(told("News"), io.StringIO()) == "News\n\n"


@pytest.mark.parametrize("stream", [io.StringIO, Tty])
async def test_a_hostile_post_cannot_move_the_cursor_or_turn_the_text(stream: type[io.StringIO]) -> None:
    evil = "a\x1b]52;c;aGk=\x07b\x1b[2Jc\x9bd\re\u202ef\U000e0041g[/]h[link=http://evil]i\ud800j\0k"
    text = await shown(told(evil, evil), stream())
    for bad in ("\x1b]", "\x1b[2J", "\x9b", "\r", "\u202e", "\U000e0041", "\x07", "\0", "\ud800"):
        assert bad not in text
    assert "[/]h[link=http://evil]i" in text


async def test_joiners_and_direction_marks_of_a_script_stay() -> None:
    text = await shown(told("", "می\u200cروم \u200f👨\u200d👩\u200d👧"), io.StringIO())
    assert text == "می\u200cروم \u200f👨\u200d👩\u200d👧\n\n"


async def test_a_terminal_of_ascii_only_still_gets_the_alert() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    await Console(CHANNEL, ConsoleOptions(), stream).send(None, told("", "Токаев"), "dev/1", None)  # type: ignore[arg-type]
    assert raw.getvalue() == b"\\u0422\\u043e\\u043a\\u0430\\u0435\\u0432\n\n"


async def test_a_closed_console_is_the_operators_business_not_the_clocks() -> None:
    stream = io.StringIO()
    stream.close()
    with pytest.raises(Refused):
        await Console(CHANNEL, ConsoleOptions(), stream).send(None, told("a", "b"), "dev/1", None)  # type: ignore[arg-type]


async def test_without_a_stream_it_prints_on_the_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    await Console(CHANNEL, ConsoleOptions()).send(None, told("", "hello"), "dev/1", None)  # type: ignore[arg-type]
    assert out.getvalue() == "hello\n\n"


def test_a_long_line_is_cut_at_words_and_no_isolate_runs_on() -> None:
    text = f"\u2067{ARABIC} {ARABIC}\u2069 {'x' * 90}"
    pieces = list(lines(text, 40))
    assert len(pieces) > 4
    for piece in pieces:
        assert sum(letter in "\u2066\u2067\u2068" for letter in piece) == piece.count("\u2069")
    joined = "".join(pieces)
    assert joined.count("x") == 90


def test_a_long_address_can_be_followed_and_copied_from_a_terminal() -> None:
    address = f"https://outlet.example/a?campaign={'x' * 90}"
    assert list(lines(f"Read more: {address} now\n{address}", 40))[1::2] == [address, address]
    arabic = f"{address}\u0642"
    assert list(lines(arabic, 40)) == [f"\u2068{arabic}\u2069"]


def test_the_registry_knows_it() -> None:
    assert load_channel("console") is Console
    with pytest.raises(Refused, match="console, email, file"):
        load_channel("pigeon")


async def test_a_console_that_takes_nothing_holds_up_nobody_and_shows_each_message_once_when_it_goes_on() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as stream:
        os.set_blocking(writing, False)
        with suppress(BlockingIOError):
            while True:
                os.write(writing, b"." * 4_096)  # until there is no room: as behind a pager, or after Ctrl-S
        os.set_blocking(writing, True)
        console = Console(CHANNEL, ConsoleOptions(), stream, patience=0.05)
        for words in ("first", "first", "second"):
            with pytest.raises(TryLater, match="the console takes nothing"):
                await console.send(None, told(words), words, None)  # type: ignore[arg-type]
        while b"first" not in os.read(reading, 65_536):
            pass
        for words in ("first", "second"):
            await console.send(None, told(words), words, None)  # type: ignore[arg-type]
        assert os.read(reading, 65_536) == b"second\n\n"
    os.close(reading)
