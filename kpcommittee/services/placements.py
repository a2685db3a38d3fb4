"""Lists, ends, changes and exports the running placements; every change is an event with its reason."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kpcommittee.convert.issues import InvalidValue
from kpcommittee.convert.scalars import read_prose
from kpcommittee.domain.capacity.caseload import Course
from kpcommittee.domain.capacity.placement import Claim, DatedChange, Placement, replaced_placements
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.caseload_events import PlacementChanged
from kpcommittee.errors import KpError
from kpcommittee.locale import _
from kpcommittee.services.caseload import caseload_of, placements_in_full, with_children
from kpcommittee.services.known_cases import refuse_unknown_case
from kpcommittee.wording.figures import date_numeric, period
from kpcommittee.wording.issues import issue_text, remedy
from kpcommittee.workspace.files import refuse_target
from kpcommittee.workspace.placements import check_placement, csv_of, write_placements

if TYPE_CHECKING:
    from kpcommittee.services.session import Session


@immutable(kw_only=False)
class Changes:
    """The new values of a placement; what is left out does not change."""

    staff: str | None = None
    """An empty text if nobody is named."""
    hours: Decimal | None = None
    end: date | None = None
    since: date | None = None
    """The first day with that person and those hours; None if they always applied."""


def running_claims(session: "Session", day: date, ending_weeks: int | None) -> tuple[Claim, ...]:
    """List imported and decided placements that run on that day, the earliest end first.

    Args:
        session: the workspace.
        day: the day.
        ending_weeks: only placements that end within this many weeks from that day.
    """
    last = date.max if ending_weeks is None else day + timedelta(weeks=ending_weeks)
    claims = [claim for claim in _claims(session) if claim.runs_on(day)]
    claims_due = (claim for claim in claims if ending_weeks is None or (claim.end is not None and claim.end <= last))
    return tuple(sorted(claims_due, key=lambda claim: (claim.end or date.max, claim.case_number, claim.provider)))


def count_beginning_later(session: "Session", day: date) -> int:
    """Count the imported and decided placements that begin after that day."""
    return sum(claim.start is not None and claim.start > day for claim in _claims(session))


def _claims(session: "Session") -> Iterator[Claim]:
    """Yield the claim of each placement, unsplit."""
    return (course.span for course in caseload_of(session.store_to_read).counting_courses if course.span)


def end_placement(session: "Session", case: str, provider: str, on: date, why: str) -> PlacementChanged:
    """End a placement on that day, its last.

    Raises:
        KpError: it does not run on that day, or the reason is empty.
    """
    placement = _running_on(session, case, provider, on)
    return _record(session, placement, replace(placement, end=on), why)


def change_placement(session: "Session", case: str, provider: str, changes: Changes, why: str) -> PlacementChanged:
    """Change a placement's last day, or its person or hours from a given day or from its start.

    Raises:
        KpError: the placement does not exist, or the new values do not fit.
    """
    since = changes.since
    placement = _running_on(session, case, provider, since) if since else _current_course(session, case, provider)
    dated = since is not None and since != placement.start
    after = _change_from(placement, changes, since) if dated and since else _change_throughout(placement, changes)
    if changes.end is not None:
        after = replace(after, end=changes.end)
    return _record(session, placement, after, why)


def _change_throughout(placement: Placement, changes: Changes) -> Placement:
    """Return the placement with the new person and hours on all its days."""
    staff = placement.staff if changes.staff is None else changes.staff or None
    hours = placement.hours_per_week if changes.hours is None else changes.hours
    later = (
        replace(
            change,
            staff=change.staff if changes.staff is None else None,
            hours_per_week=change.hours_per_week if changes.hours is None else None,
        )
        for change in placement.changes
    )
    with_value = tuple(change for change in later if change.staff is not None or change.hours_per_week is not None)
    return replace(placement, staff=staff, hours_per_week=hours, changes=with_value)


def _change_from(placement: Placement, changes: Changes, since: date) -> Placement:
    """Return the placement with the new person and hours from a given day until the next dated change."""
    same_day = next((change for change in placement.changes if change.since == since), DatedChange(since=since))
    current = placement.as_of(since)
    staff = None if changes.staff is None or (changes.staff or None) == current.staff else changes.staff
    hours = None if changes.hours is None or changes.hours == current.hours_per_week else changes.hours
    if staff is None and hours is None:
        return placement
    change = replace(
        same_day,
        staff=same_day.staff if staff is None else staff,
        hours_per_week=same_day.hours_per_week if hours is None else hours,
    )
    others = (other for other in placement.changes if other.since != since)
    return replace(placement, changes=tuple(sorted((*others, change), key=lambda change: change.since)))


def export_placements(session: "Session", path: Path, *, overwrite: bool = False) -> int:
    """Write every placement once to a table, as it counts, and return their number.

    Raises:
        KpError: the file already exists, or cannot be written.
        UsageError: the path cannot hold an ordinary file.
    """
    refuse_target(path)
    if path.exists() and not overwrite:
        raise KpError(
            _("{file} is there already").format(file=session.workspace.display_path(path)),
            _("Choose another name, or replace it with --overwrite."),
        )
    placements = _placements_to_export(session)
    write_placements(path, placements)
    return len(placements)


def placements_table(session: "Session") -> bytes:
    """Return every placement once, as it counts, as a .csv."""
    return csv_of(_placements_to_export(session))


def cases_simplified_in_table(session: "Session") -> tuple[str, ...]:
    """List the cases whose placement changes hours or person in a way that a table cannot express."""
    counting = (course.counted_placement for course in caseload_of(session.store_to_read).counting_courses)
    return tuple(placement.case_number for placement in counting if placement.changes)


def _placements_to_export(session: "Session") -> list[Placement]:
    counting = placements_in_full(session, caseload_of(session.store_to_read).counting_courses)
    return [placement.as_of(session.today) for placement in counting]


def _counting_courses(session: "Session", case: str, provider: str) -> tuple[Course, ...]:
    """List the courses of a case at a provider that count, from whatever source, the earliest first.

    Raises:
        KpError: there are none.
        UsageError: nobody knows the case.
    """
    courses = caseload_of(session.store_to_read).courses_at(case, provider)
    if not courses:
        refuse_unknown_case(session, case)
        raise KpError(
            _("there is no placement of {case} at {provider}").format(case=case, provider=provider),
            _("kpcommittee placements list shows them."),
        )
    return courses


def _running_on(session: "Session", case: str, provider: str, day: date) -> Placement:
    courses = _counting_courses(session, case, provider)
    for course in courses:
        if course.runs_on(day):
            return _require_changeable(session, course)
    if all(course.held for course in courses):
        refuse_held(courses[0])
    periods = (period(course.span.start, course.span.end) for course in courses if course.span)
    raise KpError(
        _("{case} at {provider} does not run on {date}").format(case=case, provider=provider, date=date_numeric(day)),
        _("It runs {periods}.").format(periods=", ".join(periods)),
    )


def _current_course(session: "Session", case: str, provider: str) -> Placement:
    """Return the course that runs today, else the next one, else the last one."""
    courses = _counting_courses(session, case, provider)
    current = (course for course in courses if course.counts_from(session.today))
    return _require_changeable(session, next(current, courses[-1]))


def _require_changeable(session: "Session", course: Course) -> Placement:
    """Return the placement of a course in full, as an event freezes it.

    Raises:
        KpError: it was decided in a meeting that is not approved yet, where it can still be undone.
    """
    if course.held:
        refuse_held(course)
    placement = course.placement
    if placement.decided_in is None:
        return placement
    return next(with_children(session, [placement]))


def refuse_held(course: Course) -> NoReturn:
    """Refuse to change a placement whose decision can still be undone.

    Raises:
        KpError: always; it names the meeting that decided it.
    """
    placement = course.placement
    raise KpError(
        _("{case} at {provider} was decided in the meeting {meeting}, which is not approved").format(
            case=placement.case_number, provider=placement.provider, meeting=placement.decided_in
        ),
        _("Take the decision back, or decide again in that meeting."),
    )


def _record(session: "Session", before: Placement, after: Placement, why: str) -> PlacementChanged:
    if after == before:
        raise KpError(_("nothing would change"), _("Name at least one change."))
    _refuse_issues(session, before, after)
    event = PlacementChanged(before=before, after=after, why=_require_reason(why))
    session.store.append_caseload(event, session.clock(), session.by)
    return event


def _refuse_issues(session: "Session", before: Placement, after: Placement) -> None:
    """Refuse values that do not fit, except those that did not fit before the change either.

    Raises:
        KpError: a value does not fit, or the placement would overlap with another one.
    """
    issues_before = list(check_placement(before, session.config))
    for issue in check_placement(after, session.config):
        if issue not in issues_before:
            raise KpError(issue_text(issue), remedy(issue))
    for other in replaced_placements(session.store.placements(), [after]):
        if other.decided_in is None and other != before:
            raise KpError(
                _("the placement would overlap with another one of the same case there ({period})").format(
                    period=period(other.start, other.end)
                ),
                _("Choose an earlier last day."),
            )


def _require_reason(why: str) -> str:
    try:
        text = read_prose(why)
    except InvalidValue as bad:
        raise KpError(_("the reason is too long"), _("Write it in a sentence or two.")) from bad
    if not text:
        raise KpError(_("the reason is missing"), _("Say why in a sentence: --why."))
    return text
