"""Lays out follow-ups, as text and as JSON."""

from collections.abc import Iterable
from datetime import date

from kpcommittee.domain.committee import Config, FollowUpRules
from kpcommittee.domain.review.follow_ups import FollowUp
from kpcommittee.locale import _
from kpcommittee.views.json_values import Json, iso
from kpcommittee.views.page import Page, case_column
from kpcommittee.wording import figures
from kpcommittee.wording.names import Names
from kpcommittee.wording.stories import follows_up, kind_of


def follow_ups_answer(rows: Iterable[FollowUp], day: date) -> list[Json]:
    """Answer `followups --json`."""
    return [
        {
            "case_number": row.case_number,
            "provider": row.provider,
            "kind": row.kind,
            "due": row.due.isoformat(),
            "reason": row.reason,
            "done_on": iso(row.done_on),
            "overdue": row.is_overdue(day),
        }
        for row in rows
    ]


_DAY, _CASE, _KIND, _PROVIDER = 11, 12, 24, 22
"""Widths of columns; for the case number, the least."""


def follow_ups_text(rows: Iterable[FollowUp], config: Config, day: date) -> str:
    """Lay out what is overdue, due and done, in separate parts."""
    page, names, rows = Page(), Names(config), tuple(rows)
    page.title(_("Follow-ups"), figures.date_numeric(day))
    cases = case_column((row.case_number for row in rows), _CASE)
    parts = (
        (_("Overdue"), [row for row in rows if row.is_overdue(day)]),
        (_("Due"), [row for row in rows if row.done_on is None and not row.is_overdue(day)]),
        (_("Done"), [row for row in rows if row.done_on is not None]),
    )
    for title, part in parts:
        if part:
            page.heading(f"{title} ({len(part)})")
        for row in part:
            page.row(
                [
                    (figures.date_numeric(row.due), _DAY),
                    (row.case_number, cases),
                    (kind_of(row.kind), _KIND),
                    (names.provider(row.provider), _PROVIDER),
                ]
            )
            page.field("", describe_follow_up(row, config))
    if not rows:
        page.text(_("Nothing is to be followed up."))
    return str(page)


def describe_follow_up(row: FollowUp, config: Config) -> str:
    """Say why it is due then, who acts, and when it was done."""
    acts = _acts(row, config.follow_up_rules)
    parts = (
        reason_of(row),
        _("acts: {who}").format(who=acts) if acts else "",
        _("done {date}").format(date=figures.date_numeric(row.done_on)) if row.done_on else "",
    )
    return " · ".join(part for part in parts if part)


def reason_of(row: FollowUp) -> str:
    """Say why it is due on that day; empty if nobody said so."""
    if row.absence is None:
        return row.reason or ""
    return " · ".join(part for part in (figures.percentage(row.absence.percent), row.absence.period) if part)


def _acts(row: FollowUp, rules: FollowUpRules) -> str | None:
    """Say who acts, as the minutes do; None if nobody is named for it."""
    if row.kind == "absence":
        return rules.absence_by
    if row.kind in ("first", "later"):
        return follows_up(row.caseworker, rules.coordinator)
    return follows_up(row.caseworker, None) if row.kind in ("plan", "youth_plan") else None
