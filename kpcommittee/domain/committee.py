"""The committee's configuration: who sits where, who can deliver, and how the municipality decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from kpcommittee.domain.provider import ListKind, Provider, Rate

Role = Literal["school", "club", "authority", "internal"]
ROLES: tuple[Role, ...] = ("school", "club", "authority", "internal")
"""The four seats (document 001, line 59), in the order they are shown."""

OTHER = "other"
"""The reason code that always exists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """The committee and its way of deciding; the source document gives no rule, so the config owns it."""

    name: str
    municipality: str
    language: Literal["da", "en"] = "da"
    chair: Role = "authority"
    rule: Literal["consensus", "majority"] = "consensus"
    required_seats: tuple[Role, ...] = ROLES
    required_seats_18plus: tuple[Role, ...] = ("authority", "internal")
    minutes_per_case: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Folders, relative to the config file."""

    agenda: str = "agenda"
    minutes: str = "minutes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """Where the journal is kept."""

    url: str = "sqlite:///kpcommittee.db"
    encryption: Literal["none"] = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawChoice:
    """Which dated table of legal references is in use."""

    as_of: date | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """A leader whose seat is the same in every case."""

    role: Role
    name: str
    substitutes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A district; its school and club leader sit in cases of its children."""

    id: str
    name: str
    school_seat: str | None = None
    """The school whose leader sits when the child names none of the district's."""
    club_seat: str | None = None
    municipality: str | None = None
    """Whose children live there, for the split of the budget where the child's case does not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school and its leader."""

    id: str
    name: str
    district: str
    leader: str | None = None
    substitutes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A kind of problem and the list it stands on (document 001, lines 46–57)."""

    code: str
    da: str
    en: str
    primarily: ListKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why the committee departs or goes on although; the wording is frozen when it is used."""

    code: str
    da: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One part of a budget frame, as a fraction such as `2/3`."""

    name: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The budget frame of a year in kroner, and how it is split."""

    year: int
    frame: Decimal | None = None
    """In prices of the year; with an index, of the year before. None continues the year before by the index."""
    index: Decimal | None = None
    """The price level against the year before, such as 1.021 (document 004, line 25)."""
    split: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BringHome:
    """What the municipality calls a light placement; the source document gives no number (document 003, line 49)."""

    max_hours_per_week: Decimal
    set_by: str
    """Who answers for the limit."""
    set_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceRules:
    """How full is full, as shares of the room, and how far ahead the balance looks."""

    tight: Decimal = Decimal("0.80")
    over: Decimal = Decimal("1.00")
    horizon_weeks: int = 52


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesRules:
    """What the minutes say beyond what they always do."""

    price: bool = False
    """Whether a decision says what the placement costs a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementColumns:
    """How a municipality's own table of placements heads its columns."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Our name of a column → the heading in the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaColumns:
    """How a municipality's own table of cases heads its columns."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Our name of a column → the heading in the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The whole of `config.toml`."""

    committee: Committee
    paths: Paths = field(default_factory=Paths)
    database: Database = field(default_factory=Database)
    law: LawChoice = field(default_factory=LawChoice)
    leaders: tuple[Leader, ...] = ()
    districts: tuple[District, ...] = ()
    schools: tuple[School, ...] = ()
    providers: tuple[Provider, ...] = ()
    rates: tuple[Rate, ...] = ()
    budget: Budget | tuple[Budget, ...] | None = None
    bring_home: BringHome | None = None
    problems: tuple[Problem, ...] = ()
    reasons: tuple[Reason, ...] = ()
    balance: BalanceRules = field(default_factory=BalanceRules)
    minutes: MinutesRules | None = None
    placements: PlacementColumns = field(default_factory=PlacementColumns)
    agendas: AgendaColumns = field(default_factory=AgendaColumns)
    keys: Mapping[str, str] | None = None
    """What a key of the meeting screen does → the key; None leaves all as they are."""

    def provider(self, provider: str | None) -> Provider | None:
        """Return the provider with that id; None if there is none."""
        return next((p for p in self.providers if p.id == provider), None)

    def district(self, district: str | None) -> District | None:
        """Return the district with that id; None if there is none."""
        return next((d for d in self.districts if d.id == district), None)

    def school(self, school: str | None) -> School | None:
        """Return the school with that id; None if there is none."""
        return next((s for s in self.schools if s.id == school), None)

    def problem(self, code: str) -> Problem | None:
        """Return the kind of problem with that code; None if there is none."""
        return next((p for p in self.problems if p.code == code), None)

    def reason(self, code: str) -> Reason | None:
        """Return the reason with that code; `other` always exists."""
        reason = next((r for r in self.reasons if r.code == code), None)
        return reason or (Reason(code=OTHER, da="Andet", en="Other") if code == OTHER else None)

    @property
    def budgets(self) -> tuple[Budget, ...]:
        """The budgets of all years: one table, or a list of them."""
        return self.budget if isinstance(self.budget, tuple) else (self.budget,) if self.budget else ()

    @property
    def chair(self) -> str:
        """The name of the leader who chairs; empty if the config names none."""
        return next((leader.name for leader in self.leaders if leader.role == self.committee.chair), "")

    @property
    def people(self) -> frozenset[str]:
        """Everybody the config names as a leader or a substitute."""
        named = {leader.name for leader in self.leaders}
        houses: tuple[School | Provider, ...] = (*self.schools, *self.providers)
        named |= {house.leader for house in houses if house.leader}
        seats: tuple[Leader | School | Provider, ...] = (*self.leaders, *houses)
        return frozenset(named | {name for seat in seats for name in seat.substitutes})
