"""What is possible and looks like a mistake is told as a warning, and stops nothing."""

from datetime import date
from pathlib import Path

import pytest

from kpcommittee import locale
from kpcommittee.services.check import check_files
from kpcommittee.wording.issues import issue_text, remedy
from kpcommittee.workspace import config_checks
from kpcommittee.workspace.starting import sample_folder
from tests.workspace.test_reading import CASE, HEAD

TODAY = date(2026, 12, 2)
SAMPLE = (sample_folder() / "config.toml").read_text("utf-8")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "agenda").mkdir()
    (tmp_path / "config.toml").write_text(SAMPLE, "utf-8")
    return tmp_path


def told(office: Path) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Place and code of every error, and of every warning."""
    files = check_files(office, (), today=TODAY).files
    return (
        [(issue.place, issue.code) for file in files for issue in file.issues],
        [(issue.place, issue.code) for file in files for issue in file.warnings],
    )


def without_leaders(text: str) -> str:
    begin, end = text.index("[[leaders]]"), text.index("[[districts]]")
    return text[:begin] + text[end:]


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        (without_leaders(SAMPLE), [("leaders", "no_leader"), ("leaders", "no_leader")]),
        (SAMPLE.replace('\nleader = "', '\nmunicipality_ = "'), None),
        (
            SAMPLE.replace('club_seat = "klub-vest"', 'club_seat = "klub-oest"'),
            [("districts[1].club_seat", "seat_elsewhere")],
        ),
        (
            SAMPLE.replace('school_seat = "vesterskolen"', 'school_seat = "oesterskolen"'),
            [("districts[1].school_seat", "seat_elsewhere")],
        ),
        (
            SAMPLE.replace("clearance_on = 20", "clearance_on = 21", 1),
            [("providers[0].staff[0].clearance_on", "in_the_future")],
        ),
        (SAMPLE.replace('amount = "7850.00"', 'amount = "7.850"'), [("rates[12].amount", "three_decimals")]),
        (SAMPLE.replace('amount = "7850.00"', "amount = 7.850"), [("rates[12].amount", "three_decimals")]),
        (SAMPLE.replace('agenda = "agenda"', 'agenda = "agneda"'), [("paths.agenda", "folder_missing")]),
    ],
)
def test_the_config_is_doubted(text: str, warnings: list[tuple[str, str]] | None, office: Path) -> None:
    """No leader at all, a seat of another district, a record check in 2122: accepted, with a warning (F6)."""
    assert text != SAMPLE
    (office / "config.toml").write_text(text, "utf-8")
    errors, doubted = told(office)
    if warnings is None:
        assert errors
    else:
        assert (errors, doubted) == ([], warnings)


def test_the_sample_and_a_case_of_it_are_not_doubted(office: Path) -> None:
    (office / "agenda" / "a.toml").write_text(HEAD + CASE, "utf-8")
    assert told(office) == ([], [])


@pytest.mark.parametrize("number", ["hello", "hej 060513-4008", "kommer senere", "041013-ABC1"])
def test_a_text_for_a_personal_number_is_doubted_and_not_repeated(number: str, office: Path) -> None:
    """`cpr = "hello"` passed without a word (F6, S16)."""
    (office / "agenda" / "a.toml").write_text(HEAD + CASE.replace("641013-4008", number), "utf-8")
    (file,) = [file for file in check_files(office, (), today=TODAY).files if file.warnings]
    (warning,) = file.warnings
    assert (file.issues, warning.code, warning.severity, warning.case_number) == ((), "no_cpr", "warning", "2026-0412")
    for language in locale.LANGUAGES:
        locale.use(language)
        assert number not in issue_text(warning) + remedy(warning)


def test_what_is_completed_after_the_meeting_is_doubted(office: Path) -> None:
    later = '  [cases.grant.assessment]\n  kind = "examination"\n  completed_on = 2027-01-01\n  [cases.child_view]'
    text = CASE.replace("  [cases.child_view]", later).replace("  strength = 3", "  strength = 3\n  since = 2027-02-01")
    (office / "agenda" / "a.toml").write_text(HEAD + text, "utf-8")
    assert told(office) == (
        [],
        [
            ("cases[0].grant.assessment.completed_on", "after_meeting"),
            ("cases[0].relations[0].since", "after_meeting"),
        ],
    )


def test_two_rates_from_one_day_are_refused(office: Path) -> None:
    """Which of the two counts was chance (F6)."""
    text = SAMPLE.replace("valid_from = 2026-01-01", "valid_from = 2025-01-01", 1)
    (office / "config.toml").write_text(text, "utf-8")
    assert told(office) == ([("rates[1].valid_from", "rate_twice")], [])


@pytest.mark.parametrize("name", ["config.toml", "agenda/2026-12-02.toml", "agenda", "."])
def test_a_database_that_is_a_folder_or_another_file_of_the_workspace_is_refused(name: str, office: Path) -> None:
    """It was accepted, and the later error advised to put the database aside, which was the config."""
    text = SAMPLE.replace("sqlite:///kpcommittee.db", f"sqlite:///{name}")
    assert text != SAMPLE
    (office / "config.toml").write_text(text, "utf-8")
    assert told(office)[0] == [("database.url", "database_taken")]


@pytest.mark.parametrize("key", ["agenda", "minutes"])
def test_a_folder_that_is_a_file_is_refused(key: str, office: Path) -> None:
    """Nothing is found in a file, and nothing can be written into it (F6)."""
    (office / "config.toml").write_text(SAMPLE.replace(f'{key} = "{key}"', f'{key} = "placements.csv"'), "utf-8")
    (office / "placements.csv").write_text("x", "utf-8")
    assert told(office) == ([(f"paths.{key}", "folder_is_file")], [])
    (issue,) = [issue for file in check_files(office, ()).files for issue in file.issues]
    assert issue.line is not None
    assert SAMPLE.splitlines()[issue.line - 1].startswith(f"{key} = ")


def test_a_folder_of_agendas_that_may_not_be_read_is_refused(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It looked like an empty one, and `check` found nothing wrong."""
    # The administrator may read everything: let the system refuse as it does for others.
    monkeypatch.setattr(config_checks, "may_read", lambda folder: folder != office / "agenda")
    assert told(office) == ([("paths.agenda", "folder_unreadable")], [])
