"""`agenda import` as a secretary runs it: a spreadsheet becomes an agenda, or nothing is written."""

from pathlib import Path

from kpcommittee.services.session import Session
from kpcommittee.workspace.workspace import Workspace
from tests.drivers.program import Program
from tests.workspace.test_agenda_tables import CASE, ROW, table


def test_a_table_becomes_an_agenda(kp: Program, tmp_path: Path) -> None:
    answer = kp.does("agenda", "import", table(tmp_path, ROW), "--date", "2027-01-06")
    path = kp.folder / "agenda" / "2027-01-06.toml"
    assert answer.out.strip() == str(path)
    assert path.stat().st_mode & 0o777 == 0o600
    read = Session(Workspace(kp.folder)).read_agenda(path)
    assert read.issues == ()
    assert read.agenda is not None
    assert read.agenda.cases == (CASE,)
    assert kp.does("show", "2027-01-06", "--json").json["cases"][0]["case_number"] == "2026-0500"


def test_nothing_is_overwritten(kp: Program, tmp_path: Path) -> None:
    path = kp.folder / "agenda" / "2026-12-02.toml"
    before = path.read_bytes()
    answer = kp("agenda", "import", table(tmp_path, ROW), "--date", "2026-12-02")
    assert answer.code == 1
    assert "agenda/2026-12-02.toml is there already" in answer.err
    assert path.read_bytes() == before


def test_one_wrong_row_and_nothing_is_written(kp: Program, tmp_path: Path) -> None:
    file = table(tmp_path, ROW, ROW | {"case_number": "2026-0501", "hours_per_week": "fire"})
    answer = kp("agenda", "import", file, "--date", "2027-01-06")
    assert answer.code == 1
    assert "row 3, hours_per_week: fire is not a number" in answer.err
    assert not (kp.folder / "agenda" / "2027-01-06.toml").exists()

    answer = kp.does("agenda", "import", file, "--date", "2027-01-06", "--skip-bad")
    assert "row 3, hours_per_week" in answer.err
    cases = kp.does("show", "2027-01-06", "--json").json["cases"]
    assert [case["case_number"] for case in cases] == ["2026-0500"]


def test_a_table_without_rows_and_a_date_that_is_none(kp: Program, tmp_path: Path) -> None:
    answer = kp("agenda", "import", table(tmp_path), "--date", "2027-01-06")
    assert answer.code == 1
    assert "has no cases" in answer.err
    assert kp("agenda", "import", table(tmp_path, ROW), "--date", "6. januar").code == 2
    assert not (kp.folder / "agenda" / "2027-01-06.toml").exists()
