"""Writes the projections: only the rows that an event changed."""

from collections.abc import Iterable
from datetime import date

from kpcommittee.domain.events import CaseloadEvent, FollowedUp, Imported, PlacementChanged
from kpcommittee.domain.meeting import Item, Meeting
from kpcommittee.domain.placement import Placement
from kpcommittee.store import projections, search, statements
from kpcommittee.store.statements import Driver
from kpcommittee.store.tables import DecisionTable, FollowUpTable, MeetingTable, PlacementTable

_FOLLOW = """UPDATE decision SET followed_by = (
  SELECT later.meeting FROM decision AS later WHERE later.case_number = decision.case_number
  AND (later.opened_at, later.meeting) > (decision.opened_at, decision.meeting)
  ORDER BY later.opened_at, later.meeting LIMIT 1)"""
_FOLLOW_CASE = f"{_FOLLOW} WHERE case_number = ?"
_DECISION = "SELECT id, date FROM decision WHERE meeting = ? AND case_number = ?"
_DELETE_DECISION = "DELETE FROM decision WHERE id = ?"
_DELETE_FIRST = "DELETE FROM follow_up WHERE stream = ? AND number = 0 AND case_number = ?"
_DELETE_MEETING = "DELETE FROM meeting WHERE id = ?"
_DELETE_PLACEMENT = """DELETE FROM placement WHERE case_number = ? AND provider = ?
  AND ("start" IS NULL OR "start" <= ?) AND ("end" IS NULL OR "end" >= ?) AND coalesce(decided_in, '') = ?"""
_OPEN_TWICE = """SELECT 1 FROM decision AS own
  JOIN decision AS other ON other.case_number = own.case_number AND other.meeting <> own.meeting
  JOIN meeting ON meeting.id = other.meeting AND meeting.state = 'open'
  WHERE own.meeting = ? LIMIT 1"""
_FIRST_DAY, _LAST_DAY = "0000-00-00", "9999-99-99"

PROJECTIONS = ("follow_up", "decision", "meeting", "placement")
"""Everything that is made of the journal, in the order in which it can be emptied."""


class Writer:
    """Carries events over into the tables, on a connection whose transaction the caller holds."""

    def __init__(self, driver: Driver) -> None:
        """Prepare the statements."""
        self._driver = driver
        self._meeting = statements.upsert(MeetingTable.__table__, driver, ("id",))
        self._decision = statements.upsert(DecisionTable.__table__, driver, ("meeting", "case_number"))
        self._follow_up = statements.upsert(FollowUpTable.__table__, driver, ("stream", "number", "case_number"))
        self._placement = statements.insert(PlacementTable.__table__, driver)

    # ---- meetings ---------------------------------------------------------------------------

    def move(self, before: Meeting, after: Meeting) -> None:
        """Carry over what changed from one state of a meeting to a later one."""
        row = projections.meeting_row(after)
        if row is not None and row != projections.meeting_row(before):
            self._meeting.run(row)
        moved = []
        for was, item in projections.changes(before, after):
            if item is None:
                assert was is not None, "a change has at least one side"
                self._remove(after.id, was.number)
                moved.append(was.number)
            else:
                self._put(after, item, was)
                moved += [item.number] if was is None else []
        self._follow(moved)
        if row is None and before.opened_at is not None:
            self._driver.run(_DELETE_MEETING, (after.id,))

    def lies_twice(self, before: Meeting, after: Meeting) -> bool:
        """Whether a case now lies on two open agendas; asked only when an event can have brought that about."""
        if after.state != "open" or (before.state == "open" and len(before.items) == len(after.items)):
            return False
        return self._driver.value(_OPEN_TWICE, (after.id,)) is not None

    def make(self, meeting: Meeting) -> None:
        """Write all of a meeting that is not there yet; afterwards `follow_all` sets which meeting follows which."""
        row = projections.meeting_row(meeting)
        if row is not None:
            self._meeting.run(row)
        for item in projections.items_of(meeting):
            self._put(meeting, item, None)

    def follow_all(self) -> None:
        """Set for every case which meeting comes after which."""
        self._driver.run(_FOLLOW)

    def empty(self) -> None:
        """Remove everything that is made of the journal."""
        for table in PROJECTIONS:
            self._driver.run(f"DELETE FROM {table}")  # noqa: S608 (our own names)
        self._driver.run(search.EMPTY)

    def _put(self, meeting: Meeting, item: Item, was: Item | None) -> None:
        key = self._decision.run(projections.decision_row(meeting, item)).fetchone()[0]
        words = projections.words_of(item)
        if words != (projections.words_of(was) if was else projections.Words()):
            self._put_words(search.key_of(meeting.date, key), words)
        due = projections.first_follow_up(meeting, item)
        if due is not None:
            self._follow_up.run(due)
        elif was is not None and projections.first_follow_up(meeting, was) is not None:
            self._driver.run(_DELETE_FIRST, (meeting.id, item.number))

    def _put_words(self, key: int, words: projections.Words) -> None:
        if words:
            self._driver.run(search.WRITE, (key, words.reason, words.missing, words.notes))
        else:
            self._driver.run(search.DELETE, (key,))

    def _remove(self, meeting: str, case_number: str) -> None:
        found = self._driver.run(_DECISION, (meeting, case_number)).fetchone()
        if found is not None:
            key, day = found
            self._driver.run(search.DELETE, (search.key_of(date.fromisoformat(day), key),))
            self._driver.run(_DELETE_DECISION, (key,))
        self._driver.run(_DELETE_FIRST, (meeting, case_number))

    def _follow(self, case_numbers: list[str]) -> None:
        self._driver.run_many(_FOLLOW_CASE, [(number,) for number in case_numbers])

    # ---- the caseload -----------------------------------------------------------------------

    def take(self, event: CaseloadEvent, stream: str, number: int) -> None:
        """Carry over an event of the caseload."""
        match event:
            case Imported():
                self._replace(event.changed, event.changed)
                self._replace((), event.new)
            case PlacementChanged():
                self._replace((event.before,), (event.after,))
            case FollowedUp():
                self._follow_up.run(projections.held_follow_up(event, stream, number))

    def placements(self) -> int:
        """How many imported placements there are."""
        return int(self._driver.value("SELECT count(*) FROM placement"))

    def _replace(self, old: Iterable[Placement], new: Iterable[Placement]) -> None:
        self._driver.run_many(_DELETE_PLACEMENT, [_overlapping(one) for one in old])
        self._placement.run_many(map(projections.placement_row, new))


def _overlapping(placement: Placement) -> tuple[str, str, str, str, str]:
    row = projections.placement_row(placement)
    days = row["end"] or _LAST_DAY, row["start"] or _FIRST_DAY
    return row["case_number"], row["provider"], *days, row["decided_in"] or ""
