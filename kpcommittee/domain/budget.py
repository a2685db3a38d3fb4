"""The money of the config: frames, and what is expected of bringing home."""

from datetime import date
from decimal import Decimal

from kpcommittee.domain.immutable import immutable


@immutable
class Share:
    """One part of a budget frame, as a fraction such as `2/3`."""

    name: str
    """Who bears it."""
    share: str
    """A fraction such as `2/3`; all of them make 1."""


@immutable
class Budget:
    """The budget frame of a year in kroner, and how it is split."""

    year: int
    """Calendar year."""
    frame: Decimal | None = None
    """Kroner for the year; in prices of the year before where there is an index."""
    index: Decimal | None = None
    """Price level against the year before, such as `1.021`. Without a frame, it continues that of the year before."""
    split: tuple[Share, ...] = ()
    """Who bears how much of it."""


@immutable
class NewCost:
    """The new costs of bringing home, in kroner a year between two limits (document 003, lines 181–183)."""

    name: str
    """What for, such as a full-time pedagogue."""
    low: Decimal
    """Kroner a year if little is brought home."""
    high: Decimal
    """Kroner a year if much is."""


@immutable
class BusinessCase:
    """What the municipality expects of bringing home, in kroner a year (document 003, lines 177–185)."""

    low: Decimal
    """What is saved if little is brought home."""
    high: Decimal
    """What is saved if much is."""
    source: str
    """Who estimated it, and when."""
    new_costs: tuple[NewCost, ...] = ()
    """Its new costs."""


@immutable
class BringHome:
    """What the municipality calls a light placement; the source document gives no number (document 003, line 49)."""

    max_hours_per_week: Decimal
    """Up to so many granted hours are light."""
    set_by: str
    """Who answers for the limit."""
    set_on: date | None = None
    """When it was set."""
    business_case: BusinessCase | None = None
    """What is expected of bringing home."""
