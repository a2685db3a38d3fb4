"""Words how a case was dealt with before it was taken up again, and why it was."""

from kpcommittee.domain.meeting import events as ev
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.item import Item, Reopening
from kpcommittee.locale import _
from kpcommittee.wording import figures, words
from kpcommittee.wording.events import whom


def how_dealt_with(item: Item) -> str:
    """Say how the meeting has dealt with a case: `placed (Klub Øst · Mette Holm, 14.12.2026 – 13.12.2027)`."""
    return _named(item.state, item.decision, item.outcome)


def reopening(again: Reopening) -> str:
    """Say when a case was taken up again, how it was dealt with until then, and why that was left."""
    text = _("at {time}: earlier in the meeting {before}.")
    line = text.format(time=figures.time(again.at), before=_named(again.was, again.decision, again.outcome))
    return " ".join((line, _("Cause: {why}").format(why=again.reason))) if again.reason else line


def _named(state: str, decision: Decision | None, outcome: ev.PutOff | None) -> str:
    details = _placement(decision) if decision else _put_off(outcome)
    return " ".join((words.case_state(state), f"({details})" if details else "")).strip()


def _placement(decision: Decision) -> str:
    return f"{whom(decision)}, {figures.period(decision.start, decision.end)}"


def _put_off(outcome: ev.PutOff | None) -> str:
    match outcome:
        case ev.Withdrawn(by=by, reason=reason):
            return f"{by}: {reason}"
        case ev.Postponed(reason=reason, missing=missing):
            return "; ".join(part for part in (reason, missing) if part)
        case ev.Returned(missing=missing):
            return missing
        case None:
            return ""
