"""Shows the progress of a long import on a terminal; elsewhere, nothing."""

import sys
from time import monotonic
from types import TracebackType
from typing import Self

from kpcommittee.locale import N_, _, current

_DOING = {
    "reading": N_("{done} rows read"),
    "checking": N_("{done} of {total} rows checked"),
    "recording": N_("recording {done} placements"),
    "copying": N_("{done} of {total} pages copied"),
    "gathering": N_("gathering the document …"),
    "laying_out": N_("laying the document out …"),
    "reading_back": N_("reading the finished file back …"),
    "writing": N_("writing the file …"),
}
_EVERY = 0.1
"""Seconds between two lines."""
_PATIENCE = 1.0
"""Seconds before the first line: a short import shows none."""


class Progress:
    """A line on standard error that is overwritten, and removed at the end."""

    def __init__(self) -> None:
        """Begin to measure the time."""
        self._seen = sys.stderr.isatty()
        self._next = monotonic() + _PATIENCE if self._seen else 0.0
        self._shown = 0

    def __enter__(self) -> Self:
        """Show nothing yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Wipe the line."""
        self._write("")

    def __call__(self, doing: str, done: int, total: int | None) -> None:
        """Show the progress, if some time has passed since the last time."""
        if not self._seen or (now := monotonic()) < self._next:
            return
        self._next = now + _EVERY
        self._write(_(_DOING[doing]).format(done=_group_thousands(done), total=_group_thousands(total or 0)))

    def _write(self, text: str) -> None:
        if text or self._shown:
            sys.stderr.write("\r" + text.ljust(self._shown) + ("" if text else "\r"))
            sys.stderr.flush()
            self._shown = len(text)


def _group_thousands(number: int) -> str:
    """Write a number with grouped thousands, without importing the words."""
    return f"{number:,}" if current() == "en" else f"{number:,}".replace(",", ".")
