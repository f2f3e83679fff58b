"""What health reads of each daemon on a database: by worker, the sentence on something that is wrong with it."""

from monitor.jobs.app import App
from monitor.store import records
from monitor.store.doors import Reading, Writing


def saying(door: Reading, fact: str, worker: str) -> str:
    """What was said of a worker under the name ``fact``; "" if nothing was."""
    kept = records.fact(door, fact)
    return str(kept.get(worker, "")) if isinstance(kept, dict) else ""


def say(door: Writing, app: App, fact: str, said: str) -> None:
    """Keeps what is said of our worker, "" for nothing any more; and what is said of others that still run."""
    kept = records.fact(door, fact)
    living = {beat.worker for beat in records.beats(door) if beat.stopped_at is None}
    others = kept.items() if isinstance(kept, dict) else ()
    left = {worker: told for worker, told in others if worker in living and worker != app.worker}
    records.set_fact(door, fact, {**left, app.worker: said} if said else left)
