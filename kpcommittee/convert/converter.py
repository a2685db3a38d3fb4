"""Finds, for a type, what reads it from plain data and what writes it as plain data.

Rules are asked once per type and their answers kept. There is no library behind it: importing one would take a sixth
of the time to the first picture, and finding the way for every single value a third of the time to record an event.
"""

from collections.abc import Callable, Iterable
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

Hook = Callable[[Any, Any], Any]
"""Reads a value; the second argument is the type it is read as."""

Write = Callable[[Any], Any]
Matches = Callable[[Any], bool]


class InvalidTable(ValueError):
    """Everything that is wrong inside a table or a list, each with the step that leads to it."""

    def __init__(self, parts: Iterable[tuple[str, Exception]]) -> None:
        super().__init__()
        self.parts = tuple(parts)


class Converter:
    """What reads and what writes each type: that of the very type, else that of the first rule that matches it."""

    __slots__ = ("_readers", "_reading", "_writers", "_writing")

    def __init__(self) -> None:
        """Know nothing yet but that a value may be missing."""
        self._readers: dict[Any, Hook] = {}
        self._writers: dict[Any, Write] = {}
        self._reading: list[tuple[Matches, Callable[[Any], Hook]]] = []
        self._writing: list[tuple[Matches, Callable[[Any], Write]]] = []

    def reads(self, kind: Any, hook: Hook) -> None:
        """Teach how one type is read."""
        self._readers[kind] = hook

    def reads_all(self, matches: Matches, make: Callable[[Any], Hook]) -> None:
        """Teach how to make what reads the types that match."""
        self._reading.append((matches, make))

    def writes(self, kind: type, write: Write) -> None:
        """Teach how one type is written."""
        self._writers[kind] = write

    def writes_all(self, matches: Matches, make: Callable[[Any], Write]) -> None:
        """Teach how to make what writes the types that match."""
        self._writing.append((matches, make))

    def hook(self, kind: Any) -> Hook:
        """What reads a type.

        Raises:
            TypeError: nothing was taught that does.
        """
        found = self._readers.get(kind)
        if found is None:
            found = self._readers[kind] = self._make_hook(kind)
        return found

    def structure(self, data: Any, kind: Any) -> Any:
        """Plain data as a value of that type."""
        return self.hook(kind)(data, kind)

    def unstructure(self, value: Any) -> Any:
        """A value as plain data; what nothing was taught about stays as it is."""
        kind = type(value)
        write = self._writers.get(kind)
        if write is None:
            write = self._writers[kind] = self._make_write(kind)
        return write(value)

    def _make_hook(self, kind: Any) -> Hook:
        for matches, make in self._reading:
            if matches(kind):
                return make(kind)
        if _may_be_nothing(kind):
            return self._or_nothing(kind)
        raise TypeError(f"nothing reads {kind}")

    def _or_nothing(self, kind: Any) -> Hook:
        something = next(one for one in get_args(kind) if one is not NoneType)
        hook = self.hook(something)
        return lambda value, _: None if value is None else hook(value, something)

    def _make_write(self, kind: type) -> Write:
        return next((make(kind) for matches, make in self._writing if matches(kind)), _as_it_is)


def _may_be_nothing(kind: Any) -> bool:
    """A type or nothing: `X | None`."""
    return get_origin(kind) in (Union, UnionType) and len(get_args(kind)) == 2 and NoneType in get_args(kind)


def _as_it_is(value: Any) -> Any:
    return value
