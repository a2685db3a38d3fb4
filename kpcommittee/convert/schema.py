"""JSON Schema of the agenda and the config, made from the domain's classes, for editors that check while one types."""

import ast
import inspect
import textwrap
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from kpcommittee.convert.classes import key_of, types_of
from kpcommittee.convert.converters import strict
from kpcommittee.domain.agenda import Agenda, MeetingHead
from kpcommittee.domain.committee import Config
from kpcommittee.domain.text import MAX_LENGTH

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SUBJECTS: Mapping[str, type] = {"agenda": Agenda, "config": Config}
_OPTIONAL_IN_FILES = {(MeetingHead, "id"), (Agenda, "cases")}
_SIMPLE: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string", "maxLength": MAX_LENGTH},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    Decimal: {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?\d{1,12}(\.\d{1,9})?$"}]},
    date: {"type": "string", "format": "date"},
    time: {"type": "string", "format": "partial-time"},
    datetime: {"type": "string", "format": "date-time"},
}

Schema = dict[str, Any]


def schema(subject: str) -> Schema:
    """The schema of `agenda` or `config`.

    Raises:
        KeyError: there is no such subject.
    """
    cls = _SUBJECTS[subject]
    definitions: dict[str, Schema] = {}
    _define(cls, definitions)
    top = definitions.pop(cls.__name__)
    return {"$schema": _DIALECT, "title": f"kpcommittee {subject}", **top, "$defs": dict(sorted(definitions.items()))}


def subjects() -> tuple[str, ...]:
    """What there is a schema of."""
    return tuple(_SUBJECTS)


def _define(cls: type, definitions: dict[str, Schema]) -> None:
    if cls.__name__ in definitions:
        return
    definitions[cls.__name__] = {}
    types, notes = types_of(cls), _field_notes(cls)
    properties: dict[str, Schema] = {}
    for one in fields(cls):
        entry = dict(_of_type(types[one.name], definitions))
        if one.name in notes:
            entry["description"] = notes[one.name]
        properties[key_of(cls, one.name)] = {**entry, **_default(one)}
    definitions[cls.__name__] = {
        "type": "object",
        "description": inspect.cleandoc(cls.__doc__ or "").split("\n\n", maxsplit=1)[0],
        "properties": properties,
        "required": [key_of(cls, one.name) for one in fields(cls) if _is_required(cls, one)],
        "additionalProperties": False,
    }


def _of_type(kind: Any, definitions: dict[str, Schema]) -> Schema:
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _of_type(args[0], definitions)
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if is_dataclass(kind) and isinstance(kind, type):
        _define(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if origin is Literal:
        return {"enum": list(args)}
    if origin is tuple:
        return _of_tuple(args, definitions)
    if origin in (Union, UnionType):
        # TOML has no word for nothing: what may be nothing may be left out.
        parts = [_of_type(one, definitions) for one in args if one is not NoneType]
        return parts[0] if len(parts) == 1 else {"anyOf": parts}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _of_type(args[1], definitions)}
    return {}


def _of_tuple(args: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    if args[-1] is Ellipsis:
        return {"type": "array", "items": _of_type(args[0], definitions)}
    parts = [_of_type(one, definitions) for one in args]
    return {"type": "array", "prefixItems": parts, "items": False, "minItems": len(parts)}


def _is_required(cls: type, one: "Field[Any]") -> bool:
    return one.default is MISSING and one.default_factory is MISSING and (cls, one.name) not in _OPTIONAL_IN_FILES


def _default(one: "Field[Any]") -> Schema:
    if one.default is MISSING or one.default is None or one.default == ():
        return {}
    return {"default": strict().unstructure(one.default)}


def _field_notes(cls: type) -> dict[str, str]:
    """The sentences under the fields."""
    body = ast.parse(textwrap.dedent(inspect.getsource(cls))).body[0]
    notes: dict[str, str] = {}
    name = ""
    for statement in body.body if isinstance(body, ast.ClassDef) else ():
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            name = statement.target.id
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and name:
            notes[name] = " ".join(str(statement.value.value).split())
            name = ""
        else:
            name = ""
    return notes
