"""Rewrites the texts inside values, however deep in records they are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
Change = Callable[[type, str, str], str]
"""Class, field and text → the new text. The field of a value in a mapping is `values.key`."""

HIDDEN = "•••"
"""What is shown instead of a hidden text, however long it is."""

CACHE_SIZE = 50_000
"""How many records are cached; a day's meeting has a few thousand."""


class Rewriter:
    """Changes every text in a record and in the records within it; results are cached.

    Unchanged values are returned as the same object. Keys of mappings stay, and so do texts outside any record, whose
    meaning is unknown.
    """

    def __init__(self, change: Change, kept_fields: frozenset[tuple[str, str]] = frozenset()) -> None:
        """Apply `change` to every text except those in `kept_fields`, each given as class and field."""
        self._change, self._kept = change, kept_fields
        self._cache: dict[int, tuple[Any, Any]] = {}
        """Identity of a record → the record, which is thus kept in memory, and the rewritten one."""

    def rewrite(self, value: T) -> T:
        """Return the record, or the tuple of records, with its texts changed."""
        changed: Any = value
        kind = _kind(type(value))
        if kind == "record":
            changed = self._rewrite_record(value)
        elif kind == "several" and isinstance(value, tuple):
            changed = tuple(map(self.rewrite, value))
        return changed  # type: ignore[no-any-return]  # of the same class as the value

    def _rewrite_record(self, record: Any) -> Any:
        if len(self._cache) > CACHE_SIZE:
            self._cache.clear()
        rewritten = self._cache.get(id(record))
        if rewritten is None or rewritten[0] is not record:
            rewritten = self._cache[id(record)] = (record, self._replace_fields(record))
        return rewritten[1]

    def _replace_fields(self, record: Any) -> Any:
        owner: type = type(record)
        changed = {}
        for name in _fields(owner, self._kept):
            before = getattr(record, name)
            # Most parts are numbers, days or None.
            if _kind(type(before)) != "other" and (after := self._rewrite_part(owner, name, before)) is not before:
                changed[name] = after
        if not changed:
            return record
        return record._replace(**changed) if hasattr(record, "_replace") else replace(record, **changed)

    def _rewrite_part(self, owner: type, name: str, part: Any) -> Any:
        kind = _kind(type(part))
        if kind == "text":
            text = self._change(owner, name, part)
            return part if text == part else text
        if kind == "record":
            return self._rewrite_record(part)
        if kind == "several":
            return self._rewrite_elements(owner, name, part)
        if kind == "mapping":
            values = {key: self._rewrite_part(owner, f"{name}.{key}", text) for key, text in part.items()}
            return part if all(values[key] is each for key, each in part.items()) else values
        return part

    def _rewrite_elements(self, owner: type, name: str, parts: Any) -> Any:
        if not parts:
            return parts
        rewritten = self._cache.get(id(parts))
        if rewritten is None or rewritten[0] is not parts:
            after = [self._rewrite_part(owner, name, element) for element in parts]
            same = all(new is old for new, old in zip(after, parts, strict=True))
            rewritten = (parts, parts if same else type(parts)(after))
            if any(_kind(type(part)) == "record" for part in parts):
                self._cache[id(parts)] = rewritten
        return rewritten[1]


def _kind_of(kind: type) -> str:
    """Return what the values of a class are: `text`, `mapping`, `record`, `several` or `other`."""
    if issubclass(kind, str):
        return "text"
    if issubclass(kind, Mapping):
        return "mapping"
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return "record"
    return "several" if issubclass(kind, tuple | frozenset) else "other"


_kind: Callable[[type], str] = cache(_kind_of)
"""The same, cached: each picture needs it for thousands of values of some dozen classes."""


@cache
def _fields(kind: type, kept_fields: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    """Return the fields of a record's constructor, except those to keep."""
    names: Iterable[str] | None = getattr(kind, "_fields", None)
    init_names = (field.name for field in fields(kind) if field.init) if names is None else names
    return tuple(name for name in init_names if (kind.__name__, name) not in kept_fields)
