"""Reads from the journal what a decision depends on outside its own meeting."""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from kpcommittee.domain.agenda import Agenda, LeftOutCase
from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import Config
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.context import Context, MeetingLedger
from kpcommittee.domain.meeting.followed_up import FollowedUp
from kpcommittee.domain.meeting.frozen import LastMinutes, Waiting
from kpcommittee.domain.meeting.sent_back import cases_sent_back, decision_days
from kpcommittee.services.caseload import lacks_import

if TYPE_CHECKING:
    from kpcommittee.store.empty import Readable


@immutable
class StoredContext:
    """The claims, the waiting cases and the other agendas at the time of reading."""

    newest_row_elsewhere: int
    """The row of the newest event of other streams, before any of this was read."""
    ledger: Ledger
    caseload: Caseload
    """The placements of the children on the agenda."""
    waiting: tuple[Waiting, ...]
    open_elsewhere: dict[str, str]
    carried_over: dict[str, str]
    sent_back: Mapping[str, FollowedUp] = field(default_factory=dict)
    last_minutes: LastMinutes | None = None
    set_aside: tuple[LeftOutCase, ...] = ()
    """The unreadable cases that the previous meeting set aside."""
    lacks_import: bool = False
    """Whether running placements are probably missing, because none was ever imported."""

    def context(
        self,
        *,
        config: Config,
        digest: str,
        law: Law,
        now: datetime,
        by: str,
        agenda: Agenda | None,
        meeting_ledger: MeetingLedger,
    ) -> Context:
        """Build the context of one intention."""
        return Context(
            config=config,
            config_digest=digest,
            law=law,
            ledger=self.ledger,
            caseload=self.caseload,
            now=now,
            by=by,
            agenda=agenda,
            waiting=self.waiting,
            open_elsewhere=self.open_elsewhere,
            carried_over=self.carried_over,
            sent_back=self.sent_back,
            last_minutes=self.last_minutes,
            set_aside=self.set_aside,
            meeting_ledger=meeting_ledger,
        )


def load_context(
    store: "Readable", config: Config, meeting: str, day: date, opened_at: str | None, listed: Iterable[Case]
) -> StoredContext:
    """Read what decisions in that meeting depend on.

    Args:
        config: the committee's current config.
        store: the database, or an empty store.
        meeting: the meeting's id.
        day: its date, on which the horizon of the balance starts.
        opened_at: when it was opened (ISO time), which separates later agendas from earlier ones.
        listed: the cases of its agenda file and its items.
    """
    listed = tuple(listed)
    cases = tuple(sorted({case.case_number for case in listed}))
    newest_row = store.newest_row_elsewhere(meeting)
    # A start can be as early as the grant, so past periods are weighed on their own days.
    since = min((day, *(case.grant.decided_on for case in listed)))
    placements, rulings = store.placements(running_from=since), store.rulings(other_than=meeting, running_from=since)
    elsewhere = [agenda for agenda in store.open_agendas_with(cases) if agenda.meeting != meeting]
    waiting = store.waiting(other_than=meeting, cases=cases)
    numbers = {*cases, *(case.case_number for case in waiting)}
    born = {case.child.birth_date for case in listed}
    caseload = Caseload.of(*store.of_children(numbers, born, other_than=meeting))
    return StoredContext(
        newest_row_elsewhere=newest_row,
        ledger=Ledger.of(config, placements, rulings, day),
        caseload=caseload,
        waiting=waiting,
        open_elsewhere={agenda.case_number: agenda.meeting for agenda in elsewhere if agenda.state == "open"},
        carried_over={
            agenda.case_number: agenda.meeting
            for agenda in elsewhere
            # Meetings that were opened in the same second keep the order of the store.
            if opened_at is not None and (agenda.opened_at, agenda.meeting) > (opened_at, meeting)
        },
        sent_back=cases_sent_back(store.held_follow_ups(numbers), decision_days(caseload.rulings), day),
        last_minutes=_last_minutes(store, meeting, day),
        set_aside=store.set_aside(other_than=meeting),
        lacks_import=not any(placement.decided_in is None for placement in placements) and lacks_import(store, day),
    )


def _last_minutes(store: "Readable", meeting: str, day: date) -> LastMinutes | None:
    """Return the minutes of the newest meeting before that day."""
    last = store.last_before(day, other_than=meeting)
    if last is None or last.state == "preparing":
        return None
    return LastMinutes(meeting=last.id, date=last.date, state=last.state, version=last.version)


def carried_case(store: "Readable", waiting: Waiting) -> Case | None:
    """Return the case from the snapshot of the meeting that left it waiting; None if it is missing."""
    item = store.meeting(waiting.meeting).item(waiting.case_number)
    return item.case if item else None


def with_waiting(
    store: "Readable", agenda: Agenda | None, case_number: str, waiting: tuple[Waiting, ...]
) -> Agenda | None:
    """Add a waiting case to the agenda if the file lacks it, so that it can be taken over."""
    if agenda is None or agenda.case(case_number) is not None:
        return agenda
    waiting_case = next((row for row in waiting if row.case_number == case_number), None)
    case = carried_case(store, waiting_case) if waiting_case else None
    return replace(agenda, cases=(*agenda.cases, case)) if case else agenda
