"""Keeps what a process holds in memory to itself.

Names and texts of a meeting do not belong in the file that a crash leaves.
"""

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

    A system that cannot do it is left as it is: nothing that is recorded depends on it.
    """
    if sys.platform != "win32":
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # The limit alone is not asked where dumps are piped into a program, as most systems do.
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
