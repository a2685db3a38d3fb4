"""Computes the capacity balance of every provider on one day, with its worst week from there."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from kpcommittee.domain.capacity.balance import accompanied_share, district_spreads, hours_per_enrolled
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.provider_balance import ProviderBalance, StaffBalance
from kpcommittee.domain.capacity.quality import Quality, quality_of
from kpcommittee.domain.capacity.tipping import Tipping, tipping_of, with_relation
from kpcommittee.domain.meeting.meeting import fold, order_of_decision
from kpcommittee.domain.provider import Provider
from kpcommittee.services.caseload import caseload_of, placements_in_full

if TYPE_CHECKING:
    from kpcommittee.services.session import Session
    from kpcommittee.store.empty import Readable


def balance_rows(session: "Session", day: date) -> tuple[ProviderBalance, ...]:
    """Compute the balance of every provider, with the decisions of all meetings so far."""
    return balances_in(session, ledger_on(session, day))


def balances_in(session: "Session", ledger: Ledger) -> tuple[ProviderBalance, ...]:
    """Compute the balance of every provider on the first day of a ledger."""
    worst = {provider.id: ledger.provider_profile(provider).worst_week() for provider in session.config.providers}
    spread = district_spreads((provider, worst[provider.id].figures) for provider in session.config.providers)
    tipping = find_tippings(session, ledger)
    return tuple(
        _row(provider, ledger, tipping.get(provider.id), spread.get(provider.district or ""))
        for provider in session.config.providers
    )


def ledger_on(session: "Session", day: date) -> Ledger:
    """Return the ledger from that day on, with the decisions of all meetings so far."""
    store = session.store_to_read
    return Ledger.of(session.config, store.placements(running_from=day), store.rulings(running_from=day), day)


def find_tippings(session: "Session", ledger: Ledger) -> dict[str, Tipping]:
    """Map each provider over its limit to the case that tips it, and the relation that moving it would cost."""
    rules = session.config.balance
    providers = session.config.providers
    over = [
        provider
        for provider in providers
        if ledger.provider_profile(provider).worst_week().figures.status(rules) == "over"
    ]
    if not over:
        return {}
    store = session.store_to_read
    decided = decision_order(store)
    tipping = {provider.id: tipping_of(provider, ledger, decided) for provider in over}
    return {provider: with_child(store, case) for provider, case in tipping.items() if case is not None}


def decision_order(store: "Readable") -> dict[str, int]:
    """Map each case number to its place among the decisions of all meetings whose hours still count."""
    return order_of_decision(fold(row.id, store.read(row.id)) for row in store.meetings(running=True))


def with_child(store: "Readable", tipping: Tipping) -> Tipping:
    """Add the child's relation to the tipping case, from the newest meeting that ruled in it."""
    number = tipping.claim.case_number
    rulings = [ruling for ruling in store.rulings(running_from=tipping.day) if ruling.case_number == number]
    if not rulings:
        return tipping
    newest = max(rulings, key=lambda ruling: ruling.opened_at)
    item = fold(newest.meeting, store.read(newest.meeting)).item(number)
    return with_relation(tipping, item.case) if item else tipping


def _row(provider: Provider, ledger: Ledger, tipping: Tipping | None, spread: Decimal | None) -> ProviderBalance:
    profile = ledger.provider_profile(provider)
    figures, worst = profile.figures_on(ledger.first), profile.worst_week()
    staff = tuple(
        StaffBalance(member=member, figures=ledger.staff_profile(provider, member).figures_on(ledger.first))
        for member in provider.staff
    )
    return ProviderBalance(
        provider=provider,
        figures=figures,
        worst=worst,
        hours_per_enrolled=hours_per_enrolled(provider, ledger.first, figures.used),
        worst_hours_per_enrolled=hours_per_enrolled(provider, worst.day, worst.figures.used),
        accompanied=accompanied_share(provider, figures),
        tipping=tipping,
        district_spread=spread if provider.kind == "club" else None,
        staff=staff,
    )


def caseload_quality(session: "Session", day: date) -> Quality:
    """Examine the quality of the caseload on a day; each placement counts once, from whatever source."""
    courses = caseload_of(session.store_to_read).counting_courses
    placements = (placement.as_of(day) for placement in placements_in_full(session, courses))
    return quality_of(placements, ledger_on(session, day))
