"""Forecasts the money of a year from the placements that run in it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING

from kpcommittee.convert.scalars import YEARS
from kpcommittee.domain.capacity.placement import Claim
from kpcommittee.domain.meeting.purged import Purged
from kpcommittee.domain.review.costs import PricedPlacement, YearCosts
from kpcommittee.domain.review.forecast import Forecast, forecast_of
from kpcommittee.errors import UsageError
from kpcommittee.locale import _
from kpcommittee.services.caseload import YearCaseload

if TYPE_CHECKING:
    from kpcommittee.domain.committee import Config
    from kpcommittee.services.session import Session

Costs = tuple[Decimal | None, Decimal | None]
"""Kroner a month and in a calendar year; None without a price."""

_DIGITS = 4


def budget_of(session: "Session", year: int, as_of: date, running: YearCaseload | None = None) -> Forecast:
    """Forecast a year with the decisions of all meetings so far; days up to and including `as_of` count as spent.

    Args:
        session: the workspace.
        year: the calendar year.
        as_of: the last day that counts as spent.
        running: the placements of the year; read if left out.
    """
    running = YearCaseload.read(session, year) if running is None else running
    forecast = forecast_of(placements_in(session, year, running), session.config, year, as_of)
    purges = (recorded.event for recorded in session.store_to_read.purges())
    return replace(forecast, purged=sum(isinstance(event, Purged) and year in event.years for event in purges))


def placements_in(session: "Session", year: int, running: YearCaseload) -> Iterator[PricedPlacement]:
    """Yield the placements of the year: imported, decided and held, each case at most once a day."""
    split = any(budget.year == year and budget.split for budget in session.config.budgets)
    homes = dict(_municipalities(session.config, running)) if split else {}
    for course in running.caseload.counting_courses:
        if course.span is not None:
            yield priced_placement_of(course.span, homes.get(course.span.case_number))


def costs_of(session: "Session", claims: Iterable[Claim], day: date) -> Iterator[tuple[Claim, Costs]]:
    """Yield each claim with its costs: per month on that day, or at a later start, and in that year."""
    prices = YearCosts(session.config.rates, day.year, day)
    for claim in claims:
        placed = priced_placement_of(claim)
        cost = prices.cost(placed)
        month = prices.cost_per_month_on(placed, max(day, placed.start or day))
        yield claim, (month, cost.forecast if cost and cost.priced_days else None)


def year_named(text: str) -> int:
    """Read a calendar year, within those that files allow.

    Raises:
        UsageError: it is none.
    """
    if not (text.isascii() and text.isdigit() and len(text) == _DIGITS and int(text) in YEARS):
        raise UsageError(
            _("{year} is not a year").format(year=text),
            _("Name a year from {first} to {last}, such as 2026.").format(first=YEARS[0], last=YEARS[-1]),
        )
    return int(text)


def priced_placement_of(claim: Claim, municipality: str | None = None) -> PricedPlacement:
    """Return a claim as a placement to price."""
    return PricedPlacement(
        case_number=claim.case_number,
        provider=claim.provider,
        hours=claim.hours,
        start=claim.start,
        end=claim.end,
        held=claim.held,
        municipality=municipality,
        changes=tuple(
            (change.since, change.hours_per_week) for change in claim.changes if change.hours_per_week is not None
        ),
    )


def _municipalities(config: "Config", running: YearCaseload) -> Iterator[tuple[str, str | None]]:
    """Yield each case with its child's municipality, from the case or from its district; the newest comes last."""
    for placement in running.caseload.placements:
        yield placement.case_number, config.municipality_of_district(placement.district)
    for ruling in sorted(running.caseload.rulings, key=attrgetter("opened_at", "meeting")):
        case = running.known[ruling.meeting, ruling.case_number]
        yield ruling.case_number, case.municipality or config.municipality_of_district(case.district)
