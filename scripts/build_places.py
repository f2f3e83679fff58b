"""Compiles the names of countries and cities in our languages: monitor/drafting/data/places.txt, from Unicode CLDR.

Run by hand when Babel brings a new CLDR:  python scripts/build_places.py
The data is Unicode CLDR's (Unicode License v3), read from the package Babel. Cities are the example cities of its
time zones: some four hundred, and every capital of our own region among them.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.core import get_global

HERE = Path(__file__).parent
OUT = HERE.parent / "monitor" / "drafting" / "data" / "places.txt"

LANGUAGES = ("ar", "kk", "ru", "en", "uk", "tr", "fr", "de", "es", "he", "fa", "az", "uz", "ky", "zh")

#: Zones whose city is no place in the news, or whose name is an ordinary word somewhere.
LEFT_OUT = re.compile(r"^(Etc|Antarctica|SystemV)/|/(Unknown|Center|Beulah|New_Salem|Knox|Vevay|Nome)$")

#: No country: parts of the UN, "unknown", the euro area ... A few regions are named in news.
REGIONS = {"143", "145", "035", "002", "150", "019", "005", "142", "EU"}


def slug(name: str) -> str:
    """An English name as a keyword's name: ``kazakhstan``, ``united-states``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def tidy(name: str) -> str:
    """Without what only a list of countries needs: "Myanmar (Burma)", "Hong Kong SAR China"."""
    name = re.sub(r"\s*[(（].*?[)）]", "", name)
    return name.replace(" SAR China", "").strip()


def lines() -> Iterator[str]:
    """kind, key, and lang=name for each place, parted by tabs."""
    locales = {lang: Locale.parse(lang) for lang in LANGUAGES}
    english = locales["en"]
    for code in sorted(english.territories):
        if (re.fullmatch("[A-Z]{2}", code) and code not in ("ZZ", "XA", "XB", "EZ", "UN", "QO")) or code in REGIONS:
            names = {lang: tidy(locale.territories.get(code, "")) for lang, locale in locales.items()}
            yield line("region" if code in REGIONS else "country", names)
    countries = get_global("zone_territories")
    zones = sorted({zone for locale in locales.values() for zone in locale.time_zones})
    for zone in zones:
        if LEFT_OUT.search(zone):
            continue
        names = {lang: tidy(str(locale.time_zones.get(zone, {}).get("city", ""))) for lang, locale in locales.items()}
        names["en"] = names["en"] or zone.rsplit("/", 1)[1].replace("_", " ")
        yield line("city", names, of=slug(tidy(english.territories.get(countries.get(zone, ""), ""))))


def line(kind: str, names: dict[str, str], *, of: str = "") -> str:
    """One place; ``of`` is the country that a city lies in."""
    told = "\t".join(f"{lang}={name}" for lang, name in ({"of": of} | names).items() if name)
    return f"{kind}\t{slug(names['en'])}\t{told}"


def main() -> int:
    """Writes the file."""
    OUT.parent.mkdir(parents=True, exist_ok=True)
    head = "# Names of countries, regions and cities. Unicode CLDR, Unicode License v3. Made by scripts/build_places.py"
    seen: dict[str, str] = {}
    for each in lines():
        seen.setdefault(each.split("\t")[1], each)
    OUT.write_text("\n".join([head, *seen.values()]) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(seen)} places, {OUT.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
