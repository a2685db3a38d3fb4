"""Words the states of a meeting and of its cases."""

from collections.abc import Mapping

from kpcommittee.locale import N_, _

CASE_STATES: Mapping[str, str] = {
    "open": N_("not decided"),
    "placed": N_("placed"),
    "in_principle": N_("in principle"),
    "postponed": N_("postponed"),
    "returned": N_("returned to the authority"),
    "withdrawn": N_("withdrawn"),
}

CASE_STATES_BRIEF: Mapping[str, str] = {"returned": N_("sent back"), "withdrawn": N_("taken off")}
"""States that the list of cases has no room to spell out."""

CASE_SYMBOLS: Mapping[str, str] = {
    "open": " ",
    "placed": "✓",
    "in_principle": "~",
    "postponed": "↷",
    "returned": "←",
    "withdrawn": "×",
}

MEETING_STATES: Mapping[str, str] = {
    "preparing": N_("in preparation"),
    "open": N_("in progress"),
    "closed": N_("closed, not approved"),
    "approved": N_("approved"),
}


def case_state(code: str) -> str:
    """Say what the meeting decided for a case."""
    return _(CASE_STATES.get(code, code))


def case_state_brief(code: str) -> str:
    """Say what the meeting decided for a case, for a narrow column."""
    return _(CASE_STATES_BRIEF.get(code, code)) if code in CASE_STATES_BRIEF else case_state(code)


def case_symbol(code: str) -> str:
    """Return the symbol of a case's state."""
    return CASE_SYMBOLS.get(code, "?")


def meeting_state(code: str) -> str:
    """Name the state of a meeting."""
    return _(MEETING_STATES.get(code, code))
