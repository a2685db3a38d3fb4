"""A real terminal: the program on a pseudo-terminal, its screen read as a person reads it."""

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import groupby
from pathlib import Path
from time import monotonic

import pyte

from tests.drivers import nursery
from tests.drivers.nursery import Order

PROGRAM = Path(sys.executable).parent / "kpcommittee"
"""The console script, as an installation makes it."""

CHECKOUT = Path(__file__).parents[2]
"""What is under test, wherever the script was installed from."""

PATIENCE = 60.0
"""Seconds until something that is waited for counts as missing."""

AGAIN = 0.05
"""Seconds without anything new on the screen until a condition is looked at again: it may be in a file."""

STILL = 0.3
"""Seconds without anything written after which a picture counts as finished."""

UNSUPPORTED = re.compile(
    rb"\x1b\[[<>=][0-9;]*[a-zA-Z]"  # keys of the kitty protocol
    rb"|\x1b\[\?[0-9;]*(?:\$p|u)"  # questions about modes
    rb"|\x1b[P\]_^].*?(?:\x1b\\|\x07)",  # strings to the device
    re.DOTALL,
)
"""What the emulator takes for text: a terminal obeys it without drawing anything."""

KEYS = {
    "enter": "\r",
    # The program asks for unambiguous keys: a bare escape would be taken for the beginning of the next one.
    "escape": "\x1b[27u",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "ctrl+p": "\x10",
    "ctrl+q": "\x11",
    "ctrl+t": "\x14",
    "ctrl+u": "\x15",
}
"""Names of keys → what a terminal sends."""

QUESTION, YES = b"\x1b[?2026$p", "\x1b[?2026;2$y"
"""Whether the terminal shows a picture only when it is whole, so that no test reads half of one."""
BEGINS, ENDS = b"\x1b[?2026h", b"\x1b[?2026l"

Holds = str | Callable[[], bool]


class NeverSeenError(AssertionError):
    """What was waited for did not come; the screen as it was then."""


class Terminal:
    """The program in a terminal of so many columns and lines."""

    def __init__(
        self, workspace: Path, *arguments: str, columns: int = 80, lines: int = 24, starts: bool = False,
        warm: bool = True, **more: str,
    ) -> None:  # fmt: skip
        """Open the program; `more` is added to its environment.

        It is a fork, unless it is to be one that `starts` as the installed script does. A `warm` one is of the nursery
        that has opened a meeting before, any other of the one that has done nothing.
        """
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        """Every byte the program has written."""
        self.wrote_at = 0.0
        """When something that the program has written was last read."""
        self._lines: list[str] = []
        """The screen as it was last read; nothing once something else was drawn."""
        self._pending = b""
        self._drawing = False
        """Whether a picture has begun and is not whole yet."""
        self.code: int | None = None
        """The exit code; negative for a signal, nothing while it runs."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(workspace),
            "KPCOMMITTEE_WORKSPACE": str(workspace),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(CHECKOUT),
            "TERM": "xterm-256color",
            "TZ": "UTC",
            "USER": "inger",
            "XDG_STATE_HOME": os.environ["XDG_STATE_HOME"],
            **more,
        }
        if starts or not nursery.is_open():
            self.pid, self._fd = pty.fork()
            if self.pid == 0:
                os.chdir(workspace.parent)
                os.execve(PROGRAM, [str(PROGRAM), *arguments], environment)
            self._tell_size()
            return
        self._fd, theirs = pty.openpty()
        self._tell_size()
        order = Order(arguments, str(workspace.parent), environment, terminal=True, warm=warm)
        self.pid = nursery.born(order, [theirs] * 3)
        os.close(theirs)

    # The keyboard

    def press(self, *keys: str) -> None:
        """Press keys by their names; one character is itself."""
        for key in keys:
            self._send(KEYS.get(key, key))

    def types(self, text: str) -> None:
        """Type a text."""
        self._send(text)

    def _send(self, text: str) -> None:
        data = text.encode()
        while data:
            # A program that is drawing may not read: the terminal's buffers are small.
            readable, writable, _ = select.select([self._fd], [self._fd], [], PATIENCE)
            if readable:
                self._read()
            if writable:
                data = data[os.write(self._fd, data[:256]) :]

    # The screen

    def frame(self) -> str:
        """What is on the screen now, line by line."""
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """The lines of the screen, without the blanks behind them."""
        if not self._lines:
            rows = (self.screen.buffer[y] for y in range(self.screen.lines))
            self._lines = ["".join(row[x].data for x in range(self.screen.columns)).rstrip() for row in rows]
        return [*self._lines]

    @property
    def cursor(self) -> tuple[int, int]:
        """Where the cursor is: column and line."""
        return self.screen.cursor.x, self.screen.cursor.y

    def stands_out(self, x: int, y: int) -> bool:
        """Whether a letter has another colour behind it than its line begins with."""
        line = self.screen.buffer[y]
        return bool(line[x].bg != line[1].bg)

    def bold_in(self, y: int) -> str:
        """The longest run of bold letters in a line, with the blanks in it."""
        cells = [self.screen.buffer[y][x] for x in range(self.screen.columns)]
        runs = ["".join(cell.data for cell in run) for bold, run in groupby(cells, lambda cell: cell.bold) if bold]
        return max(runs, key=len, default="")

    def begins_bold(self, y: int) -> bool:
        """Whether a line in a frame begins with a bold letter."""
        cell = self.screen.buffer[y][2]
        return bool(cell.bold and cell.data.strip())

    def wait_for(self, holds: Holds, awaited: str = "") -> None:
        """Wait until the text is on the screen, or the condition holds.

        Raises:
            NeverSeenError: it never did.
        """
        text = holds if isinstance(holds, str) else awaited
        reached: Callable[[], bool] = (lambda: text in self.frame()) if isinstance(holds, str) else holds
        end = monotonic() + PATIENCE
        while self._drawing or not reached():
            if self.code is not None or monotonic() > end:
                raise NeverSeenError(f"never: {text or 'what was waited for'}; exit code {self.code}\n{self.frame()}")
            if select.select([self._fd], [], [], AGAIN)[0]:
                self._read()

    def sees(self, *texts: str) -> None:
        """Wait until every text is on the screen."""
        for text in texts:
            self.wait_for(text)

    def misses(self, *texts: str) -> None:
        """Wait until none of the texts is on the screen."""
        for text in texts:
            self.wait_for(partial(self._lacks, text), awaited=f"gone: {text}")

    def _lacks(self, text: str) -> bool:
        return text not in self.frame()

    def rests(self) -> None:
        """Until the picture is whole, nothing more is written for a moment, and the program has nothing to do."""
        while self.code is None:
            if select.select([self._fd], [], [], STILL)[0]:
                self._read()
            elif not self._drawing and not self._works():
                return

    def _works(self) -> bool:
        """Whether one of its threads runs, or waits for a processor or the disk, where the system tells."""
        for stat in Path(f"/proc/{self.pid}/task").glob("*/stat"):
            with suppress(FileNotFoundError, ProcessLookupError):  # the thread has ended
                if stat.read_text("utf-8").rpartition(")")[2].split()[0] in "RD":
                    return True
        return False

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        self.screen.resize(lines, columns)
        self._lines = []
        self._tell_size()

    def _tell_size(self) -> None:
        size = struct.pack("HHHH", self.screen.lines, self.screen.columns, 0, 0)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, size)

    # The end

    def stop(self) -> None:
        """Suspend the program as a shell's key does, and read what it had written; SIGCONT wakes it up again."""
        os.kill(self.pid, signal.SIGTSTP)
        # A program that is still drawing stops when that is read: the terminal's buffers are small.
        while not (ended := os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED))[0]:
            if select.select([self._fd], [], [], AGAIN)[0]:
                self._read()
        assert os.WIFSTOPPED(ended[1])
        while select.select([self._fd], [], [], AGAIN)[0]:
            self._read()

    def quit(self) -> int:
        """Leave the program by its key; the exit code."""
        self.press("q")
        return self.ends()

    def ends(self) -> int:
        """Until the program ends; its exit code."""
        self.wait_for(lambda: self.code is not None, awaited="the end")
        assert self.code is not None
        return self.code

    def kill(self) -> None:
        """Take the program's life, as a fault would."""
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
            self.ends()

    # What the program writes

    def _read(self) -> None:
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            data = b""  # the other end is closed
        if not data:
            os.close(self._fd)
            self._drawing = False
            self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            return
        self.written += data
        self.wrote_at = monotonic()
        text = self._pending + data
        whole = _whole(text)
        self._pending = text[whole:]
        self._draw(text[:whole])

    def _draw(self, text: bytes) -> None:
        if QUESTION in text:
            self._send(YES)
        begun, ended = text.rfind(BEGINS), text.rfind(ENDS)
        if begun != ended:
            self._drawing = begun > ended
        self._stream.feed(UNSUPPORTED.sub(b"", text))
        self._lines = []


_CUT = re.compile(rb"\x1b(?:\[[0-9;?<>=$]*|[P\]_^][^\x07\x1b]*\x1b?)?$")


def _whole(text: bytes) -> int:
    """How much of it can be drawn: a sequence may still be on its way."""
    cut = _CUT.search(text)
    return cut.start() if cut else len(text)


def decoded(written: bytes) -> str:
    """The bytes of a terminal as text."""
    return codecs.decode(written, "utf-8")
