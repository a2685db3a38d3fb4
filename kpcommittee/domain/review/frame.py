"""The budget frame of a year: its price level, and how it is split to the øre (document 004, lines 19–25)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from kpcommittee.domain.capacity.economy import largest_remainder
from kpcommittee.domain.committee import Budget, Share
from kpcommittee.domain.review.costs import in_ore


def indexed_frame(budgets: Iterable[Budget], year: int) -> Decimal | None:
    """Return the year's frame in its own prices; None if no frame leads to it.

    A frame with an index is in prices of the year before. A year with an index alone continues the frame of the year
    before.
    """
    by_year = {budget.year: budget for budget in budgets}
    index = Fraction(1)
    while (budget := by_year.get(year)) is not None:
        index *= Fraction(budget.index) if budget.index is not None else 1
        if budget.frame is not None:
            return in_ore(Fraction(budget.frame) * index)
        if budget.index is None:
            return None
        year -= 1
    return None


def split_frame(frame: Decimal, shares: Sequence[Share]) -> tuple[tuple[str, Decimal], ...]:
    """Split an amount to the øre by largest remainder, so that the parts add up to it."""
    parts = largest_remainder([Fraction(share.share) for share in shares], int(frame * 100))
    return tuple((share.name, Decimal(part).scaleb(-2)) for share, part in zip(shares, parts, strict=True))
