"""A workspace whose running placements were never imported: the balance says so, and nobody takes 0 % for real."""

import pytest

from tests.agenda_files import agenda, case
from tests.drivers.office import Office
from tests.sample import DAY

MISSING = "Ingen løbende forløb er indlæst: Balancen har kun det, som udvalget selv har besluttet."
COMMANDS = [("balance", "--agenda", DAY), ("show", DAY), ("show", DAY, "--case", "2026-0412")]


def printed(office: Office, *command: str) -> str:
    return " ".join(office.good(*command).out.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_it_is_said_until_something_is_imported(office: Office, command: tuple[str, ...]) -> None:
    assert f"! {MISSING} kpcommittee placements import FIL indlæser dem." in printed(office, *command)
    office.good("placements", "import", "placements.csv")
    assert MISSING not in printed(office, *command)
    office.good("placements", "undo")
    assert MISSING in printed(office, *command)


def test_own_decisions_do_not_make_up_for_it_until_a_year_has_passed(office: Office) -> None:
    office.hold_the_sample_meeting()
    assert MISSING in printed(office, "balance", "--date", "2027-01-20")
    for day, expected in (("2027-12-01", True), ("2027-12-02", False)):
        office.agenda(day, agenda(day, case("A")))
        assert (MISSING in printed(office, "balance", "--date", day)) == expected
        assert (MISSING in printed(office, "show", day)) == expected
