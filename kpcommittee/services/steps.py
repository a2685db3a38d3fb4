"""The steps of a long export, reported as they begin, so that it can be watched and stopped."""

from collections.abc import Callable
from typing import Literal

from kpcommittee.errors import KpError
from kpcommittee.locale import _

Step = Literal["gathering", "laying_out", "reading_back", "writing"]
Watch = Callable[[Step], None]
"""Called with each step as it begins; an exception from it ends the export before anything is written."""


class StoppedError(KpError):
    """The export was stopped."""

    def __init__(self) -> None:
        super().__init__(_("the export was stopped"), _("Nothing is written; the existing file is unchanged."))


def watch_nothing(_step: Step) -> None:
    """Ignore every step."""
