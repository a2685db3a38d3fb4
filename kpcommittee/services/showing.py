"""What the command line shows as plain text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpcommittee.documents import plain
from kpcommittee.documents.names import Names
from kpcommittee.documents.page import Page
from kpcommittee.locale import _
from kpcommittee.services.differences import KINDS
from kpcommittee.wording import figures, words

if TYPE_CHECKING:
    from kpcommittee.domain.committee import Config
    from kpcommittee.services.sitting import Sitting
    from kpcommittee.store.rows import HistoryRow

BY = " · "


def meeting_text(sitting: "Sitting") -> str:
    """A meeting with every case, and the balance as it stands."""
    text = plain.meeting_text(sitting.meeting, sitting.config, sitting.balance())
    differences = sitting.differences()
    if not differences:
        return text
    page = Page()
    page.heading(_("The agenda file against the meeting"))
    for one in differences:
        page.point("!", f"{one.case_number}: {_(KINDS[one.kind])}")
    return f"{text}\n{page}"


def case_text(sitting: "Sitting", case_number: str) -> str:
    """One case as it lies on the table."""
    return plain.case_text(sitting.deliberate(case_number), sitting.config, sitting.desk.law)


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
