"""Which keys work now, and why the others do not, in the words of the rules' own refusals."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import get_args

from kpcommittee.domain.meeting import events as ev
from kpcommittee.domain.meeting.item import awaited_roles
from kpcommittee.domain.meeting.refusal import Refusal, RefusalCode
from kpcommittee.locale import ngettext
from kpcommittee.tui.state import ScreenState
from kpcommittee.wording.figures import in_runs

INTENDS: Mapping[str, str] = {
    "agree": "position",
    "decide": "place",
    "send_back": "return",
    "presence": "attend",
    "differences": "take",
    "told": "",
    "review": "",
}
"""Key → its intention, where the names differ; empty for a key that only opens a list."""

OF_CASES = frozenset({"compare", "order", "presence", "similar", "story"})
"""Keys that have nothing to show if the agenda has no case."""

_BY_INTENTION = {event.do: event for event in get_args(ev.MeetingEvent)}

_CLOSED: dict[str, RefusalCode] = {"preparing": "not_open", "closed": "already_closed", "approved": "already_approved"}
_OPENED: dict[str, RefusalCode] = {"open": "already_open", "closed": "already_closed", "approved": "already_approved"}


def urgent_actions(state: ScreenState) -> frozenset[str]:
    """Return the actions that the chosen case asks for, so that their keys are shown."""
    case_view, row = state.case_view, state.row
    urgency = {
        "disqualify": case_view is not None and bool(case_view.doubts),
        "confirm": row is not None and row.item is not None and bool(awaited_roles(row.item)),
        "differences": state.differing > 0 and state.reading is None,
        "take_over": state.reading is not None,
        "missing": state.meeting_state == "preparing" and state.unprepared > 0,
    }
    return frozenset(action for action, urges in urgency.items() if urges)


def event_of(action: str) -> "type[ev.MeetingEvent] | None":
    """Return the event that an action leads to; None if it records nothing, or has rules of its own."""
    return _BY_INTENTION.get(INTENDS.get(action, action))


def records(action: str) -> bool:
    """Whether an action can lead to an event, in whichever state the meeting is."""
    return action in ("undo", "redo", "private_note", "rectify") or event_of(action) is not None


def refusal_of(state: ScreenState, action: str) -> Refusal | None:
    """Return why that action would be refused now; None if it works."""
    if action == "take_over":
        return None if state.reading else Refusal(code="invalid", values={"key": "take_over", "why": "holds_already"})
    if state.reading is not None and records(action):
        return Refusal(code="read_only", case=state.chosen, values=state.reading.values)
    return _meeting_refusal(state, action)


def _meeting_refusal(state: ScreenState, action: str) -> Refusal | None:
    if action == "open":
        return _refusal(_OPENED.get(state.meeting_state))
    if action == "approve" and state.meeting_state != "closed":
        return _refusal("already_approved" if state.meeting_state == "approved" else "not_closed")
    if action in ("correct", "rectify"):
        return _correction_refusal(state) if action == "correct" else _rectification_refusal(state)
    if action in ("undo", "redo"):
        return _undo_refusal(state, action)
    if action in ("minutes", "told", "review") and state.meeting_state == "preparing":
        return _refusal("not_open")
    event = event_of(action)
    if event is not None and state.meeting_state not in event.within:
        return _refusal(_CLOSED[state.meeting_state], state.chosen)
    if action == "private_note" and state.meeting_state not in ("preparing", "open"):
        return _refusal(_CLOSED[state.meeting_state], state.chosen)
    if action == "close" and state.open_rows:
        places = [row.place for row in state.open_rows]
        cases = ngettext("case {places}", "cases {places}", len(places)).format(places=in_runs(places))
        return _refusal("cases_open", state.open_rows[0].number, cases=cases, count=str(len(places)))
    if action == "close" and state.left_out:
        keys = ", ".join(entry.key for entry in state.left_out)
        return _refusal("cases_left_out", state.left_out[0].case_number, cases=keys, count=str(len(state.left_out)))
    return _case_refusal(state, action)


def _refusal(code: RefusalCode | None, case: str | None = None, **values: str) -> Refusal | None:
    return Refusal(code=code, case=case, values=values) if code else None


def _undo_refusal(state: ScreenState, action: str) -> Refusal | None:
    if state.meeting_state == "approved":
        return _refusal("already_approved")
    if action == "redo":
        return None
    return None if state.meeting and state.meeting.newest_to_undo else _refusal("nothing_to_undo")


def _correction_refusal(state: ScreenState) -> Refusal | None:
    row = state.row
    if state.meeting_state != "approved":
        return _refusal("not_approved", state.chosen)
    if row is None or row.item is None:
        return _refusal("invalid", state.chosen, key="case", why="no_decision")
    return None


def _rectification_refusal(state: ScreenState) -> Refusal | None:
    if state.row is None:
        return _no_case()
    return None if state.meeting_state == "approved" else _refusal("invalid", state.chosen, key="case", why="in_agenda")


def _case_refusal(state: ScreenState, action: str) -> Refusal | None:
    row, event = state.row, event_of("note" if action == "private_note" else action)
    if row is None:
        return _no_case() if action in OF_CASES or (event is not None and _needs_case(event)) else None
    if row.item is None:
        return _refusal("unknown_case", row.number) if event is not None and _needs_case(event) else None
    if event is not None and event.undecided_only and not row.item.is_undecided:
        return _refusal("already_decided", row.number, state=row.item.state)
    if action == "reopen" and row.item.state == "open":
        return _refusal("invalid", row.number, key="case", why="still_open")
    if action == "confirm" and not awaited_roles(row.item):
        return _refusal("not_in_principle", row.number, state=row.item.state)
    return None


def _no_case() -> Refusal | None:
    return _refusal("invalid", key="case", why="no_cases")


def _needs_case(event: "type[ev.MeetingEvent]") -> bool:
    return any(field.name == "case" and field.default is MISSING for field in fields(event))
