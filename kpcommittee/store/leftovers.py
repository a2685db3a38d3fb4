"""Temporary copies beside a database, and those left by a killed program or a power cut.

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
"""Seconds for which a copy that was just written to is left alone, whoever writes it."""
_ABANDONED = 3600
"""Seconds after which a copy is abandoned, even if another program now has its writer's process id."""
_made: set[str] = set()
"""The copies that this program is making."""


def new_copy(folder: Path) -> Path:
    """Make an empty file for a copy, for its owner alone; its name tells which program makes it."""
    handle, name = tempfile.mkstemp(prefix=f"{PREFIX}{os.getpid()}-", suffix=ENDING, dir=folder)
    os.close(handle)
    _made.add(name)
    return Path(name)


def forget_copy(copy: Path) -> None:
    """Forget a copy that was renamed or deleted."""
    _made.discard(str(copy))


def sweep(folder: Path) -> None:
    """Remove copies of programs that have ended; those that cannot be removed stay."""
    with suppress(OSError):
        for file in folder.glob(f"{PREFIX}*{ENDING}*"):
            if _is_left(file):
                with old_bytes(file) as old:
                    file.unlink()
                    # A copy with another name is a backup.
                    overwrite([handle for handle in old if os.fstat(handle).st_nlink == 0])


def _is_left(file: Path) -> bool:
    name = str(file)
    if any(name.startswith(prefix) for prefix in _made):
        return False
    age = time.time() - file.stat().st_mtime
    return age > _ABANDONED or (age > _STILL_WRITING and not _runs(file.name))


def _runs(name: str) -> bool:
    """Whether the program that a copy names may still run; one with our own process id has ended."""
    number = name.removeprefix(PREFIX).partition("-")[0]
    # Windows has no harmless way to ask; an earlier version recorded no process id.
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
