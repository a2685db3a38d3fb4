"""Every flaw reads as a sentence with its place, and says what to do, in both languages."""

import ast
import string
from dataclasses import replace
from pathlib import Path

import pytest

import kpcommittee
from kpcommittee import locale
from kpcommittee.convert.issues import Issue
from kpcommittee.wording import issues as wording
from kpcommittee.wording.issues import issue_text, remedy

ROOT = Path(kpcommittee.__file__).parent

EVERYTHING: dict[str, str | int | tuple[str, ...]] = {
    "allowed": ("a", "b"),
    "birth_date": "2013-10-04",
    "changed": "2026-12-02",
    "columns": ("case_number",),
    "expected": "number",
    "first": "cases[0].case_number",
    "other": "decide",
    "high": "168",
    "kind": "provider",
    "known": ("a", "b"),
    "length": 30_000,
    "limit": 5,
    "count": 3,
    "home": "[cases.child]",
    "low": "0",
    "employer": "Familiehuset (familiehuset)",
    "meant": "110.5",
    "district": "nord",
    "provider": "klub-oest",
    "role": "authority",
    "said": "2013-10-05",
    "section": "agendas",
    "start": "2027-01-01",
    "today": "2026-11-29",
}


def codes_in_use() -> set[str]:
    """Every code that the readers and the checks give."""
    codes: set[str] = set()
    for path in [*(ROOT / "convert").glob("*.py"), *(ROOT / "workspace").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            values = [keyword.value for keyword in node.keywords if keyword.arg == "code"] + (
                node.args[:1] if name == "InvalidValue" else []
            )
            if name == "_slip_error":
                values += node.args[:2]
            if name in {"Issue", "InvalidValue", "replace", "_slip_error"}:
                codes |= {
                    c.value
                    for value in values
                    for c in ast.walk(value)
                    if isinstance(c, ast.Constant) and isinstance(c.value, str)
                }
    return codes - {""}


def test_every_code_has_a_sentence_and_a_remedy_and_none_is_left_over() -> None:
    known = set(wording._PROBLEMS)
    assert known == set(wording._REMEDIES)
    assert codes_in_use() <= known
    named_elsewhere = {"after_meeting", "before_birth", "in_the_future", "single_table"} | {
        code for code in known if code.startswith("toml_")
    }
    assert known - codes_in_use() <= named_elsewhere


@pytest.mark.parametrize("language", locale.LANGUAGES)
@pytest.mark.parametrize("code", sorted(wording._PROBLEMS))
def test_every_sentence_can_be_filled(code: str, language: str) -> None:
    locale.use(language)
    issue = Issue(code=code, place="a.b", value="x", values=EVERYTHING, file="f.toml")
    assert issue_text(issue).startswith("f.toml: a.b: ")
    assert remedy(issue).endswith((".", "?"))
    for text in (issue_text(issue), remedy(issue)):
        assert not list(filter(None, (name for _, name, _, _ in string.Formatter().parse(text)))) or "do" in text


def test_the_format_of_the_contract() -> None:
    locale.use("en")
    issue = Issue(
        code="after_meeting",
        place="cases[3].child.birth_date",
        value="2031-01-01",
        values={"limit": "2026-12-02"},
        file="agenda/2026-12-02.toml",
    )
    assert issue_text(issue) == (
        "agenda/2026-12-02.toml: cases[3].child.birth_date: 2031-01-01 is after the meeting (2026-12-02)"
    )


def test_rows_and_lines_are_places() -> None:
    locale.use("en")
    row = Issue(code="bad_number", place="hours_per_week", row=7, value="fire", file="p.csv")
    lacks = Issue(code="missing_columns", row=1, file="p.csv", values={"columns": ("case_number",)})
    assert issue_text(lacks) == "p.csv: row 1: the table lacks case_number"
    assert issue_text(row) == "p.csv: row 7, hours_per_week: fire is not a number that can be used"
    line = Issue(code="toml_date", line=3, values={"column": 8}, file="a.toml")
    assert issue_text(line) == "a.toml: line 3, column 8: this date or time does not exist"


@pytest.mark.parametrize(
    ("language", "row", "quarters", "example"),
    [("da", 7, "4,3 4,25 4,5", "12,5"), ("en", 7, "4.3 4.25 4.5", "12.5"), ("da", None, "4.3 4.25 4.5", "12.5")],
)
def test_a_number_has_the_decimal_sign_of_its_file(language: str, row: int | None, quarters: str, example: str) -> None:
    """A Danish table was told to be written with points, which separate thousands there."""
    locale.use(language)
    hours = Issue(code="not_quarters", row=row, value="4.3", values={"nearest": "4.25"})
    assert all(number in issue_text(hours) + remedy(hours) for number in quarters.split())
    low = Issue(code="too_low", row=row, value="-4.5", values={"low": "0", "high": "168"})
    assert issue_text(low).split("-")[1].startswith(f"4{example[2]}5 ")
    assert example in remedy(Issue(code="bad_number", row=row, value="1.2.3"))
    assert "1.2.3" in issue_text(Issue(code="bad_number", row=row, value="1.2.3")), "as it was typed"


def test_a_place_is_its_line_its_case_and_its_key() -> None:
    """Nobody counts cases from 0: the number of the case and the line are told (F4)."""
    locale.use("en")
    issue = Issue(
        code="after_meeting",
        place="cases[3].child.birth_date",
        value="2031-01-01",
        values={"limit": "2026-12-02"},
        file="a.toml",
        line=57,
        case_number="2026-0415",
    )
    assert issue_text(issue).startswith("a.toml: line 57, case 2026-0415, child.birth_date: 2031-01-01 is after")
    assert issue_text(replace(issue, case_number="")).startswith("a.toml: line 57, cases[3].child.birth_date: ")
    assert issue_text(replace(issue, place="cases[3]")).startswith("a.toml: line 57, case 2026-0415: ")


def test_the_nearest_word_is_asked_for() -> None:
    locale.use("en")
    issue = Issue(
        code="unknown_key", place="child.nmae", value="nmae", values={"nearest": "name", "known": ("cpr", "name")}
    )
    assert remedy(issue) == "Is name meant? Correct the key or remove it; possible here: cpr, name."


def test_braces_in_data_are_only_text() -> None:
    issue = Issue(code="bad_date", place="x", value="{value.__class__}{0}", values={"nearest": "{oops}"})
    assert "{value.__class__}{0}" in issue_text(issue)
    assert "{oops}" in remedy(issue)
