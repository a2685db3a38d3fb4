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
    assert answer.err == "1 read, 1 new, 0 unchanged, 0 different, 0 left out\n"
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


DAY = ("--date", "2027-01-06")
OTHER = ROW | {"case_number": "2026-0501"}


def numbers(kp: Program) -> list[str]:
    """The cases of the agenda."""
    return [case["case_number"] for case in kp.does("show", "2027-01-06", "--json").json["cases"]]


def test_the_same_table_again_changes_nothing(kp: Program, tmp_path: Path) -> None:
    """P8: the second time it was an error."""
    kp.does("agenda", "import", table(tmp_path, ROW, OTHER), *DAY)
    path = kp.folder / "agenda" / "2027-01-06.toml"
    before = path.read_bytes()
    answer = kp.does("agenda", "import", table(tmp_path, ROW, OTHER), *DAY)
    assert answer.out == f"{path}\n"
    assert answer.err == "2 read, 0 new, 2 unchanged, 0 different, 0 left out\n"
    assert path.read_bytes() == before


def test_cases_are_added_to_an_agenda_that_otherwise_stays_to_the_letter(kp: Program, tmp_path: Path) -> None:
    """P8: nothing could be added."""
    kp.does("agenda", "import", table(tmp_path, ROW), *DAY)
    path = kp.folder / "agenda" / "2027-01-06.toml"
    own = path.read_text().replace('name = "', 'name = "Lille ', 1) + "# Husk kaffe\n"
    path.write_text(own)
    refused = kp("agenda", "import", table(tmp_path, ROW, OTHER), *DAY)
    assert refused.code == 1
    assert "is there already" in refused.err
    assert "--add appends the 1 case that it lacks" in refused.err
    assert path.read_text() == own

    answer = kp.does("agenda", "import", table(tmp_path, ROW, OTHER), *DAY, "--add", "--json").json
    assert answer == {
        "path": str(path), "read": 2, "new": ["2026-0501"], "unchanged": [], "different": ["2026-0500"],
        "left_out": 0, "sheet": None, "other_sheets": [],
    }  # fmt: skip
    assert path.read_text().startswith(own.rstrip())
    assert numbers(kp) == ["2026-0500", "2026-0501"]
    again = kp.does("agenda", "import", table(tmp_path, ROW, OTHER), *DAY, "--add")
    assert "0 new, 1 unchanged, 1 different" in again.err
    assert "Different in the agenda, which stays as it is: 2026-0500" in again.err


def test_a_file_with_other_line_ends_keeps_them(kp: Program, tmp_path: Path) -> None:
    kp.does("agenda", "import", table(tmp_path, ROW), *DAY)
    path = kp.folder / "agenda" / "2027-01-06.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    kp.does("agenda", "import", table(tmp_path, ROW, OTHER), *DAY, "--add")
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    assert numbers(kp) == ["2026-0500", "2026-0501"]


def test_a_case_that_cannot_be_read_is_not_added_a_second_time(kp: Program, tmp_path: Path) -> None:
    kp.does("agenda", "import", table(tmp_path, ROW, OTHER), *DAY)
    path = kp.folder / "agenda" / "2027-01-06.toml"
    path.write_text(path.read_text().replace('district = "', 'district = "u', 1))
    answer = kp.does("agenda", "import", table(tmp_path, ROW, OTHER), *DAY, "--add", "--json").json
    assert (answer["new"], answer["unchanged"], answer["different"]) == ([], ["2026-0501"], ["2026-0500"])


def test_an_agenda_that_nothing_can_be_added_to_stays(kp: Program, tmp_path: Path) -> None:
    path = kp.folder / "agenda" / "2027-01-06.toml"
    for text in ('cases = []\n[meeting]\nid = "2027-01-06"\ndate = 2027-01-06\n', "[meeting\n"):
        path.write_text(text)
        answer = kp("agenda", "import", table(tmp_path, ROW), *DAY, "--add")
        assert answer.code == 1
        assert "add" in answer.err
        assert path.read_text() == text


def test_names_stand_for_ids_in_a_table_of_cases(kp: Program, tmp_path: Path) -> None:
    """P8: ids were asked for."""
    named = ROW | {
        "district": "Øst", "school": "Østerskolen", "club": "Klub Øst", "problems": "Skoleproblematikker, Autisme",
        "view_wishes_staff": "Mette Holm", "view_declines": "Klub Havn", "relation_provider": "Klub Øst",
        "relation_staff": "Mette Holm", "relation_person": "Mette Holm", "relation_role": "Pædagog",
        "relation_strength": "3",
    }  # fmt: skip
    (tmp_path / "named.csv").write_text("\n".join((";".join(named), ";".join(named.values()))), "utf-8")
    kp.does("agenda", "import", tmp_path / "named.csv", *DAY)
    case = Session(Workspace(kp.folder)).read_agenda(kp.folder / "agenda" / "2027-01-06.toml").agenda
    assert case is not None
    (read,) = case.cases
    assert (read.child.district, read.child.school, read.child.club) == ("oest", "oesterskolen", "klub-oest")
    assert read.problems == ("school", "autism")
    assert read.child_view is not None
    assert (read.child_view.wishes_staff, read.child_view.declines) == (("mette-h",), ("klub-havn",))
    assert (read.relations[0].provider, read.relations[0].staff) == ("klub-oest", "mette-h")


def test_cases_are_added_by_hand_to_a_new_agenda_on_which_nothing_waits(kp: Program) -> None:
    path = kp.folder / kp.does("agenda", "new", *DAY).out.strip()
    first = (kp.folder / "agenda" / "2026-12-02.toml").read_text("utf-8").split("[[cases]]")[1]
    path.write_text(f"{path.read_text('utf-8')}\n[[cases]]{first}", "utf-8")
    assert "2026-0412" in kp.does("show", "2027-01-06").out


def test_a_new_agenda_says_which_meeting_is_still_open(kp: Program) -> None:
    kp.does("record", "2026-12-02", stdin='{"do": "open"}\n')
    answer = kp.does("agenda", "new", *DAY)
    assert "2026-12-02 is not closed: what it postpones is not on the new agenda" in answer.err
    assert "# The meeting 2026-12-02 is not closed" in (kp.folder / answer.out.strip()).read_text("utf-8")


def test_what_several_columns_have_in_common_is_said_once(kp: Program, tmp_path: Path) -> None:
    """Ten headings of a municipality's own table brought the same remedy of three lines ten times."""
    table = tmp_path / "own.csv"
    table.write_text("sagsnr;navn;født;grundlag\n1;Ida;x;y\n", "utf-8")
    ran = kp("agenda", "import", str(table), "--date", "2027-01-06")
    assert (ran.code, ran.out) == (1, "")
    errors = ran.err.splitlines()[:4]
    headings = ("sagsnr", "navn", "født", "grundlag")
    assert [heading for heading, line in zip(headings, errors, strict=True) if heading not in line] == []
    assert ran.err.count("[agendas] columns; ") == 1
