"""How what was taken back is done again: as the intention it came from, so that the rules are asked anew."""

from kpcommittee.domain.meeting import events as ev
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.cautions import AnswerGiven
from kpcommittee.domain.meeting.decision import Decision, PositionTaken
from kpcommittee.domain.meeting.told import Journalised, Told


def intention_of(event: ev.Event) -> want.Intention | None:
    """Return the intention that becomes such an event again; None for what is never taken back."""
    match event:
        case ev.Opened():
            return want.Open()
        case ev.Taken():
            return want.Take(case=event.about)
        case ev.SetAside():
            return want.SetAside(case=event.case, reason=event.reason)
        case ev.Attended():
            return want.Attend(person=event.person, status=event.status, substitute=event.substitute, case=event.case)
        case ev.Reordered():
            return want.Order(cases=event.cases)
        case ev.Closed():
            return want.Close()
        case ev.Undone() | ev.Approved() | ev.Corrected():
            return None
        case _:
            return _of_case(event)


def _of_case(event: ev.Event) -> want.Intention | None:
    match event:
        case ev.Disqualified():
            return want.Disqualify(
                case=event.case,
                role=event.role,
                ground=event.ground,
                decided_by=event.decided_by,
                outcome=event.outcome,
                substitute=event.substitute,
            )
        case ev.Positioned(position=taken):
            stand = _stand(taken)
            return want.Position(
                case=event.case, role=taken.role, stance=stand.stance, provider=stand.provider, remark=stand.remark
            )
        case ev.Decided():
            return _place(event.case, event.decision)
        case ev.Confirmed():
            return want.Confirm(case=event.case, role=event.role, by=event.by, refuse=event.refuse)
        case ev.Postponed():
            return want.Postpone(case=event.case, reason=event.reason, missing=event.missing, from_role=event.from_role)
        case ev.Returned():
            return want.Return(case=event.case, missing=event.missing)
        case ev.Withdrawn():
            return want.Withdraw(case=event.case, reason=event.reason, by=event.by)
        case ev.Reopened():
            return want.Reopen(case=event.case, reason=event.reason)
        case _:
            return _beside_items(event)


def _beside_items(event: ev.Event) -> want.Intention | None:
    match event:
        case Told():
            return want.Tell(case=event.case, whom=event.whom, how=event.how, on=event.on, by=event.by)
        case Journalised():
            return want.Journalise(case=event.case, number=event.number, on=event.on, by=event.by)
        case ev.Noted():
            return want.Note(case=event.case, text=event.text, said_by=event.said_by, private=event.private)
        case _:
            return None


def _place(case: str, decision: Decision) -> want.Place:
    return want.Place(
        case=case,
        provider=decision.provider,
        staff=decision.staff,
        start=decision.start,
        end=decision.end,
        positions={taken.role: _stand(taken) for taken in decision.positions},
        answers=tuple(_answer(caution.code, caution.answer) for caution in decision.cautions if caution.answer),
        reason=_reason(decision.reason),
        second_choice=decision.second_choice,
        in_principle=decision.in_principle,
    )


def _stand(taken: PositionTaken) -> want.Stand:
    return want.Stand(stance=taken.stance, provider=taken.provider, remark=taken.remark)


def _answer(caution: str, given: AnswerGiven) -> want.Answer:
    return want.Answer(caution=caution, code=given.code, text=given.text)


def _reason(given: AnswerGiven | None) -> want.ReasonGiven | None:
    return want.ReasonGiven(code=given.code, text=given.text) if given else None
