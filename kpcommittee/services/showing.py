"""What the command line shows as plain text."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kpcommittee.documents import plain
from kpcommittee.documents.names import Names
from kpcommittee.documents.page import Page
from kpcommittee.locale import _
from kpcommittee.wording import codes, figures

if TYPE_CHECKING:
    from kpcommittee.domain.balance import Figures
    from kpcommittee.domain.committee import BalanceRules, Config
    from kpcommittee.services.balance import ProviderBalance
    from kpcommittee.services.sitting import Sitting
    from kpcommittee.store.rows import HistoryRow

BY = " · "


def meeting_text(sitting: "Sitting") -> str:
    """A meeting with every case, and the balance as it stands."""
    return plain.meeting_text(sitting.meeting, sitting.config, sitting.balance())


def case_text(sitting: "Sitting", case_number: str) -> str:
    """One case as it lies on the table."""
    return plain.case_text(sitting.deliberate(case_number), sitting.config, sitting.desk.law)


def history_text(rows: "Sequence[HistoryRow]", config: "Config") -> str:
    """Past decisions, one line each, and what was given as reason below it."""
    page, names = Page(), Names(config)
    for row in rows:
        outcome = codes.case_state(row.outcome)
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


def balance_text(rows: "Sequence[ProviderBalance]", day: date, rules: "BalanceRules") -> str:
    """Every provider on that day, one line each: how full, then its worst week from there."""
    page = Page()
    page.title(_("Balance"), figures.date_numeric(day))
    for row in rows:
        worst = row.worst.figures
        status = worst.status(rules)
        page.row(
            [
                (row.provider.name, 25),
                (figures.share(row.figures.share), -6),
                (_free(row.figures), 13),
                (figures.week(row.worst.iso, day), 10),
                (figures.share(worst.share), -6),
                (f"{codes.status_symbol(status)} {codes.status(status)}", 14),
            ]
        )
    return str(page).rstrip("\n")


def _free(hours: "Figures") -> str:
    """What is left on the day, or how far it is over; nothing without a limit."""
    if hours.over:
        return _("{hours} h over").format(hours=figures.hours(hours.over))
    return "" if hours.free is None else _("{hours} h free").format(hours=figures.hours(hours.free))
