"""Writes answers as JSON under the names of the contract.

Hours and shares are numbers, dates are ISO text and money is text.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from kpcommittee.domain.agenda import LeftOutCase
from kpcommittee.domain.capacity.balance import Figures
from kpcommittee.domain.capacity.options import Option, Recommendation, lists_of
from kpcommittee.domain.capacity.placement import Claim, DatedChange, Placement
from kpcommittee.domain.capacity.provider_balance import ProviderBalance, StaffBalance
from kpcommittee.domain.capacity.quality import Part, Quality
from kpcommittee.domain.capacity.tipping import Tipping
from kpcommittee.domain.committee import BalanceRules, Config
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.caseload_events import PlacementChanged
from kpcommittee.domain.meeting.cautions import Caution
from kpcommittee.domain.meeting.child_placements import EarlierContact
from kpcommittee.domain.meeting.decision import Decision, PositionTaken
from kpcommittee.domain.meeting.differences import Difference
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.number_mask import number_mask
from kpcommittee.views.json_values import Json, iso, number
from kpcommittee.views.option_json import option_answer, relation_answer
from kpcommittee.views.preparation import documentation_answer
from kpcommittee.wording.cautions import caution_sentence


def meeting_answer(
    meeting: Meeting,
    cases: Iterable[CaseView],
    config: Config,
    law: Law,
    differences: Iterable[Difference],
    left_out: Iterable[LeftOutCase],
) -> Json:
    """Answer `show --json` with the meeting, the given cases, and the cases of the file that cannot be read."""
    head = meeting.head
    return {
        "meeting": {
            "id": meeting.id,
            "date": iso(head.date if head else None),
            "place": head.place if head else None,
            "state": meeting.state,
            "version": meeting.version,
        },
        "differences": [_difference(difference) for difference in differences],
        "left_out": [_left_out(entry) for entry in left_out],
        "set_aside": [_left_out(event.left_out) | {"reason": event.reason} for event in meeting.set_aside],
        "purged": [{"number": item.place, "on": item.on.isoformat()} for item in meeting.purged],
        "cases": [case_answer(case_view, config, law) for case_view in cases],
    }


def _difference(difference: Difference) -> Json:
    row: Json = {"case_number": difference.case_number, "kind": difference.kind}
    if difference.changes:
        row["changes"] = [
            {"what": change.what, "before": change.before, "after": change.after} for change in difference.changes
        ]
    return row


def _left_out(entry: LeftOutCase) -> Json:
    return {"place": entry.place, "case_number": entry.case_number, "message": entry.message}


def case_answer(case_view: CaseView, config: Config, law: Law) -> Json:
    """Answer with one case and everything its decision rests on."""
    case_view = number_mask().rewrite(case_view)
    child = case_view.item.case.child
    lists = dict(lists_of(case_view.item.case, config))
    return {
        "number": case_view.place,
        "case_number": case_view.item.number,
        "state": case_view.item.state,
        "child": {
            "initials": child.initials,
            "age": case_view.age,
            "district": child.district,
            "municipality": config.municipality_of(child),
        },
        "late": case_view.item.late,
        "bench": [_seat(seat) for seat in case_view.bench.seats],
        "positions": [_position(position) for position in case_view.positions],
        "options": [option_answer(option, lists, case_view, config, law) for option in case_view.options],
        "recommendation": _recommendation(case_view.recommendation),
        "why_none": case_view.recommendation.why_none,
        "deadlines": {
            "plan_due": iso(case_view.deadlines.plan_due),
            "youth_plan_due": iso(case_view.deadlines.youth_plan_due),
            "first_follow_up_due": iso(case_view.deadlines.first_follow_up_due),
        },
        "cautions": [_caution(notice) for notice in case_view.cautions],
        "doubts": [{"role": doubt.role, "person": doubt.person, "code": doubt.code} for doubt in case_view.doubts],
        "missing": list(case_view.missing),
        "documentation": documentation_answer(case_view.documentation, law),
        "now": _now(case_view.option_today) if case_view.option_today else None,
        "present": _present_answer(case_view),
        "earlier": [_before_answer(before) for before in case_view.earlier],
        "sent_back": _sent_back_answer(case_view.sent_back),
        "waiting_days": case_view.waiting_days,
        "postponed_times": case_view.item.postponed_times + (case_view.item.state == "postponed"),
        "decision": _decision(case_view.decision) if case_view.decision else None,
    }


def _present_answer(case_view: CaseView) -> Json | None:
    """Return the contact person on the day of the meeting; a decided case adds the last day."""
    present, decision = case_view.present, case_view.item.decision
    if present is None:
        return None
    last = present.last_day(case_view.item.number, decision.start) if decision else present.ends_on
    return {
        "provider": present.provider,
        "staff": present.staff,
        "since": iso(present.since),
        "ends_on": iso(last),
        "case_number": present.case_number,
    }


def _before_answer(before: EarlierContact) -> Json:
    return {
        "provider": before.provider,
        "staff": before.staff,
        "start": iso(before.start),
        "end": iso(before.end),
        "why": before.why,
        "ended": before.ended,
    }


def _recommendation(recommendation: Recommendation) -> Json | None:
    if not recommendation.provider:
        return None
    return {"provider": recommendation.provider, "staff": recommendation.staff}


def _sent_back_answer(event: FollowedUp | None) -> Json | None:
    if event is None:
        return None
    return {
        "on": event.held_on.isoformat(),
        "provider": event.provider,
        "result": event.result,
        "note": event.note,
        "next_on": iso(event.next_on),
        "reason": event.reason,
    }


def balance_answer(rows: Sequence[ProviderBalance], rules: BalanceRules) -> list[Json]:
    """Answer `balance --json`."""
    return [_balance(row, rules) for row in rows]


def changed_answer(changed: PlacementChanged) -> Json:
    """Answer `placements end --json` and `placements change --json`."""
    return {
        "event": "placement_changed",
        "case": changed.before.case_number,
        "before": _placement_answer(changed.before),
        "after": _placement_answer(changed.after),
        "why": changed.why,
    }


def claim_answer(claim: Claim, day: date) -> Json:
    """Answer `placements list --json` with one placement as it is on that day."""
    current = claim.as_of(day)
    return {
        "case_number": claim.case_number,
        "provider": claim.provider,
        "staff": current.staff,
        "hours_per_week": None if current.hours is None else float(current.hours),
        "start": iso(claim.start),
        "end": iso(claim.end),
        "held": claim.held,
        "changes": _changes_answer(claim.changes),
    }


def _changes_answer(changes: Iterable[DatedChange]) -> list[Json]:
    """Return the dated changes of a placement; an omitted key does not change."""
    return [
        {
            "since": change.since.isoformat(),
            **({} if change.staff is None else {"staff": change.staff or None}),
            **({} if change.hours_per_week is None else {"hours_per_week": float(change.hours_per_week)}),
        }
        for change in changes
    ]


def quality_answer(quality: Quality) -> Json:
    """Answer `placements check --json`; percentages are numbers with one decimal."""
    return {
        "date": quality.day.isoformat(),
        "running": quality.running,
        "kinds": [_part(part, "kind") for part in quality.kinds],
        "ages": [_part(part, "age") for part in quality.ages],
        "findings": [
            {
                "code": finding.code,
                "case_number": finding.case_number,
                "provider": finding.provider,
                "other_provider": finding.other_provider,
                "staff": finding.staff,
                "day": iso(finding.day),
                "number": finding.number,
                "limit": finding.limit,
            }
            for finding in quality.findings
        ],
    }


def _seat(seat: Seat) -> Json:
    return {
        "role": seat.role,
        "name": seat.person or seat.leader,
        "status": seat.status,
        "substitute_for": seat.substitute_for,
        "required": seat.required,
    }


def _position(position: PositionTaken) -> Json:
    return {
        "role": position.role,
        "stance": position.stance,
        "provider": position.provider,
        "remark": position.remark,
    }


def _now(option: Option) -> Json:
    return {"room": option.room, "share_after": number(option.after.share)}


def _caution(notice: Caution) -> Json:
    return {
        "code": notice.code,
        "text": caution_sentence(notice),
        "source": notice.source,
        "blocking": notice.is_blocking,
        "provider": notice.provider,
        "answered": notice.answer is not None,
    }


def _decision(decision: Decision) -> Json:
    reason = decision.reason
    return {
        "provider": decision.provider,
        "staff": decision.staff,
        "start": iso(decision.start),
        "end": iso(decision.end),
        "hours": number(decision.hours),
        "granted_hours": number(decision.granted_hours or decision.hours),
        "in_principle": decision.in_principle,
        "reason": None if reason is None else {"code": reason.code, "wording": reason.wording, "text": reason.text},
        "departures": list(decision.departures),
        "dissent": [_position(position) for position in decision.dissent],
        "second_choice": decision.second_choice,
    }


def _balance(row: ProviderBalance, rules: BalanceRules) -> Json:
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
            "room": number(row.worst.figures.room),
            "status": row.worst.figures.status(rules),
            "hours_per_enrolled": number(row.worst_hours_per_enrolled),
        },
        "tipping": _tipping(row.tipping),
        "children": figures.children,
        "unknown_hours": figures.unknown,
        "enrolled": provider.enrolled,
        "hours_per_enrolled": number(row.hours_per_enrolled),
        "accompanied": number(row.accompanied),
        "district_spread": number(row.district_spread),
        "staff": [_staff_balance(staff) for staff in row.staff],
    }


def _tipping(tipping: Tipping | None) -> Json | None:
    if tipping is None:
        return None
    claim = tipping.claim
    return {
        "case_number": claim.case_number,
        "held": claim.held,
        "hours": number(claim.hours),
        "start": iso(claim.start),
        "day": iso(tipping.day),
        "strength": tipping.strength,
        "relation": relation_answer(tipping.relation),
    }


def _staff_balance(staff: StaffBalance) -> Json:
    figures = {key: value for key, value in _figures(staff.figures).items() if key != "share"}
    return {
        "staff": staff.member.id,
        "name": staff.member.name,
        **figures,
        "children": staff.figures.children,
        "max_children": staff.member.max_children,
    }


def _placement_answer(placement: Placement) -> Json:
    return {
        "provider": placement.provider,
        "staff": placement.staff,
        "hours_per_week": None if placement.hours_per_week is None else float(placement.hours_per_week),
        "start": iso(placement.start),
        "end": iso(placement.end),
        "changes": _changes_answer(placement.changes),
    }


def _part(part: Part, key: str) -> Json:
    return {key: part.code, "number": part.number, "percent": None if part.tenths is None else part.tenths / 10}


def _figures(figures: Figures) -> Json:
    return {
        "room": number(figures.room),
        "load": number(figures.load),
        "held": number(figures.held),
        "free": number(figures.free),
        "over": number(figures.over),
        "share": number(figures.share),
    }
