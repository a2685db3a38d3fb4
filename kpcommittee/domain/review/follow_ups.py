"""What is to be followed up: by law, by decision of a follow-up, and by the municipality's own rules."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from kpcommittee.domain.calendar import birthday
from kpcommittee.domain.case import Absence, Case
from kpcommittee.domain.committee import FollowUpRules
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.deadlines import plan_due, youth_plan_due
from kpcommittee.domain.meeting.followed_up import FollowedUp

FollowUpKind = Literal["start_meeting", "first", "later", "ending", "plan", "youth_plan", "absence"]
FOLLOW_UP_KINDS: tuple[FollowUpKind, ...] = (
    "start_meeting", "first", "later", "ending", "plan", "youth_plan", "absence",
)  # fmt: skip
"""The kinds of follow-ups, in the order in which they occur."""
PLANS: tuple[FollowUpKind, ...] = ("plan", "youth_plan")
"""The kinds that belong to the case, not to a placement."""


@immutable
class FollowedPlacement:
    """What the follow-ups of a placement depend on."""

    case_number: str
    provider: str
    staff: str | None
    start: date | None
    end: date | None
    case: Case | None = None
    """The case as the deciding meeting froze it; None if the placement was imported."""
    law: Law | None = None
    """The law table of that meeting."""
    decided_on: date | None = None
    first_due: date | None = None
    """The first follow-up by law (barnets lov § 95); None if the placement was imported."""


@immutable
class FollowUp:
    """A follow-up that is due, or was done."""

    case_number: str
    provider: str
    kind: FollowUpKind
    due: date
    reason: str | None = None
    """Why it is due on that day, if somebody decided that or stated a figure."""
    absence: Absence | None = None
    """The school absence that it is about, for people to read; scripts read the reason."""
    done_on: date | None = None
    initials: str | None = None
    """The child's initials; None if the placement was imported."""
    caseworker: str | None = None
    """The authority's family adviser; None if the case names none, or the placement was imported."""
    origin: date | None = None
    """What identifies it when its day moves; None if the placement's first day is unknown.

    It is the day of the deciding meeting, else the first day. For a later follow-up, it is the day of the previous one.
    """

    def is_overdue(self, day: date) -> bool:
        """Whether it was due before that day and is not done."""
        return self.done_on is None and self.due < day


def follow_ups_of_each(
    placements: Iterable[FollowedPlacement], events: Iterable[FollowedUp], rules: FollowUpRules, day: date
) -> Iterator[FollowUp]:
    """Yield the follow-ups of several placements; a case may have been placed again, here or elsewhere.

    A plan belongs to the case, whoever delivers: it is listed once, and is done once it was made.

    Args:
        placements: the placements.
        events: every follow-up that was held.
        rules: what the municipality follows up.
        day: the day from which endings are listed.
    """
    talks: dict[tuple[str, str], list[FollowedUp]] = {}
    by_case: dict[str, list[FollowedUp]] = {}
    for event in sorted(events, key=lambda event: event.held_on):
        talks.setdefault((event.case_number, event.provider), []).append(event)
        by_case.setdefault(event.case_number, []).append(event)
    all_placements = tuple(placements)
    plans: set[tuple[str, FollowUpKind, date]] = set()
    starts: dict[tuple[str, str], list[date]] = {}
    for placement in all_placements:
        starts.setdefault((placement.case_number, placement.provider), []).append(placement.start or date.min)
    for placement in all_placements:
        key = placement.case_number, placement.provider
        later = (start for start in starts[key] if start > (placement.start or date.min))
        elsewhere = [event for event in by_case.get(placement.case_number, ()) if event.provider != placement.provider]
        until = min(later, default=date.max)
        for row in follow_ups_of(placement, talks.get(key, ()), rules, day, until=until, elsewhere=elsewhere):
            plan = row.case_number, row.kind, row.due
            if plan not in plans:
                yield row
            if row.kind in PLANS:
                plans.add(plan)


def follow_ups_of(
    placement: FollowedPlacement,
    events: Sequence[FollowedUp],
    rules: FollowUpRules,
    day: date,
    *,
    until: date = date.max,
    elsewhere: Iterable[FollowedUp] = (),
) -> Iterator[FollowUp]:
    """Yield the follow-ups of one placement, those that are due and those that are done.

    Args:
        placement: the placement.
        events: the follow-ups that were held in the case at its provider, the earliest first.
        rules: what the municipality follows up.
        day: the day from which endings are listed.
        until: the start of the next placement of the case at its provider, to which later follow-ups belong.
        elsewhere: the follow-ups of the case at other providers, which show whether the plan was made.
    """
    decided, start = placement.decided_on or date.min, placement.start or date.min
    met = [event for event in events if event.start_meeting and min(decided, start) <= event.held_on < until]
    own = [event for event in events if start <= event.held_on < until]
    talked = [event for event in own if not event.start_meeting and not event.only_tells_of_plan]
    yield from _start_meetings(placement, met, rules)
    yield from _follow_ups_in_turn(placement, talked)
    yield from _ending_reminders(placement, talked, rules, day)
    yield from _plans(placement, events, elsewhere)
    yield from _absence_follow_ups(placement, own, rules)


def _start_meetings(
    placement: FollowedPlacement, met: Sequence[FollowedUp], rules: FollowUpRules
) -> Iterator[FollowUp]:
    if rules.start_meeting and placement.decided_on is not None and placement.start is not None:
        yield _make_follow_up(placement, "start_meeting", placement.start, done_on=_first_day(met))


def _follow_ups_in_turn(placement: FollowedPlacement, talked: Sequence[FollowedUp]) -> Iterator[FollowUp]:
    """Yield the first follow-up, and each later one as the previous one decided; none is generated.

    One that was due after the last day and was not held before is dropped.
    """
    last = placement.end or date.max
    first_talk = _first_day(talked)
    if placement.first_due is not None and (first_talk is not None or placement.first_due <= last):
        yield _make_follow_up(placement, "first", placement.first_due, done_on=first_talk)
    for place, event in enumerate(talked):
        after = _first_day(talked[place + 1 :])
        if event.next_on is not None and (after is not None or event.next_on <= last):
            later = _make_follow_up(placement, "later", event.next_on, reason=event.reason, done_on=after)
            yield replace(later, origin=event.held_on)


def _ending_reminders(
    placement: FollowedPlacement, talked: Iterable[FollowedUp], rules: FollowUpRules, day: date
) -> Iterator[FollowUp]:
    weeks = timedelta(weeks=rules.ending_weeks)
    if placement.end is not None and day <= placement.end <= day + weeks:
        settled = (event for event in talked if event.result in ("ends", "moves"))
        yield _make_follow_up(placement, "ending", placement.end, done_on=_first_day(settled, placement.end - weeks))


def _plans(
    placement: FollowedPlacement, events: Iterable[FollowedUp], elsewhere: Iterable[FollowedUp]
) -> Iterator[FollowUp]:
    """Yield the plan, and the youth plan of whoever turns 16 with a child's plan (barnets lov §§ 91, 108)."""
    case, law = placement.case, placement.law
    if case is None or law is None:
        return
    # A plan made at another provider before this grant belonged to an earlier grant.
    own, other = _plans_made(events), [day for day in _plans_made(elsewhere) if day >= case.grant.decided_on]
    plan, days_made = case.grant.plan, sorted((*own, *other))
    due, turned = plan_due(case, law), youth_plan_due(case, law, placement.end or date.max)
    if due is not None:
        completed = plan.completed_on if plan is not None else None
        kind: FollowUpKind = "youth_plan" if _is_youth_plan(case, law) else "plan"
        yield _make_follow_up(placement, kind, due, done_on=completed or next(iter(days_made), None))
    if turned is not None:
        birthday_16 = birthday(case.child.birth_date, law.terms.youth_plan_age)
        yield _make_follow_up(
            placement, "youth_plan", turned, done_on=next((day for day in days_made if day >= birthday_16), None)
        )


def _plans_made(events: Iterable[FollowedUp]) -> list[date]:
    return [event.plan_made_on for event in events if event.plan_made_on is not None]


def _is_youth_plan(case: Case, law: Law) -> bool:
    """Whether it is a youth plan: as stated, else by the child's age at the grant (barnets lov § 108)."""
    if case.grant.plan is not None:
        return case.grant.plan.kind == "youth_plan"
    return case.child.age_on(case.grant.decided_on) >= law.terms.youth_plan_age


def _absence_follow_ups(
    placement: FollowedPlacement, events: Iterable[FollowedUp], rules: FollowUpRules
) -> Iterator[FollowUp]:
    absence = placement.case.school_absence if placement.case is not None else None
    if absence is not None and rules.is_worrying(absence.percent) and placement.decided_on is not None:
        reason = " · ".join(part for part in (f"{absence.percent.normalize():f} %", absence.period) if part)
        row = _make_follow_up(placement, "absence", placement.decided_on, reason=reason, done_on=_first_day(events))
        yield replace(row, absence=absence)


def _make_follow_up(
    placement: FollowedPlacement, kind: FollowUpKind, due: date, *, reason: str | None = None, done_on: date | None
) -> FollowUp:
    return FollowUp(
        case_number=placement.case_number,
        provider=placement.provider,
        kind=kind,
        due=due,
        reason=reason,
        done_on=done_on,
        initials=placement.case.child.initials if placement.case is not None else None,
        caseworker=placement.case.grant.caseworker if placement.case is not None else None,
        origin=placement.decided_on or placement.start,
    )


def _first_day(events: Iterable[FollowedUp], since: date = date.min) -> date | None:
    """Return the day of the earliest follow-up held since that day; None if there is none."""
    return min((event.held_on for event in events if event.held_on >= since), default=None)
