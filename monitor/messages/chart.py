"""Posts over time as a picture, as words and as bars of text: the same numbers three times.

The picture is an SVG of our own, drawn by resvg with the fonts of our wheel. Two traps of it: a label needs no
``direction`` (ignored) but isolates and an anchor; and the first font file that has a letter wins, so regular
comes before bold. Nothing from outside reaches the SVG but names, cleaned and escaped.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from html import escape
from itertools import groupby

from monitor.messages import times
from monitor.messages.phrases import count, language, say
from monitor.messages.report import EVERY_SOURCE, Blind, Bucket
from monitor.text.clean import one_line, shorten
from monitor.text.data import data_path

#: Colours that stay apart for the colour-blind (Okabe and Ito 2008), darkest first on white.
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9")
OTHER = "#8a939c"
#: In points of the page; the picture has twice as many pixels, for sharp screens.
WIDTH, HEIGHT = 560, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 10, 34, 30
_PLOT_WIDTH, _PLOT_HEIGHT = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
_LEGEND_ROWS = 2
_FONTS = ("NotoSans-Regular.ttf", "Amiri-Regular.ttf", "NotoSans-Bold.ttf", "Amiri-Bold.ttf")


#: A time in which a source was blind: a pale ground with lines on it, seen apart without colours as well. The lines
#: stand upright, one point wide on whole points: turned ones cost as much to draw and pack as all else together.
_GROUND, _LINES, _LINES_APART = "#f3d9d6", "#e3aaa4", 4


@dataclass(frozen=True, kw_only=True)
class Chart:
    """The picture (PNG), its size in points, and its words (with the numbers)."""

    png: bytes
    width: int
    height: int
    alt: str


def draw(buckets: Sequence[Bucket], blind: Sequence[Blind], *, zone: str, lang: str = "en") -> Chart | None:
    """The chart of ``buckets``, None if there are none. Times in which a source was blind are shaded."""
    if not buckets:
        return None
    import resvg_py

    svg = to_svg(buckets, blind, zone=zone, lang=lang)
    png = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=2,
        skip_system_fonts=True,
        font_family="Noto Sans",
        font_files=list(font_files()),
    )
    return Chart(
        png=bytes(png),
        width=WIDTH,
        height=HEIGHT,
        alt=in_words(buckets, blind, zone=zone, lang=lang),
    )


def shown_languages(buckets: Sequence[Bucket]) -> tuple[str, ...]:
    """The languages with a colour of their own, most posts first; all others are drawn as one."""
    return tuple(code for code, _ in _sums(buckets).most_common(len(COLOURS)))


def in_words(buckets: Sequence[Bucket], blind: Sequence[Blind], *, zone: str, lang: str = "en") -> str:
    """The chart for those who do not see it: total, languages, every bucket with posts, blind times."""
    sums = _sums(buckets)
    first, last = (times.local(at, zone) for at in (buckets[0].start, buckets[-1].end))
    said = [say(lang, "chart-alt", first=first, last=last, posts=count(lang, "posts", sums.total()))]
    if sums:
        said.append(", ".join(f"{language(lang, code)} {n}" for code, n in sums.most_common()))
    busy = [bucket for bucket in buckets if bucket.total]
    said += [f"{_label(bucket.start, zone, _step(buckets))}: {bucket.total}" for bucket in busy]
    sources = {one.source for one in blind}
    if EVERY_SOURCE in sources:
        said.append(say(lang, "chart-unseen"))
    elif sources:
        said.append(count(lang, "chart-blind", len(sources)))
    return shorten(one_line("; ".join(said)), 1_500)


def in_bars(buckets: Sequence[Bucket], *, zone: str, lang: str = "en", width: int = 30) -> str:
    """The chart as lines of text: time, bar, number. A stretch without posts is one line, which says when it ends.

    "" if there are no posts at all.
    """
    most = max((bucket.total for bucket in buckets), default=0)
    if not most:
        return ""
    step = _step(buckets)
    rows: list[str] = []
    for busy, stretch in groupby(buckets, key=lambda bucket: bucket.total > 0):
        found = list(stretch)
        if not busy:
            end = _label(found[-1].end, zone, step)
            none = say(lang, "chart-none", until=end) if len(found) > 1 else "0"
            rows.append(f"{_label(found[0].start, zone, step):>16}  {none}")
            continue
        for bucket in found:
            bar = "█" * max(1, round(bucket.total / most * width))
            rows.append(f"{_label(bucket.start, zone, step):>16}  {bar} {bucket.total}")
    return "\n".join(rows)


def to_svg(buckets: Sequence[Bucket], blind: Sequence[Blind], *, zone: str, lang: str = "en") -> str:
    """The picture as SVG, for ``buckets`` that follow each other."""
    since, until = buckets[0].start, buckets[-1].end
    most = _nice(max(bucket.total for bucket in buckets))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="Noto Sans, Amiri" font-size="11" fill="#1f2328">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#ffffff"/>',
        *_shades(blind, since, until),
        *_grid(most),
        *_bars(buckets, most),
        *_ticks(buckets, zone),
        *_legend(buckets, bool(blind), lang),
        "</svg>",
    ]
    return "".join(parts)


def _shades(blind: Sequence[Blind], since: datetime, until: datetime) -> list[str]:
    """Hatched stretches; those that touch are one, for without a network every source is blind at once."""
    stretches: list[tuple[float, float]] = []
    for one in sorted(blind, key=lambda each: each.since):
        low, high = max(one.since, since), min(one.until or until, until)
        if low >= high:
            continue
        x, end = _x(low, since, until), _x(high, since, until)
        end = max(end, x + 1.5)
        if stretches and x <= stretches[-1][1] + 1:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], end))
        else:
            stretches.append((x, end))
    return [shade for x, end in stretches for shade in _shade(x, _TOP, end - x, _PLOT_HEIGHT)]


def _shade(x: float, y: float, width: float, height: float) -> list[str]:
    """A shaded rectangle; its lines stand where those of its neighbours would go on."""
    first = -int(-x // _LINES_APART) * _LINES_APART
    lines = "".join(f"M{at}.5 {y:g}v{height:g}" for at in range(first, int(x + width), _LINES_APART))
    ground = f'<rect class="blind" x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{height:g}" fill="{_GROUND}"/>'
    return [ground, f'<path d="{lines}" stroke="{_LINES}"/>'] if lines else [ground]


def _grid(most: int) -> list[str]:
    lines = []
    for step in range(5):
        value = most * step / 4
        if value != int(value):
            continue
        y = _y(value, most)
        lines.append(f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d8dce2"/>')
        lines.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" fill="#5c6670">{int(value)}</text>')
    return lines


#: A bar is at least so wide, in pixels, as far as a whole one is: else what the window has just begun cannot be seen.
_SLIVER = 7.0


def _bars(buckets: Sequence[Bucket], most: int) -> list[str]:
    since, until = buckets[0].start, buckets[-1].end
    colours = dict(zip(shown_languages(buckets), COLOURS, strict=False))
    bars = []
    step = _step(buckets)
    least = min(_SLIVER, 0.6 * (_x(since + step, since, until) - _LEFT))
    # what the window cuts, often the last minutes, comes last: it is widened over its neighbour
    for bucket in sorted(buckets, key=lambda one: one.end - one.start < step):
        x, end = _x(bucket.start, since, until), _x(bucket.end, since, until)
        if end - x < least:
            x, end = (end - least, end) if bucket.end == until else (x, x + least)
        gap = min(2.0, (end - x) * 0.15)
        base = 0
        stacked = [(colour, bucket.counts.get(code, 0)) for code, colour in colours.items()]
        stacked.append((OTHER, bucket.total - sum(n for _, n in stacked)))
        for colour, n in stacked:
            if n > 0:
                top = _y(base + n, most)
                bars.append(
                    f'<rect x="{x + gap / 2:.1f}" y="{top:.1f}" width="{max(1.0, end - x - gap):.1f}" '
                    f'height="{_y(base, most) - top:.1f}" fill="{colour}"/>'
                )
                base += n
    return bars


def _ticks(buckets: Sequence[Bucket], zone: str) -> list[str]:
    since, until = buckets[0].start, buckets[-1].end
    step = _step(buckets)
    # The first bucket is cut to the window, so that round times begin with the second.
    starts = [(bucket.start, _x(bucket.start, since, until)) for bucket in buckets[1:]]
    every = max(1, -(-len(starts) // 6))
    shown = [(start, x) for start, x in starts[::every] if _LEFT + 30 <= x <= WIDTH - _RIGHT - 30]
    ticks = []
    for start, x in shown or [(since, _LEFT + 40.0)]:
        y, label = HEIGHT - _BOTTOM, _label(start, zone, step, short=True)
        ticks.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y}" y2="{y + 4}" stroke="#8a939c"/>')
        ticks.append(f'<text x="{x:.1f}" y="{y + 17}" text-anchor="middle" fill="#5c6670">{label}</text>')
    return ticks


def _legend(buckets: Sequence[Bucket], blind: bool, lang: str) -> list[str]:
    sums, codes = _sums(buckets), shown_languages(buckets)
    entries = [(colour, f"{language(lang, code)} {sums[code]}") for code, colour in zip(codes, COLOURS, strict=False)]
    rest = sums.total() - sum(sums[code] for code in codes)
    entries += [(OTHER, f"{say(lang, 'other-languages')} {rest}")] if rest else []
    entries += [("", say(lang, "chart-legend-blind"))] if blind else []
    rows = _legend_rows([words for _, words in entries])
    legend = []
    for (colour, _), (x, row, clean) in zip(entries, rows, strict=True):
        y = 10 if rows[-1][1] == 0 else 4 + 14 * row
        swatch = f'<rect x="{x:.1f}" y="{y}" width="10" height="10" rx="2" fill="{colour}"/>'
        legend += [swatch] if colour else _shade(x, y, 10, 10)
        legend.append(f'<text x="{x + 14:.1f}" y="{y + 9}">{escape(clean)}</text>')
    return legend


def _legend_rows(entries: Sequence[str]) -> list[tuple[float, int, str]]:
    """Where each entry of the legend stands, in which row, and its words: two rows at most, the words cut for that."""
    placed: list[tuple[float, int, str]] = []
    for longest in (24, 14):
        placed, x, row = [], float(_LEFT), 0
        for words in entries:
            clean = shorten(one_line(words), longest)
            wide = 14 + 6.2 * len(clean)
            if x > _LEFT and x + wide > WIDTH - _RIGHT:
                x, row = float(_LEFT), row + 1
            placed.append((x, row, clean))
            x += wide + 12
        if row < _LEGEND_ROWS:
            break
    return placed


def _label(at: datetime, zone: str, step: timedelta, *, short: bool = False) -> str:
    """A bucket's beginning as fine as its width: minute, day; ``short`` leaves the year out where it can."""
    text = times.minute(times.in_zone(at, zone))
    text = text if step < timedelta(hours=20) else text[:10]
    return text[5:] if short and step < timedelta(days=20) else text


def _step(buckets: Sequence[Bucket]) -> timedelta:
    return max(bucket.end - bucket.start for bucket in buckets)


def _sums(buckets: Sequence[Bucket]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for bucket in buckets:
        sums.update({code: n for code, n in bucket.counts.items() if n > 0})
    return sums


def _nice(most: int) -> int:
    """The top of the scale: the next of 4, 8, 12, 20, 40, 80 ... so that quarters are whole numbers."""
    power = 1
    while True:
        for step in (4, 8, 12, 20, 28):
            if most <= step * power:
                return step * power
        power *= 10


def _x(at: datetime, since: datetime, until: datetime) -> float:
    return _LEFT + _PLOT_WIDTH * ((at - since) / (until - since))


def _y(value: float, most: int) -> float:
    return _TOP + _PLOT_HEIGHT * (1 - value / most)


@cache
def font_files() -> tuple[str, ...]:
    """Where the fonts of our wheel lie, regular before bold."""
    return tuple(data_path("messages", f"fonts/{name}") for name in _FONTS)
