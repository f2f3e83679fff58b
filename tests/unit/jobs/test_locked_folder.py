"""The folder of the database is closed to the monitor while it runs: that is told as what it is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from rooms import Room

from monitor.jobs.vigil import Vigil, keep_vigil
from monitor.store.space import file_of


@contextmanager
def closed(folder: Path) -> Iterator[None]:
    """Nobody may enter the folder; root, whom no permission keeps out, is somebody else meanwhile."""
    mode = folder.stat().st_mode & 0o777
    folder.chmod(0)
    if is_root := os.geteuid() == 0:
        os.seteuid(65_534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(mode)


async def test_a_folder_that_may_not_be_entered_any_more_is_told_once_and_as_that(tmp_path: Path) -> None:
    room = Room(tmp_path)
    async with room.open() as inside:
        vigil = Vigil(file=file_of(inside.engine))
        assert await keep_vigil(inside.app, vigil, room.clock.now())
        inside.app.channels = {"mail": inside.app.channels["mail"]}  # its file of a secret is in the folder as well
        with closed(tmp_path):
            for _ in range(2):
                assert not await keep_vigil(inside.app, vigil, room.clock.go(timedelta(minutes=1)))
        assert await keep_vigil(inside.app, vigil, room.clock.go(timedelta(minutes=1)))
    assert room.subjects() == ["The database's folder may not be entered"]
