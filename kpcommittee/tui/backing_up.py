"""Writes the log into the database, and makes its backups, while nobody waits for either."""

from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from textual import work
from textual.app import App

from kpcommittee.errors import KpError
from kpcommittee.wording.verification import copied_with

if TYPE_CHECKING:
    from kpcommittee.services.session import Session
    from kpcommittee.tui.meeting.screen import MeetingScreen
    from kpcommittee.tui.state import ScreenState

IDLE = 4.0
"""Seconds without a key after which the log is written into the database, and the day's backup is made."""


class BackingUp(App[None]):
    """The part of the program that looks after the database and its backups."""

    session: "Session"
    _last_key: float | None = None
    """When the last key was pressed; None once the database was looked after since."""
    _backup_failed = False
    """Whether the chair knows that the last backup was not made."""

    if TYPE_CHECKING:

        @property
        def _meeting(self) -> MeetingScreen:
            """The meeting screen."""

    def begin_backing_up(self) -> None:
        """Begin to look for pauses."""
        self.set_interval(IDLE, self.use_pause)

    def use_pause(self) -> None:
        """Look after the database once the last key is long enough ago; not again before another key."""
        if self._last_key is None or monotonic() - self._last_key < IDLE:
            return
        self._last_key = None
        if self.session.hold.reading is not None:
            return  # the program that records looks after the database
        with suppress(KpError):  # the next recording reports what is wrong with the database
            self.session.checkpoint()
        self._back_up_daily()

    def back_up_at_close(self, before: "ScreenState | None", state: "ScreenState") -> None:
        """Make a backup when the meeting is closed."""
        closed = before is not None and (before.meeting_state, state.meeting_state) == ("open", "closed")
        if closed and self.session.hold.reading is None:
            self._back_up()

    @work(thread=True, group="backup")
    def _back_up_daily(self) -> None:
        """Make the day's backup in a pause, if anything was recorded since the last one."""
        self._keep_backup(daily=True)

    @work(thread=True, group="backup")
    def _back_up(self) -> None:
        self._keep_backup(daily=False)

    def _keep_backup(self, *, daily: bool) -> None:
        from kpcommittee.services import backups  # noqa: PLC0415 (not needed to paint)

        try:
            if not daily or backups.is_due(self.session):
                fault = backups.rotate_backups(self.session)
                if fault is not None:
                    self.call_from_thread(self._meeting.say, copied_with(fault).line, "warning", 20)
        except KpError as error:
            # On a full disk every pause tries again; a notice each time would cover what the chair reads.
            if not (daily and self._backup_failed):
                self.call_from_thread(self._meeting.say, error.line, "warning", 20)
            self._backup_failed = True
        else:
            self._backup_failed = False
