"""The committee's configuration: who sits where, who can deliver, and how the municipality decides."""

from collections.abc import Collection, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from kpcommittee.domain.budget import BringHome, Budget
from kpcommittee.domain.calendar import DAY
from kpcommittee.domain.case import Child
from kpcommittee.domain.documents import DocumentRules, FileKey, MinutesRules
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.provider import ListKind, Provider, Rate
from kpcommittee.domain.safety import Safety

Role = Literal["school", "club", "authority", "internal"]
ROLES: tuple[Role, ...] = get_args(Role)
"""The four seats (document 001, line 59), in the order they are shown."""

OTHER = "other"
"""The reason code that always exists."""

ReasonTopic = Literal[
    "from_recommendation", "from_relation", "from_list",
    "child_view_missing", "consent_missing", "seat_empty", "declined", "over_capacity",
]  # fmt: skip
"""What a reason may answer: a departure, or a caution that must be answered."""


DecisionRule = Literal["consensus", "majority"]


@immutable
class Committee:
    """The committee and its way of deciding; the source document gives no rule, so the config owns it."""

    name: str
    """Name of the committee."""
    municipality: str
    """Name of the municipality."""
    language: Literal["da", "en"] = "da"
    """Language of screens and minutes; `--lang` goes before for all but the minutes."""
    chair: Role = "authority"
    """Which seat leads, and concludes at a tie."""
    rule: DecisionRule = "consensus"
    """`consensus` records dissent and the chair concludes; `majority` wants more than half of the seats taking part."""
    required_seats: tuple[Role, ...] = ROLES
    """An empty one must be answered before a placement."""
    required_seats_18plus: tuple[Role, ...] = ("authority", "internal")
    """The same for a young person of 18 or more."""
    sets_hours: bool = False
    """Whether the committee sets the hours a week, within those granted (document 004, line 33)."""
    minutes_per_case: int = 10
    """Minutes planned for a case."""


@immutable
class Paths:
    """Folders, relative to the config file."""

    agenda: str = "agenda"
    """The folder of the agendas."""
    minutes: str = "minutes"
    """Where minutes are written."""


@immutable
class Database:
    """Where the journal is kept."""

    url: str = "sqlite:///kpcommittee.db"
    """An SQLite file, relative to the config."""
    encryption: Literal["none", "passphrase"] = "none"
    """`passphrase` encrypts a new database; `kpcommittee encrypt` encrypts one that exists."""
    keyring: bool = False
    """Whether the system's keyring is asked for what opens it; `kpcommittee key keyring` puts it there."""


@immutable
class LawChoice:
    """Which dated table of legal references is in use."""

    as_of: date | None = None
    """Date of the shipped table."""
    file: str | None = None
    """A table of your own, relative to the config."""


@immutable
class Leader:
    """A leader whose seat is the same in every case."""

    role: Role
    """`authority` or `internal`: the two seats that are the same in every case."""
    name: str
    """Name of the leader."""
    substitutes: tuple[str, ...] = ()
    """Names that are offered as substitutes (*stedfortrædere*)."""


@immutable
class District:
    """A district; its school and club leader sit in cases of its children."""

    id: str
    """Id used elsewhere."""
    name: str
    """Name of the district."""
    school_seat: str | None = None
    """The school whose leader sits when the child names none of the district's."""
    club_seat: str | None = None
    """The club whose leader sits when the child names none of the district's."""
    municipality: str | None = None
    """Whose children live there, for the split of the budget where the child's case does not say it."""


@immutable
class School:
    """A school and its leader."""

    id: str
    """Id used elsewhere."""
    name: str
    """Name of the school."""
    district: str
    """Id of its district."""
    leader: str | None = None
    """Who has the school seat."""
    substitutes: tuple[str, ...] = ()
    """Names offered as substitutes."""


@immutable
class Problem:
    """A kind of problem and the list it is on (document 001, lines 46–57)."""

    code: str
    """Code used in agendas."""
    da: str
    """Danish wording."""
    en: str
    """English wording."""
    primarily: ListKind
    """Which list (*klubliste*, *specialistliste*) it is on."""


@immutable
class Reason:
    """Why the committee departs, or decides in spite of a caution; the wording is frozen when it is used."""

    code: str
    """Code used in answers."""
    da: str
    """Danish wording."""
    en: str
    """English wording."""
    fits: tuple[ReasonTopic, ...] = ()
    """The departures and cautions that it answers; there it is offered first."""


@immutable
class BalanceRules:
    """When a provider is tight or over, as shares of its room, and how far ahead the balance looks."""

    tight: Decimal = Decimal("0.80")
    """Share from which a provider is *tight* (*stram*)."""
    over: Decimal = Decimal("1.00")
    """Share above which it is *over*."""
    horizon_weeks: int = 52
    """Weeks looked ahead."""


Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


@immutable
class StartRule:
    """The start that is proposed for a placement; without this table it is the day of the meeting."""

    after_days: int = 0
    """How many days after the meeting."""
    weekday: Weekday | None = None
    """The first such weekday from that day on; left out, the day itself."""

    def start_after(self, day: date) -> date:
        """Return the start that is proposed on the day of a meeting."""
        earliest = day + self.after_days * DAY
        if self.weekday is None:
            return earliest
        return earliest + (WEEKDAYS.index(self.weekday) - earliest.weekday()) % len(WEEKDAYS) * DAY


@immutable
class Scale:
    """What is rated at a follow-up, such as school attendance, and from which value to which."""

    code: str
    """Code used in `--rate CODE=N`."""
    da: str
    """Danish wording."""
    en: str
    """English wording."""
    lowest: int = 1
    """The worst value."""
    highest: int = 5
    """The best value."""


@immutable
class FollowUpRules:
    """What the municipality follows up beyond what the law asks for."""

    start_meeting: bool = True
    """Whether child and contact person are introduced at a meeting before the start (document 003, line 37)."""
    ending_weeks: int = 8
    """How many weeks before its end a placement is listed, so that it can be renewed or ended in time."""
    absence_percent: Decimal | None = None
    """From which absence school absence is worrying (document 002, lines 68-77); None keeps no list."""
    absence_by: str | None = None
    """Who acts on it."""
    coordinator: str | None = None
    """Who follows up together with the family adviser (document 004, lines 39 and 47)."""
    ratings: tuple[Scale, ...] = ()
    """One `[[follow_ups.ratings]]` per goal that is rated."""

    def is_worrying(self, absence: Decimal) -> bool:
        """Whether that absence from school, in per cent, is worrying."""
        return self.absence_percent is not None and absence >= self.absence_percent

    def scale(self, code: str) -> Scale | None:
        """Return the scale with that code; None if there is none."""
        return next((scale for scale in self.ratings if scale.code == code), None)


@immutable
class PlacementColumns:
    """How a municipality's own table of placements heads its columns."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Our name of a column → the heading in the table."""


@immutable
class AgendaColumns:
    """How a municipality's own table of cases heads its columns."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Our name of a column → the heading in the table."""


@immutable
class Config:
    """The whole of `config.toml`."""

    committee: Committee
    """Who decides and how."""
    paths: Paths = field(default_factory=Paths)
    """Folders."""
    database: Database = field(default_factory=Database)
    """The journal."""
    law: LawChoice = field(default_factory=LawChoice)
    """The dated law table."""
    leaders: tuple[Leader, ...] = ()
    """The seats that are the same in every case: authority and internal provider."""
    districts: tuple[District, ...] = ()
    """One table per district."""
    schools: tuple[School, ...] = ()
    """One table per school."""
    providers: tuple[Provider, ...] = ()
    """One table per club, internal provider or supplier."""
    rates: tuple[Rate, ...] = ()
    """One table per rate."""
    budget: Budget | tuple[Budget, ...] | None = None
    """The frame (*ramme*) of a year, or a list `[[budget]]` of years."""
    bring_home: BringHome | None = None
    """What a light placement is."""
    problems: tuple[Problem, ...] = ()
    """One table per kind of problem."""
    reasons: tuple[Reason, ...] = ()
    """One table per reason code; `other` always exists."""
    balance: BalanceRules = field(default_factory=BalanceRules)
    """How full is full."""
    default_start: StartRule | None = None
    """The start that is proposed for a placement."""
    minutes: MinutesRules | None = None
    """What the minutes say besides; a table of its own."""
    documents: DocumentRules | None = None
    """How documents look; a table of its own."""
    placements: PlacementColumns = field(default_factory=PlacementColumns)
    """Headings of your own table of placements."""
    agendas: AgendaColumns = field(default_factory=AgendaColumns)
    """Headings of your own table of cases."""
    follow_ups: FollowUpRules | None = None
    """What is followed up beyond what the law asks for."""
    safety: Safety | None = None
    """Backups, and what else keeps the data safe."""
    recipients: FileKey | tuple[FileKey, ...] | None = None
    """One `[[recipients]]` for each who may open protected files."""
    keys: Mapping[str, str] | None = None
    """Other keys on the meeting screen: what a key does → the key."""

    def provider(self, provider: str | None) -> Provider | None:
        """Return the provider with that id; None if there is none."""
        return next((entry for entry in self.providers if entry.id == provider), None)

    def district(self, district: str | None) -> District | None:
        """Return the district with that id; None if there is none."""
        return next((entry for entry in self.districts if entry.id == district), None)

    def provider_name(self, provider: str) -> str:
        """Return the name of the provider with that id; the id itself if there is none."""
        entry = self.provider(provider)
        return entry.name if entry else provider

    def district_name(self, district: str) -> str:
        """Return the name of the district with that id; the id itself if there is none."""
        entry = self.district(district)
        return entry.name if entry else district

    def deliverer_name(self, some_id: str) -> str:
        """Return the name of the provider or person with that id; the id itself if there is none."""
        staff = {member.id: member.name for provider in self.providers for member in provider.staff}
        return staff.get(some_id) or self.provider_name(some_id)

    def municipality_of(self, child: Child) -> str | None:
        """Return whose child it is, by its case or by its district; None if neither says so."""
        return child.municipality or self.municipality_of_district(child.district)

    def municipality_of_district(self, district: str | None) -> str | None:
        """Return the municipality of a district; None if the district is not known, or has none."""
        home = self.district(district) if district else None
        return home.municipality if home else None

    def school(self, school: str | None) -> School | None:
        """Return the school with that id; None if there is none."""
        return next((entry for entry in self.schools if entry.id == school), None)

    def problem(self, code: str) -> Problem | None:
        """Return the kind of problem with that code; None if there is none."""
        return next((entry for entry in self.problems if entry.code == code), None)

    def reasons_for(self, topics: Collection[str]) -> tuple[Reason, ...]:
        """Return the reasons, those first that fit what is asked about; otherwise in the order of the config."""
        return tuple(sorted(self.reasons, key=lambda reason: not set(reason.fits) & set(topics)))

    def reason(self, code: str) -> Reason | None:
        """Return the reason with that code; `other` always exists."""
        reason = next((entry for entry in self.reasons if entry.code == code), None)
        return reason or (Reason(code=OTHER, da="Andet", en="Other") if code == OTHER else None)

    @property
    def safety_rules(self) -> Safety:
        """How the database is kept safe, also where the file does not say."""
        return self.safety or Safety()

    @property
    def follow_up_rules(self) -> FollowUpRules:
        """What is followed up; the usual where the config says nothing."""
        return self.follow_ups or FollowUpRules()

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
        names = {leader.name for leader in self.leaders}
        houses: tuple[School | Provider, ...] = (*self.schools, *self.providers)
        names |= {house.leader for house in houses if house.leader}
        seats: tuple[Leader | School | Provider, ...] = (*self.leaders, *houses)
        return frozenset(names | {name for seat in seats for name in seat.substitutes})
