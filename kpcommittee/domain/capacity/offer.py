"""The ordinary club offer beside the contact persons: what enrolled children notice, and how evenly clubs carry."""

from collections.abc import Iterable
from decimal import Decimal

from kpcommittee.domain.capacity.balance import Figures
from kpcommittee.domain.provider import Provider


def accompanied(provider: Provider, figures: Figures) -> Decimal | None:
    """The share of the enrolled children who have a contact person there; nothing where nobody says how many there are.

    Contact persons also accompany children who are not enrolled, so that a share above 1 is possible.
    """
    return Decimal(figures.children) / provider.enrolled if provider.enrolled else None


def spreads(balances: Iterable[tuple[Provider, Figures]]) -> dict[str, Decimal]:
    """District → the greatest share of a room in use among its clubs less the smallest.

    Clubs without a limit have no share and do not count; a district needs two that have one.
    """
    shares: dict[str, list[Decimal]] = {}
    for provider, figures in balances:
        if provider.kind == "club" and provider.district is not None and figures.share is not None:
            shares.setdefault(provider.district, []).append(figures.share)
    return {district: max(found) - min(found) for district, found in shares.items() if len(found) > 1}
