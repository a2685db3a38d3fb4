"""Finds the function that reads a type from plain data, and the one that writes it as plain data.

Rules run once per type; their results are cached. A library would cost more. Importing one takes a sixth of the time to
the first picture. Its look-ups take a third of the time to record an event.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, fields
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from kpcommittee.convert.issues import InvalidValue, nearest, quote_value
from kpcommittee.domain.committee import Reason
from kpcommittee.domain.law import Law
from kpcommittee.domain.provider import Change, Period

Hook = Callable[[Any, Any], Any]
"""Reads a value; the second argument is the type to read it as."""

Write = Callable[[Any], Any]
Matches = Callable[[Any], bool]


class InvalidTable(ValueError):
    """Every error inside a table or a list, each with the step that leads to it."""

    def __init__(self, parts: Iterable[tuple[str, Exception]], partial: Callable[[], Any]) -> None:
        """Keep the errors.

        Args:
            parts: the errors, each with its step; an empty step is the table or list itself.
            partial: returns the readable part of the value, with None for the rest.
        """
        super().__init__()
        self.parts = tuple(parts)
        self.partial = partial


def partial_of(error: Exception) -> Any:
    """Return the readable part of a value that has errors; None if there is none."""
    return error.partial() if isinstance(error, InvalidTable) else None


class Converter:
    """The reader and the writer of each type: those for the exact type, else those of the first matching rule."""

    __slots__ = ("_readers", "_reading", "_writers", "_writing")

    def __init__(self) -> None:
        """Start without rules; only optional types are known."""
        self._readers: dict[Any, Hook] = {}
        self._writers: dict[Any, Write] = {}
        self._reading: list[tuple[Matches, Callable[[Any], Hook]]] = []
        self._writing: list[tuple[Matches, Callable[[Any], Write]]] = []

    def add_reader(self, kind: Any, hook: Hook) -> None:
        """Set how one type is read."""
        self._readers[kind] = hook

    def add_reader_rule(self, matches: Matches, make: Callable[[Any], Hook]) -> None:
        """Add a rule: how to make the reader of every type that matches."""
        self._reading.append((matches, make))

    def add_writer(self, kind: type, write: Write) -> None:
        """Set how one type is written."""
        self._writers[kind] = write

    def add_writer_rule(self, matches: Matches, make: Callable[[Any], Write]) -> None:
        """Add a rule: how to make the writer of every type that matches."""
        self._writing.append((matches, make))

    def hook(self, kind: Any) -> Hook:
        """Return the reader of a type.

        Raises:
            TypeError: no rule reads it.
        """
        hook = self._readers.get(kind)
        if hook is None:
            hook = self._readers[kind] = self._make_hook(kind)
        return hook

    def structure(self, data: Any, kind: Any) -> Any:
        """Read plain data as a value of that type."""
        return self.hook(kind)(data, kind)

    def unstructure(self, value: Any) -> Any:
        """Write a value as plain data; a type without a rule stays as it is."""
        kind = type(value)
        write = self._writers.get(kind)
        if write is None:
            write = self._writers[kind] = self._make_write(kind)
        return write(value)

    def _make_hook(self, kind: Any) -> Hook:
        for matches, make in self._reading:
            if matches(kind):
                return make(kind)
        if _is_optional(kind):
            return self._optional_hook(kind)
        raise TypeError(f"nothing reads {kind}")

    def _optional_hook(self, kind: Any) -> Hook:
        something = next(type_ for type_ in get_args(kind) if type_ is not NoneType)
        hook = self.hook(something)
        return lambda value, _: None if value is None else hook(value, something)

    def _make_write(self, kind: type) -> Write:
        return next((make(kind) for matches, make in self._writing if matches(kind)), _as_it_is)


def _is_optional(kind: Any) -> bool:
    """Whether the type is optional: `X | None`."""
    return get_origin(kind) in (Union, UnionType) and len(get_args(kind)) == 2 and NoneType in get_args(kind)


def _as_it_is(value: Any) -> Any:
    return value


_KEYS = {
    (Period, "start"): "from",
    (Period, "end"): "to",
    (Change, "start"): "from",
    (Law, "terms"): "months",
    (Reason, "fits"): "for",
}


def key_of(cls: type, name: str) -> str:
    """Return a field's key in files and in JSON, where it can differ from the field's name."""
    return "from" if name == "from_role" else _KEYS.get((cls, name), name)


def types_of(cls: type) -> dict[str, Any]:
    """Return the fields' types, with annotations that are text resolved."""
    types = {field.name: field.type for field in fields(cls)}
    return get_type_hints(cls, include_extras=True) if any(isinstance(kind, str) for kind in types.values()) else types


class Slot(NamedTuple):
    """One field and its reader."""

    name: str
    key: str
    required: bool
    nullable: bool
    """Whether the field may be None. None is not written, so a missing key reads as None."""
    type: Any
    hook: Hook


_UNKNOWN = 100
"""The most unknown keys of one table that are reported, each with the nearest known one."""


class TableHook:
    """Reads a table as a dataclass; the readers of its fields are looked up at the first table."""

    __slots__ = ("_cls", "_converter", "_keys", "_noting", "_slots", "_strict")

    def __init__(self, cls: type, converter: Converter, *, strict: bool, noting: str = "") -> None:
        """Prepare for a class.

        Args:
            cls: the dataclass.
            converter: where the hooks of its fields come from.
            strict: unknown keys and empty texts are errors; else they are ignored.
            noting: a field that records the names of the given keys; it is not a key itself.
        """
        self._cls = cls
        self._converter = converter
        self._strict = strict
        self._noting = noting
        self._slots: tuple[Slot, ...] = ()
        self._keys: frozenset[str] = frozenset()

    def __call__(self, value: Any, _: Any = None) -> Any:
        """Return the value that the table describes."""
        if not self._slots:
            self._prepare()
        if not isinstance(value, dict):
            raise InvalidTable([("", InvalidValue("wrong_type", value, expected="table"))], lambda: self._partial({}))
        contents: dict[str, Any] = {}
        errors: list[tuple[str, Exception]] = []
        for slot in self._slots:
            try:
                if slot.key in value:
                    contents[slot.name] = self._read_slot(slot, value[slot.key])
                elif slot.required:
                    self._refuse_absence(slot)
                    contents[slot.name] = None
            except (InvalidValue, InvalidTable) as error:
                contents[slot.name] = error
                errors.append((slot.key, error))
        if self._strict and not self._keys >= value.keys():
            errors += self._unknown([key for key in value if key not in self._keys])
        if errors:
            raise InvalidTable(errors, lambda: self._partial(contents))
        if self._noting:
            contents[self._noting] = frozenset(value)
        return self._cls(**contents)

    def _partial(self, contents: dict[str, Any]) -> Any:
        """Return the value although some of its contents are errors, or required ones are missing."""
        readable = {
            name: partial_of(content) if isinstance(content, Exception) else content
            for name, content in contents.items()
        }
        return self._cls(**{**dict.fromkeys(slot.name for slot in self._slots if slot.required), **readable})

    def _prepare(self) -> None:
        types = types_of(self._cls)
        self._slots = tuple(
            Slot(
                name=field.name,
                key=key_of(self._cls, field.name),
                required=field.default is MISSING and field.default_factory is MISSING,
                nullable=NoneType in get_args(types[field.name]),
                type=types[field.name],
                hook=self._converter.hook(types[field.name]),
            )
            for field in fields(self._cls)
            if field.name != self._noting
        )
        self._keys = frozenset(slot.key for slot in self._slots)

    def _read_slot(self, slot: Slot, value: Any) -> Any:
        content = slot.hook(value, slot.type)
        if content == "" and self._strict and slot.required:
            raise InvalidValue("empty")
        return content

    def _refuse_absence(self, slot: Slot) -> None:
        if self._strict or not slot.nullable:
            raise InvalidValue("missing_key")

    def _unknown(self, keys: Sequence[Any]) -> Iterator[tuple[str, Exception]]:
        known_keys = tuple(sorted(self._keys))
        for key in keys[:_UNKNOWN]:
            yield (
                quote_value(key),
                InvalidValue("unknown_key", key, nearest=nearest(str(key), known_keys), known=known_keys),
            )
        if len(keys) > _UNKNOWN:
            yield "", InvalidValue("too_many_keys")


_AS_IT_IS = (str, bool, int)
"""The types of most fields, whose values are the same in a table."""


def table_writer(cls: type, converter: Converter) -> Write:
    """Return a function that writes a dataclass as a table, without fields that are None."""
    names = [field.name for field in fields(cls)]
    keys = [key_of(cls, name) for name in names]
    write = converter.unstructure
    if len(names) < 2:
        return lambda value: {
            key: write(content)
            for key, name in zip(keys, names, strict=True)
            if (content := getattr(value, name)) is not None
        }
    contents_of = attrgetter(*names)

    def table_of(value: Any) -> dict[str, Any]:
        return {
            key: content if type(content) in _AS_IT_IS else write(content)
            for key, content in zip(keys, contents_of(value), strict=True)
            if content is not None
        }

    return table_of
