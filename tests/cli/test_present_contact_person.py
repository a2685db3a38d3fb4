"""A child's present contact person, from a table to the decision that ends the placement and the next agenda."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.drivers.program import Program

CASE, CLUB = "2026-0412", "klub-oest"
HEADER = "case_number,child,birth_date,provider,staff,hours_per_week,start,end\n"


def imports(kp: Program, *rows: str) -> None:
    """Import a table of those rows."""
    (kp.folder / "in.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))
    kp.does("placements", "import", "in.csv")


def case(kp: Program, agenda: str = "2026-12-02") -> dict[str, Any]:
    """The case in `show --json`."""
    (shown,) = kp.does("show", agenda, "--case", CASE, "--json").json["cases"]
    assert isinstance(shown, dict)
    return shown


def places(kp: Program, start: str) -> None:
    """Open the meeting and place the case at the club."""
    placing = {
        "do": "place",
        "case": CASE,
        "provider": CLUB,
        "staff": "mette-h",
        "start": start,
        "positions": "all_agree",
    }
    kp.records("2026-12-02", [{"do": "open"}, placing])


def approves(kp: Program) -> None:
    """Postpone the rest, close and approve."""
    shown = kp.does("show", "2026-12-02", "--json").json["cases"]
    postponed = [
        {"do": "postpone", "case": case["case_number"], "reason": "Tid"} for case in shown if case["state"] == "open"
    ]
    kp.records("2026-12-02", [*postponed, {"do": "close"}, {"do": "approve", "by": "Inger Thorsen"}])


@pytest.mark.parametrize("number", [CASE, "2025-9999"])
def test_the_present_contact_person_under_either_number(number: str, kp: Program) -> None:
    """P6: neither on the card nor in the minutes; a table of the municipality may have another case number."""
    agenda = tomllib.loads((kp.folder / "agenda" / "2026-12-02.toml").read_text())
    born = next(case["child"]["birth_date"] for case in agenda["cases"] if case["case_number"] == CASE)
    imports(kp, f"{number},amina karlsen,{born},klub-vest,hanne-v,3,2026-02-01,")
    present = case(kp)["present"]
    assert {key: present[key] for key in ("provider", "staff", "since", "ends_on", "case_number")} == {
        "provider": "klub-vest", "staff": "hanne-v", "since": "2026-02-01", "ends_on": None, "case_number": number,
    }  # fmt: skip
    text = " ".join(kp.does("show", "2026-12-02", "--case", CASE).out.split())
    assert "Relations now Hanne Vindal · contact person · Klub Vest · 01/02/2026 –" in text
    codes = [caution["code"] for caution in case(kp)["cautions"]]
    assert ("two_providers" in codes) is (number != CASE)

    places(kp, "2027-01-04")
    ends = "2027-01-03" if number == CASE else None
    assert case(kp)["present"]["ends_on"] == ends
    minutes = Program(kp.folder, "da").does("minutes", "2026-12-02", "-o", "-", "--form", "full").out
    ended = "- Afslutter Klub Vest 03.01.2027: Hanne Vindal\n"
    assert (ended in minutes) is (number == CASE)
    assert ("- Klub Vest: Hanne Vindal (hidtil)\n" in minutes) is (number == CASE)
    assert (f"- Klub Vest fortsætter under sag {number}: Hanne Vindal\n" in minutes) is (number != CASE)

    approves(kp)
    before = kp.does("minutes", "2026-12-02", "-o", "-", "--form", "full").out
    kp.does("placements", "change", number, "klub-vest", "--staff", "", "--why", "Sagt op")
    assert kp.does("minutes", "2026-12-02", "-o", "-", "--form", "full").out == before, "what was decided is frozen"


def test_a_placement_that_ended_is_on_the_next_card_with_why(kp: Program) -> None:
    """P6: also what the committee itself decided."""
    places(kp, "2026-12-02")
    approves(kp)
    kp.does("placements", "end", CASE, CLUB, "--on", "2027-02-28", "--why", "Trives ikke i klubben")
    agenda = (kp.folder / "agenda" / "2026-12-02.toml").read_text()
    head, first, *_others = agenda.split("[[cases]]")
    later = Path(kp.folder / "agenda" / "2027-03-03.toml")
    later.write_text(f"{head}[[cases]]{first}".replace("2026-12-02", "2027-03-03"))
    shown = case(kp, "2027-03-03")
    assert shown["present"] is None
    assert shown["earlier"][0] == {
        "provider": CLUB, "staff": "mette-h", "start": "2026-12-02", "end": "2027-02-28",
        "why": "Trives ikke i klubben",
        "ended": "early",
    }  # fmt: skip
    assert shown["earlier"][1]["why"] == "Målet nået"
    text = " ".join(kp.does("show", "2027-03-03", "--case", CASE).out.split())
    assert "Earlier Klub Øst · Mette Holm · 02/12/2026 – 28/02/2027 · Trives ikke i klubben" in text
