"""Taking over what changed in the agenda file, one case at a time."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kpcommittee.domain.meeting.differences import Difference
from kpcommittee.domain.meeting.events import Waiting
from kpcommittee.domain.meeting.intentions import Take
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog, Lack
from kpcommittee.tui.privacy import secret
from kpcommittee.tui.widgets.key_list import KeyList
from kpcommittee.tui.widgets.text import MUTED, STRONG, Piece
from kpcommittee.wording import figures, words

CAN_BE_TAKEN = ("changed", "late", "waiting")


class TakeDialog(Dialog):
    """Lists how the agenda file differs from the meeting, and takes over the highlighted case."""

    VERB = N_("Take over")

    rows = query_one(KeyList)

    def __init__(self, differences: Sequence[Difference], waiting: Sequence[Waiting] = ()) -> None:
        """Take what differs, in the order of the file, and what waits between meetings."""
        waits = all(difference.kind == "waiting" for difference in differences) and bool(differences)
        changed = _("The agenda file has changed") if differences else _("The agenda file")
        super().__init__(_("Cases that wait") if waits else changed)
        self._differences = tuple(differences)
        self._waiting = {difference.case_number: difference for difference in waiting}

    def fields(self) -> Iterable[Widget]:
        """Yield one row for each difference."""
        if not self._differences:
            yield Static(Content(_("The agenda file is as the meeting has it.")), classes="fact")
            return
        yield KeyList(*(Option(self._row(difference)) for difference in self._differences))
        yield Static(Content(_("Nothing is taken over but what you choose here.")), classes="remark")

    def _row(self, difference: Difference) -> Content:
        pieces: list[Piece] = [(f"{difference.case_number}   ", STRONG), words.difference(difference.kind)]
        waits = self._waiting.get(difference.case_number)
        if waits is not None and difference.kind == "waiting":
            since = _("{state} on {date}").format(
                state=words.case_state(waits.state), date=figures.date_numeric(waits.date)
            )
            why = waits.missing or (waits.reasons[-1] if waits.reasons else "")
            pieces += [(f"\n    {since}", MUTED), Content.styled(f": {why}", secret(MUTED)) if why else ""]
        return Content.assemble(*pieces)

    def on_mount(self) -> None:
        """Highlight the first row."""
        if self._differences:
            self.rows.highlighted = 0

    @on(OptionList.OptionHighlighted)
    def _forget_what_was_said(self) -> None:
        self.say("")

    def intention(self) -> Take | Lack:
        """Return the highlighted case, if it can be taken over."""
        place = self.rows.highlighted if self._differences else None
        if place is None:
            return Lack(_("There is nothing to take over."))
        difference = self._differences[place]
        if difference.kind in CAN_BE_TAKEN:
            return Take(case=difference.case_number)
        return Lack(_("The case stays on the agenda. Withdraw it if it is not to be dealt with."))
