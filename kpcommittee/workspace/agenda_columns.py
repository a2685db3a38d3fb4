"""The columns of a table of cases: the place of each in a case, and how its cell is read."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from kpcommittee.domain.case import AssessmentKind, Consent, PlanKind
from kpcommittee.workspace import cells
from kpcommittee.workspace.references import Kind

if TYPE_CHECKING:
    # The names of the columns must be available without importing the table reader.
    from kpcommittee.workspace.sheets import Cell

Reader = Callable[["Cell"], Any]
_STEP = r"(\w+)(?:\[(\d+)\])?"

RELATIONS = 3
"""The number of known adults for whom a row has columns."""


class Column(NamedTuple):
    """One column."""

    place: str
    """The value's place in a case, such as `grant.assessment.kind`."""
    read: Reader
    required: bool = False


def place_in(case: dict[str, Any], place: str, value: object) -> None:
    """Put a value into a case's tables, creating missing tables; lists are filled from the first element on."""
    way, _, last = place.rpartition(".")
    table: Any = case
    for name, number in re.findall(_STEP, way):
        if number:
            tables = table.setdefault(name, [])
            tables += [{} for _ in range(len(tables), int(number) + 1)]
            table = tables[int(number)]
        else:
            table = table.setdefault(name, {})
    table[last] = value


def _word(kind: object) -> Reader:
    return lambda cell: cells.read_one_of(cell, get_args(kind))


def _relation(number: int) -> dict[str, Column]:
    prefix = "relation" if number == 0 else f"relation{number + 1}"
    readers: dict[str, Reader] = {
        "person": cells.read_text,
        "role": cells.read_text,
        "provider": cells.read_text,
        "staff": cells.read_text,
        "strength": cells.read_whole_number,
        "since": cells.read_day,
        "note": cells.read_prose,
    }
    return {f"{prefix}_{key}": Column(f"relations[{number}].{key}", reader) for key, reader in readers.items()}


COLUMNS: Mapping[str, Column] = {
    "case_number": Column("case_number", cells.read_text, required=True),
    "name": Column("child.name", cells.read_text, required=True),
    "birth_date": Column("child.birth_date", cells.read_day, required=True),
    "cpr": Column("child.cpr", cells.read_text),
    "district": Column("child.district", cells.read_text, required=True),
    "school": Column("child.school", cells.read_text),
    "club": Column("child.club", cells.read_text),
    "grade": Column("child.grade", cells.read_text),
    "municipality": Column("child.municipality", cells.read_text),
    "protected_address": Column("child.protected_address", cells.read_truth),
    "do_not_contact_family": Column("child.do_not_contact_family", cells.read_truth),
    "inform_who": Column("child.inform[0].who", cells.read_text),
    "inform_name": Column("child.inform[0].name", cells.read_text),
    "inform2_who": Column("child.inform[1].who", cells.read_text),
    "inform2_name": Column("child.inform[1].name", cells.read_text),
    "problems": Column("problems", cells.read_words, required=True),
    "problem_note": Column("problem_note", cells.read_prose),
    "decided_on": Column("grant.decided_on", cells.read_day, required=True),
    "basis": Column("grant.basis", cells.read_text, required=True),
    "purpose": Column("grant.purpose", cells.read_prose, required=True),
    "hours_per_week": Column("grant.hours_per_week", cells.read_decimal, required=True),
    "expected_months": Column("grant.expected_months", cells.read_whole_number, required=True),
    "goals": Column("grant.goals", cells.read_sentences),
    "assessment_kind": Column("grant.assessment.kind", _word(AssessmentKind)),
    "assessment_completed_on": Column("grant.assessment.completed_on", cells.read_day),
    "assessment_expected_on": Column("grant.assessment.expected_on", cells.read_day),
    "plan_kind": Column("grant.plan.kind", _word(PlanKind)),
    "plan_due_on": Column("grant.plan.due_on", cells.read_day),
    "plan_completed_on": Column("grant.plan.completed_on", cells.read_day),
    "plan_why": Column("grant.plan.why", cells.read_text),
    "consent": Column("grant.consent", _word(Consent)),
    "consent_note": Column("grant.consent_note", cells.read_prose),
    "had_contact_person_before_18": Column("grant.had_contact_person_before_18", cells.read_truth),
    "caseworker": Column("grant.caseworker", cells.read_text),
    "view_obtained_on": Column("child_view.obtained_on", cells.read_day),
    "view_how": Column("child_view.how", cells.read_text),
    "view_says": Column("child_view.says", cells.read_prose),
    "view_exception": Column("child_view.exception", cells.read_prose),
    "view_wishes_staff": Column("child_view.wishes_staff", cells.read_words),
    "view_declines": Column("child_view.declines", cells.read_words),
    "relations_asked": Column("relations_asked", cells.read_truth),
    **{name: column for number in range(RELATIONS) for name, column in _relation(number).items()},
    "absence_percent": Column("school_absence.percent", cells.read_decimal),
    "absence_period": Column("school_absence.period", cells.read_text),
    "earlier_provider": Column("earlier[0].provider", cells.read_text),
    "earlier_start": Column("earlier[0].start", cells.read_day),
    "earlier_end": Column("earlier[0].end", cells.read_day),
    "earlier_ended_because": Column("earlier[0].ended_because", cells.read_prose),
}
"""Column name → column. Names are the agenda's keys, flattened."""

REFERS: Mapping[str, Kind] = {
    "district": "district",
    "school": "school",
    "club": "provider",
    "problems": "problem",
    "view_wishes_staff": "staff",
    "view_declines": "either",
    "earlier_provider": "provider",
    **{name: "provider" for name in COLUMNS if name.startswith("relation") and name.endswith("_provider")},
    **{name: "staff" for name in COLUMNS if name.startswith("relation") and name.endswith("_staff")},
}
"""Column name → what its cell refers to, by id or by name."""

NAMES: Mapping[str, str] = {column.place: name for name, column in COLUMNS.items()}
"""The place in a case → the column's name."""
