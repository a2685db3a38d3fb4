"""The table rows of meetings and imports, by pure functions, so that a rebuild makes the same rows."""

from datetime import date
from typing import Any

from kpcommittee.convert.codec import to_plain
from kpcommittee.convert.json_text import canonical_json
from kpcommittee.domain.capacity.placement import PLACED_STATES, Placement
from kpcommittee.domain.capacity.ranking import choose_by_rules
from kpcommittee.domain.case import Case
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.caseload_events import PlacementChanged
from kpcommittee.domain.meeting.cautions import AnswerGiven
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.events import Postponed, Returned, Withdrawn
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.item import Item, awaited_roles
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.review.endings import relation_of

Values = dict[str, Any]


@immutable(kw_only=False)
class Words:
    """The searchable texts of a case; the child's name is searched and never shown."""

    reason: str = ""
    missing: str = ""
    notes: str = ""
    positions: str = ""
    """The leaders' remarks, and a word for dissent."""
    number: str = ""
    child: str = ""
    """The child's name and initials."""
    staff: str = ""
    """The person's id and name."""
    provider: str = ""
    """The provider's id and name."""


def meeting_row(meeting: Meeting) -> Values | None:
    """Return the meeting's row; None before it is opened."""
    if meeting.opened_at is None:
        return None
    return {
        "id": meeting.id,
        "date": meeting.date.isoformat(),
        "state": meeting.state,
        "version": meeting.version,
        "opened_at": meeting.opened_iso,
    }


def items_of(meeting: Meeting) -> tuple[Item, ...]:
    """Return the meeting's cases; empty before it is opened, whatever its agenda file contains."""
    return () if meeting.opened_at is None else meeting.items


def changed_items(before: Meeting, after: Meeting) -> tuple[tuple[Item | None, Item | None], ...]:
    """Return each case that differs, before and after; None on the side that does not contain it."""
    # Almost always, all items but one are the same objects, which are skipped before anything is compared.
    old_items, new_items = items_of(before), items_of(after)
    unchanged = set(map(id, old_items)) & set(map(id, new_items))
    old = {item.number: item for item in old_items if id(item) not in unchanged}
    new = {item.number: item for item in new_items if id(item) not in unchanged}
    pairs = ((old.get(number), new.get(number)) for number in {**old, **new})
    return tuple((was, item) for was, item in pairs if was != item)


def decision_row(meeting: Meeting, item: Item) -> Values:
    """Return the row of the meeting's work on a case."""
    assert meeting.opened_at is not None, "only an opened meeting has rows"
    waiting = waiting_of(meeting, item)
    return {
        "meeting": meeting.id,
        "case_number": item.number,
        "date": meeting.date.isoformat(),
        "opened_at": meeting.opened_iso,
        "child": item.case.child.name,
        "birth_date": item.case.child.birth_date.isoformat(),
        "cpr": item.case.child.cpr,
        "district": item.case.child.district,
        "age": item.case.child.age_on(meeting.date),
        "problems": canonical_json(item.case.problems),
        "outcome": item.state,
        "released": item.taken_off is not None,
        **_choice_columns(item.decision if item.state in PLACED_STATES else None),
        "postponed_times": item.postponed_times + (item.state == "postponed"),
        "waiting_days": (meeting.date - item.case.grant.decided_on).days,
        "reason": _reason(item),
        "missing": getattr(item.outcome, "missing", None),
        "reasons": canonical_json(_reasons(item)),
        "corrected": item.corrections[-1].version if item.corrections else 0,
        "municipality": item.case.child.municipality,
        "basis": item.case.grant.basis,
        "kind": kind_of(item.case, meeting.law),
        "waiting": canonical_json(to_plain(waiting)) if waiting else None,
    }


def kind_of(case: Case, law: Law | None) -> str | None:
    """Return the kind of a placement by the basis of the case's grant; None if the law table has none."""
    basis = None if law is None else law.basis(case.grant.basis)
    return None if basis is None else basis.kind


def _choice_columns(decision: Decision | None) -> Values:
    if decision is None:
        return dict(_NOTHING_CHOSEN)
    by_list, by_order = choose_by_rules(decision.options)
    return {
        "provider": decision.provider,
        "provider_name": decision.provider_name,
        "provider_kind": decision.provider_kind,
        "staff": decision.staff,
        "staff_name": decision.staff_name,
        "relation": relation_of(decision),
        "hours": to_plain(decision.hours),
        "start": decision.start.isoformat(),
        "end": decision.end.isoformat(),
        "followed_recommendation": decision.followed_recommendation,
        "departures": canonical_json(decision.departures),
        "dissent": canonical_json([position.role for position in decision.dissent]),
        "first_due": decision.first_follow_up_due.isoformat(),
        "by_list": by_list,
        "by_order": by_order,
    }


_NOTHING_CHOSEN: Values = {
    **dict.fromkeys(
        (
            "provider",
            "provider_name",
            "provider_kind",
            "staff",
            "staff_name",
            "relation",
            "hours",
            "start",
            "end",
            "first_due",
            "by_list",
            "by_order",
        )
    ),
    "followed_recommendation": None,
    "departures": "[]",
    "dissent": "[]",
}


def _reason(item: Item) -> str | None:
    match item.outcome:
        case Postponed(reason=reason) | Withdrawn(reason=reason):
            return reason
        case Returned():
            return None
        case None:
            answer = item.decision.reason if item.decision else None
            return None if answer is None else _word_answer(answer)


def _reasons(item: Item) -> list[dict[str, str | None]]:
    """Return every given reason and answer, with its code if the config has one."""
    match item.outcome:
        case Postponed(reason=reason) | Withdrawn(reason=reason):
            return [{"code": None, "text": reason}]
        case Returned():
            return []
    answers = [caution.answer for caution in item.decision.cautions] if item.decision else []
    reasons = (item.decision.reason if item.decision else None, *answers)
    return [{"code": answer.code, "text": _word_answer(answer)} for answer in reasons if answer]


def _word_answer(answer: AnswerGiven) -> str:
    return ": ".join(part for part in (answer.wording, answer.text) if part)


def words_of(item: Item) -> Words:
    """Return the texts by which a search finds the case."""
    decision, child = item.decision, item.case.child
    answers = [caution.answer.text for caution in decision.cautions if caution.answer] if decision else []
    whys = [correction.why for correction in item.corrections] + [again.reason for again in item.reopened]
    remarks = [position.remark for position in (decision.positions if decision else item.positions)]
    return Words(
        reason="\n".join(part for part in (_reason(item), *answers, *whys) if part),
        missing=getattr(item.outcome, "missing", None) or "",
        notes="\n".join(note.text for note in item.notes),
        positions="\n".join(part for part in (_DISSENT if decision and decision.dissent else "", *remarks) if part),
        number=item.number,
        child=f"{child.name} {child.initials} {child.initials.replace('.', '')}",
        staff=_join_texts(decision.staff, decision.staff_name) if decision else "",
        provider=_join_texts(decision.provider, decision.provider_name) if decision else "",
    )


def _join_texts(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


_DISSENT = "uenig dissent"
"""The word that finds every decision with dissent, whatever the remarks."""


def waiting_of(meeting: Meeting, item: Item) -> Waiting | None:
    """Return the case as it waits for the next meeting; None if it is not waiting."""
    earlier = item.waiting
    reasons = earlier.reasons if earlier else ()
    outcome = item.outcome
    if item.state not in ("in_principle", "postponed", "returned"):
        return None
    # An earlier meeting's decision in principle holds its hours although the case is postponed.
    decision = item.decision if item.state == "in_principle" else item.carried_decision
    open_seats = awaited_roles(item)
    return Waiting(
        case_number=item.number,
        meeting=meeting.id,
        date=meeting.date,
        state=item.state,
        postponed_times=item.postponed_times + (item.state == "postponed"),
        reasons=(*reasons, outcome.reason) if isinstance(outcome, Postponed) else reasons,
        missing=getattr(outcome, "missing", None),
        from_role=getattr(outcome, "from_role", None),
        to=outcome.to if isinstance(outcome, Postponed) else None,
        decision=decision,
        confirmed=tuple(seat.role for seat in decision.awaits if seat.role not in open_seats) if decision else (),
    )


def change_row(event: PlacementChanged, number: int, changed_on: date) -> Values:
    """Return the row of a change of a placement."""
    before, after = (to_plain(placement) for placement in (event.before, event.after))
    changes = {key: [before.get(key), after.get(key)] for key in _CHANGING if before.get(key) != after.get(key)}
    return {
        "number": number,
        "case_number": event.after.case_number,
        "provider": event.after.provider,
        "changed_on": changed_on.isoformat(),
        "changes": canonical_json(changes),
        "why": event.why,
    }


_CHANGING = ("staff", "hours_per_week", "start", "end", "changes")
"""The fields of a placement that can be changed."""


def placement_row(placement: Placement) -> Values:
    """Return the row of an imported placement, or of a change of a decided one."""
    born = placement.identity.known_birth_date
    return {
        "case_number": placement.case_number,
        "provider": placement.provider,
        "staff": placement.staff,
        "hours_per_week": None if placement.hours_per_week is None else to_plain(placement.hours_per_week),
        "start": placement.start and placement.start.isoformat(),
        "end": placement.end and placement.end.isoformat(),
        "child": placement.child,
        "birth_date": placement.birth_date and placement.birth_date.isoformat(),
        "cpr": placement.cpr,
        "born": born and born.isoformat(),
        "district": placement.district,
        "problems": canonical_json(placement.problems),
        "kind": placement.kind,
        "decided_in": placement.decided_in,
        "ended_because": placement.ended_because,
        "changes": canonical_json(to_plain(placement.changes)),
        "changed_here": None if placement.changed_here is None else canonical_json(placement.changed_here),
    }
