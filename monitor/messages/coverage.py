"""How much of the world was seen: the line that tells a reader whether no news is no news."""

from collections.abc import Mapping

from monitor.messages import times
from monitor.messages.phrases import count, say
from monitor.messages.report import EVERY_SOURCE, Blind, Report
from monitor.model import Health
from monitor.text.clean import isolate, one_line, shorten

#: A reason longer than this is somebody's page.
_REASON = 200


def window(report: Report, lang: str) -> str:
    """From when to when, in the reader's zone, left-to-right."""
    first, last = (times.in_zone(at, report.zone) for at in (report.since, report.until))
    until = times.minute(last) if first.date() != last.date() else times.minute(last)[11:]
    return say(lang, "window", first=times.minute(first), last=f"{until} {report.zone}")


def within(report: Report) -> tuple[Blind, ...]:
    """The blind times that touch the window, in order."""
    touching = (
        one
        for one in report.coverage.blind
        if one.since < report.until and (one.until is None or one.until > report.since)
    )
    return tuple(sorted(touching, key=lambda one: (one.since, one.source)))


def certain(report: Report) -> bool:
    """Whether every source is well and was seen all the time, and looked through for this story."""
    coverage = report.coverage
    return coverage.sources > 0 and coverage.healthy >= coverage.sources and not within(report) and not coverage.paused


def coverage_line(report: Report, lang: str = "en") -> str:
    """One sentence on how much of the world was seen: "13 of 14 sources well. Blind: X 02:10-04:40 (...)"."""
    line = _seen(report, lang)
    return f"{say(lang, 'paused')} {line}" if report.coverage.paused else line


def _seen(report: Report, lang: str) -> str:
    sources, gaps = report.coverage.sources, within(report)
    if not sources:
        return say(lang, "no-sources")
    if report.coverage.unasked >= sources:
        return say(lang, "not-asked")
    well = count(lang, "sources-well", sources, well=min(report.coverage.healthy, sources))
    if report.coverage.unasked:
        well = f"{well}, {count(lang, 'some-not-asked', report.coverage.unasked)}"
    if not gaps:
        return f"{well}; {say(lang, 'blind-none')}"
    told = [
        say(lang, "blind-one", source=isolate(name), time=isolate(time, "ltr"), reason=isolate(reason))
        for name, time, reason in (gap(one, report, lang) for one in gaps[:3])
    ]
    told += [count(lang, "and-more", len(gaps) - 3)] if len(gaps) > 3 else []
    return f"{well}. {say(lang, 'blind', what='; '.join(told))}"


def nothing_line(report: Report, lang: str) -> str:
    """ "Nothing new", and how sure that is; "" when there is something."""
    if report.developments:
        return ""
    if not report.coverage.sources or not report.coverage.healthy:
        return f"{say(lang, 'nothing-new')} {say(lang, 'nothing-blind')}"
    if report.coverage.paused:
        return say(lang, "nothing-new")
    return f"{say(lang, 'nothing-new')} {say(lang, 'nothing-sure' if certain(report) else 'nothing-unsure')}"


def source_name(one: Blind, names: Mapping[str, str], lang: str = "en") -> str:
    """What people call the source of a blind time."""
    if one.source == EVERY_SOURCE:
        return say(lang, "every-source")
    return one_line(names.get(one.source, "")) or one_line(one.source)


def gap(one: Blind, report: Report, lang: str) -> tuple[str, str, str]:
    """Source, time and reason of a blind time, clipped to the window."""
    name = shorten(source_name(one, report.names, lang), 80)
    reason = shorten(one_line(one.reason), _REASON) or _health(one.health, lang)
    began, ended = one.since > report.since, one.until is not None and one.until < report.until
    if began and ended and one.until:
        first, last = (times.minute(times.in_zone(at, report.zone)) for at in (one.since, one.until))
        time = f"{first}–{last[11:] if first[:10] == last[:10] else last}"
    elif began:
        time = say(lang, "blind-still", time=times.minute(times.in_zone(one.since, report.zone)))
    elif ended and one.until:
        time = say(lang, "blind-until", time=times.minute(times.in_zone(one.until, report.zone)))
    else:
        time = say(lang, "blind-whole")
    return name, time, reason


def _health(word: Health, lang: str) -> str:
    try:
        return say(lang, word)
    except KeyError:
        return word
