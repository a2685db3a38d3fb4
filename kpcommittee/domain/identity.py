"""Who a child is: the personal number decides, else name and birth date."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from kpcommittee.domain.cpr import birth_date_of
from kpcommittee.domain.immutable import immutable

Key = tuple[str, ...]


@immutable(kw_only=False)
class Identity:
    """What identifies a child."""

    name: str | None
    birth_date: date | None
    cpr: str | None

    def is_same(self, other: "Identity") -> bool:
        """Whether both are the same child; if both have a personal number, only that decides."""
        numbers = self.digits, other.digits
        if all(numbers):
            return numbers[0] == numbers[1]
        return self.name_key is not None and self.name_key == other.name_key

    def is_among(self, others: Iterable["Identity"]) -> bool:
        """Whether one of the others is the same child."""
        return any(map(self.is_same, others))

    @property
    def keys(self) -> Iterator[Key]:
        """The keys of the child; two identities of the same child share at least one."""
        if self.digits:
            yield ("cpr", self.digits)
        if self.name_key:
            yield self.name_key

    @property
    def known_birth_date(self) -> date | None:
        """The birth date, else the one in the personal number; None if both are unknown."""
        return self.birth_date or (birth_date_of(self.cpr) if self.cpr else None)

    @property
    def digits(self) -> str:
        """The digits of the personal number; empty without one."""
        return _digits(self.cpr) if self.cpr else ""

    @property
    def name_key(self) -> Key | None:
        """Name and birth date in a form that can be compared; None if one of them is unknown."""
        born = self.known_birth_date
        return ("name", _fold(self.name), born.isoformat()) if self.name and born else None


# The same children are compared repeatedly, with each other and with those of every case.
@lru_cache(maxsize=4096)
def _digits(cpr: str) -> str:
    return "".join(char for char in cpr if char.isdigit())


@lru_cache(maxsize=4096)
def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
