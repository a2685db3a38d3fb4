"""Makes an agenda from a table of cases, or adds the cases of a table to an agenda."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kpcommittee.convert.codec import toml_data
from kpcommittee.domain.agenda import Agenda, MeetingHead
from kpcommittee.domain.case import Case
from kpcommittee.errors import KpError
from kpcommittee.locale import _, ngettext
from kpcommittee.services.agendas import agenda_of, agenda_text, new_path, toml_text
from kpcommittee.views.agenda_import import AgendaImport
from kpcommittee.workspace.agenda_tables import CasesRead, read_cases
from kpcommittee.workspace.files import read_bytes, write
from kpcommittee.workspace.toml_reading import parse

if TYPE_CHECKING:
    from kpcommittee.services.session import Session


def import_agenda(
    session: "Session", file: Path, day: date, *, skip_bad: bool = False, add: bool = False
) -> AgendaImport:
    """Write the agenda of a meeting on that day from a table of cases, in the table's order.

    Importing the same table again changes nothing.

    Args:
        session: the workspace.
        file: the table.
        day: the day of the meeting.
        skip_bad: write the rest when rows cannot be read.
        add: if the agenda exists, append the cases that it lacks.

    Raises:
        KpError: the agenda exists, lacks cases and is not to be added to; or the table has no cases.
    """
    existing = agenda_of(session, day)
    cases_read = read_cases(file, session.config, session.law, day, session.workspace.display_path(file))
    if cases_read.issues and not (skip_bad and cases_read.is_readable and cases_read.cases):
        return _result(None, cases_read)
    if not cases_read.cases:
        raise KpError(
            _("{file} has no cases").format(file=session.workspace.display_path(file)),
            _("Add a row for each case below the header."),
        )
    comment = _("Cases from {file}").format(file=file.name)
    if existing is not None:
        return _add_missing(session, existing, cases_read, comment, add=add)
    path = new_path(session, day)
    agenda = Agenda(meeting=MeetingHead(id=day.isoformat(), date=day), cases=cases_read.cases)
    write(path, agenda_text(agenda, comment))
    return _result(path, cases_read, new=cases_read.cases)


def _add_missing(session: "Session", path: Path, cases_read: CasesRead, comment: str, *, add: bool) -> AgendaImport:
    """Add the cases that the agenda lacks.

    Raises:
        KpError: the agenda cannot be read, or lacks cases and is not to be added to.
    """
    agenda = session.read_agenda(path)
    if agenda.agenda is None:
        raise KpError(
            _("{file} cannot be read, so that nothing can be added to it").format(
                file=session.workspace.display_path(path)
            ),
            _("kpcommittee check says what is wrong."),
        )
    present = {case.case_number: case for case in agenda.agenda.cases}
    unread = {entry.case_number for entry in agenda.left_out}
    new = [case for case in cases_read.cases if case.case_number not in present and case.case_number not in unread]
    unchanged = [case for case in cases_read.cases if present.get(case.case_number) == case]
    different = [case for case in cases_read.cases if case not in new and case not in unchanged]
    if new and not add:
        count = ngettext("{count} case", "{count} cases", len(new)).format(count=len(new))
        raise KpError(
            _("{file} is there already").format(file=session.workspace.display_path(path)),
            _("--add appends the {cases} that it lacks; or choose another day.").format(cases=count),
        )
    if new:
        _append(session, path, new, comment)
    return _result(path, cases_read, new=new, unchanged=unchanged, different=different)


def _append(session: "Session", path: Path, cases: Iterable[Case], comment: str) -> None:
    """Append cases to an agenda file, which otherwise stays exactly as it is.

    Raises:
        KpError: the file does not allow it.
    """
    before = read_bytes(path, session.workspace.display_path(path)).decode("utf-8")
    end = "\r\n" if "\r\n" in before else "\n"
    added = toml_text({"cases": [toml_data(case) for case in cases]}, comment)
    after = before.rstrip() + 2 * end + added.replace("\n", end)
    if parse(after).slips:
        raise KpError(
            _("nothing can be added to {file}").format(file=session.workspace.display_path(path)),
            _("Begin each case in it with [[cases]] on a line of its own."),
        )
    write(path, after)


def _result(
    path: Path | None,
    cases_read: CasesRead,
    new: Iterable[Case] = (),
    unchanged: Iterable[Case] = (),
    different: Iterable[Case] = (),
) -> AgendaImport:
    return AgendaImport(
        path=path,
        read=cases_read.rows,
        new=_numbers(new),
        unchanged=_numbers(unchanged),
        different=_numbers(different),
        issues=cases_read.issues,
        rows_left_out=len(cases_read.bad_rows),
        skippable=cases_read.is_readable and bool(cases_read.cases),
        sheet=cases_read.sheet,
        other_sheets=cases_read.other_sheets,
    )


def _numbers(cases: Iterable[Case]) -> tuple[str, ...]:
    return tuple(case.case_number for case in cases)
