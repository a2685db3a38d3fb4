"""Dataclasses to and from tables: every error of a table is found before the first is told."""

from dataclasses import MISSING, fields
from operator import attrgetter
from types import NoneType
from typing import Any, NamedTuple, get_args, get_type_hints

from kpcommittee.convert.converter import Converter, Hook, InvalidTable, Write
from kpcommittee.convert.issues import InvalidValue, nearest, shown
from kpcommittee.domain.provider import Change, Period

_PERIOD_KEYS = {"start": "from", "end": "to"}


def key_of(cls: type, name: str) -> str:
    """The key of a field in files and in JSON, where `from` cannot be a field's name."""
    if name == "from_role":
        return "from"
    return _PERIOD_KEYS.get(name, name) if cls in (Period, Change) else name


def types_of(cls: type) -> dict[str, Any]:
    """The fields' types, with annotations that are written as text looked up."""
    found = {one.name: one.type for one in fields(cls)}
    return get_type_hints(cls, include_extras=True) if any(isinstance(t, str) for t in found.values()) else found


class Slot(NamedTuple):
    """One field and how it is filled."""

    name: str
    key: str
    required: bool
    nullable: bool
    """Nothing is left out when it is written, so what is missing then is nothing."""
    type: Any
    hook: Hook


class TableHook:
    """Makes a dataclass of a table; the hooks of its fields are looked up when the first table comes."""

    __slots__ = ("_cls", "_converter", "_keys", "_noting", "_slots", "_strict")

    def __init__(self, cls: type, converter: Converter, *, strict: bool, noting: str = "") -> None:
        """Prepare for a class.

        Args:
            cls: the dataclass.
            converter: where the hooks of its fields come from.
            strict: unknown keys and empty texts are errors; else they are passed over.
            noting: a field that takes the names of the keys that were given; it is no key itself.
        """
        self._cls = cls
        self._converter = converter
        self._strict = strict
        self._noting = noting
        self._slots: tuple[Slot, ...] = ()
        self._keys: frozenset[str] = frozenset()

    def __call__(self, value: Any, _: Any = None) -> Any:
        """The value the table describes."""
        if not isinstance(value, dict):
            raise InvalidValue("wrong_type", value, expected="table")
        if not self._slots:
            self._prepare()
        found: dict[str, Any] = {}
        errors: list[tuple[str, Exception]] = []
        for slot in self._slots:
            try:
                if slot.key in value:
                    found[slot.name] = self._filled(slot, value[slot.key])
                elif slot.required:
                    self._refuse_absence(slot)
                    found[slot.name] = None
            except (InvalidValue, InvalidTable) as error:
                errors.append((slot.key, error))
        if self._strict and not self._keys >= value.keys():
            errors += [self._unknown(key) for key in value if key not in self._keys]
        if errors:
            raise InvalidTable(errors)
        if self._noting:
            found[self._noting] = frozenset(value)
        return self._cls(**found)

    def _prepare(self) -> None:
        types = types_of(self._cls)
        self._slots = tuple(
            Slot(
                name=one.name,
                key=key_of(self._cls, one.name),
                required=one.default is MISSING and one.default_factory is MISSING,
                nullable=NoneType in get_args(types[one.name]),
                type=types[one.name],
                hook=self._converter.hook(types[one.name]),
            )
            for one in fields(self._cls)
            if one.name != self._noting
        )
        self._keys = frozenset(slot.key for slot in self._slots)

    def _filled(self, slot: Slot, value: Any) -> Any:
        content = slot.hook(value, slot.type)
        if content == "" and self._strict and slot.required:
            raise InvalidValue("empty")
        return content

    def _refuse_absence(self, slot: Slot) -> None:
        if self._strict or not slot.nullable:
            raise InvalidValue("missing_key")

    def _unknown(self, key: Any) -> tuple[str, Exception]:
        known = tuple(sorted(self._keys))
        return shown(key), InvalidValue("unknown_key", key, nearest=nearest(str(key), known), known=known)


_AS_IT_IS = (str, bool, int)
"""What most fields hold, and what is the same in a table."""


def table_writer(cls: type, converter: Converter) -> Write:
    """Writes a dataclass as a table; what is not set is left out."""
    names = [one.name for one in fields(cls)]
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
