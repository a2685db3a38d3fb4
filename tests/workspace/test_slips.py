"""The commonest slips in TOML: each says what to write instead, and hides no other error."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kpcommittee import locale
from kpcommittee.services.check import check_files
from kpcommittee.wording.issues import issue_text, remedy
from kpcommittee.workspace.reading import AgendaRead, read_agenda, read_config, read_law
from kpcommittee.workspace.starting import sample_folder
from kpcommittee.workspace.toml_lines import line_of, lines_of
from kpcommittee.workspace.toml_reading import parse
from tests.workspace.test_reading import CASE, HEAD

Read = Callable[[str], AgendaRead]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a text as an agenda of the sample."""
    config = read_config(sample_folder() / "config.toml").config
    assert config is not None
    law = read_law(config.law, sample_folder()).law
    assert law is not None

    def read(text: str) -> AgendaRead:
        (tmp_path / "a.toml").write_text(text, encoding="utf-8")
        return read_agenda(tmp_path / "a.toml", config, law)

    return read


SLIPS: list[tuple[str, str, str, Any]] = [
    ("k = 110,5", "decimal_comma", "110.5", Decimal("110.5")),
    ("k = 1.500.000,50", "decimal_comma", "1500000.50", Decimal("1500000.50")),
    ("k = { x = 110,5, y = 2 }", "decimal_comma", "110.5", {"x": Decimal("110.5"), "y": 2}),
    ("k = 1.500.000", "toml_thousands", "1500000", 1500000),
    ("k = 01-08-2026", "danish_day", "2026-08-01", date(2026, 8, 1)),
    ("k = 1.8.2026 # the first", "danish_day", "2026-08-01", date(2026, 8, 1)),
    ("k = 1/8/26", "danish_day", "2026-08-01", date(2026, 8, 1)),
    ("k = 2026-8-1", "danish_day", "2026-08-01", date(2026, 8, 1)),
    ("k = 8:30", "short_time", "08:30:00", time(8, 30)),
    ("k = 08:30", "short_time", "08:30:00", time(8, 30)),
    ("k = kl. 8.30", "short_time", "08:30:00", time(8, 30)),
    ("k = “Amina”", "toml_curly", '"Amina"', "Amina"),
    ('k = "Amina”', "toml_curly", '"Amina"', "Amina"),
    ('k = [ “x”, "y" ]', "toml_curly", '[ "x", "y" ]', ["x", "y"]),
    ("k = Amina Karlsen", "toml_unquoted", "", "Amina Karlsen"),
    ("k = 2026-0412", "toml_unquoted", "", "2026-0412"),
    ("k = ja", "toml_truth", "true", True),
    ("k = False", "toml_truth", "false", False),
    ("k = 5 timer om ugen", "toml_unit", "5", 5),
    ("k = 80 %", "toml_unit", "80", 80),
    ("k = 5;", "toml_trailing", "", 5),
    ("k: 5", "toml_colon", "k = 5", 5),
    ('k = "x', "toml_quote", "", "x"),
    ('k = "C:\\users"', "toml_backslash", "", "C:\\users"),
    ("k = [1, 2", "toml_list", "", [1, 2]),
]


@pytest.mark.parametrize(("line", "code", "meant", "value"), SLIPS)
def test_a_slip_says_what_to_write_and_is_read_as_it_is_meant(line: str, code: str, meant: str, value: Any) -> None:
    """What was "this is not TOML" names the slip; the rest of the file is read on (F4)."""
    toml = parse(f"before = 1\n{line}\nafter = 2\n")
    (slip,) = toml.slips
    assert (slip.code, slip.line, slip.values.get("meant", "")) == (code, 2, meant)
    assert toml.data == {"before": 1, "k": value, "after": 2}


@pytest.mark.parametrize(
    "line", ['k = "“8:30” on 01-08-2026, or 110,5"', "k = 1.5 # 110,5", "k = [10,17]", "k = 1.500"]
)
def test_what_is_right_is_no_slip(line: str) -> None:
    assert parse(f"{line}\n").slips == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("k = 2026-02-30", "toml_date"),
        ("k = 31.2.2026", "toml_date"),
        ("k = 25:70", "toml_date"),
        ("k = 5:0", "toml_syntax"),
        ("k = 12.", "toml_syntax"),
        ("k =", "toml_nothing"),
    ],
)
def test_what_nobody_can_guess_is_passed_over(line: str, code: str) -> None:
    toml = parse(f"{line}\nafter = 8:30\n")
    assert [slip.code for slip in toml.slips] == [code, "short_time"]
    assert toml.data is not None


def test_all_slips_and_all_errors_of_an_agenda_are_told_at_once_each_with_its_case(read: Read) -> None:
    """A decimal comma in one case hides neither another slip nor a wrong value of another case (F3, F4)."""
    locale.use("da")
    first = CASE.replace("hours_per_week = 5.0", "hours_per_week = 4,5").replace("= 2013-10-04", "= 04-10-2013")
    second = CASE.replace("2026-0412", "2026-0500").replace("expected_months = 12", 'expected_months = "12"')
    agenda = read(HEAD + "start = 8:30\n" + first + second.replace('district = "oest"', 'district = "ost"'))
    assert agenda.agenda is None
    assert [issue_text(issue) for issue in agenda.issues] == [
        "a.toml: linje 3, meeting.start: 8:30 er ikke skrevet som time, minut og sekund",
        "a.toml: linje 10, sag 2026-0412, child.birth_date: 04-10-2013 er ikke skrevet som år-måned-dag",
        "a.toml: linje 19, sag 2026-0412, grant.hours_per_week: 4,5 har komma i stedet for punktum",
        "a.toml: linje 42, sag 2026-0500, child.district: distrikt ost findes ikke",
        "a.toml: linje 51, sag 2026-0500, grant.expected_months: 12 står i anførselstegn og er derfor en tekst",
    ]
    assert [remedy(issue) for issue in agenda.issues][:3] == [
        "Skriv 08:30:00 i stedet, med to cifre hver.",
        "Skriv 2013-10-04 i stedet.",
        "Skriv 4.5 i stedet; tal har punktum her.",
    ]


def test_a_key_in_the_wrong_table_is_told_where_it_belongs(read: Read) -> None:
    """`grade` at the case is not a misspelt `grant` (F4)."""
    locale.use("en")
    text = CASE.replace('problems = ["school"]', 'problems = ["school"]\ngrade = "7.b"')
    (issue,) = read(HEAD + text).issues
    assert issue_text(issue) == "a.toml: line 7, case 2026-0412, grade: grade does not belong here"
    assert remedy(issue) == "Move it under [cases.child]."
    (issue,) = read(HEAD + CASE.replace("  [cases.grant]", '  problem_note = "x"\n  [cases.grant]')).issues
    assert remedy(issue) == "Move it under [[cases]]."


def test_staff_of_another_provider_is_told_where_they_work(read: Read) -> None:
    """An id that exists is not unknown (F4)."""
    locale.use("en")
    (issue,) = read(HEAD + CASE.replace('staff = "mette-h"', 'staff = "sanne-w"')).issues
    assert issue_text(issue).endswith("relations[0].staff: sanne-w does not work at klub-oest")
    assert remedy(issue).startswith("sanne-w works at Familiehuset (familiehuset): correct one of the two;")


def test_one_pair_of_brackets_is_told_to_be_two(read: Read) -> None:
    locale.use("en")
    (issue,) = read(HEAD + CASE.replace("[[cases]]", "[cases]").partition("  [[cases.rel")[0]).issues
    assert issue_text(issue) == "a.toml: line 4, cases: this is one table, where there can be several"
    assert remedy(issue) == "Write [[cases]] with two square brackets instead of [cases]."


def test_a_missing_key_is_told_at_the_line_of_its_table(read: Read) -> None:
    (issue,) = read(HEAD + CASE.replace("  expected_months = 12\n", "")).issues
    assert (issue.line, issue.case_number) == (14, "2026-0412")


def test_a_slip_in_a_text_that_ends_too_early_has_its_case(read: Read) -> None:
    """Where the parser cannot go on, line and case are told all the same (F4)."""
    locale.use("en")
    text = HEAD + CASE + CASE.replace("2026-0412", "2026-0500").replace("  [cases.grant]", "  = 3\n  [cases.grant]")
    (issue,) = read(text).issues
    assert issue_text(issue) == "a.toml: line 45, column 3, case 2026-0500: this is not TOML"


def test_a_personal_number_without_quotation_marks_is_not_repeated(read: Read) -> None:
    (issue,) = read(HEAD + CASE.replace('"641013-4008"', "641013-4008")).issues
    assert issue.code == "toml_unquoted"
    assert "641013" not in issue_text(issue) + remedy(issue)


def test_slips_of_the_config_are_told_beside_its_errors(tmp_path: Path) -> None:
    sample = (sample_folder() / "config.toml").read_text("utf-8")
    text = sample.replace("hours_factor = 1.25", "hours_factor = 1,25", 1).replace("over = 1.00", "over = 0.70")
    (tmp_path / "config.toml").write_text(text, "utf-8")
    issues = [issue for file in check_files(tmp_path, ()).files for issue in file.issues]
    assert [(issue.place, issue.code) for issue in issues] == [
        ("providers[0].hours_factor", "decimal_comma"),
        ("balance.over", "over_below_tight"),
    ]


def test_many_slips_are_told_and_there_is_an_end_to_it() -> None:
    toml = parse("".join(f"k{number} = 1,{number}\n" for number in range(500)))
    assert len(toml.slips) == 200
    assert toml.data is None


def test_every_value_of_the_sample_is_found_in_its_line() -> None:
    for path in (sample_folder() / "config.toml", *(sample_folder() / "agenda").glob("*.toml")):
        text = path.read_text("utf-8")
        rows = text.split("\n")
        lines = lines_of(text)
        assert len(lines) > 500
        for place, line in lines.items():
            key = place.rpartition(".")[2]
            assert key.endswith("]") or key in rows[line - 1], place


def test_places_in_lists_and_inline_tables_have_their_lines() -> None:
    text = (
        'a.b = 1\nl = [\n 1, # [\n "]",\n { p = 1, q = [3,\n 4] },\n]\n[[t]]\n[[t.u]]\nx = """\n\n"""\n[[t]]\n[t.v]\n'
    )
    lines = lines_of(text)
    assert {place: lines[place] for place in ("a.b", "l[1]", "l[2].q[1]", "t[0].u[0].x", "t[1].v")} == {
        "a.b": 1,
        "l[1]": 4,
        "l[2].q[1]": 6,
        "t[0].u[0].x": 10,
        "t[1].v": 14,
    }
    assert line_of("t[1].v.missing[3].x", lines) == 14
    assert line_of("nowhere", lines) is None
