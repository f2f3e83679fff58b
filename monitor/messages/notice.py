"""The notice: what the operator should know or do, in a few lines."""

import json
from collections.abc import Sequence

from monitor.messages import blocks as slack
from monitor.messages.alert import header_safe
from monitor.messages.html import render
from monitor.messages.phrases import count, say
from monitor.model import Form, Message
from monitor.text.clean import balanced, composed, isolate, one_line, shorten, without_isolates

#: What the JSON form promises.
SCHEMA = "story-monitor/notice/1"
#: So many lines are told; a notice is no log.
LINES = 30
#: A longer line holds somebody's page, not a remark.
_LINE = 500


def compose_notice(subject: str, lines: Sequence[str], *, form: Form, thread: str = "", lang: str = "en") -> Message:
    """A notice in ``form``. Lines may quote error texts from outside: they are cleaned, isolated, escaped; isolate
    marks inside a line stay, for what it quotes.

    At most 30 lines of 500 code points are told, then "and N more".
    """
    title = shorten(one_line(subject), 150) or say(lang, "notice")
    told = [balanced(shorten(composed(line).strip("\n"), _LINE)) for line in lines[:LINES]]
    if len(lines) > LINES:
        told.append(count(lang, "and-more", len(lines) - LINES))
    text = "\n".join([title, *(isolate(line) for line in told)]) + "\n"
    if form == "html":
        body = render("notice.html.j2", lang, title=title, lines=told)
    elif form == "blocks":
        groups = [[slack.header(title, "ltr")], *([slack.rich(slack.line(slack.word(line)))] for line in told if line)]
        body = slack.payload(title, groups, lambda n: count(lang, "and-more", n))
    elif form == "json":
        plain = [without_isolates(line) for line in told]
        body = json.dumps({"schema": SCHEMA, "type": "notice", "subject": title, "lines": plain}, ensure_ascii=False)
    else:
        body = text
    return Message(subject=header_safe(title), body=body, form=form, text=text, thread=thread, lang=lang)
