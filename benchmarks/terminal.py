"""A program on a pseudo-terminal: started, watched, typed at, and timed from outside.

A moment is that of the read that completed what was waited for; what looking at it costs is not charged to the program.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

COLUMNS, LINES = 120, 40
QUIET = 0.06
"""Seconds without output after which a picture is complete."""

_CONTROLS = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[P\]_^].*?(?:\x1b\\|\x07)|[ -/]*[0-~])", re.DOTALL)


class GaveUpError(Exception):
    """What was waited for did not come."""


class Program:
    """One run of a program; the clock starts when it is spawned."""

    def __init__(self, argv: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None) -> None:
        """Spawn it in a folder."""
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            _become(argv, folder, environment or {})
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.output = b""
        self._mark = 0
        self.peak = 0.0
        """Of its memory, in MB; known when it has ended."""

    def __enter__(self) -> Self:
        """It runs already."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it, if it has not ended itself."""
        if not self.peak:
            os.kill(self.pid, signal.SIGKILL)
            self._wait()
        os.close(self._fd)

    def until(self, text: str, timeout: float = 30) -> float:
        """Wait until a text was painted since the last key; the moment it was."""
        wanted, deadline = text.encode(), time.perf_counter() + timeout
        while time.perf_counter() < deadline:
            moment = self._read(0.5)
            if moment and wanted in _CONTROLS.sub(b"", self.output[self._mark :]):
                return moment
        raise GaveUpError(f"{text!r} did not appear; the last output was {_CONTROLS.sub(b'', self.output)[-600:]!r}")

    def until_quiet(self, quiet: float = QUIET) -> float:
        """Wait until nothing more is painted; the moment of the last output."""
        last = time.perf_counter()
        while moment := self._read(quiet):
            last = moment
        return last

    def press(self, key: str) -> float:
        """Type a key; the moment it was typed."""
        self._mark = len(self.output)
        moment = time.perf_counter()
        os.write(self._fd, key.encode())
        return moment

    def end(self, key: str = "q") -> None:
        """Have it leave by a key, and wait for its end."""
        self.press(key)
        while self._read(10):
            continue
        self._wait()

    def _read(self, seconds: float) -> float:
        """Read what has come; the moment, or 0 when nothing came in that time or nothing will."""
        if not select.select([self._fd], [], [], seconds)[0]:
            return 0
        try:
            found = os.read(self._fd, 65536)
        except OSError:  # the terminal of a program that has ended
            return 0
        moment = time.perf_counter()
        self.output += found
        return moment if found else 0

    def _wait(self) -> None:
        _pid, _status, usage = os.wait4(self.pid, 0)
        self.peak = usage.ru_maxrss / 1024


def _become(argv: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> None:
    os.chdir(folder)
    os.environ.update(
        TERM="xterm-256color",
        COLORTERM="truecolor",
        COLUMNS=str(COLUMNS),
        LINES=str(LINES),
        LC_ALL="C.UTF-8",
        **environment,
    )
    os.execv(str(argv[0]), [str(word) for word in argv])
