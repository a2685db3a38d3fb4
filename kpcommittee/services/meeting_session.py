"""One meeting at the desk, from its agenda file to its journal, and the one way anything is recorded in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kpcommittee.domain.meeting.case_view import CaseView, view_case
from kpcommittee.domain.meeting.closing import balance_of
from kpcommittee.domain.meeting.context import Context, Within
from kpcommittee.domain.meeting.decide import decide
from kpcommittee.domain.meeting.differences import Difference, differences_of
from kpcommittee.domain.meeting.events import BalanceLine, Decided, Recorded, Waiting
from kpcommittee.domain.meeting.intentions import Attend, Intention, Open, Order, Place, Take
from kpcommittee.domain.meeting.meeting import Item, Meeting, apply, fold
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.services.stored_context import StoredContext, load_context, with_waiting
from kpcommittee.store.errors import ConflictError

if TYPE_CHECKING:
    from kpcommittee.convert.issues import Issue
    from kpcommittee.domain.agenda import Agenda
    from kpcommittee.domain.committee import Config
    from kpcommittee.services.session import Session
    from kpcommittee.store.store import Draft

Answered = Recorded | Refusal
"""What becomes of an intention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An intention with the time and the name it came with."""

    intention: Intention
    at: datetime | None = None
    by: str | None = None
    seen: Meeting | None = None
    """The meeting as it was shown to whoever wants it; None for a script, which looks at nothing."""


class MeetingSession:
    """A meeting: prepared from its file at once, complete when its journal is loaded."""

    def __init__(self, session: "Session", path: Path) -> None:
        """Read the agenda file; the journal is read by `load`."""
        self.session, self.path = session, path
        self.agenda: Agenda | None
        self.issues: tuple[Issue, ...]
        self.loaded = False
        self._stored_context: StoredContext | None = None
        self._within: Within | None = None
        self._version: int | None = None
        self._read_agenda()
        self._meeting: Meeting | None = None

    @classmethod
    def find(cls, session: "Session", given: str | Path | None = None) -> "MeetingSession":
        """The meeting that is meant: the one named, else the one that is running, else the next one from today.

        Raises:
            KpError: there is no agenda.
        """
        return cls(session, session.agenda_path(given))

    @property
    def id(self) -> str:
        """The meeting's id."""
        return self.agenda.meeting.id if self.agenda else self.path.stem

    @property
    def meeting(self) -> Meeting:
        """The meeting: prepared from its file until the journal is loaded."""
        if self._meeting is None:
            self._meeting = self._prepared(0)
        return self._meeting

    @property
    def config(self) -> "Config":
        """The committee's configuration as it is now."""
        return self.session.config

    def _read_agenda(self) -> None:
        read = self.session.read_agenda(self.path)
        self.agenda, self.issues = read.agenda, read.issues

    # ---- the journal ------------------------------------------------------------------------

    def load(self) -> None:
        """Read the journal: what has happened, who claims which hours, what waits. May run in a thread."""
        store = self.session.store_to_read
        self._version = store.data_version()
        folded = fold(self.id, store.read(self.id))
        self._meeting = folded if folded.state != "preparing" else self._prepared(folded.last)
        self._stored_context = None
        self.loaded = True

    def _prepared(self, last: int) -> Meeting:
        """The meeting before it is opened, or after the opening was taken back."""
        meeting = Meeting.prepared(self.agenda) if self.agenda else Meeting(id=self.id)
        return replace(meeting, last=last)

    def follow(self) -> None:
        """Read the journal again if another program has written to it."""
        if self.session.store_to_read.data_version() != self._version:
            self.load()

    def refresh(self) -> bool:
        """Read again what another program has written, and the agenda file; whether anything changed."""
        agenda, meeting = self.agenda, self.meeting
        self._read_agenda()
        self.follow()
        if self.agenda == agenda and self.meeting is meeting:
            return False
        if self.meeting.state == "preparing":
            self._meeting = self._prepared(self.meeting.last)
        self._stored_context = None
        return True

    # ---- recording --------------------------------------------------------------------------

    def record(self, intention: Intention, seen: Meeting | None = None) -> Answered:
        """Record what the table wants; what is returned as recorded is durable on disk.

        Another program that was quicker is noticed by the journal, or by its case being another one than was seen: the
        refusal is `conflict`, and the sitting shows what the other has written.

        Args:
            intention: what the table wants.
            seen: the meeting as it was shown to the chair.

        Raises:
            KpError: the disk or the database failed; then nothing is recorded.
        """
        return next(self.record_each([Wanted(intention=intention, seen=seen)]))

    def record_each(self, wanted: Iterable[Wanted]) -> Iterator[Answered]:
        """Record one after the other, each answered when it is durable and before the next is asked for."""
        for one in wanted:
            self._catch_up(one)
            recorded, before, after = self._decided(self.meeting, one)
            if isinstance(recorded, Refusal):
                yield recorded
                continue
            try:
                self.session.store.append(recorded, before, after)
            except ConflictError:
                self.refresh()
                yield Refusal(code="conflict", case=getattr(one.intention, "case", None))
                continue
            self._advance(after)
            yield recorded

    def record_all(self, wanted: Iterable[Wanted]) -> list[Answered]:
        """Record all in one commit, or nothing: the answers up to the first refusal."""
        meeting, answers, steps = self.meeting, list[Answered](), []
        for one in wanted:
            self._catch_up(one)
            recorded, before, after = self._decided(meeting, one)
            answers.append(recorded)
            if isinstance(recorded, Refusal):
                return answers
            steps.append((recorded, before, after))
            meeting = after
        try:
            self.session.store.append_many(steps)
        except ConflictError:
            self.refresh()
            return [Refusal(code="conflict")]
        self._advance(meeting)
        return answers

    def _catch_up(self, one: Wanted) -> None:
        """Another program may have written, and the agenda file may have changed, since this sitting last looked."""
        if not self.loaded:
            self.load()
        if isinstance(one.intention, (Open, Take)):
            self.refresh()
        else:
            self.follow()

    def _decided(self, meeting: Meeting, one: Wanted) -> tuple[Answered, Meeting, Meeting]:
        context = self.context(one.at, one.by, meeting)
        if isinstance(one.intention, Take):
            store = self.session.store_to_read
            agenda = with_waiting(store, context.agenda, one.intention.case, context.waiting)
            context = replace(context, agenda=agenda)
        event = decide(meeting, one.intention, context)
        if isinstance(event, Refusal):
            return event, meeting, meeting
        if one.seen is not None and _moved_on(one.seen, meeting, one.intention):
            return Refusal(code="conflict", case=getattr(one.intention, "case", None)), meeting, meeting
        recorded = Recorded(stream=meeting.id, number=meeting.last + 1, at=context.now, by=context.by, event=event)
        return recorded, meeting, apply(meeting, recorded)

    def _advance(self, meeting: Meeting) -> None:
        """Take over what was just recorded: the meeting as it is since."""
        self._meeting = self._prepared(meeting.last) if meeting.state == "preparing" else meeting

    # ---- deciding ---------------------------------------------------------------------------

    def weigh(self, place: Place) -> Decided | Refusal:
        """What a placement would be, or why it would be refused; nothing is recorded."""
        answer = decide(self.meeting, place, self.context())
        assert isinstance(answer, (Decided, Refusal))
        return answer

    def view_case(self, case_number: str, start: date | None = None) -> CaseView:
        """What lies on the table for a case."""
        return view_case(self.meeting, case_number, self.context(), start)

    def balance(self) -> tuple[BalanceLine, ...]:
        """All providers before and after the meeting, as it stands now."""
        return balance_of(self.meeting, self.context())

    def context(self, at: datetime | None = None, by: str | None = None, meeting: Meeting | None = None) -> Context:
        """What lies outside the meeting at this moment; `meeting` is this one when it is already further."""
        around = self._around()
        return around.context(
            config=self.config,
            digest=self.session.config_digest,
            law=self.session.law,
            now=self._moment(at),
            by=by or self.session.by,
            agenda=self.agenda,
            within=self._ruled(around, meeting or self.meeting),
        )

    def _moment(self, at: datetime | None) -> datetime:
        """The time an intention came with, or now; a time without an offset is meant where the desk stands."""
        if at is None or at.tzinfo is not None:
            return at or self.session.clock()
        return at.replace(tzinfo=self.session.clock().tzinfo)

    def _around(self) -> StoredContext:

        if self._stored_context is None:
            listed = self.agenda.cases if self.agenda else ()
            cases = {*(case.case_number for case in listed), *(item.number for item in self.meeting.items)}
            self._stored_context = load_context(
                self.session.store_to_read,
                self.config,
                self.meeting.id,
                self.day,
                self.meeting.opened or None,
                tuple(sorted(cases)),
            )
        return self._stored_context

    @property
    def day(self) -> date:
        """The meeting's date; today while its agenda cannot be read."""
        return self.meeting.head.date if self.meeting.head else self.session.today

    def _ruled(self, around: StoredContext, meeting: Meeting) -> Within:
        """What this meeting has ruled, made again only when the meeting or what is around it has changed."""
        known = self._within
        if known is None or known.outside is not around.ledger:
            self._within = Within.of(meeting, around.ledger)
        else:
            self._within = known.moved_to(meeting)
        return self._within

    # ---- the agenda file against the snapshot ------------------------------------------------

    def differences(self) -> tuple[Difference, ...]:
        """Where the agenda file differs from the meeting since it was opened, and what waits and is missing from it."""
        return differences_of(self.meeting, self.agenda, self.waiting())

    def waiting(self) -> tuple[Waiting, ...]:
        """All cases that wait between meetings."""
        return self._around().waiting

    # ---- drafts -----------------------------------------------------------------------------

    def drafts(self) -> "tuple[Draft, ...]":
        """All text of this meeting that was typed and not recorded."""
        return self.session.store_to_read.drafts(self.meeting.id)

    def draft(self, case: str, field: str) -> str | None:
        """Text that was typed and not recorded, such as after a crash."""
        return next((one.text for one in self.drafts() if (one.case, one.field) == (case, field)), None)

    def save_draft(self, case: str, field: str, text: str) -> None:
        """Keep text that is being typed; it is deleted with the event it becomes."""
        store = self.session.store
        if text:
            store.save_draft(self.meeting.id, case, field, self.session.by, text, self.session.clock())
        else:
            store.delete_draft(self.meeting.id, case, field)


def _moved_on(seen: Meeting, meeting: Meeting, intention: Intention) -> bool:
    """Whether others have dealt with the case since; a note is nothing that a decision could overlook."""
    if isinstance(intention, Order):
        return seen.places != meeting.places
    number = getattr(intention, "case", None)
    if number is None or isinstance(intention, (Attend, Take)):
        return False
    before, after = seen.item(number), meeting.item(number)
    return before is not after and _without_notes(before) != _without_notes(after)


def _without_notes(item: Item | None) -> Item | None:
    return replace(item, notes=()) if item else None
