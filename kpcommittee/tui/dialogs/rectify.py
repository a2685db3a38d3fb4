"""Rectifying personal data after approval: the child's own, and the names of those informed."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Static

from kpcommittee.domain.cpr import NUMBERS
from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import N_, _
from kpcommittee.services.rectifying import CurrentData, NewData, current_data, rectify
from kpcommittee.tui.dialogs.base import Dialog, Lack, Styles
from kpcommittee.tui.widgets.dates import parse_date
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.tui.widgets.rows import Row
from kpcommittee.views.rectifying import others_text, put_right_text
from kpcommittee.wording import figures

if TYPE_CHECKING:
    from kpcommittee.services.session import Session


class RectifyDialog(Dialog):
    """Asks for the right data, why, and who decided it (GDPR article 16), and records it itself.

    A rectification concerns several meetings at once, so it is no intention of one. Nothing typed is kept as a draft:
    that would store the wrong name beside the right one.
    """

    CSS_PATH: ClassVar[Styles] = ["dialog.tcss", "../decide/decide.tcss"]
    DEFAULT_CLASSES = "framed placing"
    VERB = N_("Put it right")

    child = query_one("#name", Line)
    born = query_one("#born", Line)
    number = query_one("#number", Line)
    why = query_one("#why", Line)
    by = query_one("#by", Line)

    def __init__(self, session: "Session", case_number: str, current: CurrentData) -> None:
        """Ask about the present data of one case."""
        super().__init__(" · ".join((_("Put right"), case_number)))
        self._session, self._case, self._current = session, case_number, current

    @classmethod
    def at(cls, session: "Session", case_number: str) -> Self:
        """Return the dialog for a case.

        Raises:
            KpError: there is no data of the case, or a meeting that has it is not approved.
        """
        return cls(session, case_number, current_data(session, case_number))

    # The fields

    def fields(self) -> Iterable[Widget]:
        """Yield the present data, then why and by whom; a present personal number is not shown."""
        identity = self._current.identity
        yield Row(_("Name"), _line("name", identity.name or ""))
        yield Row(_("Born"), _line("born", figures.date_numeric(identity.birth_date) if identity.birth_date else ""))
        hint = _("unchanged; else its ten digits") if identity.cpr else _("none; else its ten digits")
        yield Row(_("CPR number"), _line("number", "", hint))
        for nth, name in enumerate(self._current.informed):
            yield Row(_("Informed") if nth == 0 else "", _line(f"informed-{nth}", name))
        yield Row(_("Why"), _line("why", "", _("in one line")))
        yield Row(_("By whom"), _line("by", self._session.config.chair or self._session.by))

    def below(self) -> Iterable[Widget]:
        """Say what it changes, and which other cases it does not reach."""
        text = _(
            "Each approved meeting gets a new version of its minutes. They say what was put right, not what it was."
        )
        yield Static(Content(text), classes="remark")
        if self._current.other_cases:
            yield Static(Content(others_text(self._current.other_cases)), classes="remark")

    # The corrected data

    def intention(self) -> NewData | Lack:  # type: ignore[override]  # it concerns several meetings at once
        """Return the changed data, or what is missing."""
        identity, informed = self._current.identity, self._informed
        empty = next((line for line in (self.child, *informed.values()) if not line.written), None)
        if empty is not None and (empty is not self.child or identity.name):
            return Lack(_("A name cannot be empty."), empty)
        born = self._born()
        if isinstance(born, Lack):
            return born
        new_data = NewData(
            name=self.child.written if self.child.written != (identity.name or "") else None,
            birth_date=born if born != identity.birth_date else None,
            cpr=self.number.written or None,
            informed=tuple((name, line.written) for name, line in informed.items() if line.written != name),
        )
        if new_data == NewData():
            return Lack(_("Nothing is changed yet."), self.child)
        if not self.why.written:
            return Lack(_("Write in one line why it is put right."), self.why)
        if NUMBERS.search(self.why.written):
            return Lack(_("The text contains a personal number. Remove it."), self.why)
        if not self.by.written:
            return Lack(_("Write who decided it."), self.by)
        return new_data

    def _born(self) -> date | Lack | None:
        if not self.born.written and self._current.identity.birth_date is None:
            return None
        day = parse_date(self.born.written, self._session.today)
        return day or Lack(_("Write the day of birth, such as 12-04-2015."), self.born)

    @property
    def _informed(self) -> dict[str, Line]:
        """The present names of those informed, each with its field."""
        names = enumerate(self._current.informed)
        return {name: self.query_exactly_one(f"#informed-{nth}", Line) for nth, name in names}

    def carry_out(self, answer: NewData) -> str | None:
        """Record it; return what prevents it, None if nothing does."""
        try:
            versions = rectify(self._session, self._case, answer, self.why.written, self.by.written)
        except UsageError as error:
            # The remedy names options of the command line.
            return error.message
        except KpError as error:
            return error.line
        self.app.notify(put_right_text(versions), timeout=10, markup=False)
        return None


def _line(name: str, text: str, hint: str = "") -> Line:
    return Line("", text=text, hint=hint, compact=True, id=name)
