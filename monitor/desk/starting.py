"""``init``: a commented configuration to start from."""

import shutil
from pathlib import Path

from monitor.model import ConfigError, Fault


def starter_folder() -> Path:
    """The starter configuration: inside the wheel, or ``config/`` at the top of the repository."""
    inside = Path(__file__).with_name("starter")
    return inside if inside.is_dir() else Path(__file__).parents[2] / "config"


def init(folder: Path) -> list[Path]:
    """Writes ``folder/config`` with every file commented; returns what was written.

    Raises ConfigError, and changes nothing, if there is a config already.
    """
    target = folder / "config"
    if target.exists() and any(target.iterdir()):
        wrong = "there is a config here already"
        raise ConfigError(
            [Fault(file=str(target), key="", wrong=wrong, right="it is left as it is; check it with: monitor check")]
        )
    shutil.copytree(starter_folder(), target, dirs_exist_ok=True)
    return sorted(path for path in target.rglob("*.toml"))
