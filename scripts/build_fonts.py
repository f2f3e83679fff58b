"""Makes the fonts that travel in our wheel (monitor/messages/data/fonts) from two published packages.

    python -m pip install fonttools
    python -m pip download --no-deps --dest DIR fontpkg-noto-sans==2.15 fontpkg-amiri==1.2
    python scripts/build_fonts.py DIR

Noto Sans is cut to Latin, Greek, Cyrillic and signs, in two weights; Amiri to Arabic. Both stand under the SIL
Open Font License 1.1 and reserve no font name, so the cut files keep theirs; the licences go beside them.
"""

import argparse
import hashlib
import io
import sys
import zipfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

TARGET = Path(__file__).parents[1] / "monitor" / "messages" / "data" / "fonts"

#: What we took, once: another file under the same name is not it.
WHEELS = {
    "fontpkg_noto_sans-2.15-py3-none-any.whl": "54016cb4dfbfdd8f0cae3d71a9401a73e786a473debd12f1d79067e349c9a4a3",
    "fontpkg_amiri-1.2-py3-none-any.whl": "ea30ddcbb1982a1a9f23bc970990a71984133d8784c0ddc9c1d716da3b9bdf20",
}

#: Latin with all extensions, Greek, Cyrillic, punctuation, currency, arrows and the shapes we draw with.
LATIN = (
    "0020-024F 0250-036F 0370-03FF 0400-052F 1C80-1C8F 1D00-1DBF 1E00-1FFF 2000-206F 2070-20CF 2100-218F 2190-21FF "
    "2200-22FF 2500-25FF 2C60-2C7F 2DE0-2DFF A640-A69F A720-A7FF FB00-FB06 FFFD"
)
#: Arabic with its supplements and presentation forms, and the spaces and signs that stand between its words.
ARABIC = (
    "0020-002F 003A-0040 00A0 00AB 00BB 0600-06FF 0750-077F 0870-08FF 200B-200F 2010-2026 2066-2069 FB50-FDFF FE70-FEFF"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the two wheels lie")
    folder = parser.parse_args().folder
    noto, amiri = (checked(folder / name, expected) for name, expected in WHEELS.items())
    TARGET.mkdir(parents=True, exist_ok=True)
    variable = noto.read("fontpkg_noto_sans/files/NotoSans[wdth,wght].ttf")
    for name, weight in (("Regular", 400), ("Bold", 700)):
        font = instancer.instantiateVariableFont(
            TTFont(io.BytesIO(variable)), {"wght": weight, "wdth": 100}, updateFontNames=True
        )
        write(font, LATIN, f"NotoSans-{name}.ttf")
        write(TTFont(io.BytesIO(amiri.read(f"fontpkg_amiri/files/Amiri-{name}.ttf"))), ARABIC, f"Amiri-{name}.ttf")
    (TARGET / "OFL-NotoSans.txt").write_bytes(noto.read("fontpkg_noto_sans/LICENSE"))
    (TARGET / "OFL-Amiri.txt").write_bytes(amiri.read("fontpkg_amiri/LICENSE"))
    files = sorted(path for path in TARGET.iterdir() if path.suffix in {".ttf", ".txt"})
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in files]
    (TARGET / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="ascii")
    sys.stdout.write("".join(f"{path.stat().st_size:>9,}  {path.name}\n" for path in files))


def checked(path: Path, expected: str) -> zipfile.ZipFile:
    """The wheel, if it is the very file we took."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected:
        sys.exit(f"{path.name}: sha256 is {found}, expected {expected}")
    return zipfile.ZipFile(path)


def write(font: TTFont, ranges: str, name: str) -> None:
    """Cuts ``font`` to ``ranges``, every layout feature kept, and writes it."""
    options = subset.Options(
        layout_features=["*"], name_IDs=["*"], notdef_outline=True, glyph_names=False, hinting=False
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[point for part in ranges.split() for point in points(part)])
    cutter.subset(font)
    font["head"].modified = font["head"].created  # equal input gives equal bytes
    font.recalcTimestamp = False
    font.save(TARGET / name)


def points(part: str) -> range:
    first, _, last = part.partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


if __name__ == "__main__":
    main()
