"""Two programs on one workspace: checks who records, follows what others record, and answers their requests."""

from time import monotonic
from typing import TYPE_CHECKING

from textual.app import App

from kpcommittee.errors import KpError
from kpcommittee.locale import _
from kpcommittee.tui.base import LocalizedScreen
from kpcommittee.tui.meeting.keys import shown_key_of
from kpcommittee.wording.holders import held_by, takes_over

if TYPE_CHECKING:
    from kpcommittee.domain.holder import Holder, ReadOnly
    from kpcommittee.services.session import Session
    from kpcommittee.tui.meeting.screen import MeetingScreen

FOLLOW = 0.5
"""Seconds between two checks of who records and what others have written."""

AGAIN = 4.0
"""Seconds before a request is announced again to a chair who is typing."""


class Holding(App[None]):
    """The part of the program that deals with other programs."""

    session: "Session"
    _asked_by = ""
    """The id of the last request that was announced to the chair."""
    _named_at = 0.0
    _reading: "ReadOnly | None" = None
    """Whether the chair knows that this program only reads; recording may find out between two checks."""

    if TYPE_CHECKING:

        @property
        def _meeting(self) -> MeetingScreen:
            """The meeting screen."""

        @property
        def is_locked(self) -> bool:
            """Whether the lock covers everything else."""

    def watch_hold(self) -> None:
        """Begin to check."""
        self._reading = self.session.hold.reading
        self.set_interval(FOLLOW, self.look_around)

    def look_around(self) -> None:
        """Check who records now, what others have written, and who asks to take over."""
        if not self.screen_stack:
            return  # the program is ending
        hold, before = self.session.hold, self._reading
        try:
            hold.look()
            self._follow()
        except KpError as error:
            self._meeting.say(error.line, "warning")
            return
        self._reading = hold.reading
        if before != self._reading and before is None:
            self.stop_recording()
        elif before != self._reading:
            self._say_who_records()
        if (asker := hold.asker) is not None and not self.is_locked:
            self._name_asker(asker)

    def stop_recording(self) -> None:
        """Save what is typed because another program has taken over, and say so."""
        for screen in self.screen_stack:
            if isinstance(screen, LocalizedScreen):
                screen.keep_typed()
        reading = self.session.hold.reading
        if reading is not None and reading.holder is not None:
            reassurance = _("What you typed is kept as a draft.")
            self._meeting.say(f"{held_by(reading)} {reassurance}", "warning", 20)

    def _say_who_records(self) -> None:
        """Say that nobody records any more, or who does now."""
        reading = self.session.hold.reading
        if reading is not None:
            key = takes_over(shown_key_of("take_over", self.session.config.keys))
            self._meeting.say(f"{held_by(reading)} {key}", "warning", 20)

    def _follow(self) -> None:
        """Show what others have recorded; announce it once the meeting is visible."""
        meeting = self._meeting
        meeting.follow()
        if meeting.news is None or not meeting.is_current or self.is_locked:
            return
        from kpcommittee.wording.news import news_line  # noqa: PLC0415 (needs the rules)

        line, meeting.news = news_line(*meeting.news), None
        if line:
            # A line about a case may name a child, which must not be shown while names are hidden.
            meeting.say(_("Another program has recorded something.") if meeting.state.hidden else line, seconds=8)

    def _name_asker(self, asker: "Holder") -> None:
        """Ask the chair. While the chair types, only name who asks, so that no letter becomes an answer."""
        from kpcommittee.tui.dialogs.hold import HandOverDialog, asks_to_take_over  # noqa: PLC0415 (not needed to paint)

        if isinstance(self.screen, HandOverDialog):
            return
        if self.focused is None or not self.focused.check_consume_key("a", "a"):
            self.push_screen(HandOverDialog(self.session.hold, asker), self._answered)
        elif asker.id != self._asked_by or monotonic() - self._named_at > AGAIN:
            self._asked_by, self._named_at = asker.id, monotonic()
            answer = _("Close what you are typing in to answer.")
            self.notify(f"{asks_to_take_over(asker)} {answer}", severity="warning", timeout=AGAIN, markup=False)

    def _answered(self, handed_over: bool | None) -> None:
        if handed_over:
            self.look_around()
