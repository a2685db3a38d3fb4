"""Imports a table of running placements, and reports how it differs from the caseload."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kpcommittee.domain.capacity.imports import Merge, merge
from kpcommittee.domain.meeting.caseload_events import Imported
from kpcommittee.domain.meeting.events import CASELOAD
from kpcommittee.domain.meeting.standing import TakenBack, take_back_import
from kpcommittee.errors import KpError
from kpcommittee.locale import _
from kpcommittee.services.caseload import caseload_of
from kpcommittee.services.placements import refuse_held
from kpcommittee.views.imports import ImportReport, Repeated
from kpcommittee.workspace.placements import PlacementsRead, read_placements

if TYPE_CHECKING:
    from kpcommittee.services.session import Session
    from kpcommittee.workspace.tables import Progress


def import_placements(
    session: "Session",
    file: Path,
    *,
    skip_bad: bool = False,
    dry_run: bool = False,
    take_over: Collection[str] = (),
    progress: "Progress | None" = None,
) -> ImportReport:
    """Import a table of running placements.

    Args:
        session: the workspace.
        file: the table.
        skip_bad: import the rest when rows cannot be read.
        dry_run: only report.
        take_over: case numbers for which the table counts although they were ended here or decided.
        progress: called with how far the import is.

    Raises:
        KpError: the file is missing, unreadable or not a table, or a case cannot be taken over.
    """
    placements_read = read_placements(file, session.config, session.workspace.display_path(file), progress)
    if placements_read.issues and not (skip_bad and placements_read.is_readable):
        return _report(Merge(rows_read=0), placements_read, possible=False, recorded=False)
    store = session.store_to_read if dry_run else session.store
    taken_over, left_out = frozenset(take_over), frozenset(placements_read.left_out)
    merged = merge(
        caseload_of(store),
        placements_read.placements,
        session.today,
        take_over=taken_over,
        unreadable=left_out,
        lacking=placements_read.lacking,
    )
    _refuse_take_over(merged, taken_over)
    recorded = not dry_run and bool(merged.adds or merged.replaces)
    if recorded:
        if progress is not None:
            progress("recording", len(merged.adds) + len(merged.replaces), None)
        event = Imported(source=file.name, read=merged.rows_read, new=merged.adds, changed=merged.replaces)
        session.store.append_caseload(event, session.clock(), session.by)
    return _report(merged, placements_read, possible=True, recorded=recorded)


def undo_import(session: "Session") -> TakenBack:
    """Take back the newest import, except what was ended or changed since.

    Raises:
        KpError: there is none, or everything in it was changed since.
    """
    taken_back = take_back_import(session.store_to_read.read(CASELOAD))
    if taken_back is None:
        raise KpError(_("there is no import to take back"), _("Each import can be taken back once, the newest first."))
    if not taken_back.event.removed and not taken_back.event.restored:
        raise KpError(
            _("everything in the import of {file} was changed since").format(file=taken_back.event.source),
            _("End or change the placements one by one."),
        )
    session.store.append_caseload(taken_back.event, session.clock(), session.by)
    return taken_back


def _refuse_take_over(merged: Merge, taken_over: frozenset[str]) -> None:
    """Refuse a case that the table does not change, and one whose decision is not approved.

    Raises:
        KpError: names the first such case.
    """
    for held_back in merged.covered:
        if held_back.row.case_number in taken_over and held_back.course.held:
            refuse_held(held_back.course)
    changed = {after.case_number for _before, after in merged.changed}
    for case_number in sorted(taken_over - changed):
        raise KpError(
            _("the table changes nothing in {case} that could be taken over").format(case=case_number),
            _("--dry-run shows what is ended here or decided and different in the table."),
        )


def _report(merged: Merge, placements_read: PlacementsRead, *, possible: bool, recorded: bool) -> ImportReport:
    return ImportReport(
        read=placements_read.rows,
        merged=merged,
        repeated=tuple(_repeated_rows(merged, placements_read)),
        issues=placements_read.issues,
        left_out=placements_read.left_out,
        skippable=placements_read.is_readable,
        possible=possible,
        recorded=recorded,
        sheet=placements_read.sheet,
        other_sheets=placements_read.other_sheets,
    )


def _repeated_rows(merged: Merge, placements_read: PlacementsRead) -> Iterator[Repeated]:
    for earlier, later in merged.repeated:
        placement = placements_read.placements[later]
        yield Repeated(
            row=placements_read.numbers[later],
            earlier=placements_read.numbers[earlier],
            case_number=placement.case_number,
            provider=placement.provider,
            same=placement == placements_read.placements[earlier],
        )
