"""The schema describes what the reader takes."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from jsonschema import Draft202012Validator, FormatChecker

from kpcommittee.convert.codec import read
from kpcommittee.convert.converter import key_of
from kpcommittee.domain.agenda import Agenda
from kpcommittee.domain.committee import Config
from kpcommittee.services.check import check_files
from kpcommittee.workspace.bounds import BOUNDS, Bound, out_of_bounds
from kpcommittee.workspace.schema import schema as made_anew
from kpcommittee.workspace.schema import subjects

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = {"agenda": ROOT / "agenda" / "2026-12-02.toml", "config": ROOT / "config.toml"}
CLASSES = {"agenda": Agenda, "config": Config}


@cache
def schema(subject: str) -> dict[str, Any]:
    """The schema, which no test changes."""
    return made_anew(subject)


@cache
def validator(subject: str) -> Draft202012Validator:
    return Draft202012Validator(schema(subject), format_checker=FormatChecker())


def every(node: Any) -> Iterator[dict[str, Any]]:
    """Every part of the schema."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from every(child)


def tables(node: Any) -> list[dict[str, Any]]:
    """Every table the schema describes."""
    objects = [node] if isinstance(node, dict) and "properties" in node else []
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return objects + [table for child in children for table in tables(child)]


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
    assert made["Provider"]["properties"]["kind"]["enum"] == ["club", "internal", "external"]
    assert made["Provider"]["properties"]["hours_factor"]["default"] == "1"
    assert made["Leader"]["properties"]["role"]["enum"] == ["authority", "internal"]
    assert made["Provider"]["properties"]["ages"] == {
        "description": "Whom the provider normally takes, both included.",
        "items": {"type": "integer", "minimum": 0, "maximum": 10**12 - 1},
        "minItems": 2,
        "maxItems": 2,
        "type": "array",
    }


@pytest.mark.parametrize("subject", subjects())
def test_only_what_every_validator_knows_is_used(subject: str) -> None:
    """jsonschema, check-jsonschema and taplo take it; taplo knows draft 7, and no `prefixItems` (F5)."""
    used = {key for table in every(schema(subject)) for key in table}
    later = {
        "prefixItems",
        "unevaluatedItems",
        "unevaluatedProperties",
        "dependentRequired",
        "dependentSchemas",
        "$dynamicRef",
    }
    assert used & later == set()


@pytest.mark.parametrize("subject", subjects())
def test_every_key_and_every_table_is_described(subject: str) -> None:
    """An editor shows the description of the key under the cursor; 83 of 99 had none (F5)."""
    described = [
        (key, content.get("description", ""))
        for table in tables(schema(subject))
        for key, content in table["properties"].items()
    ]
    assert len(described) > 40
    assert [key for key, text in described if not text.endswith((".", "…"))] == []
    assert [
        table for table in tables(schema(subject)) if "\n" in table["description"] or not table["description"]
    ] == []


NUMBERS = [(cls, name, bound) for cls, bounds in BOUNDS.items() for name, bound in bounds.items()]


@pytest.mark.parametrize(("cls", "name", "bound"), NUMBERS, ids=[f"{cls.__name__}.{name}" for cls, name, _ in NUMBERS])
def test_the_bounds_of_the_schema_are_those_of_the_checks(cls: type, name: str, bound: Bound) -> None:
    """What an editor lets pass, `check` lets pass, on both sides of each bound (F5)."""
    made = next(described for described in map(schema, subjects()) if cls.__name__ in described["$defs"])
    content = made["$defs"][cls.__name__]["properties"][key_of(cls, name)]
    blank = dict.fromkeys(field.name for field in fields(cls))
    step = Decimal("0.25") if bound.quarters else Decimal(1) if content.get("type") == "integer" else Decimal("0.01")
    for number in (-step, 0, bound.low, bound.low - step, bound.low + step, bound.high, bound.high + step):
        passes = not list(out_of_bounds(cls(**{**blank, name: Decimal(number)}), "x"))
        written: Any = int(number) if content.get("type") == "integer" else float(number)
        assert Draft202012Validator(content).is_valid(written) is passes, number
    if "anyOf" in content:
        assert [Draft202012Validator(content).is_valid(text) for text in ("1", "-1", "1000000000000")] == [
            True,
            False,
            False,
        ]
    if bound.quarters:
        assert not Draft202012Validator(content).is_valid("4.3")


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
    valid = validator(subject).is_valid(data)
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
        ("config", ("providers", 0, "ages"), ["6", "12"], False),
        ("agenda", ("meeting", "date"), "2226-02-03", False),
        ("agenda", ("meeting", "start"), "09:00:00", True),
        ("agenda", ("meeting", "start"), "9:00", False),
        ("agenda", ("cases", 0, "grant", "expected_months"), 10**12, False),
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


@pytest.mark.parametrize(
    ("subject", "place", "value"),
    [
        ("agenda", ("meeting", "id"), "x/y"),
        ("agenda", ("meeting", "id"), ".skjult"),
        ("agenda", ("cases", 0, "problems"), []),
        ("agenda", ("cases", 0, "problems"), ["school", "school"]),
        ("config", ("leaders", 0, "role"), "school"),
        ("config", ("database", "url"), "mysql://x"),
        ("config", ("database", "url"), "sqlite:///:memory:"),
        ("config", ("budget", 0, "split", 0, "share"), "two thirds"),
        ("config", ("agendas", "columns"), {"nmae": "Navn"}),
        ("config", ("placements", "columns"), {"nmae": "Navn"}),
        ("config", ("budget",), {"year": 2026}),
    ],
)
def test_what_the_checks_refuse_the_schema_refuses(
    subject: str, place: tuple[str | int, ...], value: Any, tmp_path: Path
) -> None:
    """Words, lists and addresses have their bounds too (F5)."""
    data = changed(subject, place, value)
    assert not is_valid(subject, data)
    (tmp_path / "config.toml").write_bytes(SAMPLES["config"].read_bytes())
    (tmp_path / "agenda").mkdir()
    path = tmp_path / ("agenda/a.toml" if subject == "agenda" else "config.toml")
    path.write_text(tomli_w.dumps(data), "utf-8")
    assert any(file.issues for file in check_files(tmp_path, ()).files)


def test_pydantic_is_imported_by_the_schema_only() -> None:
    code = "import sys, kpcommittee.convert.codec; print('pydantic' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_there_is_no_schema_of_anything_else() -> None:
    with pytest.raises(KeyError):
        schema("minutes")
