"""Which numbers of the yearly evaluation may be shared: none below five, and none from which one follows."""

from collections.abc import Iterator

from kpcommittee.domain.review.disclosure import Cell, Sum, hidden_cells
from kpcommittee.domain.review.report import Counts, OutcomesByGroup, YearReport

Key = Cell
"""Such as `("by_district", "oest", "placed")`."""

ALL: Key = ("outcomes",)
PLACED: Key = ("placed",)
REGISTER: Key = ("register",)


def hidden_keys(report: YearReport) -> frozenset[Key]:
    """Return the numbers that a shareable report hides."""
    return hidden_cells(dict(numbers_of(report)), tuple(sums_of(report)), dict.fromkeys(_printed_if_any(report), 1))


def _printed_if_any(report: YearReport) -> Iterator[Key]:
    """Yield the rows that a report prints only if they are not empty: a reader knows that none is 0."""
    for name, crossed in report.outcome_tables:
        if not name.startswith("went"):
            yield from ((name, group) for group in crossed.groups)
    yield from ((name, "unknown") for name in ("by_kind", "register_kinds", "went_provider_kind"))


def numbers_of(report: YearReport) -> Iterator[tuple[Key, int]]:
    """Yield every number of people that the report prints, and those that a reader gets by subtraction."""
    yield ALL, report.outcomes.total
    yield PLACED, placed_in(report)
    yield REGISTER, report.register_kinds.total
    for name, counted in report.count_tables:
        yield from (((name, value), number) for value, number in counted.values.items())
    yield ("follow_ups",), report.follow_ups.total
    yield ("went",), report.went.total
    for name, crossed in report.outcome_tables:
        for group, counted in crossed.groups.items():
            yield (name, group), counted.total
            yield from (((name, group, value), number) for value, number in counted.values.items())
    yield from (((("clubs", club.provider)), club.children) for club in report.clubs)
    back = report.back_test
    for rule, same in (("list", back.same_by_list), ("order", back.same_by_order)):
        yield ("back_test", rule), same
        yield ("back_test", rule, "other"), back.decisions - same
    yield ("back_test",), back.decisions


def sums_of(report: YearReport) -> Iterator[Sum]:
    """Yield which numbers add up to which totals."""
    outcomes = tuple(("outcomes", value) for value in report.outcomes.values)
    yield Sum(ALL, outcomes)
    yield Sum(PLACED, (("outcomes", "placed"), ("outcomes", "in_principle")))
    for name, counted, total in (
        ("by_kind", report.by_kind, PLACED),
        ("followed", report.followed, PLACED),
        ("follow_ups", report.follow_ups, ("follow_ups",)),
        ("went", report.went, ("went",)),
        ("register_kinds", report.register_kinds, REGISTER),
        ("register_ages", report.register_ages, REGISTER),
    ):
        yield Sum(total, tuple((name, value) for value in counted.values))
    yield Sum(("back_test",), (PLACED,))
    for rule in ("list", "order"):
        yield Sum(("back_test",), (("back_test", rule), ("back_test", rule, "other")))
    yield from _equal_numbers(report)
    for name, crossed in report.outcome_tables:
        all_of = ("went",) if name.startswith("went") else ALL
        yield from _sums_of_crossed(name, crossed, all_of, report.went if name.startswith("went") else report.outcomes)


def _equal_numbers(report: YearReport) -> Iterator[Sum]:
    """Yield the numbers that two tables share: what one hides, the other must not show.

    They differ if a case was decided in two meetings, of which the later one counts for how it went.
    """
    numbers = dict(numbers_of(report))
    pairs: list[tuple[Key, tuple[Key, ...]]] = [
        (("went",), (PLACED,)),
        (("went_relation", "left"), (("departures", "from_relation"),)),
        (("followed", "departed"), (("departures", "from_recommendation"),)),
        *((("went_provider_kind", kind), (("by_kind", kind),)) for kind in report.by_kind.values),
        *(
            (
                ("went_problem", problem),
                tuple(("by_problem", problem, outcome) for outcome in ("placed", "in_principle")),
            )
            for problem in report.by_problem.groups
        ),
    ]
    for total, parts in pairs:
        is_printed = total in numbers and all(part in numbers for part in parts)
        if is_printed and numbers[total] == sum(numbers[part] for part in parts):
            yield Sum(total, parts)


def _sums_of_crossed(name: str, crossed: OutcomesByGroup, all_of: Key, columns: Counts) -> Iterator[Sum]:
    for group, counted in crossed.groups.items():
        yield Sum((name, group), tuple((name, group, value) for value in counted.values))
        if not crossed.adds_up and counted.total == columns.total:  # The row includes everybody.
            yield Sum(all_of, ((name, group),))
            yield from (Sum((all_of[0], value), ((name, group, value),)) for value in counted.values)
    if crossed.adds_up and crossed.groups:
        yield Sum(all_of, tuple((name, group) for group in crossed.groups))
        for value in columns.values:
            yield Sum((all_of[0], value), tuple((name, group, value) for group in crossed.groups))


def placed_in(report: YearReport) -> int:
    """Return the number of placements, including those in principle."""
    return report.outcomes.values["placed"] + report.outcomes.values["in_principle"]
