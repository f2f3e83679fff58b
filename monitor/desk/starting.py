"""``init``: a commented configuration to start from."""

import shutil
from pathlib import Path

from monitor.model import ConfigError, Fault, Refused


def starter_folder() -> Path:
    """The starter configuration: inside the wheel, or ``config/`` at the top of the repository."""
    inside = Path(__file__).with_name("starter")
    return inside if inside.is_dir() else Path(__file__).parents[2] / "config"


def init(folder: Path) -> list[Path]:
    """Writes ``folder/config`` with every file commented; returns what was written.

    Raises ConfigError, and changes nothing, if there is a config already; Refused if it cannot be written.
    """
    target = folder / "config"
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        wrong = "there is a config here already"
        raise ConfigError(
            [Fault(file=str(target), key="", wrong=wrong, right="it is left as it is; check it with: monitor check")]
        )
    try:
        shutil.copytree(starter_folder(), target, dirs_exist_ok=True)
    except (OSError, shutil.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not all of it could be copied"
        raise Refused(f"{target} cannot be written: {reason}", code="config") from error
    return sorted(path for path in target.rglob("*.toml"))
