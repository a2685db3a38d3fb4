"""Lets the three years pass: agendas, meetings and what happens between them."""

import tomllib
from collections.abc import Generator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import tomli_w

from kpcommittee.domain.calendar import add_months
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.locale import speaking
from kpcommittee.services.agendas import new_agenda
from kpcommittee.services.imports import import_placements
from kpcommittee.services.session import Session
from kpcommittee.workspace.placements import read_placements
from tools.history.between import Between
from tools.history.calendar import LAST, UNTIL, Clock, meetings
from tools.history.children import Children, Draft, Table, fit_months, put_right
from tools.history.sitting import CHAIR, Placed, Sitting

SEED = 2026
SHORTEST = 5
"""Days from a meeting to the start of a placement that it decides, at least."""


class Years:
    """The committee's years in a folder that contains the sample."""

    def __init__(self, folder: Path, seed: int = SEED) -> None:
        """Read the sample's other files, so that no child and no case is in two stories."""
        self.clock, self.draw = Clock(), Random(seed)
        self.session = Session.find(folder, clock=self.clock, by=CHAIR)
        self.table = folder / "placements.csv"
        rows = read_placements(self.table, self.session.config).placements
        agenda = self.session.read_agenda(self.session.agenda_path("2026-12-02")).agenda
        assert agenda is not None
        taken = {name for row in rows for name in (row.case_number, row.child) if name}
        taken |= {name for case in agenda.cases for name in (case.case_number, case.child.name)}
        self.children = Children(self.session.config, self.draw, taken)
        self.between = Between(self.session, self.clock, self.draw)
        self.rows = _by_meeting(rows)
        self.waiting: dict[str, Draft] = {}
        """What comes back to a coming agenda by itself, by its number."""
        self.returning: list[tuple[date, Draft]] = []
        """What the authority brings back, and from when."""
        self.placed: dict[str, Placed] = {}

    def pass_until(self, last: date = UNTIL) -> None:
        """Hold every meeting up to that day, and do what is to be done between them."""
        for _day in self.passing(last):
            pass

    def passing(self, last: date = UNTIL) -> Generator[date]:
        """Pass as `pass_until` does, and yield the day of each meeting when it is over.

        Whoever stops before the last day has a journal that ends with that meeting.
        """
        try:
            with speaking(self.session.language):
                for day in meetings():
                    if day > last:
                        break
                    self.between.run_to(day - timedelta(1))
                    self._meet(day)
                    yield day
                self.between.run_to(last)
                if last >= UNTIL:
                    self.clock.set(UNTIL, 16)
                    import_placements(self.session, self.table)
        finally:
            self.session.close()

    def _meet(self, day: date) -> None:
        self._collect(day)
        self.clock.set(day - timedelta(1), 15)
        agenda = new_agenda(self.session, day)
        drafts = self._drafts(day, agenda)
        self.clock.set(day, 9)
        sitting = Sitting(self.session, self.clock, self.draw, agenda)
        for placed in sitting.hold(drafts):
            self.placed[placed.case] = placed
            self.between.follow(placed)
        self._sort(day, drafts)
        agenda.unlink()

    def _collect(self, day: date) -> None:
        """Remember whose support has ended, and which placements a follow-up sent back."""
        for placed in self.between.ended:
            if not placed.draft.table["child"].get("protected_address"):
                self.children.again.append((placed.end, placed.draft.table["child"]))
        self.between.ended.clear()
        for placed in self.placed.values():
            if placed.draft.moved:
                placed.draft.moved, placed.draft.fate = False, "placed"
                self.waiting[placed.case] = placed.draft
        if day == LAST:
            self.returning.clear()

    def _drafts(self, day: date, agenda: Path) -> list[Draft]:
        """Write the agenda: what waits, what comes back, and what is new."""
        data = tomllib.loads(agenda.read_text("utf-8"))
        data["meeting"] |= {"start": "09:00:00", "place": "Rådhuset, mødelokale 3"}
        waiting = [self._again(case, day) for case in data.get("cases", ())]
        back = [draft for since, draft in self.returning if since <= day]
        self.returning = [(since, draft) for since, draft in self.returning if since > day]
        for draft in back:
            put_right(draft.table, day, self.draw)
        new = [self._fixed(row, day) for row in self.rows.get(day, ())]
        count = self.draw.randint(3, 6) - len(new) // 2
        new += [draft for draft in (self._new(day) for _place in range(max(count, 1))) if draft is not None]
        drafts = [*waiting, *back, *new]
        data["cases"] = [draft.table for draft in drafts]
        agenda.write_text(tomli_w.dumps(data), "utf-8")
        return drafts

    def _again(self, case: Table, day: date) -> Draft:
        """Return the draft of a case that is back on the agenda by itself, with what was missing."""
        draft = self.waiting.pop(str(case["case_number"]))
        draft.fate = "placed"
        put_right(draft.table, day, self.draw)
        if draft.number in self.placed:
            # It moves: the authority has granted it again, for the time that was left.
            grant, before = draft.table["grant"], self.placed.pop(draft.number)
            grant |= {"decided_on": day - timedelta(self.draw.randint(6, 20)), "expected_months": 6}
            draft.table["relations"] = []
            draft.table.get("child_view", {}).pop("wishes_staff", None)
            draft.table["child_view"]["declines"] = [before.provider]
            self._fit(draft, day)
        return draft

    def _fixed(self, row: Placement, day: date) -> Draft:
        draft = self.children.fixed_case(row, day)
        assert row.start is not None
        assert row.end is not None
        planned = add_months(row.start, 12)
        months = max(1, round((row.end - row.start).days / 30.44))
        if planned < row.end and planned - timedelta(31) < UNTIL - timedelta(1):
            months, draft.renewed = 12, True
        draft.table["grant"]["expected_months"] = months
        return draft

    def _new(self, day: date) -> Draft | None:
        """Draw a case; None if its placement would not be over when the sample's agenda begins."""
        draft = self.children.case(day)
        if draft.fate == "postponed" and day >= LAST - timedelta(21):
            return None
        if draft.fate in ("placed", "postponed", "returned") and not self._fit(draft, day):
            return None
        return draft

    def _fit(self, draft: Draft, day: date) -> bool:
        return fit_months(draft.table, day + timedelta(70 if draft.fate != "placed" else 28), UNTIL - timedelta(6))

    def _sort(self, day: date, drafts: list[Draft]) -> None:
        """Keep what is postponed, and half of what was returned."""
        for draft in drafts:
            if draft.fate == "postponed":
                self.waiting[draft.number] = draft
            elif draft.fate == "returned" and self.draw.random() < 0.6:
                draft.fate = "placed"
                self.returning.append((day + timedelta(40), draft))


def _by_meeting(rows: tuple[Placement, ...]) -> dict[date, list[Placement]]:
    """Return the rows that a meeting of these years decided, by its day."""
    grouped: dict[date, list[Placement]] = {}
    for row in rows:
        before = [day for day in meetings() if row.start and day <= row.start - timedelta(SHORTEST)]
        if before and row.start and row.end and row.hours_per_week and row.birth_date and row.start < date(2027, 3, 1):
            grouped.setdefault(before[-1], []).append(row)
    return grouped
