"""Lines of a script, as they come; an interrupt never falls between an event and its answer."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from kpcommittee.errors import UsageError


def lines(file: Path | None) -> Iterator[bytes]:
    """The lines of the file or of standard input that say something.

    Raises:
        UsageError: the file cannot be read.
        KeyboardInterrupt: somebody interrupted the program; only while it waits for a line.
    """
    if file is None:
        yield from _read_lines(sys.stdin.buffer)
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise _unread(file, error) from error
    with stream:
        yield from _read_lines(stream)


def _unread(file: Path, error: OSError) -> UsageError:
    """The words that `check` has for a file that cannot be read."""
    from kpcommittee.convert.issues import Issue  # noqa: PLC0415
    from kpcommittee.wording.issues import issue_text, remedy  # noqa: PLC0415

    if isinstance(error, IsADirectoryError):
        issue = Issue(code="file_is_folder", file=str(file))
    elif isinstance(error, (FileNotFoundError, NotADirectoryError)):
        issue = Issue(code="file_missing", file=str(file))
    else:
        issue = Issue(code="file_unreadable", file=str(file))
    return UsageError(issue_text(issue), remedy(issue))


def _read_lines(stream: BinaryIO) -> Iterator[bytes]:
    ear = LineReader(stream)
    before = signal.signal(signal.SIGINT, ear.interrupt)
    try:
        while line := ear.line():
            if line.strip():
                yield line
    finally:
        signal.signal(signal.SIGINT, before)


class LineReader:
    """Hears one line after the other; an interrupt that comes while one is being recorded waits for its answer.

    Raised anywhere else it could also be lost: Python drops what is raised while an object is being cleared away.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting = self._interrupted = False

    def line(self) -> bytes:
        """The next line; nothing at the end."""
        self._waiting = True
        try:
            if self._interrupted:
                raise KeyboardInterrupt
            return self._stream.readline()
        finally:
            self._waiting = False

    def interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        """Somebody wants to stop."""
        self._interrupted = True
        if self._waiting:
            raise KeyboardInterrupt
