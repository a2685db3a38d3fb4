"""Writes the projections: only the rows that an event changed, or all of them in a rebuild."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, and_, bindparam, func, literal, or_, select, tuple_

from kpcommittee.domain.capacity.imports import with_reason
from kpcommittee.domain.capacity.placement import Placement, changed_fields, replaced_placements
from kpcommittee.domain.identity import Identity
from kpcommittee.domain.meeting.caseload_events import Imported, ImportUndone, PlacementChanged
from kpcommittee.domain.meeting.events import ACCESS, CASELOAD, CaseloadEvent, Event, Recorded
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.meeting import Meeting, fold
from kpcommittee.domain.meeting.rectified import Rectified, rectify_identity
from kpcommittee.store import facets, projections, queries, search
from kpcommittee.store.journal import Journal
from kpcommittee.store.judging import facets_of_ending, judge, judge_all
from kpcommittee.store.records import RebuildReport
from kpcommittee.store.tables import DecisionTable, FollowUpTable, MeetingTable, PlacementChangeTable, PlacementTable

MEETING, DECISION = MeetingTable.__table__, DecisionTable.__table__
PLACEMENT, FOLLOW_UP = PlacementTable.__table__, FollowUpTable.__table__
PLACEMENT_CHANGE = PlacementChangeTable.__table__

PROJECTIONS = (FOLLOW_UP, DECISION, MEETING, PLACEMENT, PLACEMENT_CHANGE)
"""Every projection of the journal but facets and search, in the order in which they can be emptied."""

NO_FACETS: frozenset[facets.Key] = frozenset()

_LATER = DECISION.alias("later")
_NEXT = (
    select(_LATER.c.meeting)
    .where(
        _LATER.c.case_number == DECISION.c.case_number,
        tuple_(_LATER.c.opened_at, _LATER.c.meeting) > tuple_(DECISION.c.opened_at, DECISION.c.meeting),
    )
    .order_by(_LATER.c.opened_at, _LATER.c.meeting)
    .limit(1)
    .scalar_subquery()
)
_FOLLOW = DECISION.update().values(followed_by=_NEXT)
_FOLLOW_CASE = _FOLLOW.where(DECISION.c.case_number == bindparam("case"))

_INSERT_DECISION = DECISION.insert().returning(DECISION.c.id)
_CHANGE_DECISION = (
    DECISION.update()
    .where(DECISION.c.meeting == bindparam("its_meeting"), DECISION.c.case_number == bindparam("case"))
    .returning(DECISION.c.id)
)
_DELETE_PLACEMENT = PLACEMENT.delete().where(
    PLACEMENT.c.case_number == bindparam("case"),
    PLACEMENT.c.provider == bindparam("at"),
    or_(PLACEMENT.c.start.is_(None), PLACEMENT.c.start <= bindparam("last")),
    or_(PLACEMENT.c.end.is_(None), PLACEMENT.c.end >= bindparam("first")),
    func.coalesce(PLACEMENT.c.decided_in, "") == bindparam("origin"),
)
_DELETE_CHANGED = PLACEMENT.delete().where(
    PLACEMENT.c.case_number == bindparam("case"), PLACEMENT.c.decided_in == bindparam("origin")
)
_FIRST_DAY, _LAST_DAY = "0000-00-00", "9999-99-99"

_OTHER = DECISION.alias("other")
_OPEN_TWICE = (
    select(literal(1))
    .select_from(DECISION)
    .join(_OTHER, and_(_OTHER.c.case_number == DECISION.c.case_number, _OTHER.c.meeting != DECISION.c.meeting))
    .join(MEETING, and_(MEETING.c.id == _OTHER.c.meeting, MEETING.c.state == "open"))
    .where(DECISION.c.meeting == bindparam("meeting"))
    .limit(1)
)


class Writer:
    """Applies events to the projections, in the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take the connection to write on."""
        self._connection = connection
        self._facets = facets.Changes()

    # Meetings

    def update(self, before: Meeting, after: Meeting) -> None:
        """Write the changes from one state of a meeting to a later one."""
        self._upsert_meeting(before, after)
        moved, ruled, parted = [], set[str](), list[Identity]()
        if before.opened_at and after.opened_at and before.date != after.date:
            # Rows and searched words depend on the day: all of them move with the meeting.
            for dated in before.items:
                self._remove(before, dated)
            before = Meeting(id=after.id)
        for was, item in projections.changed_items(before, after):
            if item is None:
                assert was is not None, "a change has at least one side"
                self._remove(before, was)
                moved.append(was.number)
            else:
                self._upsert(after, item, was)
                moved += [item.number] if was is None else []
            if _ruling(was) != _ruling(item):
                ruled |= {changed.number for changed in (was, item) if changed}
                parted += _former_identities(was, item)
        self._follow(moved)
        for child in parted:
            # The child's earlier cases are judged without this case.
            ruled |= queries.cases_of_same_children(self._connection, (), child)
        if ruled:
            judge(self._connection, self._facets, ruled)
        self._facets.write(self._connection)
        if after.opened_at is None and before.opened_at is not None:
            self._connection.execute(MEETING.delete().where(MEETING.c.id == after.id))

    def is_open_twice(self, before: Meeting, after: Meeting) -> bool:
        """Whether a case is now on two open agendas; queried only if the event can have caused that."""
        if after.state != "open" or (before.state == "open" and len(before.items) == len(after.items)):
            return False
        return self._connection.execute(_OPEN_TWICE, {"meeting": after.id}).first() is not None

    def rebuild(self, meeting: Meeting) -> None:
        """Write all rows of a new meeting, except what `finish` writes."""
        self._upsert_meeting(Meeting(id=meeting.id), meeting)
        for item in projections.items_of(meeting):
            self._upsert(meeting, item, None)

    def finish(self) -> None:
        """Set for every case which meeting follows, judge how placements went, and write all facets."""
        self._connection.execute(_FOLLOW)
        judge_all(self._connection, self._facets)
        self._facets.write(self._connection)

    def empty(self) -> None:
        """Remove all rows of the projections."""
        for table in (*PROJECTIONS, facets.FACET):
            self._connection.execute(table.delete())
        search.clear(self._connection)

    def _upsert_meeting(self, before: Meeting, after: Meeting) -> None:
        was, row = projections.meeting_row(before), projections.meeting_row(after)
        if row is None or row == was:
            return
        if was is None:
            self._connection.execute(MEETING.insert(), row)
        else:
            self._connection.execute(MEETING.update().where(MEETING.c.id == after.id).values(row))

    def _upsert(self, meeting: Meeting, item: Item, was: Item | None) -> None:
        key = self._upsert_decision(meeting, item, was)
        words = projections.words_of(item)
        if words != (projections.words_of(was) if was else projections.Words()):
            search.replace_words(self._connection, search.key_of(meeting.date, key), words)

    def _upsert_decision(self, meeting: Meeting, item: Item, was: Item | None) -> int:
        """Insert or change the row, and return its `id`."""
        row = projections.decision_row(meeting, item)
        if was is None:
            decision = self._connection.execute(_INSERT_DECISION, row).scalar_one()
            self._facets.add(decision, NO_FACETS, facets.facets_of(row))
        else:
            key = {"its_meeting": meeting.id, "case": item.number}
            decision = self._connection.execute(_CHANGE_DECISION, row | key).scalar_one()
            before = facets.facets_of(projections.decision_row(meeting, was))
            self._facets.add(decision, before, facets.facets_of(row))
        return int(decision)

    def _remove(self, meeting: Meeting, item: Item) -> None:
        deleted = DECISION.delete().where(DECISION.c.meeting == meeting.id, DECISION.c.case_number == item.number)
        facets_before = facets.facets_of(projections.decision_row(meeting, item))
        columns = (DECISION.c.id, DECISION.c.date, DECISION.c.ended)
        for key, day, ended in self._connection.execute(deleted.returning(*columns)).all():
            search.remove(self._connection, search.key_of(date.fromisoformat(day), key))
            self._facets.add(key, facets_before | facets_of_ending(ended), NO_FACETS)

    def _follow(self, case_numbers: list[str]) -> None:
        if case_numbers:
            self._connection.execute(_FOLLOW_CASE, [{"case": number} for number in case_numbers])

    # The caseload

    def update_caseload(self, recorded: Recorded) -> None:
        """Write what an event of the caseload changed, and judge the placements again."""
        cases = _cases_of(recorded.event)
        # Identities may change, so those who were the same child until now are judged too.
        cases |= (
            queries.cases_of_same_children(self._connection, cases) if _can_change_identity(recorded.event) else set()
        )
        self.apply_caseload(recorded)
        judge(self._connection, self._facets, cases)
        self._facets.write(self._connection)

    def apply_caseload(self, recorded: Recorded) -> None:
        """Write what an event of the caseload changed, except what `finish` writes."""
        match recorded.event:
            case Imported() as event:
                self._replace(event.changed, event.changed)
                self._replace((), event.new)
            case ImportUndone() as event:
                self._replace(event.removed, event.restored)
            case PlacementChanged() as event:
                self._change(event)
                row = projections.change_row(event, recorded.number, recorded.at.date())
                self._connection.execute(PLACEMENT_CHANGE.insert(), row)
            case Rectified() as event:
                self._rectify_identities(event)
            case FollowedUp() as event:
                row = {"number": recorded.number, "case_number": event.case_number}
                self._connection.execute(FOLLOW_UP.insert(), row)

    def _change(self, event: PlacementChanged) -> None:
        """Write a changed placement; a decision has only one, whatever provider and days a correction gave it."""
        before, after = event.before, event.after
        present = queries.placements(self._connection, case=before.case_number)
        if before.decided_in is None:
            overlapping = replaced_placements(present, (before,))
            self._replace((before,), (with_reason(before, after, event.why, overlapping),))
            return
        overlapping = tuple(placement for placement in present if placement.decided_in == before.decided_in)
        fields = changed_fields(before, after, overlapping[-1] if overlapping else None)
        row = replace(with_reason(before, after, event.why, overlapping), changed_here=fields)
        self._connection.execute(_DELETE_CHANGED, {"case": before.case_number, "origin": before.decided_in})
        self._replace((), (row,))

    def placements(self) -> int:
        """Return the number of imported placements."""
        return self._connection.execute(select(func.count()).select_from(PLACEMENT)).scalar_one()

    def _rectify_identities(self, event: Rectified) -> None:
        """Rectify the child's identity in imported placements."""
        placements, _rulings = queries.placements_and_rulings_of(self._connection, (event.case,))
        for placement in placements:
            who = rectify_identity(placement.identity, event.changes)
            right = replace(placement, child=who.name, birth_date=who.birth_date, cpr=who.cpr)
            self._replace((placement,), (right,))

    def _replace(self, old: Iterable[Placement], new: Iterable[Placement]) -> None:
        old_rows = [_overlapping(placement) for placement in old]
        added = [projections.placement_row(placement) for placement in new]
        if old_rows:
            self._connection.execute(_DELETE_PLACEMENT, old_rows)
        if added:
            self._connection.execute(PLACEMENT.insert(), added)


def _cases_of(event: Event) -> set[str]:
    """Return the cases whose placements an event of the caseload changes."""
    match event:
        case Imported():
            changed: tuple[Placement, ...] = (*event.new, *event.changed)
        case ImportUndone():
            changed = (*event.removed, *event.restored)
        case PlacementChanged():
            changed = (event.before, event.after)
        case Rectified():
            return {event.case}
        case _:
            changed = ()
    return {placement.case_number for placement in changed}


def _can_change_identity(event: Event) -> bool:
    """Whether an event can change who the child of a known placement is."""
    return isinstance(event, Rectified | ImportUndone) or (isinstance(event, Imported) and event.changed != ())


def _former_identities(was: Item | None, item: Item | None) -> list[Identity]:
    """Return the former identities of a case's child, if they have changed."""
    if was is None or item is None or was.case.child.identity == item.case.child.identity:
        return []
    return [was.case.child.identity]


def _ruling(item: Item | None) -> object:
    """Return the parts of an item that decide how a child's placements go."""
    if item is None or (item.state == "open" and item.taken_off is None):
        return None
    decision = item.decision
    child = item.case.child
    return (
        *(item.state, item.taken_off is not None, child.name, child.birth_date, child.cpr),
        *((decision.provider, decision.start, decision.end) if decision else ()),
    )


def _overlapping(placement: Placement) -> dict[str, str]:
    row = projections.placement_row(placement)
    return {
        "case": row["case_number"],
        "at": row["provider"],
        "last": row["end"] or _LAST_DAY,
        "first": row["start"] or _FIRST_DAY,
        "origin": row["decided_in"] or "",
    }


def rebuild(journal: Journal, writer: Writer) -> RebuildReport:
    """Empty the projections and fill them again, in the caller's transaction."""
    writer.empty()
    meetings = decisions = 0
    for stream in journal.streams():
        if stream in (CASELOAD, ACCESS):
            continue
        meeting = fold(stream, journal.read(stream))
        writer.rebuild(meeting)
        meetings += meeting.opened_at is not None
        decisions += len(meeting.items)
    for recorded in journal.read(CASELOAD):
        if isinstance(recorded.event, CaseloadEvent):
            writer.apply_caseload(recorded)
    writer.finish()
    return RebuildReport(meetings=meetings, decisions=decisions, placements=writer.placements())
