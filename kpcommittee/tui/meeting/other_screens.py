"""The other screens: each is opened by its key, and returns what was chosen or changed.

They are imported here, and nowhere else on the way to the first picture: `actions` brings this module along.
"""

from functools import partial
from typing import TYPE_CHECKING

from kpcommittee.convert.scalars import YEARS
from kpcommittee.errors import KpError
from kpcommittee.services.budget import budget_of
from kpcommittee.services.former import config_with_former
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.stories import similar_query
from kpcommittee.tui.capacity.screen import CapacityScreen
from kpcommittee.tui.dialogs.hold import TakeOverDialog
from kpcommittee.tui.dialogs.rectify import RectifyDialog
from kpcommittee.tui.screens.after_meeting import ToldScreen
from kpcommittee.tui.screens.budget import BudgetScreen
from kpcommittee.tui.screens.compare import CompareScreen
from kpcommittee.tui.screens.follow_ups import FollowUpsScreen
from kpcommittee.tui.screens.help import HelpScreen, signs_topic
from kpcommittee.tui.screens.history import HistoryScreen
from kpcommittee.tui.screens.meetings import MeetingsScreen
from kpcommittee.tui.screens.minutes import MinutesScreen
from kpcommittee.tui.screens.missing import MissingScreen
from kpcommittee.tui.screens.review import ReviewScreen
from kpcommittee.tui.screens.story import StoryScreen
from kpcommittee.tui.state import ScreenState
from kpcommittee.views.caution_facts import caution_facts
from kpcommittee.views.legend import legend
from kpcommittee.views.money import budget_text

if TYPE_CHECKING:
    from kpcommittee.tui.meeting.screen import MeetingScreen


class OtherScreens:
    """Opens other screens from a meeting screen, once its journal is read."""

    def __init__(self, screen: "MeetingScreen") -> None:
        """Take the screen to open them from."""
        self._screen, self._app = screen, screen.app

    @property
    def state(self) -> ScreenState:
        """What the screen shows now."""
        return self._screen.state

    @property
    def meeting_session(self) -> MeetingSession:
        """The session that records; keys wait until the journal is read."""
        assert self._screen.meeting_session is not None, "keys wait until the journal is read"
        return self._screen.meeting_session

    def minutes(self) -> None:
        """Read the minutes."""
        approve = partial(self._screen.actions.ask, "approve") if self._screen.allows("approve") else None
        self._app.push_screen(MinutesScreen.at(self.meeting_session, approve, self._review_of))

    def capacity(self) -> None:
        """Show the capacity over the year, with the chosen case as a proposal."""
        self._app.push_screen(CapacityScreen(self.meeting_session, self.state.chosen))

    def budget(self) -> None:
        """Show the money of the meeting's year, as of the meeting's day."""
        session, day = self.meeting_session.session, self.meeting_session.day

        def text_of(year: int, columns: int) -> str:
            forecast = budget_of(session, year, day)
            return budget_text(forecast, config_with_former(session, forecast.providers), columns)

        self._app.push_screen(BudgetScreen(day.year, text_of, YEARS))

    def meetings(self) -> None:
        """Show every meeting, and go to the chosen one."""
        self._app.push_screen(MeetingsScreen(self.meeting_session, self._screen.turn_to))

    def take_over(self) -> None:
        """Take over recording from another program."""
        self._app.push_screen(TakeOverDialog(self.meeting_session.session.hold), self._taken_over)

    def _taken_over(self, outcome: str | None) -> None:
        """Say how taking over went."""
        self._screen.refresh_state()
        if outcome:
            self._screen.say(outcome, "warning" if self.state.reading else "information", 8)

    def follow_ups(self) -> None:
        """Show what is to be followed up, as of today."""
        session = self.meeting_session.session
        self._app.push_screen(FollowUpsScreen(session, session.today))

    def told(self) -> None:
        """Show who is still to be told of the decisions of this meeting."""
        self._app.push_screen(ToldScreen(self.meeting_session), lambda _left: self._screen.refresh_state())

    def review(self) -> None:
        """Show the comments on the minutes; a new one is about the chosen case, unless another is picked."""
        screen = ReviewScreen(self.meeting_session, self.state.chosen)
        self._app.push_screen(screen, lambda _left: self._screen.refresh_state())

    def _review_of(self, place: int) -> None:
        """Show the comments over the minutes; a new one is about the item at that place, if any."""
        items = self.meeting_session.meeting.items
        case = items[place - 1].number if 0 < place <= len(items) else None
        self._app.push_screen(ReviewScreen(self.meeting_session, case))

    def compare(self) -> None:
        """Compare the options, and decide for the one that is chosen."""
        state = self.state
        if state.case_view is not None:
            screen = CompareScreen(state.case_view, state.config, state.law)
            self._app.push_screen(screen, self._decide_for)

    async def _decide_for(self, provider: str | None) -> None:
        if provider is not None:
            await self._screen.perform(f"decide({provider!r})")

    def history(self, query: str = "") -> None:
        """Search past decisions, beginning with the query."""
        screen = HistoryScreen.at(self.meeting_session.session, self.meeting_session)
        screen.begin_with = query
        self._app.push_screen(screen, lambda _left: self._renew())

    def story(self) -> None:
        """Tell what happened to the child of the chosen case."""
        row = self.state.row
        if row is None:
            return
        try:
            screen = StoryScreen(self.meeting_session.session, row.number, row.case)
        except KpError as error:
            self._screen.say(error.lines, "error")
        else:
            self._app.push_screen(screen, lambda _left: self._renew())

    def _renew(self) -> None:
        """Show the meeting as it is after a rectification."""
        self.meeting_session.follow()
        self._screen.refresh_state()

    def rectify(self) -> None:
        """Rectify personal data of the chosen case."""
        row = self.state.row
        if row is None:
            return
        try:
            dialog = RectifyDialog.at(self.meeting_session.session, row.number)
        except KpError as error:
            self._screen.say(error.lines, "warning", 10)
        else:
            self._app.push_screen(dialog, lambda _left: self._renew())

    def similar(self) -> None:
        """List past decisions in cases like the chosen one."""
        row, session = self.state.row, self.meeting_session.session
        if row is not None:
            self.history(similar_query(session, row.number, row.case, self.meeting_session.day))

    def help(self) -> None:
        """Explain the keys, and the cautions of the chosen case."""
        cautions = caution_facts(self.state.cautions_at_issue, self.state.config)
        self._app.push_screen(HelpScreen(self._screen, cautions, [signs_topic(legend())]))

    def missing(self) -> None:
        """Show what the cases lack, and whom to ask."""
        self._app.push_screen(MissingScreen.of(self.meeting_session, self.state.left_out))
