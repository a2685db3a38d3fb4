"""`check` before a meeting: what is missing in each case, and whom to ask."""

from datetime import date
from pathlib import Path

import pytest

from kpcommittee.services.check import check_files
from tests.cli.contract import CHECK, mismatches
from tests.drivers.office import Office
from tests.sample import DAY, sample_workspace

FILE = f"agenda/{DAY}.toml"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(sample_workspace(tmp_path / "sample", placements=False))


def test_what_is_missing_is_listed_by_case_with_whom_to_ask(office: Office) -> None:
    """C4: `check` said "no errors", and the table found out at the meeting."""
    ran = office.good("--lang", "en", "check", FILE)
    lines = [line.strip() for line in ran.out.splitlines()]
    assert f"Missing before the meeting: {FILE}" in lines
    at = lines.index("- 2026-0398 · J.P., 16 years")
    assert lines[at + 1 : at + 4] == [
        "Plan: ask Rikke Juul (authority)",
        "Whom the child knows: ask Rikke Juul (authority)",
        "Holder of custody: ask Rikke Juul (authority)",
    ]
    assert "Consent: ask the holder of custody, through Malene Kjærsgård" in lines
    assert lines[-1] == "6 warnings"


def test_the_documentation_of_every_case_is_listed_and_scripts_get_its_source(office: Office) -> None:
    """Document 004, lines 29-31: of every case on the list, not only of those that lack something."""
    printed = " ".join(office.run("check", FILE).out.split())
    assert f"Dokumentation før mødet: {FILE} -" in printed
    assert "2026-0412 · A.K., 13 år ✓ børnefaglig undersøgelse 30.10.2026 · … barnets plan ventes · ✓ 2 mål" in printed
    assert "2026-0409 · M.F., 14 år × ingen undersøgelse oplyst" in printed
    assert "Om målene er realistiske, vurderer mødet." in printed
    rows = office.run("check", FILE, "--json").json
    (row,) = (row for row in rows if (row["case_number"], row["code"]) == ("2026-0409", "assessment"))
    assert row["documentation"] == [
        {"document": "assessment", "state": "missing", "on": None, "source": "004:29–31"},
        {"document": "plan", "state": "expected", "on": "2027-02-16", "source": "004:29–31"},
        {"document": "goals", "state": "there", "on": None, "source": "004:29–31"},
    ]


def test_strict_says_no_after_a_warning(office: Office) -> None:
    assert office.run("check", FILE).code == 0
    assert office.run("check", FILE, "--strict").code == 1
    assert office.run("check", "config.toml", "--strict").code == 0


def test_a_folder_in_the_place_of_a_file_is_an_error_and_wrong_use_only_where_it_was_named(office: Office) -> None:
    """Without files `check` ends with 1 after any error; it ended with 2, as if somebody had named the folder."""
    (office.folder / "agenda" / "2027-01-06.toml").mkdir()
    assert office.run("check").code == 1
    assert office.run("check", "agenda/2027-01-06.toml").code == 2
    (office.folder / "config.toml").unlink()
    (office.folder / "config.toml").mkdir()
    assert office.run("check").code == 1
    assert office.run("check", "config.toml").code == 2
    assert office.run("check", FILE).code == 1


def test_check_json_is_that_of_the_contract(office: Office) -> None:
    rows = office.good("--lang", "en", "check", FILE, "--json").json
    assert mismatches(rows, CHECK) == []
    assert {key: value for key, value in rows[0].items() if key != "documentation"} == {
        "file": FILE,
        "place": "cases[1].child_view",
        "case_number": "2026-0409",
        "severity": "warning",
        "code": "child_view",
        "message": "Missing: the child's view. Ask Rikke Juul (authority).",
    }
    office.change(FILE, ("birth_date = 2013-10-04", "birth_date = 2031-10-04"))
    ran = office.run("check", FILE, "--json")
    assert (ran.code, ran.err) == (1, "")
    assert mismatches(ran.json, CHECK) == []
    errors = {(row["place"], row["case_number"], row["code"]) for row in ran.json if row["severity"] == "error"}
    assert ("cases[0].child.birth_date", "2026-0412", "after_meeting") in errors
    # A case that cannot be read moves no other from its place in the file.
    assert ("cases[1].child_view", "2026-0409") in {(row["place"], row["case_number"]) for row in ran.json}


@pytest.mark.parametrize(("today", "listed"), [("2026-12-02", True), ("2026-12-03", False)])
def test_a_meeting_that_is_over_is_looked_through_only_when_it_is_named(
    office: Office, today: str, listed: bool
) -> None:
    day = date.fromisoformat(today)
    everything = {file.file: file.lacking for file in check_files(office.folder, [], today=day).files}
    assert bool(everything[FILE]) is listed
    (named,) = check_files(office.folder, [Path(FILE)], today=day).files
    assert named.lacking
