"""Copies under a temporary name beside a database, and those that a killed program or a power cut left.

Such a copy may be in the clear beside an encrypted database, so it is overwritten before it is deleted.
"""

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from kpcommittee.store.overwriting import old_bytes, overwrite

PREFIX, ENDING = ".kpcommittee-", ".copy"
_STILL_WRITING = 60
"""A copy that was written to in the last so many seconds is left alone, whoever writes it."""
_ABANDONED = 3600
"""Seconds after which nobody still writes a copy, even if another program has its writer's process id by now."""
_made: set[str] = set()
"""Copies that this program is making."""


def new_copy(folder: Path) -> Path:
    """Make an empty file for a copy, for its owner alone; its name tells which program makes it."""
    handle, name = tempfile.mkstemp(prefix=f"{PREFIX}{os.getpid()}-", suffix=ENDING, dir=folder)
    os.close(handle)
    _made.add(name)
    return Path(name)


def forget_copy(copy: Path) -> None:
    """Forget a copy that has another name now, or is gone."""
    _made.discard(str(copy))


def sweep(folder: Path) -> None:
    """Remove copies of programs that are gone; what cannot be removed stays."""
    with suppress(OSError):
        for file in folder.glob(f"{PREFIX}*{ENDING}*"):
            if _is_left(file):
                with old_bytes(file) as old:
                    file.unlink()
                    # What has another name by now is a backup.
                    overwrite([handle for handle in old if os.fstat(handle).st_nlink == 0])


def _is_left(file: Path) -> bool:
    name = str(file)
    if any(name.startswith(prefix) for prefix in _made):
        return False
    age = time.time() - file.stat().st_mtime
    return age > _ABANDONED or (age > _STILL_WRITING and not _runs(file.name))


def _runs(name: str) -> bool:
    """Whether the program that a copy names may still run; one with this process's number is gone."""
    number = name.removeprefix(PREFIX).partition("-")[0]
    # Windows has no way to ask that could not end the program; an earlier version told no number.
    if os.name != "posix" or not number.isdecimal():
        return True
    if int(number) == os.getpid():
        return False
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
