"""The money of a year counted day by day in exact fractions: no formula but those of docs/commands.md."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from tests.recount.record import Diary, Hours
from tests.recount.year import Year

Json = dict[str, Any]
Run = list[tuple[date, Hours]]


def money_differs(year: Year, calendar_year: int, as_of: date) -> Iterator[str]:
    """`budget YEAR --json` against the loop."""
    asked = ("budget", str(calendar_year), "--date", as_of.isoformat(), "--json")
    printed: Json = year.office.good(*asked).json
    first, last = date(calendar_year, 1, 1), date(calendar_year, 12, 31)
    length = (last - first).days + 1
    totals: dict[str, int] = {}
    full: dict[str, int] = {}
    bands = {"over_100": 0, "75_100": 0, "under_75": 0}
    spent = held = 0
    for run in runs(year.record.diary(first, last)):
        provider = run[0][1].provider
        prices = [(day, _price(year, day, hours, length)) for day, hours in run]
        whole = _ore(sum((price or Fraction(0) for _day, price in prices), Fraction(0)))
        spent += _ore(sum((price or Fraction(0) for day, price in prices if day <= as_of), Fraction(0)))
        held += whole if run[0][1].held else 0
        totals[provider] = totals.get(provider, 0) + whole
        full[provider] = full.get(provider, 0) + len(run)
        if year.reckoner.providers[provider]["kind"] == "external" and any(price is not None for _day, price in prices):
            bands["over_100" if whole > 10_000_000 else "75_100" if whole >= 7_500_000 else "under_75"] += 1
    yield from _equal("forecast", printed["forecast"], sum(totals.values()))
    yield from _equal("spent", printed["spent"], spent)
    yield from _equal("held", printed["held"], held)
    rows = {row["provider"]: row for row in printed["by_provider"]}
    yield from [f"providers {sorted(rows)} ≠ {sorted(totals)}"] * (sorted(rows) != sorted(totals))
    for provider, ore in totals.items():
        yield from _equal(provider, rows[provider]["forecast"], ore)
        full_years = rows[provider]["full_year_children"]
        yield from [f"{provider} full years {full_years}"] * (abs(full_years - full[provider] / length) > 0.0051)
    counted = {row["band"]: row["children"] for row in printed["bands"]}
    yield from [f"bands {counted} ≠ {bands}"] * (counted != bands)


def runs(diary: Diary) -> Iterator[Run]:
    """The days on which each placement runs, without a gap."""
    entries = [(hours, day) for day, houses in diary.items() for house in houses.values() for hours in house]
    entries.sort(key=lambda entry: (_key(entry[0]), entry[1]))
    for _same, group in groupby(entries, key=lambda entry: _key(entry[0])):
        run: Run = []
        for hours, day in group:
            if run and (day - run[-1][0]).days != 1:
                yield run
                run = []
            run.append((day, hours))
        yield run


def _key(hours: Hours) -> tuple[str, ...]:
    return hours.case, hours.provider, hours.origin


def _price(year: Year, day: date, hours: Hours, length: int) -> Fraction | None:
    """What the day costs; None without a rate, or without the hours that a rate by the hour needs."""
    rated = [rate for rate in year.committee.parsed.get("rates", ()) if rate["provider"] == hours.provider]
    rated = [rate for rate in rated if rate["valid_from"] <= day]
    # What names no last day is over once another has begun.
    rated = [
        rate
        for rate in rated
        if day <= rate.get("valid_to", day)
        and ("valid_to" in rate or not any(other["valid_from"] > rate["valid_from"] for other in rated))
    ]
    if not rated:
        return None
    newest = max(rated, key=lambda rate: rate["valid_from"])
    if hours.hours is None and newest["unit"] == "hour":
        return None
    month = year.reckoner.cost(hours.provider, hours.hours or Decimal(0), day)
    assert month is not None
    return Fraction(month) * 12 / length


def _ore(kroner: Fraction) -> int:
    return int(kroner * 100 + Fraction(1, 2))


def _equal(where: str, printed: float, ore: int) -> Iterator[str]:
    if round(printed * 100) != ore:
        yield f"{where}: {printed} ≠ {ore / 100}"
