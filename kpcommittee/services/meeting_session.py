"""Runs one meeting, from its agenda file to its journal; everything in it is recorded here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.meeting.case_view import CaseView, view_case
from kpcommittee.domain.meeting.closing import balance_of
from kpcommittee.domain.meeting.context import Context, MeetingLedger
from kpcommittee.domain.meeting.decide import decide
from kpcommittee.domain.meeting.differences import Difference, differences_of
from kpcommittee.domain.meeting.events import Recorded
from kpcommittee.domain.meeting.frozen import BalanceLine, Waiting
from kpcommittee.domain.meeting.intentions import Attend, Close, Intention, Open, Order, SetAside, Take
from kpcommittee.domain.meeting.item import Item
from kpcommittee.domain.meeting.left_out import list_left_out
from kpcommittee.domain.meeting.meeting import Meeting, apply, fold
from kpcommittee.domain.meeting.refusal import Refusal
from kpcommittee.domain.missing import LackingCase, lacking_cases
from kpcommittee.locale import current, speaking
from kpcommittee.services.access import note_told
from kpcommittee.services.hold import HeldError
from kpcommittee.services.left_out import file_faults, word_left_out
from kpcommittee.services.stored_context import StoredContext, load_context, with_waiting
from kpcommittee.services.typed_texts import TypedTexts
from kpcommittee.store.errors import ConflictError, OutdatedError
from kpcommittee.wording.verification import opened_line, warning_line

if TYPE_CHECKING:
    from kpcommittee.convert.issues import Issue
    from kpcommittee.domain.agenda import Agenda, LeftOutCase
    from kpcommittee.domain.committee import Config
    from kpcommittee.domain.law import Law
    from kpcommittee.domain.verification import JournalFault
    from kpcommittee.services.session import Session
    from kpcommittee.workspace.reading import InvalidCase

RecordingOutcome = Recorded | Refusal
"""The outcome of an intention."""

READS_THE_FILE = (Open, Take, SetAside, Close)
"""The intentions that depend on the agenda file as it is now."""

TRIES = 8
"""How often an intention is weighed again because other meetings record; after that, it is a conflict."""


@immutable
class Request:
    """An intention with the time and the name it was sent with."""

    intention: Intention
    at: datetime | None = None
    by: str | None = None
    seen: Meeting | None = None
    """The meeting as its sender saw it; None for a script, which sees nothing."""


class MeetingSession(TypedTexts):
    """A meeting, prepared from its agenda file at once and complete when its journal is loaded."""

    def __init__(self, session: "Session", path: Path) -> None:
        """Read the agenda file; the journal is read by `load`."""
        self.session, self.path = session, path
        self.agenda: Agenda | None
        self.issues: tuple[Issue, ...]
        self._unread: tuple[InvalidCase, ...]
        """The cases of the agenda file that cannot be read."""
        self._worded: dict[str, tuple[LeftOutCase, ...]]
        """Language → the unreadable cases, in words."""
        self.loaded = False
        self.warning = ""
        """What does not fit, in words; empty if all fits."""
        self.misfit: JournalFault | None = None
        """The first event of the meeting that does not fit; None if all fit, or before loading."""
        self._stored_context: StoredContext | None = None
        self._meeting_ledger: MeetingLedger | None = None
        self._version: tuple[int, int] | None = None
        self.by_others = False
        """Whether what was read last was written by another program."""
        self._read_agenda()
        self._meeting: Meeting | None = None

    @classmethod
    def find(cls, session: "Session", agenda: str | Path | None = None) -> "MeetingSession":
        """Open the named meeting, else the running one, else the next one from today.

        Raises:
            KpError: no agenda exists.
        """
        return cls(session, session.agenda_path(agenda))

    @property
    def id(self) -> str:
        """The meeting's id."""
        return self.agenda.meeting.id if self.agenda else self.path.stem

    @property
    def meeting(self) -> Meeting:
        """The meeting, prepared from its agenda file until the journal is loaded."""
        if self._meeting is None:
            self._meeting = self._from_file()
        return self._meeting

    @property
    def basis(self) -> tuple[Meeting, object]:
        """What views of cases depend on: the meeting, and a value that changes with other recordings."""
        return self.meeting, self._version

    @property
    def config(self) -> "Config":
        """The committee's configuration as it is now."""
        return self.session.config

    @property
    def law(self) -> "Law":
        """The law table that the meeting froze at its opening; before that, the one in use."""
        return self.meeting.law or self.session.law

    def _read_agenda(self) -> None:
        agenda_read = self.session.read_agenda(self.path)
        self.agenda, self.issues, self._unread = agenda_read.agenda, agenda_read.issues, agenda_read.left_out
        self._worded = {}

    # The journal

    def load(self) -> None:
        """Read the events of the meeting from the journal. May run in a thread."""
        store = self.session.store_to_read
        known_version, self._version = self._version, store.data_versions()
        self.by_others = known_version is None or known_version[0] != self._version[0]
        events, self.misfit = store.read_tested(self.id)
        self.warning = warning_line(self.misfit) if self.misfit else opened_line() if self.session.fault else ""
        folded = fold(self.id, events)
        self._stored_context = None
        self.loaded = True
        before = self._meeting
        if before is None or folded.state == "preparing" or (folded.last, folded) != (before.last, before):
            self._advance(folded)

    def _prepare(self, before: Meeting) -> None:
        """Make the meeting as it is before its opening, or after that was undone."""
        self._meeting = self._from_file(before)
        self._meeting = self._from_file(before, self._load_stored_context().waiting)

    def _from_file(self, before: Meeting | None = None, waiting: Iterable[Waiting] = ()) -> Meeting:
        """Prepare the meeting from its file, with the chair's own notes from the journal."""
        meeting = Meeting.from_agenda(self.agenda, waiting) if self.agenda else Meeting(id=self.id)
        if before is None:
            return meeting
        return replace(
            meeting, last=before.last, log=before.log, private_notes=before.private_notes, comments=before.comments
        )

    def follow(self) -> None:
        """Read the journal again if it was written to by another program, or by this one outside the meeting."""
        if self.session.store_to_read.data_versions() != self._version:
            self.load()

    def refresh(self) -> bool:
        """Read the agenda file and the journal again; return whether anything has changed."""
        agenda, issues, meeting, version = self.agenda, self.issues, self.meeting, self._version
        self._read_agenda()
        self.follow()
        if (self.agenda, self.issues, self._version) == (agenda, issues, version) and self.meeting is meeting:
            return False
        self._stored_context = None
        if self.meeting.state == "preparing":
            self._prepare(self.meeting)
        return True

    # Recording

    def record(self, intention: Intention, seen: Meeting | None = None) -> RecordingOutcome:
        """Record an intention; what is returned as recorded is durable on disk.

        If another program was faster, the refusal is `conflict`, and this session shows what the other has written.
        Either the journal notices it, or the case differs from the one that was seen.

        Args:
            intention: the intention.
            seen: the meeting as it was shown to the chair.

        Raises:
            KpError: the disk or the database failed, and nothing was recorded.
        """
        return next(self.record_each([Request(intention=intention, seen=seen)]))

    def record_each(self, requests: Iterable[Request]) -> Iterator[RecordingOutcome]:
        """Record intentions one by one; each is durable and answered before the next is read."""
        for request in requests:
            *_before, answer = self._record_together([request])
            yield answer

    def record_all(self, requests: Iterable[Request]) -> list[RecordingOutcome]:
        """Record all intentions in one commit, or none; return the answers up to the first refusal."""
        together = [*requests]
        return self._record_together(together) if together else []

    def _record_together(self, requests: Sequence[Request]) -> list[RecordingOutcome]:
        """Decide and record in one commit; decide again if anything outside the meeting has changed meanwhile."""
        for _try in range(TRIES):
            self._catch_up(requests)
            answers, steps, meeting = list[RecordingOutcome](), [], self.meeting
            for request in requests:
                recorded, before, meeting = self._decide(meeting, request)
                answers.append(recorded)
                if isinstance(recorded, Refusal):
                    return answers
                steps.append((recorded, before, meeting))
            try:
                self.session.store.append_many(steps, self._load_stored_context().newest_row_elsewhere)
            except OutdatedError:
                self._stored_context = None
            except ConflictError:
                break
            except HeldError as held:
                return [Refusal(code="read_only", values=held.reading.values)]
            else:
                self._advance(meeting)
                note_told(self.session.access, answers)
                return answers
        self.refresh()
        # A conflict of several intentions concerns their commit, not a case.
        case = getattr(requests[0].intention, "case", None) if len(requests) == 1 else None
        return [Refusal(code="conflict", case=case)]

    def _catch_up(self, requests: Iterable[Request]) -> None:
        """Read what other programs have written, and the agenda file if an intention depends on it."""
        if not self.loaded:
            self.load()
        if any(isinstance(request.intention, READS_THE_FILE) for request in requests):
            self.refresh()
        else:
            self.follow()

    def _decide(self, meeting: Meeting, request: Request) -> tuple[RecordingOutcome, Meeting, Meeting]:
        context = self.context(request.at, request.by, meeting)
        if isinstance(request.intention, Take) and request.intention.case is not None:
            store = self.session.store_to_read
            agenda = with_waiting(store, context.agenda, request.intention.case, context.waiting)
            context = replace(context, agenda=agenda)
        event = decide(meeting, request.intention, context)
        if isinstance(event, Refusal):
            return event, meeting, meeting
        if request.seen is not None and _has_moved_on(request.seen, meeting, request.intention):
            return Refusal(code="conflict", case=getattr(request.intention, "case", None)), meeting, meeting
        recorded = Recorded(stream=meeting.id, number=meeting.last + 1, at=context.now, by=context.by, event=event)
        return recorded, meeting, apply(meeting, recorded)

    def _advance(self, meeting: Meeting) -> None:
        """Continue with the meeting as it is after the recorded events."""
        if meeting.state == "preparing":
            self._prepare(meeting)
        else:
            self._meeting = meeting

    # Deciding

    def view_case(
        self, case_number: str, start: date | None = None, end: date | None = None, hours: Decimal | None = None
    ) -> CaseView:
        """Return the view of a case; an open case is viewed for the given period, if any."""
        return view_case(self.meeting, case_number, self.context(), start, end, hours)

    def lacking_cases(self) -> tuple[LackingCase, ...]:
        """List the cases that lack something on the day of the meeting."""
        return lacking_cases((item.case for item in self.meeting.items), self.law, self.day)

    @property
    def unprepared(self) -> int:
        """How many cases cannot be read or lack something; 0 once the meeting is opened."""
        return len(self.left_out()) + len(self.lacking_cases()) if self.meeting.state == "preparing" else 0

    def balance(self) -> tuple[BalanceLine, ...]:
        """Compute the balance of all providers before the meeting and now."""
        return balance_of(self.meeting, self.context())

    def context(self, at: datetime | None = None, by: str | None = None, meeting: Meeting | None = None) -> Context:
        """Build the context of an intention at this moment.

        Args:
            at: when the intention was sent; now if left out.
            by: who sent it; the user of this machine if left out.
            meeting: this meeting, if it includes events that are not recorded yet.
        """
        meeting = meeting or self.meeting
        stored = self._load_stored_context(meeting)
        context = stored.context(
            config=self.config,
            digest=self.session.config_digest,
            law=self.law,
            now=self._moment(at),
            by=by or self.session.by,
            agenda=self.agenda,
            meeting_ledger=self._ledger_with_rulings(stored, meeting),
        )
        return replace(context, left_out=self._left_out_in(self.config.committee.language))

    def _moment(self, at: datetime | None) -> datetime:
        """Return the time an intention was sent at, or now; a time without an offset is local."""
        if at is None or at.tzinfo is not None:
            return at or self.session.clock()
        return at.replace(tzinfo=self.session.clock().tzinfo)

    def _load_stored_context(self, meeting: Meeting | None = None) -> StoredContext:
        """Return what the meeting's decisions depend on; read again after it has moved to another day."""
        head = (meeting or self.meeting).head
        day = head.date if head else self.session.today
        if self._stored_context is None or self._stored_context.ledger.first != day:
            listed = self.agenda.cases if self.agenda else ()
            self._stored_context = load_context(
                self.session.store_to_read,
                self.config,
                self.meeting.id,
                day,
                self.meeting.opened_iso or None,
                (*listed, *(item.case for item in self.meeting.items)),
            )
        return self._stored_context

    @property
    def day(self) -> date:
        """The meeting's date; today if its agenda cannot be read."""
        return self.meeting.head.date if self.meeting.head else self.session.today

    def _ledger_with_rulings(self, stored: StoredContext, meeting: Meeting) -> MeetingLedger:
        """Return the ledger with this meeting's rulings, computed again only after either changed."""
        ledger = self._meeting_ledger
        if ledger is None or ledger.outside is not stored.ledger:
            self._meeting_ledger = MeetingLedger.of(meeting, stored.ledger)
        else:
            self._meeting_ledger = ledger.with_meeting(meeting)
        return self._meeting_ledger

    # The agenda file against the snapshot

    def differences(self) -> tuple[Difference, ...]:
        """List where the agenda file differs from the opened meeting, and waiting cases that it lacks."""
        return differences_of(self.meeting, self.agenda, self.waiting_cases(), self._left_out_in(current()))

    def left_out(self) -> "tuple[LeftOutCase, ...]":
        """List the unreadable cases of the agenda file that nobody has dealt with."""
        aside = self._load_stored_context().set_aside
        return list_left_out(self.meeting, self.agenda, self._left_out_in(current()), aside)

    @property
    def issues_beside_cases(self) -> "tuple[Issue, ...]":
        """What is wrong in the agenda file outside its unreadable cases."""
        of_cases = [issue for case in self._unread for issue in case.issues]
        return tuple(issue for issue in self.issues if issue not in of_cases)

    @property
    def file_faults(self) -> tuple[str, ...]:
        """What is wrong in the agenda file outside its unreadable cases, in words; empty once approved."""
        return () if self.meeting.state == "approved" else file_faults(self.issues_beside_cases)

    def _left_out_in(self, language: str) -> "tuple[LeftOutCase, ...]":
        if self._unread and language not in self._worded:
            with speaking(language):
                self._worded[language] = word_left_out(self._unread)
        return self._worded.get(language, ())

    @property
    def lacks_import(self) -> bool:
        """Whether running placements are probably missing, because none was ever imported."""
        return self._load_stored_context().lacks_import

    def waiting_cases(self) -> tuple[Waiting, ...]:
        """List all cases that wait between meetings."""
        return self._load_stored_context().waiting


def _has_moved_on(seen: Meeting, meeting: Meeting, intention: Intention) -> bool:
    """Whether others have dealt with the case since; notes do not count, as no decision rests on them."""
    if isinstance(intention, Order):
        return seen.places != meeting.places
    number = getattr(intention, "case", None)
    if number is None or isinstance(intention, (Attend, Take, SetAside)):
        return False
    before, after = seen.item(number), meeting.item(number)
    return before is not after and _without_notes(before) != _without_notes(after)


def _without_notes(item: Item | None) -> Item | None:
    return replace(item, notes=()) if item else None
