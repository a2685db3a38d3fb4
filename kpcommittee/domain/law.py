"""The dated law table: every legal reference the program prints comes from it; a municipality can replace it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Literal

from kpcommittee.domain.immutable import immutable

PlacementKind = Literal["contact_person", "aftercare", "ukn"]
"""What a placement is, by the basis that it rests on."""


@immutable
class Basis:
    """A legal basis of a grant."""

    key: str
    da: str
    en: str
    law: str | None = None
    paragraph: str | None = None
    in_force_from: date | None = None
    """The first day a grant may be decided on it; None if the table sets no limit."""
    in_force_until: date | None = None
    """The last day; None if the table sets no limit."""
    ages: tuple[int, int] | None = None
    """The youngest and the oldest age in whole years, both included; None if the table sets no limit."""
    kind: PlacementKind | None = None
    """The kind of a placement that rests on it; None if the table does not say."""
    consent: bool = True
    """Whether the support rests on the consent of the holder of custody (barnets lov § 32 stk. 2)."""

    @property
    def reference(self) -> str:
        """Its law and paragraph, such as `barnets lov § 32 stk. 1 nr. 3`; empty if the table names none."""
        return " ".join(part for part in (self.law, self.paragraph) if part)

    def in_force_on(self, day: date) -> bool:
        """Whether a grant may be decided on it that day."""
        return (self.in_force_from or day) <= day <= (self.in_force_until or day)

    def covers(self, age: int) -> bool:
        """Whether it is meant for that age."""
        return self.ages is None or self.ages[0] <= age <= self.ages[1]


@immutable
class Terms:
    """The periods and ages of the law."""

    plan_due: int = 3
    """Months from the grant to barnets plan (barnets lov § 91)."""
    first_follow_up: int = 3
    """Months from the start to the first follow-up (§ 95)."""
    youth_plan_age: int = 16
    """Ungeplan (§ 108)."""
    party_rights_age: int = 10
    """The child's own party rights (§ 3)."""
    adult_age: int = 18
    aftercare_until_age: int = 23
    """Ungestøtte until this birthday (§§ 113–121)."""
    youngest_usual_age: int = 12
    """Below it a contact person is unusual, not forbidden (document 003, line 33)."""


@immutable
class Law:
    """One dated table of references."""

    as_of: date
    source: str
    bases: tuple[Basis, ...] = ()
    references: Mapping[str, str] = field(default_factory=dict)
    """Caution or deadline code → the paragraph or document line it rests on."""
    terms: Terms = field(default_factory=Terms)
    """The key `months` in files and in the journal."""

    def basis(self, key: str) -> Basis | None:
        """Return the legal basis with that key; None if there is none."""
        return next((basis for basis in self.bases if basis.key == key), None)

    def reference(self, code: str) -> str:
        """Return the source of a caution or deadline; empty if the table has none."""
        return self.references.get(code, "")
