"""A second terminal, which shares nothing with the first: tmux is given the same bytes, and says what it shows."""

import os
import shutil
import subprocess
from pathlib import Path
from time import monotonic, sleep
from typing import Self

INSTALLED = shutil.which("tmux") is not None
PATIENCE = 60.0
"""Seconds until tmux has drawn what it was given."""
DRAWN = "DRAWN"


class SecondEmulator:
    """A server of tmux of its own, with one window for each picture."""

    def __init__(self, folder: Path, columns: int, lines: int) -> None:
        """Start it; whatever reaches its clipboard becomes a buffer of its."""
        self._folder, self._size = folder, (columns, lines)
        self._number = 0

    def shows(self, written: bytes, wanted: list[str]) -> list[str]:
        """Give it what a program wrote; return its lines once they are those that are wanted, else the last ones."""
        self._number += 1
        content = self._folder / "written"
        content.write_bytes(written)
        done = self._folder / "done"
        done.unlink(missing_ok=True)
        draw = f"stty raw -echo -opost; cat '{content}'; touch '{done}'; sleep 1000"
        columns, lines = self._size
        self._tmux("-f", "/dev/null", "new-session", "-d", "-s", "picture", "-x", str(columns), "-y", str(lines), draw)
        try:
            self._tmux("set-option", "-g", "set-clipboard", "on")
            end = monotonic() + PATIENCE
            while (not done.exists() or self._shown() != wanted) and monotonic() < end:
                sleep(0.02)
            return self._shown()
        finally:
            self.title, self.buffers = self._about()
            self._tmux("kill-server")

    def _shown(self) -> list[str]:
        """Return the picture as it is now: what was written last may still be on its way."""
        picture = self._tmux("capture-pane", "-p", "-t", "picture")
        return [line.rstrip() for line in picture.split("\n")[: self._size[1]]]

    def _about(self) -> tuple[str, str]:
        """Return the title of the window and what is in the clipboard."""
        title = self._tmux("display-message", "-p", "-t", "picture", "#{pane_title}").strip()
        return title, self._tmux("list-buffers").strip()

    def _tmux(self, *arguments: str) -> str:
        # A server that is ending may still hold its socket.
        command = ["tmux", "-u", "-S", str(self._folder / f"tmux-{self._number}"), *arguments]
        return subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE).stdout.decode()


class Follower:
    """The second terminal beside a running program: it gets what was written since the last look."""

    def __init__(self, folder: Path, columns: int, lines: int) -> None:
        """Start it; leaving the block ends it."""
        self._socket, self._pipe, self._lines = folder / "beside", folder / "pipe", lines
        self._given = 0
        os.mkfifo(self._pipe)
        draw = f"stty raw -echo -opost; exec cat '{self._pipe}'"
        self._tmux("-f", "/dev/null", "new-session", "-d", "-s", "picture", "-x", str(columns), "-y", str(lines), draw)
        self._tmux("set-option", "-g", "set-clipboard", "on")
        self._to = self._pipe.open("wb", buffering=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._to.close()
        self._tmux("kill-server")

    def follows(self, written: bytes, wanted: list[str]) -> list[str]:
        """Return its lines once they are those that are wanted, else those it has shown in the end."""
        data = memoryview(written)[self._given :]
        while data:
            data = data[self._to.write(data) :]
        self._given = len(written)
        end = monotonic() + PATIENCE
        while (lines := self._shown()) != wanted and monotonic() < end:
            sleep(0.02)
        return lines

    @property
    def title(self) -> str:
        """The title of its window."""
        return self._tmux("display-message", "-p", "-t", "picture", "#{pane_title}").strip()

    @property
    def buffers(self) -> str:
        """What is in its clipboard."""
        return self._tmux("list-buffers").strip()

    def _shown(self) -> list[str]:
        picture = self._tmux("capture-pane", "-p", "-t", "picture")
        return [line.rstrip() for line in picture.split("\n")[: self._lines]]

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-u", "-S", str(self._socket), *arguments]
        return subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE).stdout.decode()
