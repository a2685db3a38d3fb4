"""Providers and their staff: who can deliver a contact person, and the hours they have for it."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from kpcommittee.domain.calendar import DAY
from kpcommittee.domain.immutable import immutable

ProviderKind = Literal["club", "internal", "external"]
ListKind = Literal["club", "specialist"]
Employment = Literal["permanent", "hourly"]
HOLIDAY = timedelta(days=31)
"""Closed days in a row that pass for a holiday; from one more, the child is without its house."""


@immutable
class Period:
    """Days from `start` to `end`, both included; in files the keys are `from` and `to`."""

    start: date
    """First day."""
    end: date
    """Last day, included."""

    def covers(self, day: date) -> bool:
        """Whether the period contains the day."""
        return self.start <= day <= self.end


@immutable
class Change:
    """A dated change of a provider's hours; what is left out stays as it was."""

    start: date
    """The first day it holds."""
    pedagogue_hours: Decimal | None = None
    """Hours a week from that day."""
    contact_share: Decimal | None = None
    """Share from that day."""
    set_on: date | None = None
    """Day the leader set it."""


@immutable
class Staff:
    """A named member of staff; capacity is hours freed per person, not heads (document 003, lines 155–163)."""

    id: str
    """Id used elsewhere."""
    name: str
    """Name of the person."""
    contact_hours: Decimal | None = None
    """Staff hours a week freed for contact-person work; nothing means no limit is set."""
    max_children: int | None = None
    """Children at the same time at most."""
    employment: Employment | None = None
    """`permanent` or `hourly` (document 004, lines 43–44); left out, nothing is said of it."""
    competences: tuple[str, ...] = ()
    """Problem codes the person is trained for."""
    clearance_on: date | None = None
    """When the child-protection record check (børneattest) was made."""
    leave: tuple[Period, ...] = ()
    """Periods of leave."""
    left_on: date | None = None
    """The last day at the provider, when the person has left."""

    def on_leave(self, day: date) -> Period | None:
        """Return the person's leave on that day; None if there is none."""
        return next((period for period in self.leave if period.covers(day)), None)

    def is_away(self, day: date) -> bool:
        """Whether the person is on leave on that day, or has left before it."""
        return self.on_leave(day) is not None or self.leaves_before(day)

    def leaves_before(self, day: date) -> bool:
        """Whether the person's last day at the provider is before that day."""
        return self.left_on is not None and self.left_on < day


@immutable
class Provider:
    """A club, the internal provider or an external supplier (document 001, line 61)."""

    id: str
    """Id used elsewhere."""
    kind: ProviderKind
    """`club`, `internal` or `external`."""
    name: str
    """Name of the house."""
    district: str | None = None
    """District of a club; left out, the provider belongs to none."""
    leader: str | None = None
    """Who has the club seat in cases of this club."""
    substitutes: tuple[str, ...] = ()
    """Names offered as substitutes."""
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
    """Problem codes; for information."""
    closed: tuple[Period, ...] = ()
    """Periods in which the house is closed; such days count for no busiest week."""
    changes: tuple[Change, ...] = ()
    """Dated changes of the hours."""
    staff: tuple[Staff, ...] = ()
    """Named members of staff."""

    @property
    def list(self) -> ListKind:
        """The list of problems this kind of provider is primarily for (document 001, lines 46–57)."""
        return "club" if self.kind == "club" else "specialist"

    def is_deserted(self, day: date) -> bool:
        """Whether all of its staff have left before that day; False if the config names none."""
        return bool(self.staff) and all(member.leaves_before(day) for member in self.staff)

    @property
    def closures(self) -> Iterator[Period]:
        """The closed days in a row, by date: periods that touch or overlap are one."""
        run: Period | None = None
        for period in sorted(self.closed, key=lambda period: period.start):
            if run is None or period.start > run.end + DAY:
                if run is not None:
                    yield run
                run = period
            elif period.end > run.end:
                run = Period(start=run.start, end=period.end)
        if run is not None:
            yield run

    def long_closures(self, first: date, last: date) -> Iterator[Period]:
        """Return the runs of closed days that are longer than a holiday between these two days."""
        return (run for run in self.closures if min(run.end, last) - max(run.start, first) + DAY > HOLIDAY)

    def is_closed(self, first: date, last: date) -> bool:
        """Whether it is closed on every day from the first to the last."""
        return any(run.start <= first and last <= run.end for run in self.closures)

    def member(self, staff: str | None) -> Staff | None:
        """Return the member of staff with that id; None if there is none."""
        return next((member for member in self.staff if member.id == staff), None)


@immutable
class Supplement:
    """What a supplier adds to its rate for administration, supervision or reports (document 003, line 19)."""

    name: str
    """What it is for."""
    percent: Decimal | None = None
    """Per cent of the rate."""
    amount_per_month: Decimal | None = None
    """Kroner."""


@immutable
class Rate:
    """What an hour or a month costs, from a given date (fixed rates: document 000, line 63)."""

    provider: str
    """Id of the provider."""
    unit: Literal["hour", "month"]
    """`hour` or `month`."""
    amount: Decimal
    """Kroner."""
    valid_from: date
    """First day."""
    valid_to: date | None = None
    """Last day; until the next rate when left out."""
    delivery: str | None = None
    """What is delivered for it."""
    delivered_hours: Decimal | None = None
    """Hours a week that are delivered for it at most; a placement of more hours gets a notice."""
    supplements: tuple[Supplement, ...] = ()
    """What is added to the rate."""

    def delivers(self, hours_per_week: Decimal) -> bool:
        """Whether that many hours a week are delivered for it; a rate without a number covers any."""
        return self.delivered_hours is None or hours_per_week <= self.delivered_hours
