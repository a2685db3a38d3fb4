"""Finds what is valid in a config or a case but probably a mistake; `check` reports it as a warning."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from kpcommittee.convert.issues import Issue, quote_value
from kpcommittee.domain.case import Case, Child, Grant
from kpcommittee.domain.committee import ROLES, Committee, Config, Role
from kpcommittee.domain.cpr import birth_date_of
from kpcommittee.workspace.checks import not_after

_SECTIONS: Mapping[Role, str] = {
    "school": "schools",
    "club": "providers",
    "authority": "leaders",
    "internal": "leaders",
}
"""Where the leader of each seat is named."""

THOUSANDTHS = -3
"""The exponent of a number with three decimals."""


def doubts_of_config(config: Config, folder: Path, today: date) -> Iterator[Issue]:
    """Yield what looks like a mistake in the config.

    Args:
        config: the config, with None for what could not be read.
        folder: the config's folder, to which its paths are relative.
        today: later dates are in the future.
    """
    yield from _find_missing_folder(config.paths.agenda, folder)
    yield from _find_empty_seats(config.committee, config)
    for index, district in enumerate(config.districts):
        place = f"districts[{index}]"
        schools = {school.id: school.district for school in config.schools}
        clubs = {provider.id: provider.district for provider in config.providers}
        yield from _find_seat_elsewhere(f"{place}.school_seat", district.school_seat, schools, district.id)
        yield from _find_seat_elsewhere(f"{place}.club_seat", district.club_seat, clubs, district.id)
    for at, provider in enumerate(config.providers):
        for index, member in enumerate(provider.staff):
            place = f"providers[{at}].staff[{index}].clearance_on"
            yield from not_after(place, member.clearance_on, today, "in_the_future")
    yield from _find_thousands_points(config)


def doubts_of_case(case: Case, meeting: date | None) -> Iterator[Issue]:
    """Yield what looks like a mistake in a case; places are within the case."""
    yield from _find_bad_number(case.child)
    yield from _find_later_days(case.grant, meeting)
    for index, relation in enumerate(case.relations):
        yield from not_after(f"relations[{index}].since", relation.since, meeting)


def _find_missing_folder(name: str | None, folder: Path) -> Iterator[Issue]:
    if name and not (folder / name).exists():
        yield Issue(code="folder_missing", place="paths.agenda", value=quote_value(name))


def _find_thousands_points(config: Config) -> Iterator[Issue]:
    """Find amounts such as `7.850`, which a Dane may mean as thousands; a krone has two decimals."""
    for place, amount in _amounts(config):
        if amount is not None and amount.as_tuple().exponent == THOUSANDTHS:
            meant = str(amount.scaleb(-THOUSANDTHS).quantize(Decimal(1)))
            yield Issue(code="three_decimals", place=place, value=str(amount), values={"meant": meant})


def _amounts(config: Config) -> Iterator[tuple[str, Decimal | None]]:
    """Yield each place of the config with kroner, and how many."""
    for index, rate in enumerate(config.rates):
        yield f"rates[{index}].amount", rate.amount
        for at, supplement in enumerate(rate.supplements):
            yield f"rates[{index}].supplements[{at}].amount_per_month", supplement.amount_per_month
    for index, budget in enumerate(config.budgets):
        yield f"budget[{index}].frame" if isinstance(config.budget, tuple) else "budget.frame", budget.frame


def _find_empty_seats(committee: Committee | None, config: Config) -> Iterator[Issue]:
    """Find required seats for which nobody at all is named."""
    if committee is None:
        return
    has_leader: dict[str, bool] = {
        "school": any(school.leader for school in config.schools),
        "club": any(provider.leader for provider in config.providers if provider.kind in ("club", None)),
        **{role: any(leader.role in (role, None) for leader in config.leaders) for role in ("authority", "internal")},
    }
    for role in ROLES:
        if role in (*committee.required_seats, *committee.required_seats_18plus) and not has_leader[role]:
            yield Issue(code="no_leader", place=_SECTIONS[role], values={"role": role})


def _find_seat_elsewhere(
    place: str, house: str | None, homes: Mapping[str, str | None], district: str | None
) -> Iterator[Issue]:
    """Find a seat that belongs to a school or club of another district."""
    home = homes.get(house) if house is not None else None
    if home is not None and district is not None and home != district:
        yield Issue(
            code="seat_elsewhere", place=place, value=quote_value(house), values={"district": quote_value(home)}
        )


def _find_bad_number(child: Child | None) -> Iterator[Issue]:
    """Find an invalid personal number; the issue never repeats it."""
    if child is not None and child.cpr and birth_date_of(child.cpr) is None:
        yield Issue(code="no_cpr", place="child.cpr")


def _find_later_days(grant: Grant | None, meeting: date | None) -> Iterator[Issue]:
    """Find assessments and plans that are marked as completed after the meeting."""
    if grant is not None and grant.assessment is not None:
        yield from not_after("grant.assessment.completed_on", grant.assessment.completed_on, meeting)
    if grant is not None and grant.plan is not None:
        yield from not_after("grant.plan.completed_on", grant.plan.completed_on, meeting)
