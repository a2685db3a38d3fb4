"""What JSON answers consist of. `docs/commands.md` says which names scripts may rely on."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

JsonValue: TypeAlias = "str | float | bool | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
"""Whatever JSON can say: a date or a decimal number in an answer is found by the types."""
Json = dict[str, JsonValue]


def iso(day: date | None) -> str | None:
    """Return a date or a moment as ISO text; None if it is unknown."""
    return None if day is None else day.isoformat()


def number(value: Decimal | None) -> float | None:
    """Return a number with at most four decimals; None if it is unknown."""
    return None if value is None else round(float(value), 4)
