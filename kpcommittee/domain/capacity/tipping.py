"""The case that tips a provider over its limit, and which relation moving it would cost the child."""

from collections.abc import Mapping
from datetime import date

from kpcommittee.domain.capacity.balance import Week, tipping_claim
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.options import RelationFact
from kpcommittee.domain.capacity.placement import Claim
from kpcommittee.domain.case import Case
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.provider import Provider

_LAST = 10**9
"""A rank after every known decision."""


@immutable
class Tipping:
    """The first case, in order of arrival, that exceeds a provider's limit in its worst week."""

    claim: Claim
    day: date
    """The fullest day of that week."""
    case_known: bool = False
    """Whether the committee has dealt with the case; the relations of an imported case are unknown."""
    relation: RelationFact | None = None
    """The child's strongest relation there: what moving the case would cost."""

    @property
    def strength(self) -> int | None:
        """The relation's strength: 0 without a relation, None if the case is unknown."""
        if not self.case_known:
            return None
        return self.relation.strength if self.relation else 0


def tipping_of(provider: Provider, ledger: Ledger, decided: Mapping[str, int]) -> Tipping | None:
    """Return the case that tips the provider in its worst week; None if that week is not over the limit.

    Args:
        provider: one of the config.
        ledger: who claims which hours.
        decided: case number → its place in the order of decision.
    """
    return tipping_in(provider, ledger, decided, ledger.provider_profile(provider).worst_week())


def tipping_in(provider: Provider, ledger: Ledger, decided: Mapping[str, int], week: Week) -> Tipping | None:
    """Return the case that tips the provider in a given week; None if that is not over the limit.

    Running placements come first, by their start; held ones follow in the order of decision.
    """
    rules, room = ledger.config.balance, week.figures.room
    if room is None or week.figures.status(rules) != "over":
        return None
    claims = sorted(ledger.claims(provider.id), key=lambda claim: _arrival_key(claim, decided))
    claim = tipping_claim(claims, provider.hours_factor, week.day, rules.over * room)
    return None if claim is None else Tipping(claim=claim, day=week.day)


def with_relation(tipping: Tipping, case: Case) -> Tipping:
    """Add the child's strongest relation at the provider."""
    claim = tipping.claim
    strongest = case.relation_to(claim.provider)
    relation = (
        RelationFact(strength=strongest.strength, person=strongest.person, since=strongest.since) if strongest else None
    )
    return Tipping(claim=claim, day=tipping.day, case_known=True, relation=relation)


def _arrival_key(claim: Claim, decided: Mapping[str, int]) -> tuple[bool, int, date, str]:
    place = decided.get(claim.case_number, _LAST) if claim.held else 0
    return claim.held, place, claim.start or date.min, claim.case_number
