"""Agenda files written by the tests: cases that are complete until a test leaves something out."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

import tomli_w

Table = dict[str, Any]


def case(number: str, district: str = "oest", problems: tuple[str, ...] = ("school",), **keys: Any) -> Table:
    """A case of a child of 13 that asks for no answer; `child`, `grant` and `view` override parts."""
    child: Table = {"name": f"Barn {number}", "birth_date": date(2013, 5, 4), "district": district}
    grant: Table = {
        "decided_on": date(2026, 11, 20),
        "basis": "bl-32-1-3",
        "purpose": "En fast voksen i hverdagen",
        "hours_per_week": 2.0,
        "expected_months": 6,
        "assessment": {"kind": "examination", "completed_on": date(2026, 11, 1)},
        "plan": {"kind": "child_plan"},
        "consent": "given",
    }
    view: Table = {"obtained_on": date(2026, 11, 24), "how": "Samtale på skolen", "says": "Det må gerne være snart."}
    made: Table = {
        "case_number": number,
        "problems": list(problems),
        "child": child | keys.pop("child", {}),
        "grant": grant | keys.pop("grant", {}),
        "child_view": view | keys.pop("view", {}),
        **keys,
    }
    return without_nothing(made)


def knows(provider: str, staff: str, strength: int = 3, person: str = "En kendt voksen") -> Table:
    """An adult the child knows at a provider."""
    return {"person": person, "role": "Klubpædagog", "provider": provider, "staff": staff, "strength": strength}


def agenda(day: str, *cases: Table, **head: Any) -> str:
    """An agenda file with these cases."""
    meeting = {"id": day, "date": date.fromisoformat(day), "start": time(9, 0), "place": "Mødelokale 3", **head}
    return tomli_w.dumps({"meeting": meeting, "cases": list(cases)})


def without_nothing(table: Mapping[str, Any]) -> Table:
    """The table without keys whose value is nothing: TOML has none."""
    return {
        key: without_nothing(value) if isinstance(value, dict) else value
        for key, value in table.items()
        if value is not None
    }
