"""Pages of known places: their structure as data (``data/layouts.toml``), found by host."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from monitor.text.data import read_text

#: Keys of a layout that are about the layout itself; all others are options of the kind ``page``.
_OWN = ("name", "version", "seen", "hosts", "strip", "article")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How one place builds its pages. ``options`` are those of the kind ``page``; ``article`` finds article paths."""

    name: str
    version: int
    hosts: tuple[str, ...]
    strip: str = ""
    article: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    def is_article(self, url: str) -> bool:
        """Whether the address is that of an article, not of a listing."""
        return bool(self.article) and re.search(self.article, _path(url)) is not None

    def named(self, url: str) -> str:
        """The address on the host that we name the place by: mirrors show the same pages."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return url
        if (parts.hostname or "") not in self.hosts:
            return url
        path = parts.path
        if self.strip and path.startswith(f"{self.strip}/"):
            path = path.removeprefix(self.strip)
        return urlunsplit(("https", self.hosts[0], path, parts.query, ""))


@cache
def layouts() -> tuple[Layout, ...]:
    """All layouts that travel with the program."""
    text = read_text("sources", "layouts.toml")
    return tuple(
        Layout(
            name=row["name"],
            version=row["version"],
            hosts=tuple(row["hosts"]),
            strip=row.get("strip", ""),
            article=row.get("article", ""),
            options={key: value for key, value in row.items() if key not in _OWN},
        )
        for row in tomllib.loads(text)["layouts"]
    )


def layout_of(url: str) -> Layout | None:
    """The layout of the place at ``url``, None if we know none."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    return next((layout for layout in layouts() if host in layout.hosts), None)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
