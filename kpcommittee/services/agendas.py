"""Writes a new agenda from the cases that wait between meetings."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w

from kpcommittee.convert.codec import toml_data
from kpcommittee.domain.agenda import Agenda, LeftOutCase, MeetingHead
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.text import MAX_LENGTH, clean
from kpcommittee.errors import KpError
from kpcommittee.locale import _, ngettext
from kpcommittee.services.follow_ups import cases_coming_back
from kpcommittee.services.opening_order import dealt_with_since
from kpcommittee.services.stored_context import carried_case
from kpcommittee.wording.figures import date_numeric
from kpcommittee.workspace.files import write
from kpcommittee.workspace.toml_reading import parse

if TYPE_CHECKING:
    from kpcommittee.services.session import Session

_ORDER = ("in_principle", "postponed")


def new_agenda(session: "Session", day: date) -> Path:
    """Write the agenda of a meeting on that day with every case that waits.

    In principle comes first, then what was postponed, then what a follow-up sent back to the committee. A case
    postponed to a later day is only named in a comment; the opened meeting lists it as waiting.

    Raises:
        KpError: an agenda for that day already exists; it is never overwritten.
    """
    path = _require_new_path(
        session, day, _("Add the waiting cases to it: opening the meeting lists those that are missing.")
    )
    waits = sorted(_waiting_cases(session), key=lambda case: (_ORDER.index(case.state), case.date))
    later = [case for case in waits if case.to is not None and case.to > day]
    waiting = [case for case in waits if case not in later]
    carried_cases = [case for row in waiting if (case := carried_case(session.store_to_read, row)) is not None]
    numbers = {case.case_number for case in waits}
    back = {number: case for number, case in cases_coming_back(session).items() if number not in numbers}
    cases = (*carried_cases, *(case for case in back.values() if case is not None))
    agenda = Agenda(meeting=MeetingHead(id=day.isoformat(), date=day), cases=cases)
    aside = _without_present(agenda, session.store_to_read.set_aside())
    count = len(cases) + len(aside)
    carried = ngettext("{count} case that waited", "{count} cases that waited", count).format(count=count)
    unread = [f"cases[{len(cases) + place}]: {entry.message}" for place, entry in enumerate(aside)]
    warning = [_("Cannot be read, and must be put right:"), *unread] if unread else []
    by_hand = [_manual_comment(number) for number, case in back.items() if case is None]
    doubtful = [_dealt_with_comment(number, row.date) for number, row in dealt_with_since(session, waiting).items()]
    comments = (carried, *map(_word_postponed, later), *by_hand, *name_open_meetings(session), *doubtful, *warning)
    write(path, agenda_text(agenda, *comments, unread=aside))
    return path


def name_open_meetings(session: "Session") -> list[str]:
    """Name the meetings that are still open: their postponed cases wait only once they are closed."""
    running = session.store_to_read.meetings(running=True)
    return [
        _("The meeting {meeting} is not closed: what it postpones is not on the new agenda").format(meeting=meeting.id)
        for meeting in running
        if meeting.state == "open"
    ]


def _word_postponed(case: Waiting) -> str:
    to = case.to or case.date
    return _("{case} is postponed to the meeting on {date}").format(case=case.case_number, date=date_numeric(to))


def _dealt_with_comment(case_number: str, day: date) -> str:
    text = _(
        "{case} was on the agenda of {date} too, a later day. That meeting was opened while the clock of the "
        "computer was behind, and counts as the earlier one: check whether the case still waits"
    )
    return text.format(case=case_number, date=date_numeric(day))


def _manual_comment(case_number: str) -> str:
    text = _("{case} is sent back by a follow-up, and no meeting has dealt with it: add it by hand")
    return text.format(case=case_number)


def _without_present(agenda: Agenda, aside: Iterable[LeftOutCase]) -> list[LeftOutCase]:
    """Return the cases that an earlier meeting set aside, except those already on the agenda."""
    return [entry for entry in aside if not any(entry.is_about(case) for case in agenda.cases)]


def _require_new_path(session: "Session", day: date, otherwise: str) -> Path:
    """Return the path for the agenda of that day.

    Raises:
        KpError: one already exists; `otherwise` says what to do instead.
    """
    existing = agenda_of(session, day)
    if existing is not None:
        raise KpError(_("{file} is there already").format(file=session.workspace.display_path(existing)), otherwise)
    return new_path(session, day)


def new_path(session: "Session", day: date) -> Path:
    """Return the path of a new agenda of that day."""
    return session.workspace.agenda_folder(session.config) / f"{day.isoformat()}.toml"


def agenda_of(session: "Session", day: date) -> Path | None:
    """Return the agenda of that day; None if there is none."""
    path = new_path(session, day)
    if path.exists():
        return path
    return next((agenda.path for agenda in session.agendas() if agenda.id == day.isoformat()), None)


def _waiting_cases(session: "Session") -> list[Waiting]:
    return [case for case in session.store_to_read.waiting() if case.state in _ORDER]


def agenda_text(agenda: Agenda, *comments: str, unread: Iterable[LeftOutCase] = ()) -> str:
    """Write the agenda as TOML below comments, with unreadable cases unchanged at its end."""
    data = toml_data(agenda)
    aside = [case for entry in unread for case in (parse(entry.text).data or {}).get("cases", ())]
    cases = [*data.pop("cases", ()), *aside]
    if cases:  # Nothing could be added to an empty list: TOML allows no [[cases]] after it.
        data["cases"] = cases
    return toml_text(data, *comments)


def toml_text(data: Mapping[str, Any], *comments: str) -> str:
    """Write data as TOML below comments."""
    return "".join(f"# {clean(comment[:MAX_LENGTH])}\n" for comment in comments) + tomli_w.dumps(data)
