"""Redoing an undone event: as the intention it came from, so that the rules apply again."""

from dataclasses import fields
from typing import Any

from kpcommittee.domain.meeting import events as ev
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.cautions import AnswerGiven
from kpcommittee.domain.meeting.decision import Decision, PositionTaken

NEVER_TAKEN_BACK = frozenset({"undo", "approve", "correct", "circulate", "comment", "resolve"})
"""The intentions whose events are never undone."""


def intention_of(event: ev.Event) -> want.Intention | None:
    """Return the intention that an event came from; None for events that are never undone."""
    if isinstance(event, ev.Decided):
        return _place(event.case, event.decision)
    if isinstance(event, ev.Positioned):
        position, stand = event.position, _leader_stance(event.position)
        return want.Position(
            case=event.case, role=position.role, stance=stand.stance, provider=stand.provider, remark=stand.remark
        )
    if event.do is None or event.do in NEVER_TAKEN_BACK:
        return None
    # Every other event has the fields of its intention, and some more.
    intended = want.INTENTIONS[event.do]
    return intended(**{field.name: _value(event, field.name) for field in fields(intended)})


def _value(event: ev.Event, name: str) -> Any:
    return event.about if name == "case" else getattr(event, name)


def _place(case: str, decision: Decision) -> want.Place:
    return want.Place(
        case=case,
        provider=decision.provider,
        staff=decision.staff,
        start=decision.start,
        end=decision.end,
        positions={position.role: _leader_stance(position) for position in decision.positions},
        answers=tuple(_answer(caution.code, caution.answer) for caution in decision.cautions if caution.answer),
        reason=_reason(decision.reason),
        second_choice=decision.second_choice,
        in_principle=decision.in_principle,
        hours=decision.hours if decision.granted_hours is not None else None,
    )


def _leader_stance(position: PositionTaken) -> want.LeaderStance:
    return want.LeaderStance(stance=position.stance, provider=position.provider, remark=position.remark)


def _answer(caution: str, answer: AnswerGiven) -> want.Answer:
    return want.Answer(caution=caution, code=answer.code, text=answer.text)


def _reason(answer: AnswerGiven | None) -> want.ReasonGiven | None:
    return want.ReasonGiven(code=answer.code, text=answer.text) if answer else None
