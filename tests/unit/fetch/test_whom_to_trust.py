"""TLS is always verified; a source's own authority is trusted for that source alone (SAFETY 5 A 13)."""

import asyncio
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from shutil import copy

import pytest

from monitor.fetch import Web
from monitor.fetch.limits import Limits
from monitor.model import MonitorError, Refused
from tests.hostile.servers import AUTHORITY, Place, reply, say_nothing, saying, served


async def home(host: str) -> Sequence[str]:
    """Every name is here."""
    return ["127.0.0.1"]


def open_web(place: Place, ca_file: str = "") -> Web:
    return Web(allow=place.allow, resolver=home, ca_file=ca_file, limits=Limits(deadline=3), pause=0)


async def test_a_source_with_its_own_authority_is_read() -> None:
    async with served(saying(reply(b"x")), certificate="good", name="outlet.example") as place, open_web(place) as web:
        assert (await web.get(place.url, ca_file=AUTHORITY)).body == b"x"
        assert (await web.post(place.url, content=b"", ca_file=AUTHORITY)).body == b"x"
        # Not even over the connection that stands open now.
        with pytest.raises(Refused) as told:
            await web.get(place.url)
    assert told.value.code == "tls_error"


async def test_authorities_that_come_with_an_upgrade_of_the_system_are_trusted_without_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = tmp_path / "system.pem"
    copy(Path(AUTHORITY).with_name("self-signed.pem"), system)
    monkeypatch.setenv("SSL_CERT_FILE", str(system))
    async with served(saying(reply(b"x")), certificate="good", name="outlet.example") as place, open_web(place) as web:
        with pytest.raises(Refused):
            await web.get(place.url)
        copy(AUTHORITY, system)
        os.utime(system, (1_800_000_000, 1_800_000_000))
        assert (await web.get(place.url)).body == b"x"


async def test_an_authority_may_be_trusted_everywhere() -> None:
    async with (
        served(saying(reply(b"x")), certificate="good", name="outlet.example") as place,
        open_web(place, AUTHORITY) as web,
    ):
        assert (await web.get(place.url)).body == b"x"


@pytest.mark.parametrize(
    ("certificate", "name"),
    [
        ("expired", "outlet.example"),
        ("self-signed", "outlet.example"),
        ("elsewhere", "outlet.example"),
        ("good", "third.example"),
    ],
)
async def test_a_certificate_that_is_not_right_is_never_a_fetch(certificate: str, name: str) -> None:  # 13
    async with served(saying(reply(b"x")), certificate=certificate, name=name) as place, open_web(place) as web:
        for ca_file in (AUTHORITY, ""):
            with pytest.raises(Refused) as told:
                await web.get(place.url, ca_file=ca_file)
            assert told.value.code == "tls_error"
    assert place.heads == []


async def test_who_hears_of_a_certificate_out_of_its_time_hears_that_our_clock_may_be_wrong() -> None:
    async with (
        served(saying(reply(b"x")), certificate="expired", name="outlet.example") as place,
        open_web(place, AUTHORITY) as web,
    ):
        with pytest.raises(Refused, match=r"has expired \(or this machine's clock is ahead\)"):
            await web.get(place.url)


@pytest.mark.parametrize(
    ("certificate", "trusted", "what_to_do"),
    [
        ("good", "", "does not send its whole chain: name what is missing by ca_file"),
        ("self-signed", AUTHORITY, "if it is of an authority of your own, name that by ca_file"),
        ("elsewhere", AUTHORITY, "not valid for 'outlet.example'$"),
    ],
)
async def test_who_hears_of_a_certificate_hears_what_can_be_done(
    certificate: str, trusted: str, what_to_do: str
) -> None:
    async with (
        served(saying(reply(b"x")), certificate=certificate, name="outlet.example") as place,
        open_web(place, trusted) as web,
    ):
        with pytest.raises(Refused, match=what_to_do):
            await web.get(place.url)


@pytest.mark.parametrize(
    ("said", "what_it_means"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "it answers without TLS"),
        (b"\x15\x03\x03\x00\x02\x02\x46", "it speaks no TLS that is new enough"),
        (b"\x15\x03\x03\x00\x02\x02\x28", "it knows no way to encrypt that is safe"),
        (b"\x15\x03\x03\x00\x02\x02\x70", "it knows no place of this name"),
        (b"\x15\x03\x03\x00\x02\x02\x78", "it does not speak HTTP/1.1"),
        (b"\x15\x03\x03\x00\x02\x02\x50", r"made \([a-z/0-9 ]*internal error\)"),
        (b"", r"the connection failed \(it hung up\)"),
    ],
)
async def test_a_place_without_tls_that_we_could_use_is_told_in_words(said: bytes, what_it_means: str) -> None:
    async def refuses(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(said)
        await writer.drain()

    async with served(refuses) as place, open_web(place) as web:
        with pytest.raises(MonitorError, match=what_it_means):
            await web.get(place.url.replace("http:", "https:"))


async def test_a_place_that_speaks_no_tls_is_never_a_fetch() -> None:  # 13
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(reply(b"x"))
        await writer.drain()

    async with served(plain) as place, open_web(place) as web:
        with pytest.raises(Refused) as told:
            await web.get(f"https://127.0.0.1:{place.port}/")
    assert told.value.code == "tls_error"


async def test_there_is_no_way_to_trust_nobody() -> None:  # 13
    with pytest.raises(TypeError):
        Web(verify=False)  # type: ignore[call-arg]


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
async def test_a_bad_authority_file_is_the_operators_to_mend(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        await asyncio.to_thread(path.write_bytes, content)
    async with served(say_nothing, certificate="good") as place, open_web(place) as web:
        with pytest.raises(Refused) as told:
            await web.get(place.url, ca_file=str(path))
    assert told.value.code == "tls_error"
    assert "ca.pem" in str(told.value)


async def test_a_renewed_authority_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    async with served(saying(reply(b"x")), certificate="good", name="outlet.example") as place, open_web(place) as web:
        with pytest.raises(Refused):
            await web.get(place.url, ca_file=str(path))
        await asyncio.to_thread(copy, AUTHORITY, path)
        assert (await web.get(place.url, ca_file=str(path))).body == b"x"


async def test_a_connection_that_is_kept_takes_little_memory() -> None:
    served_here = served(saying(reply(b"x")), certificate="good", name="outlet.example")
    async with served_here as place, open_web(place, ca_file=AUTHORITY) as web:
        tracemalloc.start()
        try:
            await web.get(place.url)
            taken, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert taken < 400_000  # both ends of it


def test_a_connection_that_forgot_to_name_whom_it_trusts_would_trust_nobody() -> None:
    """What aiohttp makes for such connections: nothing of ours uses it."""
    program = (
        "import monitor.fetch.web, ssl; from aiohttp import connector; made = connector._SSL_CONTEXT_VERIFIED; "
        "print(made.cert_store_stats()['x509_ca'], made.verify_mode.name, made.check_hostname, "
        "ssl.create_default_context().cert_store_stats()['x509_ca'] > 0 or not ssl.get_default_verify_paths().cafile)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["0", "CERT_REQUIRED", "True", "True"]
