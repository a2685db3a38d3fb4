"""Who is still to be told of the decisions of a meeting, and where it is recorded that it was done."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kpcommittee.domain.meeting.intentions import Intention, Journalise
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.domain.meeting.telling import ToTell, keeps_family_out, to_tell
from kpcommittee.errors import KpError
from kpcommittee.locale import N_, _
from kpcommittee.tui.dialogs.told import JournaliseDialog, TellDialog
from kpcommittee.tui.screens.help import ExplainedScreen, help_key
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.key_list import KeyList
from kpcommittee.tui.widgets.text import GOOD, MUTED, STRONG, WARN
from kpcommittee.wording import figures, words
from kpcommittee.wording.refusals import refusal
from kpcommittee.wording.telling import family_kept_out, journalised_line, told_line, whom_named

if TYPE_CHECKING:
    from kpcommittee.services.meeting_session import MeetingSession

_CASE, _WHO = 12, 6


class ToldScreen(ExplainedScreen, Screen[None]):
    """Lists who must be told, in the order of the agenda."""

    CSS_PATH = "told.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("told"),
        Binding("enter", "tell", N_("told"), id="told.tell", tooltip=N_("Record that they were told.")),
        Binding("d", "done", N_("everybody"), id="told.done", tooltip=N_("Show who has been told too, or hide them.")),
        Binding("J", "journalise", N_("journalise"), id="told.journalise",
                tooltip=N_("Record under which number the case was filed in the records system.")),
        Binding("escape,U,q", "leave", N_("back"), key_display="esc", id="told.leave",
                tooltip=N_("Go back to where you came from.")),
    ]  # fmt: skip

    done: var[bool] = var(False)  # noqa: FBT003 (the framework's order)
    rows = query_one(KeyList)
    said = query_one("#said", Static)

    def __init__(self, meeting_session: "MeetingSession") -> None:
        """List who must be told of the decisions of an opened meeting."""
        super().__init__()
        self._meeting_session = meeting_session
        self._listed: tuple[ToTell, ...] = ()

    def compose(self) -> ComposeResult:
        """Yield the rows and two lines about the highlighted one."""
        rows = KeyList()
        rows.border_subtitle = Content(figures.date_numeric(self._meeting_session.day))
        yield rows
        yield Static(id="said")
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Begin with the first who is still to be told."""
        self._list()
        self.rows.focus()

    def _list(self) -> None:
        session = self._meeting_session
        place = self.rows.highlighted or 0
        everybody = to_tell(session.meeting, session.law)
        left = [row for row in everybody if row.told is None]
        self._listed = everybody if self.done else tuple(left)
        self.rows.clear_options()
        self.rows.add_options([Option(_row(row)) for row in self._listed])
        self.rows.border_title = Content(_("Still to be told: {n}").format(n=len(left)))
        if self._listed:
            self.rows.highlighted = min(place, len(self._listed) - 1)
        else:
            self.said.update(Content(_("Everybody has been told.") if everybody else _("Nobody is to be told yet.")))

    @property
    def _chosen(self) -> ToTell | None:
        place = self.rows.highlighted
        return self._listed[place] if place is not None and place < len(self._listed) else None

    @on(OptionList.OptionHighlighted)
    def _tell_of_it(self) -> None:
        row = self._chosen
        if row is None:
            return
        kept_out = keeps_family_out(row.item.case.child)
        filed = self._meeting_session.meeting.journalised_as(row.item.number)
        lines = (
            told_line(row.told) if row.told else "",
            family_kept_out(kept_out) if kept_out else "",
            journalised_line(filed) if filed else "",
        )
        self.said.update(Content("\n".join(words.sentence(line) for line in lines if line)))

    def action_done(self) -> None:
        """Show who has been told too, or hide them."""
        self.done = not self.done
        self._list()

    @on(OptionList.OptionSelected)
    def action_tell(self) -> None:
        """Record that the highlighted one was told."""
        row = self._chosen
        if row is not None:
            session = self._meeting_session
            day = max(session.session.today, session.day)
            self.app.push_screen(TellDialog(row, day, session.session.by), self._record)

    def action_journalise(self) -> None:
        """Record that the case of the highlighted one was filed."""
        row = self._chosen
        if row is not None:
            session = self._meeting_session
            dialog = JournaliseDialog(row.item, session.session.today, session.session.by)
            self.app.push_screen(dialog, self._record)

    def _record(self, intention: Intention | None) -> None:
        if intention is None:
            return
        try:
            answer = self._meeting_session.record(intention)
        except KpError as error:
            self.notify(f"{error.message}\n{error.remedy}".strip(), severity="error", timeout=20, markup=False)
            return
        if isinstance(answer, Refusal):
            self.notify(refusal(answer), severity="warning", timeout=10, markup=False)
        elif isinstance(intention, Journalise):
            self.notify(_("Journalised."), timeout=3, markup=False)
        self._list()


def _row(row: ToTell) -> Content:
    mark, style = ("✓", GOOD) if row.told else ("·", WARN)
    when = f" · {figures.date_numeric(row.told.on)}" if row.told else ""
    return Content.assemble(
        (f"{mark} ", style), (f"{row.place:>3}  ", MUTED), f"{row.item.number:<{_CASE}}",
        f"{row.item.case.child.initials:<{_WHO}}", (words.sentence(whom_named(row)), "" if row.told else STRONG),
        (when, MUTED),
    )  # fmt: skip
