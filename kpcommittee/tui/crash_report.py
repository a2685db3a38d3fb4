"""What the program says when it breaks: which error and where in the code, and none of the data."""

import sys

from rich.text import Text
from textual.worker import WorkerFailed

from kpcommittee.locale import _
from kpcommittee.tui.safety import code_places

SHOWN = 8
"""The innermost places in the code that are shown."""


def crash_report(error: BaseException | None) -> Text:
    """A few calm lines for the terminal; names and numbers of children never stand in them."""
    error = error or sys.exc_info()[1]
    if isinstance(error, WorkerFailed):
        error = error.error
    kind = type(error).__name__ if error else "?"
    places = code_places(error.__traceback__ if error else None)[-SHOWN:]
    lines = [
        _("kpcommittee stopped because of an error in the program ({kind}).").format(kind=kind),
        _("Everything that was recorded is safe. Start kpcommittee again: the meeting goes on where it was."),
        _("To report the error, send these lines; they hold no names or numbers:"),
        *(f"  {place}" for place in places),
    ]
    return Text("\n".join(lines))
