"""config/*.toml, read once, checked whole."""

from monitor.config.read import find_folder, read_config, survey
from monitor.config.settings import Settings

__all__ = ["Settings", "find_folder", "read_config", "survey"]
