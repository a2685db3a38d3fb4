"""A record is a frozen dataclass, whatever made its methods."""

from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace

import pytest

from kpcommittee.domain.record import record


@record
class Seat:
    """A record with every kind of field."""

    role: str
    person: str | None = None
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def taken(self) -> bool:
        """Whether somebody sits there."""
        return self.person is not None


@record
class Other:
    """Another record with the same fields."""

    role: str
    person: str | None = None


def test_it_is_a_dataclass_with_its_defaults() -> None:
    seat = Seat(role="school")
    assert is_dataclass(seat)
    assert [one.name for one in fields(seat)] == ["role", "person", "notes"]
    assert (seat.role, seat.person, seat.notes, seat.taken) == ("school", None, {}, False)
    assert Seat(role="school").notes is not seat.notes


def test_it_is_equal_and_hashed_by_value_within_its_class() -> None:
    assert Other(role="school", person="Lone") == Other(role="school", person="Lone") != Other(role="club")
    assert len({Other(role="school"), Other(role="school")}) == 1
    alike: object = Seat(role="school")
    assert Other(role="school") != alike


def test_it_is_replaced_and_not_changed() -> None:
    seat = Seat(role="school")
    assert replace(seat, person="Lone") == Seat(role="school", person="Lone")
    with pytest.raises(FrozenInstanceError, match=r"Seat\.role"):
        seat.role = "club"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match=r"Seat\.person"):
        del seat.person
    with pytest.raises(FrozenInstanceError):
        seat.nothing = 1  # type: ignore[attr-defined]
    assert not hasattr(seat, "__dict__")


def test_it_says_what_is_missing_and_what_it_does_not_know() -> None:
    with pytest.raises(TypeError, match="Seat needs 'role'"):
        Seat()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Seat has no 'chair'"):
        Seat(role="school", chair=True)  # type: ignore[call-arg]


def test_it_shows_its_values() -> None:
    assert repr(Other(role="school")) == "Other(role='school', person=None)"
