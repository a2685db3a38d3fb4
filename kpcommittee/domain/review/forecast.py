"""The forecast of a year: what placements have cost and will cost, compared with the frame.

The frame has its price level, and is split to the øre (document 004, lines 19–25).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kpcommittee.domain.budget import BringHome, Budget, Share
from kpcommittee.domain.capacity.economy import largest_remainder
from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.review.costs import Cost, PricedPlacement, YearCosts, round_to_ore
from kpcommittee.domain.review.sides import BandRow, BringHomeEstimate, Side, bands_of, compute_bring_home

_NOTHING = Decimal("0.00")


@immutable
class Part:
    """One municipality's part of the frame, and the forecast for its children."""

    name: str
    amount: Decimal | None
    """None if the year has no frame."""
    forecast: Decimal


@immutable
class ProviderYear:
    """A provider's placements in the year."""

    provider: str
    children: int
    full_year_children: Fraction
    forecast: Decimal


@immutable
class Candidate:
    """A light placement at an external supplier, which may be brought home; individually assessed (003:137)."""

    case_number: str
    provider: str
    hours_per_week: Decimal
    cost_per_month: Decimal | None
    """By the rate of the forecast's day; None without one."""


@immutable
class Forecast:
    """The money of one calendar year in kroner, as of one day."""

    year: int
    as_of: date
    frame: Decimal | None
    indexed_frame: Decimal | None
    split: tuple[Part, ...]
    split_unknown: Decimal
    """The forecast for children whose municipality is unknown or has no part."""
    spent: Decimal
    held: Decimal
    """The part of the forecast that is decided in meetings not approved yet."""
    forecast: Decimal
    by_kind: tuple[tuple[str, Decimal], ...]
    by_provider: tuple[ProviderYear, ...]
    bands: tuple[BandRow, ...]
    own: Side
    external: Side
    light: BringHome | None
    bring_home: tuple[Candidate, ...]
    business: BringHomeEstimate | None
    """What is expected of bringing home; None if the config does not say it."""
    unpriced: tuple[Cost, ...]
    """Placements with days that have no price."""
    purged: int = 0
    """Purged cases with a placement in the year: no amount includes them."""

    @property
    def providers(self) -> frozenset[str]:
        """The ids of all providers in it."""
        unpriced = (cost.placement.provider for cost in self.unpriced)
        light = (row.provider for row in self.bring_home)
        return frozenset((*(row.provider for row in self.by_provider), *light, *unpriced))

    @property
    def committed(self) -> Decimal:
        """What running, decided and held placements will cost after the day of the forecast."""
        return self.forecast - self.spent

    @property
    def left(self) -> Decimal | None:
        """What is left of the frame, negative if the forecast exceeds it; None without a frame."""
        return None if self.indexed_frame is None else self.indexed_frame - self.forecast


def forecast_of(placements: Iterable[PricedPlacement], config: Config, year: int, as_of: date) -> Forecast:
    """Forecast a year from every placement that runs in it."""
    prices = YearCosts(config.rates, year, as_of)
    costs = [cost for placed in placements if (cost := prices.cost(placed)) is not None]
    kinds = {provider.id: provider.kind for provider in config.providers}
    external = [cost for cost in costs if kinds.get(cost.placement.provider) == "external"]
    own = [cost for cost in costs if kinds.get(cost.placement.provider) in ("club", "internal")]
    budget = next((budget for budget in config.budgets if budget.year == year), None)
    frame = indexed_frame(config.budgets, year)
    split, split_unknown = _split(costs, budget, frame)
    candidates = _bring_home_candidates(external, config.bring_home, prices)
    return Forecast(
        year=year,
        as_of=as_of,
        frame=_stated_frame(config.budgets, year) if frame is not None else None,
        indexed_frame=frame,
        split=split,
        split_unknown=split_unknown,
        spent=sum((cost.spent for cost in costs), _NOTHING),
        held=_total(cost for cost in costs if cost.placement.held),
        forecast=_total(costs),
        by_kind=_by_kind(costs, kinds),
        by_provider=_by_provider(costs, config, prices.days),
        bands=bands_of(cost.forecast for cost in external if cost.priced_days),
        own=_sum_side(own, prices.days),
        external=_sum_side(external, prices.days),
        light=config.bring_home,
        bring_home=candidates,
        business=_business_expectation(config.bring_home, candidates),
        unpriced=tuple(cost for cost in costs if cost.unpriced),
    )


def _total(costs: Iterable[Cost]) -> Decimal:
    return sum((cost.forecast for cost in costs), _NOTHING)


def _stated_frame(budgets: Sequence[Budget], year: int) -> Decimal | None:
    """Return the newest frame that was stated as an amount, up to the year."""
    stated = {budget.year: budget.frame for budget in budgets if budget.frame is not None and budget.year <= year}
    return stated[max(stated)] if stated else None


def _split(costs: Sequence[Cost], budget: Budget | None, frame: Decimal | None) -> tuple[tuple[Part, ...], Decimal]:
    """Split frame and forecast by municipality; the second value is the forecast that belongs to no part."""
    if budget is None or not budget.split:
        return (), _NOTHING
    amounts: dict[str, Decimal] = {} if frame is None else dict(split_frame(frame, budget.split))
    forecasts = {municipality_key(share.name): _NOTHING for share in budget.split}
    unknown = _NOTHING
    for cost in costs:
        key = municipality_key(cost.placement.municipality or "")
        if key in forecasts:
            forecasts[key] += cost.forecast
        else:
            unknown += cost.forecast
    parts = (
        Part(name=share.name, amount=amounts.get(share.name), forecast=forecasts[municipality_key(share.name)])
        for share in budget.split
    )
    return tuple(parts), unknown


def municipality_key(name: str) -> str:
    """Return a key that spellings of a municipality share: `Lindebæk Kommune` is `Lindebæk`."""
    return name.strip().casefold().removesuffix(" kommune")


def _by_kind(costs: Sequence[Cost], kinds: Mapping[str, str]) -> tuple[tuple[str, Decimal], ...]:
    totals = dict.fromkeys(("club", "internal", "external"), _NOTHING)
    for cost in costs:
        kind = kinds.get(cost.placement.provider, "unknown")
        totals[kind] = totals.get(kind, _NOTHING) + cost.forecast
    return tuple(totals.items())


def _by_provider(costs: Sequence[Cost], config: Config, days: int) -> tuple[ProviderYear, ...]:
    """Group by provider, in the order of the config; providers that it no longer names come last."""
    grouped: dict[str, list[Cost]] = {provider.id: [] for provider in config.providers}
    for cost in costs:
        grouped.setdefault(cost.placement.provider, []).append(cost)
    return tuple(
        ProviderYear(
            provider=provider,
            children=len({cost.placement.case_number for cost in own}),
            full_year_children=Fraction(sum(cost.days for cost in own), days),
            forecast=_total(own),
        )
        for provider, own in grouped.items()
        if own
    )


def _sum_side(costs: Sequence[Cost], days: int) -> Side:
    """Add up one side; days without a price are left out of averages."""
    priced = [cost for cost in costs if cost.priced_days]
    return Side(
        children=len({cost.placement.case_number for cost in priced}),
        full_years=Fraction(sum(cost.priced_days for cost in priced), days),
        amount=_total(priced),
    )


def _business_expectation(light: BringHome | None, candidates: Iterable[Candidate]) -> BringHomeEstimate | None:
    if light is None or light.business_case is None:
        return None
    a_year = sum((candidate.cost_per_month or _NOTHING for candidate in candidates), _NOTHING) * 12
    return compute_bring_home(light.business_case, a_year)


def _bring_home_candidates(costs: Sequence[Cost], light: BringHome | None, prices: YearCosts) -> tuple[Candidate, ...]:
    """List light external placements that run on the forecast's day, by case number; never by cost."""
    if light is None:
        return ()
    candidates = (
        Candidate(
            case_number=cost.placement.case_number,
            provider=cost.placement.provider,
            hours_per_week=hours,
            cost_per_month=prices.cost_per_month_on(cost.placement, prices.as_of),
        )
        for cost in costs
        if (hours := cost.placement.hours_on(prices.as_of)) is not None
        and hours <= light.max_hours_per_week
        and cost.placement.runs_on(prices.as_of)
    )
    return tuple(sorted(candidates, key=lambda candidate: (candidate.case_number, candidate.provider)))


def indexed_frame(budgets: Iterable[Budget], year: int) -> Decimal | None:
    """Return the year's frame in its own prices; None if there is no frame to start from.

    A frame with an index is in prices of the year before. A year with an index alone continues the frame of the year
    before.
    """
    by_year = {budget.year: budget for budget in budgets}
    index = Fraction(1)
    while (budget := by_year.get(year)) is not None:
        index *= Fraction(budget.index) if budget.index is not None else 1
        if budget.frame is not None:
            return round_to_ore(Fraction(budget.frame) * index)
        if budget.index is None:
            return None
        year -= 1
    return None


def split_frame(frame: Decimal, shares: Sequence[Share]) -> tuple[tuple[str, Decimal], ...]:
    """Split an amount to the øre by largest remainder, so that the parts add up to it."""
    parts = largest_remainder([Fraction(share.share) for share in shares], int(frame * 100))
    return tuple((share.name, Decimal(part).scaleb(-2)) for share, part in zip(shares, parts, strict=True))
