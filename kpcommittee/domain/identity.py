"""Who a child is: the personal number decides, else name and birth date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kpcommittee.domain.cpr import birth_date_of

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a child that tells it from others."""

    name: str | None
    birth_date: date | None
    cpr: str | None

    def is_same(self, other: "Identity") -> bool:
        """Whether both are the same child; two personal numbers decide it alone."""
        numbers = self.digits, other.digits
        if all(numbers):
            return numbers[0] == numbers[1]
        return self.named is not None and self.named == other.named

    @property
    def keys(self) -> Iterator[Key]:
        """What two identities of one child have in common: at least one of these."""
        if self.digits:
            yield ("cpr", self.digits)
        if self.named:
            yield self.named

    @property
    def born(self) -> date | None:
        """The birth date, also out of the personal number; None if both are unknown."""
        return self.birth_date or (birth_date_of(self.cpr) if self.cpr else None)

    @property
    def digits(self) -> str:
        """The digits of the personal number; empty without one."""
        return _digits(self.cpr) if self.cpr else ""

    @property
    def named(self) -> Key | None:
        """Name and birth date in a form that can be compared; None if one of them is unknown."""
        born = self.born
        return ("name", _fold(self.name), born.isoformat()) if self.name and born else None


# The same children are compared again and again: with each other, and with those of every case.
@lru_cache(maxsize=4096)
def _digits(cpr: str) -> str:
    return "".join(char for char in cpr if char.isdigit())


@lru_cache(maxsize=4096)
def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
