"""Records: frozen dataclasses with slots whose methods are shared instead of written for each class.

`dataclass(frozen=True, slots=True)` compiles eight functions for every class, which takes Python 3.11 half a
millisecond. The forty classes that a config and an agenda are read into would be a fifth of what the first picture
waits for. Everything else of a dataclass is there: fields, defaults, `replace`, equality and hash by value.
"""

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make a class a record; its fields are given by keyword."""
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(cls)
    values: Callable[[Any], Any] = attrgetter(*(one.name for one in fields(made)))

    def equals(self: Any, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is made else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    made.__init__, made.__eq__, made.__hash__ = _init(made), equals, hashed
    made.__repr__, made.__setattr__, made.__delattr__ = _repr, _refuse, _refuse
    return made  # type: ignore[no-any-return]


def _init(made: Any) -> Callable[..., None]:
    known = fields(made)
    places = [(one.name, getattr(made, one.name).__set__) for one in known]
    given_else = {one.name: one.default for one in known if one.default is not MISSING}
    made_else = {one.name: one.default_factory for one in known if one.default_factory is not MISSING}

    def init(self: Any, **given: Any) -> None:
        for name, put in places:
            if name in given:
                put(self, given.pop(name))
            elif name in given_else:
                put(self, given_else[name])
            elif name in made_else:
                put(self, made_else[name]())
            else:
                raise TypeError(f"{made.__name__} needs {name!r}")
        if given:
            raise TypeError(f"{made.__name__} has no {', '.join(map(repr, given))}")

    return init


def _repr(self: Any) -> str:
    values = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self))
    return f"{type(self).__qualname__}({values})"


def _refuse(self: Any, name: str, _value: object = None) -> None:
    raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be changed")
