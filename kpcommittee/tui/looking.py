"""Notes in the access log what the chair looks at, and writes the notes in the background."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import App

from kpcommittee.errors import KpError

if TYPE_CHECKING:
    from textual.timer import Timer

    from kpcommittee.domain.look import Looked
    from kpcommittee.services.session import Session
    from kpcommittee.tui.state import ScreenState

A_LOOK = 1.0
"""Seconds before a card on the screen counts as opened: moving down the list opens none."""
TOGETHER = 1.0
"""Seconds between two writes of what other parts note, such as searches."""


class Looking(App[None]):
    """The part of the program that notes who looked."""

    session: "Session"
    _look: "Timer | None" = None
    _looks_failed = False

    def begin_looking(self) -> None:
        """Begin to write the noted looks, without delaying a key."""
        if self.session.access.is_kept:
            self.session.access.gathers = True
            self.set_interval(TOGETHER, self._write_looks)

    def note_looks(self, before: "ScreenState | None", state: "ScreenState") -> None:
        """Note a card that has been shown for a while, and a revealed personal number."""
        if state.chosen is not None and (before is None or before.chosen != state.chosen):
            if self._look is not None:
                self._look.stop()
            case = state.chosen
            self._look = self.set_timer(A_LOOK, lambda: self._note_at_once("opened", case))
        if state.revealed is not None and (before is None or before.revealed != state.revealed):
            self._note_at_once("revealed", state.revealed)

    def _note_at_once(self, looked: "Looked", case: str) -> None:
        """Note a look and begin to write it, so that it is seldom lost when the program is killed."""
        self.session.access.note(looked, case)
        self._write_looks()

    def _write_looks(self) -> None:
        if self.session.access.has_waiting:
            self._flush_looks()

    @work(thread=True, group="looks", exclusive=True)
    def _flush_looks(self) -> None:
        try:
            self.session.access.flush()
        except KpError as error:
            if not self._looks_failed:
                self._looks_failed = True
                self.call_from_thread(self.notify, error.line, severity="warning", timeout=20, markup=False)
