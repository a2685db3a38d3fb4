"""The line that narrows the list of cases."""

from textual import on
from textual.widgets import Input

from kpcommittee.locale import _
from kpcommittee.tui.meeting.cases import Left, Narrowed


class CaseFilter(Input):
    """What is typed here narrows the list at once; enter goes to the list, escape leaves."""

    def __init__(self, query: str) -> None:
        """Begin with what the list is narrowed by."""
        hint = _("Name, number, district or state; escape leaves")
        super().__init__(query, placeholder=hint, id="filter")

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(Narrowed(event.value))

    @on(Input.Submitted)
    def _leave(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(Left())
