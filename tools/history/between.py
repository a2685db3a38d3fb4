"""What happens between the meetings: follow-ups, renewals, endings and changes, each on its day."""

import heapq
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from kpcommittee.domain.calendar import add_months
from kpcommittee.domain.meeting.followed_up import FollowUpResult
from kpcommittee.services.follow_ups import HeldFollowUp, record_follow_up
from kpcommittee.services.placements import Changes, change_placement, end_placement
from kpcommittee.services.session import Session
from tools.history import words
from tools.history.calendar import UNTIL, Clock, workday
from tools.history.sitting import Placed

COORDINATOR = "Maja Lindgaard"
ENDING = timedelta(days=30)
"""How long before the last day it is talked about."""
RESULTS: tuple[FollowUpResult, ...] = ("continues", "changed", "ends", "moves")
Action = Callable[[date], None]


class Between:
    """The office's calendar: what is to be done on which day."""

    def __init__(self, session: Session, clock: Clock, draw: Random) -> None:
        """Begin with an empty calendar."""
        self.session, self.clock, self.draw = session, clock, draw
        self._queue: list[tuple[date, int, Action]] = []
        self._number = 0
        self.ended: list[Placed] = []
        """What has ended since it was asked for the last time."""

    def run_to(self, day: date) -> None:
        """Do everything up to and with that day."""
        while self._queue and self._queue[0][0] <= day:
            due, _number, action = heapq.heappop(self._queue)
            self.clock.set(due, 9 + self.draw.randint(0, 5), self.draw.randint(0, 11) * 5)
            action(due)

    def _on(self, day: date, action: Action) -> None:
        if day <= UNTIL:
            self._number += 1
            heapq.heappush(self._queue, (workday(day), self._number, action))

    def follow(self, placed: Placed) -> None:
        """Plan what will be done about a new placement."""
        draw = self.draw
        if draw.random() < 0.93:
            day = placed.start + timedelta(draw.choice((0, 0, 0, 2, 6)))
            self._on(max(day, self.clock().date() + timedelta(1)), lambda held: self._start_meeting(placed, held))
        due = placed.decision.first_follow_up_due
        if due is not None:
            self._plan_talk(placed, due)
        self._on(placed.end - ENDING, lambda held: self._ending(placed, held))
        self._on(placed.end + timedelta(1), lambda _day: self._over(placed))
        if placed.draft.fixed is None and draw.random() < 0.12:
            days = (placed.end - placed.start).days
            self._on(
                placed.start + timedelta(draw.randint(20, max(21, days - 20))), lambda day: self._break_off(placed, day)
            )
        if placed.draft.fixed is None and draw.random() < 0.08:
            self._on(placed.start + timedelta(draw.randint(40, 120)), lambda day: self._change(placed, day))

    def _plan_talk(self, placed: Placed, due: date) -> None:
        """Put a follow-up into the calendar: in time, late, or not at all."""
        how = self.draw.choices(("in_time", "late", "never"), (80, 14, 6))[0]
        if how != "never":
            days = -self.draw.randint(0, 9) if how == "in_time" else self.draw.randint(4, 26)
            day = max(due + timedelta(days), placed.start + timedelta(14))
            self._on(day, lambda held: self._talk(placed, held))

    def _runs(self, placed: Placed, day: date) -> bool:
        """Tell whether it can be talked about on that day; two talks on one day are one."""
        return not placed.over and placed.start <= day <= placed.end and day not in placed.talked

    def _hold(self, placed: Placed, held: HeldFollowUp) -> None:
        placed.talked.add(held.on)
        record_follow_up(self.session, held)

    def _who(self, placed: Placed) -> tuple[str, ...]:
        adviser = placed.draft.table["grant"]["caseworker"]
        return (
            (adviser, COORDINATOR, placed.decision.staff_name) if placed.decision.staff_name else (adviser, COORDINATOR)
        )

    def _start_meeting(self, placed: Placed, day: date) -> None:
        if placed.over:
            return
        plan_is_to_come = placed.draft.table["grant"]["plan"].get("completed_on") is None
        self._hold(
            placed, HeldFollowUp(case_number=placed.case, on=day, start_meeting=True, with_whom=self._who(placed))
        )
        if plan_is_to_come:
            told = placed.start + timedelta(self.draw.randint(20, 75))
            self._on(told, lambda held: self._plan_made(placed, held))

    def _plan_made(self, placed: Placed, day: date) -> None:
        if self._runs(placed, day):
            self._hold(placed, HeldFollowUp(case_number=placed.case, on=day, plan_made_on=day - timedelta(2)))

    def _ratings(self) -> dict[str, int]:
        scales = self.session.config.follow_up_rules.ratings
        return {scale.code: self.draw.randint(scale.lowest + 1, scale.highest) for scale in scales}

    def _held(self, placed: Placed, day: date) -> HeldFollowUp:
        ratings = self._ratings()
        return HeldFollowUp(case_number=placed.case, on=day, with_whom=self._who(placed), ratings=ratings)

    def _talk(self, placed: Placed, day: date) -> None:
        """Hold a follow-up: it goes on, changes, ends early or moves to another provider."""
        if not self._runs(placed, day):
            return
        left = (placed.end - day).days
        free = placed.draft.fixed is None and left > 70 and day < UNTIL - timedelta(80)
        weights = (72, 8, 10, 10) if free else (90, 10, 0, 0)
        result = self.draw.choices(RESULTS, weights)[0]
        held = self._held(placed, day)
        if result == "ends":
            until = day + timedelta(self.draw.randint(14, 35))
            self._hold(placed, replace(held, result="ends", until=until, note=self.draw.choice(words.DONE)))
            placed.end, placed.over = until, True
            self.ended.append(placed)
        elif result == "moves":
            self._hold(placed, replace(held, result="moves", note=self.draw.choice(words.MOVES)))
            placed.over, placed.draft.moved = True, True
        else:
            following = add_months(day, self.draw.choice((4, 6)))
            more = following < placed.end - timedelta(20)
            held = replace(held, result=result, note=self.draw.choice(words.GOES))
            if more:
                held = replace(held, next_on=following, why=self.draw.choice(words.NEXT))
                self._plan_talk(placed, following)
            self._hold(placed, held)

    def _ending(self, placed: Placed, day: date) -> None:
        """Talk about the end: the placement ends as planned, or is renewed; now and then nobody does."""
        if placed.over or not placed.start <= day <= placed.end or placed.end - ENDING > day + timedelta(5):
            return
        if day in placed.talked:
            self._on(day + timedelta(3), lambda later: self._ending(placed, later))
            return
        if not placed.draft.renewed and self.draw.random() < 0.12:
            return
        held = self._held(placed, day)
        until = self._renewed_until(placed)
        if until is None:
            self._hold(placed, replace(held, result="ends", until=placed.end, note=self.draw.choice(words.DONE)))
            return
        self._hold(placed, replace(held, result="renewed", until=until, note=self.draw.choice(words.MORE)))
        placed.end = until
        self._on(until - ENDING, lambda again: self._ending(placed, again))
        self._on(until + timedelta(1), lambda _day: self._over(placed))

    def _renewed_until(self, placed: Placed) -> date | None:
        """Return the new last day; None if the placement ends."""
        row = placed.draft.fixed
        if row is not None:
            return row.end if row.end and row.end > placed.end else None
        until = add_months(placed.end, self.draw.choice((3, 4, 6)))
        return until if self.draw.random() < 0.3 and until < UNTIL - timedelta(5) else None

    def _break_off(self, placed: Placed, day: date) -> None:
        if self._runs(placed, day):
            end_placement(self.session, placed.case, placed.provider, day, self.draw.choice(words.BROKEN_OFF))
            placed.end, placed.over = day, True

    def _change(self, placed: Placed, day: date) -> None:
        if not self._runs(placed, day):
            return
        why = self.draw.choice(words.HOURS_CHANGE)
        step = Decimal("-0.5") if why.startswith("Færre") else Decimal(1)
        changes = Changes(hours=placed.decision.hours + step, since=day)
        change_placement(self.session, placed.case, placed.provider, changes, why)

    def _over(self, placed: Placed) -> None:
        if not placed.over and placed.end < self.clock().date():
            placed.over = True
            self.ended.append(placed)
