"""One meeting at the desk, from its agenda file to its journal."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpcommittee.convert.flaws import Flaw
    from kpcommittee.domain.agenda import Agenda
    from kpcommittee.domain.committee import Config
    from kpcommittee.domain.context import Context
    from kpcommittee.domain.deliberation import Deliberation
    from kpcommittee.domain.events import BalanceLine, Decided, Recorded, Waiting
    from kpcommittee.domain.intentions import Intention, Place
    from kpcommittee.domain.ledger import Ledger
    from kpcommittee.domain.meeting import Meeting
    from kpcommittee.domain.refusal import Refusal
    from kpcommittee.services.desk import Desk
    from kpcommittee.services.differences import Difference
    from kpcommittee.services.surroundings import Surroundings
    from kpcommittee.store.store import Draft


class Sitting:
    """A meeting: prepared from its file at once, complete when its journal is loaded.

    What the rules and the database need is imported when it is first used: the first screen needs neither.
    """

    def __init__(self, desk: "Desk", path: Path) -> None:
        """Read the agenda file; the journal is read by `load`."""
        self.desk, self.path = desk, path
        self.agenda: Agenda | None
        self.flaws: tuple[Flaw, ...]
        self.loaded = False
        self._surroundings: Surroundings | None = None
        self._within: tuple[Meeting, Ledger] | None = None
        self._version: int | None = None
        self._read_agenda()
        self._meeting: Meeting | None = None

    @property
    def id(self) -> str:
        """The meeting's id."""
        return self.agenda.meeting.id if self.agenda else self.path.stem

    @property
    def meeting(self) -> "Meeting":
        """The meeting: prepared from its file until the journal is loaded."""
        if self._meeting is None:
            self._meeting = self._prepared(0)
        return self._meeting

    @property
    def config(self) -> "Config":
        """The committee's configuration as it is now."""
        return self.desk.config

    def _read_agenda(self) -> None:
        read = self.desk.read_agenda(self.path)
        self.agenda, self.flaws = read.agenda, read.flaws

    # ---- the journal ------------------------------------------------------------------------

    def load(self) -> None:
        """Read the journal: what has happened, who claims which hours, what waits. May run in a thread."""
        from kpcommittee.domain.meeting import fold  # noqa: PLC0415 (the rules are not needed to paint)

        store = self.desk.store_if_any
        if store is not None:
            self._version = store.data_version()
            folded = fold(self.id, store.read(self.id))
            self._meeting = folded if folded.state != "preparing" else self._prepared(folded.last)
        self._surroundings = None
        self.loaded = True

    def _prepared(self, last: int) -> "Meeting":
        """The meeting before it is opened, or after the opening was taken back."""
        from kpcommittee.domain.meeting import Meeting  # noqa: PLC0415

        meeting = Meeting.prepared(self.agenda) if self.agenda else Meeting(id=self.id)
        return replace(meeting, last=last)

    def follow(self) -> None:
        """Read the journal again if another program has written to it."""
        store = self.desk.store_if_any
        if store is not None and store.data_version() != self._version:
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
        self._surroundings = self._within = None
        return True

    # ---- deciding ---------------------------------------------------------------------------

    def record(self, intention: "Intention", seen: "Meeting | None" = None) -> "Recorded | Refusal":
        """Record what the table wants; what is returned as recorded is durable on disk.

        `seen` is the meeting as it was shown to the chair: a case that others have dealt with since is a `conflict`.

        Raises:
            KpError: the disk or the database failed; then nothing is recorded.
        """
        from kpcommittee.services.recording import Wanted, record  # noqa: PLC0415

        return record(self, Wanted(intention=intention, seen=seen))

    def weigh(self, place: "Place") -> "Decided | Refusal":
        """What a placement would be, or why it would be refused; nothing is recorded."""
        from kpcommittee.domain.decide import decide  # noqa: PLC0415
        from kpcommittee.domain.events import Decided  # noqa: PLC0415
        from kpcommittee.domain.refusal import Refusal  # noqa: PLC0415

        answer = decide(self.meeting, place, self.context())
        assert isinstance(answer, (Decided, Refusal))
        return answer

    def deliberate(self, case_number: str, start: date | None = None) -> "Deliberation":
        """What lies on the table for a case."""
        from kpcommittee.domain.deliberation import deliberate  # noqa: PLC0415

        return deliberate(self.meeting, case_number, self.context(), start)

    def balance(self) -> "tuple[BalanceLine, ...]":
        """All providers before and after the meeting, as it stands now."""
        from kpcommittee.domain.closing import balance_of  # noqa: PLC0415

        return balance_of(self.meeting, self.context())

    def context(self, at: datetime | None = None, by: str | None = None, meeting: "Meeting | None" = None) -> "Context":
        """What lies outside the meeting at this moment; `meeting` is this one when it is already further."""
        around = self._around()
        return around.context(
            config=self.config,
            digest=self.desk.config_digest,
            law=self.desk.law,
            now=self._moment(at),
            by=by or self.desk.by,
            agenda=self.agenda,
            within=self._ledger(around, meeting or self.meeting),
        )

    def _moment(self, at: datetime | None) -> datetime:
        """The time an intention came with, or now; a time without an offset is meant where the desk stands."""
        if at is None or at.tzinfo is not None:
            return at or self.desk.clock()
        return at.replace(tzinfo=self.desk.clock().tzinfo)

    def _around(self) -> "Surroundings":
        from kpcommittee.services.surroundings import read_surroundings  # noqa: PLC0415

        if self._surroundings is None:
            listed = self.agenda.cases if self.agenda else ()
            cases = {*(case.case_number for case in listed), *(item.number for item in self.meeting.items)}
            self._surroundings = read_surroundings(
                self.desk.store_if_any,
                self.config,
                self.meeting.id,
                self.day,
                self.meeting.opened or None,
                tuple(sorted(cases)),
            )
            self._within = None
        return self._surroundings

    @property
    def day(self) -> date:
        """The meeting's date; today while its agenda cannot be read."""
        return self.meeting.head.date if self.meeting.head else self.desk.today

    def _ledger(self, around: "Surroundings", meeting: "Meeting") -> "Ledger":
        """The ledger with this meeting's own rulings, made again only when the meeting has changed."""
        from kpcommittee.domain.context import ledger_in  # noqa: PLC0415

        if self._within is None:
            self._within = (meeting, ledger_in(meeting, around.ledger))
        elif self._within[0] is not meeting:
            before, ledger = self._within
            self._within = (meeting, ledger.moved(around.ledger, before.rulings, meeting.rulings))
        return self._within[1]

    def advance(self, meeting: "Meeting") -> None:
        """Take over what this sitting has just recorded: the meeting as it is since."""
        self._meeting = self._prepared(meeting.last) if meeting.state == "preparing" else meeting

    # ---- the agenda file against the snapshot ------------------------------------------------

    def differences(self) -> "tuple[Difference, ...]":
        """Where the agenda file differs from the meeting since it was opened, and what waits and is missing from it."""
        from kpcommittee.services.differences import differences_of  # noqa: PLC0415

        return differences_of(self.meeting, self.agenda, self.waiting())

    def waiting(self) -> "tuple[Waiting, ...]":
        """All cases that wait between meetings."""
        return self._around().waiting

    # ---- drafts -----------------------------------------------------------------------------

    def drafts(self) -> "tuple[Draft, ...]":
        """All text of this meeting that was typed and not recorded."""
        store = self.desk.store_if_any
        return store.drafts(self.meeting.id) if store else ()

    def draft(self, case: str, field: str) -> str | None:
        """Text that was typed and not recorded, such as after a crash."""
        return next((one.text for one in self.drafts() if (one.case, one.field) == (case, field)), None)

    def save_draft(self, case: str, field: str, text: str) -> None:
        """Keep text that is being typed; it is deleted with the event it becomes."""
        store = self.desk.store
        if text:
            store.save_draft(self.meeting.id, case, field, self.desk.by, text, self.desk.clock())
        else:
            store.delete_draft(self.meeting.id, case, field)
