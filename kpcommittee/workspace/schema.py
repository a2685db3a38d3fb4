"""JSON Schema of the agenda and the config, made from the domain's classes, for editors that check while you type."""

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema as core

from kpcommittee.convert.converter import key_of
from kpcommittee.convert.scalars import LARGEST, YEARS
from kpcommittee.domain.agenda import Agenda, MeetingHead
from kpcommittee.domain.budget import Budget, Share
from kpcommittee.domain.case import Case, ChildView
from kpcommittee.domain.committee import AgendaColumns, Config, Database, Leader, PlacementColumns
from kpcommittee.domain.provider import Provider, Staff
from kpcommittee.domain.text import MAX_LENGTH
from kpcommittee.workspace.agenda_columns import COLUMNS
from kpcommittee.workspace.bounds import BOUNDS, FRACTION, SAME_SEAT, Bound
from kpcommittee.workspace.placement_columns import READERS
from kpcommittee.workspace.workspace import SQLITE

# Pydantic takes no settings for a dataclass itself, but those of a list apply to dataclasses in it.
_SUBJECTS: dict[str, Any] = {"agenda": list[Agenda], "config": list[Config]}
_SETTINGS = ConfigDict(extra="forbid", use_attribute_docstrings=True)

_DECIMALS = r"(\.\d{1,9})?"
_QUARTERS = r"(\.(00?|25|50?|75)0*)?"
_DAY = rf"^({'|'.join(sorted({str(year)[:2] for year in YEARS}))})\d\d-\d\d-\d\d$"
_TIME = r"^\d\d:\d\d(:\d\d(\.\d+)?)?Z?$"
"""TOML's times have no zone, but a validator that writes them as text may add one."""

_UNIQUE = {"uniqueItems": True}
_REQUIREMENTS: Mapping[tuple[type, str], JsonSchemaValue] = {
    (MeetingHead, "id"): {"maxLength": 100, "pattern": r'^[^\s.,+/\\:*?"<>|-][^/\\:*?"<>|]*$'},
    (Case, "problems"): {"minItems": 1, **_UNIQUE},
    (ChildView, "wishes_staff"): _UNIQUE,
    (ChildView, "declines"): _UNIQUE,
    (Provider, "competences"): _UNIQUE,
    (Staff, "competences"): _UNIQUE,
    (Leader, "role"): {"enum": list(SAME_SEAT)},
    (Share, "share"): {"pattern": f"^({FRACTION})$"},
    (Database, "url"): {"pattern": f"^{SQLITE}(?!:memory:$)."},
    (PlacementColumns, "columns"): {"propertyNames": {"enum": list(READERS)}},
    (AgendaColumns, "columns"): {"propertyNames": {"enum": list(COLUMNS)}},
}
"""Requirements of the checks on a key, beyond its type and its bounds."""


def schema(subject: str) -> dict[str, Any]:
    """Describe the file `agenda` or `config`.

    Raises:
        KeyError: no such subject exists.
    """
    adapter = TypeAdapter[Any](_SUBJECTS[subject], config=_SETTINGS)
    tables = adapter.json_schema(schema_generator=_FileSchema)["$defs"]
    top = tables.pop(subject.title())
    return {"$schema": GenerateJsonSchema.schema_dialect, **top, "title": f"kpcommittee {subject}", "$defs": tables}


def subjects() -> tuple[str, ...]:
    """List the subjects that have a schema."""
    return tuple(_SUBJECTS)


class _FileSchema(GenerateJsonSchema):
    """Describes what reader and checks accept where Pydantic itself would read something else."""

    def str_schema(self, schema: core.StringSchema) -> JsonSchemaValue:
        return {**super().str_schema(schema), "maxLength": MAX_LENGTH}

    def int_schema(self, schema: core.IntSchema) -> JsonSchemaValue:  # noqa: ARG002 (as Pydantic calls it)
        return {"type": "integer", "exclusiveMinimum": -int(LARGEST), "exclusiveMaximum": int(LARGEST)}

    def decimal_schema(self, schema: core.DecimalSchema) -> JsonSchemaValue:  # noqa: ARG002 (as Pydantic calls it)
        number = {"type": "number", "exclusiveMinimum": -int(LARGEST), "exclusiveMaximum": int(LARGEST)}
        return {"anyOf": [number, {"type": "string", "pattern": rf"^-?\d{{1,12}}{_DECIMALS}$"}]}

    def date_schema(self, schema: core.DateSchema) -> JsonSchemaValue:  # noqa: ARG002 (as Pydantic calls it)
        return {"type": "string", "format": "date", "pattern": _DAY}

    def time_schema(self, schema: core.TimeSchema) -> JsonSchemaValue:  # noqa: ARG002 (as Pydantic calls it)
        return {"type": "string", "pattern": _TIME}

    def tuple_schema(self, schema: core.TupleSchema) -> JsonSchemaValue:
        table = super().tuple_schema(schema)
        if "prefixItems" in table:
            # A pair of one type, for validators that know only one form of items.
            table["items"] = {"type": "integer", "minimum": 0, "maximum": int(LARGEST) - 1}
            del table["prefixItems"]
        return table

    def nullable_schema(self, schema: core.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])  # TOML has no null: a value that may be None is left out

    def default_schema(self, schema: core.WithDefaultSchema) -> JsonSchemaValue:
        content = super().default_schema(schema)
        return {key: value for key, value in content.items() if key != "default" or value not in (None, [])}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 (as Pydantic calls it)
        return False

    def dataclass_schema(self, schema: core.DataclassSchema) -> JsonSchemaValue:
        cls, table = schema["cls"], super().dataclass_schema(schema)
        required = [name for name in table.get("required", ()) if (cls, name) != (MeetingHead, "id")]
        for name, content in table["properties"].items():
            if "description" in content:
                content["description"] = _one_line(content["description"])
            if name in required and "maxLength" in content:
                content["minLength"] = 1
            if name in BOUNDS.get(cls, {}):
                _bind(content, BOUNDS[cls][name])
            content.update(_REQUIREMENTS.get((cls, name), {}))
        table["description"] = _one_line(table["description"])
        table["properties"] = {key_of(cls, name): content for name, content in table["properties"].items()}
        table["required"] = [key_of(cls, name) for name in required]
        if cls is Budget:
            table["anyOf"] = [{"required": ["frame"]}, {"required": ["index"]}]
        return table


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _bind(content: JsonSchemaValue, bound: Bound) -> None:
    """Add the bounds of a number; as text, it has no sign, and only as many whole digits as fit."""
    number, *text = content.get("anyOf", [content])
    del number["exclusiveMinimum"], number["exclusiveMaximum"]
    number["exclusiveMinimum" if bound.above else "minimum"] = bound.low
    number["maximum"] = bound.high
    if bound.quarters:
        number["multipleOf"] = 0.25
    for as_text in text:
        digits = min(12, len(str(bound.high)))
        as_text["pattern"] = rf"^\d{{1,{digits}}}{_QUARTERS if bound.quarters else _DECIMALS}$"
