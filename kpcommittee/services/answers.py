"""Answers as JSON, under the names of the contract: hours and shares as numbers, dates as ISO text, money as text."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpcommittee.domain.capacity.balance import Figures
from kpcommittee.domain.committee import BalanceRules

if TYPE_CHECKING:
    from kpcommittee.domain.capacity.options import Option, RelationFact, StaffOption
    from kpcommittee.domain.capacity.tipping import Tipping
    from kpcommittee.domain.meeting.bench import Seat
    from kpcommittee.domain.meeting.case_view import CaseView
    from kpcommittee.domain.meeting.cautions import Caution
    from kpcommittee.domain.meeting.decision import Decision, PositionTaken
    from kpcommittee.services.balance import ProviderBalance, StaffBalance
    from kpcommittee.services.meeting_session import MeetingSession
    from kpcommittee.store.records import HistoryRow

Json = dict[str, Any]


def meeting_answer(meeting_session: "MeetingSession", case: str | None = None) -> Json:
    """`show --json`: the meeting, and all of its cases or one, in the agenda's order."""
    meeting = meeting_session.meeting
    head = meeting.head
    numbers = [item.number for item in meeting.items if case in (None, item.number)]
    return {
        "meeting": {
            "id": meeting.id,
            "date": _iso(head.date if head else None),
            "place": head.place if head else None,
            "state": meeting.state,
            "version": meeting.version,
        },
        "differences": [{"case_number": one.case_number, "kind": one.kind} for one in meeting_session.differences()],
        "cases": [case_answer(meeting_session, meeting_session.view_case(number)) for number in numbers],
    }


def case_answer(meeting_session: "MeetingSession", d: "CaseView") -> Json:
    """One case as it lies on the table."""
    from kpcommittee.domain.capacity.options import lists_of  # noqa: PLC0415
    from kpcommittee.wording.cautions import caution  # noqa: PLC0415

    child = d.item.case.child
    lists = dict(lists_of(d.item.case, meeting_session.config))
    return {
        "number": d.place,
        "case_number": d.item.number,
        "state": d.item.state,
        "child": {"initials": child.initials, "age": d.age, "district": child.district},
        "late": d.item.late,
        "bench": [_seat(seat) for seat in d.bench.seats],
        "positions": [_position(position) for position in d.positions],
        "options": [_option(option, lists) for option in d.options],
        "recommendation": (
            {"provider": d.recommendation.provider, "staff": d.recommendation.staff}
            if d.recommendation.provider
            else None
        ),
        "why_none": d.recommendation.why_none,
        "deadlines": {
            "plan_due": _iso(d.deadlines.plan_due),
            "first_follow_up_due": _iso(d.deadlines.first_follow_up_due),
        },
        "cautions": [_caution(one, caution(one)) for one in d.cautions],
        "doubts": [{"role": one.role, "person": one.person, "code": one.code} for one in d.doubts],
        "waiting_days": d.waiting_days,
        "postponed_times": d.item.postponed_times + (d.item.state == "postponed"),
        "decision": _decision(d.decision) if d.decision else None,
    }


def balance_answer(rows: Sequence["ProviderBalance"], rules: BalanceRules) -> list[Json]:
    """`balance --json`."""
    return [_balance(row, rules) for row in rows]


def history_answer(rows: Sequence["HistoryRow"]) -> list[Json]:
    """`history --json`, newest first."""
    return [
        {
            "date": _iso(row.date),
            "case_number": row.case_number,
            "district": row.district,
            "age": row.age,
            "problems": list(row.problems),
            "outcome": row.outcome,
            "provider": row.provider,
            "staff": row.staff,
            "followed_recommendation": row.followed_recommendation,
            "departures": list(row.departures),
            "dissent": list(row.dissent),
            "version": row.version,
        }
        for row in rows
    ]


def _seat(seat: "Seat") -> Json:
    return {
        "role": seat.role,
        "name": seat.person or seat.leader,
        "status": seat.status,
        "substitute_for": seat.substitute_for,
        "required": seat.required,
    }


def _position(position: "PositionTaken") -> Json:
    return {
        "role": position.role,
        "stance": position.stance,
        "provider": position.provider,
        "remark": position.remark,
    }


def _option(option: "Option", lists: Mapping[str, str]) -> Json:
    return {
        "provider": option.provider,
        "kind": option.kind,
        "clear": option.clear,
        "candidate": option.candidate,
        "relation": _relation(option.relation),
        "list": lists,
        "wish": option.wish,
        "room": option.room,
        "worst_week": option.worst_week,
        "share_before": _number(option.before.share),
        "share_after": _number(option.after.share),
        "free_before": _number(option.before.free),
        "free_after": _number(option.after.free),
        "over_after": _number(option.after.over),
        "cost_per_month": None if option.cost_per_month is None else format(option.cost_per_month, "f"),
        "excluded_by": option.excluded_by,
        "staff": [_staff(one) for one in option.staff],
    }


def _staff(one: "StaffOption") -> Json:
    return {
        "staff": one.staff,
        "relation": _relation(one.relation),
        "free": _number(one.free),
        "excluded_by": one.excluded_by,
    }


def _relation(relation: "RelationFact | None") -> Json | None:
    if relation is None:
        return None
    return {"strength": relation.strength, "person": relation.person, "since": _iso(relation.since)}


def _caution(one: "Caution", text: str) -> Json:
    return {
        "code": one.code,
        "text": text,
        "source": one.source,
        "blocking": one.blocking,
        "provider": one.provider,
        "answered": one.answer is not None,
    }


def _decision(decision: "Decision") -> Json:
    reason = decision.reason
    return {
        "provider": decision.provider,
        "staff": decision.staff,
        "start": _iso(decision.start),
        "end": _iso(decision.end),
        "in_principle": decision.in_principle,
        "reason": None if reason is None else {"code": reason.code, "wording": reason.wording, "text": reason.text},
        "departures": list(decision.departures),
        "dissent": [_position(position) for position in decision.dissent],
        "second_choice": decision.second_choice,
    }


def _balance(row: "ProviderBalance", rules: BalanceRules) -> Json:
    provider, figures = row.provider, row.figures
    return {
        "provider": provider.id,
        "name": provider.name,
        "kind": provider.kind,
        "district": provider.district,
        **_figures(figures),
        "status": row.worst.figures.status(rules),
        "worst": {
            "week": row.worst.iso,
            **{key: value for key, value in _figures(row.worst.figures).items() if key != "room"},
            "room": _number(row.worst.figures.room),
            "status": row.worst.figures.status(rules),
            "hours_per_enrolled": _number(row.worst_hours_per_enrolled),
        },
        "tipping": _tipping(row.tipping),
        "children": figures.children,
        "unknown_hours": figures.unknown,
        "enrolled": provider.enrolled,
        "hours_per_enrolled": _number(row.hours_per_enrolled),
        "accompanied": _number(row.accompanied),
        "district_spread": _number(row.district_spread),
        "staff": [_staff_balance(one) for one in row.staff],
    }


def _tipping(tipping: "Tipping | None") -> Json | None:
    if tipping is None:
        return None
    claim = tipping.claim
    return {
        "case_number": claim.case_number,
        "held": claim.held,
        "hours": _number(claim.hours),
        "start": _iso(claim.start),
        "day": _iso(tipping.day),
        "strength": tipping.strength,
        "relation": _relation(tipping.relation),
    }


def _staff_balance(one: "StaffBalance") -> Json:
    figures = {key: value for key, value in _figures(one.figures).items() if key != "share"}
    return {
        "staff": one.member.id,
        "name": one.member.name,
        **figures,
        "children": one.figures.children,
        "max_children": one.member.max_children,
    }


def _figures(figures: Figures) -> Json:
    return {
        "room": _number(figures.room),
        "load": _number(figures.load),
        "held": _number(figures.held),
        "free": _number(figures.free),
        "over": _number(figures.over),
        "share": _number(figures.share),
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else round(float(value), 4)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
