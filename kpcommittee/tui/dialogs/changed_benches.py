"""The decisions whose bench has changed because the attendance was corrected, and what to do about them."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from kpcommittee.domain.meeting.bench_changes import ChangedBench
from kpcommittee.locale import N_, _
from kpcommittee.tui.base import LocalizedScreen
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.key_list import KeyList
from kpcommittee.tui.widgets.text import MUTED, STRONG
from kpcommittee.wording import leaders


class AffectedDialog(LocalizedScreen, ModalScreen[str | None]):
    """Lists the decisions and says what can be done; returns the case to show, or nothing."""

    CSS_PATH = "dialog.tcss"
    DEFAULT_CLASSES = "framed"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", N_("go to the case"), id="affected.go", tooltip=N_("Look at the highlighted case.")),
        Binding("escape", "leave", N_("close"), id="affected.leave", tooltip=N_("Let the decisions stand.")),
    ]  # fmt: skip

    rows = query_one(KeyList)

    def __init__(self, affected: Sequence[ChangedBench], places: Mapping[str, int]) -> None:
        """Take the decisions, and the place of each case on the agenda."""
        super().__init__()
        self._affected, self._places = tuple(affected), places

    def compose(self) -> ComposeResult:
        """Yield a row for each decision, and what to do about them."""
        with VerticalScroll(classes="dialog", can_focus=False) as box:
            box.border_title = Content(_("Decided by a different bench"))
            yield KeyList(*(Option(self._row(change)) for change in self._affected))
            stand = _("The decisions stand until you do something about them.")
            yield Static(Content(stand), classes="remark -apart")
            undo = _("To decide again, reopen the case (R).")
            note = _("To let one stand: note (n) in the case why it does.")
            correct = _("After the approval, correct (x) a clerical error in a new version.")
            for text in (undo, note, correct):
                yield Static(Content(text), classes="fact")
            with Vertical(id="below"), Horizontal(id="buttons"):
                yield Button(Content(_("Go to the case")), variant="primary", id="go", compact=True)
                yield Button(Content(_("Close")), id="leave", compact=True)
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Highlight the first decision."""
        self.rows.highlighted = 0
        self.rows.focus()

    def _row(self, change: ChangedBench) -> Content:
        return Content.assemble(
            (f"{self._places[change.case_number]:>3}  {change.case_number}   ", STRONG), (bench_change(change), MUTED)
        )

    @on(OptionList.OptionSelected)
    @on(Button.Pressed, "#go")
    def action_go(self) -> None:
        """Show the highlighted case."""
        place = self.rows.highlighted
        self.dismiss(None if place is None else self._affected[place].case_number)


def bench_change(change: ChangedBench) -> str:
    """Say who was recorded in each seat, and who fills it now: `club: Per Sand → excused`."""
    pairs = zip(change.seats_then, change.seats_now, strict=True)
    return ", ".join(
        f"{leaders.seat(seat_then.role)}: {seat_then.person or leaders.seat_status(seat_then.status)}"
        f" → {seat_now.person or leaders.seat_status(seat_now.status)}"
        for seat_then, seat_now in pairs
    )
