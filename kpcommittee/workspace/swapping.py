"""Swaps the names of two folders in one step, where the system can: `renameat2` on Linux, `renamex_np` on macOS."""

import ctypes
import os
from pathlib import Path

_HERE = -100
"""`AT_FDCWD`: a relative path begins in the working directory (fcntl.h)."""
_EXCHANGE = 2
"""`RENAME_EXCHANGE` of linux/fs.h, and `RENAME_SWAP` of macOS's stdio.h."""


def swap_names(first: Path, second: Path) -> bool:
    """Swap two existing names, so that neither is ever missing; return whether the system can."""
    try:
        library = ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows has no library of that kind
        return False
    first_name, second_name = os.fsencode(first), os.fsencode(second)
    if hasattr(library, "renameat2"):
        return bool(library.renameat2(_HERE, first_name, _HERE, second_name, _EXCHANGE) == 0)
    if hasattr(library, "renamex_np"):
        return bool(library.renamex_np(first_name, second_name, _EXCHANGE) == 0)
    return False
