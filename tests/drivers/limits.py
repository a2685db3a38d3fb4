"""What a process is denied from its first moment on: each is a value that can be sent to it."""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable
from functools import partial
from typing import NoReturn

_DROP_FROM_BOUNDING_SET = 24
_MAY_WRITE_EVERYWHERE = 1
_GET_DUMPABLE = 3
_VERSION = 0x20080522
"""Of the sets of rights that capset(2) takes: three, in two words each."""

Limit = Callable[[], object]


def bound_by_rights() -> None:
    """Root gives up the right to write wherever it likes, and does not get it back by starting a program."""
    if os.geteuid():
        return  # anybody else has none
    system = ctypes.CDLL(None, use_errno=True)
    head, sets = (ctypes.c_uint32 * 2)(_VERSION), (ctypes.c_uint32 * 6)()
    system.capget(head, sets)
    effective, permitted = 0, 1
    for each in (effective, permitted):
        sets[each] &= ~(1 << _MAY_WRITE_EVERYWHERE)
    if system.prctl(_DROP_FROM_BOUNDING_SET, _MAY_WRITE_EVERYWHERE, 0, 0, 0) or system.capset(head, sets):
        raise OSError(ctypes.get_errno(), "The right to write everywhere cannot be given up.")


def files_up_to(size: int) -> Limit:
    """No file may grow beyond so many bytes, as on a full disk."""
    return partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))


def memory_up_to(size: int) -> Limit:
    """No more than so many bytes may be mapped."""
    return partial(resource.setrlimit, resource.RLIMIT_AS, (size, size))


def stopped() -> None:
    """It goes on when it is told to by SIGCONT."""
    os.kill(os.getpid(), signal.SIGSTOP)


def with_cheap_keys() -> None:
    """Deriving a key takes no second: what it costs is tested elsewhere."""
    from kpcommittee.store.key_file import Cost  # noqa: PLC0415 (only in the process that is to have it)

    Cost.__new__ = lambda _cls, *given: tuple.__new__(Cost, given or (64, 1, 1))  # type: ignore[method-assign, assignment]


def stopped_with_cheap_keys() -> None:
    """Both of these."""
    with_cheap_keys()
    stopped()


def without_terminal() -> None:
    """There is no terminal to ask on."""
    os.setsid()


def telling_how_it_is_sealed() -> None:
    """It writes at its end whether its memory can be dumped, and how large a core may be."""
    leave = os._exit

    def tell(status: int) -> NoReturn:
        dumpable, core = ctypes.CDLL(None).prctl(_GET_DUMPABLE, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE)
        sys.stderr.write(f"sealed: {dumpable} {core}")
        sys.stderr.flush()
        leave(status)

    os._exit = tell
