"""When a placement runs, and how many hours a week it has where the committee sets them."""

from datetime import date
from decimal import Decimal

from textual.css.query import NoMatches
from textual.widget import Widget

from kpcommittee.convert.issues import InvalidValue
from kpcommittee.convert.scalars import read_decimal
from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.case import Grant
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.locale import _
from kpcommittee.tui.dialogs.base import Lack
from kpcommittee.tui.widgets.dates import parse_date
from kpcommittee.tui.widgets.editors import Line
from kpcommittee.tui.widgets.rows import SECOND, Row
from kpcommittee.wording import figures

ROOMY = 70
"""The terminal width from which there is room to say why a placement ends on its last day."""

BESIDE_HOURS = 12 + 8 + 2
"""The column after a field of hours."""


@immutable(kw_only=False)
class Extent:
    """Period and hours of a placement; None where they follow from the grant."""

    start: date
    end: date | None = None
    hours: Decimal | None = None

    def fits(self, grant: Grant) -> bool:
        """Whether start and end are in order and not before the grant, and the hours are within it."""
        if self.start < grant.decided_on or (self.end or self.start) < self.start:
            return False
        return self.hours is None or 0 < self.hours <= grant.hours_per_week


def granted_until(case_view: CaseView, start: date, columns: int) -> str:
    """Return the last day for a start; where there is room, also which limit it comes from."""
    proposal = Proposal.of(case_view.item.case, start, until=case_view.support_until)
    if columns < ROOMY:
        return figures.date_numeric(proposal.end)
    text = _("{date} with the support") if proposal.clipped_from else _("{date} with the grant")
    return text.format(date=figures.date_numeric(proposal.end))


def period_row(start: date, end: date | None) -> Row:
    """Return the fields for start and end; the end is empty where it follows from the grant."""
    last = figures.date_numeric(end) if end else ""
    return Row(_("Start"), _line("start", figures.date_numeric(start)), _line("end", last), second=(SECOND, _("End")))


def hours_row(hours: Decimal, granted: Decimal) -> Row:
    """Return the field for the hours a week, with the granted hours beside it."""
    remark = _("a week, of the granted {hours}").format(hours=figures.hours(granted))
    return Row(_("Hours"), _line("hours", figures.hours(hours)), second=(BESIDE_HOURS, remark))


def _line(name: str, text: str) -> Line:
    return Line("", text=text, compact=True, proposed=True, id=name)


def read_hours(form: Widget, granted: Decimal) -> Decimal | Lack | None:
    """Return the hours a week in the form, or those granted; None if the form does not ask for them."""
    try:
        line = form.query_one("#hours", Line)
    except NoMatches:
        return None
    typed_hours = line.value.strip()
    try:
        return read_decimal(typed_hours.replace(",", ".")) if typed_hours else granted
    except InvalidValue:
        return Lack(_("Write the hours a week as a number, such as 4 or 4.25."), line)


def read_extent(form: Widget, proposed: date, granted: Decimal) -> Extent | Lack:
    """Read the period and hours from the form.

    Args:
        form: the dialog.
        proposed: the start it was opened with; a date without a year is the next one after it.
        granted: the granted hours a week.
    """
    first, last = form.query_one("#start", Line), form.query_one("#end", Line)
    start = parse_date(first.value, proposed)
    if start is None:
        return Lack(_("Write the start as a date, such as 4/1 or 4.1.2027."), first)
    end = parse_date(last.value, start)
    if end is None and last.value.strip():
        return Lack(_("Write the end as a date, or leave it out."), last)
    hours = read_hours(form, granted)
    if isinstance(hours, Lack):
        return hours
    return Extent(start, end, None if hours == granted else hours)
