"""Lays out the result of an import of cases."""

from collections.abc import Iterator
from pathlib import Path

from kpcommittee.convert.issues import Issue
from kpcommittee.domain.immutable import immutable
from kpcommittee.locale import _, ngettext
from kpcommittee.views.imports import sheet_lines
from kpcommittee.views.json_values import Json
from kpcommittee.views.page import Page


@immutable
class AgendaImport:
    """The result of an import of cases: each row is new, unchanged, different or left out."""

    path: Path | None
    """The agenda; None if there were unreadable rows that were not to be skipped."""
    read: int
    """Rows of the table that are not blank."""
    new: tuple[str, ...] = ()
    """The numbers of the cases that were written."""
    unchanged: tuple[str, ...] = ()
    """The numbers of cases that are the same in agenda and table."""
    different: tuple[str, ...] = ()
    """The numbers of cases that differ in the agenda, which stays as it is."""
    issues: tuple[Issue, ...] = ()
    """What is wrong with the rows that could not be read."""
    rows_left_out: int = 0
    skippable: bool = True
    """Whether the other rows could be imported without the unreadable ones."""
    sheet: str | None = None
    """The sheet of a workbook that was read."""
    other_sheets: tuple[str, ...] = ()
    """The sheets that were not read, including hidden ones."""


def agenda_answer(imported: AgendaImport) -> Json:
    """Answer `agenda import --json`."""
    return {
        "path": str(imported.path),
        "read": imported.read,
        "new": list(imported.new),
        "unchanged": list(imported.unchanged),
        "different": list(imported.different),
        "left_out": imported.rows_left_out,
        "sheet": imported.sheet,
        "other_sheets": list(imported.other_sheets),
    }


def agenda_text(imported: AgendaImport) -> str:
    """Say how many cases were written, and name those that stay unchanged in the agenda."""
    page = Page()
    for line in (*sheet_lines(imported.sheet, imported.other_sheets), *_count_lines(imported)):
        page.text(line)
    return str(page).rstrip("\n")


def _count_lines(imported: AgendaImport) -> Iterator[str]:
    yield _("{read} read, {new}, {unchanged} unchanged, {different} different, {left_out} left out").format(
        read=imported.read,
        new=ngettext("{count} new", "{count} new", len(imported.new)).format(count=len(imported.new)),
        unchanged=len(imported.unchanged),
        different=len(imported.different),
        left_out=imported.rows_left_out,
    )
    if imported.different:
        yield _("Different in the agenda, which stays as it is: {cases}").format(cases=", ".join(imported.different))
