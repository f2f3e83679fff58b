"""The one place that reads a file which a person named and which must be an ordinary one."""

import errno
import os
import stat
from pathlib import Path


def read_plain_file(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file, at most ``most`` + 1: one more says that there is more.

    A pipe is not waited for, and a device that never ends not read. Raises OSError for those, for a folder, and for
    whatever the system refuses; its ``strerror`` is for people.
    """
    try:
        # what is opened is what is looked at: nothing can be put in its place between the two
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except ValueError as error:  # a NUL in the name
        raise OSError(errno.EINVAL, "this is no name of a file", str(path)) from error
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "it is a folder" if stat.S_ISDIR(mode) else "it is no ordinary file", str(path))
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(most + 1)
    finally:
        os.close(handle)
