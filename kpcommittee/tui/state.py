"""The state of the meeting screen: one value, of which each panel draws its part."""

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, Self

from kpcommittee.domain.agenda import Agenda, LeftOutCase
from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import Config
from kpcommittee.domain.cpr import masked
from kpcommittee.domain.holder import ReadOnly
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.texts import HIDDEN
from kpcommittee.locale import _

if TYPE_CHECKING:
    # The first picture needs only the agenda file; the rules of a meeting are imported later.
    from kpcommittee.domain.meeting.case_view import CaseView
    from kpcommittee.domain.meeting.cautions import Caution
    from kpcommittee.domain.meeting.event_base import MeetingState
    from kpcommittee.domain.meeting.frozen import BalanceLine
    from kpcommittee.domain.meeting.item import CaseState, Item
    from kpcommittee.domain.meeting.meeting import Meeting


@immutable
class Row:
    """One case in the list."""

    place: int
    """On the agenda, from 1."""
    case: Case
    item: "Item | None" = None
    """What the meeting did with it; None before the journal is read."""

    @property
    def number(self) -> str:
        """The case number."""
        return self.case.case_number

    @property
    def state(self) -> "CaseState":
        """What the meeting did with it."""
        return self.item.state if self.item else "open"


@immutable
class ScreenState:
    """Everything the meeting screen shows at one moment."""

    config: Config
    law: Law
    now: datetime
    agenda: Agenda | None = None
    rows: tuple[Row, ...] = ()
    chosen: str | None = None
    """The number of the chosen case."""
    meeting: "Meeting | None" = None
    """None before the journal is read."""
    case_view: "CaseView | None" = None
    """Of the chosen case."""
    balance: "tuple[BalanceLine, ...]" = ()
    scope: Literal["case", "meeting"] = "case"
    """Whether the balance is of this case or of the whole meeting."""
    agreed: frozenset[str] = frozenset()
    """The cases in which the chair has said that all agree; recorded with the decision."""
    hidden: bool = False
    """Whether names and numbers are hidden from the room."""
    revealed: str | None = None
    """The case whose personal number is shown, until it is left."""
    query: str = ""
    """The filter of the list of cases."""
    differing: int = 0
    """In how many cases the agenda file or a waiting case differs from the meeting, unreadable ones included."""
    left_out: tuple[LeftOutCase, ...] = ()
    """The unreadable cases of the agenda file that nobody has dealt with."""
    file_faults: tuple[str, ...] = ()
    """What is wrong in the agenda file apart from the unreadable cases."""
    unprepared: int = 0
    """How many cases cannot be read or lack something, before the meeting is opened."""
    lacks_import: bool = False
    """Whether running placements are probably missing, because none was ever imported."""
    reading: ReadOnly | None = None
    """Why nothing can be recorded here: another program of the workspace records; None if this one does."""
    misfit: str = ""
    """The warning that the journal does not fit, which outranks everything else; empty if it fits."""

    @classmethod
    def from_agenda(cls, config: Config, law: Law, agenda: Agenda | None, now: datetime) -> Self:
        """Return the state before the journal is read, from the agenda file alone."""
        rows = tuple(Row(place=place, case=case) for place, case in enumerate(agenda.cases if agenda else (), 1))
        first_number = rows[0].number if rows else None
        return cls(config=config, law=law, now=now, agenda=agenda, rows=rows, chosen=first_number)

    def with_meeting(self, meeting: "Meeting") -> Self:
        """Return the state with the meeting so far; the chosen case stays chosen while it is listed."""
        places = meeting.places
        rows = tuple(Row(place=places[item.number], case=item.case, item=item) for item in meeting.items)
        numbers = [row.number for row in rows]
        chosen = self.chosen if self.chosen in numbers else next(iter(numbers), None)
        open_cases = {row.number for row in rows if row.item and row.item.is_undecided}
        return replace(
            self,
            meeting=meeting,
            rows=rows,
            chosen=chosen,
            config=meeting.config or self.config,
            law=meeting.law or self.law,
            agreed=self.agreed & open_cases,
        )

    @property
    def row(self) -> Row | None:
        """The chosen case."""
        return next((row for row in self.rows if row.number == self.chosen), None)

    @property
    def day(self) -> date:
        """The meeting's date; today if there is no meeting."""
        head = self.meeting.head if self.meeting else None
        head = head or (self.agenda.meeting if self.agenda else None)
        return head.date if head else self.now.date()

    @property
    def meeting_state(self) -> "MeetingState":
        """The state of the meeting."""
        return self.meeting.state if self.meeting else "preparing"

    @property
    def open_rows(self) -> tuple[Row, ...]:
        """The cases that nobody has dealt with."""
        return tuple(row for row in self.rows if row.state == "open")

    @property
    def is_decided(self) -> bool:
        """Whether the chosen case is decided, and thus shows what the decision rested on."""
        return self.case_view is not None and self.case_view.item.decision is not None

    @property
    def is_put_off(self) -> bool:
        """Whether the chosen case was put off and can no longer be decided in this meeting."""
        return self.case_view is not None and self.case_view.is_put_off

    @property
    def cautions_at_issue(self) -> "tuple[Caution, ...]":
        """The cautions of the chosen case, as long as it is to be decided."""
        return () if self.case_view is None or self.is_put_off else self.case_view.cautions_at_issue

    def next_open(self) -> Row | None:
        """Return the first open case after the chosen one, else the first open case; None if no case is open."""
        place = self.row.place if self.row else 0
        after = [row for row in self.open_rows if row.place > place]
        return next(iter((*after, *self.open_rows)), None)

    # Names and privacy

    def name(self, name: str | None) -> str:
        """Return a person's name, unless names are hidden."""
        return HIDDEN if self.hidden else name or ""

    def prose(self, text: str) -> str:
        """Return free text, which may contain names, unless names are hidden."""
        return HIDDEN if self.hidden else text

    def case_number(self, number: str) -> str:
        """Return a case number, unless numbers are hidden."""
        return HIDDEN if self.hidden else number

    def number(self, case: Case) -> str:
        """Return the personal number: masked unless it is revealed and the room may see it."""
        if case.child.cpr is None:
            return _("unknown")
        return case.child.cpr if self.revealed == case.case_number and not self.hidden else masked(case.child.cpr)

    def initials(self, case: Case) -> str:
        """Return the child's initials, unless names are hidden."""
        return HIDDEN if self.hidden else case.child.initials
