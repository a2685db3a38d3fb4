"""Texts inside values: the same value with other texts, whatever records they are in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
Change = Callable[[type, str, str], str]
"""Class and field of a text, and the text → the text instead. A value of a mapping is in the field `values.key`."""

HIDDEN = "•••"
"""What is shown instead of a hidden text, however long it is."""

MOST = 50_000
"""Records that are remembered; a meeting of a day has some thousands."""


class Rewriter:
    """Changes every text in records and in the records in them; what was gone through before is remembered.

    What does not change is the same object. Keys of mappings stay. A text outside any record is left alone, for
    nothing says what it is.
    """

    def __init__(self, change: Change, kept: frozenset[tuple[str, str]] = frozenset()) -> None:
        """Change texts so; `kept` names class and field of what stays as it is, with everything in it."""
        self._change, self._kept = change, kept
        self._done: dict[int, tuple[Any, Any]] = {}
        """Identity of a record → the record, which thereby stays in memory, and what became of it."""

    def over(self, value: T) -> T:
        """Return the record, or the tuple of records, with its texts changed."""
        changed: Any = value
        kind = _kind(type(value))
        if kind == "record":
            changed = self._record(value)
        elif kind == "several" and isinstance(value, tuple):
            changed = tuple(map(self.over, value))
        return changed  # type: ignore[no-any-return]  # of the same class as the value

    def _record(self, record: Any) -> Any:
        if len(self._done) > MOST:
            self._done.clear()
        rewritten = self._done.get(id(record))
        if rewritten is None or rewritten[0] is not record:
            rewritten = self._done[id(record)] = (record, self._rewritten(record))
        return rewritten[1]

    def _rewritten(self, record: Any) -> Any:
        owner: type = type(record)
        changed = {}
        for name in _fields(owner, self._kept):
            before = getattr(record, name)
            # Most parts are numbers, days or nothing.
            if _kind(type(before)) != "other" and (after := self._part(owner, name, before)) is not before:
                changed[name] = after
        if not changed:
            return record
        return record._replace(**changed) if hasattr(record, "_replace") else replace(record, **changed)

    def _part(self, owner: type, name: str, part: Any) -> Any:
        kind = _kind(type(part))
        if kind == "text":
            text = self._change(owner, name, part)
            return part if text == part else text
        if kind == "record":
            return self._record(part)
        if kind == "several":
            return self._several(owner, name, part)
        if kind == "mapping":
            values = {key: self._part(owner, f"{name}.{key}", text) for key, text in part.items()}
            return part if all(values[key] is each for key, each in part.items()) else values
        return part

    def _several(self, owner: type, name: str, parts: Any) -> Any:
        if not parts:
            return parts
        rewritten = self._done.get(id(parts))
        if rewritten is None or rewritten[0] is not parts:
            after = [self._part(owner, name, element) for element in parts]
            same = all(new is old for new, old in zip(after, parts, strict=True))
            rewritten = (parts, parts if same else type(parts)(after))
            if any(_kind(type(part)) == "record" for part in parts):
                self._done[id(parts)] = rewritten
        return rewritten[1]


def _kind_of(kind: type) -> str:
    """Return what values of a class are: a text, a mapping, a record, several values, or something else."""
    if issubclass(kind, str):
        return "text"
    if issubclass(kind, Mapping):
        return "mapping"
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return "record"
    return "several" if issubclass(kind, tuple | frozenset) else "other"


_kind: Callable[[type], str] = cache(_kind_of)
"""The same, remembered: it is asked of thousands of values for each picture, of some dozen classes."""


@cache
def _fields(kind: type, kept: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    """Return the fields that a record is made with, but those that are left as they are."""
    names: Iterable[str] | None = getattr(kind, "_fields", None)
    made_with = (field.name for field in fields(kind) if field.init) if names is None else names
    return tuple(name for name in made_with if (kind.__name__, name) not in kept)
