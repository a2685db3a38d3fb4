"""A file with very many errors: the first thousand are reported, the rest is counted, and nothing good is lost."""

import pytest

from kpcommittee.convert.codec import LONGEST_LIST
from kpcommittee.convert.issues import MOST_ISSUES
from kpcommittee.workspace.agenda_columns import COLUMNS
from kpcommittee.workspace.reading import MOST_CASES
from kpcommittee.workspace.tables import MOST_BAD_ROWS
from tests.drivers.office import Office
from tests.sample import CHECKOUT

HEAD = "[meeting]\ndate = 2027-01-06\n"
PLACEMENTS = "case_number;child;birth_date;provider;hours_per_week;start\n"
PLACEMENT = "2026-{};A. B.;2014-02-01;{};3;2026-08-03\n"
CASES = ";".join(name for name, column in COLUMNS.items() if column.required) + "\n"


def checked(office: Office, agenda: str) -> tuple[list[str], str]:
    """What `check` says of an agenda: the codes of its errors, and all that it writes."""
    office.agenda("2027-01-06", agenda)
    answer = office.run("check", "agenda/2027-01-06.toml", "--json").json
    ran = office.run("check", "agenda/2027-01-06.toml", lang="en")
    assert ran.code == 1
    codes = [row["code"] for row in answer if row["severity"] == "error"]
    assert ran.err.count("error: ") == len(codes)
    return codes, ran.err + ran.out


def test_of_an_agenda_with_forty_thousand_errors_a_thousand_are_told_and_all_are_counted(office: Office) -> None:
    each = len(checked(office, f"{HEAD}[[cases]]\n")[0])
    codes, printed = checked(office, HEAD + "[[cases]]\n" * MOST_CASES)
    assert codes[:2] == ["missing_key"] * 2
    assert (len(codes), codes[-1]) == (MOST_ISSUES + 1, "more_errors")
    assert f"{MOST_CASES * each - MOST_ISSUES} more errors are not listed" in printed
    assert printed.endswith(f"\n{MOST_CASES * each} errors\n")


@pytest.mark.parametrize(
    ("agenda", "codes"),
    [
        (HEAD + "[[cases]]\n" * (MOST_CASES + 1), ["too_many_cases"]),
        (
            f"{HEAD}[[cases]]\n" + "".join(f"key{number} = 1\n" for number in range(300)),
            ["missing_key"] * 3 + ["no_grant", "too_many_keys"] + ["unknown_key"] * 100,
        ),
    ],
)
def test_a_file_of_another_kind_is_told_as_such(office: Office, agenda: str, codes: list[str]) -> None:
    assert sorted(checked(office, agenda)[0]) == sorted(codes)


def test_a_list_without_end_is_one_error(office: Office) -> None:
    text = (office.folder / "agenda" / "2026-12-02.toml").read_text("utf-8").replace("2026-12-02", "2027-01-06", 1)
    text = text.replace('problems = ["', 'problems = ["' + 'school", "' * LONGEST_LIST, 1)
    assert checked(office, text)[0] == ["too_long_list"]


@pytest.mark.parametrize(
    ("command", "head", "row"),
    [
        (("placements", "import"), PLACEMENTS, PLACEMENT),
        (("agenda", "import", "--date", "2027-01-06"), CASES, "2026-{};A. B.;2014-02-01;{};school;i dag;x;y;z;t\n"),
    ],
)
def test_a_table_whose_rows_are_all_bad_is_not_read_to_its_end(
    office: Office, command: tuple[str, ...], head: str, row: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound is lower here than it is, and still beyond what is told."""
    most = MOST_ISSUES + 500
    monkeypatch.setattr("kpcommittee.workspace.tables.MOST_BAD_ROWS", most)
    rows = "".join(row.format(number, "nowhere") for number in range(2, 4 * most))
    (office.folder / "t.csv").write_text(head + rows, "utf-8")
    for option in ((), ("--skip-bad",)):
        ran = office.run(*command, "t.csv", *option, lang="en")
        assert ran.code == 1
        assert f"more than {most} rows have errors" in ran.err
        assert ran.err.count("error: ") < MOST_ISSUES + 5
    assert not (office.folder / "agenda" / "2027-01-06.toml").exists()


def test_a_good_row_among_thousands_of_bad_ones_is_imported(office: Office) -> None:
    rows = "".join(PLACEMENT.format(number, "nowhere") for number in range(2, 5_002))
    (office.folder / "t.csv").write_text(PLACEMENTS + PLACEMENT.format(1, "klub-oest") + rows, "utf-8")
    ran = office.run("placements", "import", "t.csv", "--skip-bad", "--json", lang="en")
    assert ran.code == 0, ran.err
    assert (ran.json["read"], ran.json["new"], len(ran.json["left_out"])) == (5_001, 1, 5_000)
    assert "4000 more errors are not listed" in ran.err


def test_the_bounds_on_errors_are_on_the_page() -> None:
    page = (CHECKOUT / "docs" / "security.md").read_text("utf-8")
    assert [bound for bound in (MOST_ISSUES, MOST_CASES, MOST_BAD_ROWS, LONGEST_LIST) if f"{bound:,}" not in page] == []
