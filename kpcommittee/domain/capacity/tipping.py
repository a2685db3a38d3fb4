"""The case that tips a provider, and what moving it would cost the child in relations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kpcommittee.domain.calendar import DAY, WEEK
from kpcommittee.domain.capacity.balance import Profile, Week, tipping_claim
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.options import RelationFact
from kpcommittee.domain.capacity.placement import Claim
from kpcommittee.domain.case import Case
from kpcommittee.domain.provider import Provider

_LAST = 10**9
"""A place in the order after every decision that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tipping:
    """The first case, in the order in which they came, that is too much for a provider in its worst week."""

    claim: Claim
    day: date
    """The fullest day of that week."""
    case_known: bool = False
    """Whether the committee has dealt with the case; of an imported one no relations are known."""
    relation: RelationFact | None = None
    """The child's strongest relation there: what moving the case would cost."""

    @property
    def strength(self) -> int | None:
        """Of that relation: 0 without one, nothing where it is not known."""
        if not self.case_known:
            return None
        return self.relation.strength if self.relation else 0


def tipping_of(provider: Provider, ledger: Ledger, decided: Mapping[str, int]) -> Tipping | None:
    """The case that tips the provider in its worst week; nothing while the provider is not over there.

    Args:
        provider: one of the config.
        ledger: who claims which hours.
        decided: case number → its place in the order of decision.
    """
    return tipping_in(provider, ledger, decided, ledger.provider(provider).worst())


def tipping_in(provider: Provider, ledger: Ledger, decided: Mapping[str, int], week: Week) -> Tipping | None:
    """The case that tips the provider in one of its weeks; nothing while the provider is not over there.

    What runs came before what is held: running placements count by their start, held ones in the order of decision.
    """
    rules, room = ledger.config.balance, week.figures.room
    if room is None or week.figures.status(rules) != "over":
        return None
    day = _fullest_day(ledger.provider(provider), week)
    claims = sorted(ledger.claims(provider.id), key=lambda claim: _order(claim, decided))
    claim = tipping_claim(claims, provider.hours_factor, day, rules.over * room)
    return None if claim is None else Tipping(claim=claim, day=day)


def with_relation(tipping: Tipping, case: Case) -> Tipping:
    """The same, with what is known of the child's relations there."""
    claim = tipping.claim
    found = case.relation_to(claim.provider)
    relation = RelationFact(strength=found.strength, person=found.person, since=found.since) if found else None
    return Tipping(claim=claim, day=tipping.day, case_known=True, relation=relation)


def _fullest_day(profile: Profile, week: Week) -> date:
    last = week.monday + WEEK - DAY
    among = [one for one in profile.intervals if one.last >= week.monday and one.first <= last]
    alike = [one for one in among if one.figures == week.figures]
    interval = next((one for one in alike if one.open), alike[0])
    return max(interval.first, week.monday)


def _order(claim: Claim, decided: Mapping[str, int]) -> tuple[bool, int, date, str]:
    place = decided.get(claim.case_number, _LAST) if claim.held else 0
    return claim.held, place, claim.start or date.min, claim.case_number
