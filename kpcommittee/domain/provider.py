"""Providers and their staff: who can deliver a contact person, and the hours they have for it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

ProviderKind = Literal["club", "internal", "external"]
ListKind = Literal["club", "specialist"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from `start` to `end`, both included; in files the keys are `from` and `to`."""

    start: date
    end: date

    def covers(self, day: date) -> bool:
        """Whether the period contains the day."""
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A dated change of a provider's hours; what is left out stays as it was."""

    start: date
    """The key `from` in files: the first day it holds."""
    pedagogue_hours: Decimal | None = None
    contact_share: Decimal | None = None
    set_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A named member of staff; capacity is hours freed per person, not heads (document 003, lines 155–163)."""

    id: str
    name: str
    contact_hours: Decimal | None = None
    """Staff hours a week freed for contact-person work; nothing means no limit is set."""
    max_children: int | None = None
    employment: Literal["permanent", "hourly"] | None = None
    competences: tuple[str, ...] = ()
    """Problem codes the person is trained for."""
    clearance_on: date | None = None
    """When the child-protection record check (børneattest) was made."""
    leave: tuple[Period, ...] = ()
    left_on: date | None = None
    """The last day at the provider, when the person has left."""

    def on_leave(self, day: date) -> Period | None:
        """Return the person's leave on that day; None if there is none."""
        return next((period for period in self.leave if period.covers(day)), None)

    def is_away(self, day: date) -> bool:
        """Whether the person is on leave on that day, or has left before it."""
        return self.on_leave(day) is not None or (self.left_on is not None and day > self.left_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A club, the internal provider or an external supplier (document 001, line 61)."""

    id: str
    kind: ProviderKind
    name: str
    district: str | None = None
    leader: str | None = None
    substitutes: tuple[str, ...] = ()
    enrolled: int | None = None
    """Children in the ordinary club offer."""
    pedagogue_hours: Decimal | None = None
    """Hours a week, all pedagogues together."""
    contact_share: Decimal | None = None
    """The share of those hours that may go to contact-person work before the ordinary offer suffers."""
    set_on: date | None = None
    """When the leader set the share."""
    hours_factor: Decimal = Decimal(1)
    """Staff hours per granted hour."""
    ages: tuple[int, int] | None = None
    """Whom the provider normally takes, both included."""
    competences: tuple[str, ...] = ()
    closed: tuple[Period, ...] = ()
    changes: tuple[Change, ...] = ()
    staff: tuple[Staff, ...] = ()

    @property
    def list(self) -> ListKind:
        """The list of problems this kind of provider is primarily for (document 001, lines 46–57)."""
        return "club" if self.kind == "club" else "specialist"

    def member(self, staff: str | None) -> Staff | None:
        """Return the member of staff with that id; None if there is none."""
        return next((member for member in self.staff if member.id == staff), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """What a supplier adds to its rate for administration, supervision or reports (document 003, line 19)."""

    name: str
    percent: Decimal | None = None
    amount_per_month: Decimal | None = None
    """Kroner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What an hour or a month costs, from a date on (fixed rates: document 000, line 63)."""

    provider: str
    unit: Literal["hour", "month"]
    amount: Decimal
    """Kroner."""
    valid_from: date
    valid_to: date | None = None
    delivery: str | None = None
    supplements: tuple[Supplement, ...] = ()
