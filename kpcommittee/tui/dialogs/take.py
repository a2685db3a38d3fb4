"""What changed in the agenda file: taking over one case at a time, and setting aside unreadable ones."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kpcommittee.domain.agenda import LeftOutCase
from kpcommittee.domain.meeting.differences import Difference
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.intentions import Intention, SetAside, Take
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.base import Dialog, Lack
from kpcommittee.tui.drafts import Drafts, NoDrafts
from kpcommittee.tui.privacy import free_text, secret_style
from kpcommittee.tui.widgets.editors import Prose
from kpcommittee.tui.widgets.key_list import KeyList
from kpcommittee.tui.widgets.text import BAD, MUTED, STRONG, Piece
from kpcommittee.views.case_changes import head_details
from kpcommittee.wording import agenda_file, figures, sentences, states


class SetAsideDialog(Dialog):
    """Asks why an unreadable case is left to the next meeting."""

    VERB = N_("Set aside")

    reason = query_one(Prose)

    def __init__(self, left_out: LeftOutCase, drafts: Drafts | None = None) -> None:
        """Ask about one case."""
        super().__init__(_("Set aside"), drafts)
        self._left_out = left_out

    def fields(self) -> Iterable[Widget]:
        """Yield which case it is, what is wrong with it, and why it is left."""
        yield Static(Content(agenda_file.unread_case(self._left_out)), classes="fact")
        yield Static(Content.styled(self._left_out.message, secret_style()), classes="remark")
        yield self.prose(_("Why the meeting closes without it"), "set_aside.reason")
        text = _("The minutes print the reason. The case is on the next agenda, with its error.")
        yield Static(Content(text), classes="remark")

    def intention(self) -> SetAside | Lack:
        """Return the intention, once it has a reason."""
        reason = self.reason.written
        if not reason:
            return Lack(_("Write in one line why the meeting closes without it."), self.reason)
        return SetAside(case=self._left_out.key, reason=reason)


CAN_BE_TAKEN = ("meeting", "changed", "late", "waiting")


class TakeDialog(Dialog):
    """Lists how the agenda file differs from the meeting; takes over the highlighted case, or sets it aside."""

    VERB = N_("Take over")
    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-high"), (56, "-tallest")]  # noqa: RUF012 (the framework's declaration)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "set_aside", N_("set aside"), id="take.set_aside",
                tooltip=N_("Leave the highlighted case, which cannot be read, to the next meeting.")),
    ]  # fmt: skip

    rows = query_one(KeyList)
    detail = query_one("#detail", Static)

    def __init__(
        self,
        differences: Sequence[Difference],
        waiting: Sequence[Waiting] = (),
        left_out: Sequence[LeftOutCase] = (),
        drafts_of: Callable[[str], Drafts] = lambda _case: NoDrafts(),
        details_of: Callable[[Difference], Sequence[str]] = head_details,
        faults: Sequence[str] = (),
    ) -> None:
        """List the differences.

        Args:
            differences: in the order of the file.
            waiting: the cases that wait between meetings.
            left_out: the cases of the file that cannot be read.
            drafts_of: returns the drafts of a case.
            details_of: returns what differs in a case, in sentences.
            faults: what is wrong in the file outside its cases, in words.
        """
        super().__init__(_("The agenda file cannot be read") if faults else _title(differences, left_out))
        # A case that was repaired in the file is one row, which can be taken over.
        right = {difference.case_number for difference in differences if difference.kind == "late"}
        unread = (entry for entry in left_out if entry.case_number not in right)
        self._rows: tuple[Difference | LeftOutCase, ...] = (*unread, *differences)
        self._has_unread = any(isinstance(row, LeftOutCase) for row in self._rows)
        self._waiting = {difference.case_number: difference for difference in waiting}
        self._drafts_of, self._details_of = drafts_of, details_of
        self._faults = faults

    def fields(self) -> Iterable[Widget]:
        """Yield the errors of the file, a row for each case, and what to do about the highlighted one."""
        for fault in self._faults:
            yield Static(Content.assemble(("! ", BAD), Content.styled(fault, secret_style())), classes="fact")
        if self._faults:
            sentence = _(
                "The meeting goes on as it was opened. Put the file right and save it; it is read again by itself."
            )
            yield Static(Content(sentence), classes="remark")
        if not self._rows and not self._faults:
            yield Static(Content(_("The agenda file is the same as the meeting.")), classes="fact")
        if not self._rows:
            return
        yield KeyList(*(Option(self._row(row)) for row in self._rows))
        yield Static(classes="remark", id="detail")
        if any(can_be_taken(row) for row in self._rows):
            yield Static(Content(_("Nothing is taken over but what you choose here.")), classes="remark")

    def _row(self, row: Difference | LeftOutCase) -> Content:
        if isinstance(row, LeftOutCase):
            return Content.assemble((f"! {agenda_file.unread_case(row)}   ", STRONG), (_("cannot be read"), BAD))
        label = row.case_number or sentences.capitalise_first(_("the meeting"))
        case = row.after or row.before
        who = f"  {case.child.initials}" if case else ""
        pieces: list[Piece] = [(f"{label}{who}   ", STRONG), agenda_file.difference(row.kind)]
        waits = self._waiting.get(label)
        if waits is not None and row.kind == "waiting":
            since = _("{state} on {date}").format(
                state=states.case_state(waits.state), date=figures.date_numeric(waits.date)
            )
            why = waits.missing or (waits.reasons[-1] if waits.reasons else "")
            pieces += [(f"\n    {since}", MUTED), free_text(f": {why}", MUTED) if why else ""]
        return Content.assemble(*pieces)

    def on_mount(self) -> None:
        """Highlight the first row."""
        if self._rows:
            self.rows.highlighted = 0

    @property
    def _chosen(self) -> Difference | LeftOutCase | None:
        """The highlighted row."""
        place = self.rows.highlighted if self._rows else None
        return None if place is None else self._rows[place]

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        row = self._chosen
        self.say("")
        self.detail.update(Content("\n").join(Content.styled(text, secret_style()) for text in self._details(row)))
        self.refresh_bindings()

    def _details(self, row: Difference | LeftOutCase | None) -> Sequence[str]:
        """Return what is wrong with a case, or what changed in it."""
        if isinstance(row, LeftOutCase):
            return (row.message,)
        return self._details_of(row) if row else ()

    def intention(self) -> Take | Lack:
        """Return the highlighted case, if it can be taken over."""
        row = self._chosen
        if row is None:
            return Lack(_("There is nothing to take over."))
        if isinstance(row, LeftOutCase):
            return Lack(_("Put it right in the file; then it can be taken over here. Or set it aside with u."))
        if can_be_taken(row):
            return Take(case=row.case_number)
        return Lack(_("The case stays on the agenda. Withdraw it if it is not to be dealt with."))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to set aside only unreadable cases, and show the key only if there are any."""
        if action == "set_aside":
            return isinstance(self._chosen, LeftOutCase) or (None if self._has_unread else False)
        return super().check_action(action, parameters)

    def action_set_aside(self) -> None:
        """Ask why the highlighted case is left to the next meeting."""
        row = self._chosen
        if isinstance(row, LeftOutCase):
            dialog = SetAsideDialog(row, self._drafts_of(row.key))
            self.app.push_screen(dialog.recorded_by(self._recorder), self._answer)

    def _answer(self, intention: Intention | None) -> None:
        if intention is not None:
            self.dismiss(intention)


def can_be_taken(row: Difference | LeftOutCase) -> bool:
    """Whether the meeting can take the case over: it can be read, and is still in the file."""
    return isinstance(row, Difference) and row.kind in CAN_BE_TAKEN


def _title(differences: Sequence[Difference], left_out: Sequence[LeftOutCase]) -> str:
    if left_out and not differences:
        return _("Cases that cannot be read")
    if differences and not left_out and all(difference.kind == "waiting" for difference in differences):
        return _("Cases that wait")
    return _("The agenda file has changed") if differences else _("The agenda file")
