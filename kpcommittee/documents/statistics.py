"""What a meeting decided, in numbers: no names, and no number so small that it identifies somebody."""

from collections import Counter
from collections.abc import Iterable

from kpcommittee.documents.model import Minutes
from kpcommittee.domain.capacity.placement import PLACED_STATES
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.review.disclosure import Cell, Sum, hidden_cells
from kpcommittee.domain.review.report import AGE_BANDS, age_band

OUTCOMES = ("placed", "in_principle", "postponed", "returned", "withdrawn", "open")
PROVIDERS = ("club", "internal", "external")


@immutable
class Counted:
    """A table: its code, and a number for each value; None if the number is hidden."""

    code: str
    """`outcome`, `provider` or `age`."""
    rows: tuple[tuple[str, int | None], ...]


@immutable
class Statistics:
    """The numbers of one meeting."""

    cases: int | None
    tables: tuple[Counted, ...]

    @property
    def hides(self) -> bool:
        """Whether a number is hidden."""
        return self.cases is None or any(number is None for table in self.tables for _value, number in table.rows)


def statistics_of(minutes: Minutes) -> Statistics:
    """Count the cases of a meeting; hide small numbers, and those that would reveal them."""
    placed = [item.decision for item in minutes.items if item.decision and item.state in PLACED_STATES]
    tables = {
        "outcome": _count(OUTCOMES, (item.state for item in minutes.items)),
        "provider": _count(PROVIDERS, (decision.provider_kind for decision in placed)),
        "age": _count(AGE_BANDS, (age_band(item.age) for item in minutes.items)),
    }
    numbers: dict[Cell, int] = {("cases",): len(minutes.items), ("placements",): len(placed)}
    numbers |= {(code, value): number for code, rows in tables.items() for value, number in rows}
    sums = [
        Sum(("cases",), tuple(("outcome", value) for value, _number in tables["outcome"])),
        Sum(("cases",), tuple(("age", value) for value, _number in tables["age"])),
        Sum(("placements",), tuple(("provider", value) for value, _number in tables["provider"])),
        Sum(("placements",), (("outcome", "placed"), ("outcome", "in_principle"))),
    ]
    hidden = hidden_cells(numbers, sums)
    return Statistics(
        cases=None if ("cases",) in hidden else len(minutes.items),
        tables=tuple(
            Counted(
                code=code,
                rows=tuple((value, None if (code, value) in hidden else number) for value, number in rows),
            )
            for code, rows in tables.items()
        ),
    )


def _count(values: Iterable[str], of: Iterable[str]) -> list[tuple[str, int]]:
    numbers = Counter(of)
    return [(value, numbers[value]) for value in values]
