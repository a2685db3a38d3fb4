"""What was measured: ours beside its floor, as medians with quartiles, and the ratio of the two."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Literal

Measured = Callable[[], float]

MOST = 0.95
"""The share of rounds that a limit holds for."""


@dataclass(frozen=True, slots=True)
class Series:
    """The rounds of one measurement."""

    values: tuple[float, ...]

    def at(self, share: float) -> float:
        """The value that this share of the rounds does not exceed."""
        if len(self.values) < 2:
            return self.values[0]
        return quantiles(self.values, n=100, method="inclusive")[round(share * 100) - 1]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.values)

    def spread(self, digits: int) -> str:
        """The median with its quartiles."""
        low, middle, high = (f"{self.at(share):.{digits}f}" for share in (0.25, 0.5, 0.75))
        return f"{middle} ({low}–{high})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One line of the table."""

    what: str
    floor: str
    """What it is compared with."""
    ours: Series
    bare: Series
    unit: Literal["ms", "MB"] = "ms"
    target: float | None = None
    """What the ratio may come to at most."""
    limit: float | None = None
    """The most that ours may take in 95 of 100 rounds; without both limits the line only informs."""
    digits: int = 0
    """Decimals the table shows."""

    @property
    def ratio(self) -> float:
        """Ours as a multiple of its floor, by the medians."""
        return self.ours.middle / self.bare.middle

    @property
    def holds(self) -> bool:
        """Whether the target is reached."""
        within = self.limit is None or self.ours.at(MOST) <= self.limit
        return within and (self.target is None or self.ratio <= self.target)


@dataclass(slots=True)
class Rounds:
    """Runs that alternate, so that whatever else the machine does touches all of them alike."""

    runs: Mapping[str, Measured]
    values: dict[str, list[float]] = field(default_factory=dict)

    def take(self, rounds: int, warm: int = 1) -> dict[str, Series]:
        """Run all in turn, each round beginning with another one; the first rounds only warm the caches."""
        names = list(self.runs)
        for number in range(-warm, rounds):
            first = number % len(names)
            for name in names[first:] + names[:first]:
                value = self.runs[name]()
                if number >= 0:
                    self.values.setdefault(name, []).append(value)
        return {name: Series(tuple(values)) for name, values in self.values.items()}
