"""Where a SQLite file stands: on a disk of this machine, or behind a network, where its locks cannot be relied on."""

import re
from pathlib import Path

#: What is mounted where, as Linux tells it; other systems have no such file.
MOUNTS = Path("/proc/self/mounts")

#: File systems of other machines, as they are named there.
_REMOTE = {
    "9p", "afs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.gcsfuse", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs",
    "fuse.sshfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs",
}  # fmt: skip


def network_disk(file: Path, mounts: Path) -> str:
    """The kind of network file system that a file stands on, or will stand on ("nfs4"); "" for a disk of this machine,
    and where nobody knows."""
    try:
        file = file.absolute().resolve()
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except (OSError, RuntimeError):
        return ""
    best, kind = -1, ""
    for _, at, named, *_ in (line.split(" ") for line in lines if line.count(" ") >= 3):
        place = Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), at))
        # one that was mounted later over the same place hides the former
        if (place == file or place in file.parents) and len(place.parts) >= best:
            best, kind = len(place.parts), named
    return kind if kind in _REMOTE else ""
