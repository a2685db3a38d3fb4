"""Running placements from a table: each row a placement, or every flaw of the row with its column."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

from kpcommittee.convert import scalars
from kpcommittee.convert.flaws import Bad, Flaw, nearest, shown
from kpcommittee.domain.committee import Config
from kpcommittee.domain.placement import Placement, PlacementKind
from kpcommittee.workspace.case_checks import check_number
from kpcommittee.workspace.checks import MAX_HOURS, in_order, refer, refer_all, within
from kpcommittee.workspace.files import Unread
from kpcommittee.workspace.tables import Cell, Table, read_table

_DANISH_DATE = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_BETWEEN = re.compile(r"[,;|/\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementsRead:
    """What a table of placements holds."""

    placements: tuple[Placement, ...] = ()
    """Those of the rows that are right, in the order of the file."""
    rows: int = 0
    """Rows below the header that are not blank."""
    flaws: tuple[Flaw, ...] = ()
    """With the row; those of the header have row 1."""
    bad_rows: tuple[int, ...] = ()
    """The numbers of the rows that are left out."""

    readable: bool = True
    """Whether file and header are right, so that good rows can be taken without the bad."""


def read_placements(path: Path, config: Config, shown_as: str = "") -> PlacementsRead:
    """The placements of a .csv or .xlsx table, checked against the config.

    Raises:
        UsageError: .xlsx needs a library that is not installed.
    """
    name = shown_as or path.name
    try:
        table = read_table(path, name)
    except Unread as error:
        return PlacementsRead(flaws=(error.flaw,), readable=False)
    columns, flaws = _columns(table.header, _names(config))
    if any(flaw.code in ("missing_columns", "duplicate_column") for flaw in flaws):
        return PlacementsRead(rows=len(table.rows), flaws=tuple(flaw.of(name) for flaw in flaws), readable=False)
    return _rows(table, columns, config, name, flaws)


def _rows(
    table: Table, columns: Mapping[str, int], config: Config, name: str, header: tuple[Flaw, ...]
) -> PlacementsRead:
    good: list[Placement] = []
    flaws = list(header)
    bad: list[int] = []
    for number, cells in table.rows:
        placement, wrong = _placement(columns, cells, config)
        if any(cell is not None for cell in cells[len(table.header) :]):
            wrong = (*wrong, Flaw(code="too_many_cells"))
        if placement is not None and not wrong:
            good.append(placement)
        else:
            bad.append(number)
            flaws += [replace(flaw, row=number, place=_heading(flaw.place, columns, table.header)) for flaw in wrong]
    return PlacementsRead(
        placements=tuple(good),
        rows=len(table.rows),
        flaws=tuple(flaw.of(name) for flaw in flaws),
        bad_rows=tuple(bad),
        readable=not header,
    )


def _names(config: Config) -> dict[str, str]:
    """Field → the heading of its column; a municipality's own headings are mapped in the config."""
    chosen = getattr(config, "placements", None)
    own: Mapping[str, str] = getattr(chosen, "columns", None) or {}
    return {field: own.get(field, field) for field in READERS}


def _columns(header: tuple[str, ...], names: Mapping[str, str]) -> tuple[dict[str, int], tuple[Flaw, ...]]:
    """Field → the column's index, and what is wrong with the header."""
    fields = {heading.casefold(): field for field, heading in names.items()}
    columns: dict[str, int] = {}
    flaws: list[Flaw] = []
    for index, heading in enumerate(header):
        field = fields.get(heading.casefold())
        if field is None and heading:
            known = tuple(names.values())
            values: dict[str, str | int | tuple[str, ...]] = {"nearest": nearest(heading, known), "known": known}
            flaws.append(Flaw(place=shown(heading), code="unknown_column", row=1, values=values))
        elif field in columns:
            flaws.append(Flaw(place=shown(heading), code="duplicate_column", row=1))
        elif field is not None:
            columns[field] = index
    missing = tuple(names[field] for field in REQUIRED if field not in columns)
    if missing:
        flaws.append(Flaw(code="missing_columns", row=1, values={"columns": missing}))
    return columns, tuple(flaws)


def _heading(field: str, columns: Mapping[str, int], header: tuple[str, ...]) -> str:
    """The column's heading as it stands in the file, for the place of a flaw within a placement."""
    index = columns.get(field.split("[", maxsplit=1)[0])
    return field if index is None else shown(header[index])


def _placement(
    columns: Mapping[str, int], cells: tuple[Cell, ...], config: Config
) -> tuple[Placement | None, tuple[Flaw, ...]]:
    found: dict[str, Any] = {}
    flaws: list[Flaw] = []
    for field, index in columns.items():
        cell = cells[index] if index < len(cells) else None
        try:
            if cell is not None:
                found[field] = READERS[field](cell)
        except Bad as error:
            flaws.append(Flaw(place=field, code=error.code, value=error.value, values=error.values))
    wrong = {flaw.place for flaw in flaws}
    flaws += [Flaw(place=one, code="missing_cell") for one in REQUIRED if not found.get(one) and one not in wrong]
    if flaws:
        return None, tuple(flaws)
    placement = Placement(**found)
    return placement, tuple(_check(placement, config))


def _check(placement: Placement, config: Config) -> Iterator[Flaw]:
    yield from refer("provider", "provider", placement.provider, [one.id for one in config.providers])
    yield from refer("district", "district", placement.district, [one.id for one in config.districts])
    provider = config.provider(placement.provider)
    if provider is not None:
        yield from refer("staff", "staff", placement.staff, [one.id for one in provider.staff])
    yield from refer_all("problems", "problem", placement.problems, [one.code for one in config.problems])
    yield from within("hours_per_week", placement.hours_per_week, 0, MAX_HOURS, above=True)
    yield from in_order("end", placement.start, placement.end)
    yield from check_number("cpr", placement.cpr, placement.birth_date)


def _text(cell: Cell) -> str:
    # A workbook keeps a case number of digits only as a number.
    return scalars.text(scalars.plain_decimal(cell) if isinstance(cell, Decimal) else str(cell))


def _day(cell: Cell) -> date:
    danish = _DANISH_DATE.fullmatch(cell) if isinstance(cell, str) else None
    if danish is not None:
        day, month, year = danish.groups()
        cell = f"{year}-{month:0>2}-{day:0>2}"
    if isinstance(cell, Decimal):
        raise Bad("bad_date", cell)
    return scalars.day(cell)


def _hours(cell: Cell) -> Decimal:
    if isinstance(cell, date):
        raise Bad("bad_number", cell)
    return scalars.decimal(cell.replace(",", ".") if isinstance(cell, str) else cell)


def _problems(cell: Cell) -> tuple[str, ...]:
    return tuple(word for word in _BETWEEN.split(_text(cell)) if word)


def _kind(cell: Cell) -> str:
    kind = _text(cell)
    if kind not in KINDS:
        raise Bad("not_one_of", kind, allowed=KINDS, nearest=nearest(kind, KINDS))
    return kind


READERS: Mapping[str, Callable[[Cell], Any]] = {
    "case_number": _text,
    "child": _text,
    "birth_date": _day,
    "cpr": _text,
    "district": _text,
    "provider": _text,
    "staff": _text,
    "hours_per_week": _hours,
    "start": _day,
    "end": _day,
    "problems": _problems,
    "kind": _kind,
}
"""Field → how its cell is read."""

REQUIRED = ("case_number", "provider")
KINDS: tuple[str, ...] = get_args(PlacementKind)
