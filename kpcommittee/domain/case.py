"""A child's case as the authority granted it: what the committee reads and cannot change."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kpcommittee.domain.calendar import age_on
from kpcommittee.domain.text import Prose

Consent = Literal["given", "not_required", "missing"]
AssessmentKind = Literal["screening", "clarification", "examination", "youth_examination"]
PlanKind = Literal["child_plan", "youth_plan", "none"]

KNOWN = 2
"""From this strength on a relation is *known*: departing from it asks for a reason (DESIGN: options)."""


def initials_of(name: str) -> str:
    """Return the first letters of the first and the last name, such as `A.K.` for Amina Karlsen."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return name or "?"
    return f"{words[0][0].upper()}.{words[-1][0].upper()}." if len(words) > 1 else f"{words[0][0].upper()}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Informed:
    """Somebody to be told of the decision, such as a holder of custody."""

    who: str
    """What the person is to the child: mother, father, guardian …"""
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """The child or young person."""

    name: str
    birth_date: date
    district: str
    """The district the child comes from, by id: its school and club leader sit (document 001, line 59)."""
    cpr: str | None = None
    """The personal number, a replacement number (day + 60), or nothing when it is unknown."""
    school: str | None = None
    club: str | None = None
    grade: str | None = None
    municipality: str | None = None
    protected_address: bool = False
    do_not_contact_family: bool = False
    """Risk of honour-related conflict: family waits for the authority's word (barnets lov § 18 stk. 3)."""
    inform: tuple[Informed, ...] = ()

    @property
    def initials(self) -> str:
        """The first letters of the first and the last name, such as `A.K.` for Amina Karlsen."""
        return initials_of(self.name)

    def age_on(self, day: date) -> int:
        """Return the child's age in whole years on that day."""
        return age_on(self.birth_date, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Screening (barnets lov § 18), clarification (§ 19), examination (§ 20) or youth examination (§ 32 stk. 4).

    A youth examination, *ungefaglig undersøgelse*, belongs to lov om bekæmpelse af ungdomskriminalitet.
    """

    kind: AssessmentKind
    completed_on: date | None = None
    expected_on: date | None = None
    """Set while it runs beside the placement; all but a screening can then move the first follow-up (§ 95)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Barnets plan (barnets lov § 91) or ungeplan (§ 108), or the authority's word why there is none."""

    kind: PlanKind
    due_on: date | None = None
    completed_on: date | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What the authority granted; purpose and expected duration are part of it (barnets lov § 32 stk. 3)."""

    decided_on: date
    basis: str
    """A key of the dated law table."""
    purpose: Prose
    hours_per_week: Decimal
    """Granted hours, in quarters of an hour."""
    expected_months: int
    goals: tuple[str, ...] = ()
    assessment: Assessment | None = None
    plan: Plan | None = None
    consent: Consent | None = None
    """The consent of the holder of custody (§ 32 stk. 2); nothing said counts as missing."""
    consent_note: Prose | None = None
    had_contact_person_before_18: bool | None = None
    """Or was placed: the condition for aftercare (§§ 113–121)."""
    caseworker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildView:
    """What the child says, obtained before the decision (barnets lov § 5), or why it could not be."""

    obtained_on: date | None = None
    how: str | None = None
    says: Prose | None = None
    exception: Prose | None = None
    wishes_staff: tuple[str, ...] = ()
    declines: tuple[str, ...] = ()
    """Ids of providers or staff the child does not want."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """An adult the child knows (document 001, lines 21–23)."""

    person: str
    role: str
    strength: Literal[1, 2, 3]
    """1 knows · 2 good · 3 close."""
    provider: str | None = None
    staff: str | None = None
    since: date | None = None
    note: Prose | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Absence from school over a stated period."""

    percent: Decimal
    period: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier provider of a contact person to this child."""

    provider: str
    start: date | None = None
    end: date | None = None
    ended_because: Prose | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One item of the agenda: the child, the grant, and what is known about both."""

    case_number: str
    problems: tuple[str, ...]
    child: Child
    grant: Grant
    problem_note: Prose | None = None
    child_view: ChildView | None = None
    relations: tuple[Relation, ...] = ()
    school_absence: Absence | None = None
    earlier: tuple[Earlier, ...] = ()

    @property
    def relations_by_strength(self) -> tuple[Relation, ...]:
        """The relations, closest and longest first."""
        return tuple(sorted(self.relations, key=lambda r: (-r.strength, r.since or date.max, r.person)))

    @property
    def strongest_known(self) -> int:
        """The greatest strength among known relations to someone who works for a provider; 0 when there is none."""
        return max((r.strength for r in self.relations if r.provider and r.strength >= KNOWN), default=0)

    def relation_to(self, provider: str) -> Relation | None:
        """Return the strongest relation to anyone at the provider; None if there is none."""
        return next((r for r in self.relations_by_strength if r.provider == provider), None)

    def declines(self, *ids: str | None) -> bool:
        """Whether the child declines one of these providers or staff."""
        return self.child_view is not None and any(i in self.child_view.declines for i in ids if i)

    def asks_for(self, *ids: str | None) -> bool:
        """Whether the child asks for one of these staff."""
        return self.child_view is not None and any(i in self.child_view.wishes_staff for i in ids if i)
