"""Bytes to text: which charset a page or feed is really in, whatever its header or prolog says.

Order: byte-order mark, HTTP header, ``<meta>`` or XML prolog (WHATWG: first 1,024 bytes), a detector. But each of
these lies in both directions, so nothing is taken on trust: a charset that cannot have produced these bytes, or
gives mojibake, is passed over. Bytes that are valid UTF-8 with letters beyond ASCII are UTF-8: other charsets
hardly ever are by chance.
"""

import codecs
import re

from monitor.text.mojibake import goodness

#: Labels as pages write them -> the codec that reads what pages mean by them (WHATWG Encoding: latin-1 is read as
#: windows-1252, gb2312 as gb18030 ...). A label that is neither here nor known to Python is no charset.
_LABELS = {
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "latin-1": "windows-1252",
    "iso8859-1": "windows-1252",
    "ansi": "windows-1252",
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "utf8mb3": "utf-8",
    "iso-8859-9": "windows-1254",
    "latin5": "windows-1254",
    "iso-8859-11": "windows-874",
    "tis-620": "windows-874",
    "windows-874": "windows-874",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "windows-949": "cp949",
    "x-cp1251": "windows-1251",
    "cp-1251": "windows-1251",
    "win-1251": "windows-1251",
    "win1251": "windows-1251",
    "win1256": "windows-1256",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "iso-8859-8-i": "iso-8859-8",
    "logical": "iso-8859-8",
    "x-mac-cyrillic": "mac-cyrillic",
    "utf-16": "utf-16-le",
    "unicode": "utf-16-le",
    "ucs-2": "utf-16-le",
}
_PYTHON = {"windows-874": "cp874"}
#: Codecs of Python that read no text of the web (``rot13``, ``zip``), or that are a way round a filter (``utf-7``).
_NEVER = {"utf-7", "unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "mbcs", "oem", "charmap"}

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = (
    re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([A-Za-z0-9._:-]{1,40})"),
    re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE),
)
#: How many bytes are looked at to judge a reading; enough for some thousand words.
_SAMPLE = 16_384
#: A reading this good is taken without looking further. 1.0 is flawless; mojibake lies below 0.7.
_GOOD = 0.88
#: What a page in an undeclared single-byte charset is tried as, commonest first; a later one must be clearly better.
_CANDIDATES = (
    "windows-1251",
    "windows-1252",
    "windows-1256",
    "koi8-u",
    "iso-8859-6",
    "windows-1255",
    "windows-1253",
    "iso-8859-5",
    "kz1048",
    "cp866",
    "iso-8859-8",
    "iso-8859-7",
    "windows-1250",
    "iso-8859-2",
)
_TAG = re.compile(rb"<[^<>]{0,2000}>")


def named(label: str) -> str:
    """The charset that a label of the web means, "" if it means none. ``Latin1`` -> ``windows-1252``."""
    name = label.strip().strip("\"'").lower()[:40]
    if not name:
        return ""
    if name in _LABELS:
        return _LABELS[name]
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    if not getattr(found, "_is_text_encoding", True) or found.name in _NEVER:
        return ""
    again = found.name.replace("_", "-")
    again = re.sub(r"^cp(125\d)$", r"windows-\1", again)
    return _LABELS.get(again, _LABELS.get(again.replace("iso8859", "iso-8859"), again.replace("iso8859", "iso-8859")))


def header_charset(content_type: str) -> str:
    """The charset parameter of a ``Content-Type`` value as sent, "" if it has none."""
    match = re.search(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", content_type[:500], re.IGNORECASE)
    return match.group(1) if match else ""


def declared_charset(body: bytes) -> str:
    """The charset that the XML prolog or a ``<meta>`` of the first 1,024 bytes names, as written; "" if none.

    A document that could be searched for ASCII is not UTF-16, whatever its meta says: WHATWG reads it as UTF-8.
    """
    for pattern in _DECLARED:
        match = pattern.search(body, 0, 1_024)
        if match:
            label = match.group(1).decode("ascii")
            return "utf-8" if named(label).startswith(("utf-16", "utf-32")) else label
    return ""


def decode(body: bytes, *, header_charset: str = "", declared: str = "") -> tuple[str, str]:
    """Text of ``body``, and the charset it was read in (``utf-8``, ``windows-1251`` ...). Never raises.

    ``header_charset`` is the charset parameter of the HTTP header, ``declared`` that of the document, both as written;
    without ``declared`` the document is asked. Bytes that are wrong in the charset become U+FFFD. No byte-order mark
    is in the answer. Line ends and NUL stay as they are.
    """
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return _read(body[len(mark) :], charset), charset
    wide = _wide(body)
    if wide:
        return _read(body, wide), wide
    claims = [claim for claim in (named(header_charset), named(declared or declared_charset(body))) if claim]
    if body.isascii():
        escaped = next((claim for claim in claims if claim.startswith(("iso2022", "iso-2022", "hz"))), "")
        return (_read(body, escaped), escaped) if escaped and b"\x1b$" in body else (body.decode("ascii"), "utf-8")
    if _is_utf8(body, is_claimed="utf-8" in claims):
        return body.decode("utf-8", "stray").removeprefix("\ufeff"), "utf-8"
    charset = _best(body, [claim for claim in claims if not claim.startswith(("utf-16", "utf-32"))])
    return _read(body, charset), charset


def _read(body: bytes, charset: str) -> str:
    return body.decode(_PYTHON.get(charset, charset), "replace").removeprefix("\ufeff")


def _wide(body: bytes) -> str:
    """UTF-16 without a byte-order mark: every second byte is next to nothing."""
    head = body[:400]
    if len(head) < 8:
        return ""
    # The high byte of Latin, Greek, Cyrillic, Hebrew and Arabic letters is 0 to 6; no text has such bytes itself.
    even, odd = (sum(1 for byte in head[start::2] if byte < 7) for start in (0, 1))
    if odd > len(head) * 0.4 and even < len(head) * 0.02:
        return "utf-16-le"
    if even > len(head) * 0.4 and odd < len(head) * 0.02:
        return "utf-16-be"
    return ""


def _is_utf8(body: bytes, *, is_claimed: bool) -> bool:
    """Valid UTF-8, or UTF-8 in which few bytes were damaged (cut in the middle of a letter, one foreign quote).

    In another charset nearly every letter beyond ASCII is broken UTF-8, and hardly one is valid; so few letters do to
    tell, fewer where header or document say that it is UTF-8.
    """
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        beyond = len(text) - len(text.encode("ascii", "ignore")) - broken
        return broken * (2 if is_claimed else 4) <= beyond
    return True


def _stray(problem: UnicodeError) -> tuple[str, int]:
    """What stands for bytes that are no UTF-8: between two of ASCII the quote or dash of windows-1252 that they are."""
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    body, start, end = problem.object, problem.start, problem.end
    around = body[max(0, start - 1) : start] + body[end : end + 1]
    is_sign = end - start == 1 and 0x80 <= body[start] < 0xA0 and around.isascii()
    return body[start:end].decode("windows-1252", "replace") if is_sign else "\ufffd", end


codecs.register_error("stray", _stray)


def _best(body: bytes, claims: list[str]) -> str:
    """The charset that reads these bytes best: the first good claim, else the best of claims and candidates."""
    sample = _TAG.sub(b" ", body[: 16 * _SAMPLE])[:_SAMPLE]
    if sample.isascii():  # the foreign letters stand further down, or inside markup (alt, title)
        sample = re.sub(rb"[\x00-\x7f]{200,}", b" ", body)[:_SAMPLE]
    scored: list[tuple[float, str]] = []
    for charset in dict.fromkeys(claims):
        score = goodness(_read(sample, charset))
        # A claim of plain Latin costs the owner nothing and is often the server's default: it must be flawless.
        if score >= (_GOOD if charset != "windows-1252" else 0.97):
            return _sister(sample, charset, score)
        scored.append((score + 0.03, charset))
    for rank, charset in enumerate(_CANDIDATES):
        scored.append((goodness(_read(sample, charset)) - rank * 0.001, charset))
    score, charset = max(scored)
    if score >= 0.7:
        return _sister(sample, charset, score)
    other = _detected(sample)
    return other or (claims[0] if claims else charset)


def _sister(sample: bytes, charset: str, score: float) -> str:
    """What is meant where a claim names the near relative of the right charset.

    Kazakh pages are declared windows-1251 though their letters exist only in kz1048, Ukrainian ones koi8-r, and
    Turkish ones latin-1 (their ı, ş, ğ would be the ý, þ, ð of Icelandic, which never comes without á or æ).
    """
    if charset == "windows-1252":
        letters = set(_read(sample, charset).lower())
        return "windows-1254" if letters & set("ýþð") and not letters & set("áéíóúæ") else charset
    for said, meant in (("windows-1251", "kz1048"), ("koi8-r", "koi8-u")):
        if charset == said and goodness(_read(sample, meant)) > score + 0.005:
            return meant
    return charset


def _detected(sample: bytes) -> str:
    """What charset-normalizer takes the bytes for: East Asian charsets above all. "" if it cannot tell."""
    from charset_normalizer import from_bytes

    found = from_bytes(sample[:20_000], steps=5, chunk_size=512).best()
    return named(found.encoding) if found else ""
