"""Hostile numbers and days in every such field: read as what they say, or reported; nothing else is lost."""

import json
import random
import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from kpcommittee.convert.intentions import InvalidLine, parse_intention
from kpcommittee.convert.issues import Issue
from kpcommittee.convert.scalars import YEARS
from kpcommittee.tui.widgets.dates import parse_date
from kpcommittee.wording.issues import issue_text, remedy
from kpcommittee.workspace.agenda_columns import COLUMNS
from kpcommittee.workspace.agenda_tables import read_cases
from kpcommittee.workspace.known_ids import KnownIds
from kpcommittee.workspace.placement_columns import READERS
from kpcommittee.workspace.placements import read_placements
from kpcommittee.workspace.reading import read_agenda_against, read_config
from tests.hostile.strings import DAYS, NUMBERS
from tests.sample import CHECKOUT, DAY, WHOLE_MEETING, sample_config, sample_law
from tests.seeds import seeds

ALL = (*NUMBERS, *DAYS)
OVERFLOWS = "1E+999999999"
"""It ended the program: a decimal of TOML or JSON that no arithmetic takes."""
FEW = 3
"""Strings for each field in a run; the soak tries all of them."""
NUMBER, DATE = r"[+-]?[0-9_]{1,13}(?:[.,][0-9]{1,9})?|0[xbo][0-9]+", r"[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}.*"
PLAIN = re.compile(rf"\s*(?:{NUMBER}|{DATE})\s*", re.ASCII)
"""What may be read as a number or a day: written with the digits 0 to 9, and finite."""
MOST = 6
"""Errors that one slip may bring: in a table on one line it hides where the table ends."""
Place = tuple[str | int, ...]


def leaves(value: Any, place: Place = ()) -> Iterator[Place]:
    """The places of every number and day in a file."""
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from leaves(inside, (*place, key))
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from leaves(inside, (*place, index))
    elif isinstance(value, (int, Decimal, date, datetime)) and not isinstance(value, bool):
        yield place


def each_kind(value: Any) -> list[Place]:
    """One place of every key."""
    return list({re.sub(r"\d+", "", ".".join(map(str, place))): place for place in leaves(value)}.values())


def put(value: Any, place: Place, text: str) -> Any:
    """The same data with a text at a place."""
    if not place:
        return text
    copied = value.copy()
    copied[place[0]] = put(value[place[0]], place[1:], text)
    return copied


def drawn(seed: int, name: str) -> tuple[str, ...]:
    return ALL if seed else (OVERFLOWS, *random.Random(name).sample(ALL, FEW - 1))


def told(issues: tuple[Issue, ...]) -> None:
    for issue in issues:
        assert len(issue_text(issue)) < 600
        assert remedy(issue)


@cache
def config_data() -> dict[str, Any]:
    return tomllib.loads((CHECKOUT / "config.toml").read_text("utf-8"), parse_float=Decimal)


@cache
def agenda_data() -> dict[str, Any]:
    whole = tomllib.loads((CHECKOUT / "agenda" / f"{DAY}.toml").read_text("utf-8"), parse_float=Decimal)
    return {**whole, "cases": whole["cases"][:2]}


MARK = "HER STÅR DET"


def files_with(data: dict[str, Any], place: Place, text: str) -> Iterator[str]:
    """The file with a text in place of a number, in quotation marks and without."""
    whole = tomli_w.dumps(put(data, place, MARK))
    yield whole.replace(f'"{MARK}"', json.dumps(text).replace("\\u0000", "\\u0001"))
    yield whole.replace(f'"{MARK}"', text)


@pytest.mark.parametrize("seed", seeds(1, 2))
@pytest.mark.parametrize("place", each_kind(config_data()), ids=str)
def test_in_every_number_of_the_config(place: Place, seed: int, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    for text in drawn(seed, str(place)):
        for content in files_with(config_data(), place, text):
            path.write_text(content, "utf-8")
            read = read_config(path, today=date.fromisoformat(DAY))
            told(read.issues)
            assert read.issues or PLAIN.fullmatch(text), text
            assert len(read.issues) <= MOST, (text, read.issues)


@pytest.mark.parametrize("seed", seeds(1, 2))
@pytest.mark.parametrize("place", each_kind(agenda_data()), ids=str)
def test_in_every_number_of_an_agenda(place: Place, seed: int, tmp_path: Path) -> None:
    path = tmp_path / f"{DAY}.toml"
    for text in drawn(seed, str(place)):
        for content in files_with(agenda_data(), place, text):
            path.write_text(content, "utf-8")
            read = read_agenda_against(path, KnownIds(sample_config(), sample_law()), doubting=True)
            told(read.issues)
            assert read.issues or PLAIN.fullmatch(text), text
            assert len(read.issues) <= MOST, (text, read.issues)
            if read.agenda is not None and place[0] == "cases":
                assert len(read.agenda.cases) + len(read.left_out) == 2


ROW = {
    "case_number": "2026-1",
    "child": "A. B.",
    "birth_date": "2012-03-04",
    "provider": "klub-oest",
    "start": "2026-08-03",
}
CASE = {
    "case_number": "2026-1", "name": "A. B.", "birth_date": "2012-02-29", "district": "oest", "problems": "school",
    "decided_on": "2026-11-20", "basis": "bl-32-1-3", "purpose": "Trivsel", "hours_per_week": "4,5",
    "expected_months": "12",
}  # fmt: skip


def write_table(path: Path, row: dict[str, str]) -> None:
    path.write_text(";".join(row) + "\n" + ";".join(f'"{value}"' for value in row.values()), "utf-8")


HOLD_NUMBERS = re.compile("date|_on$|start|end|hours|months|strength|since|cpr|absence|percent|frame|cost|amount|year")


@pytest.mark.parametrize("seed", seeds(1, 2))
@pytest.mark.parametrize("column", [name for name in READERS if HOLD_NUMBERS.search(name)])
def test_in_every_number_of_a_table_of_placements(column: str, seed: int, tmp_path: Path) -> None:
    for text in drawn(seed, column):
        cell = text.replace("\x00", "\x01").replace('"', "")
        row = {**ROW, column: cell}
        (tmp_path / "t.csv").write_text(
            ";".join(row) + "\n" + ";".join(f'"{value}"' for value in row.values()), "utf-8"
        )
        read = read_placements(tmp_path / "t.csv", sample_config())
        told(read.issues)
        assert len(read.placements) + len(read.left_out) == 1
        assert read.issues or column == "cpr" or PLAIN.fullmatch(text), text


@pytest.mark.parametrize("seed", seeds(1, 2))
@pytest.mark.parametrize("column", [name for name in COLUMNS if HOLD_NUMBERS.search(name)])
def test_in_every_number_of_a_table_of_cases(column: str, seed: int, tmp_path: Path) -> None:
    for text in drawn(seed, column):
        cell = text.replace("\x00", "\x01").replace('"', "")
        row = {**CASE, column: cell}
        (tmp_path / "t.csv").write_text(
            ";".join(row) + "\n" + ";".join(f'"{value}"' for value in row.values()), "utf-8"
        )
        read = read_cases(tmp_path / "t.csv", sample_config(), sample_law(), date.fromisoformat(DAY))
        told(read.issues)
        assert len(read.cases) + len(read.bad_rows) == 1
        assert read.issues or column == "cpr" or PLAIN.fullmatch(text), text


def lines() -> list[dict[str, Any]]:
    return list({line["do"]: line for line in map(json.loads, WHOLE_MEETING.splitlines())}.values())


@pytest.mark.parametrize("seed", seeds(1, 2))
@pytest.mark.parametrize("line", lines(), ids=lambda line: line["do"])
def test_in_every_key_of_a_line_of_record(line: dict[str, Any], seed: int) -> None:
    assert not isinstance(parse_intention(json.dumps(line).encode()), InvalidLine), "it can be read as it is"
    for key in line:
        for text in drawn(seed, f"{line['do']}{key}"):
            for content in files_with_json(line, key, text):
                read = parse_intention(content.encode("utf-8", "surrogatepass"))
                if isinstance(read, InvalidLine):
                    told(read.issues[:5])


def files_with_json(line: dict[str, Any], key: str, text: str) -> Iterator[str]:
    whole = json.dumps({**line, key: MARK}, ensure_ascii=False)
    yield whole.replace(f'"{MARK}"', json.dumps(text))
    yield whole.replace(f'"{MARK}"', text)


@pytest.mark.parametrize("text", ALL, ids=lambda text: ascii(text)[:30])
def test_what_is_typed_as_a_day_is_a_day_that_files_allow_or_none(text: str) -> None:
    for typed in (text, f" {text} ", f"1.1.{text}"[:40]):
        day = parse_date(typed, date.fromisoformat(DAY))
        assert day is None or (day.year in YEARS and typed.isascii())
