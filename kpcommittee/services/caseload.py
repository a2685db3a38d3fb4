"""Importing the running caseload, never twice the same."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kpcommittee.convert.flaws import Flaw
from kpcommittee.domain.caseload import Merge, merge
from kpcommittee.domain.events import Imported

if TYPE_CHECKING:
    from kpcommittee.services.desk import Desk
    from kpcommittee.workspace.placements import PlacementsRead


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did."""

    read: int
    new: int
    changed: int
    left_out: tuple[Flaw, ...]
    """The rows that could not be read."""
    rows_left_out: int
    done: bool
    """Whether anything was imported; nothing is while rows cannot be read, unless they are to be skipped."""


def import_placements(desk: "Desk", file: Path, *, skip_bad: bool = False) -> ImportReport:
    """Import a table of running placements.

    Raises:
        KpError: the file is missing, unreadable or no table.
    """
    read = desk.read_placements(file)
    if read.flaws and not (skip_bad and read.readable):
        return _report(Merge(read=read.rows, new=(), changed=()), read, done=False)
    found = merge(desk.store.placements(), read.placements)
    if found.new or found.changed:
        event = Imported(source=file.name, read=found.read, new=found.new, changed=found.changed)
        desk.store.append_caseload(event, desk.clock(), desk.by)
    return _report(replace(found, read=read.rows), read, done=True)


def _report(found: Merge, read: "PlacementsRead", *, done: bool) -> ImportReport:
    return ImportReport(
        read=found.read,
        new=len(found.new),
        changed=len(found.changed),
        left_out=read.flaws,
        rows_left_out=len(read.bad_rows),
        done=done,
    )
