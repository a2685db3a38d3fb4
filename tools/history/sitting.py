"""Holds one meeting: every intention goes the way of a key, through `MeetingSession.record`."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.intentions import (
    Amendment,
    Answer,
    Approve,
    Attend,
    Close,
    Confirm,
    Correct,
    Disqualify,
    Intention,
    LeaderStance,
    Note,
    Open,
    Order,
    Place,
    Postpone,
    ReasonGiven,
    Return,
    Undo,
    Withdraw,
)
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.services.meeting_session import MeetingSession
from kpcommittee.services.session import Session
from tools.history import words
from tools.history.calendar import Clock, workday
from tools.history.children import Draft

CHAIR = "Inger Thorsen"


class RefusedError(Exception):
    """The program refused what the invented committee wanted."""


@dataclass(slots=True)
class Placed:
    """A placement as the office follows it from its decision on."""

    draft: Draft
    decision: Decision
    start: date
    end: date
    original_end: date
    over: bool = False
    """Whether it has ended early or moves."""
    talked: set[date] = field(default_factory=set)
    """The days on which a follow-up was held."""

    @property
    def case(self) -> str:
        """The case number."""
        return self.draft.number

    @property
    def provider(self) -> str:
        """The provider's id."""
        return self.decision.provider


class Sitting:
    """One meeting from its opening to its approved minutes."""

    def __init__(self, session: Session, clock: Clock, draw: Random, agenda: Path) -> None:
        """Take the agenda's file; nothing is recorded yet."""
        self.session, self.clock, self.draw = session, clock, draw
        self.meeting = MeetingSession.find(session, agenda)

    def hold(self, drafts: list[Draft]) -> list[Placed]:
        """Decide every case, and return what was placed; the fates of the others are in their drafts."""
        self._record(Open())
        self._attendance(drafts)
        placed = [decided for draft in drafts if (decided := self._item(draft)) is not None]
        self._record(Close())
        self.clock.set(self.meeting.day + timedelta(1), 10)
        self._record(Approve(by=CHAIR))
        for decided in placed:
            self._maybe_correct(decided)
        return placed

    def _record(self, intention: Intention) -> None:
        self.clock.pass_minutes(self.draw.randint(1, 4))
        answer = self.meeting.record(intention)
        if isinstance(answer, Refusal):
            raise RefusedError(self.meeting.id, intention, answer)

    # Who is there

    def _attendance(self, drafts: list[Draft]) -> None:
        if len(drafts) > 2 and self.draw.random() < 0.3:
            numbers = [item.number for item in self.meeting.meeting.items]
            self._record(Order(cases=tuple(self.draw.sample(numbers, len(numbers)))))
        if not drafts or self.draw.random() > 0.4:
            return
        bench = self.meeting.view_case(self.draw.choice(drafts).number).bench
        leaders = [seat.leader for seat in bench.filled_seats if seat.leader not in (None, CHAIR)]
        away = self.draw.choice(leaders)
        assert away is not None
        stand_ins = self._substitutes(away) if self.draw.random() < 0.7 else ()
        self._record(Attend(person=away, status="excused", substitute=next(iter(stand_ins), None)))

    def _substitutes(self, leader: str) -> tuple[str, ...]:
        config = self.session.config
        return next(
            (seat.substitutes for seat in config.leaders if seat.name == leader),
            next((school.substitutes for school in config.schools if school.leader == leader), ()),
        )

    # One case

    def _item(self, draft: Draft) -> Placed | None:
        draft.times += 1
        if self.draw.random() < 0.25:
            bench = self.meeting.view_case(draft.number).bench
            by = self.draw.choice(bench.filled_seats).person
            self._record(Note(case=draft.number, text=self.draw.choice(words.SPOKEN), said_by=by))
        if draft.fate != "placed":
            self._put_off(draft)
            return None
        if self.draw.random() < 0.03:
            self._disqualify(draft)
        if self.draw.random() < 0.04:
            self._record(Postpone(case=draft.number, reason="Tages igen til sidst på mødet"))
            self._record(Undo())
        return self._place(draft)

    def _put_off(self, draft: Draft) -> None:
        case = draft.number
        if draft.fate == "returned":
            self._record(Return(case=case, missing=self.draw.choice(words.RETURNED)))
        elif draft.fate == "withdrawn":
            by, reason = self.draw.choice(words.WITHDRAWN)
            self._record(Withdraw(case=case, by=by, reason=reason))
        else:
            view_is_missing = "child_view" not in draft.table
            reason, missing = words.POSTPONED[2] if view_is_missing else self.draw.choice(words.POSTPONED[:2])
            self._record(Postpone(case=case, reason=reason, missing=missing, from_role="authority"))

    def _disqualify(self, draft: Draft) -> None:
        roles = [seat.role for seat in self.meeting.view_case(draft.number).bench.filled_seats]
        role = next((role for role in ("school", "club") if role in roles), None)
        if role is None or len(roles) < 3:
            return
        others = tuple(other for other in roles if other != role)
        ground = self.draw.choice(words.GROUNDS)
        self._record(Disqualify(case=draft.number, role=role, ground=ground, decided_by=others))

    # Placing

    def _place(self, draft: Draft) -> Placed:
        start = draft.start or workday(self.meeting.day + timedelta(self.draw.randint(6, 24)))
        view = self.meeting.view_case(draft.number, start)
        intention = self._chosen(draft, view, start)
        while True:
            self.clock.pass_minutes(self.draw.randint(2, 6))
            answer = self.meeting.record(intention)
            if not isinstance(answer, Refusal):
                break
            intention = self._answered(intention, answer)
        item = self.meeting.meeting.item(draft.number)
        assert item is not None
        decision = item.decision
        assert decision is not None
        for awaited in decision.awaits:
            self._record(Confirm(case=draft.number, role=awaited.role, by=awaited.person))
        original = decision.end
        return Placed(draft=draft, decision=decision, start=decision.start, end=original, original_end=original)

    def _chosen(self, draft: Draft, view: CaseView, start: date) -> Place:
        if draft.fixed is not None:
            row = draft.fixed
            end = None if draft.renewed else row.end
            return self._with_positions(
                Place(case=draft.number, provider=row.provider, staff=row.staff, start=start, end=end), view
            )
        recommended = view.recommendation
        options = [option for option in view.ranked_options if option.candidate] or [*view.ranked_options]
        if recommended.provider is not None and self.draw.random() < 0.85:
            provider, staff = recommended.provider, recommended.staff
        else:
            option = options[0] if self.draw.random() < 0.5 else self.draw.choice(options[:3])
            able = [person.staff for person in option.staff if person.excluded_by is None]
            provider, staff = option.provider, able[0] if able and self.draw.random() < 0.8 else None
        second = next((option.provider for option in options if option.provider != provider), None)
        place = Place(case=draft.number, provider=provider, staff=staff, start=start)
        return self._with_positions(replace(place, second_choice=second if self.draw.random() < 0.3 else None), view)

    def _with_positions(self, place: Place, view: CaseView) -> Place:
        seats = view.bench.filled_seats
        if view.bench.awaitable_seats(view.item.disqualified) and self.draw.random() < 0.6:
            place = replace(place, in_principle=True)
        if len(seats) < 3 or self.draw.random() > 0.09:
            return replace(place, positions="all_agree")
        against = self.draw.choice([seat.role for seat in seats if seat.role != "authority"])
        others = [option.provider for option in view.ranked_options if option.provider != place.provider]
        no = LeaderStance(
            stance="disagree", provider=self.draw.choice(others[:2]), remark=self.draw.choice(words.REMARKS)
        )
        return replace(
            place, positions={seat.role: no if seat.role == against else LeaderStance(stance="agree") for seat in seats}
        )

    def _answered(self, place: Place, refusal: Refusal) -> Place:
        """Return the placement with what the refusal asks for."""
        if refusal.code == "reason_required" and place.reason is None:
            departures = refusal.values["departures"].split(",")
            code = self.draw.choice(words.DEPARTING[departures[-1]])
            return replace(place, reason=ReasonGiven(code=code, text=words.REASONS[code]))
        if refusal.code == "caution_unanswered" and not place.answers:
            pairs = {caution: words.ANSWERS[caution] for caution in refusal.cautions}
            answers = (Answer(caution=caution, code=code, text=text) for caution, (code, text) in pairs.items())
            return replace(place, answers=tuple(answers))
        raise RefusedError(self.meeting.id, place, refusal)

    def _maybe_correct(self, placed: Placed) -> None:
        """Correct a start that was written down wrongly; its last day stays."""
        if placed.draft.fixed is not None or self.draw.random() > 0.05:
            return
        right = placed.start + timedelta(self.draw.choice((1, 2)))
        change = Amendment(given=frozenset({"start"}), start=workday(right))
        if change.start == placed.start:
            return
        self.clock.set(self.meeting.day + timedelta(5), 11)
        self._record(Correct(case=placed.case, place=change, why="Forkert dato i referatet", by=CHAIR))
        item = self.meeting.meeting.item(placed.case)
        assert item is not None
        assert item.decision is not None
        placed.decision = item.decision
        placed.start, placed.end = item.decision.start, item.decision.end
