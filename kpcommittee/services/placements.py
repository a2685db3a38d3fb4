"""Imports, lists, ends, changes and exports the running placements; every change is an event with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kpcommittee.convert.issues import InvalidValue, Issue
from kpcommittee.convert.scalars import prose
from kpcommittee.domain.capacity.caseload import Course
from kpcommittee.domain.capacity.imports import Merge, merge, replaced
from kpcommittee.domain.capacity.placement import Claim, Placement
from kpcommittee.domain.meeting.events import Imported, PlacementChanged
from kpcommittee.errors import KpError
from kpcommittee.locale import _, ngettext
from kpcommittee.services.balance import ledger_on
from kpcommittee.services.caseload import caseload_of, in_full, with_child
from kpcommittee.wording.figures import date_numeric, period

if TYPE_CHECKING:
    from kpcommittee.services.session import Session
    from kpcommittee.workspace.placements import PlacementsRead


@dataclass(frozen=True, slots=True)
class Changes:
    """The new values of a placement; what is left out does not change."""

    staff: str | None = None
    """An empty text if nobody is named."""
    hours: Decimal | None = None
    end: date | None = None


def running(session: "Session", day: date, ending_weeks: int | None = None) -> tuple[Claim, ...]:
    """List imported and decided placements that run on that day, the earliest end first.

    Args:
        session: the workspace.
        day: the day.
        ending_weeks: only placements that end within this many weeks from that day.
    """
    last = date.max if ending_weeks is None else day + timedelta(weeks=ending_weeks)
    claims = [claim for claim in _claims(session, day) if claim.runs_on(day)]
    wanted = (claim for claim in claims if ending_weeks is None or (claim.end is not None and claim.end <= last))
    return tuple(sorted(wanted, key=lambda claim: (claim.end or date.max, claim.case_number, claim.provider)))


def beginning_later(session: "Session", day: date) -> int:
    """Count the imported and decided placements that begin after that day."""
    return sum(claim.start is not None and claim.start > day for claim in _claims(session, day))


def _claims(session: "Session", day: date) -> Iterator[Claim]:
    """Yield what claims hours on that day or later."""
    ledger = ledger_on(session, day)
    return (claim for provider in ledger.books for claim in ledger.claims(provider))


def end_placement(session: "Session", case: str, provider: str, on: date, why: str) -> PlacementChanged:
    """End a placement with that day as its last.

    Raises:
        KpError: it does not run on that day, or the reason is empty.
    """
    placement = _running_on(session, case, provider, on)
    return _record(session, placement, replace(placement, end=on), why)


def change_placement(session: "Session", case: str, provider: str, changes: Changes, why: str) -> PlacementChanged:
    """Give a placement another person, other hours or another last day.

    Raises:
        KpError: the placement does not exist, or the new values do not fit.
    """
    placement = _latest(session, case, provider)
    after = replace(
        placement,
        staff=placement.staff if changes.staff is None else changes.staff or None,
        hours_per_week=placement.hours_per_week if changes.hours is None else changes.hours,
        end=placement.end if changes.end is None else changes.end,
    )
    return _record(session, placement, after, why)


def export_placements(session: "Session", path: Path, *, overwrite: bool = False) -> int:
    """Write every placement to a table once, as it counts, and return their number.

    Raises:
        KpError: the file already exists, or cannot be written.
        UsageError: the path cannot hold an ordinary file.
    """
    from kpcommittee.workspace.files import refuse_target  # noqa: PLC0415 (only this command needs it)
    from kpcommittee.workspace.placements import write_placements  # noqa: PLC0415 (only this command needs it)

    refuse_target(path)
    if path.exists() and not overwrite:
        raise KpError(
            _("{file} is there already").format(file=session.workspace.shown(path)),
            _("Choose another name, or replace it with --overwrite."),
        )
    placements = list(in_full(session, caseload_of(session.store_to_read).counting))
    write_placements(path, placements)
    return len(placements)


def _counting(session: "Session", case: str, provider: str) -> tuple[Course, ...]:
    """List what counts of a case at a provider, whoever it came from, the earliest first.

    Raises:
        KpError: nothing does.
    """
    courses = caseload_of(session.store_to_read).at(case, provider)
    if not courses:
        raise KpError(
            _("there is no placement of {case} at {provider}").format(case=case, provider=provider),
            _("kpcommittee placements list shows them."),
        )
    return courses


def _running_on(session: "Session", case: str, provider: str, day: date) -> Placement:
    courses = _counting(session, case, provider)
    for course in courses:
        if course.runs_on(day):
            return _changeable(session, course)
    if all(course.held for course in courses):
        _refuse_held(courses[0])
    periods = (period(claim.start, claim.end) for course in courses for claim in course.claims)
    raise KpError(
        _("{case} at {provider} does not run on {date}").format(case=case, provider=provider, date=date_numeric(day)),
        _("It runs {periods}.").format(periods=", ".join(periods)),
    )


def _latest(session: "Session", case: str, provider: str) -> Placement:
    """Return the placement that runs today, else the next one, else the last one."""
    courses = _counting(session, case, provider)
    current = (course for course in courses if course.claims[-1].end is None or course.claims[-1].end >= session.today)
    return _changeable(session, next(current, courses[-1]))


def _changeable(session: "Session", course: Course) -> Placement:
    """Return the placement of a course in full, as an event freezes it.

    Raises:
        KpError: it was decided in a meeting that is not approved yet, where it can still be undone.
    """
    if course.held:
        _refuse_held(course)
    placement = course.placement
    if placement.decided_in is None:
        return placement
    return with_child(session, placement, session.store_to_read.meeting(placement.decided_in))


def _refuse_held(course: Course) -> NoReturn:
    placement = course.placement
    raise KpError(
        _("{case} at {provider} was decided in the meeting {meeting}, which is not approved").format(
            case=placement.case_number, provider=placement.provider, meeting=placement.decided_in
        ),
        _("Take the decision back or decide anew in that meeting."),
    )


def _record(session: "Session", before: Placement, after: Placement, why: str) -> PlacementChanged:
    if after == before:
        raise KpError(_("nothing would change"), _("Name what is to be different."))
    _refuse_issues(session, before, after)
    event = PlacementChanged(before=before, after=after, why=_reason(why))
    session.store.append_caseload(event, session.clock(), session.by)
    return event


def _refuse_issues(session: "Session", before: Placement, after: Placement) -> None:
    """Refuse values that do not fit, except those that did not fit before the change either.

    Raises:
        KpError: a value does not fit, or the placement would overlap with another one.
    """
    from kpcommittee.wording.issues import issue_text, remedy  # noqa: PLC0415 (only this command needs it)
    from kpcommittee.workspace.placements import check_placement  # noqa: PLC0415 (only this command needs it)

    known = list(check_placement(before, session.config))
    for issue in check_placement(after, session.config):
        if issue not in known:
            raise KpError(issue_text(issue), remedy(issue))
    for other in replaced(session.store.placements(), [after]):
        if other != before:
            raise KpError(
                _("the placement would overlap with another one of the same case there ({period})").format(
                    period=period(other.start, other.end)
                ),
                _("Choose an earlier last day."),
            )


def _reason(why: str) -> str:
    try:
        text = prose(why)
    except InvalidValue as bad:
        raise KpError(_("the reason is too long"), _("Write it in a sentence or two.")) from bad
    if not text:
        raise KpError(_("the reason is missing"), _("Say why in a sentence: --why."))
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A row that replaces an earlier one of the same file."""

    row: int
    earlier: int
    case_number: str
    provider: str
    same: bool
    """Whether both rows have the same values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """The result of an import: each row is new, changed, unchanged or left out."""

    read: int
    new: int
    changed: int
    """Rows that changed a placement, including one that an earlier row of the file brought."""
    unchanged: int
    repeated: tuple[Repeated, ...]
    left_out: tuple[Issue, ...]
    """The rows that could not be read."""
    rows_left_out: int
    skippable: bool
    """Whether the other rows could be imported without those that cannot be read."""
    done: bool
    """Whether the import took place; rows that cannot be read stop it, unless they are to be skipped."""


def import_placements(session: "Session", file: Path, *, skip_bad: bool = False) -> ImportReport:
    """Import a table of running placements.

    Raises:
        KpError: the file is missing, unreadable or not a table.
    """
    read = session.read_placements(file)
    if read.issues and not (skip_bad and read.readable):
        return _report(Merge(read=0, new=(), changed=()), read, done=False)
    merged = merge(session.store.placements(), read.placements)
    if merged.new or merged.changed:
        event = Imported(source=file.name, read=merged.read, new=merged.new, changed=merged.changed)
        session.store.append_caseload(event, session.clock(), session.by)
    return _report(merged, read, done=True)


def _report(merged: Merge, read: "PlacementsRead", *, done: bool) -> ImportReport:
    repeated = tuple(_repeated(read, earlier, later) for earlier, later in merged.repeated)
    new, changed = len(merged.new), len(merged.changed) + sum(not row.same for row in repeated)
    return ImportReport(
        read=read.rows,
        new=new,
        changed=changed,
        unchanged=merged.read - new - changed,
        repeated=repeated,
        left_out=read.issues,
        rows_left_out=len(read.bad_rows),
        skippable=read.readable,
        done=done,
    )


def _repeated(read: "PlacementsRead", earlier: int, later: int) -> Repeated:
    placement = read.placements[later]
    return Repeated(
        row=read.numbers[later],
        earlier=read.numbers[earlier],
        case_number=placement.case_number,
        provider=placement.provider,
        same=placement == read.placements[earlier],
    )


def import_answer(report: ImportReport) -> dict[str, object]:
    """Return the result of an import as JSON."""
    return {
        "read": report.read,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "left_out": report.rows_left_out,
        "repeated": [
            {"row": row.row, "earlier": row.earlier, "case": row.case_number, "provider": row.provider}
            for row in report.repeated
        ],
    }


def import_text(report: ImportReport) -> str:
    """Lay out the numbers of an import, and each row that repeats an earlier one."""
    new = ngettext("{count} new", "{count} new", report.new).format(count=report.new)
    numbers = _("{read} read, {new}, {changed} changed, {unchanged} unchanged, {left_out} left out").format(
        read=report.read,
        new=new,
        changed=report.changed,
        unchanged=report.unchanged,
        left_out=report.rows_left_out,
    )
    same = _("row {row} says of {case} at {provider} what row {earlier} says")
    other = _("row {row} updates row {earlier}: both are about {case} at {provider} in the same time")
    lines = (
        (same if row.same else other).format(
            row=row.row, earlier=row.earlier, case=row.case_number, provider=row.provider
        )
        for row in report.repeated
    )
    return "\n".join((numbers, *(f"! {line}" for line in lines)))
