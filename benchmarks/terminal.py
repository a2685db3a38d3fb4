"""A program on a pseudo-terminal: started, watched, typed at, and timed from outside.

A moment is that of the read that completed what was awaited. Looking at it is not charged to the program.
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
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

Size = tuple[int, int]
"""Columns and lines."""

WIDE: Size = (120, 40)
NARROW: Size = (80, 24)

QUIET = 0.025
"""Seconds without output and without work after which a picture is complete: longer than Textual waits to draw."""
UNSEEN = 0.25
"""The same in seconds, where the system does not tell whether a program works."""
GLANCE = 0.005
"""Seconds between two looks at whether the program works."""

_CONTROLS = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[P\]_^].*?(?:\x1b\\|\x07)|[ -/]*[0-~])", re.DOTALL)


TELLS = Path("/proc/self/task").exists()
"""Whether the system tells of a program's threads what they do."""

KEYS = {
    "enter": "\r",
    # The program asks for unambiguous keys: a bare escape would be taken for the beginning of the next one.
    "escape": "\x1b[27u",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "shift+up": "\x1b[1;2A",
    "shift+down": "\x1b[1;2B",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "ctrl+j": "\n",
    "ctrl+p": "\x10",
    "ctrl+t": "\x14",
    "question_mark": "?",
    "slash": "/",
    "plus": "+",
    "minus": "-",
}
"""Names of keys → what a terminal sends; one character is itself."""

Argv = Sequence[str | Path]


class GaveUpError(Exception):
    """What was waited for did not come."""


class Program:
    """One run of a program; the clock starts when it is spawned."""

    def __init__(
        self, argv: Argv, folder: Path, environment: Mapping[str, str] | None = None, size: Size = WIDE
    ) -> None:
        """Spawn it in a folder, in a terminal of that size."""
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            _become(argv, folder, size, environment or {})
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.output = b""
        """What it has painted since the last key."""
        self._last = self.started
        """The moment of the last output."""
        self._closed = False
        """Whether it has closed its terminal, as it does when it ends."""
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
        deadline = time.perf_counter() + timeout
        while not self.shows(text):
            if self._closed or time.perf_counter() > deadline:
                break
            self._read(0.5)
        else:
            return self._last
        raise GaveUpError(f"{text!r} did not appear; the last output was {self.painted[-600:]!r}")

    @property
    def painted(self) -> str:
        """The text it has painted since the last key, without what only moves the cursor or colours."""
        return _CONTROLS.sub(b"", self.output).decode("utf-8", "replace")

    def shows(self, text: str) -> bool:
        """Whether it has painted that text since the last key."""
        return text.encode() in _CONTROLS.sub(b"", self.output)

    def until_quiet(self, quiet: float = QUIET) -> float | None:
        """Wait until it has painted and has nothing to do; return the last output's moment, None without any.

        A program that works without painting may paint yet: only when all its threads sleep is a picture complete.
        """
        last, still = None, time.perf_counter()
        quiet = quiet if TELLS else max(quiet, UNSEEN)
        while time.perf_counter() - still < quiet:
            if moment := self._read(GLANCE):
                last = still = moment
            elif self._works():
                still = time.perf_counter()
        return last

    def press(self, key: str) -> float:
        """Type a key, by its name or as it is; the moment it was typed."""
        self.output = b""
        data = KEYS.get(key, key).encode()
        moment = time.perf_counter()
        os.write(self._fd, data)
        return moment

    def end(self, key: str = "q") -> None:
        """Have it leave by a key, and wait for its end."""
        self.press(key)
        self.ended()

    @property
    def has_closed(self) -> bool:
        """Whether it has closed its terminal, as it does when it ends."""
        return self._closed

    def ended(self, timeout: float = 30) -> float:
        """Wait for its end; the moment of its last output.

        Raises:
            GaveUpError: it goes on, and what it shows.
        """
        deadline = time.perf_counter() + timeout
        while not self._closed:
            if time.perf_counter() > deadline:
                raise GaveUpError(f"it did not end; the last output was {self.painted[-600:]!r}")
            self._read(0.5)
        self._wait()
        return self._last

    def _read(self, seconds: float) -> float:
        """Read what has come; the moment, or 0 when nothing came in that time or nothing will."""
        if not select.select([self._fd], [], [], seconds)[0]:
            return 0
        try:
            output = os.read(self._fd, 65536)
        except OSError:  # the terminal of a program that has ended
            output = b""
        moment = time.perf_counter()
        self._closed = not output
        if self._closed:
            return 0
        self.output += output
        self._last = moment
        return moment

    @property
    def worked(self) -> float:
        """The seconds of a processor that its threads have had; 0 where the system does not tell."""
        total = 0
        for threads in Path(f"/proc/{self.pid}/task").glob("*/schedstat"):
            with suppress(FileNotFoundError, ProcessLookupError):  # the thread has ended
                total += int(threads.read_text(encoding="utf-8").split()[0])
        return total / 1e9

    def _works(self) -> bool:
        """Whether one of its threads runs, waits for a processor or waits for the disk."""
        for stat in Path(f"/proc/{self.pid}/task").glob("*/stat"):
            try:
                state = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0]
            except (FileNotFoundError, ProcessLookupError):  # the thread has ended
                continue
            if state in "RD":
                return True
        return False

    def _wait(self) -> None:
        _pid, _status, usage = os.wait4(self.pid, 0)
        self.peak = usage.ru_maxrss / 1024


def _become(argv: Argv, folder: Path, size: Size, environment: Mapping[str, str]) -> None:
    os.chdir(folder)
    os.environ.update(
        TERM="xterm-256color",
        COLORTERM="truecolor",
        COLUMNS=str(size[0]),
        LINES=str(size[1]),
        LC_ALL="C.UTF-8",
        **environment,
    )
    os.execv(str(argv[0]), [str(word) for word in argv])
