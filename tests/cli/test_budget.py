"""The money of a year on the command line: what it prints, and each exit code."""

from pathlib import Path

import pytest

from tests.cli.contract import BUDGET, mismatches
from tests.drivers.program import Program, Result

CONFIG = """
[committee]
name = "Committee"
municipality = "Nowhere"
language = "en"
required_seats = []
[law]
as_of = 2025-03-17
[[districts]]
id = "north"
name = "North"
municipality = "Nowhere Kommune"
[[providers]]
id = "club"
kind = "club"
name = "The Club"
[[providers]]
id = "firm"
kind = "external"
name = "The Firm"
[[rates]]
provider = "club"
unit = "month"
amount = "3650.00"
valid_from = 2026-01-01
[[rates]]
provider = "firm"
unit = "month"
amount = "7300.00"
valid_from = 2026-01-01
valid_to = 2026-06-30
"""
BUDGETS = """
[[budget]]
year = 2025
frame = "100000.00"
[[budget]]
year = 2026
index = "1.02"
split = [{ name = "Nowhere", share = "2/3" }, { name = "Elsewhere", share = "1/3" }]
[bring_home]
max_hours_per_week = 3
set_by = "Inger"
set_on = 2025-12-03
[bring_home.business_case]
low = "650000.00"
high = "900000.00"
source = "Forvaltningen, 2021"
new_costs = [
  { name = "en fuldtidspædagog", low = "450000", high = "450000" },
  { name = "egne kontrakter", low = "50000", high = "300000" },
]
"""
ROWS = """case_number;provider;district;hours_per_week;start;end
A-1;club;north;4;01-01-2026;31-01-2026
A-2;firm;;2;01-06-2026;31-07-2026
A-3;firm;;8;01-06-2026;30-06-2026
"""


def good(program: Program, *arguments: str) -> Result:
    answer = program(*arguments)
    assert (answer.code, answer.err) == (0, "")
    return answer


def program_at(folder: Path, config: str) -> Program:
    folder.mkdir()
    (folder / "agenda").mkdir()
    (folder / "config.toml").write_text(config, encoding="utf-8")
    (folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    program = Program(folder)
    good(program, "placements", "import", "rows.csv")
    return program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return program_at(tmp_path / "committee", CONFIG + BUDGETS)


def test_a_year_as_json(program: Program) -> None:
    answer = good(program, "budget", "2026", "--date", "2026-06-10", "--json").json
    assert mismatches(answer, BUDGET) == []
    assert (answer["frame"], answer["indexed_frame"]) == (100_000, 102_000)
    assert answer["split"] == [
        {"name": "Nowhere", "amount": 68_000, "forecast": 31 * 120},
        {"name": "Elsewhere", "amount": 34_000, "forecast": 0},
    ]
    assert answer["split_unknown"] == 60 * 240
    assert (answer["spent"], answer["forecast"]) == (31 * 120 + 20 * 240, 31 * 120 + 60 * 240)
    assert (answer["committed"], answer["left"]) == (40 * 240, 102_000 - 31 * 120 - 60 * 240)
    assert answer["by_kind"] == {"club": 31 * 120, "internal": 0, "external": 60 * 240}
    assert [(row["band"], row["children"], row["amount"]) for row in answer["bands"]][2] == ("under_75", 2, 60 * 240)
    assert answer["external"]["per_month_by_children"] == 600
    assert answer["external"]["per_month_by_full_years"] == 7300
    assert answer["unpriced"] == [{"case_number": "A-2", "provider": "firm", "why": "no_rate", "days": 31}]


def test_light_external_placements_may_be_brought_home(program: Program) -> None:
    answer = good(program, "budget", "2026", "--date", "2026-06-10", "--json").json
    assert answer["bring_home"] == [
        {"case_number": "A-2", "provider": "firm", "hours_per_week": 2, "cost_per_month": 7300}
    ]
    told = good(program, "--lang", "en", "budget", "2026", "--date", "2026-06-10").out
    assert "Each is individually assessed" in told
    assert "At most 3 h/week, set by Inger on 03/12/2025." in told


def test_what_bringing_home_is_expected_to_save_is_told_with_who_estimated_it(program: Program) -> None:
    """The figures of document 003, lines 177–185."""
    answer = good(program, "budget", "2026", "--date", "2026-06-10", "--json").json["business_case"]
    assert (answer["saving"], answer["net"]) == ({"low": 650_000, "high": 900_000}, {"low": 150_000, "high": 150_000})
    assert answer["candidates_per_year"] == 12 * 7300
    text = " ".join(good(program, "--lang", "en", "budget", "2026", "--date", "2026-06-10").out.split())
    assert "Saved by bringing home DKK 650,000 to DKK 900,000" in text
    assert "less egne kontrakter DKK 50,000 to DKK 300,000" in text
    assert "Left a year DKK 150,000" in text
    assert "Estimated by Forvaltningen, 2021" in text
    assert "Those listed cost DKK 87,600 a year" in text


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('low = "650000.00"', 'low = "950000.00"'),
        ('low = "50000"', 'low = "300001"'),
        ('low = "50000"', 'low = "-1"'),
    ],
)
def test_a_business_case_goes_from_low_to_high(tmp_path: Path, written: str, message: str) -> None:
    program = program_at(tmp_path / "committee", CONFIG + BUDGETS)
    config = program.folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace(written, message), encoding="utf-8")
    answer = program("check")
    assert answer.code == 1
    assert "bring_home.business_case" in answer.err


def test_nobody_is_called_light_without_a_limit(tmp_path: Path) -> None:
    program = program_at(tmp_path / "committee", CONFIG)
    answer = good(program, "budget", "2026", "--date", "2026-06-10", "--json").json
    assert (answer["bring_home"], answer["frame"], answer["left"], answer["split"]) == ([], None, None, [])
    text = good(program, "budget", "2026").out
    assert "The config does not say what light is" in text
    assert answer["business_case"] is None
    assert "The config has no frame for 2026" in text


def test_a_frame_without_a_split_is_not_split(tmp_path: Path) -> None:
    program = program_at(tmp_path / "committee", CONFIG + '[[budget]]\nyear = 2026\nframe = "100000.00"\n')
    answer = good(program, "budget", "2026", "--json").json
    assert (answer["frame"], answer["split"], answer["split_unknown"]) == (100_000, [], 0)
    assert answer["left"] == 100_000 - answer["forecast"]
    assert "By municipality" not in good(program, "--lang", "en", "budget", "2026").out


def test_a_rate_that_ends_in_the_middle_leaves_days_that_are_told_and_in_no_sum(program: Program) -> None:
    text = " ".join(good(program, "--lang", "en", "budget", "2026").out.split())
    assert "Without a price, and in no sum" in text
    assert "A-2: 31 days, because" in text


def test_every_table_with_a_sum_says_what_has_no_price(program: Program) -> None:
    """A reader of the forecast or of a table took everything for priced: it was said at the end alone."""
    text = good(program, "--lang", "en", "budget", "2026").out
    assert "Not included in any amount: 1 placement without a price" in text.partition("By municipality")[0]
    parts = [part.partition("\n\n")[0] for part in text.split("-----\n")[1:]]
    sentences = [[line for line in part.splitlines() if "With days without" in line] for part in parts]
    assert [lines[0] for lines in sentences if lines] == [
        "With days without a price: municipality unknown 1.", "With days without a price: The Firm 1.",
        "With days without a price: external supplier 1.",
    ]  # fmt: skip
    assert "no price" not in good(program, "--lang", "en", "budget", "2027").out


def test_what_has_no_price_is_counted_at_the_municipality_that_has_a_share(program: Program, tmp_path: Path) -> None:
    rows = "case_number;provider;district;hours_per_week;start;end\nA-4;firm;north;2;01-08-2026;31-08-2026\n"
    (tmp_path / "committee" / "more.csv").write_text(rows, encoding="utf-8")
    good(program, "placements", "import", "more.csv")
    text = good(program, "--lang", "en", "budget", "2026").out
    assert "Not included in any amount: 2 placements without a price for 62 days in all." in text
    (line,) = [line for line in text.splitlines() if "municipality unknown 1" in line]
    assert sorted(line.removeprefix("With days without a price: ").rstrip(".").split(", ")) == [
        "Nowhere 1", "municipality unknown 1",
    ]  # fmt: skip
    assert "With days without a price: The Firm 2." in text


@pytest.mark.parametrize("year", ["20x6", "1899", "2200", "02026", "²026"])
def test_a_year_that_does_not_exist_is_wrong_use(program: Program, year: str) -> None:
    answer = program("budget", year)
    assert (answer.code, answer.out) == (2, "")
    assert "2026" in answer.err


def test_a_year_in_which_nothing_runs_is_empty(program: Program) -> None:
    answer = good(program, "budget", "2031", "--json").json
    assert (answer["forecast"], answer["by_provider"], answer["unpriced"]) == (0, [], [])
    good(program, "budget", "2031")


def test_the_list_says_what_each_costs_a_month_and_a_year(program: Program) -> None:
    rows = good(program, "placements", "list", "--date", "2026-06-10", "--json").json
    costs = {row["case_number"]: (row["cost_per_month"], row["cost_per_year"]) for row in rows}
    assert costs == {"A-2": (7300, 30 * 240), "A-3": (7300, 30 * 240)}


@pytest.mark.parametrize(
    ("budget", "place"),
    [
        ("[[budget]]\nyear = 2026\n", "budget[0].frame"),
        ('[[budget]]\nyear = 2026\nframe = "1"\n[[budget]]\nyear = 2026\nframe = "2"\n', "budget[1].year"),
        ('[[budget]]\nyear = 2026\nframe = "1"\nindex = "0"\n', "budget[0].index"),
        ('[budget]\nyear = 2026\nframe = "1"\nsplit = [{name = "A", share = "1/2"}]\n', "budget.split"),
    ],
)
def test_a_budget_that_does_not_fit_is_named_with_its_place(tmp_path: Path, budget: str, place: str) -> None:
    folder = tmp_path / "committee"
    folder.mkdir()
    (folder / "config.toml").write_text(CONFIG + budget, encoding="utf-8")
    answer = Program(folder)("budget", "2026")
    assert (answer.code, answer.out) == (1, "")
    assert place in answer.err


def test_the_money_fits_a_narrow_terminal_and_is_as_wide_as_ever_in_a_pipe(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal of 48 columns broke each row of the tables in three."""
    monkeypatch.delenv("COLUMNS", raising=False)
    piped = good(program, "budget", "2026", "--date", "2026-06-10").out
    monkeypatch.setenv("COLUMNS", "48")
    assert max(map(len, good(program, "budget", "2026", "--date", "2026-06-10").out.splitlines())) == 48
    monkeypatch.setenv("COLUMNS", "200")
    assert good(program, "budget", "2026", "--date", "2026-06-10").out == piped
    assert max(map(len, piped.splitlines())) > 70
