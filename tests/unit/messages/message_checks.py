"""What must hold for every message that leaves the house, whatever it says."""

import json
import unicodedata
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from typing import Any

from lxml import html as lxml_html
from slack_sdk.models.blocks import Block as SlackBlock

from monitor.model import Message

HEADERS = {"Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"}
#: Elements our templates use; anything else came from outside.
ELEMENTS = set(
    "html head meta title style body table tr td th b a bdi br span div img h1 h2 p caption thead tbody ul li".split()  # noqa: SIM905 - reads better
)


def check(message: Message) -> None:
    """Subject one line, no active character anywhere, and the body valid in its form."""
    assert len(message.subject.splitlines()) == 1
    assert len(message.subject) <= 180
    for text in (message.subject, message.text, message.body, message.lang, message.link):
        assert not active(text), ascii(active(text))
        text.encode("utf-8")
    assert balanced(message.text)
    check_mail(message)
    if message.form == "blocks":
        check_blocks(json.loads(message.body))
    elif message.form == "json":
        check_json(json.loads(message.body))
    elif message.form == "html":
        check_html(message.body)


def active(text: str) -> list[str]:
    """Signs that a terminal, a mail program or a page would obey. Our own isolates are none."""
    bad = [sign for sign in text if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t"]
    return bad + [sign for sign in text if 0x202A <= ord(sign) <= 0x202E or 0xE0000 <= ord(sign) <= 0xE0FFF]


def balanced(text: str) -> bool:
    """Every isolate ends on its own line."""
    for line in text.split("\n"):
        depth = 0
        for sign in line:
            depth += (sign in "\u2066\u2067\u2068") - (sign == "\u2069")
            if depth < 0:
                return False
        if depth:
            return False
    return True


def check_mail(message: Message) -> None:
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail.set_content(message.text)
    names = BytesParser(policy=SMTP).parsebytes(mail.as_bytes(policy=SMTP)).keys()
    assert set(names) == HEADERS, names


def check_blocks(payload: dict[str, Any]) -> None:
    assert set(payload) == {"text", "blocks"}
    assert 0 < len(payload["blocks"]) <= 50
    assert "<" not in json.dumps(payload)
    total = len(payload["text"])
    for block in SlackBlock.parse_all(payload["blocks"]):
        block.validate_json()
    for text in strings(payload["blocks"], "text"):
        assert text
        total += units(text)
    assert total <= 10_000
    for block in payload["blocks"]:
        if block["type"] == "header":
            assert block["text"]["type"] == "plain_text"
            assert 1 <= units(block["text"]["text"]) <= 150
        if block["type"] == "section":
            assert units(block["text"]["text"]) <= 3_000
        if block["type"] == "context":
            assert 1 <= len(block["elements"]) <= 10
            assert all(element["type"] == "plain_text" for element in block["elements"])
        for url in strings(block, "url"):
            assert url.startswith(("https://", "http://"))
            assert len(url) <= 3_000


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def strings(value: Any, key: str) -> list[str]:
    if isinstance(value, list):
        return [found for one in value for found in strings(one, key)]
    if isinstance(value, dict):
        own = [value[key]] if isinstance(value.get(key), str) else []
        return own + [found for one in value.values() for found in strings(one, key)]
    return []


def check_json(value: dict[str, Any]) -> None:
    assert value["schema"] == f"story-monitor/{value['type']}/1"
    post = value.get("post")
    for hit in value.get("hits", []):
        assert 0 <= hit["start"] <= hit["end"] <= len(post[hit["field"]])


def check_html(page: str) -> None:
    tree = lxml_html.document_fromstring(page)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            assert "\u2068" not in (element.text or "")
            continue
        assert element.tag in ELEMENTS, element.tag
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            if name in {"href", "src"}:
                assert value.startswith(("https://", "http://", "cid:", "data:image/png;base64,")), value[:80]
        if element.tag == "style":
            assert "expression" not in (element.text or "")
    assert len(tree.findall(".//style")) == 1
