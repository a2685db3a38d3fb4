"""Reads the lines of a script as they arrive; an interrupt never separates an event from its answer."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from kpcommittee.convert.intentions import LONGEST_LINE
from kpcommittee.services.input_errors import unreadable_file


def lines(file: Path | None) -> Iterator[bytes]:
    """Yield the lines of the file or of standard input that are not empty.

    Raises:
        UsageError: the file cannot be read.
        KeyboardInterrupt: the program was interrupted; raised only while it waits for a line.
    """
    if file is None:
        yield from _read_lines(sys.stdin.buffer)
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise unreadable_file(file, error) from error
    with stream:
        yield from _read_lines(stream)


def _read_lines(stream: BinaryIO) -> Iterator[bytes]:
    reader = LineReader(stream)
    before = signal.signal(signal.SIGINT, reader.interrupt)
    try:
        while line := reader.line():
            if line.strip() or len(line) > LONGEST_LINE:  # a line that is too long is refused, blank or not
                yield line
    finally:
        signal.signal(signal.SIGINT, before)


class LineReader:
    """Reads one line after the other; an interrupt during recording is raised after the answer.

    Raised anywhere else it could also be lost: Python drops exceptions that are raised in a finalizer.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting = self._interrupted = False

    def line(self) -> bytes:
        """Read the next line; empty at the end."""
        self._waiting = True
        try:
            if self._interrupted:
                raise KeyboardInterrupt
            line = self._stream.readline(LONGEST_LINE + 2)
            piece = line
            while len(piece) > LONGEST_LINE and not piece.endswith(b"\n"):
                # A line that is too long is refused as a whole, so its rest is dropped.
                piece = self._stream.readline(LONGEST_LINE + 2)
            return line
        finally:
            self._waiting = False

    def interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        """Handle an interrupt from the keyboard."""
        self._interrupted = True
        if self._waiting:
            raise KeyboardInterrupt
