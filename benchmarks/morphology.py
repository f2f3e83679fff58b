"""Word forms: keywords found in any form, on the sets of a folder or (none given) our own word tables with floors."""

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.matching.find import Finder
from monitor.model import Keyword, Post, Story
from monitor.text.fold import fold

TABLES = Path(__file__).parent / "data" / "forms"
#: Share of the word tables' forms that must be found, and of their other words that must be left alone.
FLOOR_FOUND, FLOOR_LEFT = 0.99, 0.97
#: A keyword with more false positives than this share of the posts explodes: no desk would keep it.
EXPLODING = 0.015

SNOWBALL = {
    "ar": "arabic", "ru": "russian", "en": "english", "fr": "french", "tr": "turkish", "es": "spanish", "de": "german",
    "it": "italian", "pt": "portuguese", "nl": "dutch", "sv": "swedish", "fi": "finnish", "hu": "hungarian",
    "ro": "romanian", "el": "greek", "pl": "polish", "fa": "persian", "uk": "",
}  # fmt: skip
_WORD = re.compile(r"\w+")


@dataclass
class Row:
    """A keyword of a set and the posts that hold it."""

    kw: str
    gold: set[int]
    ignored: set[int]
    inflected: set[int]
    forms: list[str]


@dataclass
class Score:
    micro: tuple[float, float, float]
    macro: float
    hard: float
    exploding: list[str]


def read_set(posts_file: Path, rows_file: Path) -> tuple[str, list[str], list[Row]]:
    posts = [json.loads(line) for line in posts_file.read_text(encoding="utf-8").splitlines() if line]
    rows = [
        Row(
            row["kw"],
            set(row["gold"]),
            set(row.get("dontcare", ())),
            set(row.get("inflected", ())),
            row.get("forms", []),
        )
        for row in map(json.loads, filter(None, rows_file.read_text(encoding="utf-8").splitlines()))
    ]
    lang = max((post["lang"] for post in posts), key=[post["lang"] for post in posts].count) if posts else ""
    return lang, [post["text"] for post in posts], rows


def score(rows: Sequence[Row], found: Sequence[set[int]], posts: int) -> Score:
    """Measures over (keyword, post) pairs; posts that a row says not to score count neither way."""
    right = wrong = missed = 0
    hard = hard_found = 0
    each: list[float] = []
    exploding: list[str] = []
    for row, numbers in zip(rows, found, strict=True):
        here = numbers - row.ignored
        gold = row.gold - row.ignored
        true, false, miss = len(here & gold), len(here - gold), len(gold - here)
        right, wrong, missed = right + true, wrong + false, missed + miss
        each.append(2 * true / (2 * true + false + miss) if true + false + miss else 1.0)
        hard += len(row.inflected - row.ignored)
        hard_found += len((row.inflected - row.ignored) & here)
        if false > EXPLODING * posts:
            exploding.append(row.kw)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return Score((precision, recall, f1), sum(each) / max(1, len(each)), hard_found / max(1, hard), exploding)


def ours(lang: str, posts: Sequence[str], rows: Sequence[Row]) -> list[set[int]]:
    keywords = tuple(Keyword(name=str(number), forms={lang: (row.kw,)}) for number, row in enumerate(rows))
    finder = Finder([Story(key="s", title="s", languages=(lang,), keywords=keywords)])
    found: list[set[int]] = [set() for _ in rows]
    for number, text in enumerate(posts):
        for hit in finder.find(Post(source="b", id=str(number), text=text)).get("s", ()):
            found[int(hit.keyword)].add(number)
    return found


def by_tokens(posts: Sequence[str], rows: Sequence[Row], stem: Callable[[str], str]) -> list[set[int]]:
    """Posts in which the keyword's words stand one after the other, each compared by its ``stem``."""
    tokens = [[stem(word) for word in _WORD.findall(text.casefold())] for text in posts]
    where: dict[str, set[int]] = {}
    for number, one in enumerate(tokens):
        for token in one:
            where.setdefault(token, set()).add(number)
    found = []
    for row in rows:
        wanted = [stem(word) for word in _WORD.findall(row.kw.casefold())]
        maybe = set.intersection(*(where.get(word, set()) for word in wanted)) if wanted else set()
        size = len(wanted)
        found.append(
            {n for n in maybe if any(tokens[n][at : at + size] == wanted for at in range(len(tokens[n]) - size + 1))}
        )
    return found


def by_substring(posts: Sequence[str], rows: Sequence[Row]) -> list[set[int]]:
    plain = [text.casefold() for text in posts]
    return [{number for number, text in enumerate(plain) if row.kw.casefold() in text} for row in rows]


def matchers(lang: str) -> Iterable[tuple[str, Callable[[Sequence[str], Sequence[Row]], list[set[int]]]]]:
    yield "whole word", lambda posts, rows: by_tokens(posts, rows, str)
    yield "substring", by_substring
    if SNOWBALL.get(lang):
        import snowballstemmer

        stemmer = snowballstemmer.stemmer(SNOWBALL[lang])
        yield "Snowball", lambda posts, rows: by_tokens(posts, rows, stemmer.stemWord)
    yield "monitor", lambda posts, rows: ours(lang, posts, rows)


def run_sets(folder: Path, *, errors: bool) -> int:
    names = sorted(file.name.removesuffix(".posts.jsonl") for file in folder.glob("*.posts.jsonl"))
    if not names:
        print(f"no *.posts.jsonl in {folder}", file=sys.stderr)
        return 2
    print(f"{'set':12} {'matcher':10}  micro P / R / F1      macro F1  R_hard  exploding  seconds")
    for name in names:
        for rows_file in sorted(folder.glob(f"{name}.*.jsonl")):
            if rows_file.name.endswith(".posts.jsonl"):
                continue
            lang, posts, rows = read_set(folder / f"{name}.posts.jsonl", rows_file)
            for matcher, find in matchers(lang):
                begin = time.perf_counter()
                found = find(posts, rows)
                took = time.perf_counter() - begin
                one = score(rows, found, len(posts))
                micro = " / ".join(f"{value:.3f}" for value in one.micro)
                rest = f"{one.macro:.3f}     {one.hard:.3f}   {len(one.exploding):<9}  {took:.1f}"
                print(f"{name:12} {matcher:10}  {micro}  {rest}")
                if matcher == "monitor":
                    if one.exploding:
                        print(f"{'':12} exploding: {', '.join(one.exploding)}")
                    if errors:
                        print_errors(posts, rows, found)
    return 0


def print_errors(posts: Sequence[str], rows: Sequence[Row], found: Sequence[set[int]]) -> None:
    for row, here in zip(rows, found, strict=True):
        wrong, missed = here - row.gold - row.ignored, row.gold - here - row.ignored
        if wrong or missed:
            print(f"  {row.kw!r} of {len(row.gold)}: forms {row.forms}")
            for mark, numbers in (("+", wrong), ("-", missed)):
                for number in sorted(numbers)[:4]:
                    print(f"    {mark}{len(numbers)} {posts[number][:300]}")


def run_tables() -> int:
    """Our own word tables: "citation: forms that are found | words that are not"."""
    worst = 0
    for table in sorted(TABLES.glob("*.txt")):
        good = [0, 0]
        left = [0, 0]
        for line in table.read_text(encoding="utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            cited, _, rest = line.partition(":")
            wanted, _, others = rest.partition("|")
            keyword = Keyword(name="k", forms={table.stem: (cited.strip(),)})
            finder = Finder([Story(key="s", title="s", keywords=(keyword,))])
            for tally, words, expected in ((good, f"{cited},{wanted}", True), (left, others, False)):
                for word in filter(None, map(str.strip, words.split(","))):
                    held = bool(finder.find(Post(source="b", id="1", text=f"… {word}.")))
                    tally[0] += held is expected
                    tally[1] += 1
                    if held is not expected:
                        print(
                            f"{table.stem}: {cited.strip()} {'misses' if expected else 'takes'} {word} ({fold(word)})"
                        )
        found, kept = good[0] / max(1, good[1]), left[0] / max(1, left[1])
        print(f"{table.stem:6} found {found:.3f} of {good[1]}, left alone {kept:.3f} of {left[1]}")
        worst |= found < FLOOR_FOUND or (left[1] > 0 and kept < FLOOR_LEFT)
    return int(worst)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="sets as NAME.posts.jsonl and NAME.*.jsonl")
    parser.add_argument("--errors", action="store_true", help="show what was wrongly found (+) and missed (-)")
    options = parser.parse_args()
    return run_sets(options.folder, errors=options.errors) if options.folder else run_tables()


if __name__ == "__main__":
    sys.exit(main())
