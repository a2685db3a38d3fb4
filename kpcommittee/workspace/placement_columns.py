"""The columns of a table of running placements: how the cell of each field is read."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, get_args

from kpcommittee.domain.law import PlacementKind
from kpcommittee.workspace import cells

if TYPE_CHECKING:
    # The checks of a config need the columns' names, but not the table reader.
    from kpcommittee.workspace.sheets import Cell

Reader = Callable[["Cell"], Any]

REQUIRED = ("case_number", "provider")


def _kind(cell: "Cell") -> Any:
    word = cells.read_text(cell)
    return _KINDS.get(word.casefold()) or cells.read_one_of(cell, get_args(PlacementKind))


_KINDS: Mapping[str, str] = {
    "kontaktperson": "contact_person",
    "contact person": "contact_person",
    "efterværn": "aftercare",
    "ungestøtte": "aftercare",
    "ukn": "ukn",
}
"""The kinds by the names that people write, in small letters."""


READERS: Mapping[str, Reader] = {
    "case_number": cells.read_text,
    "child": cells.read_text,
    "birth_date": cells.read_day,
    "cpr": cells.read_text,
    "district": cells.read_text,
    "provider": cells.read_text,
    "staff": cells.read_text,
    "hours_per_week": cells.read_decimal,
    "start": cells.read_day,
    "end": cells.read_day,
    "problems": cells.read_words,
    "kind": _kind,
}
"""Field → how its cell is read."""
