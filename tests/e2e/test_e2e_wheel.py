"""What `pip install` brings has all that the program needs; what builds the image is as safe as it says."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_wheel_brings_migrations_the_starter_config_and_fonts(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT],
        check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    inside = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(inside)
    script = "import monitor, sys; sys.exit(not monitor.__file__.startswith(sys.argv[1]))"
    env = {**os.environ, "PYTHONPATH": str(inside)}
    assert (
        subprocess.run([sys.executable, "-c", script, str(inside)], cwd=tmp_path, env=env, check=False).returncode == 0
    )
    for words in (["init", "."], ["check"], ["migrate"], ["digest", "board-of-peace", "--format", "html"]):
        done = subprocess.run(
            [sys.executable, "-m", "monitor", *words], cwd=tmp_path, env=env, capture_output=True, check=False
        )
        assert done.returncode == 0, f"{words}: {done.stderr.decode()}"
    assert b"cid:" in done.stdout or b"data:image/png" in done.stdout or b"<html" in done.stdout
    assert list((inside / "monitor" / "messages" / "data" / "fonts").glob("*.ttf"))
    assert wheel.stat().st_size < 25_000_000


def test_the_image_is_slim_unprivileged_and_watched() -> None:
    lines = (ROOT / "Dockerfile").read_text()
    stages = re.findall(r"^FROM (\S+)", lines, re.MULTILINE)
    assert len(stages) == 2 and all("slim" in stage and "alpine" not in stage for stage in stages)
    last = lines[lines.rindex("FROM ") :]
    assert re.search(r"^USER (?!0|root)\S+", last, re.MULTILINE)
    assert last.index("USER ") < last.index("ENTRYPOINT")
    assert "HEALTHCHECK" in last and '"health"' in last
    assert "VOLUME" in last and "--read-only" in lines
    assert not re.search(r"(?i)(password|token|secret)\s*=", lines)
