"""Words how a case was dealt with: a decision as in the minutes, and what a reopening replaced."""

from kpcommittee.domain.capacity.placement import PLACED_STATES
from kpcommittee.domain.committee import Committee
from kpcommittee.domain.meeting import events as ev
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.item import CaseState, Item, Reopening
from kpcommittee.domain.meeting.positions import is_tie
from kpcommittee.locale import _
from kpcommittee.wording import figures, sentences, states
from kpcommittee.wording.events import whom


def decision_sentence(decision: Decision, committee: Committee, state: CaseState) -> str:
    """Say what the committee decided: `The committee decided unanimously that North Club, with Mia Holm, …`."""
    return _opening_words(decision, committee, state).format(what=_what(decision))


def _opening_words(decision: Decision, committee: Committee, state: CaseState) -> str:
    if state in ("in_principle", "open"):
        return _("The committee decided in principle that {what}.")
    if decision.dissent:
        return _word_disagreement(decision, committee)
    if decision.positions and all(position.stance == "agree" for position in decision.positions):
        return _("The committee decided unanimously that {what}.")
    return _("The committee decided that {what}.")


def _word_disagreement(decision: Decision, committee: Committee) -> str:
    """Say how the case was decided despite disagreement; only a chair who took part can have settled it."""
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
    if decision is None or state not in PLACED_STATES:
        return sentences.capitalise_first(states.case_state(state))
    whom = [decision.provider_name, decision.staff_name or _("named later")]
    parts = [
        *whom,
        figures.hours_set(decision.hours, decision.granted_hours),
        figures.period(decision.start, decision.end),
    ]
    line = " · ".join(parts)
    return line if state == "placed" else f"{sentences.capitalise_first(states.case_state(state))}: {line}"


def how_dealt_with(item: Item) -> str:
    """Say how the meeting has dealt with a case: `placed (Klub Øst · Mette Holm, 14.12.2026 – 13.12.2027)`."""
    return _name_outcome(item.state, item.decision, item.outcome)


def reopening(again: Reopening) -> str:
    """Say when a case was reopened, how it had been dealt with, and why."""
    text = _("at {time}: earlier in the meeting {before}.")
    line = text.format(time=figures.time(again.at), before=_name_outcome(again.was, again.decision, again.outcome))
    return " ".join((line, _("Cause: {why}").format(why=again.reason))) if again.reason else line


def _name_outcome(state: str, decision: Decision | None, outcome: ev.PutOff | None) -> str:
    details = _placement(decision) if decision else _put_off_words(outcome)
    return " ".join((states.case_state(state), f"({details})" if details else "")).strip()


def _placement(decision: Decision) -> str:
    return f"{whom(decision)}, {figures.period(decision.start, decision.end)}"


def _put_off_words(outcome: ev.PutOff | None) -> str:
    match outcome:
        case ev.Withdrawn(by=by, reason=reason):
            return f"{by}: {reason}"
        case ev.Postponed(reason=reason, missing=missing):
            return "; ".join(part for part in (reason, missing) if part)
        case ev.Returned(missing=missing):
            return missing
        case None:
            return ""
