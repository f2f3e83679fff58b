"""SIGHUP: the configuration is read again. A bad one leaves the old one in force; log, channels and health say so."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.config import Settings, find_folder, read_config
from monitor.config.marks import marks_of
from monitor.config.read import FILES
from monitor.jobs.app import App
from monitor.jobs.config_read import note_read
from monitor.jobs.mute import name_mute_channels
from monitor.jobs.notices import notify, stamp
from monitor.jobs.rematch import rematch_if_it_can
from monitor.jobs.roster import register_all
from monitor.jobs.setup import build_channels, build_kinds, story_faults, without_files
from monitor.matching import Matcher
from monitor.model import ChannelPort, ConfigError, Fault, Kind
from monitor.store import records
from monitor.store.doors import Writing
from monitor.store.faults import StoreFault
from monitor.text.storable import incoming

#: What health reads: the faults of the configuration on disk that the daemon could not take.
FACT = "config"

#: How long to wait for a database that takes nothing just now.
AGAIN = timedelta(seconds=5)


async def reload(app: App) -> bool:
    """Takes the configuration's files as they are now. False, with every fault told, if they cannot be used.

    The database, the network, the number of pollers and of workers stay as they were until the next start.
    """
    async with app.reloading:
        marks = marks_of(app.settings.folder)  # before: what changes while it is read has not been read
        try:
            settings, kinds, channels = _read(app)
        except ConfigError as error:
            await _refuse(app, error.faults, marks)
            return False
        except OSError as error:  # the folder may not be entered any more
            wrong = f"it cannot be read: {error.strerror}"
            await _refuse(app, [Fault(file=str(error.filename or app.settings.folder), key="", wrong=wrong)], marks)
            return False
        matcher = Matcher([story for story in settings.stories if story.status == "active"])
        app.take(settings, kinds, channels, matcher)
        app.config_marks = marks
        await _patiently(app, enter)
        await rematch_if_it_can(app, app.clock.now())
        app.plan_anew()
        app.log.info("the configuration was read again", sources=len(kinds), stories=len(app.stories))
        name_mute_channels(app)
        app.poll_poke.set()
        app.send_poke.set()
        return True


async def _refuse(app: App, faults: Sequence[Fault], marks: Mapping[str, str]) -> None:
    said = [incoming(str(fault)) for fault in faults]  # a file's name may hold any bytes
    for fault in said:
        app.log.warning("the configuration was not taken: the old one stays in force", fault=fault)
    await _patiently(app, _tell, said, marks)
    app.send_poke.set()


def _tell(door: Writing, app: App, now: datetime, faults: Sequence[str], marks: Mapping[str, str]) -> None:
    note_read(door, app.settings.folder, marks, taken=False)
    kept = records.fact(door, FACT)
    records.set_fact(door, FACT, {"at": now.isoformat(), "faults": list(faults)})
    if not isinstance(kept, dict) or kept.get("faults") != list(faults):
        lines = [*faults, "Mend it and send SIGHUP again. Until then nothing changes."]
        notify(door, app, now, f"notice/config/{stamp(now)}", "The changed configuration was not taken", lines)


def enter(door: Writing, app: App, now: datetime) -> None:
    """Makes the store hold the configuration that is in force now, at a start as well. What could not be taken before
    is mended, and told again if it is made again."""
    register_all(door, app, now)
    note_read(door, app.settings.folder, app.config_marks, taken=True)
    records.set_fact(door, FACT, {"at": now.isoformat(), "faults": []})


async def _patiently(app: App, change: Callable[..., None], *values: object) -> None:
    """Writes when the store takes it; a signal is not sent twice."""
    while not app.stopping.is_set():
        try:
            await app.write(change, app, app.clock.now(), *values)
            return
        except StoreFault:
            await app.clock.sleep_until(app.clock.now() + AGAIN)


def _read(app: App) -> tuple[Settings, dict[str, Kind], dict[str, ChannelPort]]:
    folder = find_folder(app.settings.folder)
    if not any((folder / name).exists() for name in FILES):
        # each file may be missing, but not all that were there a moment ago
        raise ConfigError([Fault(file=str(folder), key="", wrong="no config here any more", right="put it back")])
    settings = read_config(folder)
    faults: list[Fault] = [fault for story in settings.stories for fault in story_faults(story)]
    kinds = build_kinds(settings.sources, settings.files.get("sources.toml"), faults)
    channels = build_channels(settings.channels, settings.files.get("channels.toml"), faults)
    faults += _nothing_left(app, settings)
    if faults:
        raise ConfigError(faults)
    return without_files(settings), kinds, channels


def _nothing_left(app: App, settings: Settings) -> list[Fault]:
    """A file that was emptied, or is just being written, must not blind a daemon that runs. A story that stands there
    paused, and a source that is switched off, are meant."""
    right = "put them back; if it is meant, start the daemon again"
    found = []
    if app.kinds and not settings.sources:
        wrong = f"no source is left of {len(app.kinds)}"
        found.append(Fault(file=str(settings.folder / "sources.toml"), key="", wrong=wrong, right=right))
    before = sum(story.status == "active" for story in app.stories.values())
    if before and not settings.stories:
        wrong = f"no story is left of {before}"
        found.append(Fault(file=str(settings.folder / "stories"), key="", wrong=wrong, right=right))
    return found
