"""SIGHUP: the configuration is read again. A bad one leaves the old one in force and says so."""

from monitor.config import Settings, read_config
from monitor.jobs.app import App
from monitor.jobs.rematch import rematch_changed
from monitor.jobs.run import register_all
from monitor.jobs.setup import build_channels, build_kinds, story_faults
from monitor.matching import Matcher
from monitor.model import ChannelPort, ConfigError, Fault, Kind


async def reload(app: App) -> bool:
    """Takes the configuration's files as they are now. False, with every fault in the log, if they cannot be used.

    The database, the network and the number of workers stay as they were until the next start.
    """
    try:
        settings, kinds, channels = _read(app)
    except ConfigError as error:
        app.bad_reloads += 1
        for fault in error.faults:
            app.log.warning("the configuration was not taken: the old one stays in force", fault=str(fault))
        return False
    app.take(settings, kinds, channels, Matcher([story for story in settings.stories if story.status == "active"]))
    await app.write(register_all, app, app.clock.now())
    await rematch_changed(app, app.clock.now())
    app.log.info("the configuration was read again", sources=len(kinds), stories=len(app.stories))
    app.poll_poke.set()
    app.send_poke.set()
    return True


def _read(app: App) -> tuple[Settings, dict[str, Kind], dict[str, ChannelPort]]:
    settings = read_config(app.settings.folder)
    faults: list[Fault] = [fault for story in settings.stories for fault in story_faults(story)]
    kinds = build_kinds(settings.sources, settings.files.get("sources.toml"), faults)
    channels = build_channels(settings.channels, settings.files.get("channels.toml"), faults)
    if faults:
        raise ConfigError(faults)
    return settings, kinds, channels
