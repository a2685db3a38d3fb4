"""The schema describes what the reader takes."""

import json
from typing import Any

import pytest

from kpcommittee.convert.schema import schema, subjects


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
    assert made["Provider"]["properties"]["kind"] == {"enum": ["club", "internal", "external"]}
    assert made["Provider"]["properties"]["ages"]["minItems"] == 2
    assert made["Provider"]["properties"]["hours_factor"]["default"] == "1"
    assert "Whom the provider normally takes" in made["Provider"]["properties"]["ages"]["description"]


def test_there_is_no_schema_of_anything_else() -> None:
    with pytest.raises(KeyError):
        schema("minutes")
