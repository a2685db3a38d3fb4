"""A query for past decisions: terms that must all hold."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Literal

from kpcommittee.domain.immutable import immutable

Facet = Literal["provider", "problem", "district", "outcome", "postponed", "departed", "agreed", "ended"]
"""A property of decisions with one or more values; `postponed`, `departed` and `agreed` are `yes` or `no`."""

Number = Literal["age", "waited"]
"""A numeric property: the age at the meeting, or the days since the grant."""


@immutable(kw_only=False)
class Among:
    """One of these values."""

    facet: Facet
    values: frozenset[str]


@immutable(kw_only=False)
class Between:
    """From the least to the greatest number, both included."""

    number: Number
    least: int
    greatest: int | None = None
    """None if there is no limit."""


@immutable
class Query:
    """The terms of a search for past decisions; a decision must match them all."""

    among: tuple[Among, ...] = ()
    between: tuple[Between, ...] = ()
    since: date | None = None
    until: date | None = None
    """The last day."""
    numbers: tuple[str, ...] = ()
    """Prefixes of the case number."""
    children: tuple[str, ...] = ()
    """Initials or names of the child."""
    people: tuple[str, ...] = ()
    """Ids or names of the contact person."""
    words: tuple[str, ...] = ()
    """Prefixes of words anywhere: in texts, case number, initials and names."""
    today: date = date.max
    """Today: a placement with a later last day has not ended yet."""
    without: tuple[str, ...] = ()
    """Case numbers to leave out."""
    outside: str | None = None
    """The running meeting, whose decisions to leave out; None if there is none."""
    limit: int | None = None
    """The most decisions to return, the newest first."""


@immutable
class Vocabulary:
    """The names and codes that a query may use: id or code → its names."""

    providers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    districts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
