"""An immutable class does what a frozen dataclass does, though its methods are made in another way."""

from collections.abc import Callable
from copy import copy, deepcopy
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from typing import Any

import pytest

from kpcommittee.domain.immutable import immutable


class Seat:
    role: str
    person: str | None = None
    notes: dict[str, str] = field(default_factory=dict, compare=False)
    turns: int = field(default=0, compare=False, repr=False)
    label: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", f"{self.role}: {self.person}")


class Point:
    week: int
    hours: int = 3


class Empty:
    pass


def by_dataclass(cls: type, *, kw_only: bool) -> Any:
    return dataclass(frozen=True, slots=True, kw_only=kw_only)(type(cls.__name__, (), dict(vars(cls))))


def by_us(cls: type, *, kw_only: bool) -> Any:
    return immutable(kw_only=kw_only)(type(cls.__name__, (), dict(vars(cls))))


USES: dict[str, tuple[type, bool, Callable[[Any], object]]] = {
    "defaults": (Seat, True, lambda cls: [getattr(cls(role="club"), each.name) for each in fields(cls)]),
    "each its own default": (Seat, True, lambda cls: cls(role="club").notes is cls(role="club").notes),
    "a given value for a made default": (Seat, True, lambda cls: cls(role="club", notes={"a": "b"}).notes),
    "equal though an uncompared field differs": (Seat, True, lambda cls: cls(role="a", turns=1) == cls(role="a")),
    "different": (Seat, True, lambda cls: cls(role="a") == cls(role="a", person="Lone")),
    "another class with the same fields": (Point, False, lambda cls: cls(1) == Point()),
    "hash": (Seat, True, lambda cls: len({cls(role="a"), cls(role="a", turns=1), cls(role="b")})),
    "text": (Seat, True, lambda cls: repr(cls(role="a", person="'"))),
    "text of nothing": (Empty, True, lambda cls: repr(cls())),
    "nothing equals nothing": (Empty, True, lambda cls: (cls() == cls(), hash(cls()) == hash(cls()))),
    "by position": (Point, False, lambda cls: [repr(cls(7)), repr(cls(7, 2)), repr(cls(hours=1, week=2))]),
    "matched by position": (Point, False, lambda cls: cls.__match_args__),
    "replaced": (Seat, True, lambda cls: repr(replace(cls(role="a"), person="Lone"))),
    "copied": (Seat, True, lambda cls: [repr(each(cls(role="a", notes={"b": "c"}))) for each in (copy, deepcopy)]),
    "annotations": (Point, False, lambda cls: cls.__init__.__annotations__),
    "no other attributes": (Point, False, lambda cls: hasattr(cls(1), "__dict__")),
    "a dataclass": (Point, False, is_dataclass),
}


@pytest.mark.parametrize("use", USES)
def test_it_answers_as_a_frozen_dataclass(use: str) -> None:
    cls, kw_only, answer = USES[use]
    assert answer(by_us(cls, kw_only=kw_only)) == answer(by_dataclass(cls, kw_only=kw_only))


WRONG_USES: dict[str, tuple[type, bool, Callable[[Any], object]]] = {
    "nothing given": (Seat, True, lambda cls: cls()),
    "an unknown field": (Seat, True, lambda cls: cls(role="a", chair=True)),
    "a field that is computed": (Seat, True, lambda cls: cls(role="a", label="x")),
    "by position": (Seat, True, lambda cls: cls("a")),
    "changed": (Point, False, lambda cls: setattr(cls(1), "week", 2)),
    "deleted": (Point, False, lambda cls: delattr(cls(1), "week")),
    "no hash for what has none": (Point, False, lambda cls: hash(cls([]))),
}


@pytest.mark.parametrize("use", WRONG_USES)
def test_it_refuses_what_a_frozen_dataclass_refuses(use: str) -> None:
    cls, kw_only, answer = WRONG_USES[use]
    with pytest.raises((TypeError, FrozenInstanceError)) as expected:
        answer(by_dataclass(cls, kw_only=kw_only))
    with pytest.raises(expected.type) as refused:
        answer(by_us(cls, kw_only=kw_only))
    if expected.type is TypeError:
        assert str(refused.value) == str(expected.value)


def test_what_is_compared_by_identity_equals_only_itself() -> None:
    cls: Any = immutable(eq=False)(type("Point", (), dict(vars(Point))))
    point = cls(week=1)
    assert point != cls(week=1)
    assert len({point, point, cls(week=1)}) == 2


def test_an_attribute_more_is_refused() -> None:
    with pytest.raises(FrozenInstanceError, match=r"Point\.year"):
        by_us(Point, kw_only=False)(1).year = 2026
