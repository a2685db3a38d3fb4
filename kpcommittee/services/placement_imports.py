"""Importing the running caseload, never twice the same."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kpcommittee.convert.issues import Issue
from kpcommittee.domain.capacity.imports import Merge, merge
from kpcommittee.domain.meeting.events import Imported

if TYPE_CHECKING:
    from kpcommittee.services.session import Session
    from kpcommittee.workspace.placements import PlacementsRead


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
