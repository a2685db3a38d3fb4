"""The cases that a document is not about, and how it could reveal them."""

from typing import Literal

from kpcommittee.domain.case import Case
from kpcommittee.domain.immutable import immutable

SecretKind = Literal[
    "name", "name_part", "initials", "number", "case_number", "address", "school_class", "relation"
]  # fmt: skip


@immutable(kw_only=False)
class Bystanders:
    """The children and families that a document is not about, and the names that it may contain all the same."""

    outside: tuple[Case, ...]
    """The cases of the meeting that are not in the document."""
    inside: tuple[Case, ...] = ()
    """The cases in the document; what they share with others is their own."""
    public: frozenset[str] = frozenset()
    """Names that everybody may read: leaders, substitutes, staff, providers, schools, districts.

    A single word of such a name may still mean a child: it is shown.
    """
    acting: frozenset[str] = frozenset()
    """Whole names of others who said or did something in the cases inside; a single word is none of them."""


@immutable(kw_only=False)
class Hit:
    """A place of a text that contains a secret."""

    start: int
    """The first character."""
    end: int
    """The character after the last."""
    kind: SecretKind
    blocks: bool
    """Whether nothing may be written because of it; else it is shown to the user."""
