"""The keys of the meeting screen that open another screen."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpcommittee.tui.meeting.actions import Actions


class OpensScreens:
    """Opens the other screens; the actions of the meeting know how."""

    if TYPE_CHECKING:

        @property
        def actions(self) -> Actions:
            """What needs dialogs and rules."""

    def action_minutes(self) -> None:
        """Read the minutes."""
        self.actions.minutes()

    def action_capacity(self) -> None:
        """Show the capacity over the year."""
        self.actions.capacity()

    def action_budget(self) -> None:
        """Show the money of the meeting's year."""
        self.actions.budget()

    def action_follow_ups(self) -> None:
        """Show what is to be followed up."""
        self.actions.follow_ups()

    def action_told(self) -> None:
        """Show who is still to be told of the decisions."""
        self.actions.told()

    def action_compare(self) -> None:
        """Compare the options."""
        self.actions.compare()

    def action_history(self) -> None:
        """Search past decisions."""
        self.actions.history()

    def action_story(self) -> None:
        """Tell the story of the child."""
        self.actions.story()

    def action_similar(self) -> None:
        """List past decisions in cases like this one."""
        self.actions.similar()

    def action_help(self) -> None:
        """Explain the keys."""
        self.actions.help()
