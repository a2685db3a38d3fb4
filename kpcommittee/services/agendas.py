"""A new agenda from what waits between meetings."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kpcommittee.convert.codec import toml_data
from kpcommittee.domain.agenda import Agenda, MeetingHead
from kpcommittee.domain.case import Case
from kpcommittee.domain.events import Waiting
from kpcommittee.domain.meeting import fold
from kpcommittee.errors import KpError
from kpcommittee.locale import _, ngettext
from kpcommittee.workspace.files import write

if TYPE_CHECKING:
    from kpcommittee.services.desk import Desk

_ORDER = ("in_principle", "postponed")


def new_agenda(desk: "Desk", day: date) -> Path:
    """Write the agenda of a meeting on that day with every case that waits: in principle first, then postponed.

    Raises:
        KpError: there is an agenda for that day already; nothing is overwritten.
    """
    path = desk.workspace.agenda_folder(desk.config) / f"{day.isoformat()}.toml"
    if path.exists():
        raise KpError(
            _("{file} is there already").format(file=desk.workspace.shown(path)),
            _("Add the waiting cases to it: opening the meeting lists those that are missing."),
        )
    waiting = sorted(_waiting(desk), key=lambda one: (_ORDER.index(one.state), one.date))
    cases = tuple(case for one in waiting if (case := _case(desk, one)) is not None)
    agenda = Agenda(meeting=MeetingHead(id=day.isoformat(), date=day), cases=cases)
    write(path, _document(agenda, waiting))
    return path


def _waiting(desk: "Desk") -> list[Waiting]:
    store = desk.store_if_any
    return [one for one in store.waiting() if one.state in _ORDER] if store else []


def _case(desk: "Desk", waiting: Waiting) -> Case | None:
    """The case as the meeting that left it had it."""
    item = fold(waiting.meeting, desk.store.read(waiting.meeting)).item(waiting.case_number)
    return item.case if item else None


def _document(agenda: Agenda, waiting: list[Waiting]) -> str:
    import tomli_w  # noqa: PLC0415

    carried = ngettext("{count} case that waited", "{count} cases that waited", len(waiting))
    head = f"# {carried.format(count=len(waiting))}\n"
    return head + tomli_w.dumps(toml_data(agenda))
