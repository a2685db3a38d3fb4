"""What lies outside a meeting when something is decided in it, read from the journal."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from kpcommittee.domain.agenda import Agenda
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.case import Case
from kpcommittee.domain.committee import Config
from kpcommittee.domain.law import Law
from kpcommittee.domain.meeting.context import Context, Within
from kpcommittee.domain.meeting.events import LastMinutes, Waiting

if TYPE_CHECKING:
    from kpcommittee.store.empty import Readable


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredContext:
    """The claims, the waiting list and the other agendas, as they were when they were read."""

    ledger: Ledger
    waiting: tuple[Waiting, ...]
    open_elsewhere: dict[str, str]
    carried_over: dict[str, str]
    last_minutes: LastMinutes | None = None

    def context(
        self,
        *,
        config: Config,
        digest: str,
        law: Law,
        now: datetime,
        by: str,
        agenda: Agenda | None,
        within: Within,
    ) -> Context:
        """The context of one intention."""
        return Context(
            config=config,
            config_digest=digest,
            law=law,
            ledger=self.ledger,
            now=now,
            by=by,
            agenda=agenda,
            waiting=self.waiting,
            open_elsewhere=self.open_elsewhere,
            carried_over=self.carried_over,
            last_minutes=self.last_minutes,
            within=within,
        )


def load_context(
    store: "Readable", config: Config, meeting: str, day: date, opened_at: str | None, cases: tuple[str, ...]
) -> StoredContext:
    """What lies outside that meeting.

    Args:
        config: the committee's, as it is now.
        store: the database; an empty one while there is none.
        meeting: its id.
        day: its date, on which the horizon of the balance starts.
        opened_at: when it was opened (ISO time), so that later agendas are told from earlier ones.
        cases: the case numbers of its agenda file and of its items.
    """
    placements, rulings = store.placements(running_from=day), store.rulings(other_than=meeting, running_from=day)
    elsewhere = [one for one in store.lying_on(cases) if one.meeting != meeting]
    return StoredContext(
        ledger=Ledger.of(config, placements, rulings, day),
        waiting=store.waiting(other_than=meeting, cases=cases),
        open_elsewhere={one.case_number: one.meeting for one in elsewhere if one.state == "open"},
        carried_over={
            one.case_number: one.meeting
            for one in elsewhere
            # Meetings that were opened in the same second follow each other as the store has them follow.
            if opened_at is not None and (one.opened_at, one.meeting) > (opened_at, meeting)
        },
        last_minutes=_last_minutes(store, meeting, day),
    )


def _last_minutes(store: "Readable", meeting: str, day: date) -> LastMinutes | None:
    """The minutes of the newest meeting before that day."""
    last = store.last_before(day, other_than=meeting)
    if last is None or last.state == "preparing":
        return None
    return LastMinutes(meeting=last.id, date=last.date, state=last.state, version=last.version)


def carried_case(store: "Readable", waiting: Waiting) -> Case | None:
    """The case in the snapshot of the meeting it comes from."""
    item = store.meeting(waiting.meeting).item(waiting.case_number)
    return item.case if item else None


def with_waiting(
    store: "Readable", agenda: Agenda | None, case_number: str, waiting: tuple[Waiting, ...]
) -> Agenda | None:
    """The agenda, and the case too when it waits and the file does not name it: so it can be taken."""
    if agenda is None or agenda.case(case_number) is not None:
        return agenda
    found = next((one for one in waiting if one.case_number == case_number), None)
    case = carried_case(store, found) if found else None
    return replace(agenda, cases=(*agenda.cases, case)) if case else agenda
