"""Own contact persons against external suppliers, cost bands and the price of bringing home (document 003)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from kpcommittee.domain.budget import BusinessCase
from kpcommittee.domain.capacity.economy import largest_remainder
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.review.costs import round_to_ore

Band = Literal["over_100", "75_100", "under_75"]
BANDS: tuple[Band, ...] = ("over_100", "75_100", "under_75")
"""Thousand kroner a year and child; 75 and 100 themselves belong to the middle band (document 003, lines 124–128)."""

_HIGH, _LOW = Decimal(100_000), Decimal(75_000)


@immutable
class Side:
    """Children, full-year children and kroner of own or of external contact persons in a year."""

    children: int
    full_years: Fraction
    """Days of all placements divided by the days of the year (*årsværk*, children and not staff)."""
    amount: Decimal

    @property
    def per_month_by_children(self) -> Decimal | None:
        """Kroner a month for each child, whatever part of the year it runs; None without children."""
        return round_to_ore(Fraction(self.amount) / 12 / self.children) if self.children else None

    @property
    def per_month_by_full_years(self) -> Decimal | None:
        """Kroner a month for each full-year child; None without any."""
        return round_to_ore(Fraction(self.amount) / 12 / self.full_years) if self.full_years else None


@immutable
class BandRow:
    """The children in one cost band; shares are whole per cent by largest remainder."""

    band: Band
    children: int
    amount: Decimal
    share_children: int
    share_amount: int


def band_of(amount: Decimal) -> Band:
    """Return the band of a child's cost in a year."""
    return "over_100" if amount > _HIGH else "75_100" if amount >= _LOW else "under_75"


def bands_of(amounts: Iterable[Decimal]) -> tuple[BandRow, ...]:
    """Group children by what each costs in a year, the most expensive band first."""
    grouped: dict[Band, list[Decimal]] = {band: [] for band in BANDS}
    for amount in amounts:
        grouped[band_of(amount)].append(amount)
    return band_rows({band: (len(own), sum(own, Decimal(0))) for band, own in grouped.items()})


def band_rows(totals: dict[Band, tuple[int, Decimal]]) -> tuple[BandRow, ...]:
    """Add the shares to the children and kroner of each band."""
    children = largest_remainder([totals[band][0] for band in BANDS], 100)
    amounts = largest_remainder([totals[band][1] for band in BANDS], 100)
    return tuple(
        BandRow(band=band, children=totals[band][0], amount=totals[band][1], share_children=child, share_amount=amount)
        for band, child, amount in zip(BANDS, children, amounts, strict=True)
    )


def tenths_of_percent(parts: Sequence[Fraction | Decimal | int]) -> tuple[int, ...]:
    """Return shares in tenths of a per cent that add up to 1,000, by largest remainder."""
    return largest_remainder(parts, 1000)


@immutable(kw_only=False)
class AmountRange:
    """An amount in kroner that is only known between two limits."""

    low: Decimal
    high: Decimal


@immutable
class BringHomeEstimate:
    """What bringing home is expected to save in a year, and what the candidates cost now."""

    candidates: Decimal
    """The cost of all candidates in kroner a year, at the rates of the day."""
    saving: AmountRange
    costs: tuple[tuple[str, AmountRange], ...]
    """Its new costs, by name."""
    net: AmountRange
    source: str
    """Who estimated saving and costs, and when."""


def compute_bring_home(case: BusinessCase, candidates: Decimal) -> BringHomeEstimate:
    """Compute the expected net saving; `candidates` is what the candidates cost now, in kroner a year."""
    saving = AmountRange(case.low, case.high)
    costs = tuple((cost.name, AmountRange(cost.low, cost.high)) for cost in case.new_costs)
    net = net_saving(saving, *(cost for _name, cost in costs))
    return BringHomeEstimate(candidates=candidates, saving=saving, costs=costs, net=net, source=case.source)


def net_saving(saving: AmountRange, *costs: AmountRange) -> AmountRange:
    """Return what is left of a saving, low with low and high with high (document 003, lines 177–185).

    The new costs grow with the number brought home, so the low saving goes with the low cost.
    """
    return AmountRange(
        saving.low - sum((cost.low for cost in costs), Decimal(0)),
        saving.high - sum((cost.high for cost in costs), Decimal(0)),
    )
