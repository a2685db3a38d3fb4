"""Locks an encrypted workspace after idle minutes and on suspend, and unlocks it again."""

from time import monotonic, time
from typing import TYPE_CHECKING, Any

from textual.app import App

from kpcommittee.tui.base import LocalizedScreen

if TYPE_CHECKING:
    from textual.screen import Screen

    from kpcommittee.services.session import Session

TICK = 5.0
"""Seconds between two readings of the clocks."""
SLEPT = 20.0
"""Seconds by which two clocks differ after the computer slept: only one of them runs meanwhile."""


class Locking(App[None]):
    """The part of the program that locks it."""

    session: "Session"
    _active_at = _looked_at = (0.0, 0.0)

    @property
    def is_locked(self) -> bool:
        """Whether the lock covers everything else."""
        return bool(self.screen_stack) and getattr(self.screen, "is_lock", False)

    def lock_screen(self, *, again: bool = False) -> "Screen[None]":
        """Return the screen that asks for the passphrase; `again` if the meeting is open behind it."""
        from kpcommittee.tui.screens.lock import LockScreen  # noqa: PLC0415 (fields to type in, not needed to paint)

        return LockScreen(self.session.lock, self.session.config.committee.name, again=again)

    def watch_idleness(self) -> None:
        """Begin to watch the clocks, and the signals that suspend the program."""
        self._active_at = self._looked_at = (monotonic(), time())
        if self.session.lock.key is not None:
            self.set_interval(TICK, self._lock_when_idle)
            self.app_suspend_signal.subscribe(self, self._lock_on_signal)
            self.app_resume_signal.subscribe(self, self._lock_on_signal)

    def note_activity(self) -> None:
        """Remember when the last key or click was."""
        self._active_at = (monotonic(), time())

    def _lock_when_idle(self) -> None:
        now, before = (monotonic(), time()), self._looked_at
        self._looked_at = now
        slept = (now[1] - before[1]) - (now[0] - before[0]) > SLEPT
        idle = max(now[0] - self._active_at[0], now[1] - self._active_at[1])
        limit = self.session.config.safety_rules.lock_after * 60
        if slept or (limit and idle >= limit):
            self.lock_now()

    def _lock_on_signal(self, _app: Any) -> None:
        self.lock_now()

    def lock_now(self) -> None:
        """Cover everything with the lock; typed text stays in its field, and is saved as a draft."""
        if self.is_locked or self.session.lock.key is None:
            return
        for screen in self.screen_stack:
            if isinstance(screen, LocalizedScreen):
                screen.keep_typed()
        self.clear_notifications()
        self.push_screen(self.lock_screen(again=True))

    def notify(self, message: str, **options: Any) -> None:
        """Show a notice, unless the program is locked: it could be about a case."""
        if not self.is_locked:
            super().notify(message, **options)
