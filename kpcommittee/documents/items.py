"""Builds one case of the minutes."""

from datetime import date
from decimal import Decimal

from kpcommittee.documents.model import Change, Confirmation, CorrectionRow, MinutesItem, SeatRow
from kpcommittee.domain.capacity.balance import Figures, Week
from kpcommittee.domain.capacity.economy import cost_per_month, rate_on
from kpcommittee.domain.capacity.options import Option
from kpcommittee.domain.case import Informed
from kpcommittee.domain.committee import Config
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.meeting.corrected_texts import TextChange
from kpcommittee.domain.meeting.deadlines import plan_due, sourced_youth_plan_due
from kpcommittee.domain.meeting.decision import Decision, PositionTaken
from kpcommittee.domain.meeting.events import Confirmed, Reopened
from kpcommittee.domain.meeting.item import Correction, Item
from kpcommittee.domain.meeting.meeting import Meeting
from kpcommittee.domain.meeting.telling import WHOM, is_party, keeps_family_out, last_telling
from kpcommittee.domain.missing import lacks_custody
from kpcommittee.wording.corrections import Value, seat_changes
from kpcommittee.wording.names import Names


def item_of(meeting: Meeting, item: Item, names: Names, law: Law) -> MinutesItem:
    """Build the item of the minutes for a case."""
    decision = item.decision or item.carried_decision
    here = item.decision is not None and not item.was_decided_earlier
    age = item.case.child.age_on(meeting.date)
    return MinutesItem(
        place=meeting.places[item.number],
        item=item,
        age=age,
        seats=_seats(meeting, item, names, decided_here=here),
        decision=decision,
        decided_here=here,
        price=_price(decision, names.config) if decision else None,
        plan_due=decision.plan_due if decision else plan_due(item.case, law),
        youth_plan_due=sourced_youth_plan_due(item.case, law, decision.end) if decision else None,
        inform_child=is_party(item.case, law, meeting.date),
        inform=_inform(item),
        lacks_custody=lacks_custody(item.case, law, meeting.date),
        receiving_leader=names.leader(decision.provider) if decision else None,
        coordinator=names.config.follow_up_rules.coordinator,
        confirmations=_confirmations(meeting, item),
        corrections=tuple(_correction(correction, names) for correction in item.corrections),
        told=tuple(telling for whom in WHOM if (telling := last_telling(meeting, item, whom))),
        journalised=meeting.newest_filing(item.number),
    )


def _price(decision: Decision, config: Config) -> Decimal | None:
    if config.minutes is None or not config.minutes.price:
        return None
    rate = rate_on(config.rates, decision.provider, decision.start)
    return None if rate is None else cost_per_month(rate, decision.hours)


def _seats(meeting: Meeting, item: Item, names: Names, *, decided_here: bool) -> tuple[SeatRow, ...]:
    """Return the bench frozen with the decision, else the meeting's, with the position of each seat."""
    assert meeting.config is not None, "minutes are made of an opened meeting"
    assert meeting.law is not None, "the law table is frozen with the config"
    if decided_here and item.decision is not None:
        seats, positions = item.decision.bench, item.decision.positions
    else:
        seats, positions = meeting.bench(item, meeting.config, meeting.law).seats, item.positions
    return tuple(
        SeatRow(seat=seat, house=names.house(seat, item.case), position=_position(seat, positions)) for seat in seats
    )


def _position(seat: Seat, positions: tuple[PositionTaken, ...]) -> PositionTaken | None:
    matching = (position for position in positions if (position.role, position.person) == (seat.role, seat.person))
    return next(matching, None)


def _confirmations(meeting: Meeting, item: Item) -> tuple[Confirmation, ...]:
    """List what leaders said to the decision in principle, with the time of each from the journal.

    Confirmations from before a reopening belong to the former decision.
    """
    confirmations: list[Confirmation] = []
    for entry in meeting.log:
        match entry.event:
            case Confirmed(case=item.number) as event:
                confirmations.append(
                    Confirmation(role=event.role, by=event.by, refuse=event.refuse, at=entry.at, start=event.start)
                )
            case Reopened(case=item.number):
                confirmations = [word for word in confirmations if word.refuse]
    return tuple(confirmations)


def _inform(item: Item) -> tuple[Informed, ...]:
    """List the people to inform from the agenda, without family whom only the authority tells."""
    child = item.case.child
    kept_out = keeps_family_out(child) is not None
    return tuple(person for person in child.inform if not (kept_out and person.is_family))


def changes_of(before: Decision, after: Decision, *, weighed: bool = True) -> tuple[Change, ...]:
    """List the parts of a decision that a correction changes; its capacity only if it was weighed again."""
    was, is_now = _correctable_parts(before, weighed=weighed), _correctable_parts(after, weighed=weighed)
    return tuple(Change(what=part, before=was[part], after=is_now[part]) for part in was if was[part] != is_now[part])


def _correction(correction: Correction, names: Names) -> CorrectionRow:
    seats = (parts for change in correction.seats for parts in seat_changes(change, names))
    return CorrectionRow(
        version=correction.version,
        at=correction.at,
        by=correction.by,
        why=correction.why,
        changes=(
            *_changes_of(correction),
            *(Change(what=code, before=before, after=after) for code, before, after in seats),
            *map(_text_change, correction.texts),
            *(Change(what=part, before=None, after=None) for part in correction.personal),
        ),
    )


def _changes_of(correction: Correction) -> tuple[Change, ...]:
    if correction.before is None or correction.after is None:
        return ()
    return changes_of(correction.before, correction.after, weighed=correction.weighed)


def _text_change(change: TextChange) -> Change:
    return Change(what=change.code, before=change.before, after=change.after)


def _correctable_parts(decision: Decision, *, weighed: bool) -> dict[str, Value]:
    """Return the parts of a decision that a correction can change, as the minutes show them."""
    reason = decision.reason
    return {
        "provider": decision.provider_name,
        "staff": decision.staff_name,
        "start": decision.start,
        "end": decision.end,
        "hours": decision.hours,
        "second_choice": decision.second_choice_name,
        "reason": f"{reason.wording}: {reason.text}" if reason else None,
        "first_follow_up_due": decision.first_follow_up_due,
        **({"capacity": _capacity(decision.option)} if weighed else {}),
    }


def _capacity(option: Option) -> Week:
    """Return how full the provider is, with held and running hours as one sum."""
    year, week = option.worst_week.split("-W")
    monday = date.fromisocalendar(int(year), int(week), 1)
    return Week(monday, Figures(room=option.after.room, load=option.after.used))
