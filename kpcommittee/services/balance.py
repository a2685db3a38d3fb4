"""The capacity balance of every provider on one day, with the worst week from there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from kpcommittee.domain.balance import Figures, Week, hours_per_enrolled
from kpcommittee.domain.ledger import Ledger
from kpcommittee.domain.provider import Provider, Staff

if TYPE_CHECKING:
    from kpcommittee.services.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffBalance:
    """One person on the day asked for."""

    member: Staff
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderBalance:
    """One provider on the day asked for, and its worst week of the horizon from there."""

    provider: Provider
    figures: Figures
    worst: Week
    hours_per_enrolled: Decimal | None
    """Pedagogue hours left per enrolled child: the ordinary club offer."""
    staff: tuple[StaffBalance, ...]


def balance_rows(desk: "Desk", day: date) -> tuple[ProviderBalance, ...]:
    """Every provider, with what is decided in all meetings so far."""
    return balances(desk.config.providers, ledger_on(desk, day))


def ledger_on(desk: "Desk", day: date) -> Ledger:
    """Who claims which hours from that day on, by what is decided in all meetings so far."""
    store = desk.store_if_any
    placements = store.placements(running_from=day) if store else ()
    rulings = store.rulings(running_from=day) if store else ()
    return Ledger.of(desk.config, placements, rulings, day)


def balances(providers: Iterable[Provider], ledger: Ledger) -> tuple[ProviderBalance, ...]:
    """The balance of these providers on the ledger's first day."""
    return tuple(_row(provider, ledger) for provider in providers)


def _row(provider: Provider, ledger: Ledger) -> ProviderBalance:
    profile = ledger.provider(provider)
    figures = profile.on(ledger.first)
    staff = tuple(
        StaffBalance(member=one, figures=ledger.staff(provider, one).on(ledger.first)) for one in provider.staff
    )
    return ProviderBalance(
        provider=provider,
        figures=figures,
        worst=profile.worst(),
        hours_per_enrolled=hours_per_enrolled(provider, ledger.first, figures.used),
        staff=staff,
    )
