"""The schema describes what the reader takes."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from kpcommittee.convert.codec import read
from kpcommittee.convert.schema import schema, subjects
from kpcommittee.domain.agenda import Agenda
from kpcommittee.domain.committee import Config

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = {"agenda": ROOT / "agenda" / "2026-12-02.toml", "config": ROOT / "config.toml"}
CLASSES = {"agenda": Agenda, "config": Config}


def tables(node: Any) -> list[dict[str, Any]]:
    """Every table the schema describes."""
    found = [node] if isinstance(node, dict) and "properties" in node else []
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return found + [table for child in children for table in tables(child)]


@pytest.mark.parametrize("subject", subjects())
def test_every_table_is_closed_and_every_reference_leads_somewhere(subject: str) -> None:
    made = schema(subject)
    assert made["$schema"].endswith("2020-12/schema")
    assert all(table["additionalProperties"] is False for table in tables(made))
    text = json.dumps(made)
    for part in text.split('"#/$defs/')[1:]:
        assert part.split('"')[0] in made["$defs"]


def test_the_required_keys_are_those_of_the_contract() -> None:
    made = schema("agenda")
    assert made["required"] == ["meeting"]
    assert made["$defs"]["MeetingHead"]["required"] == ["date"]
    assert made["$defs"]["Case"]["required"] == ["case_number", "problems", "child", "grant"]
    assert made["$defs"]["Child"]["required"] == ["name", "birth_date", "district"]
    assert set(made["$defs"]["Grant"]["required"]) == {
        "decided_on",
        "basis",
        "purpose",
        "hours_per_week",
        "expected_months",
    }


def test_keys_choices_and_notes_are_told() -> None:
    made = schema("config")["$defs"]
    assert set(made["Period"]["properties"]) == {"from", "to"}
    assert made["Provider"]["properties"]["kind"] == {"enum": ["club", "internal", "external"], "type": "string"}
    assert made["Provider"]["properties"]["ages"]["minItems"] == 2
    assert made["Provider"]["properties"]["hours_factor"]["default"] == "1"
    assert "key `from` in files" in made["Change"]["properties"]["from"]["description"]
    assert "Whom the provider normally takes" in made["Provider"]["properties"]["ages"]["description"]


def sample(subject: str) -> dict[str, Any]:
    """The sample's file as an editor hands it to a validator: days and times as text."""
    data = tomllib.loads(SAMPLES[subject].read_text(encoding="utf-8"))
    plain: dict[str, Any] = json.loads(json.dumps(data, default=lambda value: value.isoformat()))
    return plain


def changed(subject: str, place: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """The sample with one value set; a table that is not there is made, None removes the key."""
    data = sample(subject)
    *steps, last = place
    table: Any = data
    for step in steps:
        table = table[step] if isinstance(step, int) else table.setdefault(step, {})
    if value is None:
        del table[last]
    else:
        table[last] = value
    return data


def is_valid(subject: str, data: dict[str, Any]) -> bool:
    valid = Draft202012Validator(schema(subject), format_checker=FormatChecker()).is_valid(data)
    assert isinstance(valid, bool)
    return valid


def is_read(subject: str, data: dict[str, Any]) -> bool:
    """Whether the reader takes it; `meeting.id` may be missing in a file, where the reader fills in the file's stem."""
    data = {**data, "meeting": {"id": "stem", **data["meeting"]}} if subject == "agenda" else data
    return not read(data, CLASSES[subject])[1]


@pytest.mark.parametrize("subject", subjects())
def test_the_sample_is_valid(subject: str) -> None:
    Draft202012Validator.check_schema(schema(subject))
    assert (is_valid(subject, sample(subject)), is_read(subject, sample(subject))) == (True, True)


@pytest.mark.parametrize(
    ("subject", "place", "value", "right"),
    [
        ("agenda", ("meeting", "date"), "2026-02-30", False),
        ("agenda", ("meeting", "date"), None, False),
        ("agenda", ("meeting", "place"), "x" * 20_000, True),
        ("agenda", ("meeting", "place"), "x" * 20_001, False),
        ("agenda", ("cases",), {}, False),
        ("agenda", ("cases", 0, "case_number"), "", False),
        ("agenda", ("cases", 0, "problem_note"), "", True),
        ("agenda", ("cases", 0, "child", "graed"), "6.a", False),
        ("agenda", ("cases", 0, "grant", "hours_per_week"), "4.25", True),
        ("agenda", ("cases", 0, "grant", "hours_per_week"), 4.25, True),
        ("agenda", ("cases", 0, "grant", "hours_per_week"), "four", False),
        ("agenda", ("cases", 0, "grant", "expected_months"), "12", False),
        ("agenda", ("cases", 0, "grant", "had_contact_person_before_18"), "yes", False),
        ("agenda", ("cases", 0, "relations"), [{"person": "Lone", "role": "coach", "strength": 3}], True),
        ("agenda", ("cases", 0, "relations"), [{"person": "Lone", "role": "coach", "strength": 4}], False),
        ("config", ("committee", "language"), "sv", False),
        ("config", ("committee", "name"), None, False),
        ("config", ("providers", 0, "ages"), [6, 12], True),
        ("config", ("providers", 0, "ages"), [6], False),
        ("config", ("providers", 0, "ages"), [6, 12, 18], False),
        ("config", ("providers", 0, "closed"), [{"from": "2026-07-01", "to": "2026-07-31"}], True),
        ("config", ("providers", 0, "closed"), [{"start": "2026-07-01", "end": "2026-07-31"}], False),
        ("config", ("providers", 0, "changes"), [{"from": "2026-07-01", "contact_share": 0.2}], True),
        ("config", ("agendas", "columns"), {"name": "Barnets navn"}, True),
        ("config", ("agendas", "columns"), {"name": 1}, False),
        ("config", ("budget",), {"year": 2026, "frame": "1500000.50"}, True),
    ],
)
def test_the_schema_and_the_reader_agree(subject: str, place: tuple[str | int, ...], value: Any, right: bool) -> None:
    data = changed(subject, place, value)
    assert (is_valid(subject, data), is_read(subject, data)) == (right, right)


def test_pydantic_is_imported_by_the_schema_only() -> None:
    code = "import sys, kpcommittee.convert.codec; print('pydantic' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_there_is_no_schema_of_anything_else() -> None:
    with pytest.raises(KeyError):
        schema("minutes")
