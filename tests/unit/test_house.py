"""The house stays as it is drawn: imports run one way, and the linter notices when they do not."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([linter, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def test_imports_run_downward_only() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout[-4000:]


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("monitor/model/source.py", "import monitor.text"),
        ("monitor/text/fold.py", "import sqlalchemy"),
        ("monitor/matching/__init__.py", "import monitor.judging"),
        ("monitor/channels/slack.py", "import httpx"),
        ("monitor/cli/__init__.py", "import monitor.store.writing"),
        ("monitor/extra/__init__.py", "x = 1"),
    ],
)
def test_a_wrong_import_breaks_the_build(tmp_path: Path, where: str, line: str) -> None:
    shutil.copytree(ROOT / "monitor", tmp_path / "monitor", ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    planted = tmp_path / where
    planted.parent.mkdir(parents=True, exist_ok=True)
    with planted.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    assert lint(tmp_path).returncode != 0
