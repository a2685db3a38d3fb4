"""The capacity balance of one provider on one day, with its worst week from there."""

from decimal import Decimal

from kpcommittee.domain.capacity.balance import Figures, Week
from kpcommittee.domain.capacity.tipping import Tipping
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.provider import Provider, Staff


@immutable
class StaffBalance:
    """One person on the given day."""

    member: Staff
    figures: Figures


@immutable
class ProviderBalance:
    """One provider on the given day, and its worst week from then on."""

    provider: Provider
    figures: Figures
    worst: Week
    hours_per_enrolled: Decimal | None
    """Pedagogue hours left per enrolled child: the ordinary club offer."""
    worst_hours_per_enrolled: Decimal | None
    """The same in the worst week."""
    accompanied: Decimal | None
    """The share of the enrolled children who have a contact person there."""
    tipping: Tipping | None
    """The case that exceeds the limit in the worst week, if the provider is over then."""
    district_spread: Decimal | None
    """The difference between the shares of its district's clubs in their worst weeks."""
    staff: tuple[StaffBalance, ...]
