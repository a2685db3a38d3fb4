"""Imports, lists, ends, changes and exports the running placements; every change is an event with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from kpcommittee.convert.issues import InvalidValue, Issue
from kpcommittee.convert.scalars import prose
from kpcommittee.domain.capacity.imports import Merge, merge, replaced
from kpcommittee.domain.capacity.placement import Claim, Placement, Ruling
from kpcommittee.domain.meeting.events import Imported, PlacementChanged
from kpcommittee.domain.meeting.meeting import fold
from kpcommittee.errors import KpError
from kpcommittee.locale import _, ngettext
from kpcommittee.services.balance import ledger_on
from kpcommittee.wording.figures import date_numeric, period

if TYPE_CHECKING:
    from kpcommittee.services.session import Session
    from kpcommittee.store.empty import Readable
    from kpcommittee.workspace.placements import PlacementsRead


@dataclass(frozen=True, slots=True)
class Changes:
    """The new values of a placement; what is left out does not change."""

    staff: str | None = None
    """An empty text if nobody is named."""
    hours: Decimal | None = None
    end: date | None = None


def running(session: "Session", day: date, ending_weeks: int | None = None) -> tuple[Claim, ...]:
    """List imported and decided placements that run on that day or later, the earliest end first.

    Args:
        session: the workspace.
        day: the first day.
        ending_weeks: only placements that end within this many weeks from that day.
    """
    last = date.max if ending_weeks is None else day + timedelta(weeks=ending_weeks)
    ledger = ledger_on(session, day)
    everything = (claim for provider in ledger.books for claim in ledger.claims(provider))
    claims = (claim for claim in everything if claim.end is None or claim.end >= day)
    wanted = (claim for claim in claims if ending_weeks is None or (claim.end is not None and claim.end <= last))
    return tuple(sorted(wanted, key=lambda claim: (claim.end or date.max, claim.case_number, claim.provider)))


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
    """Write the imported placements, with all changes, to a table and return their number.

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
    placements = [placement for placement in session.store_to_read.placements() if placement.decided_in is None]
    write_placements(path, placements)
    return len(placements)


def _of(session: "Session", case: str, provider: str) -> tuple[Placement, ...]:
    """List the placements of a case at a provider, imported or decided, the earliest first.

    Raises:
        KpError: there are none, or their decision is not approved yet.
    """
    store = session.store_to_read
    everything = store.placements()
    placements = [
        placement for placement in everything if (placement.case_number, placement.provider) == (case, provider)
    ]
    changed = {placement.decided_in for placement in placements}
    decided = _decided(store, case, provider, alone=not placements)
    placements += [placement for placement in decided if placement.decided_in not in changed]
    if not placements:
        raise KpError(
            _("there is no placement of {case} at {provider}").format(case=case, provider=provider),
            _("kpcommittee placements list shows them."),
        )
    return tuple(sorted(placements, key=lambda placement: placement.start or date.min))


def _decided(store: "Readable", case: str, provider: str, *, alone: bool) -> Iterator[Placement]:
    """Yield what approved meetings decided for the case there, as placements that can be ended and changed.

    Raises:
        KpError: the only decision belongs to a meeting that is not approved yet, where it can still be undone.
    """
    for ruling in store.rulings():
        if (ruling.case_number, ruling.provider) != (case, provider) or ruling.state not in ("placed", "in_principle"):
            continue
        if not ruling.approved and not alone:
            continue
        if not ruling.approved:
            raise KpError(
                _("{case} at {provider} was decided in the meeting {meeting}, which is not approved").format(
                    case=case, provider=provider, meeting=ruling.meeting
                ),
                _("Take the decision back or decide anew in that meeting."),
            )
        yield _as_placement(store, ruling)


def _as_placement(store: "Readable", ruling: Ruling) -> Placement:
    item = fold(ruling.meeting, store.read(ruling.meeting)).item(ruling.case_number)
    assert item is not None, "a ruling is about a case of its meeting"
    child = item.case.child
    return Placement(
        case_number=ruling.case_number,
        provider=ruling.provider or "",
        staff=ruling.staff,
        hours_per_week=ruling.hours,
        start=ruling.start,
        end=ruling.end,
        child=child.name,
        birth_date=child.birth_date,
        cpr=child.cpr,
        district=child.district,
        problems=item.case.problems,
        decided_in=ruling.meeting,
    )


def _running_on(session: "Session", case: str, provider: str, day: date) -> Placement:
    placements = _of(session, case, provider)
    for placement in placements:
        if (placement.start or date.min) <= day <= (placement.end or date.max):
            return placement
    raise KpError(
        _("{case} at {provider} does not run on {date}").format(case=case, provider=provider, date=date_numeric(day)),
        _("It runs {periods}.").format(periods=", ".join(period(run.start, run.end) for run in placements)),
    )


def _latest(session: "Session", case: str, provider: str) -> Placement:
    """Return the placement that runs today, else the next one, else the last one."""
    placements = _of(session, case, provider)
    current = (placement for placement in placements if placement.end is None or placement.end >= session.today)
    return next(current, placements[-1])


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
