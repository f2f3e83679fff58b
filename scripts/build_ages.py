"""Compiles how languages say "2 hours ago", long and short: monitor/text/data/ages.txt, from Unicode CLDR.

Run by hand when Babel brings a new CLDR:  python scripts/build_ages.py
The data is Unicode CLDR's (Unicode License v3), read from the package Babel. Languages are those whose months
we know, and some.
"""

from pathlib import Path

from babel import Locale, UnknownLocaleError

from monitor.text.dates.ages import template

ROOT = Path(__file__).parents[1]
OUT = ROOT / "monitor/text/data/ages.txt"
DAY = 86_400
SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3_600,
    "day": DAY,
    "week": 7 * DAY,
    "month": 2_629_746,
    "year": 31_556_952,
}
#: What a plural without a figure stands for.
COUNTS = {"one": 1, "two": 2}
VARIANTS = {"zh": ("zh", "zh_Hant"), "sr": ("sr", "sr_Latn"), "uz": ("uz", "uz_Cyrl"), "az": ("az", "az_Cyrl")}
#: Languages besides those of the table of months.
OTHERS = ("zh", "ja", "ko", "am", "ku", "so", "ha")
HEAD = """\
# How long ago, whole: seconds of one unit, "=" before those of a phrase without a figure; the phrase, # for the figure,
# without full stops and spaces around the figure. No two languages mean different units by one phrase.
# Unicode CLDR (LICENSE.unicode beside this file) as packed in Babel. Made by scripts/build_ages.py; spelt as
# monitor.text.dates.spell.simple() spells.
"""


def languages() -> list[str]:
    """The languages of the table of months, with their other scripts."""
    lines = (ROOT / "monitor/text/data/months.txt").read_text(encoding="utf-8").splitlines()
    codes = dict.fromkeys(line.split()[0] for line in lines if line and not line.startswith("#"))
    return [variant for code in (*codes, *OTHERS) for variant in VARIANTS.get(code, (code,))]


def phrases(code: str) -> dict[str, str]:
    """Phrase -> its value, of one language."""
    found: dict[str, str] = {}
    try:
        fields = Locale.parse(code)._data["date_fields"]
    except (UnknownLocaleError, ValueError, KeyError):
        return found
    for unit, seconds in SECONDS.items():
        for width in ("", "-short", "-narrow"):
            for plural, said in fields.get(f"{unit}{width}", {}).get("past", {}).items():
                key = template(said.replace("{0}", "7"))
                if "#" in key:
                    found.setdefault(key, str(seconds))
                elif plural in COUNTS:
                    found.setdefault(key, f"={seconds * COUNTS[plural]}")
    return {key: value for key, value in found.items() if not key.startswith(("-", "−", "+"))}


def main() -> None:
    """Writes the table."""
    table: dict[str, str] = {}
    for code in languages():
        for key, value in phrases(code).items():
            if table.setdefault(key, value) != value:
                raise SystemExit(f"{key!r} means {table[key]} and, in {code}, {value}: the table needs a language")
    OUT.write_text(HEAD + "\n".join(sorted(f"{value} {key}" for key, value in table.items())) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
