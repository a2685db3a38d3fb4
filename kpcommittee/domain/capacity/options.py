"""The options for one case, compared on facts that every leader can check."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

from kpcommittee.domain.capacity.balance import ZERO, Figures, RoomStatus, StaffLoad, Week, hours_per_enrolled
from kpcommittee.domain.capacity.economy import cost_per_month, rate_on
from kpcommittee.domain.capacity.leave import ShortLeave, short_leave
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.proposal import Proposal
from kpcommittee.domain.case import KNOWN, Case, Relation
from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.provider import ListKind, Provider, ProviderKind, Staff

WhyNone = Literal[
    "tie", "both_lists", "relation_not_on_list", "relation_without_room", "declined", "nobody_with_room", "no_candidate"
]
Departure = Literal["from_recommendation", "from_relation", "from_list"]


@immutable
class RelationFact:
    """The strongest relation of the child to anyone at a provider."""

    strength: int
    person: str
    since: date | None = None


@immutable
class StaffOption:
    """One person who could be the contact person."""

    staff: str
    name: str
    relation: RelationFact | None
    free: Decimal | None
    """Staff hours left in the worst week, before this case; None if no limit is set. 0 if away at the start."""
    children: int
    competent: bool
    """Whether the person is trained for one of the child's problems."""
    excluded_by: str | None
    """A caution code; None if the person has room."""
    left_on: date | None = None
    """The last day of a person who leaves before the placement ends, or has left.

    None if they stay, and in decisions that were frozen without it.
    """

    @property
    def strength(self) -> int:
        """The relation's strength; 0 without a relation."""
        return self.relation.strength if self.relation else 0


@immutable
class Option:
    """One provider as an option for this case."""

    provider: str
    name: str
    kind: ProviderKind
    candidate: bool
    clear: bool
    own_district: bool
    """Whether the provider is in the child's district, or in none."""
    on_list: bool
    """Whether it is on the list for all of the child's problems (document 001, lines 46–57)."""
    relation: RelationFact | None
    wish: Literal["asked_for", "declined"] | None
    room: RoomStatus
    worst_week: str
    before: Figures
    after: Figures
    cost_per_month: Decimal | None
    """In kroner; shown last, and never used for sorting."""
    excluded_by: str | None
    """A caution code; None if nothing excludes the provider."""
    staff: tuple[StaffOption, ...]
    offer_before: Decimal | None = None
    """Pedagogue hours a week left per enrolled child in the worst week, without the case.

    None if nobody is enrolled or the hours are unknown, and in decisions that were frozen without it.
    """
    offer_after: Decimal | None = None
    """The same with the case."""
    for_list: ListKind | None = None
    """For a child with problems on both lists: the list that offers the provider, near or known to the child. None for
    all others, and in decisions that were frozen without it.
    """
    short_leave: ShortLeave | None = None
    """The days of leave that alone bring it over; None if leave makes no difference."""

    @property
    def strength(self) -> int:
        """The relation's strength; 0 without a relation."""
        return self.relation.strength if self.relation else 0

    @property
    def in_question(self) -> bool:
        """Whether a decision depends on it: a candidate, known to the child, wished for or declined."""
        return self.candidate or self.relation is not None or self.wish is not None

    @property
    def considered(self) -> bool:
        """Whether the committee considers it: in question, or offered by one of two lists."""
        return self.in_question or self.for_list is not None

    @property
    def contact_person(self) -> StaffOption | None:
        """The person with the strongest relation among those who have room; None if there is none."""
        candidates = [person for person in self.staff if person.relation and not person.excluded_by]
        return max(candidates, key=lambda person: person.strength, default=None)

    @property
    def bridge(self) -> StaffOption | None:
        """The person who could bridge a leave: has room, is trained, has most hours; None if there is none."""
        able = [person for person in self.staff if not person.excluded_by]
        return max(able, key=lambda person: (person.competent, person.free or 0), default=None)


@immutable
class Recommendation:
    """The one clearly best option, or why there is none."""

    provider: str | None = None
    staff: str | None = None
    why_none: WhyNone | None = None


def lists_of(case: Case, config: Config) -> Mapping[str, ListKind]:
    """Return the list that each of the child's problems belongs to."""
    problems = {code: config.problem(code) for code in case.problems}
    return {code: problem.primarily for code, problem in problems.items() if problem is not None}


def options_of(proposal: Proposal, ledger: Ledger) -> tuple[Option, ...]:
    """Compare every provider of the config, in its order, as an option for the case."""
    return _compare_providers(ledger.config.providers, _Criteria.of(proposal, ledger))


def options_in_question(proposal: Proposal, ledger: Ledger, provider_id: str) -> tuple[Option, ...]:
    """Compare the options that a decision rests on: every provider in question, and the chosen one."""
    # A decision depends on no other provider, so the others are not evaluated.
    criteria = _Criteria.of(proposal, ledger)
    providers = (
        provider
        for provider in ledger.config.providers
        if provider.id == provider_id or criteria.is_in_question(provider)
    )
    return _compare_providers(providers, criteria)


def option_at(provider_id: str, proposal: Proposal, ledger: Ledger) -> Option | None:
    """Weigh one provider alone, without telling whether it is clearly best.

    None if the config has no such provider.
    """
    provider = ledger.config.provider(provider_id)
    return None if provider is None else _option(provider, _Criteria.of(proposal, ledger))


def _compare_providers(providers: Iterable[Provider], criteria: "_Criteria") -> tuple[Option, ...]:
    options = tuple(_option(provider, criteria) for provider in providers)
    return tuple(replace(option, clear=True) if _is_clear(option, options) else option for option in options)


def _ledger_of_other_cases(proposal: Proposal, ledger: Ledger) -> Ledger:
    """Return the ledger of the other cases, with a horizon that the proposal touches."""
    return ledger.without_case(proposal.case.case_number, proposal.start).covering(proposal.start, proposal.end)


def recommendation_of(case: Case, options: Sequence[Option], config: Config) -> Recommendation:
    """Recommend the one clearly best option; if there is none, say why."""
    clear = [option for option in options if option.clear]
    if len(clear) == 1:
        person = clear[0].contact_person
        return Recommendation(provider=clear[0].provider, staff=person.staff if person else None)
    return Recommendation(why_none=_why_none(case, options, config))


def departures_of(
    case: Case, options: Sequence[Option], recommendation: Recommendation, provider: str, staff: str | None
) -> tuple[Departure, ...]:
    """Return what a placement there departs from; each departure needs a reason (DESIGN: departing)."""
    option = next(option for option in options if option.provider == provider)
    departures: list[Departure] = []
    other_person = recommendation.staff is not None and staff not in (None, recommendation.staff)
    if recommendation.provider is not None and (recommendation.provider != provider or other_person):
        departures.append("from_recommendation")
    if _departs_from_relation(case, option, staff):
        departures.append("from_relation")
    if not option.on_list:
        departures.append("from_list")
    return tuple(departures)


def _departs_from_relation(case: Case, option: Option, staff: str | None) -> bool:
    if option.strength < case.strongest_known:
        return True
    known_people = [person for person in option.staff if person.relation and person.relation.strength >= KNOWN]
    return staff is not None and bool(known_people) and all(person.staff != staff for person in known_people)


@immutable
class _Criteria:
    """The criteria that every provider is compared on."""

    proposal: Proposal
    ledger: Ledger
    """The claims of the other cases."""
    lists: frozenset[ListKind]
    relations: tuple[Relation, ...]
    """The child's relations, closest first."""
    problems: frozenset[str]
    declined: frozenset[str]

    @classmethod
    def of(cls, proposal: Proposal, ledger: Ledger) -> "_Criteria":
        case = proposal.case
        return cls(
            proposal=proposal,
            ledger=_ledger_of_other_cases(proposal, ledger),
            lists=frozenset(lists_of(case, ledger.config).values()),
            relations=case.relations_by_strength,
            problems=frozenset(case.problems),
            declined=frozenset(case.child_view.declines if case.child_view else ()),
        )

    def is_in_question(self, provider: Provider) -> bool:
        wished = _wish_about(self.proposal.case, provider) is not None
        return wished or self.is_known(provider) or self.is_candidate(provider)

    def is_candidate(self, provider: Provider) -> bool:
        """Whether it is on the list for all problems, and can be offered to the child."""
        return self.is_on_list(provider) and self.is_offered(provider)

    def is_offered(self, provider: Provider) -> bool:
        """Whether it is near or known to the child, still has staff, and is open while the proposal runs."""
        near = self.is_near(provider) or self.is_known(provider)
        proposal = self.proposal
        return near and not (provider.is_deserted(proposal.start) or provider.is_closed(proposal.start, proposal.end))

    def is_known(self, provider: Provider) -> bool:
        return self.relation(provider.id) is not None

    def for_list(self, provider: Provider) -> ListKind | None:
        offered = len(self.lists) > 1 and self.is_offered(provider)
        return provider.list if offered and provider.list in self.lists else None

    def is_on_list(self, provider: Provider) -> bool:
        return self.lists <= {provider.list}

    def is_near(self, provider: Provider) -> bool:
        return provider.district in (None, self.proposal.case.child.district)

    def relation(self, provider: str, staff: str | None = None) -> RelationFact | None:
        for relation in self.relations:
            if relation.provider == provider and staff in (None, relation.staff):
                return RelationFact(strength=relation.strength, person=relation.person, since=relation.since)
        return None


def _option(provider: Provider, criteria: _Criteria) -> Option:
    proposal, config = criteria.proposal, criteria.ledger.config
    case = proposal.case
    before, after = criteria.ledger.weeks_with(provider, proposal)
    hours = proposal.hours_at(provider)
    staff_loads = criteria.ledger.staff_loads(provider, proposal.start, proposal.end)
    staff = tuple(
        _staff_option(provider, member, hours, staff_load, criteria)
        for member, staff_load in zip(provider.staff, staff_loads, strict=True)
    )
    room = after.figures.status(config.balance)
    rate = rate_on(config.rates, provider.id, proposal.start)
    return Option(
        provider=provider.id,
        name=provider.name,
        kind=provider.kind,
        candidate=criteria.is_candidate(provider),
        clear=False,
        own_district=criteria.is_near(provider),
        on_list=criteria.is_on_list(provider),
        relation=criteria.relation(provider.id),
        wish=_wish_about(case, provider),
        room=room,
        worst_week=after.iso,
        before=before.figures,
        after=after.figures,
        cost_per_month=None if rate is None else cost_per_month(rate, proposal.hours),
        excluded_by=_excluded_by(proposal, provider, room, staff),
        staff=staff,
        offer_before=_ordinary_offer(provider, before),
        offer_after=_ordinary_offer(provider, after),
        for_list=criteria.for_list(provider),
        short_leave=_short_leave(provider, criteria) if room == "over" else None,
    )


def _short_leave(provider: Provider, criteria: _Criteria) -> ShortLeave | None:
    ledger = criteria.ledger
    return short_leave(provider, ledger.provider_profile(provider), criteria.proposal, ledger.config.balance)


def _ordinary_offer(provider: Provider, week: Week) -> Decimal | None:
    """Return the ordinary club offer on the week's fullest day (document 001, line 44)."""
    return hours_per_enrolled(provider, week.day, week.figures.used)


def _wish_about(case: Case, provider: Provider) -> Literal["asked_for", "declined"] | None:
    if case.declines(provider.id):
        return "declined"
    return "asked_for" if case.asks_for(*(member.id for member in provider.staff)) else None


def _excluded_by(proposal: Proposal, provider: Provider, room: RoomStatus, staff: Sequence[StaffOption]) -> str | None:
    if proposal.case.declines(provider.id):
        return "declined"
    if provider.is_deserted(proposal.start):
        return "on_leave"
    if provider.is_closed(proposal.start, proposal.end):
        return "house_closed"
    if room == "over":
        return "over_capacity"
    if staff and all(person.excluded_by for person in staff):
        why = {person.excluded_by for person in staff}
        return why.pop() if len(why) == 1 else "person_over_max"
    return None


def _staff_option(
    provider: Provider, member: Staff, hours: Decimal, staff_load: StaffLoad, criteria: _Criteria
) -> StaffOption:
    start = criteria.proposal.start
    return StaffOption(
        staff=member.id,
        name=member.name,
        relation=criteria.relation(provider.id, member.id) if criteria.relations else None,
        free=ZERO if member.is_away(start) and staff_load.free is not None else staff_load.free,
        children=staff_load.children,
        competent=not criteria.problems.isdisjoint(member.competences),
        excluded_by="declined"
        if member.id in criteria.declined
        else _reason_without_room(member, hours, start, staff_load),
        left_on=member.left_on if member.leaves_before(criteria.proposal.end) else None,
    )


def _reason_without_room(member: Staff, hours: Decimal, start: date, staff_load: StaffLoad) -> str | None:
    """Return the code of the caution that excludes a person for these hours from that day; else None."""
    if member.is_away(start):
        return "on_leave"
    if staff_load.free is not None and staff_load.free < hours:
        return "person_over_max"
    return "person_over_max" if member.max_children is not None and staff_load.children >= member.max_children else None


def _is_clear(option: Option, options: Sequence[Option]) -> bool:
    if not option.candidate or option.excluded_by is not None:
        return False
    others = [other for other in options if other.candidate and other.provider != option.provider]
    return all(option.strength > other.strength for other in others)


def _why_none(case: Case, options: Sequence[Option], config: Config) -> WhyNone:
    candidates = [option for option in options if option.candidate]
    lists = frozenset(lists_of(case, config).values())
    if config.providers and not any(lists <= {provider.list} for provider in config.providers):
        return "both_lists"
    if not candidates:
        return "no_candidate"
    if all(option.excluded_by for option in candidates):
        return _why_excluded(candidates, "nobody_with_room")
    strongest = case.strongest_known
    strongest_options = [option for option in options if strongest and option.strength == strongest]
    if any(not option.on_list for option in strongest_options):
        return "relation_not_on_list"
    if any(option.excluded_by for option in strongest_options):
        return _why_excluded(strongest_options, "relation_without_room")
    return "tie"


def _why_excluded(options: Iterable[Option], otherwise: WhyNone) -> WhyNone:
    """Return "declined" if only the child's refusals exclude the options, and not a lack of room."""
    return "declined" if {option.excluded_by for option in options} <= {None, "declined"} else otherwise
