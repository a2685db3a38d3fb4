"""Which keys work now, and what prevents the others: in the words the rules themselves refuse with."""

from collections.abc import Sequence

from kpcommittee.domain.meeting.item import awaited
from kpcommittee.domain.meeting.refusal import Refusal, RefusalCode
from kpcommittee.locale import ngettext
from kpcommittee.tui.state import ScreenState

DECIDES = frozenset({"agree", "decide", "position", "postpone", "send_back", "withdraw", "disqualify"})
"""What is done to a case that is not dealt with yet."""

IN_MEETING = DECIDES | {"note", "confirm", "reopen", "presence", "order", "close", "differences"}
"""What is done while the meeting is open."""

_CLOSED: dict[str, RefusalCode] = {"preparing": "not_open", "closed": "already_closed", "approved": "already_approved"}
_OPENED: dict[str, RefusalCode] = {"open": "already_open", "closed": "already_closed", "approved": "already_approved"}


def urged_by(state: ScreenState) -> frozenset[str]:
    """Return the actions that the chosen case asks for, so that their keys are shown."""
    case_view, row = state.case_view, state.row
    asks = {
        "disqualify": case_view is not None and bool(case_view.doubts),
        "confirm": row is not None and row.item is not None and bool(awaited(row.item)),
        "differences": state.differing > 0,
        "missing": state.meeting_state == "preparing" and state.unprepared > 0,
    }
    return frozenset(action for action, urges in asks.items() if urges)


def refusal_of(state: ScreenState, action: str) -> Refusal | None:
    """Return why that action would be refused now; None if it works."""
    if action == "open":
        return _refused(_OPENED.get(state.meeting_state))
    if action == "approve" and state.meeting_state != "closed":
        return _refused("already_approved" if state.meeting_state == "approved" else "not_closed")
    if action == "correct":
        return _correct(state)
    if action in ("undo", "redo"):
        return _undo(state, action)
    if action in ("minutes", "told") and state.meeting_state == "preparing":
        return _refused("not_open")
    if action in IN_MEETING and state.meeting_state != "open":
        return _refused(_CLOSED[state.meeting_state], state.chosen)
    if action == "private_note" and state.meeting_state not in ("preparing", "open"):
        return _refused(_CLOSED[state.meeting_state], state.chosen)
    if action == "close" and state.open_rows:
        places = [row.place for row in state.open_rows]
        named = ngettext("case {places}", "cases {places}", len(places)).format(places=runs_of(places))
        return _refused("cases_open", state.open_rows[0].number, cases=named, count=str(len(places)))
    if action == "close" and state.left_out:
        keys = ", ".join(entry.key for entry in state.left_out)
        return _refused("cases_left_out", state.left_out[0].case_number, cases=keys, count=str(len(state.left_out)))
    return _of_case(state, action)


def runs_of(places: Sequence[int]) -> str:
    """Return `2–5, 7`: numbers that follow each other are one run."""
    runs: list[list[int]] = []
    for place in sorted(places):
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _refused(code: RefusalCode | None, case: str | None = None, **values: str) -> Refusal | None:
    return Refusal(code=code, case=case, values=values) if code else None


def _undo(state: ScreenState, action: str) -> Refusal | None:
    if state.meeting_state == "approved":
        return _refused("already_approved")
    if action == "redo":
        return None
    return None if state.meeting and state.meeting.log else _refused("nothing_to_undo")


def _correct(state: ScreenState) -> Refusal | None:
    row = state.row
    if state.meeting_state != "approved":
        return _refused("not_approved", state.chosen)
    if row is None or row.item is None or row.item.decision is None:
        return _refused("invalid", state.chosen, key="case", why="no_decision")
    return None


def _of_case(state: ScreenState, action: str) -> Refusal | None:
    row = state.row
    if row is None or row.item is None:
        asks_for_a_case = DECIDES | {"note", "private_note", "confirm", "reopen"}
        return _refused("unknown_case", "–") if action in asks_for_a_case else None
    if action in DECIDES and not row.item.undecided:
        return _refused("already_decided", row.number, state=row.item.state)
    if action == "reopen" and row.item.state == "open":
        return _refused("invalid", row.number, key="case", why="still_open")
    if action == "confirm" and not awaited(row.item):
        return _refused("not_in_principle", row.number, state=row.item.state)
    return None
