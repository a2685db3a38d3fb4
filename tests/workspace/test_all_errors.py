"""One mistake does not hide the others: every error of every file is listed at once."""

import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from kpcommittee.convert.codec import read_partial
from kpcommittee.convert.issues import Issue
from kpcommittee.domain.case import Case
from kpcommittee.services.check import check_files
from kpcommittee.workspace import reading
from kpcommittee.workspace.reading import read_agenda, read_config, read_law
from kpcommittee.workspace.starting import sample_folder
from kpcommittee.workspace.toml_reading import TomlRead
from tests.workspace.test_reading import CASE, HEAD


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "agenda").mkdir()
    sample = (sample_folder() / "config.toml").read_text(encoding="utf-8")
    (tmp_path / "config.toml").write_text(sample, encoding="utf-8")
    return tmp_path


def places(office: Path) -> list[tuple[str, str]]:
    return [(issue.file, issue.place) for file in check_files(office, ()).files for issue in file.issues]


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
    assert value is not None
    assert value.problems == ("school",)
    assert [issue.place for issue in issues] == ["cases[2].child", "cases[2].grant", "cases[2].colour"]


def test_a_name_in_place_of_an_id_is_told_the_id_in_agenda_and_config(office: Path) -> None:
    config = office / "config.toml"
    text = config.read_text(encoding="utf-8").replace('school_seat = "oesterskolen"', 'school_seat = "Østerskolen"')
    config.write_text(text, encoding="utf-8")
    (office / "agenda" / "a.toml").write_text(HEAD + CASE.replace('"oest"', '"Øst"'), encoding="utf-8")
    issues = [issue for file in check_files(office, ()).files for issue in file.issues]
    assert [issue.values["nearest"] for issue in issues] == ["oesterskolen", "oest"]


Steps = tuple[str | int, ...]


def values(data: Any, way: Steps = ()) -> Iterator[Steps]:
    """The way to every value of a file, tables and lists too."""
    if way:
        yield way
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, inner in steps:
        yield from values(inner, (*way, step))


def place(way: Steps) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in way).removeprefix(".")


def at(data: Any, way: Steps) -> Any:
    for step in way:
        data = data[step]
    return data


def is_named_elsewhere(way: Steps) -> bool:
    """Whether others refer to the value: where it cannot be read, they are wrong as well."""
    return way[-1] in {"id", "code"} or (way[0] in {"districts", "schools", "providers", "problems"} and len(way) == 2)


def every_value_broken(
    data: dict[str, Any], other: str, issues_of: Callable[[dict[str, Any]], tuple[Issue, ...]]
) -> Iterator[tuple[str, list[str]]]:
    """The places that are told for each value that is broken, where they are not exactly those two.

    Args:
        data: a file with one error.
        other: the place of that error.
        issues_of: reads the file.
    """
    for way in values(data):
        wrong = 3 if isinstance(at(data, way), (dict, list)) else {"wrong": True}
        table = at(data, way[:-1])
        kept, table[way[-1]] = table[way[-1]], wrong
        places = [issue.place for issue in issues_of(data)]
        table[way[-1]] = kept
        right = {place(way)} if other.startswith(place(way)) else {place(way), other}
        if not (right <= set(places) if is_named_elsewhere(way) else sorted(places) == sorted(right)):
            yield place(way), places


def sample(name: str) -> dict[str, Any]:
    return tomllib.loads((sample_folder() / name).read_text(encoding="utf-8"), parse_float=Decimal)


def test_whatever_value_of_the_config_is_wrong_the_other_error_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every value of the sample in turn: its own error, the other one, and none that only follows (F3)."""
    data = sample("config.toml")
    data["balance"]["horizon_weeks"] = 0

    def issues_of(data: dict[str, Any]) -> tuple[Issue, ...]:
        monkeypatch.setattr(reading, "read_toml", lambda *_: TomlRead("", data))
        return read_config(Path("config.toml")).issues

    assert list(every_value_broken(data, "balance.horizon_weeks", issues_of)) == []


def test_whatever_value_of_an_agenda_is_wrong_the_other_error_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong strength hides no unknown problem, and a wrong date of the meeting no case (F3)."""
    data = sample("agenda/2026-12-02.toml")
    data["cases"] = data["cases"][:3]
    data["cases"][1]["problems"][0] = "nothing"
    config = read_config(sample_folder() / "config.toml").config
    assert config is not None
    law = read_law(config.law, sample_folder()).law
    assert law is not None

    def issues_of(data: dict[str, Any]) -> tuple[Issue, ...]:
        monkeypatch.setattr(reading, "read_toml", lambda *_: TomlRead("", data))
        return read_agenda(Path("2026-12-02.toml"), config, law).issues

    assert list(every_value_broken(data, "cases[1].problems[0]", issues_of)) == []


def test_a_config_that_is_no_toml_hides_nothing_that_can_be_read_in_an_agenda(office: Path) -> None:
    """Names cannot be looked up then, but days, numbers and keys can be checked (F3)."""
    (office / "config.toml").write_text("= 3\n", encoding="utf-8")
    wrong = CASE.replace("hours_per_week = 5.0", "hours_per_week = 4.3").replace('"oest"', '"nowhere"')
    (office / "agenda" / "a.toml").write_text(HEAD + wrong, encoding="utf-8")
    assert places(office) == [("config.toml", ""), ("agenda/a.toml", "cases[0].grant.hours_per_week")]


def test_a_list_that_cannot_be_read_makes_no_name_unknown(office: Path) -> None:
    """`problems = 3` is one error of the config, not one of every case (F3)."""
    data = sample("config.toml")
    data["problems"] = 3
    (office / "config.toml").write_text(tomli_w.dumps(data), encoding="utf-8")
    (office / "agenda" / "a.toml").write_text(HEAD + CASE.replace('"oest"', '"nowhere"'), encoding="utf-8")
    assert places(office) == [("config.toml", "problems"), ("agenda/a.toml", "cases[0].child.district")]


def test_the_law_table_that_is_missing_hides_no_error_of_an_agenda(office: Path) -> None:
    """Of the basis nobody can say then whether it exists; everything else is checked (F3)."""
    data = sample("config.toml")
    data["law"] = {"file": "nowhere.toml"}
    (office / "config.toml").write_text(tomli_w.dumps(data), encoding="utf-8")
    (office / "agenda" / "a.toml").write_text(HEAD + CASE.replace('"oest"', '"nowhere"'), encoding="utf-8")
    assert places(office) == [("nowhere.toml", ""), ("agenda/a.toml", "cases[0].child.district")]


def test_one_agenda_is_checked_and_the_config_is_told_where_it_is_wrong(office: Path) -> None:
    config = office / "config.toml"
    config.write_text(config.read_text("utf-8").replace('kind = "club"', 'kind = "klub"', 1), encoding="utf-8")
    (office / "agenda" / "a.toml").write_text(HEAD + CASE.replace('"oest"', '"nowhere"'), encoding="utf-8")
    files = check_files(office, [Path("agenda/a.toml")]).files
    assert [(issue.file, issue.place) for file in files for issue in file.issues] == [
        ("config.toml", "providers[0].kind"),
        ("agenda/a.toml", "cases[0].child.district"),
    ]
