"""The program in a process of its own that is a fork, so that everything is imported already.

To start an interpreter takes half a second of processor time, and the command itself a tenth of that. A fork of the
tests would take along their threads, open databases and changed modules. So each worker keeps a process that was forked
before the first test, the *nursery*. It has imported the program and done nothing. What a test asks about the start
itself is asked of a process that starts.

A second nursery has opened the meeting on a screen once. Most terminals are forks of it; those whose start is asked
about are not.

Only Linux lets the worker wait for, and be charged with, what its nursery forked; elsewhere every process starts.
"""

import ctypes
import faulthandler
import os
import pickle
import signal
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn

_ADOPTS_ORPHANS = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2)."""
_LENGTH = 4
_ABOVE = 512
"""No descriptor of a test has such a number."""
_SCREENS = "kpcommittee.tui.run"
_COMMANDS = (
    "kpcommittee.cli.app",
    "kpcommittee.cli.meetings",
    "kpcommittee.store.store",
    "kpcommittee.services.exports",
)


@dataclass(frozen=True, slots=True)
class Order:
    """What a fork is to do; the first three of its descriptors are its standard streams."""

    arguments: tuple[str, ...]
    folder: str
    variables: Mapping[str, str]
    terminal: bool = False
    """Whether standard input is a terminal that it is to have for its own."""
    warm: bool = False
    """Whether it is forked of a process that has opened the meeting on a screen before."""
    places: tuple[int, ...] = ()
    """The numbers of the further descriptors that come with it."""
    limit: bytes = b""
    """What it is denied, pickled: the nursery itself imports nothing of the tests."""


_open: dict[bool, tuple[int, socket.socket]] = {}
"""The two nurseries, by whether they are warm."""


def open_nursery() -> None:
    """Fork the nurseries; nothing is imported in them until they are asked for something."""
    if sys.platform != "linux" or _open or ctypes.CDLL(None).prctl(_ADOPTS_ORPHANS, 1, 0, 0, 0):
        return
    for warm in (False, True):
        _open[warm] = _forked()


def _forked() -> tuple[int, socket.socket]:
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        try:
            ours.close()
            for _pid, asked in _open.values():
                asked.close()
            _serve(theirs)
        finally:
            os._exit(0)
    theirs.close()
    return pid, ours


def close_nursery() -> None:
    """End the nurseries, and wait for them."""
    while _open:
        _warm, (pid, asked) = _open.popitem()
        asked.close()
        os.waitpid(pid, 0)


def is_open() -> bool:
    """Whether processes can be had here without starting them."""
    return bool(_open)


def born(order: Order, descriptors: Sequence[int]) -> int:
    """Have a process forked with these descriptors; its number, for which this process waits as for its own child."""
    _pid, asked = _open[order.warm]
    data = pickle.dumps(order)
    socket.send_fds(asked, [len(data).to_bytes(_LENGTH, "big")], [*descriptors])
    asked.sendall(data)
    return int.from_bytes(_exactly(asked, _LENGTH), "big")


def _exactly(asked: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        more = asked.recv(length - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def _serve(asked: socket.socket) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        length, descriptors, _flags, _address = socket.recv_fds(asked, _LENGTH, 16)
        if not length:
            return
        order: Order = pickle.loads(_exactly(asked, int.from_bytes(length, "big")))
        for module in (_SCREENS,) if order.terminal else _COMMANDS:
            __import__(module)
        if order.warm:
            _warm_up()
        told, telling = os.pipe()
        child = os.fork()
        if child == 0:
            # Whoever is born without a parent is the worker's own.
            grandchild = os.fork()
            if grandchild == 0:
                _become(order, descriptors)
            os.write(telling, grandchild.to_bytes(_LENGTH, "big"))
            os._exit(0)
        # Told of it before its parent is gone, the worker could not wait for it yet.
        os.waitpid(child, 0)
        asked.sendall(os.read(told, _LENGTH))
        for descriptor in (*descriptors, told, telling):
            os.close(descriptor)


@cache
def _warm_up() -> None:
    from tests.drivers.warm_screens import open_once  # noqa: PLC0415 (the other nursery imports nothing of the tests)

    open_once()


def _become(order: Order, descriptors: Sequence[int]) -> NoReturn:
    """Run the program from its entry to its end."""
    code = 1
    try:
        # The tests' own, which writes where a descriptor was that is closed here, and may crash itself on an abort.
        faulthandler.disable()
        _put((0, 1, 2, *order.places), descriptors)
        if order.terminal:
            _take_the_terminal()
        os.chdir(order.folder)
        os.environ.clear()
        os.environ.update(order.variables)
        sys.dont_write_bytecode = "PYTHONDONTWRITEBYTECODE" in order.variables
        time.tzset()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.argv = ["kpcommittee", *order.arguments]
        sys.stdin, sys.stdout, sys.stderr = map(_stream, (0, 1, 2))
        sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc]
        if order.limit:
            pickle.loads(order.limit)()
        from kpcommittee.__main__ import main  # noqa: PLC0415 (the nursery imports nothing before it is asked)

        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _put(places: Sequence[int], descriptors: Sequence[int]) -> None:
    """Give the descriptors these numbers, and close all others."""
    import fcntl  # noqa: PLC0415 (Linux alone comes here)

    held = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, _ABOVE) for descriptor in descriptors]
    os.closerange(0, _ABOVE)
    for place, descriptor in zip(places, held, strict=True):
        os.dup2(descriptor, place)
    os.closerange(_ABOVE, _ABOVE + len(held))


def _take_the_terminal() -> None:
    import fcntl  # noqa: PLC0415 (Linux alone comes here)
    import termios  # noqa: PLC0415

    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _stream(number: int) -> Any:
    errors = "backslashreplace" if number == 2 else "surrogateescape"
    return open(number, "w" if number else "r", encoding="utf-8", errors=errors, closefd=False)
