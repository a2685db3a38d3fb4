"""Small invented committees and cases, and a table to run their meetings at; every test may build with them.

A case is complete and asks for no answer until a test leaves something out:

    table = Table(case("A-1", relations=(knows("Mia Holm", "north-club", "mia"),)))
    table.does(Open(), place("A-1", "north-club"))
    table.refused("already_decided", place("A-1", "house"))
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Literal, Self

from kpcommittee.domain.agenda import Agenda, MeetingHead
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.placement import Claim, Ruling
from kpcommittee.domain.case import Assessment, Case, Child, ChildView, Grant, Plan, Relation
from kpcommittee.domain.committee import Committee, Config, District, Leader, Problem, Reason, School
from kpcommittee.domain.law import Basis, Law
from kpcommittee.domain.meeting.case_view import CaseView, view_case
from kpcommittee.domain.meeting.cautions import BLOCKING, NOTICES
from kpcommittee.domain.meeting.context import Context
from kpcommittee.domain.meeting.decide import decide
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.events import MeetingEvent, Recorded
from kpcommittee.domain.meeting.intentions import (
    Answer,
    Attend,
    Close,
    Intention,
    Open,
    Order,
    Place,
    ReasonGiven,
    Resolve,
    Take,
    Undo,
)
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.meeting import Meeting, apply
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.domain.provider import Provider, Rate, Staff

MEETS = date(2026, 12, 2)
"""The day the committee meets, a Wednesday."""
START = date(2027, 1, 4)
"""A Monday some weeks later: when placements start unless a test says otherwise."""
NOW = datetime(2026, 12, 2, 9, 0, tzinfo=timezone(timedelta(hours=1)))


def law() -> Law:
    """A law table that has a reference for every caution, which is the caution's own code in brackets."""
    references = {code: f"[{code}]" for code in (*BLOCKING, *NOTICES, "youth_plan_meanwhile")}
    word: dict[str, Any] = {"da": "Kontaktperson", "en": "Contact person"}
    bases = (
        Basis(key="contact_person", **word),
        Basis(key="repealed", **word, law="old law", paragraph="§ 52", in_force_until=date(2023, 12, 31)),
        Basis(key="young", **word, ages=(10, 17), consent=False),
    )
    return Law(as_of=date(2025, 3, 17), source="invented", bases=bases, references=references)


def staff(name: str, contact_hours: str | None = "10", **keys: Any) -> Staff:
    """A member of staff whose id is the first name in small letters."""
    hours = None if contact_hours is None else Decimal(contact_hours)
    filled = {"id": name.split(maxsplit=1)[0].lower(), "clearance_on": date(2025, 1, 1), **keys}
    return Staff(name=name, contact_hours=hours, **filled)


def club(club_id: str = "north-club", room: str | None = "10", *members: Staff, **keys: Any) -> Provider:
    """A club of the district that begins its id; `room` is its weekly contact hours, a tenth of all."""
    name = club_id.replace("-", " ").title()
    filled: dict[str, Any] = {
        "kind": "club",
        "name": name,
        "district": club_id.split("-", maxsplit=1)[0],
        "leader": f"{name} Leader",
        "pedagogue_hours": None if room is None else Decimal(room) * 10,
        "contact_share": Decimal("0.1"),
        "staff": members,
    }
    return Provider(id=club_id, **filled | keys)


def config(
    *providers: Provider, rule: Literal["consensus", "majority"] = "consensus", rates: Iterable[Rate] = (), **keys: Any
) -> Config:
    """Two districts; a club in each, the internal provider and a supplier, unless other providers are given."""
    usual = (
        club("north-club", "10", staff("Mia Holm"), staff("Ali Kaya")),
        club("south-club", "10", staff("Eva Lund")),
        Provider(id="house", kind="internal", name="House", staff=(staff("Sanne Dam", "30"),)),
        Provider(id="firm", kind="external", name="Firm"),
    )
    filled: dict[str, Any] = {
        "committee": Committee(name="Committee", municipality="Nowhere", rule=rule, language="en"),
        "leaders": (
            Leader(role="authority", name="Inger", substitutes=("Bo",)),
            Leader(role="internal", name="Karim", substitutes=("Tove",)),
        ),
        "districts": tuple(
            District(id=d, name=d.title(), school_seat=f"{d}-school", club_seat=f"{d}-club") for d in ("north", "south")
        ),
        "schools": (
            School(id="north-school", name="North School", district="north", leader="Lone", substitutes=("Jan", "Ida")),
            School(id="north-second", name="Second School", district="north", leader="Merete"),
            School(id="south-school", name="South School", district="south", leader="Peter"),
        ),
        "problems": (
            Problem(code="school", da="Skole", en="School", primarily="club"),
            Problem(code="leisure", da="Fritid", en="Leisure", primarily="club"),
            Problem(code="autism", da="Autisme", en="Autism", primarily="specialist"),
        ),
        "reasons": (Reason(code="agreed", da="Aftalt", en="Agreed"),),
    }
    return Config(providers=providers or usual, rates=tuple(rates), **filled | keys)


def knows(
    person: str, provider: str | None, staff_id: str | None = None, strength: Literal[1, 2, 3] = 3, **keys: Any
) -> Relation:
    """An adult the child knows, closely unless another strength is given."""
    return Relation(person=person, role="pedagogue", strength=strength, provider=provider, staff=staff_id, **keys)


def case(number: str = "A-1", **keys: Any) -> Case:
    """A complete case from the north that asks for no answer; `keys` override case, child or grant."""
    child: dict[str, Any] = {"name": "Amina Karlsen", "birth_date": date(2012, 6, 15), "district": "north"}
    grant: dict[str, Any] = {
        "decided_on": date(2026, 11, 16),
        "basis": "contact_person",
        "purpose": "To belong",
        "hours_per_week": Decimal(3),
        "expected_months": 6,
        "assessment": Assessment(kind="screening", completed_on=date(2026, 11, 1)),
        "plan": Plan(kind="child_plan", completed_on=date(2026, 11, 10)),
        "consent": "given",
    }
    own: dict[str, Any] = {"problems": ("school",), "child_view": ChildView(obtained_on=date(2026, 11, 5), says="Yes")}
    for key, value in keys.items():
        part = child if key in _names(Child) else grant if key in _names(Grant) else own
        part[key] = value
    return Case(case_number=number, child=Child(**child), grant=Grant(**grant), **own)


def agenda(*cases: Case, **keys: Any) -> Agenda:
    """The agenda of the meeting on `MEETS`."""
    return Agenda(meeting=MeetingHead(**{"id": "2026-12-02", "date": MEETS, **keys}), cases=cases)


def claim(provider: str, hours: str | None = "3", number: str = "R-1", **keys: Any) -> Claim:
    """Granted hours of a placement that has always run and runs on."""
    granted = None if hours is None else Decimal(hours)
    filled = {"staff": None, "start": None, "end": None, "held": False, **keys}
    return Claim(case_number=number, provider=provider, hours=granted, **filled)


def place(
    number: str, provider: str, *, answers: Mapping[str, str] | None = None, reason: str | None = None, **keys: Any
) -> Place:
    """A placement from `START` on which all agree; `answers` maps cautions to texts."""
    given = tuple(Answer(caution=code, code="agreed", text=text) for code, text in (answers or {}).items())
    why = None if reason is None else ReasonGiven(code="agreed", text=reason)
    filled = {"start": START, "positions": "all_agree", **keys}
    return Place(case=number, provider=provider, answers=given, reason=why, **filled)


class Table:
    """A meeting as the four leaders run it: what they want is recorded, or refused."""

    def __init__(self, *cases: Case, settings: Config | None = None, claims: Iterable[Claim] = (), **keys: Any) -> None:
        """Lay the cases on the agenda; `keys` are those of the context."""
        file = agenda(*cases)
        settings = settings or config()
        ledger = Ledger.of_claims(settings, claims, file.meeting.date)
        known: dict[str, Any] = {
            "config_digest": "digest",
            "law": law(),
            "now": NOW,
            "by": "Chair",
            "agenda": file,
            "ledger": ledger,
        }
        self.context = Context(config=settings, **known | keys)
        self.meeting = Meeting.from_agenda(file)
        self.journal: list[Recorded] = []

    def tries(self, intention: Intention) -> Recorded | Refusal:
        """What becomes of the intention; the meeting goes on when it is recorded."""
        event = decide(self.meeting, intention, self.context)
        return event if isinstance(event, Refusal) else self._record(event)

    def does(self, *intentions: Intention) -> Self:
        """Record one after the other; a refusal fails the test."""
        for intention in intentions:
            answer = self.tries(intention)
            assert isinstance(answer, Recorded), f"{intention} was refused: {answer}"
        return self

    def refused(self, code: str, intention: Intention) -> Refusal:
        """The refusal of the intention, which has to bear that code."""
        answer = self.tries(intention)
        assert isinstance(answer, Refusal), f"{intention} was recorded, not refused with {code}"
        assert answer.code == code, f"{intention} was refused with {answer}, not {code}"
        if not isinstance(intention, Attend | Close | Open | Order | Resolve | Take | Undo):
            assert answer.case == getattr(intention, "case", None), f"{answer} names another case than {intention}"
        return answer

    def knows(self, **keys: Any) -> Self:
        """Change what is outside the meeting: the keys of the context."""
        self.context = replace(self.context, **keys)
        return self

    def item(self, number: str = "A-1") -> Item:
        """A case as the meeting has dealt with it so far."""
        item = self.meeting.item(number)
        assert item is not None, f"{number} is not on the agenda"
        return item

    def decision(self, number: str = "A-1") -> Decision:
        """The decision in a case that has one."""
        decision = self.item(number).decision
        assert decision is not None
        return decision

    def sees(
        self, number: str = "A-1", start: date | None = None, end: date | None = None, hours: Decimal | None = None
    ) -> CaseView:
        """What the committee sees of a case."""
        return view_case(self.meeting, number, self.context, start, end, hours)

    def _record(self, event: MeetingEvent) -> Recorded:
        number = self.meeting.last + 1
        recorded = Recorded(
            stream=self.meeting.id, number=number, at=NOW + timedelta(minutes=number), by=self.context.by, event=event
        )
        self.meeting = apply(self.meeting, recorded)
        self.journal.append(recorded)
        return recorded


def _names(record: type[Child | Grant]) -> frozenset[str]:
    return frozenset(field.name for field in fields(record))


def ruling(**keys: Any) -> Ruling:
    """What an approved meeting decided in a case from January to June, with other keys."""
    usual: dict[str, Any] = {
        "meeting": "2026-12-02",
        "opened_at": "2026-12-02T09:00:00",
        "approved": True,
        "case_number": "A-1",
        "state": "placed",
        "provider": "north-club",
        "hours": Decimal(3),
        "start": START,
        "end": date(2027, 6, 30),
    }
    return Ruling(**usual | keys)
