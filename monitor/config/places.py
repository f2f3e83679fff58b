"""Where each key of a TOML text stands: tomllib does not say."""

import re
import tomllib
from bisect import bisect_right

#: A key's way through the file: names of tables and keys, numbers of list elements (from 0).
Way = tuple[str | int, ...]


class Places:
    """Walks text that tomllib has accepted, so it need not look for faults, and notes where each key stands."""

    _BARE = re.compile(r"[^\s.=\]\"']+")
    _SCALAR = re.compile(r"[^,\]}\n#]*")
    _BLANK = re.compile(r"(?:[ \t\n]+|#[^\n]*)+")
    _INLINE = re.compile(r"[ \t]*")
    _STRING = re.compile(
        r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}|\'\'\'(?:[^\']|\'{1,2}(?!\'))*\'{3,5}|"(?:[^"\\]|\\.)*"|\'[^\']*\'',
        re.DOTALL,
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.lines: dict[Way, int] = {}
        self.lists: dict[Way, int] = {}  # where the first element of a list would stand
        self.tables: dict[Way, int] = {}  # lists of tables: how many elements so far
        self.at = 0
        self._walk()

    def _walk(self) -> None:
        here: Way = ()
        while self._skip(self._BLANK) < len(self.text):
            if self.text.startswith("[[", self.at):
                here = self._header(2, element=True)
            elif self.text[self.at] == "[":
                here = self._header(1, element=False)
            else:
                self._pair(here)

    def _header(self, brackets: int, *, element: bool) -> Way:
        begin = self.at
        self.at += brackets
        way: Way = ()
        keys = self._keys("]")
        for number, key in enumerate(keys):
            way = (*way, key)
            if element and number == len(keys) - 1:
                count = self.tables.get(way, 0)
                self.tables[way] = count + 1
                self._note(way, begin)
                way = (*way, count)
            elif way in self.tables:
                way = (*way, self.tables[way] - 1)
            self._note(way, begin)
        self.at += brackets
        return way

    def _pair(self, here: Way) -> None:
        begin = self.at
        for key in self._keys("="):
            here = (*here, key)
            self._note(here, begin)
        self.at += 1
        self._value(here)

    def _keys(self, end: str) -> list[str]:
        keys = []
        while self._skip(self._INLINE) < len(self.text) and self.text[self.at] != end:
            if self.text[self.at] == ".":
                self.at += 1
            elif self.text[self.at] in "\"'":
                quoted = self._take(self._STRING)
                keys.append(str(tomllib.loads(f"k = {quoted}")["k"]))
            else:
                keys.append(self._take(self._BARE))
        return keys

    def _value(self, here: Way) -> None:
        self._skip(self._INLINE)
        self._note(here, self.at)
        opening = self.text[self.at : self.at + 1]
        if opening and opening in "\"'":
            self._take(self._STRING)
        elif opening == "[":
            self._elements(here)
        elif opening == "{":
            self.at += 1
            while self._skip(self._BLANK) < len(self.text) and self.text[self.at] != "}":
                if self.text[self.at] == ",":
                    self.at += 1
                else:
                    self._pair(here)
            self.at += 1
        else:
            self._take(self._SCALAR)

    def _elements(self, here: Way) -> None:
        self.at += 1
        self.lists[here] = self.at
        number = 0
        while self._skip(self._BLANK) < len(self.text) and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self.at += 1
            else:
                self._value((*here, number))
                number += 1
        self.at += 1

    def _note(self, way: Way, at: int) -> None:
        self.lines.setdefault(way, bisect_right(self.starts, at))

    def _skip(self, blank: re.Pattern[str]) -> int:
        if match := blank.match(self.text, self.at):
            self.at = match.end()
        return self.at

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        end = match.end() if match and match.end() > self.at else self.at + 1
        taken = self.text[self.at : end]
        self.at = end
        return taken
