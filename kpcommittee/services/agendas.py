"""Writes a new agenda, from the cases that wait between meetings or from a table of cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kpcommittee.convert.codec import toml_data
from kpcommittee.convert.issues import Issue
from kpcommittee.domain.agenda import Agenda, LeftOut, MeetingHead
from kpcommittee.domain.meeting.events import Waiting
from kpcommittee.domain.text import MAX_LENGTH, clean
from kpcommittee.errors import KpError
from kpcommittee.locale import _, ngettext
from kpcommittee.services.follow_ups import coming_back
from kpcommittee.services.stored_context import carried_case
from kpcommittee.workspace.files import write
from kpcommittee.workspace.toml_reading import parse

if TYPE_CHECKING:
    from kpcommittee.services.session import Session
    from kpcommittee.workspace.agenda_tables import CasesRead

_ORDER = ("in_principle", "postponed")


def new_agenda(session: "Session", day: date) -> Path:
    """Write the agenda of a meeting on that day with every case that waits.

    In principle comes first, then what was postponed, then what a follow-up sent back to the committee.

    Raises:
        KpError: an agenda for that day already exists; it is never overwritten.
    """
    path = _new_file(session, day, _("Add the waiting cases to it: opening the meeting lists those that are missing."))
    waiting = sorted(_waiting(session), key=lambda case: (_ORDER.index(case.state), case.date))
    waited = [case for row in waiting if (case := carried_case(session.store_to_read, row)) is not None]
    numbers = {case.case_number for case in waited}
    cases = (*waited, *(case for case in coming_back(session) if case.case_number not in numbers))
    agenda = Agenda(meeting=MeetingHead(id=day.isoformat(), date=day), cases=cases)
    aside = _carried(agenda, session.store_to_read.set_aside())
    count = len(cases) + len(aside)
    carried = ngettext("{count} case that waited", "{count} cases that waited", count).format(count=count)
    unread = [f"cases[{len(cases) + place}]: {entry.message}" for place, entry in enumerate(aside)]
    warning = [_("Cannot be read, and must be put right:"), *unread] if unread else []
    write(path, _document(agenda, carried, *warning, unread=aside))
    return path


def _carried(agenda: Agenda, aside: Iterable[LeftOut]) -> list[LeftOut]:
    """Return the cases that an earlier meeting set aside, without those that are on the agenda already."""
    return [entry for entry in aside if not any(entry.is_about(case) for case in agenda.cases)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaImport:
    """What an import of cases did."""

    path: Path | None
    """The agenda that was written; None if rows could not be read and were not to be skipped."""
    cases: int
    left_out: tuple[Issue, ...]
    """What is wrong with the rows that could not be read."""
    rows_left_out: int
    skippable: bool
    """Whether the other rows could be imported without those that cannot be read."""


def import_agenda(session: "Session", file: Path, day: date, *, skip_bad: bool = False) -> AgendaImport:
    """Write the agenda of a meeting on that day from a table of cases, in the table's order.

    Raises:
        KpError: an agenda for that day already exists, or the table has no cases.
    """
    path = _new_file(session, day, _("Choose another day, or add the cases to that agenda."))
    read = session.read_cases(file, day)
    if read.issues and not (skip_bad and read.readable and read.cases):
        return _import(None, read)
    if not read.cases:
        raise KpError(
            _("{file} has no cases").format(file=session.workspace.shown(file)),
            _("Add a row for each case below the header."),
        )
    agenda = Agenda(meeting=MeetingHead(id=day.isoformat(), date=day), cases=read.cases)
    write(path, _document(agenda, _("Cases from {file}").format(file=file.name)))
    return _import(path, read)


def _import(path: Path | None, read: "CasesRead") -> AgendaImport:
    return AgendaImport(
        path=path,
        cases=len(read.cases) if path else 0,
        left_out=read.issues,
        rows_left_out=len(read.bad_rows),
        skippable=read.readable and bool(read.cases),
    )


def _new_file(session: "Session", day: date, otherwise: str) -> Path:
    """Return the path for the agenda of that day.

    Raises:
        KpError: one already exists; `otherwise` tells what to do instead.
    """
    path = session.workspace.agenda_folder(session.config) / f"{day.isoformat()}.toml"
    existing = path if path.exists() else None
    existing = existing or next((agenda.path for agenda in session.agendas() if agenda.id == day.isoformat()), None)
    if existing is not None:
        raise KpError(_("{file} is there already").format(file=session.workspace.shown(existing)), otherwise)
    return path


def _waiting(session: "Session") -> list[Waiting]:
    return [case for case in session.store_to_read.waiting() if case.state in _ORDER]


def _document(agenda: Agenda, *comments: str, unread: Iterable[LeftOut] = ()) -> str:
    """Write the agenda as TOML under comments, with cases that cannot be read as they were at its end."""
    import tomli_w  # noqa: PLC0415 (only a new agenda is written)

    data = toml_data(agenda)
    aside = [case for entry in unread for case in (parse(entry.text).data or {}).get("cases", ())]
    data["cases"] = [*data.get("cases", ()), *aside]
    return "".join(f"# {clean(comment[:MAX_LENGTH])}\n" for comment in comments) + tomli_w.dumps(data)
