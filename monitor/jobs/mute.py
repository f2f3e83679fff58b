"""Channels that could deliver nothing as they are: said in the log before the first alert finds it out."""

from monitor.jobs.app import App


def name_mute_channels(app: App) -> None:
    """Says of each channel in force what would keep every message from going out: a secret that is not set where the
    daemon runs, most often. It may be mended outside, so that is no fault of the configuration."""
    for channel, port in app.channels.items():
        for key, wrong in getattr(port, "faults", tuple)():
            app.log.warning("a channel can deliver nothing as it is", channel=channel, key=key, detail=wrong)
