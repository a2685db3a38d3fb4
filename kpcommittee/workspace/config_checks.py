"""Checks that `config.toml` is consistent."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

from kpcommittee.convert.issues import Issue, nearest, quote_value
from kpcommittee.domain.budget import Budget, BusinessCase, NewCost
from kpcommittee.domain.committee import BalanceRules, Committee, Config
from kpcommittee.domain.provider import Provider, Staff
from kpcommittee.open_files import may_read
from kpcommittee.workspace.agenda_columns import COLUMNS
from kpcommittee.workspace.bounds import FRACTION, OLDEST, SAME_SEAT, out_of_bounds
from kpcommittee.workspace.checks import check_bounds, check_order, over_above_tight, refer, refer_all, unique
from kpcommittee.workspace.keys import key_issues
from kpcommittee.workspace.known_ids import KnownIds
from kpcommittee.workspace.placement_columns import READERS
from kpcommittee.workspace.references import with_suggestions
from kpcommittee.workspace.workspace import database_file


def check_config(config: Config, unread: Collection[str] = ()) -> Iterator[Issue]:
    """Yield every inconsistency of the config.

    Args:
        config: the config, with None for what could not be read.
        unread: the places that could not be read.
    """
    yield from with_suggestions(_misfits(config, KnownIds(config, unread=unread)), config)


def _misfits(config: Config, ids: KnownIds) -> Iterator[Issue]:
    yield from _database(config.database.url)
    yield from _ids(config)
    yield from _seats(config, ids)
    for index, provider in enumerate(config.providers):
        yield from _provider(f"providers[{index}]", provider, ids)
    yield from _rates(config, ids)
    yield from _budgets(config, ids.unread)
    yield from _committee(config.committee)
    yield from _limits(config.balance)
    yield from _columns(config)
    yield from key_issues(config.keys or {})
    yield from _follow_ups(config)
    yield from _default_start(config)
    if config.safety is not None:
        yield from out_of_bounds(config.safety, "safety")


def taken_names(config: Config, folder: Path) -> Iterator[Issue]:
    """Yield an issue for each folder that is a file or unreadable, and a database that is a folder.

    Args:
        config: the config, with None for what could not be read.
        folder: the config's folder, to which its paths are relative.
    """
    names: tuple[tuple[str, str | None], ...] = (
        ("paths.agenda", config.paths.agenda),
        ("paths.minutes", config.paths.minutes),
        ("safety.backups", config.safety.backups if config.safety else None),
    )
    for key, name in names:
        if name and (folder / name).is_file():
            yield Issue(code="folder_is_file", place=key, value=quote_value(name))
    agendas = config.paths.agenda
    if agendas and (folder / agendas).is_dir() and not may_read(folder / agendas):
        # Its agendas would be silently missed.
        yield Issue(code="folder_unreadable", place="paths.agenda", value=quote_value(agendas))
    file = database_file(config.database.url or "")
    if file and (folder / file).is_dir():
        yield Issue(code="database_taken", place="database.url")


def _database(url: str | None) -> Iterator[Issue]:
    """Check that the address names an SQLite file; the issue never repeats it, as it can contain a password."""
    if url is None:
        return
    file = database_file(url)
    if file is None:
        yield Issue(place="database.url", code="bad_database")
    elif Path(file).suffix.casefold() == ".toml":
        # Config and agendas: as a database they could not be read, and would be put aside.
        yield Issue(place="database.url", code="database_taken")


def _ids(config: Config) -> Iterator[Issue]:
    yield from unique("districts", "id", [district.id for district in config.districts])
    yield from unique("schools", "id", [school.id for school in config.schools])
    yield from unique("providers", "id", [provider.id for provider in config.providers])
    yield from unique("problems", "code", [problem.code for problem in config.problems])
    yield from unique("reasons", "code", [reason.code for reason in config.reasons])
    yield from unique("leaders", "role", [leader.role for leader in config.leaders])
    # A child declines providers and staff in one list, so no id may be used for both.
    ids = {provider.id for provider in config.providers} - {None}
    for index, provider in enumerate(config.providers):
        yield from unique(f"providers[{index}].staff", "id", [member.id for member in provider.staff], elsewhere=ids)
        ids |= {member.id for member in provider.staff}


def _seats(config: Config, ids: KnownIds) -> Iterator[Issue]:
    for index, leader in enumerate(config.leaders):
        if leader.role not in (*SAME_SEAT, None):
            place = f"leaders[{index}].role"
            yield Issue(place=place, code="not_one_of", value=leader.role, values={"allowed": SAME_SEAT})
    for index, district in enumerate(config.districts):
        yield from refer(f"districts[{index}].school_seat", "school", district.school_seat, ids.schools)
        yield from refer(f"districts[{index}].club_seat", "club", district.club_seat, ids.clubs)
    for index, school in enumerate(config.schools):
        yield from refer(f"schools[{index}].district", "district", school.district, ids.districts)


def _provider(place: str, provider: Provider, ids: KnownIds) -> Iterator[Issue]:
    yield from out_of_bounds(provider, place)
    yield from refer(f"{place}.district", "district", provider.district, ids.districts)
    yield from refer_all(f"{place}.competences", "problem", provider.competences, ids.problems)
    if provider.ages is not None:
        youngest, oldest = provider.ages
        yield from check_bounds(f"{place}.ages[0]", youngest, 0, OLDEST)
        if oldest < youngest:
            values = {"start": youngest}
            yield Issue(place=f"{place}.ages", code="ages_reversed", value=quote_value(oldest), values=values)
    for index, period in enumerate(provider.closed):
        yield from check_order(f"{place}.closed[{index}].to", period.start, period.end)
    for index, change in enumerate(provider.changes):
        yield from out_of_bounds(change, f"{place}.changes[{index}]")
    for index, member in enumerate(provider.staff):
        yield from _staff(f"{place}.staff[{index}]", member, ids)


def _staff(place: str, member: Staff, ids: KnownIds) -> Iterator[Issue]:
    yield from out_of_bounds(member, place)
    yield from refer_all(f"{place}.competences", "problem", member.competences, ids.problems)
    for index, period in enumerate(member.leave):
        yield from check_order(f"{place}.leave[{index}].to", period.start, period.end)


def _rates(config: Config, ids: KnownIds) -> Iterator[Issue]:
    for index, rate in enumerate(config.rates):
        place = f"rates[{index}]"
        yield from refer(f"{place}.provider", "provider", rate.provider, ids.providers)
        yield from out_of_bounds(rate, place)
        yield from check_order(f"{place}.valid_to", rate.valid_from, rate.valid_to)
    yield from _rates_of_one_day(config)


def _rates_of_one_day(config: Config) -> Iterator[Issue]:
    """Check that no provider has two rates from the same day: it would be unclear which one counts."""
    first: dict[tuple[str, date], int] = {}
    for index, rate in enumerate(config.rates):
        begin: date | None = rate.valid_from
        provider: str | None = rate.provider
        if begin is None or provider is None:
            continue
        earlier = first.setdefault((provider, begin), index)
        if earlier != index:
            values = {"provider": quote_value(provider), "first": f"rates[{earlier}].valid_from"}
            yield Issue(place=f"rates[{index}].valid_from", code="rate_twice", value=begin.isoformat(), values=values)


def _default_start(config: Config) -> Iterator[Issue]:
    if config.default_start is not None:
        yield from out_of_bounds(config.default_start, "default_start")


def _follow_ups(config: Config) -> Iterator[Issue]:
    rules = config.follow_ups
    if rules is None:
        return
    yield from out_of_bounds(rules, "follow_ups")
    yield from unique("follow_ups.ratings", "code", [scale.code for scale in rules.ratings])
    for index, scale in enumerate(rules.ratings):
        place = f"follow_ups.ratings[{index}]"
        outside = [*out_of_bounds(scale, place)]
        yield from outside or check_bounds(f"{place}.highest", scale.highest, (scale.lowest or 0) + 1, 100)


def _budgets(config: Config, unread: Collection[str]) -> Iterator[Issue]:
    listed = isinstance(config.budget, tuple)
    for index, budget in enumerate(config.budgets):
        yield from _budget(f"budget[{index}]" if listed else "budget", budget, unread)
    years: list[int | None] = [budget.year for budget in config.budgets]
    yield from unique("budget", "year", [None if year is None else str(year) for year in years])
    if config.bring_home is not None:
        yield from out_of_bounds(config.bring_home, "bring_home")
        if config.bring_home.business_case is not None:
            yield from _business_case("bring_home.business_case", config.bring_home.business_case)


def _business_case(place: str, case: BusinessCase) -> Iterator[Issue]:
    parts: list[tuple[str, BusinessCase | NewCost]] = [
        (place, case),
        *((f"{place}.new_costs[{at}]", cost) for at, cost in enumerate(case.new_costs)),
    ]
    for at, part in parts:
        outside = [*out_of_bounds(part, at)]
        # An amount that cannot be read is reported already, and is None here.
        yield from outside or check_bounds(f"{at}.high", part.high, part.low or 0, 10**12)


def _budget(place: str, budget: Budget, unread: Collection[str]) -> Iterator[Issue]:
    yield from out_of_bounds(budget, place)
    if budget.frame is None and budget.index is None and f"{place}.index" not in unread:
        yield Issue(place=f"{place}.frame", code="missing_key")
    parts: list[Fraction] = []
    for index, share in enumerate(budget.split):
        part = _fraction(share.share)
        if part is None:
            yield Issue(place=f"{place}.split[{index}].share", code="bad_share", value=quote_value(share.share))
        else:
            parts.append(part)
    if parts and len(parts) == len(budget.split) and sum(parts) != 1:
        yield Issue(place=f"{place}.split", code="shares_not_whole", value=quote_value(sum(parts)))


def _fraction(share: str | None) -> Fraction | None:
    """Return a share as a fraction; None if it is not one."""
    return Fraction(share) if share and re.fullmatch(FRACTION, share) and not share.endswith("/0") else None


def _committee(committee: Committee | None) -> Iterator[Issue]:
    if committee is not None:
        yield from out_of_bounds(committee, "committee")


def _limits(balance: BalanceRules) -> Iterator[Issue]:
    yield from out_of_bounds(balance, "balance")
    yield from over_above_tight("balance.over", balance.over, balance.tight)


def _columns(config: Config) -> Iterator[Issue]:
    """Check that headings of a municipality's own tables are given for existing columns only, and each for one."""
    for section, own, allowed in (
        ("placements", config.placements.columns, tuple(READERS)),
        ("agendas", config.agendas.columns, tuple(COLUMNS)),
    ):
        for key in own:
            if key not in allowed:
                values: dict[str, str | int | tuple[str, ...]] = {"nearest": nearest(key, allowed), "known": allowed}
                place = f"{section}.columns.{quote_value(key)}"
                yield Issue(place=place, code="unknown_key", value=quote_value(key), values=values)
        yield from _headings_twice(f"{section}.columns", own, allowed)


def _headings_twice(place: str, own: Mapping[str, str], columns: Collection[str]) -> Iterator[Issue]:
    """Find own headings that are also another column's: in the table one of the two would be missing."""
    first = {name.casefold(): "" for name in columns if name not in own}
    for name, heading in own.items():
        here = f"{place}.{name}"
        if heading and name in columns and (other := first.setdefault(heading.casefold(), here)) != here:
            values = {"first": other} if other else {}
            yield Issue(place=here, code="duplicate_id", value=quote_value(heading), values=values)
