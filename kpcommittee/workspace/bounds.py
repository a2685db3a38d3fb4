"""The bounds of numbers and words in files, declared once for the checks and the schema."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kpcommittee.convert.converter import key_of
from kpcommittee.convert.issues import Issue
from kpcommittee.domain.budget import BringHome, Budget, BusinessCase, NewCost
from kpcommittee.domain.case import Absence, Grant
from kpcommittee.domain.committee import BalanceRules, Committee, FollowUpRules, Role, Scale, StartRule
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.provider import Change, Provider, Rate, Staff
from kpcommittee.domain.safety import Safety
from kpcommittee.workspace.checks import MAX_HOURS, check_bounds, quarters

SAME_SEAT: tuple[Role, ...] = ("authority", "internal")
"""The seats that are the same in every case."""

FRACTION = r"(\d{1,6})/(\d{1,6})|0?\.\d{1,6}|[01]"
"""How a share of a budget is written."""

FILE_NAME = r"\w(?:[\w .,+-]{0,98}[\w,+-])?"
"""What a meeting's id may look like, as it names the file of its minutes."""

OLDEST = 120
"""The greatest youngest age of a provider."""


@immutable(kw_only=False)
class Bound:
    """The least and the greatest value, both included."""

    low: int
    high: int
    above: bool = False
    """Whether the least value itself is excluded."""
    quarters: bool = False
    """Whether the value is in quarters."""


_MANY = Bound(0, 10**6)
_KRONER = Bound(0, 10**12)
_SHARE = Bound(0, 1)
_WEEK = Bound(0, MAX_HOURS)

BOUNDS: Mapping[type, Mapping[str, Bound]] = {
    Grant: {"hours_per_week": Bound(0, MAX_HOURS, above=True, quarters=True), "expected_months": Bound(1, 240)},
    Absence: {"percent": Bound(0, 100)},
    Committee: {"minutes_per_case": Bound(1, 480)},
    Provider: {
        "enrolled": _MANY,
        "pedagogue_hours": _MANY,
        "contact_share": _SHARE,
        "hours_factor": Bound(0, 100, above=True),
    },
    Change: {"pedagogue_hours": _MANY, "contact_share": _SHARE},
    Staff: {"contact_hours": _WEEK, "max_children": _MANY},
    Rate: {"amount": Bound(0, 10**9), "delivered_hours": Bound(0, MAX_HOURS, above=True)},
    Budget: {"year": Bound(1900, 2199), "frame": _KRONER, "index": Bound(0, 10, above=True)},
    BringHome: {"max_hours_per_week": _WEEK},
    BusinessCase: {"low": _KRONER, "high": _KRONER},
    NewCost: {"low": _KRONER, "high": _KRONER},
    FollowUpRules: {"ending_weeks": Bound(0, 104), "absence_percent": Bound(0, 100)},
    Safety: {
        "keep_days": Bound(1, 3660),
        "keep_weeks": Bound(0, 520),
        "keep_months": Bound(0, 120),
        "lock_after": Bound(0, 1440),
        "keep_access_months": Bound(1, 600),
    },
    StartRule: {"after_days": Bound(0, 365)},
    Scale: {"lowest": Bound(0, 100), "highest": Bound(0, 100)},
    BalanceRules: {"tight": Bound(0, 10), "over": Bound(0, 10, above=True), "horizon_weeks": Bound(1, 520)},
}
"""The bounds of a table's keys."""


def out_of_bounds(table: object, place: str) -> Iterator[Issue]:
    """Check that the numbers of a table are within their bounds; None is left out or reported elsewhere.

    Args:
        table: the table.
        place: its place in its file.
    """
    cls = type(table)
    for name, bound in BOUNDS.get(cls, {}).items():
        number: Decimal | int | None = getattr(table, name)
        at = f"{place}.{key_of(cls, name)}"
        if bound.quarters:
            yield from quarters(at, Decimal(number) if number is not None else None)
        else:
            yield from check_bounds(at, number, bound.low, bound.high, above=bound.above)
