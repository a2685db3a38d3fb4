"""What changed of a case in the agenda file: no field of a case changes in silence."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kpcommittee.domain.case import Case, Relation
from kpcommittee.domain.meeting.differences import Difference
from kpcommittee.locale import speaking
from kpcommittee.views.case_changes import difference_details
from tests.sample import sample_table

TABLE = sample_table()
NUMBER = "2026-0412"


def the_case() -> Case:
    """Return a case of the sample in which nearly everything is said."""
    return next(item.case for item in TABLE.meeting.items if item.number == NUMBER)


def changed_in(after: Case) -> tuple[str, ...]:
    """Say in Danish what changed of the case."""
    difference = Difference(case_number=NUMBER, kind="changed", before=the_case(), after=after)
    with speaking("da"):
        return difference_details(difference, TABLE.context.config, TABLE.context.law, TABLE.meeting.date)


def others(value: Any) -> Iterator[Any]:
    """Yield values that differ from a value in one field each, however deep."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if field.name not in ("case_number", "kind", "person"):
                yield from (replace(value, **{field.name: other}) for other in others(getattr(value, field.name)))
    elif isinstance(value, tuple):
        yield value[:-1] if value else ("autism",)
        if value:
            yield from ((*value[:-1], other) for other in others(value[-1]))
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, date):
        yield value + timedelta(days=400)
    elif isinstance(value, (Decimal, int)):
        yield value + 1 if value < 2 else value - 1
    elif isinstance(value, str):
        yield f"{value} x"


def test_of_a_late_case_it_says_whose_it_is_and_what_is_granted() -> None:
    """The list said a number and that it is late, and no chair knows a case by its number."""
    difference = Difference(case_number=NUMBER, kind="late", after=the_case())
    with speaking("da"):
        (line,) = difference_details(difference, TABLE.context.config, TABLE.context.law, TABLE.meeting.date)
    assert line == "13 år · Øst · 5 t/uge · Skoleproblematikker, Selvværd/ADHD/social angst"


def test_it_says_from_what_to_what() -> None:
    """U19: `d` said that a case was changed, and not what."""
    case = the_case()
    more = replace(case, grant=replace(case.grant, hours_per_week=Decimal(6), goals=(*case.grant.goals, "Ro")))
    assert changed_in(more) == ("Bevilling: 5 t/uge → 6 t/uge", "Mål: – → Ro")
    moved = replace(case, child=replace(case.child, district="vest", protected_address=True))
    assert changed_in(moved) == ("Distrikt: Øst → Vest", "Beskyttet navn og adresse: nej → ja")
    other = Relation(person="Mette Holm", role="Klubpædagog", strength=2, provider="klub-oest", staff="mette-h")
    (line,) = changed_in(replace(case, relations=(other,)))
    assert line.startswith("Relationer: ●●● Mette Holm")
    assert "→ ●● Mette Holm" in line


def test_a_personal_number_is_not_said() -> None:
    case = the_case()
    (line,) = changed_in(replace(case, child=replace(case.child, cpr="610513-4008")))
    assert line == "Et andet CPR-nummer"


@pytest.mark.parametrize("place", range(len([*others(the_case())])))
def test_no_field_changes_in_silence(place: int) -> None:
    other = [*others(the_case())][place]
    assert other != the_case()
    lines = changed_in(other)
    assert lines
    assert all("→" in line or line in ("Et andet CPR-nummer", "Noget, der ikke står på kortet") for line in lines)
