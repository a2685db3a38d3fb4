"""A child's case as the authority granted it: what the committee reads and cannot change."""

from datetime import date
from decimal import Decimal
from typing import Literal

from kpcommittee.domain.calendar import age_on
from kpcommittee.domain.identity import Identity
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.text import Prose
from kpcommittee.domain.texts import HIDDEN

Consent = Literal["given", "not_required", "missing"]
AssessmentKind = Literal["screening", "clarification", "examination", "youth_examination"]
PlanKind = Literal["child_plan", "youth_plan", "none"]

KNOWN = 2
"""From this strength on a relation is *known*: departing from it asks for a reason (DESIGN: options)."""


def initials_of(name: str) -> str:
    """Return the first letters of the first and the last name, such as `A.K.` for Amina Karlsen.

    Never a whole name, and nothing of a hidden name.
    """
    if name == HIDDEN:
        return name
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        # Such as a name in brackets: `(Anna)`.
        letter = next(filter(str.isalnum, name), "")
        return f"{letter.upper()}." if letter else "?"
    return f"{words[0][0].upper()}.{words[-1][0].upper()}." if len(words) > 1 else f"{words[0][0].upper()}."


CUSTODY = frozenset({"mother", "father", "parent", "guardian"})
"""The relations of holders of custody to the child, as agendas state them in `who`."""

_OFFICIALS = frozenset({"caseworker", "school"})
"""Whoever else agendas state in `who` is family."""


@immutable
class Informed:
    """Somebody to be told of the decision, such as a holder of custody."""

    who: str
    """What the person is to the child: mother, father, guardian …"""
    name: str
    """Name of the person."""

    @property
    def is_family(self) -> bool:
        """Whether the person counts as family, and may thus be barred from contact."""
        return self.who not in _OFFICIALS


@immutable
class Child:
    """The child or young person."""

    name: str
    """Shown as initials in lists and in the minutes."""
    birth_date: date
    """Day of birth; before the meeting."""
    district: str
    """The district the child comes from, by id: its school and club leader sit (document 001, line 59)."""
    cpr: str | None = None
    """The personal number, a replacement number (day + 60), or nothing when it is unknown."""
    school: str | None = None
    """Id of a school; its leader sits when the school is in the child's district."""
    club: str | None = None
    """Id of the club the child belongs to; its leader sits when it is in the child's district."""
    grade: str | None = None
    """School grade, such as `7.b`."""
    municipality: str | None = None
    """The municipality that pays."""
    protected_address: bool = False
    """Name and address are protected: district, school, club and family are left out of the minutes."""
    do_not_contact_family: bool = False
    """Risk of honour-related conflict: family waits for the authority's word (barnets lov § 18 stk. 3)."""
    inform: tuple[Informed, ...] = ()
    """Holders of custody and others who are told."""

    @property
    def custody(self) -> tuple[Informed, ...]:
        """The holders of custody among those to inform."""
        return tuple(person for person in self.inform if person.who in CUSTODY)

    @property
    def initials(self) -> str:
        """The first letters of the first and the last name, such as `A.K.` for Amina Karlsen."""
        return initials_of(self.name)

    @property
    def identity(self) -> Identity:
        """Who the child is."""
        return Identity(self.name, self.birth_date, self.cpr)

    def age_on(self, day: date) -> int:
        """Return the child's age in whole years on that day."""
        return age_on(self.birth_date, day)


@immutable
class Assessment:
    """Screening (barnets lov § 18), clarification (§ 19), examination (§ 20) or youth examination (§ 32 stk. 4).

    A youth examination, *ungefaglig undersøgelse*, belongs to lov om bekæmpelse af ungdomskriminalitet.
    """

    kind: AssessmentKind
    """`screening`, `clarification` (*afdækning*), `examination` (*børnefaglig undersøgelse*) or
    `youth_examination` (*ungefaglig undersøgelse*).
    """
    completed_on: date | None = None
    """Day it was completed."""
    expected_on: date | None = None
    """Set while it runs alongside the placement; all but a screening can then move the first follow-up (§ 95)."""


@immutable
class Plan:
    """Barnets plan (barnets lov § 91) or ungeplan (§ 108), or the authority's word why there is none."""

    kind: PlanKind
    """`child_plan`, `youth_plan` or `none`."""
    due_on: date | None = None
    """Day it is due, when the authority set another than three months."""
    completed_on: date | None = None
    """Day it was completed."""
    why: str | None = None
    """Why there is none."""


@immutable
class Grant:
    """What the authority granted; purpose and expected duration are part of it (barnets lov § 32 stk. 3)."""

    decided_on: date
    """Day the authority decided; both three-month clocks know it."""
    basis: str
    """A key of the dated law table."""
    purpose: Prose
    """What the support is for; read-only in the meeting."""
    hours_per_week: Decimal
    """Granted hours, in quarters of an hour."""
    expected_months: int
    """Months; the placement ends the day before the same day of the month."""
    goals: tuple[str, ...] = ()
    """What is to be reached."""
    assessment: Assessment | None = None
    """What the grant rests on; a table of its own."""
    plan: Plan | None = None
    """The child's plan; a table of its own."""
    consent: Consent | None = None
    """The consent of the holder of custody (§ 32 stk. 2); nothing said counts as missing."""
    consent_note: Prose | None = None
    """Why no consent is needed, or who has not answered."""
    had_contact_person_before_18: bool | None = None
    """Or was placed: the condition for aftercare (§§ 113–121)."""
    caseworker: str | None = None
    """Name of the caseworker, who follows up."""


@immutable
class ChildView:
    """What the child says, obtained before the decision (barnets lov § 5), or why it could not be."""

    obtained_on: date | None = None
    """Day it was obtained."""
    how: str | None = None
    """How, such as a talk at the school."""
    says: Prose | None = None
    """What the child says."""
    exception: Prose | None = None
    """Why it could not be obtained."""
    wishes_staff: tuple[str, ...] = ()
    """Ids of staff the child asks for."""
    declines: tuple[str, ...] = ()
    """Ids of providers or staff the child does not want."""


@immutable
class Relation:
    """An adult the child knows (document 001, lines 21–23)."""

    person: str
    """Name of the adult."""
    role: str
    """What the adult is to the child."""
    strength: Literal[1, 2, 3]
    """1 knows · 2 good · 3 close."""
    provider: str | None = None
    """Id of the provider the adult works for."""
    staff: str | None = None
    """Id of the adult among that provider's staff."""
    since: date | None = None
    """Since when."""
    note: Prose | None = None
    """One line about it."""


@immutable
class Absence:
    """Absence from school over a stated period."""

    percent: Decimal
    """Absence in per cent of the lessons."""
    period: str | None = None
    """The period it is counted over, as text."""


@immutable
class Earlier:
    """An earlier provider of a contact person to this child."""

    provider: str
    """Id of the provider."""
    start: date | None = None
    """First day."""
    end: date | None = None
    """Last day."""
    ended_because: Prose | None = None
    """Why it ended."""


@immutable
class Case:
    """One item of the agenda: the child, the grant, and what is known about both."""

    case_number: str
    """The municipality's own number, an opaque text; unique on the agenda."""
    problems: tuple[str, ...]
    """Codes of `[[problems]]` in the config."""
    child: Child
    """The child or young person; a table of its own."""
    grant: Grant
    """What the authority granted. A case without it is an error: the committee is not a visitation forum."""
    problem_note: Prose | None = None
    """One or two lines about the problems."""
    child_view: ChildView | None = None
    """The child's view (*barnets syn*); a table of its own."""
    relations: tuple[Relation, ...] = ()
    """One `[[cases.relations]]` per adult the child knows."""
    school_absence: Absence | None = None
    """Absence from school; a table of its own."""
    earlier: tuple[Earlier, ...] = ()
    """Earlier providers, when the program has none of it itself."""
    relations_asked: bool = False
    """The child was asked whom it knows, and knows nobody."""

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
        return next((relation for relation in self.relations_by_strength if relation.provider == provider), None)

    def declines(self, *ids: str | None) -> bool:
        """Whether the child declines one of these providers or staff."""
        return self.child_view is not None and any(i in self.child_view.declines for i in ids if i)

    def asks_for(self, *ids: str | None) -> bool:
        """Whether the child asks for one of these staff."""
        return self.child_view is not None and any(i in self.child_view.wishes_staff for i in ids if i)
