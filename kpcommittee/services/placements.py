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
    """What a placement gets; what is left out stays."""

    staff: str | None = None
    """An empty text: nobody is named."""
    hours: Decimal | None = None
    end: date | None = None


def running(session: "Session", day: date, ending_weeks: int | None = None) -> tuple[Claim, ...]:
    """Imported placements and decided ones that run on that day or later, those that end first before the others.

    Args:
        session: the chair's.
        day: the day looked at.
        ending_weeks: only those that end within so many weeks from that day.
    """
    last = date.max if ending_weeks is None else day + timedelta(weeks=ending_weeks)
    ledger = ledger_on(session, day)
    everything = (one for provider in ledger.books for one in ledger.claims(provider))
    claims = (one for one in everything if one.end is None or one.end >= day)
    wanted = (one for one in claims if ending_weeks is None or (one.end is not None and one.end <= last))
    return tuple(sorted(wanted, key=lambda one: (one.end or date.max, one.case_number, one.provider)))


def end_placement(session: "Session", case: str, provider: str, on: date, why: str) -> PlacementChanged:
    """End a placement; that day is its last.

    Raises:
        KpError: it does not run on that day, or the reason is empty.
    """
    placement = _running_on(session, case, provider, on)
    return _record(session, placement, replace(placement, end=on), why)


def change_placement(session: "Session", case: str, provider: str, changes: Changes, why: str) -> PlacementChanged:
    """Give a placement another person, other hours or another last day.

    Raises:
        KpError: there is no such placement, or what it gets does not fit.
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
    """Write the imported placements, as they are after all changes, to a table; how many there are.

    Raises:
        KpError: the file is there already, or cannot be written.
        UsageError: no ordinary file can be there.
    """
    from kpcommittee.workspace.files import refuse_target  # noqa: PLC0415
    from kpcommittee.workspace.placements import write_placements  # noqa: PLC0415

    refuse_target(path)
    if path.exists() and not overwrite:
        raise KpError(
            _("{file} is there already").format(file=session.workspace.shown(path)),
            _("Choose another name, or replace it with --overwrite."),
        )
    placements = [one for one in session.store_to_read.placements() if one.decided_in is None]
    write_placements(path, placements)
    return len(placements)


def _of(session: "Session", case: str, provider: str) -> tuple[Placement, ...]:
    """The placements of a case at a provider, imported or decided, the earliest first.

    Raises:
        KpError: there are none, or the decision is not approved yet.
    """
    store = session.store_to_read
    found = [one for one in store.placements() if (one.case_number, one.provider) == (case, provider)]
    changed = {one.decided_in for one in found}
    decided = _decided(store, case, provider, alone=not found)
    found += [one for one in decided if one.decided_in not in changed]
    if not found:
        raise KpError(
            _("there is no placement of {case} at {provider}").format(case=case, provider=provider),
            _("kpcommittee placements list shows them."),
        )
    return tuple(sorted(found, key=lambda one: one.start or date.min))


def _decided(store: "Readable", case: str, provider: str, *, alone: bool) -> Iterator[Placement]:
    """What approved meetings decided for the case there, as placements that can be ended and changed.

    Raises:
        KpError: nothing else is there, and a meeting is not approved yet: there its decision is taken back or anew.
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
    found = _of(session, case, provider)
    for one in found:
        if (one.start or date.min) <= day <= (one.end or date.max):
            return one
    raise KpError(
        _("{case} at {provider} does not run on {date}").format(case=case, provider=provider, date=date_numeric(day)),
        _("It runs {periods}.").format(periods=", ".join(period(one.start, one.end) for one in found)),
    )


def _latest(session: "Session", case: str, provider: str) -> Placement:
    """The placement that runs today, else the next one, else the last one."""
    found = _of(session, case, provider)
    return next((one for one in found if one.end is None or one.end >= session.today), found[-1])


def _record(session: "Session", before: Placement, after: Placement, why: str) -> PlacementChanged:
    if after == before:
        raise KpError(_("nothing would change"), _("Name what is to be different."))
    _refuse_flaws(session, before, after)
    event = PlacementChanged(before=before, after=after, why=_reason(why))
    session.store.append_caseload(event, session.clock(), session.by)
    return event


def _refuse_flaws(session: "Session", before: Placement, after: Placement) -> None:
    """Refuse a placement that would not fit; what did not fit before stays as it is.

    Raises:
        KpError: what does not fit.
    """
    from kpcommittee.wording.issues import issue_text, remedy  # noqa: PLC0415
    from kpcommittee.workspace.placements import check_placement  # noqa: PLC0415

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
    """A row that takes the place of an earlier one of the same file."""

    row: int
    earlier: int
    case_number: str
    provider: str
    same: bool
    """Whether both say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did: of the rows that were read, each is new, changed, unchanged or left out."""

    read: int
    new: int
    changed: int
    """Rows that changed a placement, be it one that an earlier row of the file brought."""
    unchanged: int
    repeated: tuple[Repeated, ...]
    left_out: tuple[Issue, ...]
    """The rows that could not be read."""
    rows_left_out: int
    skippable: bool
    """Whether the other rows could be imported without those that cannot be read."""
    done: bool
    """Whether anything was imported; nothing is while rows cannot be read, unless they are to be skipped."""


def import_placements(session: "Session", file: Path, *, skip_bad: bool = False) -> ImportReport:
    """Import a table of running placements.

    Raises:
        KpError: the file is missing, unreadable or no table.
    """
    read = session.read_placements(file)
    if read.issues and not (skip_bad and read.readable):
        return _report(Merge(read=0, new=(), changed=()), read, done=False)
    found = merge(session.store.placements(), read.placements)
    if found.new or found.changed:
        event = Imported(source=file.name, read=found.read, new=found.new, changed=found.changed)
        session.store.append_caseload(event, session.clock(), session.by)
    return _report(found, read, done=True)


def _report(found: Merge, read: "PlacementsRead", *, done: bool) -> ImportReport:
    repeated = tuple(_repeated(read, earlier, later) for earlier, later in found.repeated)
    new, changed = len(found.new), len(found.changed) + sum(not one.same for one in repeated)
    return ImportReport(
        read=read.rows,
        new=new,
        changed=changed,
        unchanged=found.read - new - changed,
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
    """What an import did, as JSON."""
    return {
        "read": report.read,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "left_out": report.rows_left_out,
        "repeated": [
            {"row": one.row, "earlier": one.earlier, "case": one.case_number, "provider": one.provider}
            for one in report.repeated
        ],
    }


def import_text(report: ImportReport) -> str:
    """The numbers of an import, and each row that another row of the file was about already."""
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
        (same if one.same else other).format(
            row=one.row, earlier=one.earlier, case=one.case_number, provider=one.provider
        )
        for one in report.repeated
    )
    return "\n".join((numbers, *(f"! {line}" for line in lines)))
