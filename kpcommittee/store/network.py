"""Tells whether a folder is on another machine, where SQLite's write-ahead log is not safe.

Source: https://www.sqlite.org/wal.html, "WAL does not work over a network filesystem".
"""

import re
from pathlib import Path

MOUNTS = Path("/proc/self/mounts")
"""The mounted file systems of a Linux machine: device, folder and type are the first words of a line."""

_SHARED = re.compile(r"nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|fuse\.(?:sshfs|rclone|davfs2?)|davfs2?")
_OCTAL = re.compile(r"\\([0-7]{3})")


def is_network_folder(folder: Path, mounts: Path = MOUNTS) -> bool:
    """Whether the folder, or the nearest that exists above it, is on another machine.

    False if the system does not tell, as on macOS.
    """
    folder = folder.resolve()
    # On Windows, resolving turns the letter of a network drive into the name of its server.
    return folder.drive.startswith("\\\\") or _SHARED.fullmatch(_type_of(folder, mounts)) is not None


def _type_of(folder: Path, mounts: Path) -> str:
    """Return the type of the file system that contains the folder; empty if the system does not tell."""
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    words = [line.split() for line in lines]
    mounted = {_OCTAL.sub(_character, mount_point): kind for _device, mount_point, kind, *_options in words}
    return next((mounted[str(place)] for place in (folder, *folder.parents) if str(place) in mounted), "")


def _character(octal: re.Match[str]) -> str:
    """Return the character that a mount name writes in octal, such as 040 for a blank."""
    return chr(int(octal[1], 8))
