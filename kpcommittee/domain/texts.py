"""Texts inside values: the same value with other texts, whatever records they are in."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")
Change = Callable[[type, str, str], str]
"""Class and name of the field a text is in, and the text → the text instead."""


def rewritten(value: T, change: Change) -> T:
    """Return the record with every text changed, in the records in it too; what does not change is the same object.

    Keys of mappings stay. A text outside any record is left alone, for nothing says what it is.
    """
    return _record(value, change) if is_dataclass(value) else value


def _record(record: Any, change: Change) -> Any:
    parts = {field.name: getattr(record, field.name) for field in fields(record) if field.init}
    after = {name: _part(type(record), name, part, change) for name, part in parts.items()}
    changed = {name: part for name, part in after.items() if part is not parts[name]}
    return replace(record, **changed) if changed else record


def _part(owner: type, name: str, part: Any, change: Change) -> Any:
    if isinstance(part, str):
        text = change(owner, name, part)
        return part if text == part else text
    if isinstance(part, tuple | frozenset):
        after = [_part(owner, name, each, change) for each in part]
        return part if all(new is old for new, old in zip(after, part, strict=True)) else type(part)(after)
    if isinstance(part, Mapping):
        values = {key: _part(owner, name, each, change) for key, each in part.items()}
        return part if all(values[key] is each for key, each in part.items()) else values
    return _record(part, change) if is_dataclass(part) and not isinstance(part, type) else part
