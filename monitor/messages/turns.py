"""Which developments of a digest are no longer the last word: a later one of it says otherwise, or its post was
changed."""

import re

from monitor.messages.report import Change, Report, Reported

#: What the judge says of a reversal, of another count, of a second time.
_OTHERWISE = re.compile(r"(?:^|; )not an echo of development (\d+): ")


def overtaken(report: Report) -> dict[int, int]:
    """The number of a development -> that of the latest in ``report`` that says otherwise, as the judge found it."""
    found: dict[int, int] = {}
    for one in sorted(report.developments, key=lambda one: (one.development.at, one.development.id)):
        for number in _OTHERWISE.findall(one.why):
            found[int(number)] = one.development.id
    return found


def changed_since(one: Reported, report: Report) -> Change | None:
    """The last change of ``report`` to the post that a development leads with."""
    lead = one.development.lead
    found = [each for each in report.changes if (each.before.source, each.before.id) == (lead.source, lead.id)]
    return max(found, key=lambda each: each.at, default=None)
