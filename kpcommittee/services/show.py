"""What the command line shows as plain text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpcommittee.locale import _
from kpcommittee.services.agenda_changes import KINDS
from kpcommittee.views import text as plain
from kpcommittee.views.page import Page
from kpcommittee.wording import figures, words
from kpcommittee.wording.names import Names

if TYPE_CHECKING:
    from kpcommittee.domain.committee import Config
    from kpcommittee.services.meeting_session import MeetingSession
    from kpcommittee.store.records import HistoryRow

BY = " · "


def meeting_text(meeting_session: "MeetingSession") -> str:
    """A meeting with every case, and the balance as it stands."""
    text = plain.meeting_text(meeting_session.meeting, meeting_session.config, meeting_session.balance())
    differences = meeting_session.differences()
    if not differences:
        return text
    page = Page()
    page.heading(_("The agenda file against the meeting"))
    for one in differences:
        page.point("!", f"{one.case_number}: {_(KINDS[one.kind])}")
    return f"{text}\n{page}"


def case_text(meeting_session: "MeetingSession", case_number: str) -> str:
    """One case as it lies on the table."""
    return plain.case_text(meeting_session.view_case(case_number), meeting_session.config, meeting_session.session.law)


def history_text(rows: "Sequence[HistoryRow]", config: "Config") -> str:
    """Past decisions, one line each, and what was given as reason below it."""
    page, names = Page(), Names(config)
    for row in rows:
        outcome = words.case_state(row.outcome)
        whom = BY.join(part for part in (outcome, row.provider_name, row.staff_name) if part)
        cells = [
            (figures.date_numeric(row.date), 10),
            (row.case_number, 16),
            (figures.age(row.age), 6),
            (names.district(row.district), 8),
            (whom, 36),
        ]
        page.row(cells)
        for said in (row.reason, row.missing):
            if said:
                page.field("", said)
    if not rows:
        page.text(_("No past decision fits."))
    return str(page).rstrip("\n")
