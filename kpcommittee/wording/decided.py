"""A decision as the minutes say it: in one sentence, and in a few words."""

from kpcommittee.domain.committee import Committee
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.item import CaseState
from kpcommittee.domain.meeting.positions import is_tie
from kpcommittee.locale import _
from kpcommittee.wording import figures, words


def decided(decision: Decision, committee: Committee, state: CaseState) -> str:
    """Say what the committee decided: `The committee decided unanimously that North Club, with Mia Holm, …`."""
    return _opening(decision, committee, state).format(what=_what(decision))


def _opening(decision: Decision, committee: Committee, state: CaseState) -> str:
    if state in ("in_principle", "open"):
        return _("The committee decided in principle that {what}.")
    if decision.dissent:
        return _disagreed(decision, committee)
    if decision.positions and all(position.stance == "agree" for position in decision.positions):
        return _("The committee decided unanimously that {what}.")
    return _("The committee decided that {what}.")


def _disagreed(decision: Decision, committee: Committee) -> str:
    """Say how it was decided although somebody disagreed; only a chair who took part can have settled it."""
    if committee.rule == "majority":
        if is_tie(decision.positions):
            return _("Half of the committee agreed; by the chair's vote it was decided that {what}.")
        return _("The committee decided by majority that {what}.")
    if committee.chair in decision.taking_part:
        return _("The committee did not agree; the chair concluded that {what}.")
    return _("The committee did not agree; without the chair it was decided that {what}.")


def _what(decision: Decision) -> str:
    text = (
        _("{provider}, with {staff}, provides a contact person {hours} from {start} to {end}")
        if decision.staff_name
        else _("{provider} provides a contact person {hours} from {start} to {end}; who it is, is named later")
    )
    return text.format(
        provider=decision.provider_name,
        staff=decision.staff_name,
        hours=figures.hours_set(decision.hours, decision.granted_hours),
        start=figures.date_numeric(decision.start),
        end=figures.date_numeric(decision.end),
    )


def in_brief(state: CaseState, decision: Decision | None) -> str:
    """Say in a few words what a meeting did with a case: `North Club · Mia Holm · 3 h/week · 01/01/2027 – …`."""
    if decision is None or state not in ("placed", "in_principle"):
        return words.sentence(words.case_state(state))
    whom = [decision.provider_name, decision.staff_name or _("named later")]
    parts = [
        *whom,
        figures.hours_set(decision.hours, decision.granted_hours),
        figures.period(decision.start, decision.end),
    ]
    line = " · ".join(parts)
    return line if state == "placed" else f"{words.sentence(words.case_state(state))}: {line}"
