"""Stories that no draft was made for: what `monitor story new` finds of them unedited, from one post or article."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from monitor.config.story import parse_story
from monitor.desk.drafting import draft_story
from monitor.matching import Finder, Matcher
from monitor.model import Post, Story

#: Invented by us from end to end, the posts and their labels before the first run. NAME.LANG.txt is the article (some
#: are a post of a messenger), NAME.posts a headline a line: "U ru ..." (update), "R" (related) or "O" (off). Among the
#: off ones are the same person in another matter, the same place, the same word.
DATA = Path(__file__).parent / "data" / "unseen"

#: The same on topics that no list of ours knows (bees, a minaret, a drum). NAME.gold are words and names that an editor
#: would look for, a language and a form a line; off ones are ordinary news of the same country.
ODD = Path(__file__).parent / "data" / "odd"

#: What the mean of all stories must reach, and how many alerts on the headlines of other stories there may be.
LEAST_F1, LEAST_PRECISION, MOST_STRAY = 0.84, 0.90, 3

#: What the odd ones must reach: mean F1 and precision of update, and the mean share of their gold that is looked for.
LEAST_ODD, LEAST_ODD_PRECISION, LEAST_GOLD = 0.62, 0.90, 0.60

_TIERS = {"U": "update", "R": "related", "O": None}


def headlines(file: Path) -> list[tuple[str, str, str]]:
    """Label, language and text of each line."""
    parts = (line.split(" ", 2) for line in file.read_text(encoding="utf-8").splitlines())
    return [(label, lang, text) for label, lang, text in parts]


def drafted(article: Path, langs: Sequence[str]) -> Story:
    """The story that an article gives, as it comes out, looked for in these languages and the usual four."""
    post = Post(source="", id=article.stem, text=article.read_text(encoding="utf-8"))
    wanted = tuple(dict.fromkeys([*langs, "ar", "kk", "ru", "en"]))
    written, _ = draft_story(post, key="draft", source=article.stem, languages=wanted)
    return parse_story(written, f"{article.stem}.toml")


def tiers(story: Story, texts: Sequence[str]) -> list[str | None]:
    """The tier of each text, None for no match."""
    matcher = Matcher([story])
    posts = (Post(source="h", id=str(number), text=text) for number, text in enumerate(texts))
    return [next((match.tier for match in matcher.match(post)), None) for post in posts]


def f1(labels: Sequence[str], found: Sequence[str | None]) -> tuple[float, float, float]:
    """F1, precision and recall of update."""
    right = sum(label == "U" and tier == "update" for label, tier in zip(labels, found, strict=True))
    alerts, updates = sum(tier == "update" for tier in found), labels.count("U")
    return 2 * right / (alerts + updates), right / alerts if alerts else 0.0, right / updates


def gold(story: Story, file: Path) -> float:
    """The share of the words and names of a file that a story looks for."""
    wanted = [line.partition(" ")[2] for line in file.read_text(encoding="utf-8").splitlines()]
    finder = Finder([story])
    return sum(bool(finder.find(Post(source="h", id="", text=form))) for form in wanted) / len(wanted)


def measure(folder: Path, options: Any) -> tuple[list[float], int]:
    """The means of F1, precision, recall and, where there is any, gold of a folder's drafts; how often they alert on
    the headlines of other stories. Prints a line for each."""
    posts = {file.stem: headlines(file) for file in sorted(folder.glob("*.posts"))}
    figures: list[tuple[float, ...]] = []
    strays = 0
    for article in sorted(folder.glob("*.txt")):
        name = article.stem.split(".")[0]
        if options.stories and name not in options.stories:
            continue
        mine = posts[name]
        story = drafted(article, [article.stem.split(".")[1], *(lang for _, lang, _ in mine)])
        found = tiers(story, [text for _, _, text in mine])
        wanted = folder / f"{name}.gold"
        figures.append(f1([label for label, _, _ in mine], found) + ((gold(story, wanted),) if wanted.exists() else ()))
        others = [text for other, lines in posts.items() if other != name for _, _, text in lines]
        strays += tiers(story, others).count("update")
        print(f"{article.stem:<14} F1 {figures[-1][0]:.2f} (P {figures[-1][1]:.2f} R {figures[-1][2]:.2f})")
        if options.errors:
            for (label, lang, text), tier in zip(mine, found, strict=True):
                if tier != _TIERS[label]:
                    print(f"  {label} -> {tier or 'none':<8} [{lang}] {text}")
    return [sum(column) / len(figures) for column in zip(*figures, strict=True)], strays


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures; 1 if one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", nargs="*", help="only these")
    parser.add_argument("--errors", action="store_true", help="list the posts that went wrong")
    options: Any = parser.parse_args(arguments)
    means, strays = measure(DATA, options)
    odd, odd_strays = measure(ODD, options)
    if means:
        print(f"mean F1 {means[0]:.3f}, precision {means[1]:.3f}, recall {means[2]:.3f}; alerts on others {strays}")
    if odd:
        print(f"odd: F1 {odd[0]:.3f}, precision {odd[1]:.3f}, recall {odd[2]:.3f}, gold {odd[3]:.3f};", end=" ")
        print(f"alerts on others {odd_strays}")
    if options.stories:
        return 0
    missed = means[0] < LEAST_F1 or means[1] < LEAST_PRECISION or max(strays, odd_strays) > MOST_STRAY
    missed |= odd[0] < LEAST_ODD or odd[1] < LEAST_ODD_PRECISION or odd[3] < LEAST_GOLD
    print("below the floor" if missed else "every figure is at or above its floor")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
