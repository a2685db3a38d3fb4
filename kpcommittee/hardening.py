"""Protects the memory of the process: a crash must not leave names and texts of a meeting in a file."""

import sys
from contextlib import suppress

if sys.platform != "win32":
    import resource
if sys.platform == "linux":
    import ctypes

_SET_DUMPABLE = 4
"""The number of `PR_SET_DUMPABLE` in Linux."""


def keep_out_of_dumps() -> None:
    """Keep this process out of core dumps, and its memory from the user's other programs.

    If the system cannot do it, nothing happens: no recorded data depends on it.
    """
    if sys.platform != "win32":
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # The limit alone has no effect if dumps are piped into a program, as on most systems.
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
