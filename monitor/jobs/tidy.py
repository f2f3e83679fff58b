"""Tidying: texts that matched nothing go after a while; identity stays while the post stands in its source."""

from datetime import datetime, timedelta

from monitor.jobs.app import App
from monitor.store import keeping

#: A post that its source has not shown for so long may be forgotten whole, if it matched nothing.
FORGET_AFTER = timedelta(days=30)


async def tidy(app: App, now: datetime) -> None:
    """Purges what is older than ``[keep] unmatched``, in small transactions, so that nobody waits for it."""
    emptied = forgotten = 0
    while part := await app.write(keeping.empty_unmatched, before=now - app.settings.keep.unmatched):
        emptied += part
    while part := await app.write(keeping.forget_unseen, before=now - app.settings.keep.unmatched - FORGET_AFTER):
        forgotten += part
    if emptied or forgotten:
        app.log.info("tidied", emptied=emptied, forgotten=forgotten)
