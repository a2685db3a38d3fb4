"""A disk that refuses: the program under strace, which lets one of its calls and all that follow fail."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from tests.drivers.power import under_strace
from tests.drivers.program import Result

Error = Literal["ENOSPC", "EROFS", "EIO"]
"""What the disk says: it is full, it is read-only, it is broken."""


def refused(
    arguments: Iterable[str],
    error: Error,
    nth: int,
    stdin: str = "",
    *,
    calls: str = "write,pwrite64,ftruncate,fsync,fdatasync",
    only: Iterable[Path] = (),
    once: bool = False,
) -> Result:
    """Run the program on a disk that refuses from the nth call on.

    Args:
        arguments: the command line.
        error: what the disk says.
        nth: the first call that fails; those before it succeed.
        stdin: what the program reads.
        calls: which are counted.
        only: the files whose calls are counted; by default all.
        once: whether the calls after it succeed again.
    """
    inject = f"inject={calls}:error={error}:when={nth}{'' if once else '+'}"
    paths = [part for path in only for part in ("-P", str(path))]
    return under_strace(("-e", f"trace={calls}", "-e", inject, "-o", "/dev/null", *paths), arguments, stdin)
