"""A case that is postponed to a later meeting: the minutes name it, and agendas before leave it out."""

from tests.agenda_files import agenda, case
from tests.drivers.office import CLOSE, OPEN, Office

FIRST, SECOND, THIRD = "2026-12-09", "2026-12-16", "2027-01-13"


def test_a_case_waits_for_the_meeting_it_is_postponed_to(office: Office) -> None:
    office.agenda(FIRST, agenda(FIRST, case("A"), case("B")))
    office.does(
        FIRST,
        OPEN,
        {"do": "postpone", "case": "A", "reason": "Undersøgelsen er i gang", "to": THIRD},
        {"do": "postpone", "case": "B", "reason": "Tid"},
        CLOSE,
    )
    minutes = office.run("--lang", "da", "minutes", FIRST, "-o", "-").out
    assert "Udvalget udsætter sagen til mødet den 13.01.2027." in minutes
    assert "Udvalget udsætter sagen til næste møde." in minutes

    assert office.run("agenda", "new", "--date", SECOND).code == 0
    written = (office.folder / "agenda" / f"{SECOND}.toml").read_text("utf-8")
    assert "# A er udsat til mødet den 13.01.2027" in written
    assert 'case_number = "A"' not in written
    assert 'case_number = "B"' in written
    office.does(SECOND, OPEN, {"do": "withdraw", "case": "B", "by": "myndighed", "reason": "Flyttet"}, CLOSE)

    assert office.run("agenda", "new", "--date", THIRD).code == 0
    assert 'case_number = "A"' in (office.folder / "agenda" / f"{THIRD}.toml").read_text("utf-8")
    assert "til mødet den 13.01.2027" in office.run("--lang", "da", "show", THIRD, "--case", "A").out
