"""A real terminal: the program on a pseudo-terminal, every byte it writes kept."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pyte

ROOT = Path(__file__).parents[2]
PATIENCE = 40.0


class Terminal:
    """The program in a terminal of so many columns and lines."""

    def __init__(self, workspace: Path, columns: int = 120, lines: int = 40, **env: str) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.chdir(workspace)
            known = {"PATH": os.environ["PATH"], "HOME": str(workspace), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
            program = [sys.executable, "-m", "kpcommittee"]
            os.execve(sys.executable, program, {**known, "TERM": "xterm-256color", "COLORTERM": "truecolor", **env})
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def read_until(self, holds: Callable[[], bool]) -> None:
        """Read what the program writes until that holds."""
        end = monotonic() + PATIENCE
        while not holds():
            assert monotonic() < end, self.text
            if not self._read(0.2):
                assert holds(), self.text
                return

    def sees(self, text: str) -> None:
        """Until the text stands on the screen."""
        self.read_until(lambda: text in self.text)

    def press(self, keys: str) -> None:
        """Type the keys."""
        os.write(self._fd, keys.encode())

    def ends(self) -> int:
        """Until the program ends; its exit code."""
        while self._read(PATIENCE):
            pass
        os.close(self._fd)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def _read(self, patience: float) -> bool:
        """Whether the program may still write."""
        if not select.select([self._fd], [], [], patience)[0]:
            return True
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        self.written += data
        self._stream.feed(_parsed(data))
        return bool(data)


def _parsed(data: bytes) -> bytes:
    """Without the private questions to the terminal that the emulator takes for text."""
    for question in (b"\x1b[>1u", b"\x1b[<u", b"\x1b[?2026$p", b"\x1b[?2048$p"):
        data = data.replace(question, b"")
    return data
