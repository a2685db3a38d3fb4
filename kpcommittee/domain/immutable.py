"""Immutable values: frozen dataclasses that share the methods which need no code of their own.

`dataclass(frozen=True)` writes six methods as text and compiles them, for each class in each process. Here only
`__init__` is compiled, so that the first picture and every command come a tenth earlier (docs/adr/0015).
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def immutable(cls: type[T], /) -> type[T]: ...
@overload
def immutable(*, kw_only: bool = ..., eq: bool = ...) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def immutable(cls: type[T] | None = None, /, *, kw_only: bool = True, eq: bool = True) -> Any:
    """Make a class a frozen dataclass with slots, whose fields are given by keyword and compared one by one.

    With `kw_only=False` they may be given by position. With `eq=False` an instance equals only itself.
    """

    def decorate(cls: type[T]) -> Any:
        decorated: Any = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
        decorated.__init__ = _compile_init(decorated)
        decorated.__setattr__ = decorated.__delattr__ = _refuse_change
        decorated.__repr__ = _describe
        decorated.__getstate__, decorated.__setstate__ = _state, _restore
        if eq:
            decorated.__eq__, decorated.__hash__ = _comparison(decorated)
        return decorated

    return decorate if cls is None else decorate(cls)


def _compile_init(cls: Any) -> Callable[..., None]:
    """Compile the `__init__` that puts each argument, or its default, in its slot."""
    arguments = [each for each in fields(cls) if each.init]
    by_position = [_parameter(each) for each in arguments if not each.kw_only]
    by_keyword = [_parameter(each) for each in arguments if each.kw_only]
    parameters = ["self", *by_position, *(["*"] if by_keyword else []), *by_keyword]
    statements = [_assignment(each) for each in arguments]
    if hasattr(cls, "__post_init__"):
        statements.append("self.__post_init__()")
    names: dict[str, Any] = {}
    for each in arguments:
        names[f"put_{each.name}"] = getattr(cls, each.name).__set__
        names[f"default_{each.name}"] = each.default
        names[f"make_{each.name}"] = each.default_factory
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(statements or ["pass"]), names)  # noqa: S102  # only names of fields
    init: Callable[..., None] = names["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__annotations__ = {**{each.name: each.type for each in arguments}, "return": None}
    return init


def _parameter(each: Field[Any]) -> str:
    required = each.default is MISSING and each.default_factory is MISSING
    return each.name if required else f"{each.name}=default_{each.name}"


def _assignment(each: Field[Any]) -> str:
    name = each.name
    if each.default_factory is MISSING:
        return f"put_{name}(self, {name})"
    return f"put_{name}(self, make_{name}() if {name} is default_{name} else {name})"


def _comparison(cls: Any) -> tuple[Callable[[Any, object], bool], Callable[[Any], int]]:
    """Equality and hash by the fields that are compared."""
    compared = [each.name for each in fields(cls) if each.compare]
    values: Callable[[Any], Any] = attrgetter(*compared) if compared else lambda _: ()

    def equals(self: Any, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hash_fields(self: Any) -> int:
        return hash(values(self))

    return equals, hash_fields


def _describe(self: Any) -> str:
    values = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{type(self).__qualname__}({values})"


def _refuse_change(self: Any, name: str, _value: object = None) -> None:
    raise FrozenInstanceError(f"{type(self).__qualname__}.{name} cannot be changed")


def _state(self: Any) -> tuple[object, ...]:
    """Return what a copy is made from."""
    return tuple(getattr(self, each.name) for each in fields(self))


def _restore(self: Any, state: tuple[object, ...]) -> None:
    """Fill a copy, which cannot be changed by assigning."""
    for each, content in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, content)
