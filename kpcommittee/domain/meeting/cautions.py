"""Cautions that must be answered before a placement, and notices; each with its source."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal

from kpcommittee.domain.calendar import DAY, last_day
from kpcommittee.domain.capacity.economy import rate_periods
from kpcommittee.domain.capacity.options import Option, StaffOption
from kpcommittee.domain.case import KNOWN, Case
from kpcommittee.domain.committee import FollowUpRules
from kpcommittee.domain.cpr import checksum_fails, is_implausible
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.bench import Bench
from kpcommittee.domain.meeting.deadlines import birthdays_between, latest_plan_due, plan_due, sourced_youth_plan_due
from kpcommittee.domain.missing import missing_of
from kpcommittee.domain.provider import Provider, Rate, Staff

BLOCKING = ("child_view_missing", "consent_missing", "seat_empty", "declined", "over_capacity")
"""Cautions that must be answered for the chosen provider; all others are notices."""

NOTICES = (
    "plan_missing",
    "plan_overdue",
    "plan_due_late",
    "assessment_missing",
    "basis_not_in_force",
    "basis_age",
    "outside_ages",
    "aftercare_conditions",
    "turns_16",
    "turns_18",
    "turns_23",
    "over_23",
    "beyond_grant",
    "person_over_max",
    "clearance_missing",
    "on_leave",
    "house_closed",
    "delivery_exceeded",
    "protected_address",
    "do_not_contact_family",
    "possible_legal_decision",
    "relation_without_room",
    "both_lists",
    "cpr_implausible",
    "cpr_checksum",
    "duplicate_child",
    "two_providers",
    "two_seats",
    "absence_worrying",
    "postponed_before",
)

OF_SEATS = ("seat_empty", "two_seats")
"""The cautions that depend on who sits in a case: they are raised again when the seats are corrected."""


@immutable
class AnswerGiven:
    """The answer to a blocking caution, with its wording frozen as it was when it was given."""

    code: str
    wording: str
    text: str


@immutable
class Caution:
    """One thing to be careful about."""

    code: str
    source: str
    """The paragraph or document line it rests on."""
    provider: str | None = None
    """The provider that it is about; None if it is about the case."""
    values: Mapping[str, str] = field(default_factory=dict)
    """The values in its sentence: dates (ISO), names, numbers."""
    answer: AnswerGiven | None = None

    @property
    def is_blocking(self) -> bool:
        """Whether it must be answered before a placement is recorded."""
        return self.code in BLOCKING


@immutable
class Question:
    """The facts that the cautions of a case depend on."""

    case: Case
    day: date
    """The meeting's date."""
    start: date
    end: date
    clipped_from: date | None
    """The day to which it would run if the support did not end earlier; None if nothing is cut off."""
    hours: Decimal
    """Hours a week, as the placement would claim them."""
    bench: Bench
    options: Sequence[Option]
    lists: Mapping[str, str]
    others: Sequence[Case]
    """The other cases of the agenda."""
    postponed_times: int
    two_providers: Mapping[str, str] = field(default_factory=dict)
    """Where else the child has a contact person, as values of the sentence; empty if nowhere."""
    rules: FollowUpRules = field(default_factory=FollowUpRules)
    """The level of school absence that is worrying, and who acts on it."""
    rates: Sequence[Rate] = ()
    """What providers cost, and what they deliver for it."""


def cautions_of(
    question: Question, law: Law, providers: Iterable[Provider], staff: str | None = None
) -> tuple[Caution, ...]:
    """Return the cautions of the case, and of each of these providers with its person, if any."""
    coded = [*_case_cautions(question, law)]
    for provider in providers:
        coded += _provider_cautions(question, provider, staff)
    return sort_cautions(
        Caution(code=code, source=law.reference(code), provider=provider, values=values)
        for code, provider, values in coded
    )


def sort_cautions(cautions: Iterable[Caution]) -> tuple[Caution, ...]:
    """Return the cautions as they are shown: first those that must be answered."""
    order = {code: place for place, code in enumerate((*BLOCKING, *NOTICES))}
    return tuple(sorted(cautions, key=lambda caution: order.get(caution.code, len(order))))


_CodeAndValues = tuple[str, str | None, Mapping[str, str]]


def _case_cautions(question: Question, law: Law) -> Iterator[_CodeAndValues]:
    of_grant = (
        *_grant_cautions(question, law),
        *_plan_cautions(question, law),
        *_basis_cautions(question, law),
        *_period_cautions(question),
    )
    for code, values in (
        *of_grant,
        *_age_cautions(question, law),
        *_child_cautions(question),
        *_meeting_cautions(question),
    ):
        yield code, None, values


def _grant_cautions(question: Question, law: Law) -> Iterator[tuple[str, Mapping[str, str]]]:
    missing = missing_of(question.case, law, question.day)
    if "child_view" in missing:
        yield "child_view_missing", {}
    if "consent" in missing:
        yield "consent_missing", {}
    if "assessment" in missing:
        yield "assessment_missing", {}


def _plan_cautions(question: Question, law: Law) -> Iterator[tuple[str, Mapping[str, str]]]:
    plan, due, latest = question.case.grant.plan, plan_due(question.case, law), latest_plan_due(question.case, law)
    if plan is None:
        yield "plan_missing", {"due": due.isoformat()} if due else {}
    if due is None or (plan is not None and plan.completed_on is not None):
        return
    if due < question.day:
        yield "plan_overdue", {"due": due.isoformat()}
    if latest is not None and due > latest:
        yield "plan_due_late", {"due": due.isoformat(), "latest": latest.isoformat()}


def _basis_cautions(question: Question, law: Law) -> Iterator[tuple[str, Mapping[str, str]]]:
    basis, granted = law.basis(question.case.grant.basis), question.case.grant.decided_on
    if basis is None:
        return
    reference = basis.reference or basis.key
    if not basis.in_force_on(granted):
        yield "basis_not_in_force", {"basis": reference, "granted": granted.isoformat()}
    age = question.case.child.age_on(question.start)
    if basis.ages is not None and not basis.covers(age):
        low, high = basis.ages
        yield "basis_age", {"basis": reference, "age": str(age), "from": str(low), "to": str(high)}


def _age_cautions(question: Question, law: Law) -> Iterator[tuple[str, Mapping[str, str]]]:
    terms, age = law.terms, question.case.child.age_on(question.day)
    if age < terms.youngest_usual_age:
        yield "outside_ages", {"age": str(age), "youngest": str(terms.youngest_usual_age)}
    if not question.case.grant.had_contact_person_before_18:
        yield from (("aftercare_conditions", values) for values in _age_from_limit(question, terms.adult_age))
    if age >= terms.aftercare_until_age:
        yield "over_23", {"age": str(age)}
    turning = {terms.youth_plan_age: "turns_16", terms.adult_age: "turns_18", terms.aftercare_until_age: "turns_23"}
    for turned, day in birthdays_between(
        question.case, question.start, question.clipped_from or question.end, tuple(turning)
    ).items():
        due = sourced_youth_plan_due(question.case, law, question.end) if turned == terms.youth_plan_age else None
        until = question.end if question.clipped_from and turned == terms.aftercare_until_age else None
        dates = {"on": day, "due": due, "until": until}
        yield turning[turned], {name: date.isoformat() for name, date in dates.items() if date is not None}


def _age_from_limit(question: Question, limit: int) -> Iterator[Mapping[str, str]]:
    """Yield a caution if the child has reached the age limit at the meeting, or will by the start."""
    age, at_start = (question.case.child.age_on(day) for day in (question.day, question.start))
    if age >= limit:
        yield {"age": str(age)}
    elif at_start >= limit:
        yield {"age": str(at_start), "start": question.start.isoformat()}


def _period_cautions(question: Question) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the notice of a placement longer than granted: the committee cannot change the duration (001:61)."""
    granted = last_day(question.start, question.case.grant.expected_months)
    if question.end > granted:
        yield "beyond_grant", {"end": question.end.isoformat(), "granted": granted.isoformat()}


def _child_cautions(question: Question) -> Iterator[tuple[str, Mapping[str, str]]]:
    child = question.case.child
    if child.protected_address:
        yield "protected_address", {}
    if child.do_not_contact_family:
        yield "do_not_contact_family", {}
    if child.cpr and is_implausible(child.cpr, child.birth_date):
        yield "cpr_implausible", {}
    if child.cpr and checksum_fails(child.cpr):
        yield "cpr_checksum", {}
    twins = [
        other.case_number for other in question.others if question.case.child.identity.is_same(other.child.identity)
    ]
    if twins:
        yield "duplicate_child", {"cases": ", ".join(twins)}
    if question.two_providers:
        yield "two_providers", question.two_providers
    absence = question.case.school_absence
    if absence is not None and question.rules.is_worrying(absence.percent):
        yield (
            "absence_worrying",
            {"percent": f"{absence.percent.normalize():f}", "who": question.rules.absence_by or ""},
        )


def _meeting_cautions(question: Question) -> Iterator[tuple[str, Mapping[str, str]]]:
    empty = question.bench.missing_seats()
    if empty:
        yield "seat_empty", {"roles": ",".join(seat.role for seat in empty)}
    for person, roles in question.bench.in_several_seats():
        yield "two_seats", {"person": person, "roles": ",".join(roles)}
    if len(set(question.lists.values())) > 1:
        yield "both_lists", {}
    yield from (("relation_without_room", values) for values in _known_adult_cautions(question))
    if question.postponed_times:
        yield "postponed_before", {"times": str(question.postponed_times)}


def _known_adult_cautions(question: Question) -> Iterator[Mapping[str, str]]:
    """Yield known adults who cannot take the child although the child does not decline them."""
    options = {option.provider: option for option in question.options}
    for relation in question.case.relations:
        option = options.get(relation.provider or "")
        if option is None or relation.strength < KNOWN:
            continue
        own = next((person for person in option.staff if person.staff == relation.staff), None)
        hinders = own.excluded_by if own else None
        why = hinders or option.excluded_by
        if why not in (None, "declined"):
            left_on = own.left_on if own and hinders else None
            yield {"person": relation.person, "why": why, **_last_day(left_on)}


def _last_day(left_on: date | None) -> Mapping[str, str]:
    """Return the last day of a person who leaves, as a value of the sentence; empty for one who stays."""
    return {"left_on": left_on.isoformat()} if left_on else {}


def _provider_cautions(question: Question, provider: Provider, staff: str | None) -> Iterator[_CodeAndValues]:
    option = next(option for option in question.options if option.provider == provider.id)
    member = provider.member(staff)
    if question.case.declines(provider.id, staff):
        yield (
            "declined",
            provider.id,
            {"who": member.name if member and question.case.declines(staff) else provider.name},
        )
    for code, values in (*_room_cautions(option), *_closed_cautions(question, provider)):
        yield code, provider.id, values
    age = question.case.child.age_on(question.day)
    if provider.ages and not provider.ages[0] <= age <= provider.ages[1]:
        low, high = provider.ages
        yield "outside_ages", provider.id, {"age": str(age), "from": str(low), "to": str(high)}
    if member is not None:
        person = next(person for person in option.staff if person.staff == member.id)
        for code, values in _staff_cautions(question, member, person):
            yield code, provider.id, values
    for code, values in _rate_cautions(question, provider):
        yield code, provider.id, values
    if _passes_over(question.case, (member,) if member else provider.staff):
        yield "possible_legal_decision", provider.id, {}


def _room_cautions(option: Option) -> Iterator[tuple[str, Mapping[str, str]]]:
    leave = option.short_leave
    if leave is not None:
        person, days = ", ".join(leave.people), str(leave.days)
        full = {} if leave.share is None else {"share": format(leave.share, "f")}
        first, last = leave.first.isoformat(), leave.last.isoformat()
        yield "on_leave", {"person": person, "from": first, "to": last, "days": days, **full}
    elif option.room == "over":
        yield "over_capacity", {"week": option.worst_week, "over": format(option.after.over, "f")}


def _closed_cautions(question: Question, provider: Provider) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the notice of a house that is closed at the start, or beyond a holiday meanwhile."""
    long = [*provider.long_closures(question.start, question.end)]
    for run in provider.closures:
        if run.covers(question.start) or run in long:
            yield "house_closed", {"from": run.start.isoformat(), "to": run.end.isoformat()}
            return


def _rate_cautions(question: Question, provider: Provider) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the notice of more hours than the rate covers, from the first day on which it does (000:63)."""
    for begin, _end, rate in rate_periods(question.rates, provider.id, question.start, question.end):
        if rate is not None and rate.delivered_hours is not None and not rate.delivers(question.hours):
            later = {"from": begin.isoformat()} if begin > question.start else {}
            delivered = format(rate.delivered_hours, "f")
            yield "delivery_exceeded", {"hours": format(question.hours, "f"), "delivered": delivered, **later}
            return


def _staff_cautions(question: Question, member: Staff, person: StaffOption) -> Iterator[tuple[str, Mapping[str, str]]]:
    if person.excluded_by == "person_over_max":
        yield "person_over_max", {"person": member.name, **_last_day(person.left_on)}
    if member.clearance_on is None:
        yield "clearance_missing", {"person": member.name}
    leave = [period for period in member.leave if period.start <= question.end and period.end >= question.start]
    for period in leave:
        yield "on_leave", {"person": member.name, "from": period.start.isoformat(), "to": period.end.isoformat()}
    if person.left_on is not None:
        first_day_away = (person.left_on + DAY).isoformat()
        last = _last_day(person.left_on)
        yield "on_leave", {"person": member.name, "from": first_day_away, "to": question.end.isoformat(), **last}


def _passes_over(case: Case, staff: Iterable[Staff]) -> bool:
    """Whether the child knows or asks for somebody, but the chosen staff do not include them."""
    wishes = case.child_view.wishes_staff if case.child_view else ()
    known_staff = [relation.staff for relation in case.relations if relation.staff and relation.strength >= KNOWN]
    preferred = (*wishes, *known_staff)
    return bool(preferred) and all(member.id not in preferred for member in staff)
