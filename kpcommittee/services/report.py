"""Gathers the yearly evaluation from the journal."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kpcommittee.documents.seals import digest_in, text_in
from kpcommittee.domain.capacity.placement import PLACED_STATES, Placement
from kpcommittee.domain.review.follow_ups import FollowedPlacement, FollowUp, follow_ups_of_each
from kpcommittee.domain.review.query import Query
from kpcommittee.domain.review.report import (
    AGE_BANDS,
    DEPARTURES,
    FOLLOWED,
    KINDS,
    OUTCOMES,
    YearReport,
    age_band,
    club_years,
    count_endings,
    count_follow_ups,
    count_outcomes,
    count_register,
    count_values,
    is_recommendation_followed,
    leave_out_superseded,
    measure_waiting,
    run_back_test,
)
from kpcommittee.errors import KpError, UsageError
from kpcommittee.locale import _
from kpcommittee.services.budget import budget_of
from kpcommittee.services.caseload import KnownParticulars, YearCaseload, with_children
from kpcommittee.services.follow_ups import held_follow_ups_of
from kpcommittee.services.minutes import read_existing
from kpcommittee.views.report import report_answer, report_markdown
from kpcommittee.wording.figures import date_numeric
from kpcommittee.workspace.files import refuse_target, write_named

if TYPE_CHECKING:
    from kpcommittee.services.session import Session
    from kpcommittee.store.records import Particulars


def report_of(
    session: "Session", year: int, as_of: date, until: date | None, in_year: YearCaseload | None
) -> YearReport:
    """Report a calendar year up to `as_of`.

    Args:
        session: the workspace.
        year: the year of the meetings.
        as_of: the day of the report, up to which placements are judged. Register and follow-ups reach the year's last
            day at most.
        until: the last day whose meetings count; by default the year's last day.
        in_year: the placements of the year; read if left out.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    today, as_of, until = as_of, min(as_of, last), min(until or last, last)
    store, config = session.store_to_read, session.config
    all_decisions = store.search(Query(since=first, until=until))
    decisions = leave_out_superseded(all_decisions)
    placed = [past for past in decisions if past.outcome in PLACED_STATES]
    in_year = YearCaseload.read(session, year) if in_year is None else in_year
    courses = [course.counted_placement for course in in_year.caseload.counting_courses]
    running = [placement for placement in courses if (placement.start or as_of) <= as_of]
    particulars = in_year.known
    by_problem = count_outcomes(decisions, lambda past: past.problems)
    outcomes = store.outcomes(Query(since=first, until=until, today=today))
    went_all, went_by = count_endings(outcomes, by_problem.groups)
    register_kinds, register_ages = count_register(tuple(with_children(session, running, particulars)), as_of)
    return YearReport(
        year=year,
        as_of=as_of,
        meetings=len({past.meeting for past in all_decisions}),
        outcomes=count_values((past.outcome for past in decisions), OUTCOMES),
        by_kind=count_values((past.provider_kind or "unknown" for past in placed), KINDS),
        by_problem=by_problem,
        by_district=count_outcomes(decisions, lambda past: (past.district,)),
        by_age=count_outcomes(decisions, lambda past: (age_band(past.age),), AGE_BANDS),
        went=went_all,
        went_by=went_by,
        followed=count_values((is_recommendation_followed(past) for past in decisions), FOLLOWED),
        departures=count_values((code for past in placed for code in past.departures), DEPARTURES),
        reasons=count_values(why.code for past in placed for why in past.reasons),
        missing=count_values(past.missing for past in decisions if past.outcome in ("postponed", "returned")),
        waited=measure_waiting(decisions),
        follow_ups=count_follow_ups(_follow_ups(session, running, particulars, first), year, as_of),
        clubs=club_years(courses, config, year, as_of),
        register_kinds=register_kinds,
        register_ages=register_ages,
        back_test=run_back_test(placed),
        purged=_count_purged(session, first, until),
    )


def _count_purged(session: "Session", first: date, until: date) -> int:
    """Count the purged items of the meetings on those days."""
    store = session.store_to_read
    streams = [purge.stream for purge in store.purges()]
    meetings = {row.id for row in store.meetings(among=streams) if first <= row.date <= until}
    return sum(stream in meetings for stream in streams)


def _follow_ups(
    session: "Session", placements: Iterable[Placement], particulars: KnownParticulars, first: date
) -> Iterator[FollowUp]:
    """Yield the follow-ups, by law and as decided, of every placement that ran on that day or later."""
    ran = []
    for placement in placements:
        decided = particulars.get((placement.decided_in or "", placement.case_number))
        # A decision in principle is not followed up before it is confirmed.
        if (placement.end or first) >= first and (decided is None or decided.outcome == "placed"):
            ran.append(_follow(placement, decided))
    return follow_ups_of_each(ran, held_follow_ups_of(session, ran), session.config.follow_up_rules, first)


def _follow(placement: Placement, decided: "Particulars | None") -> FollowedPlacement:
    return FollowedPlacement(
        case_number=placement.case_number,
        provider=placement.provider,
        staff=placement.staff,
        start=placement.start,
        end=placement.end,
        first_due=decided.first_due if decided else None,
    )


def write_report(
    session: "Session", year: int, day: date | None, output_format: str, *, shareable: bool, output: Path | None
) -> str:
    """Return the report in that format, or the path of the file that it was written to.

    Without a day it covers every recorded meeting of the year up to today.

    Raises:
        KpError: no meeting was held in the year, the year has not begun, or the file cannot be written.
    """
    as_of = day or session.today
    if as_of < date(year, 1, 1):
        raise UsageError(
            _("the year {year} has not begun on {date}").format(year=year, date=date_numeric(as_of)),
            _("Choose a later day with --date, or another year."),
        )
    in_year = YearCaseload.read(session, year)
    report = report_of(session, year, as_of, day, in_year)
    if not report.meetings:
        raise KpError(
            _("no meeting of {year} is recorded").format(year=year)
            if day is None or day >= date(year, 12, 31)
            else _("no meeting of {year} up to {date} is recorded").format(year=year, date=date_numeric(day)),
            _("kpcommittee history lists the decisions of all years."),
        )
    forecast = None if shareable else budget_of(session, year, report.as_of, in_year)
    if output_format == "json":
        text = json.dumps(report_answer(report, shareable=shareable), ensure_ascii=False, indent=1)
    elif output_format == "html":
        from kpcommittee.documents.report_page import report_page  # noqa: PLC0415 (only a page needs the plots)

        text = report_page(report, session.config, forecast, shareable=shareable)
    else:
        text = report_markdown(report, session.config, forecast, shareable=shareable)
    if output is None or str(output) == "-":
        return text
    file = session.workspace.path(str(output))
    refuse_target(file)
    session.workspace.refuse_its_own(file, session.config)
    _refuse_another_kind(file)
    write_named(file, text)
    return str(file)


_OTHER_KINDS = frozenset({".csv", ".db", ".docx", ".ics", ".jsonl", ".pdf", ".toml", ".xlsx"})
"""File endings that no report has."""


def _refuse_another_kind(file: Path) -> None:
    """Refuse to overwrite a file of another kind, such as minutes, which somebody may have edited.

    Raises:
        UsageError: its ending or its seal shows that it is one.
        KpError: it cannot be read.
    """
    if not file.exists():
        return
    if file.suffix.lower() in _OTHER_KINDS or digest_in(text_in(read_existing(file) or b"")) is not None:
        raise UsageError(
            _("{file} is not a report, and is not overwritten").format(file=file.name),
            _("Choose another name; nothing was changed."),
        )
