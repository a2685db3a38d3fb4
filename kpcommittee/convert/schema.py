"""JSON Schema of the agenda and the config, made from the domain's classes, for editors that check while you type."""

from typing import Any

from pydantic import ConfigDict, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema as core

from kpcommittee.convert.converter import key_of
from kpcommittee.domain.agenda import Agenda, MeetingHead
from kpcommittee.domain.committee import Config
from kpcommittee.domain.text import MAX_LENGTH

# Pydantic takes no settings for a dataclass itself; those of a list apply to the dataclasses in it.
_SUBJECTS: dict[str, Any] = {"agenda": list[Agenda], "config": list[Config]}
_SETTINGS = ConfigDict(extra="forbid", use_attribute_docstrings=True)


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
    """Describes what the strict converter reads, where Pydantic itself would read something else."""

    def str_schema(self, schema: core.StringSchema) -> JsonSchemaValue:
        return {**super().str_schema(schema), "maxLength": MAX_LENGTH}

    def decimal_schema(self, schema: core.DecimalSchema) -> JsonSchemaValue:  # noqa: ARG002 (as Pydantic calls it)
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?\d{1,12}(\.\d{1,9})?$"}]}

    def time_schema(self, schema: core.TimeSchema) -> JsonSchemaValue:  # noqa: ARG002 (as Pydantic calls it)
        return {"type": "string", "format": "partial-time"}  # TOML's times have no zone

    def nullable_schema(self, schema: core.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])  # TOML has no null: what may be None is left out

    def default_schema(self, schema: core.WithDefaultSchema) -> JsonSchemaValue:
        content = super().default_schema(schema)
        return {key: value for key, value in content.items() if key != "default" or value not in (None, [])}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 (as Pydantic calls it)
        return False

    def dataclass_schema(self, schema: core.DataclassSchema) -> JsonSchemaValue:
        cls, table = schema["cls"], super().dataclass_schema(schema)
        required = [name for name in table.get("required", ()) if (cls, name) != (MeetingHead, "id")]
        for name in required:
            if "maxLength" in table["properties"][name]:
                table["properties"][name]["minLength"] = 1
        table["properties"] = {key_of(cls, name): content for name, content in table["properties"].items()}
        table["required"] = [key_of(cls, name) for name in required]
        return table
