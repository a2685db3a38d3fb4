"""One mistake does not hide the others: every error of every file is said at once."""

from pathlib import Path

import pytest

from kpcommittee.convert.partial import read_partial
from kpcommittee.domain.case import Case
from kpcommittee.services.check import check_files
from kpcommittee.workspace.reading import read_agenda, read_config, read_law
from kpcommittee.workspace.starting import sample_folder
from tests.workspace.test_reading import CASE, HEAD


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "agenda").mkdir()
    sample = (sample_folder() / "config.toml").read_text(encoding="utf-8")
    (tmp_path / "config.toml").write_text(sample, encoding="utf-8")
    return tmp_path


def places(office: Path) -> list[tuple[str, str]]:
    return [(issue.file, issue.place) for one in check_files(office, ()).files for issue in one.issues]


def test_a_misspelt_key_of_the_config_hides_nothing(office: Path) -> None:
    config = office / "config.toml"
    text = config.read_text(encoding="utf-8").replace("[committee]", '[committee]\nchiar = "school"')
    config.write_text(text.replace('school_seat = "oesterskolen"', 'school_seat = "nowhere"'), encoding="utf-8")
    (office / "agenda" / "a.toml").write_text(HEAD + CASE.replace('"oest"', '"nowhere"'), encoding="utf-8")
    assert places(office) == [
        ("config.toml", "committee.chiar"),
        ("config.toml", "districts[0].school_seat"),
        ("agenda/a.toml", "cases[0].child.district"),
    ]


def test_a_misspelt_key_of_a_case_hides_nothing_of_the_case(office: Path) -> None:
    wrong = CASE.replace("  school = ", "  scool = ").replace('basis = "bl-32-1-3"', 'basis = "nothing"')
    (office / "agenda" / "a.toml").write_text(HEAD + wrong, encoding="utf-8")
    assert places(office) == [("agenda/a.toml", "cases[0].child.scool"), ("agenda/a.toml", "cases[0].grant.basis")]


def test_an_agenda_with_a_wrong_head_is_not_opened_and_its_cases_are_checked(office: Path) -> None:
    path = office / "agenda" / "a.toml"
    path.write_text(HEAD + 'plac = "x"\n' + CASE.replace('"oest"', '"nowhere"'), encoding="utf-8")
    config = read_config(office / "config.toml").config
    assert config is not None
    law = read_law(config.law, office).law
    assert law is not None
    read = read_agenda(path, config, law)
    assert read.agenda is None
    assert [issue.place for issue in read.issues] == ["meeting.plac", "cases[0].child.district"]


def test_a_case_that_is_wrong_stays_out_although_the_rest_of_it_can_be_read() -> None:
    value, issues = read_partial({"case_number": "1", "problems": ["school"], "colour": "red"}, Case, "cases[2]")
    assert value is None
    assert [issue.place for issue in issues] == ["cases[2].child", "cases[2].grant", "cases[2].colour"]


def test_a_name_in_place_of_an_id_is_told_the_id_in_agenda_and_config(office: Path) -> None:
    config = office / "config.toml"
    text = config.read_text(encoding="utf-8").replace('school_seat = "oesterskolen"', 'school_seat = "Østerskolen"')
    config.write_text(text, encoding="utf-8")
    (office / "agenda" / "a.toml").write_text(HEAD + CASE.replace('"oest"', '"Øst"'), encoding="utf-8")
    issues = [issue for one in check_files(office, ()).files for issue in one.issues]
    assert [issue.values["nearest"] for issue in issues] == ["oesterskolen", "oest"]
